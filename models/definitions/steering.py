"""A municipality's steering model as definitions: units, goals, indicators, plans, calendar, thresholds.

The words are those of docs/domain.md, the rules those of docs/measures.md. What is done and what it costs stands in
`models.definitions.work`; what is wrong across definitions is told by `models.definitions.faults`; the files are read by
`assets.definitions.read_yaml`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from models.definitions.aims import Aim, Rule
from models.definitions.base import AreaId, Definition, Gender, Id, KpiId, Text, Year, slug_of
from models.definitions.colours import Colours
from models.definitions.levels import Level
from models.definitions.own_words import GoalKind, OwnWords
from models.definitions.publishing import Publishing

ReportId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Month = Annotated[int, Field(ge=1, le=12)]
Sdg = Annotated[int, Field(ge=1, le=17)]
MONTHS = 12


# What the financial analysis of the annual report looks at (RK-modellen), in its order.
FinancialAspect = Literal["result", "capacity", "risk", "control"]

COMMITTEE_LEVELS = (Level.EXECUTIVE, Level.COMMITTEE, Level.JOINT_COMMITTEE, Level.COMPANY)


class Direction(StrEnum):
    """Which way is better (docs/measures.md §2). Kolada has no such field: it is our own reviewed judgement.

    `open` is not decided by anyone yet: nothing is judged by it.
    """

    HIGHER = "higher"
    LOWER = "lower"
    INTERVAL = "interval"
    NEUTRAL = "neutral"
    OPEN = "open"


class ReportDate(Definition):
    """One report of the municipality's year: the period's last month, and what the report is called."""

    month: Month
    title: Text
    assumed: bool = False


class PlanningProduct(Definition):
    """What plans for the years ahead: an analysis of the present state, the council's budget and plan, or the committees' plans.

    `month` is the one in which it is decided, `id` its name among the year's reports (`2026-06-<id>`), `texts` the kinds of
    statements that belong to it. A text, goal, target, frame or assignment in it that has no decision yet is a proposal.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    product: Literal["present_state", "budget_and_plan", "operations_plan"]
    title: Text
    month: Month
    texts: list[Id] = []
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
    repeated_share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.4")
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
            raise ValueError("not_met_score måste vara lägre än met_score")
        if self.deviation_committee >= self.deviation_council:
            raise ValueError("deviation_committee måste vara lägre än deviation_council")
        return self


class EarlierThresholds(Definition):
    """The thresholds that held until a last day, and the decision that changed them."""

    until: date
    thresholds: Thresholds
    decided_at: date | None = None
    decision: Text | None = None


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
            raise ValueError(f"de första siffrorna {', '.join(twice)} står två gånger: ett konto är av ett slag")
        return self

    def kind_of(self, account: str) -> str | None:
        """Return revenue, cost, investment or outside, or None where no first digits fit."""
        fitting = [(digits, kind) for kind, listed in self for digits in listed if account.startswith(digits)]
        return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else None


class Schedules(Definition):
    """What Dagster runs by itself for the municipality. Nothing, unless it is turned on here.

    `refresh` asks Kolada when values are due; `reports` makes the calendar's reports; `economy` the monthly follow-up;
    `local_files` takes in a changed file of the municipality's folder once it has stopped changing. With `refresh_waits` what
    Kolada answers is kept, and no report stands on it before somebody has said yes (`styrtal refresh --let-in`).
    """

    refresh: bool = False
    refresh_waits: bool = False
    reports: bool = False
    economy: bool = False
    local_files: bool = False


class StatementPart(Definition):
    """A part that a kind of statement asks for, and whether one without it is lacking."""

    id: Id
    title: Text
    required: bool = True


class StatementKind(Definition):
    """A kind of statement that the steering model asks for: its parts, who writes it, and on which pages it stands.

    `levels` are those whose units write one; `pages` where it stands: the unit's own page (or, where it has none, the page
    above), the council's, the executive's supervision; before or after what the page says of goals. `months` are the
    reports that show it; all where they are left out.
    """

    id: Id
    title: Text
    parts: Annotated[list[StatementPart], Field(min_length=1)]
    levels: Annotated[list[Level], Field(min_length=1)]
    pages: Annotated[list[Literal["unit", "council", "oversight"]], Field(min_length=1)] = ["unit"]
    place: Literal["before_goals", "after_goals"] = "before_goals"
    months: list[Month] | None = None


GOAL_PARTS = (
    "definition", "rationale", "strategy", "responsible", "indicators", "parents", "activities", "decided_at", "valid_from",
)  # fmt: skip
ASSIGNMENT_PARTS = ("financing", "not_under_way", "goals")


class Demand(Definition):
    """What the steering model asks of every goal of a kind, or of every assignment; and of which units to have a goal of the kind.

    `parts` are what each must have: keys of a goal (`activities`: at least one serves it), or of an assignment
    (`not_under_way`: no activity or assignment of its unit, or below, had its title already when it was given). Each unit of
    `levels` must have a goal of the kind, in each of `perspectives` where they are given.
    """

    of: Literal[GoalKind, "assignment"]
    parts: list[Text] = []
    levels: list[Level] = []
    perspectives: list[Text] = []

    @model_validator(mode="after")
    def _fits(self) -> Self:
        known = ASSIGNMENT_PARTS if self.of == "assignment" else GOAL_PARTS
        unknown = [part for part in self.parts if part not in known]
        if unknown:
            raise ValueError(f"'{unknown[0]}' kan inte krävas av {self.of}; det som kan krävas är {', '.join(known)}")
        if not self.parts and not self.levels:
            raise ValueError("säg vad som krävs: parts, levels eller båda")
        if self.of == "assignment" and (self.levels or self.perspectives):
            raise ValueError("levels och perspectives gäller mål, inte uppdrag")
        return self


class Profile(Definition):
    """The municipality itself: who it is, when it reports, whom it compares itself with.

    `financial_analysis` names the indicators that the financial analysis shows beside the municipality's own money (§21).
    `accessibility_contact` is how a reader tells of what does not work on the pages, which the law asks for.
    """

    id: Id
    title: Text
    genitive: Text
    area_id: AreaId
    fictional: bool = False
    note: Text | None = None
    reports: Annotated[list[ReportDate], Field(min_length=1)]
    monthly_title: Text = "Ekonomisk månadsuppföljning"
    planning: list[PlanningProduct] = []
    comparison_groups: list[ComparisonGroup] = []
    thresholds: Thresholds = Thresholds()
    earlier_thresholds: list[EarlierThresholds] = []
    accounts: Accounts = Accounts()
    schedules: Schedules = Schedules()
    surroundings: list[Id] = []
    financial_analysis: dict[FinancialAspect, list[Id]] = {}
    approval_order: Literal["by_level", "free"] = "by_level"
    perspectives: list[Text] = []
    words: OwnWords = OwnWords()
    colours: Colours = Colours()
    accessibility_contact: Text | None = None
    publishing: Publishing | None = None
    statements: list[StatementKind] = []
    demands: list[Demand] = []


class Vision(Definition):
    """The picture of the future that everything serves, at least ten years ahead, and the values it rests on."""

    title: Text
    text: Text
    decided_at: date | None = None
    until: Year | None = None
    values: list[Text] = []
    assumed: bool = False


class SteeringDocument(Definition):
    """A plan, policy, programme, strategy or rule: ties vision and goals; has an owner, a decision and a validity.

    `responsible` is the role that keeps it, `applies_to` whom it is for, `diary_number` where the decision is filed; `published`
    whether it stands in the public collection of rules.
    """

    id: Id
    title: Text
    kind: Literal["model", "plan", "policy", "programme", "strategy", "guideline", "regulation", "rules", "law"]
    owner: Id
    responsible: Text | None = None
    applies_to: Text | None = None
    diary_number: Text | None = None
    published: bool | None = None
    decided_at: date | None = None
    decision: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    goals: list[Id] = []
    assumed: bool = False

    @property
    def asks_for_follow_up(self) -> bool:
        """Whether it says what is to be reached, and not how things are to be done: then some goal should follow it up."""
        return self.kind in {"plan", "policy", "programme", "strategy"}


class OfOrganisation(Definition):
    """A change of the organisation, with its decision: by whom, when, and its paragraph or diary number."""

    decided_by: Id | None = None
    decided_at: date | None = None
    decision: Text | None = None


# What pages are called that are no unit's: a unit's page has its id for a name.
OWN_PAGES = {
    "index": "översiktssidans", "uppsikt": "uppsiktssidans", "agenda-2030": "agendasidans", "revision": "revisorssidans",
    "tillganglighet": "tillgänglighetssidans", "koladas-andringar": "ändringssidans",
}  # fmt: skip


class Unit(OfOrganisation):
    """A part of the organisation, from the council down to the workplace, with the time it exists.

    `moved` tells under which unit it stood earlier, each until a last day; `parent` is where it stands since then. Its own
    decision is the one that it begins by (`valid_from`).
    `own_level` is one of the levels that the municipality has beside the standard ones, which count as one of these.
    `kolada_unit` ties a school, preschool or home to Kolada's own id of it. `owners` share a joint committee or a company.
    """

    id: Id
    title: Text
    level: Level
    own_level: Id | None = None
    parent: Id | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    moved: list["EarlierParent"] = []
    owners: list["Owner"] = []
    kolada_unit: Annotated[str, StringConstraints(pattern=r"^V[0-9]{2}E[0-9]{5,9}$")] | None = None

    @field_validator("id")
    @classmethod
    def _page_name(cls, value: str) -> str:
        if value in OWN_PAGES:
            raise ValueError(f"'{value}' är {OWN_PAGES[value]} eget namn; välj ett annat id")
        if value.startswith(("agare-", "trace-")):
            raise ValueError("sidor som börjar med 'agare-' är ägarnas, och med 'trace-' spårens; välj ett annat id")
        return value

    def parent_on(self, day: date) -> str | None:
        """Return the unit above on a day."""
        for earlier in sorted(self.moved, key=lambda item: item.until):
            if day <= earlier.until:
                return earlier.parent
        return self.parent

    def standing_on(self, day: date) -> "Unit":
        """Return the unit as it stands on a day: under the unit above it then, with the moves before it alone."""
        moved = [earlier for earlier in self.moved if earlier.until < day]
        return self if moved == self.moved else self.model_copy(update={"parent": self.parent_on(day), "moved": moved})

    def owners_on(self, day: date) -> list["Owner"]:
        """Return who owns it on a day."""
        return [each for each in self.owners if each.owns_on(day)]

    def owners_changed(self, year: int) -> bool:
        """Return whether its owners or their shares are not the same on all days of a year on which it exists."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        first, last = max(first, self.valid_from or first), min(last, self.valid_to or last)
        return any(each.owns_on(first) != each.owns_on(last) for each in self.owners) or any(
            day is not None and first < day < last for each in self.owners for day in (each.valid_from, each.valid_to)
        )

    def exists_on(self, day: date) -> bool:
        """Return whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class EarlierParent(OfOrganisation):
    """Where a unit stood before it moved, the last day of that, and the decision that moved it."""

    parent: Id
    until: date


class Owner(Definition):
    """One who owns a part of a unit, and the days on which it does: `share` is percent, exact to four decimals (§10)."""

    owner: Text
    share: Annotated[Decimal, Field(gt=0, le=100, decimal_places=4)]
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def page(self) -> str:
        """The file name, without its ending, of the owner's page."""
        return f"agare-{slug_of(self.owner)}"

    def owns_on(self, day: date) -> bool:
        """Return whether it owns its part on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Reorganisation(OfOrganisation):
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
            raise ValueError("split är en enhet som blir flera, merge är flera som blir en, end är en som upphör")
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


PARTS = {"month": (*range(1, 13),), "quarter": (3, 6, 9, 12), "tertial": (4, 8, 12), "term": (6, 12)}


class Measured(Definition):
    """What a measurement of an indicator is of, and how often there is one (§1).

    A part of a year stands under the month in which it ends; a school year is of the year in which it ends. `every` is the
    years from one to the next, `from` a year that has one; `months` those of a monthly measure that are expected.
    """

    kind: Literal["month", "quarter", "tertial", "term", "school_year", "year", "occasion"]
    every: Annotated[int, Field(ge=1, le=10)] = 1
    first: Annotated[Year | None, Field(alias="from")] = None
    months: Annotated[list[Month], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.months is not None and self.kind != "month":
            raise ValueError(f"months gäller kind: month; för {self.kind} följer månaderna av slaget")
        if self.every > 1 and self.first is None:
            raise ValueError(f"nyckeln 'from' saknas: ett år som mättes, så att vart {self.every}:e år räknas därifrån")
        if self.every == 1 and self.first is not None:
            raise ValueError("nyckeln 'from' hör ihop med every: 2 eller mer; med every: 1 mäts varje år")
        return self

    @property
    def parts(self) -> tuple[int, ...]:
        """The months in which the expected parts of a year end; none where a measurement is of a whole year."""
        return PARTS.get(self.kind, ()) if self.months is None else tuple(sorted(set(self.months)))

    def takes(self, year: int, month: int | None) -> bool:
        """Return whether a measurement of a year, or of a part of it, is one of those that the indicator has."""
        in_wave = self.first is None or (year - self.first) % self.every == 0
        return in_wave and (month is None or month in self.parts or self.kind == "occasion")


ROLLED = ("sum", "ratio", "weighted_mean")
Proposable = Literal[
    "title", "margin_kpi", "direction", "scale", "unit_of_measure", "decimals", "precision", "min_change", "lag",
    "judged_genders", "service_area", "similar",
]  # fmt: skip


class Indicator(Definition):
    """A measure, always with its measuring method: a Kolada KPI, or the municipality's own measurements.

    `decimals` is what judgements round to; `precision` is the least difference that the measure can tell apart,
    in its own unit, and the default of `min_change`; `lag` the oldest age in years that may stand for the
    report's year, in waves where `measured` says that it is not measured every year (§1); `why` says in a word why direction, scale and lag are as they are. A qualitative indicator is
    judged on `steps`, from the worst to the best. `factor` is what numerator ÷ denominator is multiplied by.
    With `foretold_by: result_share` an interim report foretells it by the municipality's own forecasts of its result and of taxes
    and grants, never by last year's value. With `compare_units` Kolada's values of each school, preschool or home are asked for too, and ours are compared.
    `margin_kpi` is the KPI of Kolada's uncertainty figures of it, `count_kpi` that of how many it is a share of, or of whom
    `factor` have so many (§18). What its makers say must not be ranked has `rankable: false`, and their reason (§8).
    `proposed` names the keys that a program has proposed and nobody has confirmed; a direction among them judges nothing (§2).
    """

    id: Id
    title: Text
    kpi_id: KpiId | None = None
    margin_kpi: KpiId | None = None
    count_kpi: KpiId | None = None
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
    measured: Measured | None = None
    why: Text
    forecast: Literal["flow", "rate", "annual"] | RatioForecast = "annual"
    foretold_by: Literal["result_share"] | None = None
    factor: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    counts: Literal["persons", "pupils"] | None = None
    tolerance: Annotated[Decimal, Field(ge=0)] | None = None
    min_change: Annotated[Decimal, Field(ge=0)] | None = None
    judged_genders: Annotated[list[Gender], Field(min_length=1)] = ["T"]
    series_breaks: list[Year] = []
    from_year: Year | None = None
    sdg: list[Sdg] = []
    compare_units: bool = False
    rankable: bool = True
    not_ranked: Text | None = None
    proposed: list[Proposable] = []

    @property
    def confirmed_direction(self) -> Direction:
        """Which way is better, `open` until a person has said it."""
        return Direction.OPEN if "direction" in self.proposed else self.direction

    @property
    def kpi_ids(self) -> list[str]:
        """The KPIs that are asked for: its own, and those that tell how sure it is."""
        return [kpi for kpi in (self.kpi_id, self.margin_kpi, self.count_kpi) if kpi is not None]

    @property
    def measured_kind(self) -> str | None:
        """What a measurement is of, where that is said."""
        return self.measured.kind if self.measured else None

    @property
    def every(self) -> int:
        """The years from one measurement to the next."""
        return 1 if self.measured is None else self.measured.every

    @property
    def expected_months(self) -> tuple[int, ...]:
        """The months under which the expected parts of a year stand, where it is measured by parts: all where nothing is said."""
        return (self.measured.parts if self.measured else ()) or PARTS["month"]

    def takes(self, year: int, month: int | None) -> bool:
        """Return whether a measurement of a year, or of a part of it, is one of those that the indicator has."""
        return self.measured is None or self.measured.takes(year, month)

    def oldest_age(self, year: int) -> int:
        """Return how many years old the oldest value is that may stand for a report's year: lag counts waves."""
        since_wave = (year - self.measured.first) % self.every if self.measured and self.measured.first else 0
        return since_wave + self.lag * self.every

    @model_validator(mode="after")
    def _method(self) -> Self:
        if (self.kpi_id is None) == (self.measured_by is None):
            raise ValueError(
                "en indikator har en mätmetod: kpi_id för ett nyckeltal i Kolada, eller measured_by med "
                "ord om hur kommunen mäter själv"
            )
        if self.foretold_by is not None and (self.forecast != "annual" or self.judged_genders != ["T"]):
            raise ValueError(
                f"foretold_by: {self.foretold_by} är av hela kommunen och året; skriv forecast: annual, och bara T"
            )
        if self.kpi_id is not None and self.similar is None:
            raise ValueError("similar saknas: RKA:s område för liknande kommuner, för ett nyckeltal i Kolada")
        if self.measured is not None and not self.measured.parts and self.forecast != "annual":
            raise ValueError(
                f"measured: {self.measured.kind} är en mätning om året, som inte kan förutses ur delar; skriv forecast: annual"
            )
        if self.kpi_id is not None and self.measured is not None and self.measured.parts:
            raise ValueError(f"Koladas värden är av år; measured kan inte vara {self.measured.kind}")
        if self.compare_units and self.kpi_id is None:
            raise ValueError("compare_units kräver kpi_id: enheternas värden kommer från Kolada")
        if (self.steps is not None) != (self.scale.kind == "ordinal"):
            raise ValueError("steps och skalan 'ordinal' hör ihop")
        ordinal = {Direction.HIGHER, Direction.NEUTRAL, Direction.OPEN}
        if self.steps is not None and (self.decimals or self.direction not in ordinal):
            raise ValueError("en skala av steg har decimals 0 och direction higher: det sista steget är bäst")
        if self.steps is not None and len(set(self.steps)) < len(self.steps):
            raise ValueError("två steg har samma namn")
        return self

    @model_validator(mode="after")
    def _certainty(self) -> Self:
        if self.kpi_id is None and (self.margin_kpi or self.count_kpi):
            raise ValueError("margin_kpi och count_kpi hör till ett nyckeltal i Kolada: ange kpi_id, eller ta bort dem")
        if len(set(self.kpi_ids)) < len(self.kpi_ids):
            raise ValueError("kpi_id, margin_kpi och count_kpi är tre olika nyckeltal")
        if self.count_kpi is not None and self.scale.kind not in {"share", "amount"}:
            raise ValueError(
                "count_kpi kräver skalan 'share', en andel av så många, eller 'amount', så mycket per invånare"
            )
        said = self.model_fields_set - {"proposed"}
        if unsaid := [key for key in self.proposed if key not in said]:
            raise ValueError(f"proposed nämner '{unsaid[0]}', som indikatorn inte anger; stryk det ur proposed")
        if self.rankable == (self.not_ranked is not None):
            raise ValueError("rankable: false och not_ranked hör ihop: skälet till att måttet inte får rangordnas")
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
    """A goal of any kind, carried by one responsible unit; `parents` are the goals that it serves.

    It is in force from `valid_from` to `valid_to` by a decision (by which unit, on which day, with which number); one that is
    ended before its time has the decision to end it beside. A goal that was revised stands once for each version, with the
    same id and validities that follow each other.
    """

    id: Id
    kind: GoalKind
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
    decided_by: Id | None = None
    decided_at: date | None = None
    decision: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    end_decided_at: date | None = None
    end_decision: Text | None = None
    assumed: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from is not None and self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to är före valid_from")
        if self.end_decided_at is not None and self.valid_to is None:
            raise ValueError("end_decided_at kräver valid_to: målets sista dag")
        return self

    def in_force_on(self, day: date) -> bool:
        """Return whether the version's own validity holds on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    @field_validator("indicators", mode="before")
    @classmethod
    def _bare_ids(cls, value: object) -> object:
        if not isinstance(value, list):
            return value
        items: list[object] = value  # pyright: ignore[reportUnknownVariableType]
        return [{"indicator": item} if isinstance(item, str) else item for item in items]


class Target(Definition):
    """What a unit is to reach in the plan's years, by one indicator of a goal (§2, §3).

    A year that is left out has a target only by the line between year 1 and year 3; so a target for the one year in which
    something is measured is written for that year alone.

    The unit is the goal's own unless another is given, which the municipality then measures by itself. On an ordinal
    scale the target is a step's name.
    """

    goal: Id
    indicator: Id
    unit: Id | None = None
    gender: Gender = "T"
    year1: Aim | None = None
    year2: Aim | None = None
    year3: Aim | None = None
    tolerance: Annotated[Decimal, Field(ge=0)] | None = None
    baseline: Decimal | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if all(aim is None for aim in self.aims.values()):
            raise ValueError("ange målvärdet för något av planens år: year1, year2 eller year3")
        return self

    @property
    def leaf(self) -> str:
        """The leaf that it is of, as it is written here."""
        return " ".join(filter(None, (self.goal, self.indicator, self.unit, self.gender)))

    @property
    def aims(self) -> dict[str, Aim | None]:
        """What is to be reached in each of the plan's years, by its key."""
        return {"year1": self.year1, "year2": self.year2, "year3": self.year3}

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules among them, by the key of the year."""
        return {key: aim for key, aim in self.aims.items() if isinstance(aim, Rule)}


class Plan(Definition):
    """A plan version: decided on a day, with targets for its year 1 and its year 3. Without that day it is a proposal.

    `ends` names the goals that the plan ends, from the first day of its year 1; one that it does not speak of stands.
    """

    id: Id
    title: Text
    decided_at: date | None = None
    year1: Year
    decided_by: Id | None = None
    decision: Text | None = None
    ends: list[Id] = []
    assumed: bool = False
    targets: list[Target] = []

    @property
    def year3(self) -> int:
        """The plan's third year."""
        return self.year1 + 2

    def named_targets(self) -> dict[str, Target]:
        """The targets by what they are called among all plans': this plan, and the leaf as the target names it."""
        return {f"{self.id} {target.leaf}": target for target in self.targets}


class Judgement(Definition):
    """A unit's own judgement of a goal, or of its work as a whole: shown beside the computed one (§5).

    With an indicator it is of a target in words, which only the unit judges (§2).
    The council's of the whole may say what the year meant for the way towards the vision (§13).
    """

    report: ReportId
    unit: Id
    goal: Id | None = None
    indicator: Id | None = None
    status: Literal["met", "partly", "not_met", "not_assessed"]
    motivation: Text
    towards_vision: Text | None = None
    by: Text
    date: date


def subtree(units: Sequence[Unit], top: str) -> list[str]:
    """Return a unit's id and those of every unit below it."""
    unit_ids = [top]
    for unit_id in unit_ids:
        unit_ids += [unit.id for unit in units if unit.parent == unit_id]
    return unit_ids


def units_above(units: Mapping[str, Unit], unit_id: str, day: date) -> list[str]:
    """Return the ids of the units above one on a day, the nearest first; `units` are all by their ids."""
    above: list[str] = []
    at = units[unit_id].parent_on(day)
    while at is not None and at in units and at not in above:
        above.append(at)
        at = units[at].parent_on(day)
    return above


def month_of(report: str) -> int:
    """Return the last month of a report's period."""
    return int(report[5:7])


def period_end(report: str) -> date:
    """Return the last day of a report's period."""
    year, month = int(report[:4]), month_of(report)
    return date(year + month // MONTHS, month % MONTHS + 1, 1) - timedelta(days=1)
