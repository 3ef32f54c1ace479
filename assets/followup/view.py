"""What a page or workbook shows, taken from a report's tables and put in Swedish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from assets.local.definitions import Definitions
from models import swedish
from models.governance import Goal, Indicator, Level, Unit

Row = dict[str, Any]
GROUP_ORDER = ("similar", "county", "all", "own")


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator under a goal: its judgement, and its place among others for the same year and gender."""

    indicator: Indicator
    row: Row
    comparisons: Sequence[Row]

    @property
    def decimals(self) -> int:
        """Decimals that people see."""
        return self.indicator.decimals

    @property
    def target(self) -> str:
        """The target in words, as an interval where it is one."""
        if self.row["target_low"] is not None:
            low, high = (swedish.number(self.row[key], self.decimals) for key in ("target_low", "target_high"))
            return f"{low}–{high}"
        return swedish.number(self.row["target"], self.decimals)

    @property
    def reason(self) -> str:
        """Why there is no judgement, in words; empty where there is one."""
        return swedish.REASON.get(self.row["reason"] or "", "")


@dataclass(frozen=True)
class GoalView:
    """A goal of a unit with its computed status, the unit's own judgement, and its indicators."""

    goal: Goal
    unit: Unit
    status: Row
    indicators: Sequence[IndicatorRow]
    report_year: int

    @property
    def older_years(self) -> str:
        """The years of the values shown, where one is older than the report's year; for the column's heading."""
        years = [item.row["year"] for item in self.indicators if item.row["year"] is not None]
        if not any(year < self.report_year for year in years):
            return ""
        return str(min(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"


@dataclass(frozen=True)
class UnitView:
    """A page: a unit with the goals of its subtree, its status and its units' status."""

    unit: Unit
    status: Row
    goals: Sequence[GoalView]
    below: Sequence[Row]
    checks: Sequence[Row]


@dataclass(frozen=True)
class ReportView:
    """A whole report."""

    definitions: Definitions
    report: str
    title: str
    as_of: datetime
    pages: Sequence[UnitView]
    levels: Sequence[Row]
    sources: Sequence[str]
    tables: Mapping[str, pl.DataFrame]

    @property
    def year(self) -> int:
        """The report's year."""
        return int(self.report[:4])

    @property
    def fictional(self) -> bool:
        """Whether every figure is made up."""
        return self.definitions.model.municipality.fictional


def subtree(units: Sequence[Unit], top: str) -> list[str]:
    """Return a unit's id and those of every unit below it."""
    found = [top]
    for unit_id in found:
        found += [unit.id for unit in units if unit.parent == unit_id]
    return found


def page_units(units: Sequence[Unit], page: Unit) -> list[str]:
    """Return the units whose goals stand on a page: the council's own, or a committee's whole subtree."""
    return [page.id] if page.level is Level.COUNCIL else subtree(units, page.id)


def build(definitions: Definitions, report: str, tables: Mapping[str, pl.DataFrame], as_of: datetime) -> ReportView:
    """Gather a report's tables into what its pages and workbooks show."""
    model = definitions.model
    fulfilment = tables["fulfilment"].to_dicts()
    goal_status = {(r["goal_id"], r["unit_id"]): r for r in tables["goal_status"].to_dicts()}
    level_status = tables["level_status"].to_dicts()
    unit_status = {r["unit_id"]: r for r in level_status if r["unit_id"] is not None}
    own = tables["comparison"].filter(pl.col("area_id") == model.municipality.area_id).to_dicts()
    places: dict[tuple[str, int, str], list[Row]] = {}
    for row in own:
        places.setdefault((row["indicator_id"], row["year"], row["gender"]), []).append(row)
    for rows in places.values():
        rows.sort(key=lambda row: (GROUP_ORDER.index(row["group_kind"]), row["group_id"]))
    failed: dict[str, list[Row]] = {}
    for row in tables["checks"].filter(pl.col("status") != "passed").to_dicts():
        failed.setdefault(row["subject"], []).append(row)
    indicators = {indicator.id: indicator for indicator in model.indicators}
    units = {unit.id: unit for unit in model.units}

    def goal_view(goal: Goal) -> GoalView:
        rows = [
            IndicatorRow(
                indicators[row["indicator_id"]],
                row,
                places.get((row["indicator_id"], row["year"], row["gender"]), []),
            )
            for row in fulfilment
            if row["goal_id"] == goal.id
        ]
        order = [item.indicator for item in goal.indicators]
        rows.sort(key=lambda item: (order.index(item.indicator.id), "TKM".index(item.row["gender"])))
        # The goal as a whole where others serve it, else the responsible unit's own row with its judgement.
        whole = goal_status[(goal.id, None)]
        judged = goal_status.get((goal.id, goal.unit), whole)
        status = {
            **whole,
            "own_judgement": judged["own_judgement"],
            "own_motivation": judged["own_motivation"],
        }
        return GoalView(goal, units[goal.unit], status, rows, int(report[:4]))

    def page(unit: Unit) -> UnitView:
        shown = page_units(model.units, unit)
        goals = [goal_view(goal) for goal in model.goals if goal.unit in shown]
        wanted = {item.indicator.id for goal in goals for item in goal.indicators}
        below = (
            [unit_status[committee.id] for committee in model.committees()]
            if unit.level is Level.COUNCIL
            else [unit_status[unit_id] for unit_id in shown if unit_id != unit.id]
        )
        checks = [row for subject in sorted(wanted & set(failed)) for row in failed[subject]]
        return UnitView(unit, unit_status[unit.id], goals, below, checks)

    council = next(unit for unit in model.units if unit.level is Level.COUNCIL)
    return ReportView(
        definitions=definitions,
        report=report,
        title=model.report_title(report),
        as_of=as_of,
        pages=[page(unit) for unit in [council, *model.committees()]],
        levels=sorted(
            (row for row in level_status if row["unit_id"] is None),
            key=lambda row: list(Level).index(row["level"]),
        ),
        sources=sorted({r["source_label"] for r in [*fulfilment, *own]} - {"–"}),
        tables=tables,
    )


def page_name(view: UnitView) -> str:
    """Return a page's file name without its ending."""
    return "council" if view.unit.level is Level.COUNCIL else view.unit.id


def summary(row: Row) -> str:
    """Return the counts of a goal, unit or level as one sentence."""
    counted = [
        (row["n_met"], "uppfyllt", "uppfyllda"),
        (row["n_partly"], "delvis uppfyllt", "delvis uppfyllda"),
        (row["n_not_met"], "ej uppfyllt", "ej uppfyllda"),
        (row["n_not_assessed"], "ej bedömt", "ej bedömda"),
    ]
    total = sum(n for n, _, _ in counted)
    if total == 0:
        return "Inga målvärden att bedöma."
    parts = [f"{swedish.number(n, 0)} {one if n == 1 else many}" for n, one, many in counted if n]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} och {parts[-1]}"
    return f"Av {swedish.count(total, 'målvärde', 'målvärden')} är {listed}."
