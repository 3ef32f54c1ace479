"""Targets as councils write them (docs/measures.md §2, §3): each kind worked out by hand, and by the second calculation."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.finished.explain import explain
from assets.finished.open_finished import open_side
from assets.followup.content import Card
from assets.followup.setting.html import contents
from models.errors import DefinitionError
from tests.real.second_method import Catalogue, known
from tests.real.second_own import OwnReport, defined
from tests.report import view_of
from tests.small import Cell, cells, definition, indicator, measured, plan, published, rows, vintage, write
from tests.small import catalogue as listed
from tests.unit.test_second_own import calculated, held_against

LEAF = {"goal": "mal", "indicator": "matt"}
NB = "\N{NO-BREAK SPACE}"


def of(target: dict[str, Any], year1: int = 2024, *, own: bool = False, **changes: Any) -> dict[str, Any]:
    """A municipality with one target, of Kolada's KPI or of its own measurement."""
    if own:
        changes = {"kpi_id": None, "similar": None, "measured_by": "Räknas.", **changes}
    return definition(indicators=[indicator(**changes)], plans=[plan(year1, [{**LEAF, **target}])])


def judged(
    folder: Path, content: dict[str, Any], values: list[Cell], report: str = "2024-12", gender: str = "T"
) -> dict[str, Any]:
    """The leaf's row of fulfilment, where every row of every table is the same by the second calculation."""
    with measured(folder, content, values, report) as con:
        model = read_definitions(folder / "prov").model
        named = listed()
        groups = named.groups.rename({"id": "group_id", "title": "group_title"})
        lists = Catalogue.of(named.kpis.to_dicts(), named.municipalities.to_dicts(), groups.to_dicts())
        downloads = known([vintage("2026-01-01", values).values.to_dicts()], {"N99001": 1})
        held = {row[0] for row in con.table("withheld").fetchall()}
        labels = ("Källa: Kolada", "Egen bearbetning av data från Kolada")
        measurements = defined(model, "Kommunens egna uppgifter")
        mine = calculated(OwnReport(model, downloads, lists, report, datetime(2026, 1, 1), held, measurements, labels))
        held_against(mine, {name: con.table(name).pl() for name in mine})
        (row,) = rows(con, f"FROM fulfilment WHERE gender = '{gender}'")
    return row


def told(folder: Path, content: dict[str, Any], values: list[Cell], report: str = "2024-12") -> str:
    """What the page says of the value against its target."""
    view = view_of(folder, content, values, {}, report)
    cards = [b for part in contents(view)["bun"].sections for b in part.blocks if isinstance(b, Card)]
    return cards[0].sentences[1]


def explained(folder: Path, content: dict[str, Any], values: list[Cell], report: str = "2024-12") -> dict[str, str]:
    """The steps of the judgement, in words."""
    side = open_side(published(folder, content, values, report), f"prov/{report}")
    (found,) = explain(side, "matt", goal=None, unit=None, gender=None)
    return {step.key: step.text.replace(NB, " ") for step in found.steps}


def faults(folder: Path, content: dict[str, Any]) -> list[str]:
    """What is wrong with the definitions."""
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(folder, content))
    return [fault.wrong for fault in caught.value.faults]


# A target for year 2, and for one year alone (§3).


def test_a_target_for_year_2_comes_before_the_line(tmp_path: Path) -> None:
    """The line from 84 to 88 is at 86 in 2024, but the plan says 85."""
    content = of({"year1": 84, "year2": 85, "year3": 88, "tolerance": 4}, 2023)
    row = judged(tmp_path, content, cells({2024: 85.5}))
    assert (row["target"], row["gap"], row["status"]) == (85.0, 0.5, "met")
    assert (row["path_value"], row["on_path"], row["required_change"]) == (85.0, True, 2.5)
    said = told(tmp_path / "page", content, cells({2024: 85.5}))
    assert f"Enligt Plan 2023 skulle värdet 2024 vara 85,0{NB}procent: det är i fas." in said


def test_on_the_line_the_page_says_that_it_is_our_calculation(tmp_path: Path) -> None:
    content = of({"year1": 84, "year3": 88, "tolerance": 4}, 2023)
    assert "(egen beräkning)" in told(tmp_path, content, cells({2024: 85.5}))


@pytest.mark.parametrize(
    ("key", "report", "target"),
    [
        ("year2", "2023-12", None), ("year2", "2024-12", 85.0), ("year2", "2025-12", None),
        ("year3", "2023-12", None), ("year3", "2024-12", None), ("year3", "2025-12", 85.0),
    ],
)  # fmt: skip
def test_a_target_for_one_year_is_judged_in_that_year_alone(
    tmp_path: Path, key: str, report: str, target: float | None
) -> None:
    content = of({key: 85, "tolerance": 4}, 2023)
    row = judged(tmp_path, content, cells({2023: 84.0, 2024: 84.0, 2025: 84.0}), report)
    assert (row["target"], row["status"]) == (target, "partly" if target else "no_judgement")
    assert row["reason"] == (None if target else "no_target")


def test_an_interval_for_year_2_and_a_step_for_it(tmp_path: Path) -> None:
    interval = of({"year2": {"low": 20, "high": 30}, "tolerance": 2}, 2023, direction="interval")
    row = judged(tmp_path, interval, cells({2024: 31.5}))
    assert (row["target_low"], row["target_high"], row["gap"], row["status"]) == (20.0, 30.0, -1.5, "partly")


def test_how_the_target_of_year_2_came_about_is_explained(tmp_path: Path) -> None:
    content = of({"year1": 84, "year2": 85, "year3": 88, "tolerance": 4}, 2023)
    steps = explained(tmp_path, content, cells({2024: 85.5}))
    assert steps["target"] == "85,0 procent för 2024, som är år 2 i Plan 2023 (plan-2023), beslutad 2022-06-01."
    assert steps["path"].startswith("Plan 2023 (plan-2023) har beslutat 85,0 för 2024. Värdet 85,5 är i fas.")
    alone = of({"year3": 85, "tolerance": 4}, 2022)
    steps = explained(tmp_path / "alone", alone, cells({2024: 85.5}))
    assert steps["target"] == "85,0 procent för 2024, som är år 3 i Plan 2022 (plan-2022), beslutad 2021-06-01."


def test_no_year_at_all_is_a_fault(tmp_path: Path) -> None:
    assert "year1, year2 eller year3" in faults(tmp_path, of({"tolerance": 1}))[0]
