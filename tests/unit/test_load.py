"""The warehouse's versions: what opens one, what closes one, and what is only noise (docs/tables.md)."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from assets.kolada.answers import AnswerStore, list_harvests
from assets.warehouse.store import connected, reading, writing
from models.errors import PlaceError, SourceError, VersionError
from tests.small import AREAS, OWN, Cell, catalogue, cells, fetch, load, query, vintage

VERSIONS = (
    "SELECT period, value, status, strftime(known_from, '%Y-%m-%d'), strftime(known_to, '%Y-%m-%d'), closed_by"
    " FROM kolada_value ORDER BY ALL"
)


def two(tmp_path: Path, before: list[Cell], after: list[Cell]) -> list[tuple]:
    vintages = [vintage("2024-01-01", before), vintage("2024-06-01", after)]
    for at in (0, 1):
        fetch(tmp_path, vintages, at=at)
        load(tmp_path)
    return query(tmp_path, VERSIONS)


def test_a_revised_value_closes_the_old_version_and_opens_a_new_one(tmp_path: Path) -> None:
    assert two(tmp_path, cells({2023: 80.0}), cells({2023: 81.0})) == [
        (2023, 80.0, "", "2024-01-01", "2024-06-01", "revised"),
        (2023, 81.0, "", "2024-06-01", None, None),
    ]


def test_rounding_noise_is_no_revision_and_is_recorded_on_the_answer(tmp_path: Path) -> None:
    found = two(tmp_path, cells({2023: 80.0}), cells({2023: 80.000009}))
    assert found == [(2023, 80.0, "", "2024-01-01", None, None)]
    assert query(tmp_path, "SELECT sum(n_noise) FROM source_answer") == [(1,)]


def test_half_a_unit_of_the_last_decimal_bounds_the_noise(tmp_path: Path) -> None:
    vintages = [vintage("2024-01-01", cells({2023: 0.000001})), vintage("2024-06-01", cells({2023: 0.000002}))]
    for at in (0, 1):
        fetch(tmp_path, vintages, at=at)
        load(tmp_path, {"N99001": 6})
    assert len(query(tmp_path, VERSIONS)) == 2


def test_a_change_of_status_is_a_version(tmp_path: Path) -> None:
    found = two(tmp_path, cells({2023: 80.0}), [("N99001", OWN, 2023, "T", None, "Privacy")])
    assert found[0] == (2023, None, "Privacy", "2024-06-01", None, None) or found[1][2] == "Privacy"
    assert {row[5] for row in found} == {"revised", None}


def test_a_status_that_kolada_has_not_had_before_is_kept_as_it_came(tmp_path: Path) -> None:
    cell: Cell = ("N99001", OWN, 2023, "T", None, "Embargo")
    assert two(tmp_path, [cell], [cell]) == [(2023, None, "Embargo", "2024-01-01", None, None)]
    other: Cell = ("N99001", OWN, 2023, "T", None, "Later")
    fetch(tmp_path, [vintage("2024-08-01", [other])])
    load(tmp_path)
    assert query(tmp_path, "SELECT status FROM kolada_value WHERE known_to IS NULL") == [("Later",)]


def test_answers_read_in_parts_load_as_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kpis = [f"N990{number:02d}" for number in range(1, 41)]
    given = [cell for kpi in kpis for cell in cells({2023: 80.0, 2024: [1.0, 2.0, 3.0]}, kpi)]
    # The last part alone holds a status that makes the reading begin again.
    given.append((kpis[-1], OWN, 2022, "T", None, "Embargo"))
    fetch(tmp_path, [vintage("2024-01-01", given)], kpis=kpis)
    harvest = list_harvests(AnswerStore(tmp_path / "answers"))[0]
    pages = [page for n, q in enumerate(harvest.questions) if q.kind == "data" for page in harvest.pages(n)]
    assert len({page.sha256 for page in pages}) > 1
    load(tmp_path)
    everything = "FROM kolada_value ORDER BY ALL"
    whole = query(tmp_path, everything)
    assert len(whole) == len(given)
    (tmp_path / "warehouse.duckdb").unlink()
    monkeypatch.setattr("assets.warehouse.stage_answers._PART_BYTES", 1)
    load(tmp_path)
    assert query(tmp_path, everything) == whole


def test_a_value_absent_from_a_complete_answer_is_closed_absent(tmp_path: Path) -> None:
    found = two(tmp_path, cells({2022: 79.0, 2023: 80.0}), cells({2023: 80.0}))
    assert found == [
        (2022, 79.0, "", "2024-01-01", "2024-06-01", "absent"),
        (2023, 80.0, "", "2024-01-01", None, None),
    ]


def test_a_kpi_gone_from_the_catalogue_is_closed_withdrawn(tmp_path: Path) -> None:
    vintages = [
        vintage("2024-01-01", cells({2023: 80.0}) + cells({2023: 5.0}, kpi="N99002")),
        vintage("2024-06-01", cells({2023: 80.0})),
    ]
    for at in (0, 1):
        fetch(tmp_path, vintages, kpis=("N99001", "N99002"), at=at, metadata=catalogue(["N99001"]))
        load(tmp_path)
    assert query(tmp_path, "SELECT kpi_id FROM kolada_value WHERE closed_by = 'withdrawn'") == [("N99002",)]


def test_a_kpi_answered_wholly_empty_is_withheld_not_closed(tmp_path: Path) -> None:
    # The catalogue still has it: a recording drops KPIs that only earlier files have, so the day is served alone.
    fetch(tmp_path, [vintage("2024-01-01", cells({2023: 80.0}))])
    load(tmp_path)
    fetch(tmp_path, [vintage("2024-06-01", [])])
    loaded = load(tmp_path)
    assert loaded.outcomes == {"N99001": "answered_empty"}
    assert query(tmp_path, VERSIONS) == [(2023, 80.0, "", "2024-01-01", None, None)]


def test_absence_from_a_refresh_closes_nothing(tmp_path: Path) -> None:
    vintages = [
        vintage("2024-01-01", cells({2022: 79.0, 2023: 80.0})),
        vintage("2024-01-20", cells({2023: 81.0})),
    ]
    for at in (0, 1):
        fetch(tmp_path, vintages, at=at)
        load(tmp_path)
    asked = [q.from_date for h in list_harvests(AnswerStore(tmp_path / "answers")) for q in h.questions if q.kpi_ids]
    assert {str(day) for day in asked} == {"None", "2023-12-02"}
    closed = query(tmp_path, "SELECT period, closed_by FROM kolada_value WHERE known_to IS NOT NULL ORDER BY 1")
    assert closed == [(2023, "revised")]


def test_a_refresh_over_an_earlier_recording_brings_deletions(tmp_path: Path) -> None:
    vintages = [
        vintage("2023-12-01", cells({2022: 79.0, 2023: 80.0})),
        vintage("2024-01-05", cells({2022: 79.0, 2023: 80.0})),
        vintage("2024-01-20", cells({2023: 81.0})),
    ]
    for at in (1, 2):
        fetch(tmp_path, vintages, at=at)
        load(tmp_path)
    assert query(tmp_path, "SELECT period, closed_by FROM kolada_value WHERE known_to IS NOT NULL ORDER BY 1") == [
        (2022, "deleted"),
        (2023, "revised"),
    ]


def test_loading_the_same_answers_twice_changes_nothing(tmp_path: Path) -> None:
    given = [vintage("2024-01-01", cells({2023: [1.0, 2.0, 3.0]}))]
    fetch(tmp_path, given)
    assert load(tmp_path).opened == 3
    before = query(tmp_path, "FROM kolada_value ORDER BY ALL")
    assert load(tmp_path).harvests == 0
    fetch(tmp_path, given)
    again = load(tmp_path)
    assert (again.harvests, again.changed, again.noise) == (1, 0, 0)
    assert query(tmp_path, "FROM kolada_value ORDER BY ALL") == before


def test_a_value_that_goes_and_comes_back_is_seen_though_the_bytes_are_the_same(tmp_path: Path) -> None:
    days = [vintage(f"2024-0{month}-01", cells({2023: value})) for month, value in ((1, 80.0), (3, 81.0), (6, 80.0))]
    for at in (0, 1, 2):
        fetch(tmp_path, days, at=at)
        load(tmp_path)
    current = query(tmp_path, "SELECT value FROM kolada_value WHERE known_to IS NULL")
    assert current == [(80.0,)]
    assert len(query(tmp_path, VERSIONS)) == 3


def test_an_answer_older_than_what_is_known_is_not_loaded(tmp_path: Path) -> None:
    days = [vintage("2024-01-01", cells({2023: 80.0})), vintage("2024-06-01", cells({2023: 81.0}))]
    fetch(tmp_path, days, at=1)
    load(tmp_path)
    fetch(tmp_path, days, at=0, base="http://annan.invalid/v3")
    assert load(tmp_path).outcomes == {"N99001": "older"}
    assert query(tmp_path, VERSIONS) == [(2023, 81.0, "", "2024-06-01", None, None)]


def test_conflicting_cells_keep_what_was_known(tmp_path: Path) -> None:
    fetch(tmp_path, [vintage("2024-01-01", cells({2023: 80.0}))])
    load(tmp_path)
    fetch(tmp_path, [vintage("2024-06-01", cells({2023: 81.0}) + cells({2023: 82.0}))])
    assert load(tmp_path).outcomes == {"N99001": "conflicting"}
    assert query(tmp_path, "SELECT value FROM kolada_value WHERE known_to IS NULL") == [(80.0,)]


@pytest.mark.parametrize("statement", ["INSERT INTO kolada_value", "INSERT INTO harvest", "INSERT INTO kpi ", "COMMIT"])
def test_a_load_that_breaks_off_leaves_the_state_before(
    tmp_path: Path, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(tmp_path, [vintage("2024-01-01", cells({2023: 80.0}))])
    load(tmp_path)
    before = query(tmp_path, "SELECT * FROM kolada_value, harvest ORDER BY ALL")
    fetch(tmp_path, [vintage("2024-06-01", cells({2023: 81.0}))])

    class Breaking:
        def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
            self._con = con

        def execute(self, sql: str, *args: object) -> object:
            if sql.strip().startswith(statement):
                raise KeyboardInterrupt
            return self._con.execute(sql, *args)

        def __getattr__(self, name: str) -> object:
            return getattr(self._con, name)

    real = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *args, **kwargs: Breaking(real(*args, **kwargs)))
    try:
        load(tmp_path)
    except KeyboardInterrupt:
        pass
    monkeypatch.undo()
    if statement != "INSERT INTO kpi ":
        assert query(tmp_path, "SELECT * FROM kolada_value, harvest ORDER BY ALL") == before
    load(tmp_path)
    assert query(tmp_path, "SELECT value FROM kolada_value WHERE known_to IS NULL") == [(81.0,)]


def test_a_damaged_answer_is_named(tmp_path: Path) -> None:
    fetch(tmp_path, [vintage("2024-01-01", cells({2023: 80.0}))])
    store = AnswerStore(tmp_path / "answers")
    harvest = list_harvests(store)[0]
    sha256 = next(p.sha256 for n, q in enumerate(harvest.questions) if q.kpi_ids for p in harvest.pages(n))
    assert hashlib.sha256(store.get(sha256) or b"").hexdigest() == sha256
    path = store.path(sha256)
    path.write_bytes(path.read_bytes()[:-20])
    assert store.get(sha256) is None
    with pytest.raises(SourceError, match=sha256):
        load(tmp_path)


def test_a_warehouse_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with writing(path):
        pass
    with duckdb.connect(path) as con:
        con.execute("UPDATE warehouse_version SET version = 99")
    with pytest.raises(VersionError, match="version 99"), writing(path):
        pass
    with pytest.raises(VersionError), reading(path):
        pass


def test_a_file_that_is_no_warehouse_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(VersionError, match="ingen databas"), connected(path):
        pass


def test_reading_before_anything_was_fetched_says_so(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match="inget har hämtats"), reading(tmp_path / "warehouse.duckdb"):
        pass


def test_a_harvest_that_asked_for_no_kpi_is_loaded(tmp_path: Path) -> None:
    fetch(tmp_path, [vintage("2024-01-01", cells({2022: 1.0}))], kpis=())
    load(tmp_path)
    assert query(tmp_path, "SELECT count(*) FROM area") == [(len(AREAS) + 1,)]
    assert query(tmp_path, "SELECT count(*) FROM kpi_asked") == [(0,)]
