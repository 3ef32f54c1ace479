"""Each check of the indicators, with values that fail it and values that do not."""

from datetime import datetime
from pathlib import Path

import pytest

from assets.kolada.replay import Vintage
from assets.local.definitions import read_definitions
from assets.quality.checks import CHECK_IDS, run_checks, withheld
from assets.warehouse.as_of import effective_as_of, open_report
from assets.warehouse.store import reading
from models import swedish
from tests.small import AREAS, OWN, catalogue, cells, definition, fetch, indicator, load, measured, rows, vintage, write


def failed_after(tmp_path: Path, *vintages: object, at: list[int] | None = None, **changes: object) -> dict[str, str]:
    """Fetch and load the vintages in order; return what failed, as check → message."""
    content = definition(indicators=[indicator(**changes)])
    definitions = read_definitions(write(tmp_path / "d", content))
    for n in at if at is not None else range(len(vintages)):
        fetch(tmp_path, list(vintages), at=n)
        load(tmp_path)
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        checks = run_checks(con)
    return {row["check_id"]: row["message"] for row in checks.to_dicts() if row["status"] == "failed"}


GOOD = vintage("2024-01-01", cells({2022: [50.0 + i for i in range(30)], 2023: [51.0 + i for i in range(30)]}))


def test_good_values_fail_no_check(tmp_path: Path) -> None:
    assert failed_after(tmp_path, GOOD) == {}
    assert set(CHECK_IDS) <= set(swedish.CHECK_TITLE)


def test_a_withdrawn_kpi_is_named_and_withheld(tmp_path: Path) -> None:
    other = vintage("2024-06-01", cells({2023: 5.0}, kpi="N99002"))
    definitions = read_definitions(write(tmp_path / "d"))
    fetch(tmp_path, [GOOD], metadata=catalogue(["N99001"]))
    load(tmp_path)
    fetch(tmp_path, [GOOD, other], metadata=catalogue(["N99001"]))
    load(tmp_path)
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        checks = run_checks(con)
    failed = checks.filter(status="failed").to_dicts()
    assert [(row["check_id"], row["subject"]) for row in failed] == [("kpi_withdrawn", "matt")]
    assert failed[0]["message"].startswith("Kolada har dragit in nyckeltalet N99001.")
    assert withheld(checks) == [{"indicator_id": "matt", "check_id": "kpi_withdrawn"}]


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
    content = definition(indicators=[indicator(scale=scale, tolerance=1)])
    with measured(tmp_path, content, cells({2024: value})) as con:
        found = rows(con, "FROM checks WHERE check_id = 'value_in_scale'")[0]
        row = rows(con, "FROM fulfilment")[0]
        compared = rows(con, "FROM comparison")
    assert found["status"] == ("failed" if fails else "passed")
    assert (row["reason"] == "failed_check", row["value"] is None, compared == []) == (fails, fails, fails)
    if fails:
        assert found["sample"].startswith(f"{OWN} 2024 T")


def revised(factor: float, areas: int = 30, add: float = 0.0) -> object:
    values = [(50.0 + i) * factor + add if i < areas else 50.0 + i for i in range(30)]
    later = [v + (factor if i < areas else 1) for i, v in enumerate(values)]
    return vintage("2024-06-01", cells({2022: values, 2023: later}))


def test_a_unit_changed_in_place_is_an_error(tmp_path: Path) -> None:
    wide = {"scale": {"kind": "amount"}}
    found = failed_after(tmp_path, GOOD, revised(100), **wide)
    assert list(found) == ["unit_changed_in_place"]
    assert "faktor på omkring 100,0" in found["unit_changed_in_place"]


@pytest.mark.parametrize("changed", [revised(1.3), revised(100, areas=3), revised(1.0, add=0.4)])
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


def test_every_message_is_a_sentence_without_gaps(tmp_path: Path) -> None:
    for text in swedish.CHECK_FAILED.values():
        filled = text.format_map(
            dict.fromkeys(("kpi", "failed", "checked", "low", "high", "factor", "similar_area", "difference"), "x")
        )
        assert filled.endswith(".")
        assert "{" not in filled
