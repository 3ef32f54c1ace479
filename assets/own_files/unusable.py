"""What the definitions and the own files say that no report can use or judge, though nothing of it is wrong by itself.

A warning a line. It stands on what was read, so that the command that fetches nothing can tell it before a run does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import polars as pl

from assets.own_files.ledger import SIGNS, with_kind
from assets.own_files.make_records import Record
from assets.own_files.own_sources import OwnSources, place_of
from models.definitions.aims import Change
from models.definitions.base import MONTH
from models.definitions.demands import demanded, share_met
from models.definitions.due import Publication
from models.definitions.margins import pair_margins
from models.definitions.municipality import Municipality
from models.definitions.steering import MONTHS, ROLLED, Direction, Indicator
from models.definitions.work import Activity, Assignment, wrong_parts
from models.words import numbers
from models.words.checks import ROWS
from models.words.judgements import MEASURED_KIND, PART_OF_YEAR
from models.words.profile import DOCUMENT_OVER, DOCUMENT_UNFOLLOWED, PROFILE_SHARE, demand_in_words
from models.words.unusable import (
    AND,
    FRAMES,
    LACKING,
    MARGIN,
    MONTHS_COUNTED,
    NO_DIRECTION,
    NOT_ALL,
    OF_ENDED_UNIT,
    OTHER_YEARS,
    PLAN_TOO_LATE,
    SIGN_RULE,
    UNCONFIRMED,
    UNDECIDED,
    UNUSABLE,
    UNUSABLE_WARNING,
    WORK_NAMED,
)
from models.words.work import BUDGET_KIND

_SHOWN = 3
# The annual report reaches the council and the auditors by 15 April (docs/domain.md).
ANNUAL_REPORT_BY = (4, 15)
Frame = tuple[str, str, int]


@dataclass(frozen=True)
class _Measured:
    """A measurement that has a value, from a file or the definitions."""

    unit: str
    year: int
    month: int | None
    gender: str
    parts: bool
    behind: bool
    file: str
    place: str
    value: float | None


def tell_unusable(model: Municipality, own: OwnSources, publications: Sequence[Publication] = ()) -> list[str]:
    """Return a warning for each thing that a report would leave out, withhold or not be able to judge.

    Args:
        model: the municipality's definitions.
        own: its own sources, as read.
        publications: what is known of when Kolada publishes the KPIs; none before the first run.
    """
    seen = _Seen(model, own)
    told = [
        *seen.of_measures(),
        *_of_publication(model, publications),
        *seen.of_money(),
        *_of_work(model, own),
        *_of_staff(own),
    ]
    return [UNUSABLE_WARNING.format(text=text) for text in dict.fromkeys(told)]


def tell_undecided(model: Municipality) -> list[str]:
    """Return sentences on goals without a decision or a validity, on each that outlasts its unit, and on plans decided too late."""
    bare = [goal for goal in model.goals if goal.decided_at is None or goal.valid_from is None]
    told = [UNDECIDED.format(n=len(bare), of=len(model.goals), first=bare[0].id)] if bare else []
    told += [
        PLAN_TOO_LATE.format(plan=plan.title, day=plan.decided_at, year=plan.year1)
        for plan in model.plans
        if plan.decided_at is not None and plan.decided_at.year > plan.year1
    ]
    ended = {unit.id: unit for unit in model.units if unit.valid_to is not None}
    return told + [
        OF_ENDED_UNIT.format(goal=goal.title, unit=unit.title, day=unit.valid_to)
        for goal in model.goals
        if (unit := ended.get(goal.unit)) and unit.valid_to and (goal.valid_to is None or goal.valid_to > unit.valid_to)
    ]


def tell_unconfirmed(model: Municipality) -> list[str]:
    """Return how much of the indicators is proposed and confirmed by nobody, and how many have no direction; none where nothing is."""
    proposed = [item for item in model.indicators if item.proposed]
    judged_by_none = [item for item in model.indicators if item.confirmed_direction is Direction.OPEN]
    told: list[str] = []
    if proposed:
        n = sum(len(set(item.proposed)) for item in proposed)
        told.append(UNCONFIRMED.format(n=n, indicators=len(proposed), of=len(model.indicators), first=proposed[0].id))
    if judged_by_none:
        told.append(NO_DIRECTION.format(n=len(judged_by_none), of=len(model.indicators), first=judged_by_none[0].id))
    return told


def tell_margins(model: Municipality, titles: Mapping[str, str]) -> list[str]:
    """Return a proposal for each indicator that Kolada has uncertainty figures of, or may have, and that names none (§18).

    Args:
        model: the municipality's definitions.
        titles: Kolada's titles of the KPIs asked for and of all uncertainty figures.
    """
    unnamed = [item for item in model.indicators if item.kpi_id is not None and item.margin_kpi is None]
    return [
        MARGIN[paired.found].format(indicator=item.id, kpi=item.kpi_id, margin=paired.margin_kpi)
        for item in unnamed
        for paired in pair_margins(titles)
        if item.kpi_id in paired.kpi_ids
    ]


def tell_lacking(model: Municipality, day: date) -> list[str]:
    """Return a sentence for each thing that the municipality's own profile demands and that lacks, and the share that is there."""
    demands = demanded(model, day)
    share = share_met(demands)
    # That goals lack a decision or a validity is told of all goals together (`tell_undecided`).
    once = [each for each in demands if each.lacking and each.part not in {"decided_at", "valid_from"}]
    lines = [
        demand_in_words(model.municipality.words, each.what, each.of, each.part, each.n, each.lacking) for each in once
    ]
    return [*lines, PROFILE_SHARE.format(share=numbers.share(share))] if share is not None else []


def tell_documents(model: Municipality, day: date) -> list[str]:
    """Return a sentence for each steering document that has expired, or that steers and is followed up by no goal in force."""
    goals = {goal.id for goal in model.goals if goal.in_force_on(day)}
    lines: list[str] = []
    for document in model.steering_documents:
        if document.valid_to is not None and document.valid_to < day:
            lines.append(DOCUMENT_OVER.format(title=document.title, day=numbers.day(document.valid_to)))
        elif document.asks_for_follow_up and not goals & set(document.goals):
            lines.append(DOCUMENT_UNFOLLOWED.format(title=document.title))
    return lines


class _Seen:
    """What a municipality has defined, beside what its sources hold."""

    def __init__(self, model: Municipality, own: OwnSources) -> None:
        self._model = model
        self._own = own
        self._titles = {unit.id: unit.title for unit in model.units}

    @cached_property
    def _measured(self) -> dict[str, list[_Measured]]:
        found: dict[str, list[_Measured]] = defaultdict(list)
        for reading in self._own.of_kind("measurements"):
            for row in reading.frame.to_dicts():
                parts = row["numerator"] is not None and row["denominator"] is not None
                if parts or row["value"] is not None or row["label"] is not None:
                    behind = row["count"] is not None or row["denominator"] is not None
                    made = (
                        row["unit_id"],
                        row["period"],
                        row["month"],
                        row["gender"],
                        parts,
                        behind,
                        row["file"],
                        place_of(row),
                        row["value"],
                    )
                    found[row["indicator_id"]].append(_Measured(*made))
        for item in self._model.measurements:
            if item.status is None:
                behind = item.count is not None or item.denominator is not None
                parts = item.numerator is not None and item.denominator is not None
                made = (
                    item.unit,
                    item.year,
                    item.month,
                    item.gender,
                    parts,
                    behind,
                    "",
                    f"{item.unit} {item.year}",
                    None if item.value is None else float(item.value),
                )
                found[item.indicator].append(_Measured(*made))
        return found

    @cached_property
    def _judged(self) -> dict[str, set[str]]:
        """The units that each indicator judges: of its goals, and of their targets."""
        found: dict[str, set[str]] = defaultdict(set)
        for goal in self._model.goals:
            for item in goal.indicators:
                found[item.indicator].add(goal.unit)
        for target in (target for plan in self._model.plans for target in plan.targets):
            if target.unit is not None:
                found[target.indicator].add(target.unit)
        return found

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        """Each unit and all that it has stood below, at any time."""
        parents = {unit.id: [unit.parent, *(earlier.parent for earlier in unit.moved)] for unit in self._model.units}
        found: dict[str, set[str]] = {}
        for unit in parents:
            found[unit], left = set(), [unit]
            while left:
                if (name := left.pop()) not in found[unit]:
                    found[unit].add(name)
                    left += [above for above in parents.get(name, ()) if above is not None]
        return found

    @cached_property
    def _newest(self) -> int:
        years = [row.year for rows in self._measured.values() for row in rows]
        for kind, column in (("ledger", "year"), ("staff", "year")):
            years += [year for reading in self._own.of_kind(kind) for year in reading.frame[column].unique()]
        return max(years, default=0)

    def _units(self, names: Iterable[str]) -> str:
        return _some([self._titles.get(name, name) for name in sorted(names)])

    def of_measures(self) -> Iterator[str]:
        """Yield what of the own measurements is not judged, and what should be and has none."""
        model = self._model
        beside = {*model.municipality.surroundings}.union(
            *({*area.quality, area.resource} for area in model.service_areas)
        )
        for indicator in model.indicators:
            if indicator.kpi_id is not None:
                continue
            every = self._measured.get(indicator.id, [])
            rows = [row for row in every if indicator.takes(row.year, row.month)]
            if idle := [row for row in every if row not in rows]:
                yield UNUSABLE["not_expected"].format(
                    indicator=indicator.id,
                    n=len(idle),
                    of=len(every),
                    first=self._first(idle[0]),
                )
            units = self._judged.get(indicator.id, set())
            if not units:
                if rows and indicator.id not in beside:
                    yield UNUSABLE["no_goal"].format(indicator=indicator.id)
            elif not rows:
                yield UNUSABLE["no_values"].format(indicator=indicator.id)
            else:
                yield from self._of_scale(indicator, rows)
                yield from self._of_units(indicator, rows, units)
                yield from self._of_baselines(indicator, rows)
                yield from self._of_time(indicator, rows)
                yield from _of_genders(indicator, rows, self._titles)

    def _of_scale(self, indicator: Indicator, rows: list[_Measured]) -> Iterator[str]:
        """Yield values outside the scale, and shares of one where percent are meant."""
        values = [(row, float(row.value)) for row in rows if row.value is not None]
        low, high = indicator.scale.low, indicator.scale.high
        outside = [
            row for row, value in values if (low is not None and value < low) or (high is not None and value > high)
        ]
        if outside:
            scale = numbers.interval(*(None if limit is None else float(limit) for limit in (low, high)))
            yield UNUSABLE["out_of_scale"].format(
                indicator=indicator.id, n=len(outside), of=len(values), scale=scale, first=self._first(outside[0])
            )
            return
        most = max((value for _, value in values), default=0)
        if indicator.scale.kind == "share" and high == 100 and 0 < most <= 1:  # noqa: PLR2004  percent
            yield UNUSABLE["share_of_one"].format(
                indicator=indicator.id, of=len(values), first=self._first(values[0][0])
            )

    def _of_baselines(self, indicator: Indicator, rows: list[_Measured]) -> Iterator[str]:
        """Yield each year that a target starts from and that nothing is measured of."""
        since = {
            rule.since
            for plan in self._model.plans
            for target in plan.targets
            for rule in target.rules.values()
            if target.indicator == indicator.id and isinstance(rule, Change) and rule.since is not None
        }
        for year in sorted(since - {row.year for row in rows}):
            yield UNUSABLE["no_baseline"].format(indicator=indicator.id, year=year)

    def _first(self, row: _Measured) -> str:
        return f"{self._titles[row.unit]} {_time(row)}"

    def _of_units(self, indicator: Indicator, rows: list[_Measured], units: set[str]) -> Iterator[str]:
        rolls = indicator.aggregation in ROLLED
        reach = {row.unit: (self._above[row.unit] if rolls else {row.unit}) & units for row in rows}
        if lacking := units.difference(*reach.values()):
            yield UNUSABLE["unit_without_values"].format(indicator=indicator.id, units=self._units(lacking))
        if idle := {unit for unit, judged in reach.items() if not judged}:
            yield UNUSABLE["unit_not_judged"].format(
                indicator=indicator.id, units=self._units(idle), aggregation=indicator.aggregation
            )
        without = [row for row in rows if not row.behind]
        if indicator.counts is not None and without:
            yield UNUSABLE["count"].format(indicator=indicator.id, n=len(without), of=len(rows))
        # What a unit's own measurement says comes before what is summed from below it.
        itself = {row.unit for row in rows}
        below = [row for row in rows if row.unit not in units and reach[row.unit] - itself]
        if indicator.aggregation in LACKING:
            weighed = [row for row in below if not (row.parts if indicator.aggregation == "ratio" else row.behind)]
            if weighed:
                yield UNUSABLE["weight"].format(
                    indicator=indicator.id, aggregation=indicator.aggregation, n=len(weighed), of=len(below),
                    lacking=LACKING[indicator.aggregation],
                )  # fmt: skip

    def _of_time(self, indicator: Indicator, rows: list[_Measured]) -> Iterator[str]:
        last = max(row.year for row in rows)
        if last + indicator.oldest_age(self._newest) < self._newest:
            yield UNUSABLE["lag"].format(indicator=indicator.id, lag=indicator.lag, last=last, newest=self._newest)
        if indicator.measured is not None and not indicator.measured.parts:
            return
        months: dict[tuple[str, int, str], set[int | None]] = defaultdict(set)
        for row in rows:
            months[row.unit, row.year, row.gender].add(row.month)
        held_by = {at: {m for m in held if m} for at, held in sorted(months.items()) if None not in held}
        if indicator.forecast == "annual" and indicator.measured is None:
            yield from self._of_a_month_for_a_year(indicator, held_by, last)
            return
        lacking = {at: gone for at, held in held_by.items() if (gone := _lacking(indicator, held, ended=at[1] < last))}
        if lacking:
            (unit, year, _), gone = next(iter(lacking.items()))
            kind = indicator.measured.kind if indicator.measured else "month"
            yield UNUSABLE["months"].format(
                indicator=indicator.id, kind=MEASURED_KIND[kind], n=len({at[:2] for at in lacking}), unit=self._titles[unit],
                months=_some([PART_OF_YEAR[kind][month] for month in gone]), year=year,
            )  # fmt: skip

    def _of_a_month_for_a_year(
        self, indicator: Indicator, held_by: Mapping[tuple[str, int, str], set[int]], last: int
    ) -> Iterator[str]:
        """Yield years of an annual measure that a month other than the last would stand for."""
        short = [(*at, held) for at, held in held_by.items() if MONTHS not in held and (at[1] < last or len(held) == 1)]
        if short:
            unit, year, _, held = short[0]
            yield UNUSABLE["month_for_year"].format(
                indicator=indicator.id, n=len({each[:2] for each in short}), unit=self._titles[unit], year=year, of=len(held),
                month=MONTH[max(held) - 1],
            )  # fmt: skip

    def of_money(self) -> Iterator[str]:
        """Yield what of the ledger, budgets and forecasts is shown nowhere, or without what it should stand beside."""
        model, frames = self._model, self._frames()
        ledger = self._own.ledger()
        if ledger is not None and not ledger.is_empty():
            yield from self._of_ledger(ledger, {year for _, _, year in frames})
        yield from self._of_signs()
        carried_on = {name for change in model.reorganisations for name in change.units}
        for unit, kind, year in sorted(self._foretold() - frames):
            if unit not in carried_on:
                kind_said = BUDGET_KIND[kind].lower()
                yield UNUSABLE["forecast_without_frame"].format(unit=self._titles[unit], kind=kind_said, year=year)

    def _of_ledger(self, ledger: pl.DataFrame, framed: set[int]) -> Iterator[str]:
        model = self._model
        unknown = with_kind(ledger, model.municipality.accounts).filter(pl.col("kind").is_null())
        if not unknown.is_empty():
            accounts = [f"{name}" for name in unknown["account"].unique().sort()]
            yield UNUSABLE["account"].format(n=numbers.count(unknown.height, *ROWS), accounts=_some(accounts))
        years: list[int] = ledger["year"].unique().sort().to_list()
        for year in years:
            there = {*ledger.filter(pl.col("year") == year)["month"]}
            if gone := [MONTH[month - 1] for month in range(min(there), max(there)) if month not in there]:
                yield UNUSABLE["month_without_rows"].format(months=_some(gone), year=year)
            if year not in framed:
                other = OTHER_YEARS.format(years=_some([str(each) for each in sorted(framed)])) if framed else ""
                yield UNUSABLE["year_without_frame"].format(year=year, other=other)
            by_hand = [item for item in (*model.budgets, *model.investments) if item.year == year and item.outcomes]
            if by_hand:
                yield UNUSABLE["outcome_beside_ledger"].format(n=numbers.count(len(by_hand), *FRAMES), year=year)
            last = max(report.month for report in model.municipality.reports)
            if not ledger.filter((pl.col("year") == year) & (pl.col("month") > last)).is_empty():
                yield UNUSABLE["after_last_report"].format(month=MONTH[last - 1], year=year)

    def _of_signs(self) -> Iterator[str]:
        """Yield kinds whose whole year has the sign of the other, in a ledger, a budget or a forecast."""
        for of_kind, (named, rule) in SIGN_RULE.items():
            frames = [reading.frame for reading in self._own.of_kind(of_kind)]
            if not frames:
                continue
            rows, is_ledger = pl.concat(frames), of_kind == "ledger"
            if "change" in rows.columns:
                rows = rows.filter(pl.col("change").is_null())
            rows = with_kind(rows, self._model.municipality.accounts) if is_ledger else rows
            sums = rows.filter(pl.col("kind").is_in(["cost", "revenue"])).group_by("year", "kind")
            for year, kind, amount in sums.agg(pl.col("amount").sum()).sort("year", "kind").iter_rows():
                if amount * (SIGNS[kind] if is_ledger else 1) < 0:
                    said = numbers.number(Decimal(str(amount)), 0)
                    words = {
                        "kind": BUDGET_KIND[kind].lower(),
                        "named": named,
                        "year": year,
                        "amount": said,
                        "rule": rule,
                    }
                    yield UNUSABLE["sign"].format(**words)

    def _frames(self) -> set[Frame]:
        model = self._model
        declared = {(item.unit, str(item.kind), item.year) for item in model.budgets}
        declared |= {(item.unit, "investment", item.year) for item in model.investments}
        return declared | self._of_kind("budget")

    def _foretold(self) -> set[Frame]:
        return self._of_kind("budget_forecast")

    def _of_kind(self, kind: str) -> set[Frame]:
        rows = (row for reading in self._own.of_kind(kind) for row in reading.frame.to_dicts())
        return {(row["unit_id"], row["kind"], row["year"]) for row in rows}


def _time(row: _Measured) -> str:
    return f"{row.year}" if row.month is None else f"{row.year}-{row.month:02d}"


def _lacking(indicator: Indicator, held: set[int], *, ended: bool) -> list[int]:
    """Return the expected parts that a year needs and has not: of a level the last alone; of a year that goes on those before."""
    expected = [month for month in indicator.expected_months if ended or month <= max(held, default=0)]
    needed = expected[-1:] if indicator.forecast == "annual" else expected
    return [month for month in needed if month not in held]


def _of_publication(model: Municipality, publications: Sequence[Publication]) -> Iterator[str]:
    """Yield Kolada's measures that no annual report has of its own year, though the lag lets no older one stand."""
    known = {item.kpi_id: item for item in publications}
    for indicator in model.indicators:
        told = known.get(indicator.kpi_id or "")
        if told is None or told.year is None or indicator.lag > 0:
            continue
        days = [day for day in (told.preliminary, told.final) if day is not None]
        if days and min(days) > date(told.year + 1, *ANNUAL_REPORT_BY):
            yield UNUSABLE["late"].format(
                indicator=indicator.id, kpi=indicator.kpi_id, year=told.year, day=numbers.day(min(days))
            )


def _is_counted(indicator: Indicator, genders: Mapping[str, _Measured]) -> bool:
    """Return whether the total is counted from women and men (docs/measures.md §5)."""
    both = [genders[gender] for gender in ("K", "M") if gender in genders]
    needed = {"sum": True, "ratio": all(row.parts for row in both), "weighted_mean": all(row.behind for row in both)}
    return (
        len(both) == 2  # noqa: PLR2004  women and men
        and both[0].file == both[1].file
        and needed.get(indicator.aggregation, False)
        and (indicator.counts is None or all(row.behind for row in both))
    )


def _of_genders(indicator: Indicator, rows: list[_Measured], titles: Mapping[str, str]) -> Iterator[str]:
    cells: dict[tuple[str, int, int], dict[str, _Measured]] = defaultdict(dict)
    for row in rows:
        cells[row.unit, row.year, row.month or 0][row.gender] = row
    for gender in indicator.judged_genders:
        lacking = sorted(
            cell
            for cell, genders in cells.items()
            if gender not in genders and not (gender == "T" and _is_counted(indicator, genders))
        )
        if lacking:
            unit, year, _ = lacking[0]
            yield UNUSABLE["gender"].format(
                indicator=indicator.id, judged=gender, n=len(lacking), of=len(cells), first=f"{titles[unit]} {year}"
            )


def _of_work(model: Municipality, own: OwnSources) -> Iterator[str]:
    for kind, what in WORK_NAMED.items():
        written: list[Activity | Assignment] = getattr(model, kind)
        for item in written:
            if item.state == "cancelled" and item.cancelled_at is None:
                yield UNUSABLE["cancelled_without_day"].format(what=what, item=item.id)
        for row in (row for reading in own.of_kind(kind) for row in reading.frame.to_dicts()):
            is_done, day = row["state"] == "done", row["actual_end"]
            found = {
                "done_without_day": is_done and day is None,
                "day_without_done": not is_done and day is not None,
                "contributed_without_evidence": row["contributed"] is not None and row["evidence"] is None,
                "cancelled_without_decision": row["state"] == "cancelled" and row["cancelled_by"] is None,
                "cancelled_without_day": row["state"] == "cancelled"
                and bool(row["cancelled_by"])
                and row["cancelled_at"] is None,
            }
            item = row["activity_id" if kind == "activities" else "assignment_id"]
            yield from (UNUSABLE[name].format(what=what, item=item) for name, is_so in found.items() if is_so)


def _of_staff(own: OwnSources) -> Iterator[str]:
    rows = [row for reading in own.of_kind("staff") for row in reading.frame.to_dicts()]
    if uncounted := [row for row in rows if row["sick_hours"] is not None and not row["scheduled_hours"]]:
        yield UNUSABLE["sick_hours"].format(n=numbers.count(len(uncounted), *ROWS), first=place_of(uncounted[0]))
    if over := [row for row in rows if (row["sick_hours"] or 0) > (row["scheduled_hours"] or row["sick_hours"] or 0)]:
        yield UNUSABLE["more_sick_than_work"].format(n=numbers.count(len(over), *ROWS), first=place_of(over[0]))
    for row in rows:
        if wrong := wrong_parts(row):
            yield UNUSABLE["staff_parts"].format(first=place_of(row), wrong=wrong)
    genders: dict[tuple[str, int, int], dict[str, Record]] = defaultdict(dict)
    for row in rows:
        genders[row["unit_id"], row["year"], row["month"]][row["gender"]] = row
    if alone := [next(iter(held.values())) for held in genders.values() if {*held} in ({"K"}, {"M"})]:
        yield UNUSABLE["one_gender"].format(n=numbers.count(len(alone), *MONTHS_COUNTED), first=place_of(alone[0]))
    apart = [held["T"] for held in genders.values() if len(held) == len("KMT") and not _comes_to(held)]
    if apart:
        yield UNUSABLE["genders_apart"].format(n=numbers.count(len(apart), *MONTHS_COUNTED), first=place_of(apart[0]))


def _comes_to(held: Mapping[str, Record]) -> bool:
    """Return whether women and men come to the total of all, in each number that the three have; half a unit each may be rounded."""
    for name, slack in (("headcount", 0), ("fte", 0.2), ("sick_hours", 2), ("scheduled_hours", 2)):
        women, men, total = (held[gender][name] for gender in "KMT")
        if None not in (women, men, total) and abs(women + men - total) > slack:
            return False
    return True


def _some(names: list[str]) -> str:
    if len(names) > _SHOWN:
        return NOT_ALL.format(shown=", ".join(names[:_SHOWN]), n=len(names) - _SHOWN)
    return AND.join(part for part in (", ".join(names[:-1]), names[-1]) if part)
