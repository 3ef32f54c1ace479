"""Schools among the schools of similar municipalities: fetched, kept in every version, placed by hand, followed home."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import polars as pl
import pytest

from assets.definitions.as_tables import definition_rows
from assets.definitions.read_yaml import read_definitions
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.plan_harvest import read_asked_before
from assets.open_report import effective_as_of
from assets.operations.retention import prune
from assets.playback.recording import RecordedMetadata, Vintage
from assets.warehouse.store import reading
from models.errors import DefinitionError
from models.tables.pandera_schemas import validated
from tests.small import (
    AREAS,
    Measured,
    catalogue,
    cells,
    definition,
    fetch,
    indicator,
    load,
    query,
    rows,
    vintage,
    write,
)

# Three schools in each of ten municipalities; the own one is similar to the next seven.
SCHOOLS = [(f"V15E{area}0000{j}", area) for area in AREAS[:10] for j in (1, 2, 3)]
FIRST, SECOND, THIRD = (f"V15E{AREAS[0]}0000{j}" for j in (1, 2, 3))
DAY_1, DAY_2 = "2026-01-10", "2026-02-10"


def school_values(year: int, **changes: float | None) -> list[dict[str, Any]]:
    """95, 60 and 50 in our own schools; 60 + i, 70 + i and 60 in those of the i-th municipality after it."""
    made: list[dict[str, Any]] = []
    for i, area in enumerate(AREAS[:10]):
        for j, value in enumerate((95, 60, 50) if i == 0 else (60 + i, 70 + i, 60), start=1):
            ou = f"V15E{area}0000{j}"
            made.append({"ou": ou, "period": year, "value": changes.get(ou, float(value))})
    return made


def download(day: str, units: list[dict[str, Any]]) -> Vintage:
    whole = vintage(day, cells({2024: [80.0] * 30}))
    frame = pl.DataFrame(units, schema={"ou": pl.String, "period": pl.Int32, "value": pl.Float64}).with_columns(
        kpi=pl.lit("N99001"), gender=pl.lit("T"), count=pl.lit(1, pl.Int32),
        status=pl.when(pl.col("value").is_null()).then(pl.lit("Privacy")).otherwise(pl.lit("")),
    )  # fmt: skip
    return Vintage(whole.day, pl.concat([whole.values, frame], how="diagonal"))


def listed() -> RecordedMetadata:
    units = [{"id": ou, "title": f"Skolan {ou[-6:]}", "municipality": area} for ou, area in SCHOOLS]
    return replace(catalogue(), units=pl.DataFrame(units))


def fetched(home: Path, *vintages: Vintage) -> None:
    for at in range(len(vintages)):
        fetch(home, vintages, at=at, metadata=listed(), units=True)
        load(home)


@contextmanager
def report(home: Path, as_of: datetime | None = None, **changes: Any) -> Iterator[Measured]:
    content = definition(indicators=[indicator(compare_units=True, **changes)], plans=[])
    content["units"][3] |= {"kolada_unit": SECOND}
    definitions = read_definitions(write(home / "data", content))
    with reading(home / "warehouse.duckdb") as con:
        known = effective_as_of(con, definitions, as_of)
        yield Measured(con, definition_rows(definitions, "2024-12", known), lambda: None, uuid4().hex)


def test_a_schools_place_is_as_worked_out_by_hand(tmp_path: Path) -> None:
    fetched(tmp_path, download(DAY_1, [*school_values(2024), *school_values(2023, **{FIRST: 90.0})]))
    with report(tmp_path) as con:
        frame = con.sql("FROM unit_comparison").pl()
        told = {row["kolada_unit_id"]: row for row in frame.filter(year=2024).to_dicts()}
    validated("unit_comparison", frame)
    assert set(told) == {FIRST, SECOND, THIRD}
    # Of 24 schools: 50, eight of 60, 61–67, 71–77, 95.
    best, middle, worst = (told[ou] for ou in (FIRST, SECOND, THIRD))
    assert (best["n"], best["n_before"], best["min"], best["max"]) == (24, 24, 50.0, 95.0)
    assert (best["p25"], best["median"], best["p75"]) == (60.0, 63.5, 72.25)
    assert [row["rank"] for row in (best, middle, worst)] == [1, 16, 24]
    assert best["score"] == 100.0
    assert middle["score"] == pytest.approx(100 * (1 + 7 / 2) / 23)
    assert worst["score"] == 0.0
    assert [row["colour"] for row in (best, middle, worst)] == ["green", "red", "red"]
    assert (best["change"], middle["change"], best["tie_share"]) == (5.0, 0.0, 8 / 24)
    assert (best["difference"], best["group_year"], best["title"]) == (31.5, 2024, f"Skolan {FIRST[-6:]}")
    assert [row["unit_id"] for row in (best, middle, worst)] == [None, "skola", None]
    assert {row["source_label"] for row in told.values()} == {"Egen bearbetning av data från Kolada"}


def test_lower_is_better_turns_the_order_and_neutral_has_none(tmp_path: Path) -> None:
    fetched(tmp_path, download(DAY_1, school_values(2024)))
    with report(tmp_path, direction="lower") as con:
        ranked = dict(con.sql("SELECT kolada_unit_id, rank FROM unit_comparison").fetchall())
    assert ranked == {FIRST: 24, SECOND: 2, THIRD: 1}
    with report(tmp_path, direction="neutral") as con:
        told = rows(con, "SELECT DISTINCT rank, score, colour, n, median FROM unit_comparison")
    assert told == [{"rank": None, "score": None, "colour": None, "n": 24, "median": 63.5}]


def test_what_is_secret_has_no_place_and_is_not_counted(tmp_path: Path) -> None:
    fetched(tmp_path, download(DAY_1, school_values(2024, **{THIRD: None})))
    with report(tmp_path) as con:
        assert set(con.sql("SELECT kolada_unit_id, n FROM unit_comparison").fetchall()) == {(FIRST, 23), (SECOND, 23)}


def test_values_are_kept_in_every_version(tmp_path: Path) -> None:
    before = school_values(2024)
    gone = f"V15E{AREAS[1]}00003"
    after = [
        {**row, "value": 61.0 if row["ou"] == SECOND else row["value"] + (1e-7 if row["ou"] == FIRST else 0)}
        for row in before
        if row["ou"] != gone
    ]
    fetched(tmp_path, download(DAY_1, before), download(DAY_2, after))
    closed = (
        "SELECT kolada_unit_id, value, closed_by, known_to FROM kolada_unit_value WHERE known_to IS NOT NULL ORDER BY 1"
    )
    day = datetime.fromisoformat(DAY_2)
    assert query(tmp_path, closed) == [(SECOND, 60.0, "revised", day), (gone, 60.0, "absent", day)]
    current = "SELECT value FROM kolada_unit_value WHERE known_to IS NULL AND kolada_unit_id = '{}'"
    assert query(tmp_path, current.format(FIRST)) == [(95.0,)]
    assert query(tmp_path, current.format(SECOND)) == [(61.0,)]
    place = f"SELECT rank, n FROM unit_comparison WHERE kolada_unit_id = '{SECOND}'"
    with report(tmp_path, datetime.fromisoformat(f"{DAY_1}T12:00:00+00:00")) as con:
        assert con.sql(place).fetchall() == [(16, 24)]
    with report(tmp_path) as con:
        assert con.sql(place).fetchall() == [(15, 23)]


def test_the_same_answer_again_changes_nothing(tmp_path: Path) -> None:
    fetched(tmp_path, download(DAY_1, school_values(2024)), download(DAY_2, school_values(2024)))
    assert query(tmp_path, "SELECT count(*), count(known_to) FROM kolada_unit_value") == [(30, 0)]


def test_an_answer_without_what_there_was_closes_nothing_and_withholds(tmp_path: Path) -> None:
    fetched(tmp_path, download(DAY_1, school_values(2024)), download(DAY_2, []))
    assert query(tmp_path, "SELECT count(*), count(known_to) FROM kolada_unit_value") == [(30, 0)]
    with report(tmp_path) as con:
        assert con.sql("SELECT count(*) FROM unit_comparison").fetchall() == [(0,)]
        assert con.sql("SELECT status FROM checks WHERE check_id = 'kpi_answered_empty'").fetchall() == [("failed",)]


def test_an_answer_that_contradicts_itself_is_not_loaded(tmp_path: Path) -> None:
    twice = [*school_values(2024), {"ou": FIRST, "period": 2024, "value": 1.0}]
    fetched(tmp_path, download(DAY_1, school_values(2024)), download(DAY_2, twice))
    assert query(tmp_path, "SELECT count(*), count(known_to) FROM kolada_unit_value") == [(30, 0)]
    with report(tmp_path) as con:
        assert con.sql("SELECT status FROM checks WHERE check_id = 'conflicting_cells'").fetchall() == [("failed",)]


def test_every_place_leads_to_the_values_and_answers_it_stands_on(tmp_path: Path) -> None:
    fetched(tmp_path, download(DAY_1, school_values(2024)))
    with report(tmp_path) as con:
        above = con.sql(
            f"SELECT DISTINCT p.kind, p.label FROM lineage AS l JOIN lineage AS p ON p.lineage_id = l.parent_id"
            f" JOIN unit_comparison AS u ON u.lineage_id = l.lineage_id WHERE u.kolada_unit_id = '{SECOND}'"
        ).fetchall()
        assert con.sql("FROM label_fault").fetchall() == []
    values = {label for kind, label in above if kind == "value"}
    assert len(values) == 24
    assert f"N99001 {SECOND} 2024 T" in values
    answers = [label for kind, label in above if kind == "source_answer"]
    assert any("/ou?" in label for label in answers)
    assert any("/municipality_groups?" in label for label in answers)
    assert {"model", "definition", "check"} <= {kind for kind, _ in above}


def test_units_are_asked_for_only_where_they_are_compared_and_leave_the_clients_place_alone(tmp_path: Path) -> None:
    fetch(tmp_path / "a", [download(DAY_1, school_values(2024))], metadata=listed(), units=True)
    fetch(tmp_path / "b", [download(DAY_1, school_values(2024))], metadata=listed())
    with_units, without = (list_harvests(AnswerStore(tmp_path / name / "answers")) for name in "ab")
    assert [q.path for q in with_units[0].questions if q.kind == "oudata"] == [
        f"oudata/kpi/N99001/year/{','.join(str(year) for year in range(2002, 2027))}?per_page=5000"
    ]
    assert not {q.kind for q in without[0].questions} & {"ou", "oudata"}
    base = "http://prov.invalid/v3"
    assert read_asked_before(with_units, base) == read_asked_before(without, base)


def test_pruning_leaves_every_answer_that_a_schools_value_stands_on(tmp_path: Path) -> None:
    """As it was found: the answers of 29 schools' values were thrown away, since only municipalities' were looked for."""
    after = [{**row, "value": 61.0 if row["ou"] == SECOND else row["value"]} for row in school_values(2024)]
    fetched(tmp_path, download(DAY_1, school_values(2024)), download(DAY_2, after))
    fetched(tmp_path, download("2026-03-10", after))
    names = {
        row[0]
        for row in query(tmp_path, "SELECT table_name FROM duckdb_columns() WHERE column_name = 'source_answer_id'")
    }
    assert {"kolada_unit", "kolada_unit_value"} <= names
    done = prune(tmp_path, datetime(2026, 6, 1, tzinfo=UTC), apply=True)
    assert done.answers > 0
    store = AnswerStore(tmp_path / "answers")
    for name in sorted(names - {"source_answer"}):
        current = query(
            tmp_path,
            f"SELECT DISTINCT a.sha256 FROM source_answer AS a JOIN {name} USING (source_answer_id) WHERE known_to IS NULL",
        )
        assert current, name
        assert [sha256 for (sha256,) in current if store.get(sha256) is None] == [], name


def test_an_older_warehouse_gets_the_tables_it_lacks(tmp_path: Path) -> None:
    fetched(tmp_path, download(DAY_1, school_values(2024)))
    with duckdb.connect(tmp_path / "warehouse.duckdb") as con:
        con.execute("DROP TABLE kolada_unit_value; DROP TABLE kolada_unit")
    fetch(tmp_path, [download(DAY_2, school_values(2024))], metadata=listed(), units=True)
    load(tmp_path)
    assert query(tmp_path, "SELECT count(*) FROM kolada_unit_value") == [(30,)]


def test_only_koladas_indicators_compare_units(tmp_path: Path) -> None:
    own = indicator(kpi_id=None, similar=None, measured_by="Räknas i maj.", compare_units=True)
    with pytest.raises(DefinitionError, match="compare_units kräver kpi_id"):
        read_definitions(write(tmp_path, definition(indicators=[own])))
