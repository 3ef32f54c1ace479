"""What is done and what it costs, as definitions: activities, assignments, services, gains, money, staff, control.

The words are those of docs/domain.md. The same things may come from the municipality's own files (`models.definitions.own_files`);
what stands here is for those that keep them beside their goals.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from models.definitions.base import MONTH, Definition, Gender, Id, Text, Year
from models.definitions.steering import Month, ReportId

Role = Text
# Kolada's statuses, which own measurements use too, as the reason why there is no value.
REASONS = {"Missing": "missing", "Privacy": "privacy", "Not applicable": "not_applicable"}
Risk = Annotated[int, Field(ge=1, le=4)]


class Measurement(Definition):
    """One of the municipality's own measurements (§1): a number, a step of an ordinal scale, a ratio, or why there is none."""

    indicator: Id
    unit: Id
    year: Year
    month: Month | None = None
    gender: Gender = "T"
    value: Decimal | None = None
    step: Text | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: Literal["Missing", "Privacy", "Not applicable"] | None = None
    count: Annotated[int, Field(ge=0)] | None = None
    publication: Literal["final", "preliminary"] | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = [self.value is not None, self.step is not None, self.numerator is not None, self.status is not None]
        if given.count(True) != 1:
            raise ValueError("ange ett av value, step, numerator med denominator, eller status")
        if (self.numerator is None) != (self.denominator is None) and self.value is None:
            raise ValueError("numerator och denominator hör ihop")
        return self


class ManualForecast(Definition):
    """A person's forecast of the full year: beats the automatic one; both are kept (§4)."""

    report: ReportId
    indicator: Id
    unit: Id | None = None
    gender: Gender = "T"
    value: Decimal | None = None
    step: Text | None = None
    by: Role
    date: date
    reason: Text

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.value is None) == (self.step is None):
            raise ValueError("ange value, eller step på en skala av steg")
        return self


class Done(Definition):
    """What activities and assignments have in common (§6)."""

    id: Id
    title: Text
    unit: Id
    goals: list[Id] = []
    responsible: Role
    planned_start: date
    planned_end: date
    actual_end: date | None = None
    state: Literal["not_started", "ongoing", "done", "late", "cancelled"]
    budget: Annotated[Decimal, Field(ge=0)] | None = None
    outcome: Annotated[Decimal, Field(ge=0)] | None = None
    quality: Literal["passed", "failed"] | None = None
    contributed: bool | None = None
    evidence: Text | None = None
    cancelled_by: Text | None = None
    cancelled_at: date | None = None
    assumed: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.planned_end < self.planned_start:
            raise ValueError("planned_end är före planned_start")
        if self.actual_end is not None and self.actual_end < self.planned_start and self.state != "done":
            raise ValueError("actual_end är före planned_start")
        if (self.state == "done") != (self.actual_end is not None):
            raise ValueError("läget 'done' och actual_end hör ihop")
        if self.state == "cancelled" and self.cancelled_by is None:
            raise ValueError("läget cancelled kräver cancelled_by: beslutet att avbryta")
        if self.state != "cancelled" and self.cancelled_at is not None:
            raise ValueError("cancelled_at, dagen för beslutet att avbryta, kräver läget cancelled")
        if self.contributed is not None and self.evidence is None:
            raise ValueError("contributed kräver evidence: vad det grundas på")
        return self


class Activity(Done):
    """Planned work that serves goals."""


class Assignment(Done):
    """An order from a political level, clear enough to carry out and follow up; `financing` is its financing decision.

    `decision` is the paragraph or diary number of the decision that gave it. One that a plan gives names it, and is decided with it:
    in a plan that is a proposal it is one too.
    """

    decided_by: Id
    decided_at: date | None = None
    decision: Text | None = None
    plan: Id | None = None
    financing: Text | None = None

    @model_validator(mode="after")
    def _given(self) -> Self:
        if self.decided_at is None and self.plan is None:
            raise ValueError("ange decided_at, dagen för beslutet, eller plan: planen som ger uppdraget")
        return self


class Service(Definition):
    """A service that a unit gives, for outer efficiency (§7)."""

    id: Id
    title: Text
    unit: Id
    goals: list[Id] = []
    responsible: Role
    outcome: Annotated[Decimal, Field(ge=0)] | None = None
    contributed: bool | None = None
    evidence: Text | None = None

    @model_validator(mode="after")
    def _founded(self) -> Self:
        if self.contributed is not None and self.evidence is None:
            raise ValueError("contributed kräver evidence: vad det grundas på")
        return self


class EfficiencyGain(Definition):
    """Effektivisering or besparing as recorded for a report, with the unit's own analysis (§7)."""

    id: Id
    report: ReportId
    unit: Id
    activity: Id | None = None
    assignment: Id | None = None
    service: Id | None = None
    kind: Literal["freed_resources", "productivity", "quality", "saving"]
    amount: Decimal | None = None
    measure: Text | None = None
    evidence: Text
    cause: Text | None = None
    new_way_of_working: Text | None = None

    @model_validator(mode="after")
    def _sized(self) -> Self:
        if self.amount is None and self.measure is None:
            raise ValueError("ange amount i kronor per år, eller measure")
        if [self.activity, self.assignment, self.service].count(None) < 2:  # noqa: PLR2004
            raise ValueError("ange högst ett av activity, assignment, service")
        return self


class BudgetOutcome(Definition):
    """What was booked in a month, that month alone (§10); signs as in the frame."""

    month: Month
    amount: Decimal


class BudgetForecast(Definition):
    """The full year's forecast as made after a month, and what is done about a deviation (§10)."""

    month: Month
    amount: Decimal
    measure: Text | None = None


class BudgetChange(Definition):
    """A decision about a frame within the year (§10): what it adds, or takes where it is negative.

    A decision on a deviation (`deviation`), as the council's on one past its limit, changes no amount: `text` is what was
    decided.
    """

    kind: Literal["supplementary", "transfer", "deviation"]
    amount: Decimal = Decimal(0)
    decided_at: date
    decided_by: Id | None = None
    decision: Text | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.kind == "deviation" and (self.amount != 0 or self.text is None):
            raise ValueError("ett beslut om en avvikelse säger vad som beslutades i text, och ändrar inget belopp")
        if self.kind != "deviation" and self.amount == 0:
            raise ValueError("en ändring av ramen har ett amount som inte är 0")
        return self

    def first_month(self, year: int) -> int:
        """Return the first month of the year that the change is of."""
        return self.decided_at.month if self.decided_at.year == year else 1


class FramePart(Definition):
    """A part of a frame: for an area of operations, or for a special purpose; an amount, or a volume and what each costs."""

    title: Text
    purpose: bool = False
    amount: Decimal | None = None
    volume: Annotated[Decimal, Field(ge=0)] | None = None
    volume_of: Text | None = None
    price: Decimal | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        by_volume = [self.volume, self.volume_of, self.price]
        if by_volume.count(None) not in {0, 3} or (self.amount is None) == (None in by_volume):
            raise ValueError(
                "ange amount, eller volume med volume_of (vad som räknas) och price (kronor för var och en)"
            )
        return self

    @property
    def sum(self) -> Decimal:
        """What it comes to."""
        return self.amount if self.amount is not None else (self.volume or Decimal(0)) * (self.price or Decimal(0))


class Budget(Definition):
    """A unit's frame for a year (§10): in all, or month by month; the forecasts made during the year, and its outcomes.

    `amount` is what was decided from the beginning, by the decision that `decided_by`, `decided_at` and `decision` may name; supplementary
    budgets and transfers stand in `changes`. In a report that the decision does not count in, there is no `amount`.

    Cost and investment are written as positive amounts, revenue as positive income, result as positive surplus.
    A frame is for the unit and all below it. One that a plan gives names it, and counts once the plan is decided; of several
    plans that of the latest. `parts` are what it is made of, and come to `amount`. Outcomes stand here where the municipality has no ledger to load: what was
    booked on the unit itself, month by month from January, none left out.
    """

    unit: Id
    year: Year
    kind: Literal["cost", "revenue", "result", "investment"]
    amount: Decimal | None
    months: Annotated[list[Decimal], Field(min_length=12, max_length=12)] | None = None
    plan: Id | None = None
    parts: list[FramePart] = []
    decided_by: Id | None = None
    decided_at: date | None = None
    decision: Text | None = None
    changes: list[BudgetChange] = []
    forecasts: list[BudgetForecast] = []
    outcomes: list[BudgetOutcome] = []
    assumed: bool = False

    @field_validator("amount")
    @classmethod
    def _decided(cls, value: Decimal | None) -> Decimal:
        if value is None:
            raise ValueError("ange beloppet; skriv 0 där ramen är 0")
        return value

    @property
    def current(self) -> Decimal:
        """The frame with its changes."""
        return (self.amount or Decimal(0)) + sum((change.amount for change in self.changes), Decimal(0))

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.plan is not None and self.decided_at is not None:
            raise ValueError(
                f"ramen nämner både planen '{self.plan}', som har sin egen beslutsdag, och decided_at {self.decided_at}; behåll det ena"
            )
        if self.decided_at is not None and self.decided_at.year > self.year:
            raise ValueError(f"ramen är beslutad {self.decided_at}, efter året {self.year}")
        if late := [
            change.decided_at
            for change in self.changes
            if change.decided_at.year > self.year + (change.kind == "deviation")
        ]:
            raise ValueError(f"ändringen {late[0]} är beslutad efter året {self.year}")
        if early := [
            change.decided_at
            for change in self.changes
            if change.kind == "deviation" and change.decided_at.year < self.year
        ]:
            raise ValueError(
                f"beslutet {early[0]} om en avvikelse är före året {self.year}, som inte har avvikit då: "
                "skriv det under ramen för det år som avvikelsen gäller"
            )
        if self.parts and sum(part.sum for part in self.parts) != self.amount:
            raise ValueError(
                f"delarna blir tillsammans {sum(part.sum for part in self.parts)}, inte amount {self.amount}"
            )
        if self.months is not None and sum(self.months) != self.amount:
            raise ValueError(f"månaderna blir tillsammans {sum(self.months)}, inte amount {self.amount}")
        _see_months(self.outcomes)
        return self


class YearAmount(Definition):
    """What a project came to in a year before, or is to cost in one after."""

    year: Year
    amount: Annotated[Decimal, Field(ge=0)]


class Investment(Definition):
    """An investment project of a unit, and its money for a year (§10): all amounts are positive.

    Of one that goes on for years, `total_budget` is what was decided for all of it, `earlier` what it came to in the years before and
    `later` what is planned for those after: an empty list where there is none, left out where it is not known.
    """

    id: Id
    title: Text
    unit: Id
    year: Year
    budget: Annotated[Decimal, Field(ge=0)]
    total_budget: Annotated[Decimal, Field(gt=0)] | None = None
    earlier: list[YearAmount] | None = None
    later: list[YearAmount] | None = None
    forecasts: list[BudgetForecast] = []
    outcomes: list[BudgetOutcome] = []
    assumed: bool = False

    @model_validator(mode="after")
    def _every_month(self) -> Self:
        _see_months(self.outcomes)
        for name, years, right in (
            ("earlier", [self.year - item.year for item in self.earlier or ()], "före"),
            ("later", [item.year - self.year for item in self.later or ()], "efter"),
        ):
            if len(set(years)) < len(years) or min(years, default=1) < 1:
                raise ValueError(f"{name} är av år {right} {self.year}, varje år en gång")
        return self


class FinancialYear(Definition):
    """What is of the whole municipality's year and of no unit, in kronor (§4, §13).

    `taxes_and_grants` are taxes and general grants of the full year, as foretold after each month. The rest is what the
    balance requirement is reckoned with beside the result:
    `capital_gains` are deducted; `other_adjustments` are added as they are signed; `to_reserve` is set aside for the
    equalisation reserve (RUR), `from_reserve` used of it. Write 0 where there was none: what is left out is not known.
    """

    year: Year
    taxes_and_grants: list["TaxForecast"] = []
    capital_gains: Annotated[Decimal, Field(ge=0)] | None = None
    other_adjustments: Decimal | None = None
    to_reserve: Annotated[Decimal, Field(ge=0)] | None = None
    from_reserve: Annotated[Decimal, Field(ge=0)] | None = None
    decision: Text | None = None
    assumed: bool = False

    @model_validator(mode="after")
    def _a_month_once(self) -> Self:
        months = [item.month for item in self.taxes_and_grants]
        if twice := sorted({month for month in months if months.count(month) > 1}):
            raise ValueError(f"taxes_and_grants har två prognoser efter {MONTH[twice[0] - 1]}; behåll en")
        return self

    @property
    def has_balance(self) -> bool:
        """Whether anything of the balance requirement is given."""
        return {self.capital_gains, self.other_adjustments, self.to_reserve, self.from_reserve} != {None}


class TaxForecast(Definition):
    """Taxes and general grants of the full year, as foretold after a month."""

    month: Month
    amount: Annotated[Decimal, Field(gt=0)]


def _see_months(outcomes: list[BudgetOutcome]) -> None:
    months = [outcome.month for outcome in outcomes]
    if months != list(range(1, len(months) + 1)):
        raise ValueError("utfallen går månad för månad från januari (1), i ordning, utan luckor; skriv 0 där det var 0")


# What may be told of staff beside how many they are, for the account of the whole municipality (§12).
AGES = ("under_30", "aged_30_49", "aged_50_up")
STAFF_PARTS = (*AGES, "full_time", "leavers", "long_sick_hours", "overtime_hours")


def wrong_parts(told: Mapping[str, Any]) -> str:
    """Return what is wrong with what is told of staff beside how many they are, in Swedish; empty where nothing is."""
    ages = [told[age] for age in AGES if told[age] is not None]
    if ages and (len(ages) < len(AGES) or (told["headcount"] is not None and sum(ages) != told["headcount"])):
        return f"ange {', '.join(AGES)} tillsammans; de blir headcount"
    for part, whole in (("full_time", "headcount"), ("long_sick_hours", "sick_hours")):
        if told[part] is not None and told[whole] is not None and told[part] > told[whole]:
            return f"{part} är högst {whole}"
    return ""


class Staff(Definition):
    """A unit's staff in a month, by gender.

    Of those employed `under_30`, `aged_30_49` and `aged_50_up` are so old, and `full_time` are employed full time; `leavers` have left in the
    last twelve months. `long_sick_hours` are those of the sick hours that lie in a sick leave of 60 days or more, `overtime_hours`
    hours of overtime and added time (mertid).
    """

    unit: Id
    year: Year
    month: Month
    gender: Gender
    headcount: Annotated[int, Field(ge=0)] | None = None
    fte: Annotated[Decimal, Field(ge=0)] | None = None
    sick_hours: Annotated[Decimal, Field(ge=0)] | None = None
    scheduled_hours: Annotated[Decimal, Field(ge=0)] | None = None
    under_30: Annotated[int, Field(ge=0)] | None = None
    aged_30_49: Annotated[int, Field(ge=0)] | None = None
    aged_50_up: Annotated[int, Field(ge=0)] | None = None
    full_time: Annotated[int, Field(ge=0)] | None = None
    leavers: Annotated[int, Field(ge=0)] | None = None
    long_sick_hours: Annotated[Decimal, Field(ge=0)] | None = None
    overtime_hours: Annotated[Decimal, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _parts_of_the_whole(self) -> Self:
        if wrong := wrong_parts(dict(self)):
            raise ValueError(wrong)
        return self


class ControlPoint(Definition):
    """A point of the year's internal control: risk, control, result."""

    id: Id
    unit: Id
    year: Year
    title: Text
    risk: Text
    probability: Risk
    consequence: Risk
    control: Text
    result: Literal["not_done", "no_remarks", "remarks", "serious"] = "not_done"
    finding: Text | None = None
    measure: Text | None = None
    checked_at: date | None = None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if (self.result == "not_done") != (self.checked_at is None):
            raise ValueError("ett resultat har en dag, checked_at, och not_done har ingen")
        return self


class Comment(Definition):
    """A unit's or a committee member's own words beside an indicator, a goal or the whole: marked as theirs."""

    report: ReportId
    unit: Id
    goal: Id | None = None
    indicator: Id | None = None
    text: Text
    by: Role
    date: date
