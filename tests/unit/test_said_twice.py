"""What is said twice in the definitions is a fault that names both places: nothing shows which of the two would hold."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from models.errors import DefinitionError
from tests.small import definition, write

PROFILE = definition()["municipality"]
KIND = {
    "id": "uppdrag",
    "title": "Grunduppdrag",
    "parts": [{"id": "text", "title": "Text"}],
    "levels": ["committee", "executive"],
}
TEXT = {"id": "ett", "kind": "uppdrag", "unit": "bun", "parts": {"text": "Vi lär ut."}, "by": "ordförande"}
LATER = {**TEXT, "id": "två", "valid_from": date(2024, 1, 1)}
DECIDED = {"kind": "deviation", "decided_at": date(2024, 6, 17), "decided_by": "kf", "text": "Åtgärder i höst."}
MORE = {"kind": "supplementary", "amount": 5_000_000, "decided_at": date(2024, 6, 17)}
UNITS = definition()["units"][:3]
DEMAND = {"of": "quality_factor", "parts": ["definition"]}
COMMENT = {"report": "2024-08", "unit": "bun", "text": "Bra.", "by": "ordförande", "date": date(2024, 9, 1)}
MERGE = {"date": date(2024, 7, 1), "kind": "merge", "units": ["skola", "ks"], "into": ["bun"]}


def profile(**changes: Any) -> dict[str, Any]:
    return {"municipality": {**PROFILE, **changes}}


def texts(*items: dict[str, Any]) -> dict[str, Any]:
    return {**profile(statements=[KIND]), "statements": list(items)}


def frame(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"budgets": [{"unit": "bun", "year": 2024, "kind": "cost", "amount": 60_000_000, "changes": list(changes)}]}


def school(*moved: tuple[str, int]) -> dict[str, Any]:
    places = [{"parent": parent, "until": date(2024, month, 28)} for parent, month in moved]
    return {
        "units": [*UNITS, {"id": "skola", "title": "Skolan", "level": "department", "parent": "bun", "moved": places}]
    }


def faults(folder: Path, sections: dict[str, Any]) -> list[str]:
    try:
        read_definitions(write(folder, definition(**sections)))
    except DefinitionError as error:
        return [f"{fault.key}: {fault.wrong}" for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        (profile(demands=[DEMAND, {"of": "quality_factor", "levels": ["committee"]}]),
         "municipality.demands[2].of: of: quality_factor står redan i post 1 under demands."),
        (profile(earlier_thresholds=[{"until": date(2023, 12, 31), "thresholds": {}}] * 2),
         "municipality.earlier_thresholds[2].until: until: 2023-12-31 står redan i post 1 under earlier_thresholds."),
        (texts(TEXT, {**TEXT, "id": "tva", "parts": {"text": "Vi lär."}}),
         "statements[2].kind: texten 'tva' är av samma slag, enhet och tid (utan någon dag) som 'ett' (post 1): bara en kan visas."),
        # The day of a decision is a beginning as a validity's first day is.
        (texts({**TEXT, "decided_at": date(2024, 1, 1)}, {**TEXT, "id": "tva", "valid_from": date(2024, 1, 1)}),
         "statements[2].kind: texten 'tva' är av samma slag, enhet och tid (från och med 2024-01-01) som 'ett' (post 1): bara en kan "
         "visas."),
        (frame(DECIDED, MORE, DECIDED),
         "budgets[1].changes[3]: samma beslut 2024-06-17 står redan i post 1 under changes."),
        (frame(MORE, MORE), "budgets[1].changes[2]: samma beslut 2024-06-17 står redan i post 1 under changes."),
        (school(("ks", 6), ("kf", 6)),
         "units[4].moved[2].until: enheten 'skola' flyttar två gånger efter 2024-06-28: så står det också i post 1 under moved."),
        (school(("bun", 6)),
         "units[4].moved[1].parent: enheten 'skola' flyttar efter 2024-06-28 från 'bun' till 'bun', som står som parent: det är ingen "
         "flytt."),
        (school(("ks", 9), ("ks", 6)),
         "units[4].moved[2].parent: enheten 'skola' flyttar efter 2024-06-28 från 'ks' till 'ks', som står som post 1 under moved: det "
         "är ingen flytt."),
        ({"comments": [COMMENT, COMMENT]}, "comments[2]: står två gånger: den första är post 1."),
    ],
)  # fmt: skip
def test_what_is_said_twice_names_both_places(tmp_path: Path, sections: dict[str, Any], said: str) -> None:
    assert faults(tmp_path, sections) == [said]


def test_a_reorganisation_that_stands_twice_is_told(tmp_path: Path) -> None:
    found = faults(tmp_path, {"reorganisations": [MERGE, {**MERGE, "units": ["ks", "skola"]}]})
    assert "reorganisations[2]: står två gånger: den första är post 1." in found


@pytest.mark.parametrize(
    "sections",
    [
        profile(demands=[DEMAND, {"of": "own_result", "parts": ["definition"]}]),
        texts(TEXT, {**LATER, "id": "tva"}, {**TEXT, "id": "tre", "unit": "ks"}),
        frame({**DECIDED, "decision": "§ 1"}, {**DECIDED, "decision": "§ 2"}, {**MORE, "decision": "§ 1"}, {**MORE, "decision": "§ 2"}),
        school(("bun", 3), ("ks", 6)),
    ],
)  # fmt: skip
def test_what_differs_is_no_fault(tmp_path: Path, sections: dict[str, Any]) -> None:
    assert faults(tmp_path, sections) == []
