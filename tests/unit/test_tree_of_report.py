"""A report's pages, workbooks and lists follow the tree in force in its period, whatever is known of a later move."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.followup.view import ReportView, UnitView
from tests.report import view_of, write_all
from tests.small import cells, definition

UNITS: list[dict[str, Any]] = [
    {"id": "kf", "title": "Fullmäktige", "level": "council"},
    {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
    {"id": "bun", "title": "Skolnämnden", "level": "committee", "parent": "kf"},
    {"id": "kfn", "title": "Kulturnämnden", "level": "committee", "parent": "kf", "valid_from": date(2024, 7, 1)},
    {"id": "skola", "title": "Bergskolan", "level": "workplace", "parent": "kfn",
     "moved": [{"parent": "bun", "until": date(2024, 6, 30)}]},
]  # fmt: skip
FRAME = {"unit": "skola", "year": 2024, "kind": "cost", "amount": 12_000_000,
         "outcomes": [{"month": month, "amount": 1_000_000} for month in range(1, 9)]}  # fmt: skip
GOAL = {"id": "mal", "kind": "own_result", "title": "Alla läser", "unit": "skola", "indicators": ["matt"]}


def report(folder: Path, name: str) -> ReportView:
    content = definition(units=UNITS, goals=[GOAL], plans=[], budgets=[FRAME])
    return view_of(folder, content, cells({2023: 90.0}), {}, report=name)


def page(view: ReportView, name: str) -> UnitView:
    return next(page for page in view.pages if page.unit.id == name)


@pytest.mark.parametrize(("name", "above", "other"), [("2024-04", "bun", "kfn"), ("2024-08", "kfn", "bun")])
def test_a_unit_stands_on_the_page_of_the_unit_above_it_in_the_period(
    tmp_path: Path, name: str, above: str, other: str
) -> None:
    view = report(tmp_path, name)
    there = {page.unit.id for page in view.pages}
    assert there == {"kf", "ks", "bun", "skola"} | ({"kfn"} if name == "2024-08" else set())
    assert page(view, above).covers == [above, "skola"]
    assert [goal.goal.id for goal in page(view, above).goals] == ["mal"]
    assert [row["unit_id"] for row in page(view, above).below] == ["skola"]
    if other in there:
        assert page(view, other).covers == [other]
        assert not page(view, other).goals
    folder = write_all(view, tmp_path / "ute")
    assert "Bergskolan" in (folder / f"{above}.html").read_text(encoding="utf-8")
    cells_of = [
        str(cell)
        for sheet in openpyxl.load_workbook(folder / f"{above}.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert "Bergskolan" in cells_of
    assert any("Alla läser" in cell for cell in cells_of)
    # Nobody is led to a unit that does not exist yet.
    begun = name == "2024-08"
    assert (folder / "kfn.html").exists() == begun
    assert ("Kulturnämnden" in (folder / "index.html").read_text(encoding="utf-8")) == begun
