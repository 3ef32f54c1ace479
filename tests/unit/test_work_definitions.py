"""Faults in what is done, measured and paid for: each told with its file, key, what is wrong and how to mend it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from models.errors import DefinitionError
from tests.small import definition, indicator, plan, write

UNITS: list[dict[str, Any]] = [
    {"id": "kf", "title": "Fullmäktige", "level": "council"},
    {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
    {"id": "skola", "title": "Skolan", "level": "department", "parent": "bun"},
    {"id": "gamla", "title": "Gamla skolan", "level": "workplace", "parent": "skola", "valid_to": date(2023, 6, 30)},
]
OWN = indicator(id="eget", kpi_id=None, measured_by="Räknas.", similar=None)
STEPS = indicator(
    id="steg",
    kpi_id=None,
    measured_by="Bedöms.",
    similar=None,
    scale={"kind": "ordinal"},
    steps=["låg", "hög"],
    decimals=0,
)
ACTIVITY: dict[str, Any] = {
    "id": "a", "title": "A", "unit": "bun", "goals": ["mal"], "responsible": "Chefen", "planned_start": date(2024, 2, 1),
    "planned_end": date(2024, 5, 1), "state": "ongoing",
}  # fmt: skip
ASSIGNMENT = {**ACTIVITY, "decided_by": "kf", "decided_at": date(2023, 6, 1)}
MEASURED = {"indicator": "eget", "unit": "bun", "year": 2024, "value": 1}
FORECAST = {
    "report": "2024-04",
    "indicator": "eget",
    "value": 1,
    "by": "Chefen",
    "date": date(2024, 5, 1),
    "reason": "X",
}
BUDGET = {"unit": "bun", "year": 2024, "kind": "cost", "amount": 12}
GAIN = {"id": "g", "report": "2024-12", "unit": "bun", "kind": "quality", "measure": "Nöjdare", "evidence": "Enkät"}
AREA = {"id": "skola", "title": "Skola", "similar": "grundskola", "quality": ["matt"], "resource": "matt"}


def told(tmp_path: Path, **sections: Any) -> str:
    world = definition(units=UNITS, indicators=[indicator(), OWN, STEPS])
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(tmp_path, {**world, **sections}))
    return "\n".join(str(fault) for fault in caught.value.faults)


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"activities": [{**ACTIVITY, "planned_end": date(2024, 1, 1)}]}, "planned_end is before planned_start"),
    ({"activities": [{**ACTIVITY, "state": "done"}]}, "state done and actual_end belong together"),
    ({"activities": [{**ACTIVITY, "state": "cancelled"}]}, "needs cancelled_by: the decision that cancelled it"),
    ({"activities": [{**ACTIVITY, "contributed": True}]}, "contributed needs evidence: what it is founded on"),
    (
        {"activities": [{**ACTIVITY, "unit": "gamla"}]},
        "activities[1].unit: the unit 'gamla' ended 2023-06-30, before 2024-02-01. Give the unit that carries on its work.",
    ),
    ({"activities": [{**ACTIVITY, "goals": ["borta"]}]}, "the goal 'borta' does not exist. Correct the id, or add the goal."),
    ({"activities": [ACTIVITY, ACTIVITY]}, "the id 'a' is already used by entry 1 of activities."),
    (
        {"assignments": [{**ASSIGNMENT, "decided_by": "skola"}]},
        "'skola' is no political level. An assignment is given by council, executive or committee.",
    ),
    (
        {"budgets": [{**BUDGET, "unit": "gamla"}]},
        "budgets[1].unit: the unit 'gamla' ended 2023-06-30, before 2024. Give the unit that carries on its work.",
    ),
    ({"budgets": [BUDGET, BUDGET]}, "'bun' has two frames of the same kind for 2024. Keep one."),
    ({"budgets": [{**BUDGET, "months": [1] * 11 + [2]}]}, "the months add up to 13, not to amount 12"),
    ({"measurements": [{**MEASURED, "indicator": "matt"}]}, "'matt' is a Kolada KPI: its values come from there. Remove it."),
    ({"measurements": [MEASURED, MEASURED]}, "is measured twice; the first is entry 1. Keep one."),
    (
        {"measurements": [{"indicator": "steg", "unit": "bun", "year": 2024, "step": "mellan"}]},
        "'mellan' is no step of the indicator 'steg'. Its steps are låg, hög.",
    ),
    ({"measurements": [{**MEASURED, "status": "Privacy"}]}, "give one of value, step, numerator with denominator, or status"),
    ({"forecasts": [{**FORECAST, "report": "2024-12"}]}, "the annual report shows outcomes, not forecasts."),
    ({"forecasts": [{**FORECAST, "report": "2024-05"}]}, "there is no report 2024-05 in the calendar."),
    ({"gains": [{**GAIN, "activity": "borta"}]}, "the activity 'borta' does not exist. Correct the id, or add the activity."),
    ({"gains": [{**GAIN, "measure": None}]}, "give amount in kronor a year, or measure"),
    ({"service_areas": [{**AREA, "quality": ["eget"]}]}, "'eget' is not from Kolada, so no other municipality has it."),
    (
        {"units": [*UNITS[:3], {**UNITS[3], "parent": "borta"}]},
        "unit 'gamla' has the parent 'borta', which does not exist.",
    ),
    (
        {"units": [UNITS[0], {**UNITS[1], "valid_to": date(2023, 1, 1)}, *UNITS[2:]]},
        "unit 'skola' stands under 'bun', which ended 2023-01-01. Give the new parent and write the old under moved",
    ),
    (
        {"reorganisations": [{"date": date(2024, 1, 1), "kind": "merge", "units": ["skola", "bun"], "into": ["bun"]}]},
        "the unit 'skola' is said to end 2024-01-01, but its valid_to says otherwise. Let valid_to be the day before.",
    ),
    (
        {"reorganisations": [{"date": date(2024, 1, 1), "kind": "split", "units": ["skola"], "into": ["bun"]}]},
        "split is one unit into several, merge is into one, end is into none",
    ),
    (
        {"plans": [plan(2024, [{"goal": "mal", "indicator": "matt", "unit": "skola", "year1": 80}])]},
        "Kolada's figure is the whole municipality's, not that of the unit 'skola'.",
    ),
    ({"indicators": [indicator(measured_by="Själva.")]}, "an indicator has one measuring method"),
    ({"indicators": [indicator(steps=["a", "b"])]}, "steps and the scale 'ordinal' belong together"),
    (
        {"control_points": [{"id": "k", "unit": "bun", "year": 2024, "title": "K", "risk": "R", "probability": 5,
                             "consequence": 1, "control": "C"}]},
        "control_points[1].probability: 5: input should be less than or equal to 4.",
    ),
    ({"steering_documents": [{"id": "s", "title": "S", "kind": "plan", "owner": "borta"}]}, "the unit 'borta' does not exist."),
    (
        {"goals": [{"id": "mal", "kind": "own_result", "title": "M", "unit": "bun",
                    "indicators": [{"indicator": "matt", "weight": 0}]}]},
        "goals[1].indicators[1].weight: 0: input should be greater than 0.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "message"), FAULTS, ids=[message[:50] for _, message in FAULTS])
def test_a_fault_is_told_with_how_to_mend_it(tmp_path: Path, sections: dict[str, Any], message: str) -> None:
    assert message in told(tmp_path, **sections)


def test_an_ordinal_target_needs_a_tolerance_and_a_step_of_the_scale(tmp_path: Path) -> None:
    goals = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["steg"]}]
    target = {"goal": "mal", "indicator": "steg", "year1": "hög"}
    assert "needs an explicit tolerance: the scale is ordinal." in told(
        tmp_path / "a", goals=goals, plans=[plan(2024, [target])]
    )
    wrong = {**target, "year1": "högst", "tolerance": 0}
    assert "'högst' is no step of the scale. Give one of: låg, hög." in told(
        tmp_path / "b", goals=goals, plans=[plan(2024, [wrong])]
    )
    number = {**target, "year1": 2, "tolerance": 0}
    assert "year1 does not fit the scale 'ordinal'." in told(tmp_path / "c", goals=goals, plans=[plan(2024, [number])])
