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
    ({"activities": [{**ACTIVITY, "planned_end": date(2024, 1, 1)}]}, "planned_end är före planned_start"),
    ({"activities": [{**ACTIVITY, "state": "done"}]}, "läget 'done' och actual_end hör ihop"),
    ({"activities": [{**ACTIVITY, "state": "cancelled"}]}, "läget cancelled kräver cancelled_by: beslutet att avbryta"),
    ({"activities": [{**ACTIVITY, "cancelled_at": date(2024, 3, 1)}]}, "cancelled_at, dagen för beslutet att avbryta, kräver läget cancelled"),
    ({"budgets": [{"unit": "bun", "year": 2024, "kind": "cost", "amount": 1, "decided_by": "borta"}]}, "enheten 'borta' finns inte"),
    ({"activities": [{**ACTIVITY, "contributed": True}]}, "contributed kräver evidence: vad det grundas på"),
    (
        {"activities": [{**ACTIVITY, "unit": "gamla"}]},
        "activities[1].unit: enheten 'gamla' upphörde 2023-06-30, före 2024-02-01. Ange den enhet som tog över dess arbete.",
    ),
    ({"activities": [{**ACTIVITY, "goals": ["borta"]}]}, "målet 'borta' finns inte. Rätta id:t, eller lägg till målet."),
    ({"activities": [ACTIVITY, ACTIVITY]}, "id:t 'a' används redan av post 1 i activities."),
    (
        {"assignments": [{**ASSIGNMENT, "decided_by": "skola"}]},
        "'skola' är ingen politisk nivå. Ett uppdrag ges av fullmäktige, kommunstyrelsen eller en nämnd.",
    ),
    (
        {"budgets": [{**BUDGET, "unit": "gamla"}]},
        "budgets[1].unit: enheten 'gamla' upphörde 2023-06-30, före 2024. Ange den enhet som tog över dess arbete.",
    ),
    ({"budgets": [BUDGET, BUDGET]}, "'bun' har två ramar av samma slag för 2024. Behåll en."),
    ({"budgets": [{**BUDGET, "months": [1] * 11 + [2]}]}, "månaderna blir tillsammans 13, inte amount 12"),
    ({"measurements": [{**MEASURED, "indicator": "matt"}]}, "'matt' är ett nyckeltal i Kolada: dess värden kommer därifrån. Ta bort mätningen."),
    ({"measurements": [MEASURED, MEASURED]}, "är mätt två gånger; den första är post 1. Behåll en."),
    (
        {"measurements": [{"indicator": "steg", "unit": "bun", "year": 2024, "step": "mellan"}]},
        "'mellan' är inget steg för indikatorn 'steg'. Dess steg är låg, hög.",
    ),
    ({"measurements": [{**MEASURED, "status": "Privacy"}]}, "ange ett av value, step, numerator med denominator, eller status"),
    ({"forecasts": [{**FORECAST, "report": "2024-12"}]}, "årsrapporten visar utfall, inte prognoser."),
    ({"forecasts": [{**FORECAST, "report": "2024-05"}]}, "det finns ingen rapport 2024-05 i kalendern."),
    ({"gains": [{**GAIN, "activity": "borta"}]}, "aktiviteten 'borta' finns inte. Rätta id:t, eller lägg till aktiviteten."),
    ({"gains": [{**GAIN, "measure": None}]}, "ange amount i kronor per år, eller measure"),
    ({"service_areas": [{**AREA, "quality": ["eget"]}]}, "'eget' kommer inte från Kolada, så ingen annan kommun har den."),
    (
        {"units": [*UNITS[:3], {**UNITS[3], "parent": "borta"}]},
        "enheten 'gamla' hör till enheten 'borta', som inte finns.",
    ),
    (
        {"units": [UNITS[0], {**UNITS[1], "valid_to": date(2023, 1, 1)}, *UNITS[2:]]},
        "enheten 'skola' hör till enheten 'bun', som upphörde 2023-01-01. Ange den nya parent och skriv den gamla under moved",
    ),
    (
        {"reorganisations": [{"date": date(2024, 1, 1), "kind": "merge", "units": ["skola", "bun"], "into": ["bun"]}]},
        "enheten 'skola' sägs upphöra 2024-01-01, men dess valid_to säger något annat. Låt valid_to vara dagen före.",
    ),
    (
        {"reorganisations": [{"date": date(2024, 1, 1), "kind": "split", "units": ["skola"], "into": ["bun"]}]},
        "split är en enhet som blir flera, merge är flera som blir en, end är en som upphör",
    ),
    (
        {"plans": [plan(2024, [{"goal": "mal", "indicator": "matt", "unit": "skola", "year1": 80}])]},
        "Koladas värde gäller hela kommunen, inte enheten 'skola'.",
    ),
    ({"indicators": [indicator(measured_by="Själva.")]}, "en indikator har en mätmetod"),
    ({"indicators": [indicator(steps=["a", "b"])]}, "steps och skalan 'ordinal' hör ihop"),
    (
        {"control_points": [{"id": "k", "unit": "bun", "year": 2024, "title": "K", "risk": "R", "probability": 5,
                             "consequence": 1, "control": "C"}]},
        "control_points[1].probability: 5 är större än 4. Skriv 4 eller mindre.",
    ),
    ({"steering_documents": [{"id": "s", "title": "S", "kind": "plan", "owner": "borta"}]}, "enheten 'borta' finns inte."),
    (
        {"goals": [{"id": "mal", "kind": "own_result", "title": "M", "unit": "bun",
                    "indicators": [{"indicator": "matt", "weight": 0}]}]},
        "goals[1].indicators[1].weight: 0 är inte större än 0.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "message"), FAULTS, ids=[message[:50] for _, message in FAULTS])
def test_a_fault_is_told_with_how_to_mend_it(tmp_path: Path, sections: dict[str, Any], message: str) -> None:
    assert message in told(tmp_path, **sections)


def test_an_ordinal_target_needs_a_tolerance_and_a_step_of_the_scale(tmp_path: Path) -> None:
    goals = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["steg"]}]
    target = {"goal": "mal", "indicator": "steg", "year1": "hög"}
    assert "behöver en egen tolerans: skalan är ordinal." in told(
        tmp_path / "a", goals=goals, plans=[plan(2024, [target])]
    )
    wrong = {**target, "year1": "högst", "tolerance": 0}
    assert "'högst' är inget steg på skalan. Skriv ett av låg, hög." in told(
        tmp_path / "b", goals=goals, plans=[plan(2024, [wrong])]
    )
    number = {**target, "year1": 2, "tolerance": 0}
    assert "year1 passar inte skalan 'ordinal'." in told(tmp_path / "c", goals=goals, plans=[plan(2024, [number])])
