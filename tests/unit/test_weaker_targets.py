"""A committee decides within what the council has decided: a target that asks less is told (docs/measures.md §2)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.followup.content import Bullets
from assets.followup.setting.html import contents
from assets.quality.run_checks import weaker_targets
from tests.command import styrtal
from tests.report import view_of
from tests.small import definition, indicator, measured, plan, rows, write

OCTOBER = date(2023, 10, 25)


def targets(council: Any, committee: Any, direction: str = "higher", **of_council: Any) -> dict[str, Any]:
    """The council's plan of June, and the committee's own of October, for the committee's goal that serves the council's."""
    goals = [
        {"id": "kfmal", "kind": "strategic_goal", "title": "Fullmäktiges", "unit": "kf", "indicators": ["matt"]},
        {"id": "mal", "kind": "expected_result", "title": "Nämndens", "unit": "bun", "indicators": ["matt"],
         "parents": ["kfmal"]},
        {"id": "annat", "kind": "strategic_goal", "title": "Ett annat", "unit": "kf", "indicators": ["matt"]},
    ]  # fmt: skip
    own = {"goal": "mal", "indicator": "matt", "year1": committee, "tolerance": 1}
    above = {"goal": "kfmal", "indicator": "matt", "year1": council, "tolerance": 1, **of_council}
    return definition(
        indicators=[indicator(direction=direction)], goals=goals,
        plans=[plan(2024, [above], title="Mål- och resursplan 2024–2026"),
               plan(2024, [own], id="vp", title="Verksamhetsplan 2024", decided_at=OCTOBER, decided_by="bun")],
    )  # fmt: skip


def found(tmp_path: Path, content: dict[str, Any], report: str = "2024-12") -> list[dict[str, Any]]:
    with measured(tmp_path, content, [], report=report) as con:
        return rows(con, "FROM checks WHERE check_id = 'weaker_target'")


@pytest.mark.parametrize(
    ("direction", "council", "committee", "failed"),
    [
        ("higher", 90, 88, True),
        ("higher", 90, 90, False),
        # 89.96 is 90.0 with the indicator's one decimal.
        ("higher", 90, 89.96, False),
        ("lower", 5, 6, True),
        ("lower", 5, 4, False),
        ("interval", {"low": 20, "high": 30}, {"low": 20, "high": 35}, True),
        ("interval", {"low": 20, "high": 30}, {"low": 22, "high": 30}, False),
    ],
)
def test_a_committees_target_that_asks_less_is_told(
    tmp_path: Path, direction: str, council: Any, committee: Any, failed: bool
) -> None:
    (row,) = found(tmp_path, targets(council, committee, direction))
    assert (row["subject"], row["severity"], row["status"] == "failed") == ("matt", "warning", failed)
    assert row["n_checked"] == 1


def test_the_finding_names_both_and_stands_on_the_committees_page(tmp_path: Path) -> None:
    sentence = (
        "Nämnden har i Verksamhetsplan 2024 målvärdet 88,0 för 2024, som ställer lägre krav än 90,0 i "
        "Mål- och resursplan 2024–2026. En nämnd beslutar inom det som fullmäktige har beslutat. Höj kravet, eller ändra "
        "fullmäktiges målvärde."
    )
    view = view_of(tmp_path, targets(90, 88), [], {}, "2024-12")
    parts = {name: [p for p in page.sections if p.id == "kontroller"] for name, page in contents(view).items()}
    (part,) = parts["bun"]
    assert any(sentence in text for b in part.blocks if isinstance(b, Bullets) for _, text, _ in b.items)


def test_check_tells_it_of_the_years_that_are_still_to_be_judged(tmp_path: Path) -> None:
    definitions = read_definitions(write(tmp_path / "a", targets(90, 88)))
    (told,) = weaker_targets(definitions, date(2025, 3, 1))
    assert told["message"].startswith(
        "Nämnden har i Verksamhetsplan 2024 målvärdet 88,0 för 2024, som ställer lägre krav än 90,0"
    )
    assert weaker_targets(definitions, date(2026, 1, 1)) == []
    assert weaker_targets(read_definitions(write(tmp_path / "b", targets(90, 91))), date(2025, 3, 1)) == []
    later = plan(2055, [{"goal": "mal", "indicator": "matt", "year1": 88, "tolerance": 1}], id="vp", decided_by="bun")
    council = plan(2055, [{"goal": "kfmal", "indicator": "matt", "year1": 90, "tolerance": 1}])
    folder = write(tmp_path / "c", {**targets(90, 88), "plans": [council, later]})
    told_by_check = styrtal(tmp_path / "home", "check", "--municipality", folder)
    assert (told_by_check.returncode, "Varning: Nämnden har i Plan 2055" in told_by_check.stdout) == (0, True)


def test_what_the_council_has_on_its_way_to_year_3_counts(tmp_path: Path) -> None:
    """In 2025 the council's line from 90 to 94 is at 92, and the committee's plan of that year has 91."""
    content = targets(90, 95, year3=94)
    later = plan(2025, [{"goal": "mal", "indicator": "matt", "year1": 91, "tolerance": 1}], id="vp25", title="VP 2025",
                 decided_at=date(2024, 10, 23), decided_by="bun")  # fmt: skip
    (row,) = found(tmp_path, {**content, "plans": [*content["plans"], later]}, "2025-12")
    assert "målvärdet 91,0 för 2025" in row["message"]
    assert "än 92,0" in row["message"]


def test_another_goal_and_another_units_own_measurement_are_not_compared(tmp_path: Path) -> None:
    content = targets(90, 88, goal="annat")
    assert found(tmp_path / "goal", content) == []
    own = {**targets(90, 88), "indicators": [indicator(kpi_id=None, similar=None, measured_by="Själva.")]}
    assert found(tmp_path / "unit", own) == []
