"""The judgements and the comparison (§1–§5, §8) calculated a second time, from docs/measures.md alone.

Plain Python: loops, Decimal and Fraction, no SQL, no float. Whatever is decided here is decided by a sentence of the
document, named beside it; columns are those of docs/tables.md. Written without having seen the SQL, and to be mended so.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any, Literal
from zoneinfo import ZoneInfo

from models.definitions.aims import Change, GenderGap, OwnText, Rule
from models.definitions.base import Interval
from models.definitions.municipality import Municipality, step_rank
from models.definitions.steering import Direction, Goal, Indicator, Plan, Target, period_end
from models.definitions.work import REASONS, Assignment
from tests.real.second_certainty import (
    LEAST_YEARS,
    Known,
    Movement,
    Place,
    find_assurance,
    find_behind,
    find_chance,
    find_interval,
    find_movement,
    find_noise,
    find_place,
    find_realism,
    find_three,
    find_trend,
    tell_margin,
)
from tests.real.second_efficiency import belongs, find_heir, is_done, is_due

Row = dict[str, Any]
RULE = (
    "target_rule",
    "target_by",
    "target_group",
    "target_group_id",
    "target_from",
    "target_from_year",
    "target_from_gender",
    "target_text",
    "own_motivation",
)
Number = Decimal | Fraction
Cell = tuple[Decimal | None, str]
Cells = dict[tuple[str, str, int, str], Cell]
# A value that may be used, or the reason why there is none.
Used = tuple[Decimal | None, str | None]
# A target: one number, or both ends of an interval.
Ends = tuple[Number, ...]

NOISE = Decimal("1e-5")
RIKET = "0000"
LAST_MONTH = 12
# RKA's seven and the municipality itself.
MOST_SIMILAR = 8
# Of fewer Kolada publishes nothing (§18).
LEAST_BEHIND = 5
FROM_KOLADA = "Källa: Kolada"
# Of a KPI that nothing is known of there is no source to name.
NO_SOURCE = "–"
PROCESSED = "Egen bearbetning av data från Kolada"
SIMILAR_TITLE = re.compile(r"Liknande kommuner,? (?P<area>.+), (?P<owner>.+), (?P<year>\d{4})")
COUNTY_TITLE = re.compile(r"(?P<title>.+ läns kommuner) \(ovägt medel\)")
SCORES = {"met": Fraction(1), "partly": Fraction(1, 2), "not_met": Fraction(0)}


def exact(value: float) -> Decimal:
    """Return a stored value as the decimal that its shortest text is (Rounding)."""
    return Decimal(repr(value))


def rounded(value: Number, decimals: int) -> Decimal:
    """Round half up, away from zero (Rounding)."""
    units = floor(abs(Fraction(value)) * 10**decimals + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-decimals)


def rounded_or_none(value: Number | None, decimals: int) -> Decimal | None:
    """Round what is there: null is never zero (Null)."""
    return None if value is None else rounded(value, decimals)


def is_noise(before: Cell, after: Cell, decimals: int | None) -> bool:
    """Tell whether an answer differs from what is known by rounding noise alone (docs/tables.md, The warehouse)."""
    if before[0] is None or after[0] is None or before[1] != after[1]:
        return False
    limit = NOISE if decimals is None else min(NOISE, Decimal("0.5").scaleb(-decimals))
    return abs(before[0] - after[0]) < limit


def known(downloads: Iterable[Iterable[Row]], decimals: dict[str, int]) -> Cells:
    """Return what the warehouse knows after whole downloads, oldest first (docs/tables.md, The warehouse).

    Noise opens no new version; what a later whole answer lacks is closed.
    """
    cells: Cells = {}
    for download in downloads:
        answered: Cells = {}
        for row in download:
            value = None if row["value"] is None else exact(row["value"])
            answered[row["kpi"], row["municipality"], row["period"], row["gender"]] = value, row["status"] or ""
        for key, cell in answered.items():
            if key in cells and is_noise(cells[key], cell, decimals.get(key[0])):
                answered[key] = cells[key]
        cells = answered
    return cells


def used_or_reason(cell: Cell) -> Used:
    """Return a cell's value where it may be used, else the reason why there is none (Value used)."""
    value, status = cell
    if status in REASONS:
        return None, REASONS[status]
    return (value, None) if value is not None else (None, "missing")


@dataclass(frozen=True)
class AreaSet:
    """A pinned set of municipalities (§8)."""

    id: str
    kind: Literal["all", "county", "similar", "own"]
    title: str
    members: frozenset[str]
    year: int | None = None


@dataclass(frozen=True)
class Catalogue:
    """Kolada's own lists: KPIs by id, municipalities' titles, and groups with title and members."""

    kpis: dict[str, Row]
    municipalities: dict[str, str]
    groups: dict[str, tuple[str, frozenset[str]]]

    @classmethod
    def of(cls, kpis: list[Row], areas: list[Row], members: list[Row]) -> "Catalogue":
        """Return the catalogue of rows of metadata; regions and Riket are no municipalities."""
        titles = {row["group_id"]: row["group_title"] for row in members}
        inside: dict[str, set[str]] = defaultdict(set)
        for row in members:
            inside[row["group_id"]].add(row["member_id"])
        return cls(
            {row["id"]: row for row in kpis},
            {row["id"]: row["title"] for row in areas if row["type"] == "K"},
            {group: (title, frozenset(inside[group])) for group, title in titles.items()},
        )

    def list_similar(self) -> dict[tuple[str, str], dict[int, AreaSet]]:
        """Return RKA's groups by service area, owner and year: seven and the owner, a group of more is none of RKA's."""
        owners = {title: area for area, title in self.municipalities.items()}
        found: dict[tuple[str, str], dict[int, AreaSet]] = defaultdict(dict)
        for group, (title, members) in self.groups.items():
            match = SIMILAR_TITLE.fullmatch(title)
            if match is None or match["owner"] not in owners:
                continue
            owner = owners[match["owner"]]
            if len(members | {owner}) <= MOST_SIMILAR:
                year = int(match["year"])
                found[match["area"], owner][year] = AreaSet(group, "similar", title, members | {owner}, year)
        return found

    def list_counties(self) -> list[AreaSet]:
        """Return each county's municipalities."""
        return [
            AreaSet(group, "county", match["title"], members)
            for group, (title, members) in self.groups.items()
            if (match := COUNTY_TITLE.fullmatch(title))
        ]


@dataclass(frozen=True)
class Aim:
    """The target in force, as written (§2), or read off the path (§3)."""

    plan: Plan
    ends: Ends
    target: Target
    rule: "Ruled | None" = None


@dataclass(frozen=True)
class Ruled:
    """What a rule comes to (§2, Rules): what it stands on, and the ends; or why it comes to nothing."""

    columns: Row
    ends: Ends | None
    baseline: Decimal | None
    reason: str | None


def find_gap(direction: Direction, value: Decimal, ends: Sequence[Decimal]) -> Decimal:
    """Return how far past the target a rounded value is, in the good direction (§2)."""
    if direction is Direction.HIGHER:
        return value - ends[0]
    if direction is Direction.LOWER:
        return ends[0] - value
    return min(value - ends[0], ends[-1] - value)


def judge_gap(gap: Number, tolerance: Number) -> str:
    """Return the status that a gap gives (§2)."""
    return "met" if gap >= 0 else "partly" if -tolerance <= gap else "not_met"


def find_degree(direction: Direction, value: Decimal, target: Decimal, baseline: Decimal) -> Fraction | None:
    """Return how much of the way from the baseline is gone, where the target is better than it (§2)."""
    if direction not in {Direction.HIGHER, Direction.LOWER} or find_gap(direction, target, [baseline]) <= 0:
        return None
    return min(max(Fraction(value - baseline) / Fraction(target - baseline), Fraction(0)), Fraction(1))


def make_sign(direction: Direction) -> int | None:
    """Return which way is better, where one way is."""
    return {Direction.HIGHER: 1, Direction.LOWER: -1}.get(direction)


def find_quartile(values: Sequence[Decimal], k: int) -> Decimal:
    """Return the k-th quartile of sorted values by linear interpolation, type 7 (§8)."""
    below, part = divmod((len(values) - 1) * k, 4)
    return values[below] + (values[below + 1] - values[below]) * part / 4 if part else values[below]


def count_beside(values: Collection[Decimal], value: Decimal, sign: int) -> tuple[int, int]:
    """Return how many are strictly better, and strictly worse, where the sign tells which way is better (§8)."""
    better = sum((other - value) * sign > 0 for other in values)
    return better, sum((other - value) * sign < 0 for other in values)


def find_score(values: Collection[Decimal], value: Decimal, sign: int | None) -> Fraction | None:
    """Return 100·(number worse + ½·number of others tied)/(n - 1); none where n = 1 or no way is better (§8)."""
    if sign is None or len(values) < 2:
        return None
    better, worse = count_beside(values, value, sign)
    return 100 * (worse + Fraction(len(values) - better - worse - 1, 2)) / (len(values) - 1)


def on_day(model: Municipality, day: date) -> Municipality:
    """Return the organisation of a day: its units, each under the one above it then, and their goals."""
    units = [unit.model_copy(update={"parent": unit.parent_on(day)}) for unit in model.units_on(day)]
    names = {unit.id for unit in units}
    goals = [goal for goal in model.goals if goal.unit in names]
    kept = {goal.id for goal in goals}
    goals = [goal.model_copy(update={"parents": [one for one in goal.parents if one in kept]}) for goal in goals]
    return model.model_copy(update={"units": units, "goals": goals})


def is_wave(indicator: Indicator, year: int) -> bool:
    """Tell whether the indicator is measured in a year: in `from`, and every n years before and after it (Waves)."""
    measured = indicator.measured
    return measured is None or measured.first is None or (year - measured.first) % measured.every == 0


class Report:
    """Everything that one report says of a municipality by §1–§5 and §8, from Kolada's values."""

    raw_label, made_label = FROM_KOLADA, PROCESSED

    def __init__(
        self,
        model: Municipality,
        cells: Cells,
        catalogue: Catalogue,
        report: str,
        as_of: datetime,
        withheld: set[str],
    ) -> None:
        self.whole = model
        self.period_end = period_end(report)
        self.model = on_day(model, self.period_end)
        self.cells = cells
        self.catalogue = catalogue
        self.report = report
        self.as_of = as_of
        self.withheld = withheld
        self.year, month = (int(part) for part in report.split("-"))
        # X is the outcome in the annual report, else the forecast (§2).
        self.annual = month == LAST_MONTH
        self.day: date = as_of.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Stockholm")).date()
        self.home = model.municipality.area_id
        self.thresholds = model.municipality.thresholds
        self.indicators = {item.id: item for item in self.model.indicators}
        self.goals = {item.id: item for item in self.model.goals}
        self.units = {item.id: item for item in self.model.units}
        self.similar = catalogue.list_similar()
        # A plan counts if decided on or before the period's last day and the day of the as-of (What counts).
        self.plans = sorted(
            (
                plan
                for plan in model.plans
                if plan.decided_at is not None and plan.decided_at <= min(self.day, period_end(report))
            ),
            key=lambda plan: plan.decided_at or date.max,
        )
        self.series: dict[tuple[str, str, str], dict[int, Cell]] = defaultdict(dict)
        for (kpi, area, year, gender), cell in cells.items():
            self.series[kpi, area, gender][year] = cell
        self.answered = {kpi for kpi, _, _, _ in cells}
        self.decimals: dict[tuple[str, int], int] = {}

    def tables(self) -> dict[str, list[Row]]:
        """Return every table by its name."""
        fulfilment = self.make_fulfilment()
        return {
            "fulfilment": fulfilment,
            "goal_status": self.make_goal_status(fulfilment),
            "level_status": self.make_level_status(fulfilment),
            "comparison": self.make_comparison(),
            "movement": self.make_movement(),
            "place_certainty": self.make_place_certainty(),
            "value_certainty": self.make_value_certainty(fulfilment),
            "target_realism": self.make_target_realism(fulfilment),
        }

    # §1: the value used

    def history(self, indicator: Indicator, unit: str, gender: str) -> dict[int, Used]:
        """Return each year's value that may be used, or why there is none; Kolada's is of the whole municipality."""
        cells = self.series.get((str(indicator.kpi_id), self.home, gender), {})
        return {year: used_or_reason(cell) for year, cell in cells.items() if is_wave(indicator, year)}

    def value_used(self, indicator: Indicator, unit: str, gender: str) -> Row:
        """Return the value that stands for the report's year, or why there is none, with what is said of it."""
        history = self.history(indicator, unit, gender)
        year, reason = self.choose_year(indicator, history)
        if indicator.id in self.withheld:
            year, reason = None, "failed_check"
        value, before = (None, None) if year is None else (history[year][0], self.find_before(indicator, history, year))
        return {
            "year": year,
            "basis": "outcome" if self.annual else "auto_forecast",
            "value": value,
            # Without anybody's hand, also where a manual forecast comes first (docs/tables.md, value_used).
            "auto_value": value,
            "reason": reason,
            "previous_value": before,
            "change": self.find_change(indicator, year, value, before),
            # Kolada's count is not the number of persons behind the value, so none is shown (Count).
            "count": None,
            "publication": None if year is None else self.tell_publication(indicator, year),
            "source_label": self.raw_label if indicator.kpi_id in self.answered else NO_SOURCE,
            "forecast_by": None,
            "forecast_made_at": None,
            "forecast_reason": None,
            # An annual value that an interim report foretells by is "ingen ny mätning", unless it is the year's own (§4).
            "forecast_flag": None
            if self.annual or year in {None, self.year} or not is_wave(indicator, self.year)
            else "no_new_measurement",
            "unit_coverage": None,
            "reorganised": False,
        }

    def choose_year(self, indicator: Indicator, history: dict[int, Used]) -> tuple[int | None, str | None]:
        """Return the year of the newest value in [year - lag, year], or the reason in the order of Value used."""
        # Lag counts waves, from the newest that is not after the report's year (Waves).
        step = indicator.measured.every if indicator.measured else 1
        oldest = self.find_oldest(indicator)
        window = range(oldest + indicator.lag * step, oldest - 1, -step)
        for year in window:
            if year in history and history[year][0] is not None:
                return year, None
        nulls = [history[year][1] for year in window if year in history]
        if nulls:
            return None, nulls[0]
        if any(year < window[-1] and value is not None for year, (value, _) in history.items()):
            return None, "no_new_measurement"
        return None, "not_yet_published" if self.is_awaited(indicator, window) else "missing"

    def find_before(self, indicator: Indicator, history: dict[int, Used], year: int) -> Decimal | None:
        """Return the value of the measurement before: the year before, or as many years as lie between waves (Change)."""
        step = indicator.measured.every if indicator.measured else 1
        return history.get(year - step, (None, None))[0]

    def find_dates(self, indicator: Indicator) -> tuple[int | None, date | None, date | None]:
        """Return the year that a KPI's publication dates are about, and the preliminary and the final one."""
        row = self.catalogue.kpis.get(str(indicator.kpi_id), {})
        first, final = (row.get(name) for name in ("prel_publication_date", "publication_date"))
        period = row.get("publ_period")
        return (
            int(period) if period else None,
            date.fromisoformat(first) if first else None,
            date.fromisoformat(final) if final else None,
        )

    def is_awaited(self, indicator: Indicator, window: range) -> bool:
        """Tell whether the KPI's dates say that a year that may be used is not yet published."""
        period, *dates = self.find_dates(indicator)
        coming = [day for day in dates if day is not None]
        return period in window and bool(coming) and min(coming) > self.day

    def tell_publication(self, indicator: Indicator, year: int) -> str | None:
        """Return whether a year's value is final or preliminary, where the KPI's dates tell (Preliminary)."""
        period, first, final = self.find_dates(indicator)
        if period is None or year > period:
            return None
        if year < period or (final is not None and final <= self.day):
            return "final"
        return "preliminary" if first is not None and first <= self.day else None

    def find_change(
        self, indicator: Indicator, year: int | None, value: Decimal | None, before: Decimal | None
    ) -> Decimal | None:
        """Return the change since the year before; a series break in a year stands between the two (§8)."""
        if value is None or before is None or year is None:
            return None
        step = indicator.measured.every if indicator.measured else 1
        return None if {*range(year - step + 1, year + 1)} & {*indicator.series_breaks} else value - before

    def is_forecast(self, indicator: Indicator, used: Row) -> bool:
        """Tell whether what stands for the year is nobody's measurement (§14); Kolada's values are measured."""
        return False

    def begins_series(self, indicator: Indicator, unit: str, year: int) -> bool:
        """Tell whether a new series begins in a year (§14)."""
        return year in indicator.series_breaks

    def list_points(self, indicator: Indicator, unit: str, gender: str, used: Row) -> dict[int, Decimal]:
        """Return the points that the value of the report's year is the last of, by year (§14)."""
        forecast = self.is_forecast(indicator, used)
        history = self.history(indicator, unit, gender)
        points = {
            year: value
            for year, (value, _) in history.items()
            if value is not None and (year < used["year"] or (year == used["year"] and not forecast))
        }
        points[used["year"]] = used["value"]
        years = range(min(points), used["year"] + 1)
        first = max((year for year in years if self.begins_series(indicator, unit, year)), default=0)
        return {year: points[year] for year in sorted(points) if year >= first}

    def make_movement(self) -> list[Row]:
        """Return a row for the last point of each of Kolada's series of the municipality (§14)."""
        found: list[Row] = []
        for indicator in self.model.indicators:
            if indicator.kpi_id is None or indicator.id in self.withheld:
                continue
            for gender in "TKM":
                history = Report.history(self, indicator, "", gender)
                points = {
                    year: value for year, (value, _) in history.items() if value is not None and year <= self.year
                }
                if points:
                    first = max((year for year in indicator.series_breaks if year <= max(points)), default=0)
                    kept = {year: points[year] for year in sorted(points) if year >= first}
                    place = {"unit_id": None, "gender": gender, "monthly": False, "forecast_of": None, "month": None}
                    value = {"value": kept[max(kept)], "source_label": self.made_label}
                    found.append(self.tell_movement(indicator, {**place, **value}, kept))
        return found

    def tell_movement(
        self, indicator: Indicator, place: Row, points: dict[int, Number], least: int = LEAST_YEARS
    ) -> Row:
        """Return one row of movement, of points by year or by month."""
        told = find_movement([points[at] for at in sorted(points)], least)
        years = {"first_year": min(points), "year": max(points)}
        head = {"report": self.report, "indicator_id": indicator.id, "kpi_id": indicator.kpi_id}
        return {**head, **years, **place, **asdict(told)}

    def find_movement(self, indicator: Indicator, unit: str, gender: str, used: Row) -> Movement | None:
        """Return what the series says of the value of the report's year (§14)."""
        if used["year"] is None:
            return None
        return find_movement([*self.list_points(indicator, unit, gender, used).values()])

    # §2 and §3: targets, paths and the judgement

    def list_targets(self, goal: Goal, indicator: Indicator, unit: str, gender: str) -> list[tuple[Plan, Target]]:
        """Return what each decided plan says of a leaf, from the earliest decided."""
        return [
            (plan, target)
            for plan in self.plans
            for target in plan.targets
            if (target.goal, target.indicator, target.unit or goal.unit, target.gender)
            == (goal.id, indicator.id, unit, gender)
        ]

    def read_ends(self, indicator: Indicator, written: Any) -> Ends | None:
        """Return a written target as numbers: of an interval both ends, of an ordinal step its rank; none of a rule."""
        if written is None or isinstance(written, Rule):
            return None
        if isinstance(written, Interval):
            return written.low, written.high
        return (step_rank(indicator, written) if isinstance(written, str) else written,)

    def find_path(self, indicator: Indicator, targets: list[tuple[Plan, Target]], year: int) -> Aim | None:
        """Return L(y) of the newest decided plan with y1 < y <= y3: its own target for y, else in year 2 the line (§3)."""
        for plan, target in reversed(targets):
            first, second, third = (
                self.read_ends(indicator, ends) for ends in (target.year1, target.year2, target.year3)
            )
            if isinstance(self.written_for(plan, target, year), Rule):
                # No line goes to or from a rule (Rules), and no earlier plan's takes its place.
                return None
            own = {plan.year1 + 1: second, plan.year3: third}.get(year)
            if own is not None:
                return Aim(plan, own, target)
            if year == plan.year1 + 1 and first is not None and third is not None:
                share = Fraction(year - plan.year1, plan.year3 - plan.year1)
                ends = tuple(
                    Fraction(m1) + (Fraction(m3) - Fraction(m1)) * share for m1, m3 in zip(first, third, strict=True)
                )
                return Aim(plan, ends, target)
        return None

    def find_aim(self, indicator: Indicator, targets: list[tuple[Plan, Target]], year: int) -> Aim | None:
        """Return the target in force: the latest decided for the year as year 1, else the path's (§2)."""
        for plan, target in reversed(targets):
            ends = self.read_ends(indicator, target.year1)
            if plan.year1 == year and ends is not None:
                return Aim(plan, ends, target)
        return self.find_path(indicator, targets, year)

    def written_for(self, plan: Plan, target: Target, year: int) -> Any:
        """Return what a target says of one of its plan's years."""
        return {plan.year1: target.year1, plan.year1 + 1: target.year2, plan.year3: target.year3}.get(year)

    def find_ruled(
        self, indicator: Indicator, targets: list[tuple[Plan, Target]], unit: str, gender: str, used: Row
    ) -> Aim | None:
        """Return the aim in force where it is a rule: its year's plan first, then the newest that says anything (§2)."""
        of_year1 = [(p, t) for p, t in reversed(targets) if p.year1 == self.year and t.year1 is not None]
        if of_year1:
            plan, target = of_year1[0]
        else:
            rest = [(p, t) for p, t in reversed(targets) if p.year1 < self.year <= p.year3]
            said = [
                (p, t)
                for p, t in rest
                if self.written_for(p, t, self.year) is not None
                or (
                    self.year == p.year1 + 1
                    and self.read_ends(indicator, t.year1)
                    and self.read_ends(indicator, t.year3)
                )
            ]
            if not said:
                return None
            plan, target = said[0]
        rule = self.written_for(plan, target, self.year)
        if not isinstance(rule, Rule):
            return None
        told = self.tell_rule(indicator, target, rule, unit, gender, used)
        return Aim(plan, told.ends or (), target, told)

    def tell_rule(self, indicator: Indicator, target: Target, rule: Any, unit: str, gender: str, used: Row) -> Ruled:
        """Return what a rule comes to (§2, Rules)."""
        columns: Row = {**dict.fromkeys(RULE), "target_rule": rule.kind}
        if isinstance(rule, OwnText):
            return Ruled(columns | {"target_text": rule.text}, None, None, None)
        if isinstance(rule, Change):
            return self.tell_change(indicator, target, rule, unit, gender, used, columns)
        if isinstance(rule, GenderGap):
            return self.tell_gap(indicator, rule, unit, gender, used, columns)
        return self.tell_among(indicator, rule, gender, used, columns)

    def tell_change(
        self, indicator: Indicator, target: Target, rule: Any, unit: str, gender: str, used: Row, columns: Row
    ) -> Ruled:
        """Return T = B ± s (§2, Rules)."""
        columns |= {"target_by": rule.by, "target_from_year": rule.since}
        start, why = target.baseline, None
        if rule.since is not None:
            columns["target_from_gender"] = gender
            start = self.history(indicator, unit, gender).get(rule.since, (None, ""))[0]
            why = None if used["year"] is None else self.breaks_between(indicator, unit, rule.since, used["year"])
        if indicator.id in self.withheld:
            start = None
        if start is None or why is not None:
            return Ruled(columns, None, None, why or "no_baseline")
        baseline, least = rounded(start, indicator.decimals), Decimal(1).scaleb(-indicator.decimals)
        smallest = indicator.precision if indicator.min_change is None else indicator.min_change
        step = max(rounded(rule.by if rule.by is not None else smallest, indicator.decimals), least)
        ends = (baseline + (make_sign(indicator.direction) or 0) * step,)
        return Ruled(columns | {"target_from": baseline}, ends, baseline, None)

    def tell_gap(self, indicator: Indicator, rule: Any, unit: str, gender: str, used: Row, columns: Row) -> Ruled:
        """Return V - g and V + g (§2, Rules)."""
        other = {"K": "M", "M": "K"}[gender]
        beside = self.value_used(indicator, unit, other)
        columns |= {"target_by": rule.gender_gap, "target_from_gender": other}
        if beside["value"] is None or (beside["year"], beside["basis"]) != (used["year"], used["basis"]):
            return Ruled(columns, None, None, "no_other_gender")
        value = rounded(beside["value"], indicator.decimals)
        columns |= {"target_from": value, "target_from_year": used["year"]}
        return Ruled(columns, (value - rule.gender_gap, value + rule.gender_gap), None, None)

    def tell_among(self, indicator: Indicator, rule: Any, gender: str, used: Row, columns: Row) -> Ruled:
        """Return M ± u, or the value in place n/4 rounded down (§2, Rules)."""
        columns["target_group"] = rule.group
        year, step = used["year"], indicator.measured.every if indicator.measured else 1
        found = None if indicator.id in self.withheld else self.find_set(indicator, rule.group, year)
        slots = self.collect_slots(str(indicator.kpi_id))
        if found is None or self.home not in found.members or self.home not in slots.get((year, gender), {}):
            return Ruled(columns, None, None, "no_comparison")
        columns["target_group_id"] = found.id
        values = self.values_of(slots, found, year, gender)
        before = self.values_of(slots, found, year - step, gender)
        if len(values) < 4 or len(values) < self.thresholds.colour_min_share * len(before):
            return Ruled(columns, None, None, "no_comparison")
        d, good = indicator.decimals, make_sign(indicator.direction) or 0
        columns["target_from_year"] = year
        if rule.place == "better_than_median":
            ground = rounded(find_quartile(sorted(values), 2), d)
            return Ruled(columns | {"target_from": ground}, (ground + good * Decimal(1).scaleb(-d),), None, None)
        ground = rounded(sorted(values, reverse=good > 0)[len(values) // 4 - 1], d)
        return Ruled(columns | {"target_from": ground}, (ground,), None, None)

    def breaks_between(self, indicator: Indicator, unit: str, since: int, until: int) -> str | None:
        """Return why a year's measurement cannot be held against an earlier one's (§2, Rules)."""
        return "series_broken" if any(since < year <= until for year in indicator.series_breaks) else None

    def find_set(self, indicator: Indicator, group: str, year: int | None) -> AreaSet | None:
        """Return the group that a rule names, of the value's year."""
        if year is None:
            return None
        if group == "similar":
            return self.find_similar(str(indicator.similar), self.home, year)
        shared = self.list_shared_sets()
        kind = group if group in {"all", "county"} else "own"
        return next(
            (
                one
                for one in shared
                if one.kind == kind
                and (one.id == group if kind == "own" else kind == "all" or self.home in one.members)
            ),
            None,
        )

    def values_of(
        self, slots: dict[tuple[int, str], dict[str, Decimal]], group: AreaSet | None, year: int | None, gender: str
    ) -> list[Decimal]:
        """Return the values of a group's members for a year."""
        if group is None or year is None:
            return []
        return [value for area, value in slots.get((year, gender), {}).items() if area in group.members]

    def find_tolerance(self, indicator: Indicator, aim: Aim) -> Number | None:
        """Return the explicit tolerance, else the share of the target as written (§2, Rounding)."""
        for explicit in (aim.target.tolerance, indicator.tolerance):
            if explicit is not None:
                return explicit
        if not aim.ends:
            return None
        higher = indicator.direction is Direction.HIGHER
        share = self.thresholds.tolerance_share_higher if higher else self.thresholds.tolerance_share_lower
        return Fraction(share) * Fraction(aim.ends[0])

    def make_fulfilment(self) -> list[Row]:
        """Return a row for each indicator of a goal, unit and judged gender."""
        return [
            self.judge_leaf(goal, self.indicators[item.indicator], item.weight, unit, gender)
            for goal in self.model.goals
            for item in goal.indicators
            for unit in self.list_units(goal, item.indicator)
            for gender in self.indicators[item.indicator].judged_genders
        ]

    def list_units(self, goal: Goal, indicator: str) -> list[str]:
        """Return the goal's own unit, and others that targets are given for."""
        others = [
            target.unit
            for plan in self.plans
            for target in plan.targets
            if (target.goal, target.indicator) == (goal.id, indicator) and target.unit is not None
        ]
        return list(dict.fromkeys([goal.unit, *others]))

    def judge_leaf(self, goal: Goal, indicator: Indicator, weight: Decimal, unit: str, gender: str) -> Row:
        """Return one row of fulfilment."""
        used = self.value_used(indicator, unit, gender)
        targets = self.list_targets(goal, indicator, unit, gender)
        ruled = self.find_ruled(indicator, targets, unit, gender, used)
        aim = ruled or self.find_aim(indicator, targets, self.year)
        path = self.find_path(indicator, targets, self.year)
        if ruled is not None and isinstance(self.written_for(ruled.plan, ruled.target, self.year), GenderGap):
            # Judged as an interval, though the indicator's own direction is what a trend is told by.
            own_direction, indicator = indicator, indicator.model_copy(update={"direction": Direction.INTERVAL})
        else:
            own_direction = indicator
        value = rounded_or_none(used["value"], indicator.decimals)
        told = self.find_movement(indicator, unit, gender, used)
        least = indicator.precision if indicator.min_change is None else indicator.min_change
        ends = None if aim is None or not aim.ends else [rounded(end, indicator.decimals) for end in aim.ends]
        row = {
            "report": self.report,
            "as_of": self.as_of,
            "municipality_id": self.model.id,
            "unit_id": unit,
            "level": self.units[unit].level.value,
            "goal_id": goal.id,
            "goal_kind": goal.kind,
            "perspective": goal.perspective,
            "indicator_id": indicator.id,
            "kpi_id": indicator.kpi_id,
            "gender": gender,
            "value_label": indicator.steps[int(value) - 1] if indicator.steps and value is not None else None,
            "unit_of_measure": indicator.unit_of_measure,
            "decimals": indicator.decimals,
            "weight": weight,
            "direction": indicator.direction.value,
            **used,
            "trend": find_trend(told, used["change"], make_sign(own_direction.direction), least),
            "normal_low": None if told is None else told.lower,
            "normal_high": None if told is None else told.upper,
            "assurance": find_assurance(told, indicator.direction.value, ends),
            **self.expect(indicator, used, told, ends),
            **self.describe_aim(indicator, aim),
            **self.judge_value(indicator, value, used["reason"], aim),
            **(
                self.judge_in_words(goal, indicator, unit, used["reason"])
                if ruled is not None and ruled.rule is not None and ruled.rule.columns["target_rule"] == "own_text"
                else {}
            ),
            **self.follow_path(indicator, value if is_wave(indicator, self.year) else None, path),
        }
        return {**row, **self.find_step(row)}

    def expect(self, indicator: Indicator, used: Row, told: Movement | None, ends: list[Decimal] | None) -> Row:
        """Return what may be expected of the newest measurement of an earlier year, in an interim report (§16)."""
        chance, direction = None, indicator.direction.value
        measured = used["basis"] == "auto_forecast" and not self.is_forecast(indicator, used)
        if measured and used["year"] is not None and used["year"] < self.year and ends and direction != "neutral":
            value = rounded(used["value"], indicator.decimals)
            chance = find_chance(told, value, ends, direction, self.year - used["year"])
        if chance is None:
            return {"p_met": None, "expectation": None}
        likely, unlikely = (float(one) for one in (self.thresholds.likely_share, self.thresholds.unlikely_share))
        expected = "likely" if chance >= likely else "unlikely" if chance <= unlikely else "uncertain"
        return {"p_met": chance, "expectation": expected}

    def describe_aim(self, indicator: Indicator, aim: Aim | None) -> Row:
        """Return the columns of the target in force; the target of year 3 is as written (Rounding)."""
        names = ("plan_version", "target", "target_low", "target_high", "baseline", "target_year3", *RULE)
        if aim is None:
            # What the indicator itself declares stands without a target too.
            return {**dict.fromkeys(names), "tolerance": indicator.tolerance}
        ends = [rounded(end, indicator.decimals) for end in aim.ends]
        third = self.read_ends(indicator, aim.target.year3)
        interval = len(ends) > 1
        return {
            **(dict.fromkeys(RULE) if aim.rule is None else aim.rule.columns),
            "plan_version": aim.plan.id,
            "target": None if interval or not ends else ends[0],
            "target_low": ends[0] if interval else None,
            "target_high": ends[1] if interval else None,
            "baseline": self.start_of(aim, indicator),
            "target_year3": third[0] if third is not None and len(third) == 1 else None,
            "tolerance": self.find_tolerance(indicator, aim),
        }

    def judge_in_words(self, goal: Goal, indicator: Indicator, unit: str, reason: str | None) -> Row:
        """Return the unit's own judgement of a target in words, in the report (§2, Rules)."""
        if not is_wave(indicator, self.year):
            return {"status": "no_judgement", "reason": "no_measurement_expected", "gap": None, "degree": None}
        if reason == "period_not_over":
            return {"status": "not_assessed", "reason": reason}
        own = [
            one
            for one in self.model.judgements
            if (one.report, one.unit, one.goal, one.indicator) == (self.report, unit, goal.id, indicator.id)
        ]
        status = own[0].status if own else "not_assessed"
        lacks = "no_own_judgement" if status == "not_assessed" else None
        return {"status": status, "reason": lacks, "own_motivation": own[0].motivation if own else None}

    def find_step(self, row: Row) -> Row:
        """Return the first step of the municipality's own scale that the gap reaches (§2, Own steps)."""
        blank = dict.fromkeys(("own_status", "own_status_title", "own_score"))
        if row["gap"] is None:
            return blank
        for step in self.model.municipality.words.statuses:
            if step.within is None or Fraction(row["gap"]) >= -Fraction(step.within) * Fraction(row["tolerance"]):
                return {"own_status": step.id, "own_status_title": step.title, "own_score": step.score}
        return blank

    def start_of(self, aim: Aim, indicator: Indicator) -> Decimal | None:
        """Return the baseline: the target's own, or of a change what it is from."""
        if aim.rule is not None and aim.rule.columns["target_rule"] in {"increase", "decrease", "improve"}:
            return aim.rule.baseline
        return rounded_or_none(aim.target.baseline, indicator.decimals)

    def judge_value(  # noqa: PLR0911  a return for each rule of §2
        self, indicator: Indicator, value: Decimal | None, reason: str | None, aim: Aim | None
    ) -> Row:
        """Return gap, status, reason, degree and required change (§2, §3)."""
        judged: Row = {"gap": None, "reason": reason, "degree": None, "required_change": None}
        if aim is None and indicator.direction is not Direction.NEUTRAL:
            # Whether or not it has a value, also when a failed check withholds it (No target).
            return {**judged, "status": "no_judgement", "reason": "no_target"}
        if not is_wave(indicator, self.year):
            return {**judged, "status": "no_judgement", "reason": "no_measurement_expected"}
        if aim is None or indicator.direction is Direction.NEUTRAL:
            return {**judged, "status": "no_judgement"}
        if value is None:
            return {**judged, "status": "not_assessed"}
        third = self.read_ends(indicator, aim.target.year3)
        if not aim.ends:
            left = aim.plan.year3 - self.year
            needed = (
                (Fraction(third[0]) - Fraction(value)) / left
                if third is not None and len(third) == 1 and left > 0
                else None
            )
            return {**judged, "reason": aim.rule.reason, "status": "not_assessed", "required_change": needed}
        if indicator.confirmed_direction is Direction.OPEN:
            return {**judged, "status": "not_assessed", "reason": "not_confirmed"}
        ends = [rounded(end, indicator.decimals) for end in aim.ends]
        gap = find_gap(indicator.direction, value, ends)
        baseline = self.start_of(aim, indicator)
        third = self.read_ends(indicator, aim.target.year3)
        left = aim.plan.year3 - self.year
        return {
            "gap": gap,
            "reason": None,
            "status": judge_gap(gap, self.find_tolerance(indicator, aim)),
            "degree": None if baseline is None else find_degree(indicator.direction, value, ends[0], baseline),
            "required_change": (Fraction(third[0]) - Fraction(value)) / left
            if third is not None and len(third) == 1 and left > 0
            else None,
        }

    def follow_path(self, indicator: Indicator, value: Decimal | None, path: Aim | None) -> Row:
        """Return where the path is and whether the value is on it, by rounded values (§3)."""
        if path is None:
            return {"path_plan": None, "path_value": None, "on_path": None}
        ends = [rounded(end, indicator.decimals) for end in path.ends]
        on_path = None
        if value is not None and indicator.direction is not Direction.NEUTRAL:
            on_path = find_gap(indicator.direction, value, ends) >= 0
        return {"path_plan": path.plan.id, "path_value": ends[0] if len(ends) == 1 else None, "on_path": on_path}

    # §5: goals, units and levels from their distinct leaves

    def sum_leaves(self, rows: Iterable[Row]) -> Row:
        """Return counts, coverage, score and status over distinct leaves; without a target it is no leaf (No target)."""
        same = ("indicator_id", "unit_id", "gender", "target", "target_low", "target_high", "tolerance",
                "target_rule", "target_by", "target_group", "target_from_year", "target_text", "status")  # fmt: skip
        leaves = {tuple(row[name] for name in same): row for row in rows if row["reason"] != "no_target"}.values()
        counts = {
            f"n_{status}": sum(leaf["status"] == status for leaf in leaves)
            for status in (*SCORES, "not_assessed", "no_judgement")
        }
        assessed = [leaf for leaf in leaves if leaf["status"] in SCORES]
        lacking = [leaf for leaf in leaves if leaf["status"] == "not_assessed" and leaf["reason"] != "not_applicable"]
        done, most = (
            sum((Fraction(leaf["weight"]) for leaf in some), Fraction(0)) for some in (assessed, [*assessed, *lacking])
        )
        points = sum((Fraction(leaf["weight"]) * SCORES[leaf["status"]] for leaf in assessed), Fraction(0))
        coverage = done / most if most else None
        score = points / done if done else None
        status = self.judge_score(coverage, score, counts["n_not_met"])
        return {**counts, "coverage": coverage, "score": score, "status": status}

    def judge_score(self, coverage: Fraction | None, score: Fraction | None, n_not_met: int) -> str:
        """Return the status of a goal, unit or level (§5)."""
        if coverage is None or score is None or coverage < self.thresholds.min_coverage:
            return "not_assessed"
        if score >= self.thresholds.met_score and n_not_met == 0:
            return "met"
        return "not_met" if score < self.thresholds.not_met_score else "partly"

    def find_below(self, goal: str) -> set[str]:
        """Return a goal and every goal that serves it, directly or through others."""
        below = {goal}
        while more := {item.id for item in self.model.goals if below & set(item.parents)} - below:
            below |= more
        return below

    def list_assignments(self, below: set[str]) -> list[Assignment]:
        """Return the assignments that alone carry a goal: of the plan year, and unfinished from before (§5, §6)."""
        if any(self.goals[goal].indicators for goal in below):
            return []
        plans = {plan.id: plan.decided_at for plan in self.model.plans}
        until = min(self.day, self.period_end)
        return [
            item
            for item in self.model.assignments
            if below & set(item.goals)
            and belongs(item, self.year)
            and ((plans[item.plan] if item.plan else item.decided_at) or date.max) <= until
        ]

    def judge_assignments(self, assignments: Iterable[Assignment]) -> str:
        """Return the status by those due: planned to end by the period's last day, and not cancelled (§5, §6)."""
        due = [is_done(item, self.period_end) for item in assignments if is_due(item, self.period_end)]
        if not due:
            return "not_assessed"
        return "met" if all(due) else "partly" if any(due) else "not_met"

    def find_judgement(self, unit: str | None, goal: str | None) -> Row:
        """Return a unit's own judgement, to stand beside ours (§5)."""
        for item in self.model.judgements:
            of_goal = item.indicator is None and (item.report, item.unit, item.goal) == (self.report, unit, goal)
            if unit is not None and of_goal:
                return {"own_judgement": item.status, "own_motivation": item.motivation}
        return {"own_judgement": None, "own_motivation": None}

    def make_goal_status(self, fulfilment: list[Row]) -> list[Row]:
        """Return a row for each goal and responsible unit, and one for the goal as a whole."""
        found: list[Row] = []
        for goal in self.model.goals:
            below = self.find_below(goal.id)
            under = [row for row in fulfilment if row["goal_id"] in below]
            assigned = [(find_heir(self.whole, one.unit, self.period_end), one) for one in self.list_assignments(below)]
            responsible = [goal.unit, *(row["unit_id"] for row in under), *(unit for unit, _ in assigned if unit)]
            for unit in (None, *dict.fromkeys(responsible)):
                summed = self.sum_leaves(row for row in under if unit in {None, row["unit_id"]})
                if assigned:
                    # A unit has what its subtree carries out (docs/measures-efficiency.md, Whose figures).
                    subtree = None if unit is None else self.find_subtree(unit)
                    theirs = [one for by, one in assigned if subtree is None or by in subtree]
                    summed["status"] = self.judge_assignments(theirs)
                head = {"report": self.report, "unit_id": unit, "level": self.find_level(unit), "goal_id": goal.id}
                found.append({**head, **summed, **self.find_judgement(unit, goal.id)})
        return found

    def find_level(self, unit: str | None) -> str | None:
        """Return a unit's level."""
        return None if unit is None else self.units[unit].level.value

    def find_subtree(self, unit: str) -> set[str]:
        """Return a unit and every unit below it on the period's last day."""
        below = {unit}
        while more := {one.id for one in self.model.units if one.parent in below} - below:
            below |= more
        return below

    def make_level_status(self, fulfilment: list[Row]) -> list[Row]:
        """Return a row for each unit over its subtree's leaves, and one for each level over its units' subtrees."""
        found: list[Row] = []
        units = self.model.units
        for unit in units:
            below = self.find_subtree(unit.id)
            summed = self.sum_leaves(row for row in fulfilment if row["unit_id"] in below)
            head = {"report": self.report, "unit_id": unit.id, "level": unit.level.value}
            found.append({**head, **summed, **self.find_judgement(unit.id, None)})
        for level in dict.fromkeys(unit.level.value for unit in units):
            below = set[str]().union(*(self.find_subtree(unit.id) for unit in units if unit.level.value == level))
            summed = self.sum_leaves(row for row in fulfilment if row["unit_id"] in below)
            head = {"report": self.report, "unit_id": None, "level": level}
            found.append({**head, **summed, **self.find_judgement(None, None)})
        return found

    # §8: comparison

    def make_comparison(self) -> list[Row]:
        """Return every municipality's place in its sets."""
        shared = self.list_shared_sets()
        found: list[Row] = []
        for indicator in self.model.indicators:
            # What a failed check withholds is not compared (Withheld).
            if indicator.kpi_id is None or indicator.id in self.withheld:
                continue
            slots = {
                slot: values
                for slot, values in self.collect_slots(indicator.kpi_id).items()
                if is_wave(indicator, slot[0])
            }
            oldest = self.find_oldest(indicator)
            place, service = Placement(indicator, slots, self), str(indicator.similar)
            for (year, gender), values in slots.items():
                for area in values:
                    # A report uses no year after its own (§1), and earlier ones than the lag allows only as its history.
                    if year > self.year or (year < oldest and area != self.home):
                        continue
                    sets = [*(one for one in shared if area in one.members), self.find_similar(service, area, year)]
                    found += [place.describe(area, year, gender, one) for one in sets if one is not None]
        return found

    def find_oldest(self, indicator: Indicator) -> int:
        """Return the oldest year whose value may stand for the report's (Year, Waves)."""
        step = indicator.measured.every if indicator.measured else 1
        newest = next(year for year in range(self.year, self.year - step, -1) if is_wave(indicator, year))
        return newest - indicator.lag * step

    def find_similar(self, service: str, area: str, year: int) -> AreaSet | None:
        """Return RKA's group of the value's year, else of the nearest, of two equally near the earlier (Comparison)."""
        groups = self.similar.get((service, area))
        return groups[min(groups, key=lambda one: (abs(one - year), one))] if groups else None

    def find_members(self, service: str, area: str, year: int) -> frozenset[str]:
        """Return the members of that group; none where there is no group."""
        found = self.find_similar(service, area, year)
        return found.members if found is not None else frozenset()

    def list_shared_sets(self) -> list[AreaSet]:
        """Return the sets that many share: all municipalities, the counties', the municipality's own choice."""
        own = self.model.municipality.comparison_groups
        return [
            AreaSet("all", "all", "Alla kommuner", frozenset(self.catalogue.municipalities)),
            *self.catalogue.list_counties(),
            *(AreaSet(group.id, "own", group.title, frozenset(group.members)) for group in own),
        ]

    def collect_slots(self, kpi_id: str) -> dict[tuple[int, str], dict[str, Decimal]]:
        """Return municipalities' usable values by year and gender."""
        slots: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
        for area in self.catalogue.municipalities:
            for gender in "TKM":
                for year, cell in self.series.get((kpi_id, area, gender), {}).items():
                    value = used_or_reason(cell)[0]
                    if value is not None:
                        slots[year, gender][area] = value
        return dict(slots)

    # §17: is the target realistic

    def make_target_realism(self, fulfilment: list[Row]) -> list[Row]:
        """Return how often others moved as far as each target that is ahead asks."""
        found: list[Row] = []
        year3 = {plan.id: plan.year3 for plan in self.model.plans}
        for leaf in fulfilment:
            indicator = self.indicators[leaf["indicator_id"]]
            sign = make_sign(indicator.direction)
            if indicator.kpi_id is None or sign is None or leaf["value"] is None or leaf["plan_version"] is None:
                continue
            # Where we stand is measured: what a person or the result's forecast foretells is no such place.
            by_hand = leaf["basis"] == "manual_forecast" or leaf["forecast_flag"] == "result_share"
            third = leaf["target_year3"] is not None and year3[leaf["plan_version"]] > leaf["year"]
            target = leaf["target_year3"] if third else leaf["target"]
            until = year3[leaf["plan_version"]] if third else self.year
            if by_hand or target is None or until <= leaf["year"] or (target - leaf["value"]) * sign <= 0:
                continue
            found += self.look_elsewhere(indicator, leaf, target, until)
        return found

    def look_elsewhere(self, indicator: Indicator, leaf: Row, target: Decimal, until: int) -> list[Row]:
        """Return what all municipalities, and the similar ones, did."""
        first = max((year for year in indicator.series_breaks if year <= self.year), default=0)
        told = self.find_movement(indicator, leaf["unit_id"], leaf["gender"], leaf)
        least = indicator.precision if indicator.min_change is None else indicator.min_change
        long = told is not None and told.lower is not None and told.mean_range is not None
        nearness = told.mean_range if long and told is not None and told.mean_range is not None else Fraction(least)
        series: dict[str, dict[int, Decimal]] = defaultdict(dict)
        for (year, gender), values in self.collect_slots(str(indicator.kpi_id)).items():
            if gender == leaf["gender"] and first <= year <= self.year and is_wave(indicator, year):
                for area, value in values.items():
                    series[area][year] = value
        asked = Fraction(target) - Fraction(leaf["value"])
        similar = self.find_members(str(indicator.similar), self.home, leaf["year"])
        head = {
            name: leaf[name]
            for name in ("report", "goal_id", "indicator_id", "kpi_id", "unit_id", "gender", "value", "year")
        }
        aim = {"target": target, "target_year": until, "years": until - leaf["year"], "asked_change": asked}
        groups = {"all": set(series), **({"similar": set(similar)} if similar else {})}
        return [
            {**head, **aim, "nearness": nearness, "group_kind": kind, "source_label": self.made_label}
            | asdict(
                find_realism(
                    [series[area] for area in sorted(members - {self.home}) if area in series],
                    leaf["value"], asked, until - leaf["year"], nearness, self.thresholds.realism_min_n,
                )
            )
            for kind, members in groups.items()
        ]  # fmt: skip

    # §15: how sure a place is

    def make_place_certainty(self) -> list[Row]:
        """Return how sure the own municipality's places of the newest year are."""
        shared, found = self.list_shared_sets(), list[Row]()
        for indicator in self.model.indicators:
            sign = make_sign(indicator.direction) if indicator.rankable else None
            if indicator.kpi_id is None or indicator.id in self.withheld or sign is None:
                continue
            slots = {at: told for at, told in self.collect_slots(indicator.kpi_id).items() if is_wave(indicator, at[0])}
            place = Placement(indicator, slots, self)
            for gender in "TKM":
                window = range(self.find_oldest(indicator), self.year + 1)
                years = [year for year in window if self.home in slots.get((year, gender), {})]
                noises = self.find_noises(indicator, slots, max(years), gender) if years else {}
                if not years or self.home not in noises:
                    continue
                year = max(years)
                sets = [*(one for one in shared if self.home in one.members)]
                similar = self.find_similar(str(indicator.similar), self.home, year)
                for one in [*sets, *([similar] if similar else [])]:
                    row = place.describe(self.home, year, gender, one)
                    others = [
                        (value, noises.get(area))
                        for area, value in slots[year, gender].items()
                        if area in one.members and area != self.home
                    ]
                    told = find_place(row["value"], noises[self.home], others, sign) if others else None
                    if told is not None:
                        found.append(self.tell_place(row, told, noises[self.home], others))
        return found

    def find_noises(
        self, indicator: Indicator, slots: dict[tuple[int, str], dict[str, Decimal]], newest: int, gender: str
    ) -> dict[str, float]:
        """Return how far each municipality's value moves by chance: by what is known of it, else since the last series break."""
        first = max((year for year in indicator.series_breaks if year <= self.year), default=0)
        series: dict[str, list[Decimal]] = defaultdict(list)
        for year, of_gender in sorted(slots):
            if of_gender == gender and first <= year <= self.year:
                for area, value in slots[year, gender].items():
                    series[area].append(value)
        told = {area: noise for area, points in series.items() if (noise := find_noise(points)) is not None}
        for area in slots[newest, gender]:
            known_of = self.find_interval(indicator, area, newest, gender)
            if known_of is not None and known_of.low is not None and known_of.high is not None:
                told[area] = (known_of.high - known_of.low) / 3.92
        return told

    # §18: how sure a value is

    def find_interval(self, indicator: Indicator, area: str, year: int, gender: str) -> Known | None:
        """Return between which a municipality's value of Kolada's probably lies; None where nothing is declared that tells."""
        if indicator.margin_kpi is None and indicator.count_kpi is None and indicator.counts is None:
            return None
        blank: Cell = (None, "")
        of_kpis = [
            used_or_reason(self.cells.get((kpi, area, year, gender), blank))[0] if kpi else None
            for kpi in (indicator.kpi_id, indicator.margin_kpi, indicator.count_kpi)
        ]
        value, margin, component = of_kpis
        if value is None:
            return None
        is_share, base = indicator.scale.kind == "share", Fraction(component) if component else None
        if indicator.count_kpi is None and indicator.counts is not None and is_share:
            n = self.derive_behind(indicator, area, year).get(gender, 0)
            base = Fraction(n) if n >= LEAST_BEHIND else None
        basis = "derived" if indicator.count_kpi is None else "component"
        return find_interval(value, margin, base, basis, indicator.factor, is_share=is_share)

    def derive_behind(self, indicator: Indicator, area: str, year: int) -> dict[str, int]:
        """Return of how many a municipality's published shares of a year are, by gender."""
        kpi = str(indicator.kpi_id)
        shares: dict[str, Decimal] = {}
        for gender in "TKM":
            value = used_or_reason(self.cells.get((kpi, area, year, gender), (None, "")))[0]
            if value is not None and 0 <= value <= 100:
                shares[gender] = value
        return find_behind(shares, self.count_decimals(kpi, year))

    def count_decimals(self, kpi: str, year: int) -> int:
        """Return ten to the most decimals that a value of the KPI and year is written with."""
        if (kpi, year) not in self.decimals:
            found = 0
            for (of_kpi, _, of_year, _), cell in self.cells.items():
                value = used_or_reason(cell)[0] if (of_kpi, of_year) == (kpi, year) else None
                if value is not None and 0 <= value <= 100:
                    exponent = value.normalize().as_tuple().exponent
                    found = max(found, -int(exponent))
            self.decimals[kpi, year] = 10**found
        return self.decimals[kpi, year]

    def list_intervals(self, indicator: Indicator, unit: str, gender: str) -> dict[int, Known]:
        """Return each year's interval of a leaf's series."""
        years = [year for year, (value, _) in self.history(indicator, unit, gender).items() if value is not None]
        told = {year: self.find_interval(indicator, self.home, year, gender) for year in years}
        return {year: one for year, one in told.items() if one is not None}

    def make_value_certainty(self, fulfilment: list[Row]) -> list[Row]:
        """Return how sure the value of each leaf is, where something is declared that tells."""
        found: dict[tuple[str, str, str], Row] = {}
        for leaf in fulfilment:
            indicator, year = self.indicators[leaf["indicator_id"]], leaf["year"]
            told = self.list_intervals(indicator, leaf["unit_id"], leaf["gender"])
            if leaf["value"] is None or self.is_forecast(indicator, leaf) or year not in told:
                continue
            key = (leaf["indicator_id"], leaf["unit_id"], leaf["gender"])
            found[key] = self.tell_value(indicator, leaf, told)
        return [*found.values()]

    def tell_value(self, indicator: Indicator, leaf: Row, told: dict[int, Known]) -> Row:
        """Return one row of value_certainty."""
        year, gender, step = leaf["year"], leaf["gender"], indicator.every
        one, is_share = told[year], indicator.scale.kind == "share"
        names = ("report", "indicator_id", "kpi_id", "unit_id", "gender", "year", "value", "change")

        def of_kpi(kpi: str | None, area: str, of_year: int) -> Decimal | None:
            return used_or_reason(self.cells.get((str(kpi), area, of_year, gender), (None, "")))[0] if kpi else None

        riket = of_kpi(indicator.kpi_id, RIKET, year)
        apart = None if riket is None else leaf["value"] - riket
        years = [year, year - step, year - 2 * step]
        whole = max((at for at in indicator.series_breaks if at <= self.year), default=0) <= years[-1]
        few = one.behind is not None and one.behind < self.thresholds.few_behind_value
        pooled = [told.get(at, Known()) for at in years] if few and whole else [Known()]
        return {
            **{name: leaf[name] for name in names},
            **{name: getattr(one, name) for name in ("basis", "margin", "behind", "low", "high")},
            "change_certainty": tell_margin(
                leaf["change"], one.margin, of_kpi(indicator.margin_kpi, self.home, year - step)
            ),
            "riket_difference": apart,
            "riket_certainty": tell_margin(apart, one.margin, of_kpi(indicator.margin_kpi, RIKET, year)),
            **find_three(pooled, is_share=is_share),
            "source_label": self.made_label if indicator.kpi_id is not None else leaf["source_label"],
        }

    def tell_place(self, row: Row, told: Place, noise: float, others: list[tuple[Decimal, float | None]]) -> Row:
        """Return one row of place_certainty."""
        names = ("report", "indicator_id", "kpi_id", "area_id", "year", "gender", "group_id", "group_kind", "n", "rank")
        said = asdict(told)
        chances = {colour: said[f"p_{colour}"] for colour in ("green", "yellow", "red")}
        if row["colour"] is None:
            said |= dict.fromkeys(("p_green", "p_yellow", "p_red"))
        certain = None
        if row["colour"] is not None:
            certain = chances[row["colour"]] >= float(self.thresholds.colour_certainty)
        return {
            **{name: row[name] for name in (*names, "colour", "source_label")},
            **said,
            "noise": noise,
            "n_with_noise": 1 + sum(one is not None for _, one in others),
            "colour_certain": certain,
        }


class Placement:
    """Places of one indicator's values in sets of municipalities (§8)."""

    def __init__(self, indicator: Indicator, slots: dict[tuple[int, str], dict[str, Decimal]], report: Report) -> None:
        self.indicator = indicator
        # The years from one measurement to the next (§8).
        self.step = indicator.measured.every if indicator.measured else 1
        self.slots = slots
        self.report = report
        self.values: Callable[[AreaSet, int, str], list[Decimal]] = cache(self.sort_values)
        self.spread: Callable[[AreaSet, int, str], Row] = cache(self.describe_set)

    def find_value(self, area: str, year: int, gender: str) -> Decimal | None:
        """Return a municipality's usable value."""
        return self.slots.get((year, gender), {}).get(area)

    def sort_values(self, one: AreaSet, year: int, gender: str) -> list[Decimal]:
        """Return the values of a set's members, in order."""
        slot = self.slots.get((year, gender), {})
        return sorted(slot[area] for area in one.members if area in slot)

    def describe_set(self, one: AreaSet, year: int, gender: str) -> Row:
        """Return what is said of all the values of a set."""
        values = self.values(one, year, gender)
        return {
            "n": len(values),
            # "n the year before" is that of the same set and gender (Comparison).
            "n_before": len(self.values(one, year - self.step, gender)) or None,
            "min": values[0],
            "p25": find_quartile(values, 1),
            "median": find_quartile(values, 2),
            "p75": find_quartile(values, 3),
            "max": values[-1],
            "mean": Fraction(sum(values, Decimal(0))) / len(values),
            "tie_share": Fraction(sum(n for n in Counter(values).values() if n > 1), len(values)),
        }

    def describe(self, area: str, year: int, gender: str, one: AreaSet) -> Row:
        """Return one row of the comparison."""
        value, spread = self.slots[year, gender][area], self.spread(one, year, gender)
        kpi = str(self.indicator.kpi_id)
        women, men = self.find_value(area, year, "K"), self.find_value(area, year, "M")
        riket = used_or_reason(self.report.cells.get((kpi, RIKET, year, gender), (None, "")))[0]
        return {
            "report": self.report.report,
            "indicator_id": self.indicator.id,
            "kpi_id": kpi,
            "direction": self.indicator.direction.value,
            "area_id": area,
            "year": year,
            "gender": gender,
            "value": value,
            "group_id": one.id,
            "group_kind": one.kind,
            "group_title": one.title,
            "group_year": one.year,
            **spread,
            "difference": value - spread["median"],
            "riket": riket,
            **self.rank(value, self.values(one, year, gender), spread["n_before"]),
            "change": self.report.find_change(
                self.indicator, year, value, self.find_value(area, year - self.step, gender)
            ),
            "slope": self.find_slope(area, year, gender),
            "gender_difference": women - men if women is not None and men is not None else None,
            "source_label": self.report.made_label,
        }

    def rank(self, value: Decimal, values: list[Decimal], n_before: int | None) -> Row:
        """Return rank, score and colour; intervals and neutral indicators have none."""
        sign = make_sign(self.indicator.direction) if self.indicator.rankable else None
        if sign is None:
            return {"rank": None, "score": None, "colour": None}
        n, (better, worse) = len(values), count_beside(values, value, sign)
        colour = self.colour(n, better, worse) if self.may_colour(n, n_before) else None
        return {"rank": 1 + better, "score": find_score(values, value, sign), "colour": colour}

    def may_colour(self, n: int, n_before: int | None) -> bool:
        """Tell whether enough areas have a value: without a year before there is no limit (Comparison)."""
        thresholds = self.report.thresholds
        return n >= thresholds.colour_min_n and (n_before is None or n >= thresholds.colour_min_share * n_before)

    def colour(self, n: int, better: int, worse: int) -> str:
        """Return the best quarter, the middle or the worst quarter."""
        green, red = 4 * (1 + better) <= n, 4 * (1 + worse) <= n
        return "yellow" if green == red else "green" if green else "red"

    def find_slope(self, area: str, year: int, gender: str) -> Fraction | None:
        """Return the slope of three years by least squares: all three required, no series break between them."""
        years = range(year - 2 * self.step, year + 1, self.step)
        values = [self.find_value(area, one, gender) for one in years]
        first, middle, last = values
        if first is None or middle is None or last is None:
            return None
        if {*range(years[0] + 1, year + 1)} & {*self.indicator.series_breaks}:
            return None
        return Fraction(last - first) / (2 * self.step)
