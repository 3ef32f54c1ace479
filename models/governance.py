"""A municipality's steering model as definitions: units, goals, indicators, plans, calendar, thresholds.

The words are those of docs/domain.md, the rules those of docs/measures.md. `faults` tells what is wrong across
definitions (a parent that does not exist, a cycle of goals, two targets for one year), as paths into the
municipality's files; reading the files themselves is `assets.local.definitions`.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from models.base import AreaId, Definition, Finding, Gender, Id, Interval, KpiId, Path, Text, Year
from models.quality import Acknowledgement, Correction, quality_faults

MONTHS = 12


class Level(StrEnum):
    """Levels of the organisation, from the top (docs/domain.md)."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"
    JOINT_COMMITTEE = "joint_committee"
    COMPANY = "company"
    ADMINISTRATION = "administration"
    DEPARTMENT = "department"
    WORKPLACE = "workplace"


COMMITTEE_LEVELS = (Level.EXECUTIVE, Level.COMMITTEE, Level.JOINT_COMMITTEE, Level.COMPANY)


class Direction(StrEnum):
    """Which way is better (docs/measures.md §2). Kolada has no such field: it is our own reviewed judgement."""

    HIGHER = "higher"
    LOWER = "lower"
    INTERVAL = "interval"
    NEUTRAL = "neutral"


class ReportDate(Definition):
    """One report of the municipality's year: the period's last month, and what the report is called."""

    month: Annotated[int, Field(ge=1, le=MONTHS)]
    title: Text
    assumed: bool = False


class ComparisonGroup(Definition):
    """A set of municipalities of the municipality's own choosing (§8, `own`), pinned by its members."""

    id: Id
    title: Text
    members: Annotated[list[AreaId], Field(min_length=2)]


class Thresholds(Definition):
    """Every threshold marked † in docs/measures.md; the defaults are the ones given there."""

    tolerance_share_higher: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.2")
    tolerance_share_lower: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.25")
    min_coverage: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.5")
    met_score: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.8")
    not_met_score: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.4")
    few_behind_value: Annotated[int, Field(ge=0)] = 50
    colour_min_n: Annotated[int, Field(ge=2)] = 20
    colour_min_share: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.8")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.not_met_score >= self.met_score:
            raise ValueError("not_met_score must be below met_score")
        return self


class Profile(Definition):
    """The municipality itself: who it is, when it reports, whom it compares itself with."""

    id: Id
    title: Text
    genitive: Text
    area_id: AreaId
    fictional: bool = False
    note: Text | None = None
    reports: Annotated[list[ReportDate], Field(min_length=1)]
    comparison_groups: list[ComparisonGroup] = []
    thresholds: Thresholds = Thresholds()


class Unit(Definition):
    """A part of the organisation, from the council down to the workplace, with the time it exists."""

    id: Id
    title: Text
    level: Level
    parent: Id | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @field_validator("id")
    @classmethod
    def _page_name(cls, value: str) -> str:
        if value == "index":
            raise ValueError("'index' is the overview page's own name; choose another id")
        return value


class Scale(Definition):
    """What values the measure can take at all. It belongs to the definition, not to the unit of measure.

    `share` lies in 0–100 and `amount` from 0 up unless min or max say otherwise; `signed` may be negative.
    """

    kind: Literal["share", "amount", "signed"]
    min: Decimal | None = None
    max: Decimal | None = None

    @property
    def low(self) -> Decimal | None:
        """The least possible value, or None."""
        return self.min if self.min is not None or self.kind == "signed" else Decimal(0)

    @property
    def high(self) -> Decimal | None:
        """The greatest possible value, or None."""
        return self.max if self.max is not None or self.kind != "share" else Decimal(100)


class Indicator(Definition):
    """A measure, always with its measuring method: here a Kolada KPI and how it is to be read.

    `decimals` is what judgements round to; `precision` is the least difference that the measure can tell apart,
    in its own unit, and the default of `min_change`; `lag` the oldest age in years that may stand for the
    report's year (§1); `why` says in a word why direction, scale and lag are as they are.
    """

    id: Id
    title: Text
    kpi_id: KpiId
    direction: Direction
    scale: Scale
    unit_of_measure: Text
    decimals: Annotated[int, Field(ge=0, le=6)]
    precision: Annotated[Decimal, Field(gt=0)]
    aggregation: Literal["sum", "ratio", "weighted_mean", "last", "none"]
    service_area: Text
    similar: Text
    lag: Annotated[int, Field(ge=0, le=10)]
    why: Text
    forecast: Literal["annual"] = "annual"
    tolerance: Annotated[Decimal, Field(ge=0)] | None = None
    min_change: Annotated[Decimal, Field(ge=0)] | None = None
    judged_genders: Annotated[list[Gender], Field(min_length=1)] = ["T"]
    series_breaks: list[Year] = []
    from_year: Year | None = None
    sdg: list[Annotated[int, Field(ge=1, le=17)]] = []


class GoalIndicator(Definition):
    """An indicator that a goal is measured by, and its weight (§5)."""

    indicator: Id
    weight: Annotated[Decimal, Field(gt=0)] = Decimal(1)


class Goal(Definition):
    """A goal of any kind, carried by one responsible unit; `parents` are the goals that it serves."""

    id: Id
    kind: Literal[
        "strategic_goal",
        "expected_result",
        "own_result",
        "quality_factor",
        "development_goal",
        "financial_goal",
    ]
    title: Text
    unit: Id
    parents: list[Id] = []
    perspective: Text | None = None
    definition: Text | None = None
    rationale: Text | None = None
    indicators: list[GoalIndicator] = []
    sdg: list[Annotated[int, Field(ge=1, le=17)]] = []
    assumed: bool = False

    @field_validator("indicators", mode="before")
    @classmethod
    def _bare_ids(cls, value: object) -> object:
        if not isinstance(value, list):
            return value
        items: list[object] = value  # pyright: ignore[reportUnknownVariableType]
        return [{"indicator": item} if isinstance(item, str) else item for item in items]


class Target(Definition):
    """What the goal's responsible unit is to reach in the plan's year 1 and year 3, by one indicator (§2, §3)."""

    goal: Id
    indicator: Id
    gender: Gender = "T"
    year1: Decimal | Interval | None = None
    year3: Decimal | Interval | None = None
    tolerance: Annotated[Decimal, Field(ge=0)] | None = None
    baseline: Decimal | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.year1 is None and self.year3 is None:
            raise ValueError("give year1, year3 or both")
        return self


class Plan(Definition):
    """A plan version: decided on a day, with targets for its year 1 and its year 3."""

    id: Id
    title: Text
    decided_at: date
    year1: Year
    assumed: bool = False
    targets: list[Target] = []

    @property
    def year3(self) -> int:
        """The plan's third year."""
        return self.year1 + 2


class Judgement(Definition):
    """A unit's own judgement of a goal, or of its work as a whole: shown beside the computed one (§5)."""

    report: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    unit: Id
    goal: Id | None = None
    status: Literal["met", "partly", "not_met", "not_assessed"]
    motivation: Text
    by: Text
    date: date


SECTIONS: dict[str, type[Definition]] = {
    "municipality": Profile,
    "units": Unit,
    "indicators": Indicator,
    "goals": Goal,
    "plans": Plan,
    "judgements": Judgement,
    "acknowledgements": Acknowledgement,
    "corrections": Correction,
}


class Municipality(Definition):
    """Everything that a municipality has defined."""

    municipality: Profile
    units: list[Unit]
    indicators: list[Indicator]
    goals: list[Goal]
    plans: list[Plan] = []
    judgements: list[Judgement] = []
    acknowledgements: list[Acknowledgement] = []
    corrections: list[Correction] = []

    @property
    def id(self) -> str:
        """The municipality's id: its folder's name."""
        return self.municipality.id

    def report_ids(self, first_year: int, last_year: int) -> list[str]:
        """Return every report of the calendar in the years given, in order, as `YYYY-MM`."""
        months = sorted({report.month for report in self.municipality.reports})
        return [f"{year}-{month:02d}" for year in range(first_year, last_year + 1) for month in months]

    def report_title(self, report: str) -> str:
        """Return what the calendar calls the report, with its year."""
        year, month = report.split("-")
        titles = {date.month: date.title for date in self.municipality.reports}
        return f"{titles[int(month)]} {year}"

    def latest_report(self, at: date) -> str:
        """Return the last report of the calendar whose period has ended by the day `at` (docs/measures.md §1)."""
        ended = [r for r in self.report_ids(at.year - 1, at.year) if _period_end(r) <= at]
        return ended[-1]

    def committees(self) -> list[Unit]:
        """Return the units that get a page of their own: executive, committees, joint committees, companies."""
        return [unit for unit in self.units if unit.level in COMMITTEE_LEVELS]


def _period_end(report: str) -> date:
    year, month = (int(part) for part in report.split("-"))
    return date(year + month // MONTHS, month % MONTHS + 1, 1)


def find_cycle(parents: dict[str, list[str]]) -> list[str] | None:
    """Return one cycle of a graph given as node → parents, as the path that closes it, or None."""
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        path: list[str] = error.args[1]
        return path[::-1]
    return None


def needs_tolerance(indicator: Indicator, target: Target) -> str | None:
    """Return why an explicit tolerance is compulsory (§2), or None where the default holds."""
    if indicator.direction is Direction.INTERVAL:
        return "direction is interval"
    if indicator.scale.kind == "signed":
        return "the scale is signed"
    values = [v for v in (target.year1, target.year3) if isinstance(v, Decimal)]
    if any(value <= 0 for value in values):
        return "a target is 0 or below"
    return None


def faults(
    *,
    profile: Profile | None,
    units: dict[int, Unit],
    indicators: dict[int, Indicator],
    goals: dict[int, Goal],
    plans: dict[int, Plan],
    judgements: dict[int, Judgement],
    acknowledgements: dict[int, Acknowledgement],
    corrections: dict[int, Correction],
    broken: set[str],
) -> Iterator[Finding]:
    """Yield every fault across definitions as (path, what is wrong, how to mend it).

    The dictionaries hold the definitions that could be read, by their place in the section; `broken` the ids of
    those that could not, so that one mistake is not told twice.
    """
    yield from _duplicates("units", {i: u.id for i, u in units.items()})
    yield from _duplicates("indicators", {i: n.id for i, n in indicators.items()})
    yield from _duplicates("goals", {i: g.id for i, g in goals.items()})
    yield from _duplicates("plans", {i: p.id for i, p in plans.items()})
    if profile is not None:
        yield from _profile_faults(profile)
    yield from _unit_faults(units, broken)
    yield from _goal_faults(goals, {u.id for u in units.values()}, {n.id for n in indicators.values()}, broken)
    yield from _plan_faults(plans, goals, {n.id: n for n in indicators.values()}, broken)
    yield from _judgement_faults(judgements, units, goals, profile, broken)
    kpi_ids = {indicator.kpi_id for indicator in indicators.values()} if not broken else None
    yield from _duplicates("corrections", {i: c.id for i, c in corrections.items()})
    yield from quality_faults(acknowledgements, corrections, kpi_ids)


def _duplicates(section: str, ids: dict[int, str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for i, name in ids.items():
        if name in first:
            yield (
                (section, i, "id"),
                f"the id '{name}' is already used by entry {first[name] + 1} of {section}.",
                "Give each its own id.",
            )
        first.setdefault(name, i)


def _profile_faults(profile: Profile) -> Iterator[Finding]:
    months: set[int] = set()
    for i, report in enumerate(profile.reports):
        if report.month in months:
            yield (
                ("municipality", "reports", i, "month"),
                f"month {report.month} has two reports.",
                "Keep one report a month.",
            )
        months.add(report.month)
    yield from _duplicates("comparison_groups", {i: g.id for i, g in enumerate(profile.comparison_groups)})
    for i, group in enumerate(profile.comparison_groups):
        if group.id in {"all", "county", "similar"}:
            yield (
                ("municipality", "comparison_groups", i, "id"),
                f"'{group.id}' is the name of a built-in group.",
                "Choose another id.",
            )


def _unit_faults(units: dict[int, Unit], broken: set[str]) -> Iterator[Finding]:
    known = {unit.id for unit in units.values()}
    roots = {i: unit for i, unit in units.items() if unit.parent is None}
    for i, unit in units.items():
        if unit.parent is not None and unit.parent not in known | broken:
            yield (
                ("units", i, "parent"),
                f"unit '{unit.id}' has the parent '{unit.parent}', which does not exist.",
                f"Correct the id, or add the unit '{unit.parent}'.",
            )
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            yield (
                ("units", i, "valid_to"),
                f"unit '{unit.id}' ends before it begins.",
                "Let valid_to be on or after valid_from.",
            )
    for i, root in roots.items():
        if root.level is not Level.COUNCIL:
            yield (
                ("units", i),
                f"unit '{root.id}' has no parent, and only the council may stand alone.",
                "Give it a parent.",
            )
    councils = [i for i, unit in units.items() if unit.level is Level.COUNCIL]
    if len(councils) != 1 and not broken:
        yield (
            ("units",),
            f"there are {len(councils)} units with level council.",
            "Keep exactly one, without a parent.",
        )
    cycle = find_cycle({u.id: [u.parent] if u.parent else [] for u in units.values()})
    if cycle:
        where = next(i for i, u in units.items() if u.id == cycle[0])
        yield (
            ("units", where, "parent"),
            f"units are each other's parents: {' → '.join(cycle)}.",
            "Break the cycle.",
        )


def _goal_faults(goals: dict[int, Goal], units: set[str], indicators: set[str], broken: set[str]) -> Iterator[Finding]:
    known = {goal.id for goal in goals.values()}
    for i, goal in goals.items():
        if goal.unit not in units | broken:
            yield (
                ("goals", i, "unit"),
                f"goal '{goal.id}' belongs to the unit '{goal.unit}', which does not exist.",
                "Correct the id, or add the unit.",
            )
        for j, parent in enumerate(goal.parents):
            if parent not in known | broken:
                yield (
                    ("goals", i, "parents", j),
                    f"goal '{goal.id}' serves the goal '{parent}', which does not exist.",
                    "Correct the id, or add the goal.",
                )
        seen: set[str] = set()
        for j, item in enumerate(goal.indicators):
            if item.indicator not in indicators | broken:
                yield (
                    ("goals", i, "indicators", j),
                    f"goal '{goal.id}' names the indicator '{item.indicator}', which does not exist.",
                    "Correct the id, or add the indicator.",
                )
            if item.indicator in seen:
                yield (
                    ("goals", i, "indicators", j),
                    f"goal '{goal.id}' names the indicator '{item.indicator}' twice.",
                    "Remove one.",
                )
            seen.add(item.indicator)
    cycle = find_cycle({goal.id: goal.parents for goal in goals.values()})
    if cycle:
        where = next(i for i, g in goals.items() if g.id == cycle[0])
        yield (
            ("goals", where, "parents"),
            f"goals serve each other in a cycle: {' → '.join(cycle)}.",
            "Remove one of the links.",
        )


def _plan_faults(
    plans: dict[int, Plan],
    goals: dict[int, Goal],
    indicators: dict[str, Indicator],
    broken: set[str],
) -> Iterator[Finding]:
    by_goal = {goal.id: goal for goal in goals.values()}
    for i, plan in plans.items():
        seen: dict[tuple[str, str, str, int], int] = {}
        for j, target in enumerate(plan.targets):
            path: Path = ("plans", i, "targets", j)
            name = f"the target for '{target.indicator}' under '{target.goal}' in plan '{plan.id}'"
            goal = by_goal.get(target.goal)
            indicator = indicators.get(target.indicator)
            if goal is None and target.goal not in broken:
                yield (
                    (*path, "goal"),
                    f"{name} names a goal that does not exist.",
                    "Correct the id, or add the goal.",
                )
            if indicator is None and target.indicator not in broken:
                yield (
                    (*path, "indicator"),
                    f"{name} names an indicator that does not exist.",
                    "Correct the id, or add the indicator.",
                )
            if goal is None or indicator is None:
                continue
            if indicator.id not in {item.indicator for item in goal.indicators}:
                yield (
                    (*path, "indicator"),
                    f"{name}: the goal is not measured by that indicator.",
                    "Add it to the goal's indicators.",
                )
            yield from _target_faults(path, name, target, indicator)
            for year, value in ((plan.year1, target.year1), (plan.year3, target.year3)):
                key = (goal.id, indicator.id, target.gender, year)
                if value is None:
                    continue
                if key in seen:
                    yield (
                        path,
                        f"{name} stands twice for {year}; the first is entry {seen[key] + 1}.",
                        "Keep one target a year.",
                    )
                seen.setdefault(key, j)


def _target_faults(path: Path, name: str, target: Target, indicator: Indicator) -> Iterator[Finding]:
    interval = indicator.direction is Direction.INTERVAL
    for key, value in (("year1", target.year1), ("year3", target.year3)):
        if value is None:
            continue
        if isinstance(value, Interval) != interval:
            yield (
                (*path, key),
                f"{name}: {key} does not fit the direction '{indicator.direction}'.",
                "Write {low: …, high: …} for interval, and one number otherwise.",
            )
    if indicator.direction is Direction.NEUTRAL:
        yield (
            path,
            f"{name}: a neutral indicator is not judged.",
            "Remove the target, or give it a direction.",
        )
    if target.gender not in indicator.judged_genders:
        yield (
            (*path, "gender"),
            f"{name}: gender {target.gender} is not judged for this indicator.",
            "Add it to judged_genders.",
        )
    why = needs_tolerance(indicator, target)
    if why and target.tolerance is None and indicator.tolerance is None:
        yield (
            (*path, "tolerance"),
            f"{name} needs an explicit tolerance: {why}.",
            "Add tolerance, in the indicator's own unit.",
        )


def _judgement_faults(
    judgements: dict[int, Judgement],
    units: dict[int, Unit],
    goals: dict[int, Goal],
    profile: Profile | None,
    broken: set[str],
) -> Iterator[Finding]:
    unit_ids = {unit.id for unit in units.values()} | broken
    goal_ids = {goal.id for goal in goals.values()} | broken
    months = {report.month for report in profile.reports} if profile else set[int]()
    seen: set[tuple[str, str, str | None]] = set()
    for i, judgement in judgements.items():
        if judgement.unit not in unit_ids:
            yield (
                ("judgements", i, "unit"),
                f"the unit '{judgement.unit}' does not exist.",
                "Correct the id, or add the unit.",
            )
        if judgement.goal is not None and judgement.goal not in goal_ids:
            yield (
                ("judgements", i, "goal"),
                f"the goal '{judgement.goal}' does not exist.",
                "Correct the id, or add the goal.",
            )
        if months and int(judgement.report[5:]) not in months:
            yield (
                ("judgements", i, "report"),
                f"there is no report {judgement.report} in the calendar.",
                "Choose a report of the calendar.",
            )
        key = (judgement.report, judgement.unit, judgement.goal)
        if key in seen:
            yield (
                ("judgements", i),
                f"'{judgement.unit}' has two judgements of the same thing in {judgement.report}.",
                "Keep one.",
            )
        seen.add(key)
