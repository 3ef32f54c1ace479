"""A whole municipality: which sections its files may have, and everything that they define."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from models.definitions.base import MONTH, Definition
from models.definitions.corrections import Acknowledgement, Correction
from models.definitions.own_files import Source
from models.definitions.statements import Statement
from models.definitions.steering import (
    COMMITTEE_LEVELS,
    MONTHS,
    Goal,
    Indicator,
    Judgement,
    Plan,
    PlanningProduct,
    Profile,
    Reorganisation,
    ServiceArea,
    SteeringDocument,
    Unit,
    Vision,
    month_of,
    period_end,
)
from models.definitions.work import (
    Activity,
    Assignment,
    Budget,
    Comment,
    ControlPoint,
    EfficiencyGain,
    FinancialYear,
    Investment,
    ManualForecast,
    Measurement,
    Service,
    Staff,
)

ALONE: dict[str, type[Definition]] = {"municipality": Profile, "vision": Vision}
LISTS: dict[str, type[Definition]] = {
    "steering_documents": SteeringDocument,
    "units": Unit,
    "reorganisations": Reorganisation,
    "service_areas": ServiceArea,
    "indicators": Indicator,
    "goals": Goal,
    "plans": Plan,
    "measurements": Measurement,
    "forecasts": ManualForecast,
    "activities": Activity,
    "assignments": Assignment,
    "services": Service,
    "gains": EfficiencyGain,
    "budgets": Budget,
    "investments": Investment,
    "finances": FinancialYear,
    "staff": Staff,
    "control_points": ControlPoint,
    "statements": Statement,
    "judgements": Judgement,
    "comments": Comment,
    "sources": Source,
    "acknowledgements": Acknowledgement,
    "corrections": Correction,
}
SECTIONS: dict[str, type[Definition]] = {**ALONE, **LISTS}
# What is planned is planned for so many years ahead.
PLAN_YEARS = 3
_PLANNED_FOR = {"present_state": "{} inför {}", "budget_and_plan": "{} {}–{}", "operations_plan": "{} {}"}
REQUIRED = ("municipality", "units", "indicators", "goals")
# Rows that may tell of few persons: no report carries them, nor what changed in them.
SECRET = frozenset({"measurements", "staff"})


class Municipality(Definition):
    """Everything that a municipality has defined. A field a section, by the section's name."""

    municipality: Profile
    vision: Vision | None = None
    steering_documents: list[SteeringDocument] = []
    units: list[Unit]
    reorganisations: list[Reorganisation] = []
    service_areas: list[ServiceArea] = []
    indicators: list[Indicator]
    goals: list[Goal]
    plans: list[Plan] = []
    measurements: list[Measurement] = []
    forecasts: list[ManualForecast] = []
    activities: list[Activity] = []
    assignments: list[Assignment] = []
    services: list[Service] = []
    gains: list[EfficiencyGain] = []
    budgets: list[Budget] = []
    investments: list[Investment] = []
    finances: list[FinancialYear] = []
    staff: list[Staff] = []
    control_points: list[ControlPoint] = []
    statements: list[Statement] = []
    judgements: list[Judgement] = []
    comments: list[Comment] = []
    sources: list[Source] = []
    acknowledgements: list[Acknowledgement] = []
    corrections: list[Correction] = []

    @property
    def id(self) -> str:
        """The municipality's id: its folder's name."""
        return self.municipality.id

    @property
    def kpi_ids(self) -> list[str]:
        """The Kolada KPIs that the indicators name, in their order."""
        return list(dict.fromkeys(kpi for item in self.indicators for kpi in item.kpi_ids))

    def reports_before(self, report: str) -> list[str]:
        """Return the earlier reports that one stands on, oldest first: an annual report on its year's, any on the one before it.

        A month's economic follow-up stands on none, nor does what plans: those of last year are of other years.
        """
        if not self.follows_up_goals(report):
            return []
        year = int(report[:4])
        listed = self.report_ids(year - 1, year)
        before = listed[: listed.index(report)]
        of_year = [each for each in before if each.startswith(report[:4]) and report.endswith("-12")]
        return of_year or before[-1:]

    def report_ids(self, first_year: int, last_year: int) -> list[str]:
        """Return every report of the calendar in the years given, in order, as `YYYY-MM`."""
        months = sorted({report.month for report in self.municipality.reports})
        return [f"{year}-{month:02d}" for year in range(first_year, last_year + 1) for month in months]

    def monthly_ids(self, first_year: int, last_year: int) -> list[str]:
        """Return the economic follow-up of every month that the calendar has no report for, in order, as `YYYY-MM`."""
        months = {report.month for report in self.municipality.reports}
        years = range(first_year, last_year + 1)
        return [f"{year}-{month:02d}" for year in years for month in range(1, MONTHS + 1) if month not in months]

    def planning_ids(self, first_year: int, last_year: int) -> list[str]:
        """Return the planning products of the years given, as `YYYY-MM-<id>`."""
        listed = self.municipality.planning
        return [f"{year}-{one.month:02d}-{one.id}" for year in range(first_year, last_year + 1) for one in listed]

    def texts_of(self, report: str) -> list[str]:
        """Return the kinds of statements that a report shows: those of its month, or those that the planning product names."""
        planning = self.planning_of(report)
        if planning is not None:
            return planning.texts
        shown = (
            kind for kind in self.municipality.statements if kind.months is None or month_of(report) in kind.months
        )
        return [kind.id for kind in shown]

    def planning_of(self, report: str) -> PlanningProduct | None:
        """Return the planning product that a report is, or None."""
        return next((one for one in self.municipality.planning if report[5:] == f"{one.month:02d}-{one.id}"), None)

    def period_begin(self, report: str) -> date:
        """Return the first day of a report's own part of the year: its month, or the months since the calendar's report before it.

        What plans is worked on the whole year until it is decided.
        """
        year, month = int(report[:4]), month_of(report)
        if self.planning_of(report) is not None:
            return date(year, 1, 1)
        before = [item.month for item in self.municipality.reports if item.month < month]
        return date(year, month if self.is_monthly(report) else max(before, default=0) + 1, 1)

    def is_monthly(self, report: str) -> bool:
        """Whether a report is the economic follow-up of its month, and not one of the calendar's."""
        return self.planning_of(report) is None and month_of(report) not in {
            item.month for item in self.municipality.reports
        }

    def follows_up_goals(self, report: str) -> bool:
        """Whether a report follows up goals: neither a month's economy alone, nor what plans."""
        return self.planning_of(report) is None and not self.is_monthly(report)

    def report_title(self, report: str) -> str:
        """Return what the calendar calls the report, with its year; of a month's follow-up, with its month.

        Of what plans, with the years that it plans for.
        """
        year, month = int(report[:4]), month_of(report)
        planning = self.planning_of(report)
        if planning is not None:
            return _PLANNED_FOR[planning.product].format(planning.title, year + 1, year + PLAN_YEARS)
        if self.is_monthly(report):
            return f"{self.municipality.monthly_title} {MONTH[month - 1]} {year}"
        titles = {date.month: date.title for date in self.municipality.reports}
        return f"{titles[month]} {year}"

    def latest_report(self, at: date) -> str:
        """Return the last report of the calendar whose period has ended by the day `at` (docs/measures.md §1)."""
        ended = [report for report in self.report_ids(at.year - 1, at.year) if period_end(report) < at]
        return ended[-1]

    def frames_of(self, years: Collection[int], plan_year: int | None = None) -> list[tuple[int, Budget]]:
        """Return the frames that hold in some years with their places among all: of a unit, kind and year the latest decided.

        With a year that is planned for, what its plan says comes first, a proposal too.
        """
        plans = {plan.id: plan for plan in self.plans}

        def order(budget: Budget) -> tuple[bool, date] | None:
            if budget.plan is None:
                return False, date.min
            plan = plans.get(budget.plan)
            if plan is None or (plan.decided_at is None and plan.year1 != plan_year):
                return None
            return plan.year1 == plan_year and budget.year >= plan.year1, plan.decided_at or date.max

        chosen: dict[tuple[str, str, int], tuple[tuple[bool, date], int]] = {}
        for i, budget in enumerate(self.budgets):
            at = order(budget) if budget.year in years else None
            key = (budget.unit, budget.kind, budget.year)
            if at is not None and (key not in chosen or chosen[key][0] <= at):
                chosen[key] = (at, i)
        return [(i, self.budgets[i]) for i in sorted(i for _, i in chosen.values())]

    def units_on(self, day: date) -> list[Unit]:
        """Return the units that exist on a day, in the order of their definitions."""
        return [unit for unit in self.units if unit.exists_on(day)]

    def committees(self, report: str) -> list[Unit]:
        """Return the units that get a page of their own in a report: executive, committees, joint committees, companies.

        They are those that exist on the last day of its period.
        """
        return [unit for unit in self.units_on(period_end(report)) if unit.level in COMMITTEE_LEVELS]


def step_rank(indicator: Indicator, step: str) -> Decimal:
    """Return the rank of a step of an ordinal scale: 1 is the worst.

    Raises:
        ValueError: the scale has no such step.
    """
    return Decimal((indicator.steps or []).index(step) + 1)
