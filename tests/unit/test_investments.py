"""Investment projects with the budget of the whole of them (docs/measures.md §10): figures by hand, and the pages."""

from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.followup.content import ShownTable
from assets.followup.setting.html import contents
from models.errors import DefinitionError
from tests.report import view_of
from tests.small import cells, definition, measured, rows, write

MILLION = 1_000_000
KNOWN = cells({2023: 91.0})


def project(**changes: Any) -> dict[str, Any]:
    """A hall of 58 million: 6.4 in 2023, 32 this year of which 2 a month is booked, 19 in 2025."""
    made = {
        "id": "hall", "title": "Idrottshallen", "unit": "bun", "year": 2024, "budget": 32 * MILLION, "total_budget": 58 * MILLION,
        "earlier": [{"year": 2023, "amount": 6_400_000}], "later": [{"year": 2025, "amount": 19 * MILLION}],
        "forecasts": [{"month": 4, "amount": 32 * MILLION}, {"month": 8, "amount": 33_500_000}],
        "outcomes": [{"month": month, "amount": 2 * MILLION} for month in range(1, 9)],
    }  # fmt: skip
    return {key: value for key, value in {**made, **changes}.items() if value is not None}


def told(tmp_path: Path, report: str = "2024-08", **changes: Any) -> dict[str, Any]:
    content = definition(investments=[project(**changes)])
    with measured(tmp_path, content, KNOWN, report=report) as con:
        (row,) = rows(con, "FROM investments")
    return {key: value / MILLION if isinstance(value, float) else value for key, value in row.items()}


def test_the_whole_project_is_earlier_years_this_years_forecast_and_later_years(tmp_path: Path) -> None:
    row = told(tmp_path)
    assert [row[key] for key in ("budget", "outcome", "forecast", "forecast_month")] == [32, 16, 33.5, 8]
    # 6.4 + 16; 6.4 + 33.5 + 19 = 58.9; 58 - 58.9.
    assert [row[key] for key in ("total_budget", "total_outcome", "total_forecast", "total_deviation")] == [
        58, 22.4, 58.9, -0.9,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "unknown"),
    [
        ({"earlier": None}, {"total_outcome", "total_forecast", "total_deviation"}),
        ({"later": None}, {"total_forecast", "total_deviation"}),
        ({"total_budget": None}, {"total_budget", "total_deviation"}),
        ({"outcomes": [{"month": 1, "amount": 1}]}, {"outcome", "total_outcome"}),
        ({"forecasts": []}, {"forecast", "forecast_month", "total_forecast", "total_deviation"}),
    ],
)
def test_nothing_that_is_not_known_is_taken_for_0(tmp_path: Path, changes: dict[str, Any], unknown: set[str]) -> None:
    assert {key for key, value in told(tmp_path, **changes).items() if value is None} == unknown


def test_after_december_the_outcome_is_the_year_and_a_later_forecast_is_not_known_before(tmp_path: Path) -> None:
    outcomes = [{"month": month, "amount": 3 * MILLION} for month in range(1, 13)]
    row = told(tmp_path / "december", "2024-12", outcomes=outcomes, later=[])
    assert (row["outcome"], row["forecast"], row["forecast_month"], row["total_forecast"]) == (36, 36, 12, 42.4)
    april = told(tmp_path / "april", "2024-04")
    assert (april["outcome"], april["forecast"], april["forecast_month"]) == (8, 32, 4)


@pytest.mark.parametrize(
    "changes", [{"earlier": [{"year": 2024, "amount": 1}]}, {"later": [{"year": 2025, "amount": 1}] * 2}]
)
def test_check_tells_of_years_that_do_not_fit(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError) as wrong:
        read_definitions(write(tmp_path, definition(investments=[project(**changes)])))
    assert "2024, varje år en gång" in str(wrong.value)


def test_the_unit_and_the_council_show_the_project(tmp_path: Path) -> None:
    view = view_of(tmp_path, definition(investments=[project()]), KNOWN, {}, report="2024-08")
    pages = contents(view)
    for name in ("council", "bun"):
        (table,) = [
            b
            for s in pages[name].sections
            for b in s.blocks
            if isinstance(b, ShownTable) and b.sheet == "Investeringar"
        ]
        assert [cell.text for cell in table.rows[0]][:2] == ["Idrottshallen", "Nämnden"]
        assert table.rows[0][-1].text == "900\u00a0000 sämre"
    assert all(section.id != "investeringar" for section in pages["ks"].sections)
