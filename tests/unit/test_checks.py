"""Each check of the indicators, with values that fail it and values that do not."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.open_report import effective_as_of, open_report
from assets.playback.recording import Vintage
from assets.quality.run_checks import run_checks, withheld
from assets.storage.report_folders import reopened_at
from assets.warehouse.store import reading
from models.tables.check_header import checks, parse_check
from models.tables.header import FOLDERS, tables
from models.words.checks import CHECK_FAILED
from tests.small import (
    AREAS,
    OWN,
    catalogue,
    cells,
    definition,
    fetch,
    indicator,
    load,
    measured,
    plan,
    rows,
    vintage,
    write,
)


def failed_after(tmp_path: Path, *vintages: object, at: list[int] | None = None, **changes: object) -> dict[str, str]:
    """Fetch and load the vintages in order; return what failed, as check → message."""
    content = definition(indicators=[indicator(**changes)])
    definitions = read_definitions(write(tmp_path / "d", content))
    for n in at if at is not None else range(len(vintages)):
        fetch(tmp_path, list(vintages), at=n)
        load(tmp_path)
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        found = run_checks(con)
    return {row["check_id"]: row["message"] for row in found.to_dicts() if row["status"] == "failed"}


GOOD = vintage("2024-01-01", cells({2022: [50.0 + i for i in range(30)], 2023: [51.0 + i for i in range(30)]}))


def test_good_values_fail_no_check(tmp_path: Path) -> None:
    assert failed_after(tmp_path, GOOD) == {}
    assert set(checks()) == set(CHECK_FAILED)
    assert all(check.title for check in checks().values())


def test_a_withdrawn_kpi_is_named_and_withheld(tmp_path: Path) -> None:
    other = vintage("2024-06-01", cells({2023: 5.0}, kpi="N99002"))
    definitions = read_definitions(write(tmp_path / "d"))
    fetch(tmp_path, [GOOD], metadata=catalogue(["N99001"]))
    load(tmp_path)
    fetch(tmp_path, [GOOD, other], metadata=catalogue(["N99001"]))
    load(tmp_path)
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        found = run_checks(con)
    failed = found.filter(status="failed").to_dicts()
    assert [(row["check_id"], row["subject"]) for row in failed] == [("kpi_withdrawn", "matt")]
    assert failed[0]["message"].startswith("Kolada har dragit in nyckeltalet N99001.")
    assert withheld(found) == [{"indicator_id": "matt", "check_id": "kpi_withdrawn"}]


def test_an_empty_answer_where_there_were_values_is_an_error(tmp_path: Path) -> None:
    fetch(tmp_path, [GOOD])
    load(tmp_path)
    assert list(failed_after(tmp_path, vintage("2024-06-01", []))) == ["kpi_answered_empty"]


def test_values_that_come_back_unchanged_lift_the_finding(tmp_path: Path) -> None:
    definitions = read_definitions(write(tmp_path / "d"))
    for day, frame in (("2024-01-01", GOOD.values), ("2024-06-01", GOOD.values.clear()), ("2024-09-01", GOOD.values)):
        fetch(tmp_path, [Vintage(datetime.fromisoformat(day).date(), frame)])
        load(tmp_path)
    with reading(tmp_path / "warehouse.duckdb") as con:
        as_of = effective_as_of(con, definitions, None)
        open_report(con, definitions, "2023-12", as_of)
        assert run_checks(con).filter(status="failed").is_empty()
    assert as_of == datetime(2024, 9, 1)


def test_checks_and_measures_of_a_run_know_the_folder_that_it_took_in_whenever_they_ask(tmp_path: Path) -> None:
    """A version is known from a whole second, rounded up: that may not have come when the checks are made."""
    definitions = read_definitions(write(tmp_path / "d"))
    fetch(tmp_path, [GOOD])
    load(tmp_path)
    taken_in = datetime(2024, 9, 1, 12, 0, 5, tzinfo=UTC)
    half = timedelta(milliseconds=500)
    with reading(tmp_path / "warehouse.duckdb") as con:
        at = [effective_as_of(con, definitions, None, "2023-12", taken_in, taken_in + late) for late in (-half, half)]
        asked = effective_as_of(con, definitions, taken_in - half, "2023-12", taken_in)
    assert at == [taken_in.replace(tzinfo=None)] * 2
    assert asked == datetime(2024, 1, 1), "what came after the instant asked for does not count"


def test_a_report_is_as_of_the_later_edition_of_the_report_that_it_stands_on(tmp_path: Path) -> None:
    """So the instant that it prints, typed back, finds the same edition."""
    definitions = read_definitions(write(tmp_path / "d"))
    assert definitions.model.reports_before("2023-12") == ["2023-04", "2023-08"]
    assert definitions.model.reports_before("2023-04") == ["2022-12"]
    assert definitions.model.reports_before("2023-05") == []
    fetch(tmp_path, [GOOD])
    load(tmp_path)
    at = [datetime(2024, 9, day, tzinfo=UTC) for day in (1, 2)]
    for edition, each in enumerate([datetime(2024, 8, 1, tzinfo=UTC), *at], start=1):
        folder = tmp_path / "frozen" / "prov" / "2023-08" / str(edition)
        folder.mkdir(parents=True)
        (folder / "frozen.json").write_text(json.dumps({"at": f"{each:%Y-%m-%dT%H:%M:%SZ}"}), encoding="utf-8")
    reopened = reopened_at(tmp_path / "frozen", "prov", definitions.model.reports_before("2023-12"))
    assert reopened == at, "not when the first was frozen: without an earlier one it stands as ever"
    with reading(tmp_path / "warehouse.duckdb") as con:
        found = [
            effective_as_of(con, definitions, asked, "2023-12", None, None, reopened)
            for asked in (None, at[0] + timedelta(hours=1), at[0] - timedelta(hours=1))
        ]
    assert found == [datetime(2024, 9, 2), datetime(2024, 9, 1), datetime(2024, 1, 1)]


def test_a_kpi_that_never_had_a_value_is_told(tmp_path: Path) -> None:
    found = failed_after(tmp_path, vintage("2024-06-01", []))
    assert found == {
        "kpi_answered": "Kolada svarade utan ett enda värde för N99001, som inte heller har haft några här förut."
    }


def test_cells_that_contradict_each_other_are_an_error(tmp_path: Path) -> None:
    twice = vintage("2024-06-01", cells({2023: 80.0}) + cells({2023: 81.0}))
    assert list(failed_after(tmp_path, twice)) == ["conflicting_cells"]


@pytest.mark.parametrize(
    ("value", "scale", "fails"),
    [
        (100.1, {"kind": "share"}, True),
        (100.0, {"kind": "share"}, False),
        (117.8, {"kind": "share", "max": 130}, False),
        (-0.1, {"kind": "amount"}, True),
        (-0.1, {"kind": "signed"}, False),
        (42.0, {"kind": "amount", "min": 300}, True),
    ],
)
def test_a_value_outside_its_own_scale_is_an_error(tmp_path: Path, value: float, scale: dict, fails: bool) -> None:
    within = [{"goal": "mal", "indicator": "matt", "year1": scale.get("min", 90)}]
    content = definition(indicators=[indicator(scale=scale, tolerance=1)], plans=[plan(2024, within)])
    with measured(tmp_path, content, cells({2024: value})) as con:
        found = rows(con, "FROM checks WHERE check_id = 'value_in_scale'")[0]
        row = rows(con, "FROM fulfilment")[0]
        compared = rows(con, "FROM comparison")
    assert found["status"] == ("failed" if fails else "passed")
    assert (row["reason"] == "failed_check", row["value"] is None, compared == []) == (fails, fails, fails)
    if fails:
        assert found["sample"] == f"{OWN} 2024 T"


def revised(factor: float, areas: int = 30, add: float = 0.0) -> object:
    values = [(50.0 + i) * factor + add if i < areas else 50.0 + i for i in range(30)]
    later = [v + (factor if i < areas else 1) for i, v in enumerate(values)]
    return vintage("2024-06-01", cells({2022: values, 2023: later}))


def test_a_unit_changed_in_place_is_an_error(tmp_path: Path) -> None:
    wide = {"scale": {"kind": "amount"}}
    found = failed_after(tmp_path, GOOD, revised(100), **wide)
    assert list(found) == ["unit_changed_in_place"]
    assert "faktor på omkring 100,0" in found["unit_changed_in_place"]


@pytest.mark.parametrize("changed", [revised(1.3), revised(100, areas=3), revised(1.0, add=0.4), revised(0)])
def test_real_revisions_do_not_look_like_a_change_of_unit(tmp_path: Path, changed: object) -> None:
    assert failed_after(tmp_path, GOOD, changed, scale={"kind": "amount"}) == {}


def test_a_status_beside_a_value_is_told_and_the_value_not_used(tmp_path: Path) -> None:
    given = [("N99001", AREAS[1], 2024, "T", 80.0, "Missing"), ("N99001", OWN, 2024, "T", None, "")]
    with measured(tmp_path, definition(), given) as con:
        found = rows(con, "FROM checks WHERE check_id = 'status_agrees_with_value'")[0]
        assert (found["status"], found["n_failed"], found["severity"]) == ("failed", 2, "warning")
        assert rows(con, "FROM comparison") == []


def test_missing_genders_are_told_where_they_are_judged(tmp_path: Path) -> None:
    content = definition(indicators=[indicator(judged_genders=["T", "K", "M"])])
    with measured(tmp_path, content, cells({2024: 80.0})) as con:
        assert rows(con, "FROM checks WHERE check_id = 'genders_present'")[0]["n_failed"] == 2


def test_a_similar_group_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with measured(tmp_path, definition(indicators=[indicator(similar="sjöfart")]), cells({2024: 80.0})) as con:
        found = rows(con, "FROM checks WHERE check_id = 'similar_group_found'")[0]
    assert found["message"] == "Kolada har ingen grupp av liknande kommuner för området sjöfart."


def test_every_message_is_a_sentence_that_its_own_check_fills(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2024: 80.0})) as con:
        for check in (each for each in checks().values() if each.sql):
            columns = {column[0] for column in con.sql(check.sql).description}
            words = {name for _, name, _, _ in Formatter().parse(CHECK_FAILED[check.id]) if name}
            assert {"subject", "n_checked", "n_failed", "sample"} <= columns
            assert words <= columns | {"checked", "failed", "cells"}
    for check in checks().values():
        assert CHECK_FAILED[check.id].endswith(".")
        assert all(any(need in tables(folder) for folder in FOLDERS) for need in check.needs), check.id


@pytest.mark.parametrize(
    "text",
    ["-- check: x\n-- severity: error\n-- what: x\nSELECT 1", "-- check: y\n-- severity: error\n-- needs: a\n-- what: x\n",
     "-- check: x\n-- severity: grave\n-- needs: a\n-- what: x\n", "-- odd\n-- check: x\n"],
)  # fmt: skip
def test_a_check_whose_header_lacks_something_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"checks/x\.sql"):
        parse_check("x", text)


def test_two_values_of_one_cell_are_an_error(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), [*cells({2024: 80.0}), *cells({2024: 81.0})]) as con:
        found = rows(con, "FROM checks WHERE check_id = 'duplicate_values'")[0]
    assert (found["status"], found["severity"], found["n_failed"]) == ("failed", "error", 1)
    assert found["sample"] == f"{OWN} 2024 T"


def test_values_gone_null_are_told(tmp_path: Path) -> None:
    fewer = cells({2022: [50.0 + i for i in range(30)]}) + [
        ("N99001", area, 2023, "T", None if i < 4 else 51.0 + i, "Missing" if i < 4 else "")
        for i, area in enumerate(AREAS)
    ]
    assert failed_after(tmp_path, GOOD, vintage("2024-06-01", fewer)) == {
        "values_gone_null": "4 av 60 värden för N99001 fanns förut men saknas nu hos Kolada."
    }


def test_late_arrivals_and_an_incomplete_year_are_told(tmp_path: Path) -> None:
    whole = [50.0 + i for i in range(30)]
    waves = [vintage(day, cells({2022: whole, 2023: whole[:n]})) for day, n in (("2024-02-01", 8), ("2024-03-01", 12))]
    assert failed_after(tmp_path, *waves) == {
        "coverage": "Bara 12 kommuner har ett värde för N99001 år 2023; året före hade 30 det.",
        "late_arrivals": "4 av 42 värden för N99001 kom efter de första för samma år, senast för 2023. Fler kan komma.",
    }


def test_a_new_year_that_comes_at_once_is_not_late(tmp_path: Path) -> None:
    first = vintage("2023-02-01", cells({2022: [50.0 + i for i in range(30)]}))
    assert failed_after(tmp_path, first, GOOD) == {}


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ([2014, 2015, 2018, 2019, 2023], "Hela landet saknar värden för N99001 för 2016–2017, 2020–2022."),
        ([2019, 2021, 2023], None),
        ([2023], None),
        ([2018, 2020, 2023], None),
        ([2021, 2023, 2020], "Hela landet saknar värden för N99001 för 2022."),
    ],
)
def test_years_that_the_series_lacks_are_told(tmp_path: Path, years: list[int], message: str | None) -> None:
    values = cells({year: [50.0 + i for i in range(30)] for year in years})
    with measured(tmp_path, definition(), values) as con:
        found = rows(con, "FROM checks WHERE check_id = 'expected_years'")[0]
    assert (found["message"] if found["status"] == "failed" else None) == message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "Nytt"}, "Kolada har ändrat titel för N99001. Kontrollera att måttet är detsamma."),
        ({"description": "Ny"}, "Kolada har ändrat beskrivning för N99001. Kontrollera att måttet är detsamma."),
        ({"publication_date": "2027-03-01"}, None),
    ],
)
def test_a_retitled_kpi_is_told_for_a_year(tmp_path: Path, changes: dict, message: str | None) -> None:
    definitions = read_definitions(write(tmp_path / "d"))
    for day, fields in (("2024-01-01", {}), ("2024-06-01", changes)):
        fetch(tmp_path, [Vintage(datetime.fromisoformat(day).date(), GOOD.values)], metadata=catalogue(**fields))
        load(tmp_path)
    found: list[str | None] = []
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", datetime(2024, 6, 2))
        found = run_checks(con).filter(check_id="kpi_text_changed", status="failed")["message"].to_list()
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", datetime(2025, 6, 2))
        assert run_checks(con).filter(check_id="kpi_text_changed", status="failed").is_empty()
    assert found == ([message] if message else [])


@pytest.mark.parametrize(
    ("dates", "late"),
    [
        ({"publication_date": "2025-12-31"}, "2025-12-31"),
        ({"publication_date": "2026-01-01"}, None),
        ({"publication_date": "2026-09-01", "prel_publication_date": "2025-11-03"}, "2025-11-03"),
        ({"publication_date": "2025-12-31", "publ_period": "2024"}, None),
        ({"publication_date": None, "publ_period": None}, None),
    ],
)
def test_values_that_do_not_come_on_their_day_are_told(tmp_path: Path, dates: dict, late: str | None) -> None:
    with measured(tmp_path, definition(), cells({2024: 80.0}), metadata=catalogue(**dates)) as con:
        found = rows(con, "FROM checks WHERE check_id = 'values_on_time' AND status = 'failed'")
    told = f"Värden för N99001 år 2025 skulle ha kommit {late}, men ingen kommun har något."
    assert [row["message"] for row in found] == ([told] if late else [])


def shifted(factor: float, areas: int = 30) -> list:
    before = [50.0 + i for i in range(30)]
    after = [value * (factor if i < areas else 1.1) for i, value in enumerate(before)]
    return cells({2022: before, 2023: after, 2024: after})


@pytest.mark.parametrize("factor", [10, 100, 1000, 0.1, 0.01, 3.1])
def test_a_level_shift_in_the_whole_country_is_an_error(tmp_path: Path, factor: float) -> None:
    content = definition(indicators=[indicator(scale={"kind": "amount"}, tolerance=1)])
    with measured(tmp_path, content, shifted(factor)) as con:
        found = rows(con, "FROM checks WHERE check_id = 'level_shift'")[0]
        assert rows(con, "FROM fulfilment")[0]["reason"] == "failed_check"
    assert (found["status"], found["severity"], found["sample"]) == ("failed", "error", "2023 T")


@pytest.mark.parametrize(
    ("factor", "areas", "breaks"), [(2.5, 30, []), (100, 23, []), (100, 19, []), (100, 30, [2023])]
)
def test_real_change_and_a_declared_break_are_no_level_shift(
    tmp_path: Path, factor: float, areas: int, breaks: list[int]
) -> None:
    content = definition(indicators=[indicator(scale={"kind": "amount"}, tolerance=1, series_breaks=breaks)])
    with measured(tmp_path, content, shifted(factor, areas)) as con:
        assert rows(con, "FROM checks WHERE check_id = 'level_shift'")[0]["status"] == "passed"


def repeated(n: int) -> list:
    """Thirty municipalities with decimals, of which n have the same value again."""
    before = [50.3 + i for i in range(30)]
    return cells({2022: before, 2023: [value if i < n else value + 0.4 for i, value in enumerate(before)]})


@pytest.mark.parametrize(("n", "changes", "status"), [
    (12, {}, "failed"), (11, {}, "passed"), (30, {"measured": {"kind": "occasion", "every": 2, "from": 2022}}, "passed"),
])  # fmt: skip
def test_a_survey_that_is_told_again_is_a_warning(tmp_path: Path, n: int, changes: dict[str, Any], status: str) -> None:
    with measured(
        tmp_path, definition(indicators=[indicator(scale={"kind": "amount"}, **changes)]), repeated(n)
    ) as con:
        found = rows(con, "FROM checks WHERE check_id = 'repeated_wave'")
    assert [row["status"] for row in found if row["status"] != "passed"] == ([status] if status == "failed" else [])
    if status == "failed":
        assert (found[0]["severity"], found[0]["sample"]) == ("warning", "2023 T")
        assert found[0]["message"] == (
            "40 procent av kommunerna har för N99001 år 2023 exakt samma värde som året före: undersökningen har nog inte "
            "gjorts om. Ange hur ofta den görs, som measured: {kind: occasion, every: 2, from: 2022}."
        )


def test_whole_numbers_and_the_ends_of_a_scale_may_stand_still(tmp_path: Path) -> None:
    whole = [float(50 + i) for i in range(30)]
    with measured(tmp_path, definition(), cells({2022: whole, 2023: whole})) as con:
        assert rows(con, "FROM checks WHERE check_id = 'repeated_wave' AND status = 'failed'") == []
    ends = [0.0] * 20 + [50.3 + i for i in range(10)]
    with measured(tmp_path / "ends", definition(), cells({2022: ends, 2023: ends})) as con:
        assert rows(con, "FROM checks WHERE check_id = 'repeated_wave' AND status = 'failed'") == []
