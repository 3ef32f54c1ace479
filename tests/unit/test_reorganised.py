"""What a reorganisation changes (docs/measures.md §5, Reorganisation): whose content, what is compared and what is foretold."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import in_report, read_definitions
from models.errors import DefinitionError
from models.words.left_out import left_out
from tests.small import definition, indicator, measured, plan, rows, write

JULY = date(2024, 7, 1)
AS_OF = datetime(2026, 1, 1)
BEFORE = {"until": date(2024, 6, 30)}


def unit(name: str, level: str, parent: str | None, **changes: Any) -> dict[str, Any]:
    made = {"id": name, "title": name, "level": level}
    return {**made, **({"parent": parent} if parent else {}), **changes}


UNITS = [
    unit("kf", "council", None),
    unit("ks", "executive", "kf"),
    unit("bun", "committee", "kf"),
    unit("norr", "department", "bun"),
    unit("soder", "department", "bun"),
    unit("ledning", "department", "ks"),
    unit("a", "workplace", "norr"),
    unit("b", "workplace", "norr"),
    unit("c", "workplace", "soder"),
    unit("d", "workplace", "soder", valid_from=JULY),
]


def with_unit(name: str, **changes: Any) -> list[dict[str, Any]]:
    return [{**one, **changes} if one["id"] == name else one for one in UNITS]


def change(kind: str, units: list[str], into: list[str]) -> list[dict[str, Any]]:
    return [{"date": JULY, "kind": kind, "units": units, "into": into}]


@pytest.mark.parametrize(
    ("units", "reorganisations", "changed"),
    [
        # Within the committee: neither it nor the whole is another, nor the workplace itself.
        (with_unit("a", parent="soder", moved=[{"parent": "norr", **BEFORE}]), [], {"norr", "soder"}),
        # From one committee to another: the whole is the same.
        (with_unit("a", parent="ledning", moved=[{"parent": "norr", **BEFORE}]), [], {"norr", "bun", "ledning", "ks"}),
        # A department with all below it moves: those below are the same.
        (with_unit("norr", parent="ks", moved=[{"parent": "bun", **BEFORE}]), [], {"bun", "ks"}),
        # a goes up in b, within the department; then within the committee.
        (with_unit("a", valid_to=date(2024, 6, 30)), change("merge", ["a", "b"], ["b"]), {"a", "b"}),
        (with_unit("a", valid_to=date(2024, 6, 30)), change("merge", ["a", "c"], ["c"]), {"a", "c", "norr", "soder"}),
        # c becomes c's two halves, one of them in the other department.
        (with_unit("c", valid_to=date(2024, 6, 30)), change("split", ["c"], ["d", "b"]), {"c", "d", "b", "norr", "soder"}),
        # What ends with nobody after it is lost to everything above.
        (with_unit("a", valid_to=date(2024, 6, 30)), change("end", ["a"], []), {"a", "norr", "bun", "kf"}),
    ],
)  # fmt: skip
def test_whose_content_a_reorganisation_changes(
    tmp_path: Path, units: list[dict[str, Any]], reorganisations: list[dict[str, Any]], changed: set[str]
) -> None:
    content = definition(units=units, reorganisations=reorganisations, goals=[], plans=[])
    with measured(tmp_path / "dec", content, []) as con:
        found = rows(con, "FROM content_change")
    assert {row["unit_id"] for row in found} == changed
    assert {row["changed_at"] for row in found} == {JULY}
    with measured(tmp_path / "april", content, [], report="2024-04") as con:
        assert rows(con, "FROM content_change") == []


FLOW = indicator(
    id="flode", kpi_id=None, similar=None, measured_by="Vi räknar.", aggregation="sum", forecast="flow",
    scale={"kind": "amount"}, lag=1,
)  # fmt: skip


def monthly(units: dict[str, int], year: int, n: int = 12) -> list[dict[str, Any]]:
    return [
        {"indicator": "flode", "unit": name, "year": year, "month": month, "value": value}
        for name, value in units.items()
        for month in range(1, n + 1)
    ]


def foretold(tmp_path: Path, moved: date, report: str, n: int, *years: int) -> dict[str, dict[str, Any]]:
    """The flow of each unit that holds a workplace which moved from one committee to the other on a day."""
    units = with_unit(
        "a", parent="ledning", moved=[{"parent": "norr", "until": date.fromordinal(moved.toordinal() - 1)}]
    )
    goals = [{"id": f"m-{name}", "kind": "own_result", "title": name, "unit": name, "indicators": ["flode"]}
             for name in ("kf", "ks", "bun", "a")]  # fmt: skip
    targets = [{"goal": goal["id"], "indicator": "flode", "year1": 100, "tolerance": 10} for goal in goals]
    everyone = {"a": 1, "b": 2, "c": 3}
    given = [row for year in years for row in monthly(everyone, year)] + monthly(everyone, 2024, n)
    content = definition(
        units=[one for one in units if one["id"] != "d"], indicators=[FLOW], goals=goals, plans=[plan(2024, targets)],
        measurements=given,
    )  # fmt: skip
    with measured(tmp_path, content, [], report=report) as con:
        return {row["unit_id"]: row for row in rows(con, "FROM fulfilment")}


def test_a_whole_that_is_made_of_the_same_keeps_its_comparison(tmp_path: Path) -> None:
    found = foretold(tmp_path, JULY, "2024-12", 12, 2023)
    # All of 2024: the committee has a until June, 12 · 5 + 6; the executive lacks half a year; the whole is 12 · 6.
    assert {name: (row["value"], row["previous_value"]) for name, row in found.items()} == {
        "kf": (72.0, 72.0), "ks": (None, None), "bun": (66.0, 72.0), "a": (12.0, 12.0),
    }  # fmt: skip
    assert {name: (row["reorganised"], row["change"]) for name, row in found.items() if name != "ks"} == {
        "kf": (False, 0.0), "bun": (True, None), "a": (False, 0.0),
    }  # fmt: skip


def test_the_year_after_is_not_held_against_a_year_of_two_halves(tmp_path: Path) -> None:
    found = foretold(tmp_path, date(2023, 7, 1), "2024-12", 12, 2023)
    # Of 2023 the committee had 66, six months of which are of another whole than the 60 of 2024.
    assert (found["bun"]["value"], found["bun"]["previous_value"]) == (60.0, 66.0)
    assert (found["bun"]["reorganised"], found["bun"]["change"]) == (True, None)
    assert (found["kf"]["reorganised"], found["kf"]["change"]) == (False, 0.0)
    turn_of_year = foretold(tmp_path / "jan", date(2023, 1, 1), "2024-12", 12, 2023)
    assert (turn_of_year["bun"]["reorganised"], turn_of_year["bun"]["change"]) == (False, 0.0)


def test_nothing_is_foretold_across_a_change_of_content(tmp_path: Path) -> None:
    found = foretold(tmp_path, JULY, "2024-08", 8, 2021, 2022, 2023)
    assert {name: (row["value"], row["status"], row["reason"]) for name, row in found.items()} == {
        "kf": (72.0, "not_met", None), "a": (12.0, "not_met", None),
        "ks": (None, "not_assessed", "incomplete"), "bun": (None, "not_assessed", "reorganised"),
    }  # fmt: skip


def test_a_year_before_the_change_is_no_pattern(tmp_path: Path) -> None:
    """From the turn of the year the months so far are of one whole, and no earlier year's share is of it."""
    found = foretold(tmp_path, date(2024, 1, 1), "2024-08", 8, 2021, 2022, 2023)
    told = {name: (row["value"], row["forecast_flag"]) for name, row in found.items()}
    # 8 · 5 by 8/12, and 8 · 1: months by twelve stand in, and it says so.
    assert told == {
        "kf": (72.0, None), "a": (12.0, None), "bun": (60.0, "months_by_twelve"), "ks": (12.0, "months_by_twelve"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "units",
    [
        with_unit("a", moved=[{"parent": "a", **BEFORE}]),
        # The department stood under its own workplace.
        with_unit("norr", parent="bun", moved=[{"parent": "a", **BEFORE}]),
    ],
)
def test_a_unit_that_stood_under_itself_before_it_moved_is_a_fault(tmp_path: Path, units: list[dict[str, Any]]) -> None:
    with pytest.raises(DefinitionError) as told:
        read_definitions(write(tmp_path, definition(units=units)))
    assert "i en ring till och med 2024-06-30" in str(told.value)


DECISION = {"decided_by": "kf", "decided_at": date(2024, 9, 11), "decision": "KF § 95"}
TOLD = "en ändring av organisationen beslutades 2024-09-11, efter det som rapporten gäller. Den räknas inte."


@pytest.mark.parametrize(
    ("units", "reorganisations", "stands", "changed"),
    [
        (with_unit("a", parent="ledning", moved=[{"parent": "norr", **BEFORE, **DECISION}]), [],
         {"a": ("norr", "ledning")}, {"norr", "bun", "ledning", "ks"}),
        # A merge: a goes on until it is decided that it ended; a split: d begins when it is decided that it did.
        (with_unit("a", valid_to=date(2024, 6, 30)), [{**change("merge", ["a", "c"], ["c"])[0], **DECISION}],
         {"a": ("norr", None)}, {"a", "c", "norr", "soder"}),
        (with_unit("c", valid_to=date(2024, 6, 30)), [{**change("split", ["c"], ["d", "b"])[0], **DECISION}],
         {"c": ("soder", None), "d": (None, "soder")}, {"c", "d", "b", "norr", "soder"}),
        (with_unit("d", **DECISION), [], {"d": (None, "soder")}, set[str]()),
    ],
)  # fmt: skip
def test_a_change_of_the_organisation_counts_from_its_decision(
    tmp_path: Path, units: list[dict[str, Any]], reorganisations: list[dict[str, Any]],
    stands: dict[str, tuple[str | None, str | None]], changed: set[str],
) -> None:  # fmt: skip
    """Of 1 July, decided on 11 September: August stands as before, and says so; December has it."""
    content = definition(units=units, reorganisations=reorganisations, goals=[], plans=[])
    for report, at in (("2024-08", 0), ("2024-12", 1)):
        with measured(tmp_path / report, content, [], report=report) as con:
            parents = {row["unit_id"]: row["parent_id"] for row in rows(con, "FROM unit")}
            assert {name: parents.get(name) for name in stands} == {name: both[at] for name, both in stands.items()}
            assert {row["unit_id"] for row in rows(con, "FROM content_change")} == (changed if at else set())
    definitions = read_definitions(tmp_path / "2024-12" / "prov")
    told = [left_out(one) for one in in_report(definitions, "2024-08", AS_OF).left_out]
    assert told
    assert all(text.endswith(f": {TOLD}") for text in told)
    assert not in_report(definitions, "2024-12", AS_OF).left_out
    assert in_report(in_report(definitions, "2024-08", AS_OF), "2024-08", AS_OF) == in_report(
        definitions, "2024-08", AS_OF
    )
    # Before anybody knew, nothing of it is left out: the day had not come.
    assert not in_report(definitions, "2024-04", AS_OF).left_out


def test_who_decided_on_a_change_of_the_organisation_is_a_unit_and_a_beginning_has_a_day(tmp_path: Path) -> None:
    nobody = {**DECISION, "decided_by": "ingen"}
    for name, units, changes in (
        ("a", with_unit("a", parent="ledning", moved=[{"parent": "norr", **BEFORE, **nobody}]), []),
        ("b", with_unit("a", valid_to=date(2024, 6, 30)), [{**change("merge", ["a", "c"], ["c"])[0], **nobody}]),
        ("c", with_unit("d", **nobody), []),
    ):
        with pytest.raises(DefinitionError, match="'ingen' finns inte"):
            read_definitions(
                write(tmp_path / name, definition(units=units, reorganisations=changes, goals=[], plans=[]))
            )
    with pytest.raises(DefinitionError, match="har ett beslut och ingen första dag"):
        read_definitions(write(tmp_path / "d", definition(units=with_unit("a", **DECISION), goals=[], plans=[])))
