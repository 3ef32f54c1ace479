"""A municipality's steering model as definitions: units, goals, indicators, plans, calendar, thresholds.

The words are those of docs/domain.md, the rules those of docs/measures.md. What is done and what it costs stands in
`models.definitions.work`; what is wrong across definitions is told by `models.definitions.faults`; the files are read by
`assets.definitions.read_yaml`.
"""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from models.definitions.base import AreaId, Definition, Gender, Id, Interval, KpiId, Text, Year

ReportId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Month = Annotated[int, Field(ge=1, le=12)]
Sdg = Annotated[int, Field(ge=1, le=17)]
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

    month: Month
    title: Text
    assumed: bool = False


class ComparisonGroup(Definition):
    """A set of municipalities of the municipality's own choosing (§8, `own`), pinned by its members."""

    id: Id
    title: Text
    members: Annotated[list[AreaId], Field(min_length=2)]


class Thresholds(Definition):
    """Every threshold marked † in docs/measures.md and docs/local-sources.md; the defaults are the ones given there."""

    tolerance_share_higher: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.2")
    tolerance_share_lower: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.25")
    min_coverage: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.5")
    met_score: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.8")
    not_met_score: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.4")
    few_behind_value: Annotated[int, Field(ge=0)] = 50
    colour_min_n: Annotated[int, Field(ge=2)] = 20
    colour_min_share: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.8")
    colour_certainty: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.75")
    likely_share: Annotated[Decimal, Field(ge=0.5, le=1)] = Decimal("0.8")
    realism_min_n: Annotated[int, Field(ge=1)] = 20
    unlikely_share: Annotated[Decimal, Field(ge=0, lt=0.5)] = Decimal("0.2")
    carried_out_share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.8")
    right_way_share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.8")
    contributed_share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.5")
    outer_share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.7")
    min_component_share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.6")
    deviation_committee: Annotated[Decimal, Field(ge=0)] = Decimal("0.5")
    deviation_council: Annotated[Decimal, Field(ge=0)] = Decimal(2)
    shortfall_count: Annotated[int, Field(ge=1)] = 3
    shortfall_score: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(25)
    min_persons: Annotated[int, Field(ge=1)] = 5
    min_pupils: Annotated[int, Field(ge=1)] = 10
    receipt_share: Annotated[Decimal, Field(ge=0)] = Decimal("0.1")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.not_met_score >= self.met_score:
            raise ValueError("not_met_score must be below met_score")
        if self.deviation_committee >= self.deviation_council:
            raise ValueError("deviation_committee must be below deviation_council")
        return self


Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]+$")]


class Accounts(Definition):
    """Which ledger accounts are what, by their first digits; of two that fit, the longer holds.

    The defaults are those of Kommun-Bas, with taxes and financial items (class 8) among revenue and cost. `outside` is
    the balance sheet and what is not booked on units; an account that begins with none of these is a failed check.
    """

    revenue: list[Digits] = ["3", "80", "81", "82", "84"]
    cost: list[Digits] = ["4", "5", "6", "7", "83", "85"]
    investment: list[Digits] = ["11", "12"]
    outside: list[Digits] = ["1", "2", "9"]

    @model_validator(mode="after")
    def _one_each(self) -> Self:
        listed = [*self.revenue, *self.cost, *self.investment, *self.outside]
        if twice := sorted({digits for digits in listed if listed.count(digits) > 1}):
            raise ValueError(f"the first digits {', '.join(twice)} stand twice: an account is of one kind")
        return self

    def kind_of(self, account: str) -> str | None:
        """Return revenue, cost, investment or outside, or None where no first digits fit."""
        fitting = [(digits, kind) for kind, listed in self for digits in listed if account.startswith(digits)]
        return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else None


class Schedules(Definition):
    """What Dagster runs by itself for the municipality. Nothing, unless it is turned on here.

    `refresh` asks Kolada when values are due; `reports` makes the calendar's reports; `economy` the monthly follow-up;
    `local_files` takes in a changed file of the municipality's folder once it has stopped changing.
    """

    refresh: bool = False
    reports: bool = False
    economy: bool = False
    local_files: bool = False


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
    accounts: Accounts = Accounts()
    schedules: Schedules = Schedules()
    surroundings: list[Id] = []
    perspectives: list[Text] = []


class Vision(Definition):
    """The picture of the future that everything serves, at least ten years ahead, and the values it rests on."""

    title: Text
    text: Text
    decided_at: date | None = None
    until: Year | None = None
    values: list[Text] = []
    assumed: bool = False


class SteeringDocument(Definition):
    """A plan, policy, programme or guideline: ties vision and goals; has an owner and a validity."""

    id: Id
    title: Text
    kind: Literal["model", "plan", "policy", "programme", "guideline"]
    owner: Id
    decided_at: date | None = None
    decision: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    goals: list[Id] = []
    assumed: bool = False


class Unit(Definition):
    """A part of the organisation, from the council down to the workplace, with the time it exists.

    `moved` tells under which unit it stood earlier, each until a last day; `parent` is where it stands since then.
    `kolada_unit` ties a school, preschool or home to Kolada's own id of it.
    """

    id: Id
    title: Text
    level: Level
    parent: Id | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    moved: list["EarlierParent"] = []
    kolada_unit: Annotated[str, StringConstraints(pattern=r"^V[0-9]{2}E[0-9]{5,9}$")] | None = None

    @field_validator("id")
    @classmethod
    def _page_name(cls, value: str) -> str:
        if value in {"index", "uppsikt"}:
            raise ValueError(f"'{value}' is the overview page's own name; choose another id")
        return value

    def parent_on(self, day: date) -> str | None:
        """Return the unit above on a day."""
        for earlier in sorted(self.moved, key=lambda item: item.until):
            if day <= earlier.until:
                return earlier.parent
        return self.parent

    def exists_on(self, day: date) -> bool:
        """Return whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class EarlierParent(Definition):
    """Where a unit stood before it moved, and the last day of that."""

    parent: Id
    until: date


class Reorganisation(Definition):
    """Units that split, merge or end: from a day on, `into` carries on the work of `units`."""

    date: date
    kind: Literal["split", "merge", "end"]
    units: Annotated[list[Id], Field(min_length=1)]
    into: list[Id] = []

    @model_validator(mode="after")
    def _fits(self) -> Self:
        wanted = {
            "split": len(self.into) > 1 and len(self.units) == 1,
            "merge": len(self.into) == 1,
            "end": not self.into,
        }
        if not wanted[self.kind]:
            raise ValueError("split is one unit into several, merge is into one, end is into none")
        return self


class Scale(Definition):
    """What values the measure can take at all. It belongs to the definition, not to the unit of measure.

    `share` lies in 0–100 and `amount` from 0 up unless min or max say otherwise; `signed` may be negative.
    """

    kind: Literal["share", "amount", "signed", "ordinal"]
    min: Decimal | None = None
    max: Decimal | None = None

    @property
    def low(self) -> Decimal | None:
        """The least possible value, or None."""
        return self.min if self.min is not None or self.kind in {"signed", "ordinal"} else Decimal(0)

    @property
    def high(self) -> Decimal | None:
        """The greatest possible value, or None."""
        return self.max if self.max is not None or self.kind != "share" else Decimal(100)


class RatioForecast(Definition):
    """How a ratio's full year is foretold: its numerator and its denominator each in its own way (§4)."""

    numerator: Literal["flow", "rate", "annual"]
    denominator: Literal["flow", "rate", "annual"]


class Indicator(Definition):
    """A measure, always with its measuring method: a Kolada KPI, or the municipality's own measurements.

    `decimals` is what judgements round to; `precision` is the least difference that the measure can tell apart,
    in its own unit, and the default of `min_change`; `lag` the oldest age in years that may stand for the
    report's year (§1); `why` says in a word why direction, scale and lag are as they are. A qualitative indicator is
    judged on `steps`, from the worst to the best. `factor` is what numerator ÷ denominator is multiplied by.
    With `compare_units` Kolada's values of each school, preschool or home are asked for too, and ours are compared.
    """

    id: Id
    title: Text
    kpi_id: KpiId | None = None
    measured_by: Text | None = None
    steps: Annotated[list[Text], Field(min_length=2, max_length=12)] | None = None
    direction: Direction
    scale: Scale
    unit_of_measure: Text
    decimals: Annotated[int, Field(ge=0, le=6)]
    precision: Annotated[Decimal, Field(gt=0)]
    aggregation: Literal["sum", "ratio", "weighted_mean", "last", "none"]
    service_area: Text
    similar: Text | None = None
    lag: Annotated[int, Field(ge=0, le=10)]
    why: Text
    forecast: Literal["flow", "rate", "annual"] | RatioForecast = "annual"
    factor: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    counts: Literal["persons", "pupils"] | None = None
    tolerance: Annotated[Decimal, Field(ge=0)] | None = None
    min_change: Annotated[Decimal, Field(ge=0)] | None = None
    judged_genders: Annotated[list[Gender], Field(min_length=1)] = ["T"]
    series_breaks: list[Year] = []
    from_year: Year | None = None
    sdg: list[Sdg] = []
    compare_units: bool = False

    @model_validator(mode="after")
    def _method(self) -> Self:
        if (self.kpi_id is None) == (self.measured_by is None):
            raise ValueError(
                "an indicator has one measuring method: kpi_id for a Kolada KPI, or measured_by with words on how the"
                " municipality measures it itself"
            )
        if self.kpi_id is not None and self.similar is None:
            raise ValueError("similar is missing: RKA's area of similar municipalities, for a Kolada KPI")
        if self.compare_units and self.kpi_id is None:
            raise ValueError("compare_units needs a kpi_id: the units' values are Kolada's")
        if (self.steps is not None) != (self.scale.kind == "ordinal"):
            raise ValueError("steps and the scale 'ordinal' belong together")
        if self.steps is not None and (self.decimals or self.direction not in {Direction.HIGHER, Direction.NEUTRAL}):
            raise ValueError("an ordinal scale has decimals 0 and direction higher: its last step is the best")
        if self.steps is not None and len(set(self.steps)) < len(self.steps):
            raise ValueError("two steps have one name")
        return self


class ServiceArea(Definition):
    """What the quality and the resources of a service are measured by (§9)."""

    id: Id
    title: Text
    similar: Text
    quality: Annotated[list[Id], Field(min_length=1)]
    resource: Id


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
    strategy: Text | None = None
    responsible: Text | None = None
    with_units: list[Id] = []
    indicators: list[GoalIndicator] = []
    sdg: list[Sdg] = []
    assumed: bool = False

    @field_validator("indicators", mode="before")
    @classmethod
    def _bare_ids(cls, value: object) -> object:
        if not isinstance(value, list):
            return value
        items: list[object] = value  # pyright: ignore[reportUnknownVariableType]
        return [{"indicator": item} if isinstance(item, str) else item for item in items]


class Target(Definition):
    """What a unit is to reach in the plan's year 1 and year 3, by one indicator of a goal (§2, §3).

    The unit is the goal's own unless another is given, which the municipality then measures by itself. On an ordinal
    scale the target is a step's name.
    """

    goal: Id
    indicator: Id
    unit: Id | None = None
    gender: Gender = "T"
    year1: Decimal | Interval | Text | None = None
    year3: Decimal | Interval | Text | None = None
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
    """A unit's own judgement of a goal, or of its work as a whole: shown beside the computed one (§5).

    The council's of the whole may say what the year meant for the way towards the vision (§13).
    """

    report: ReportId
    unit: Id
    goal: Id | None = None
    status: Literal["met", "partly", "not_met", "not_assessed"]
    motivation: Text
    towards_vision: Text | None = None
    by: Text
    date: date


def period_end(report: str) -> date:
    """Return the last day of a report's period."""
    year, month = (int(part) for part in report.split("-"))
    return date(year + month // MONTHS, month % MONTHS + 1, 1) - timedelta(days=1)
