"""A small report for tests of its pages: the real measures of a small municipality, and small tables of its work."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from assets.definitions.read_yaml import in_report, read_definitions
from assets.followup.setting.excel import write_workbooks
from assets.followup.setting.html import contents, with_files, write_pages
from assets.followup.setting.pdf import write_papers
from assets.followup.view import ReportView, build_report_view
from models.tables.header import published_tables, table
from models.tables.pandera_schemas import from_rows
from tests.rows import whole_rows
from tests.small import AREAS, Cell, cells, definition, indicator, measured, plan

REPORT = "2024-12"
DAY = date(2024, 8, 31)


def values(kpi: str = "N99001") -> list[Cell]:
    """Thirty municipalities' values for three years: ours is 90.0, 85.0 and 84.0, the others lie around 80."""
    years = {2022: 84.0, 2023: 85.0, 2024: 90.0}
    return cells({year: [own, *(75.0 + i / 2 for i in range(len(AREAS) - 1))] for year, own in years.items()}, kpi)


def view_of(
    folder: Path,
    content: dict[str, Any],
    known: Sequence[Cell],
    extra: dict[str, list[dict[str, Any]]],
    report: str = REPORT,
    given: dict[str, list[dict[str, Any]]] | None = None,
    **kwargs: Any,
) -> ReportView:
    """The view of a report, with tables that others make given as rows, and what the municipality's own files hold."""
    with measured(folder, content, known, report, given, **kwargs) as con:
        tables = {name: con.frame(name) for name in (*published_tables(), "year_value")}
    tables |= {name: from_rows(name, whole_rows(table(name), rows)) for name, rows in extra.items()}
    figures = [(row["lineage_id"], name) for name, rows in extra.items() for row in rows if name != "checks"]
    steps = pl.DataFrame(figures, schema=["lineage_id", "label"], orient="row").with_columns(kind=pl.lit("figure"))
    tables["lineage"] = pl.concat([tables["lineage"], steps], how="diagonal_relaxed")
    as_of = datetime(2026, 1, 1)
    definitions = in_report(read_definitions(folder / "prov"), report, as_of)
    return build_report_view(definitions, report, tables, as_of)


def write_all(view: ReportView, folder: Path) -> Path:
    """Every page, workbook and paper of a report."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = contents(view)
    write_pages(view, pages, folder)
    write_workbooks(view, pages, with_files(view), folder)
    write_papers(view, pages, with_files(view), folder)
    return folder


def two_committees(**changes: Any) -> dict[str, Any]:
    """A municipality where each of two committees has a goal, an indicator and a workplace of its own."""
    units = [
        {"id": "kf", "title": "Fullmäktige", "level": "council"},
        {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
        {"id": "bun", "title": "Skolnämnden", "level": "committee", "parent": "kf"},
        {"id": "skola", "title": "Bergskolan", "level": "workplace", "parent": "bun"},
        {"id": "son", "title": "Vårdnämnden", "level": "committee", "parent": "kf"},
        {"id": "boende", "title": "Lindgården", "level": "workplace", "parent": "son"},
    ]
    goals = [
        {"id": "lasa", "kind": "expected_result", "title": "Alla lär sig läsa", "unit": "bun", "indicators": ["matt"]},
        {
            "id": "trygg",
            "kind": "quality_factor",
            "title": "Trygga boenden",
            "unit": "boende",
            "indicators": ["vard"],
            "perspective": "Målgrupp",
        },
    ]
    indicators = [indicator("Läsande elever"), indicator("Nöjda boende", id="vard", kpi_id="N99002")]
    targets = [
        {"goal": "lasa", "indicator": "matt", "year1": 90, "year3": 94},
        {"goal": "trygg", "indicator": "vard", "year1": 95},
    ]
    made = {"units": units, "goals": goals, "indicators": indicators, "plans": [plan(2024, targets)]}
    return definition(**{**made, **changes})


def large_view(home: Path) -> ReportView:
    """A report of 300 indicators, 59 goals and 60 units."""
    names = [f"matt-{i}" for i in range(300)]
    units = [{"id": "kf", "title": "Fullmäktige", "level": "council"}] + [
        {"id": f"n{i}", "title": f"Nämnd nummer {i}", "level": "committee", "parent": "kf"} for i in range(59)
    ]
    goals = [
        {"id": f"mal-{i}", "kind": "own_result", "title": f"Mål nummer {i}", "unit": f"n{i}", "indicators": [name for j, name in enumerate(names) if j % 59 == i]}
        for i in range(59)
    ]  # fmt: skip
    content = two_committees(
        units=units,
        goals=goals,
        indicators=[indicator(f"Mått om sak {i}", id=name, kpi_id=f"N{10000 + i}") for i, name in enumerate(names)],
        plans=[plan(2024, [{"goal": g["id"], "indicator": n, "year1": 80} for g in goals for n in g["indicators"]])],
    )
    return view_of(home, content, [cell for i in range(300) for cell in values(f"N{10000 + i}")], {})


def work(item: str, unit: str, goal: str, title: str, **changes: Any) -> dict[str, Any]:
    """An activity or assignment as the tables have it."""
    made: dict[str, Any] = {
        "report": REPORT, "item_id": item, "unit_id": unit, "goal_id": goal, "title": title, "responsible_role": "Rektor",
        "planned_start": date(2024, 1, 1), "planned_end": DAY, "actual_end": DAY, "state": "done", "due": True,
        "carried_out": True, "on_time": True, "within_budget": True, "quality_passed": None, "contributed": True,
        "basis": "recorded", "budget": 100000.0, "outcome": 90000.0, "cancelled_by": None, "cancelled_at": None,
    }  # fmt: skip
    return {**made, **changes}


MANAGED: dict[str, Any] = {
    "report": REPORT, "unit_id": "kf", "goal_id": None, "title": None, "n_goals": None, "n_met": None, "n_partly": None,
    "n_not_met": None, "n_not_assessed": None, "coverage": None, "score": None, "status": None, "kind": None, "budget": None,
    "forecast": None, "deviation": None, "deviation_percent": None, "escalation": None, "own_judgement": None,
    "own_motivation": None, "towards_vision": None,
}  # fmt: skip


def work_tables(unit: str = "bun", goal: str = "lasa") -> dict[str, list[dict[str, Any]]]:
    """Small tables of all that a committee's page can show beside its goals, for one unit and goal."""
    own = {"report": REPORT, "unit_id": unit}
    late = {"actual_end": None, "state": "late", "carried_out": False, "on_time": None, "contributed": None}
    given = {"decided_by": "kf", "decided_at": date(2023, 12, 11), "financing": "Inom ram"}
    frame = 120e6
    tables: dict[str, list[dict[str, Any]]] = {
        "activities": [work("a1", unit, goal, "Läsombud i varje klass"), work("a2", unit, goal, "Ny bokbuss", **late)],
        "assignments": [{**work("u1", unit, goal, "Se över skolskjutsen", contributed=False), **given}],
        "inner_efficiency": [
            {**own, "level": "committee", "goal_id": goal_id, "due": 3, "carried_out": 2, "g": 2 / 3, "right_way": 2, "r": 1.0,
             "all_three": 0, "all_three_share": 0.0, "judged": 2, "contributed": 1, "b": 0.5,
             "status": "change_ways_of_working", "short_of": "carried_out,contributed"}
            for goal_id in (None, goal)
        ],
        "outer_efficiency": [
            {**own, "level": "committee", "goal_id": goal_id, "weight": 2.0, "contributed_weight": 1.0, "y": 0.5,
             "weighted_by": "number", "status": "reconsider", "basis": "recorded"}
            for goal_id in (None, goal)
        ],
        "outer_efficiency_items": [
            {**own, "goal_id": goal, "item_kind": "assignment", "item_id": "u1", "weight": 1.0, "contributed": False,
             "basis": "recorded", "evidence": "Enkät till föräldrar", "verdict": "reconsider"}
        ],
        "four_fields": [{**own, "goal_id": goal, "g": 1.0, "goal_status": "partly", "verdict": "reconsider"}],
        "efficiency_gains": [
            {**own, "gain_id": "g1", "item_kind": "activity", "item_id": "a1", "kind": "productivity", "amount": 250000.0,
             "measure": None, "evidence": "Färre timmar", "cause": "Bättre schema", "new_way_of_working": "Gemensam planering"}
        ],
        "efficiency_index": [
            {"report": REPORT, "service_area": "grundskola", "area_id": AREAS[0], "year": 2024, "group_kind": "similar",
             "group_id": "x", "quality": 80.0, "resources": 40.0, "efficiency": 60.0, "n_components": 3,
             "share_components": 1.0, "source_label": "Egen bearbetning av data från Kolada"}
        ],
        "budget": [
            {**own, "level": "committee", "kind": "cost", "month": m, "budget": frame, "budget_to_date": frame * m / 12,
             "outcome": 10.4e6 * m if m < 9 else None, "forecast": 124.5e6 if m == 8 else None,
             "deviation": -4.5e6 if m == 8 else None, "deviation_percent": -3.75 if m == 8 else None,
             "escalation": "council" if m == 8 else None, "measure": None, "measure_missing": m == 8}
            for m in range(1, 13)
        ],
        "staff": [
            {**own, "level": "committee", "year": year, "month": 12, "gender": gender, "headcount": n, "fte": n * 0.9,
             "sick_leave": share, "withheld": False, "n_units": 1}
            for year, share in ((2023, 5.5), (2024, 6.1))
            for gender, n in (("T", 100), ("K", 70), ("M", 30))
        ],
        "control_points": [
            {**own, "level": "committee", "control_point_id": "ik1", "title": "Attest av fakturor", "risk": "Fel betalas",
             "probability": 2, "consequence": 3, "risk_value": 6, "control": "Stickprov", "result": "remarks",
             "finding": "Två av femtio", "measure": "Utbildning", "checked_at": date(2024, 6, 3)}
        ],
        "forecast_scores": [
            {**own, "level": "committee", "forecast_report": "2024-12", "goal_id": goal_id, "indicator_id": "matt" if goal_id else None,
             "gender": "T" if goal_id else None, "basis": "manual_forecast", "forecast": 91.0 if goal_id else None,
             "outcome": 90.0 if goal_id else None, "error": 0.06 if goal_id else None,
             "foretold_status": "met" if goal_id else None, "status": "met" if goal_id else None,
             "hit": True if goal_id else None, "n": 1, "hit_rate": 1.0, "mean_error": 0.06, "mean_absolute_error": 0.06}
            for goal_id in (None, goal)
        ],
        "good_financial_management": [
            {**MANAGED, "part": "financial_goals", "n_goals": 1, "n_met": 1, "n_partly": 0, "n_not_met": 1, "n_not_assessed": 0,
             "coverage": 1.0, "score": 0.5, "status": "partly"},
            {**MANAGED, "part": "balance_requirement", "status": "met", "kind": "result", "budget": 5e6, "forecast": 2e6,
             "deviation": -3e6, "deviation_percent": -60.0, "escalation": "council"},
            {**MANAGED, "part": "committee_deviation", "unit_id": unit, "title": "Skolnämnden", "kind": "cost", "budget": frame,
             "forecast": 124.5e6, "deviation": -4.5e6, "deviation_percent": -3.75, "escalation": "council"},
            {**MANAGED, "part": "own_judgement", "own_judgement": "met", "own_motivation": "Målen nås på sikt.",
             "towards_vision": "Ett steg närmare."},
        ],
        "shortfalls": [
            {**own, "indicator_id": "matt", "goal_id": goal, "kpi_id": "N99001", "gender": "T", "n_in_a_row": 3, "n_missing": 0,
             "candidate": True, "since_year": 2022, "series": "2022 84.0 not_met"}
        ],
        "shortfall_series": [
            {**own, "indicator_id": "matt", "goal_id": goal, "kpi_id": "N99001", "gender": "T", "year": year, "value": value,
             "reason": None, "target": 90.0 if met else None, "target_low": None, "target_high": None,
             "status": met, "score": 20.0, "new_series": False, "shortfall": True, "run": 1, "n_in_a_row": year - 2021}
            for year, value, met in ((2022, 84.0, None), (2023, 85.0, "not_met"), (2024, 90.0, "met"))
        ],
    }  # fmt: skip
    return {name: [{**row, "lineage_id": f"{name}{i}"} for i, row in enumerate(rows)] for name, rows in tables.items()}
