"""§6 and §7 of docs/measures.md calculated a second time, by docs/measures-efficiency.md: loops, and no SQL.

`Efficiency` gives one report's rows as dictionaries, from the definitions and from what was known of the municipality's own
values. Numbers are Decimal or Fraction throughout.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

from models.definitions.municipality import Municipality
from models.definitions.steering import Goal, Indicator, Unit
from models.definitions.work import Activity, Assignment, Service
from tests.real.second_certainty import find_middle, is_enough, moved_beyond

Row = dict[str, Any]
Item = Activity | Assignment | Service
# indicator, unit or None for Kolada's, gender, month or None → year → value
Values = dict[tuple[str, str | None, str, int | None], dict[int, Decimal]]
Contribution = tuple[bool | None, str | None, str | None]
Scope = tuple[str | None, str | None, str | None]
NOT_KNOWN: Contribution = (None, None, None)
# Every municipality's values, by indicator, gender and year.
Elsewhere = dict[tuple[str, str, int], dict[str, Decimal]]


@dataclass(frozen=True)
class Window:
    """An indicator's series, and the years of its values before a start and after it."""

    indicator: Indicator
    gender: str
    place: str | None
    month: int | None
    before: int
    after: int

    @property
    def series(self) -> tuple[str, str | None, str, int | None]:
        """The series in `Values`."""
        return self.indicator.id, self.place, self.gender, self.month

    @property
    def years(self) -> tuple[int, int]:
        """Both years."""
        return self.before, self.after


def kind_of(item: Item) -> str:
    """activity, assignment or service."""
    return type(item).__name__.lower()


def last_of(year: int, month: int) -> date:
    """The month's last day."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def belongs(item: Item, year: int) -> bool:
    """Whether it is of the plan year, or unfinished from before; a service always is."""
    if isinstance(item, Service):
        return True
    first, last = date(year, 1, 1), date(year, 12, 31)
    unfinished = item.state != "cancelled" and (item.actual_end is None or item.actual_end >= first)
    return item.planned_start <= last and (item.planned_end >= first or unfinished)


def is_due(item: Item, day: date) -> bool:
    """Planned to be done by a day, and not cancelled; a service never is."""
    return not isinstance(item, Service) and item.planned_end <= day and item.state != "cancelled"


def is_done(item: Item, day: date) -> bool:
    """Done by a day; a service is carried out as long as it is given."""
    return isinstance(item, Service) or (item.actual_end is not None and item.actual_end <= day)


def find_heir(model: Municipality, unit_id: str, day: date) -> str | None:
    """The unit itself, or of one that has ended the one unit that carries on its work; none where none or several do."""
    if any(unit.id == unit_id for unit in model.units_on(day)):
        return unit_id
    into = {heir for change in model.reorganisations if unit_id in change.units for heir in change.into} - {unit_id}
    return find_heir(model, into.pop(), day) if len(into) == 1 else None


def days_of_change(model: Municipality, unit_id: str, until: date) -> list[date]:
    """Return the days up to one on which a unit came to be made of something else (§5, Reorganisation)."""
    units = {unit.id: unit for unit in model.units}

    def holds(name: str, day: date) -> bool:
        at: str | None = name
        while at is not None and at != unit_id:
            at = units[at].parent_on(day)
        return at is not None

    changes = [(change.date, change.units, change.into) for change in model.reorganisations]
    changes += [(e.until + timedelta(days=1), [u.id], [u.id]) for u in model.units for e in u.moved]
    found: set[date] = set()
    for day, was, became in changes:
        held = [holds(name, day - timedelta(days=1)) for name in was] + [holds(name, day) for name in became]
        # All of it before and after, or none of it, is no change; what ends is no longer there.
        if day <= until and any(held) and not (all(held) and became):
            found.add(day)
    return sorted(found)


def with_comma(value: Decimal, decimals: int) -> str:
    """A number as Swedes read it."""
    return str(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)).replace(".", ",")


def nearest(value: Fraction, decimals: int) -> Decimal:
    """A number rounded half up, away from zero."""
    units = floor(abs(value) * 10**decimals + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-decimals)


class Efficiency:
    """What was done for one report, and to what use."""

    def __init__(
        self,
        model: Municipality,
        report: str,
        values: Values,
        withheld: set[str],
        goal_statuses: dict[tuple[str, str | None], Row],
        movements: Iterable[Row] = (),
        known_elsewhere: Elsewhere | None = None,
        similar_to: Callable[[str, str, int], frozenset[str]] = lambda service, area, year: frozenset(),
        known_on: date = date.max,
    ) -> None:
        self.model, self.report, self.values, self.withheld = model, report, values, withheld
        self.goal_statuses = goal_statuses
        self.movements = {
            (row["indicator_id"], row["unit_id"], row["gender"], row["monthly"]): row
            for row in movements
            if row["forecast_of"] is None
        }
        self.known_elsewhere, self.similar_to = known_elsewhere or {}, similar_to
        self.home = model.municipality.area_id
        self.rates: dict[tuple[str, ...], Fraction | None] = {}
        self.year = int(report[:4])
        self.day = last_of(self.year, int(report[5:]))
        # What was decided after the day that the report knows of is no decision in it.
        self.decided_by = min(self.day, known_on)
        self.limits = model.municipality.thresholds
        self.units: dict[str, Unit] = {unit.id: unit for unit in model.units_on(self.day)}
        self.goals: dict[str, Goal] = {goal.id: goal for goal in model.goals}
        self.indicators: dict[str, Indicator] = {indicator.id: indicator for indicator in model.indicators}
        decided = {plan.id: plan.decided_at for plan in model.plans}
        # One that a plan gives is decided with the plan.
        dated = [
            item.model_copy(update={"decided_at": decided[item.plan] if item.plan else item.decided_at})
            for item in model.assignments
        ]
        given = [item for item in dated if item.decided_at is not None and item.decided_at <= self.decided_by]
        everything: list[Item] = [*map(self.as_decided, [*model.activities, *given]), *model.services]
        self.items = [item for item in everything if belongs(item, self.year)]
        # Work of a unit that has ended belongs to the one that carries it on, or to no unit (Whose figures).
        self.heirs = {item.unit: find_heir(model, item.unit, self.day) for item in self.items}
        self.known = {
            (kind_of(item), item.id, goal): self.contribution(item, goal)
            for item in self.items
            if is_done(item, self.day)
            for goal in set(item.goals)
        }

    def as_decided(self, item: Activity | Assignment) -> Activity | Assignment:
        """Work that was cancelled after the period's last day, or after what is known, stands as if it went on."""
        if item.cancelled_at is None or item.cancelled_at <= self.decided_by:
            return item
        return item.model_copy(update={"state": "ongoing", "cancelled_by": None, "cancelled_at": None})

    # What is looked at

    def conditions(self, item: Activity | Assignment) -> tuple[bool | None, bool | None, bool | None]:
        """On time, within budget, quality: of what is done."""
        if not is_done(item, self.day) or item.actual_end is None:
            return None, None, None
        money = None if item.budget is None or item.outcome is None else item.outcome <= item.budget
        quality = None if item.quality is None else item.quality == "passed"
        return item.actual_end <= item.planned_end, money, quality

    def state(self, item: Activity | Assignment) -> str:
        """Where it stood on the period's last day."""
        if is_done(item, self.day):
            return "done"
        if item.state == "cancelled":
            return "cancelled"
        if item.planned_end <= self.day:
            return "late"
        if item.planned_start > self.day:
            return "not_started"
        return "ongoing" if item.state == "done" else item.state

    # B

    def contribution(self, item: Item, goal_id: str) -> Contribution:
        """Whether it contributed to a goal, how that is known, and what it is founded on."""
        if item.contributed is not None:
            return item.contributed, "recorded", item.evidence
        told = [self.judge_window(window) for window in self.windows(item, goal_id)]
        evidence = "; ".join(text for _, text in told) or item.evidence
        judged = [right for right, _ in told if right is not None]
        return (any(judged), "computed", evidence) if judged else (None, None, evidence)

    def windows(self, item: Item, goal_id: str) -> list[Window]:
        """Each of the goal's indicators over the start, in the order of their names and genders."""
        if isinstance(item, Service) or item.contributed is not None:
            return []
        goal, found = self.goals[goal_id], list[Window]()
        for name in sorted({leaf.indicator for leaf in goal.indicators}):
            indicator = self.indicators[name]
            if name in self.withheld or indicator.direction.value not in {"higher", "lower"}:
                continue
            judged = indicator.judged_genders
            for gender in ["T"] if "T" in judged else sorted(judged):
                found += self.window(indicator, gender, [item.unit, goal.unit, None], item.planned_start)
        return found

    def window(self, indicator: Indicator, gender: str, places: list[str | None], start: date) -> Iterable[Window]:
        """The two measurements around the start, in the nearest series that tells."""
        for place in places:
            pairs: list[tuple[date, bool, int | None, date]] = []
            for month in (None, *range(1, 13)):
                series = self.values.get((indicator.id, place, gender, month), {})
                days = {last_of(year, month or 12): year for year in series if year <= self.year}
                before, after = [day for day in days if day < start], [day for day in days if day > start]
                if before and after:
                    pairs.append((max(after), month is None, month, max(before)))
            if not pairs:
                continue
            day, _, month, first = max(pairs, key=lambda pair: pair[:2])
            broken = any(first.year < year <= day.year for year in indicator.series_breaks)
            # What the unit is made of is another after than before (§5).
            changed = days_of_change(self.model, place, self.day) if place is not None else []
            if not broken and not any(first < at <= day for at in changed):
                yield Window(indicator, gender, place, month, first.year, day.year)
            return

    def judge_window(self, window: Window) -> tuple[bool | None, str]:
        """Whether an indicator moved enough the right way, and the two values beside what they are held against."""
        indicator, series = window.indicator, self.values[window.series]
        x0, x1 = series[window.before], series[window.after]
        least = indicator.min_change if indicator.min_change is not None else indicator.precision
        sign = 1 if indicator.direction.value == "higher" else -1
        others = self.changes_of_similar(window, self.home) if window.place is None else []
        right = moved_beyond(Fraction(x1 - x0), others, sign, least)
        if right is not None:
            middle = nearest(find_middle(others), indicator.decimals)
            shown = with_comma(abs(middle), indicator.decimals)
            beside = f"liknande kommuner {'+' if middle > 0 else '−' if middle < 0 else ''}{shown}"
        else:
            told = self.movements.get((indicator.id, window.place, window.gender, window.month is not None))
            last = told is not None and (told["year"], told["month"]) == (window.after, window.month)
            movement = told["movement"] if told is not None and last else "series_too_short"
            beside = {
                "outside_normal": "utanför det normala",
                "within_normal": "inom normal variation",
                "series_too_short": "för kort serie",
            }[movement]
            if told is not None and movement != "series_too_short":
                good = told["side"] == ("above" if sign > 0 else "below")
                right = movement == "outside_normal" and good and is_enough(Fraction(sign * (x1 - x0)), least)
        part = "" if window.month is None else f"-{window.month:02d}"
        name = indicator.title + {"T": "", "K": ", kvinnor", "M": ", män"}[window.gender]
        texts = [with_comma(x, indicator.decimals) for x in (x0, x1)]
        return right, (f"{name}: {texts[0]} ({window.before}{part}) → {texts[1]} ({window.after}{part}), {beside}")

    def changes_of_similar(self, window: Window, area: str) -> list[Fraction]:
        """The changes, in the same years, of the similar municipalities of one that are known, itself left out."""
        both = [self.known_elsewhere.get((window.indicator.id, window.gender, year), {}) for year in window.years]
        members = self.similar_to(str(window.indicator.similar), area, window.after) - {area}
        return [Fraction(both[1][one] - both[0][one]) for one in sorted(members) if all(one in year for year in both)]

    def says_yes_elsewhere(self, windows: Sequence[Window]) -> dict[str, bool]:
        """What the same rule says of every municipality in the same windows, of any of them that can be judged there."""
        found: dict[str, bool] = {}
        for window in windows:
            if window.place is not None:
                continue
            least = window.indicator.min_change
            least = window.indicator.precision if least is None else least
            sign = 1 if window.indicator.direction.value == "higher" else -1
            both = [self.known_elsewhere.get((window.indicator.id, window.gender, year), {}) for year in window.years]
            for area in both[0].keys() & both[1].keys():
                own = Fraction(both[1][area] - both[0][area])
                right = moved_beyond(own, self.changes_of_similar(window, area), sign, least)
                if right is not None:
                    found[area] = found.get(area, False) or right
        return found

    def base_rate(self, item: Item, goals: Iterable[str]) -> Fraction | None:
        """The share of all municipalities where what computes an item's contribution to any of some goals says yes."""
        key = (kind_of(item), item.id, *sorted(goals))
        if key not in self.rates:
            computed = [goal for goal in key[2:] if self.known.get((*key[:2], goal), NOT_KNOWN)[1] == "computed"]
            yes = self.says_yes_elsewhere([window for goal in computed for window in self.windows(item, goal)])
            self.rates[key] = Fraction(sum(yes.values()), len(yes)) if yes else None
        return self.rates[key]

    # What each row is summed from

    def above(self, unit_id: str) -> list[str]:
        """The unit that work belongs to on the day, and every unit over it."""
        found: list[str] = []
        at = self.heirs[unit_id]
        while at is not None:
            found.append(at)
            at = self.units[at].parent_on(self.day)
        return found

    def served(self, goal_id: str) -> set[str]:
        """A goal and every goal that it serves, at any distance."""
        found, left = set[str](), [goal_id]
        while left:
            at = left.pop()
            if at not in found:
                found.add(at)
                left += self.goals[at].parents
        return found

    def level(self, unit_id: str) -> str:
        """A unit's level."""
        return self.units[unit_id].level.value

    def scopes(self) -> dict[Scope, dict[tuple[str, str], tuple[Item, set[str]]]]:
        """What each row is summed from: distinct items, and the goals that count for each there."""
        found: dict[Scope, dict[tuple[str, str], tuple[Item, set[str]]]] = {}
        for unit in self.units.values():
            found[unit.id, unit.level.value, None] = {}
            found[None, unit.level.value, None] = {}
        for goal_id, unit_id in self.goal_statuses:
            found[unit_id, self.level(unit_id) if unit_id else None, goal_id] = {}
        for item in self.items:
            units: list[tuple[str | None, str | None]] = [(unit, self.level(unit)) for unit in self.above(item.unit)]
            units += [(None, self.level(unit)) for unit in self.above(item.unit)]
            for unit, level in units:
                self.put(found, (unit, level, None), item, item.goals)
            for goal_id in item.goals:
                for upper in self.served(goal_id):
                    for unit, level in [(u, le) for u, le in units if u is not None] + [(None, None)]:
                        self.put(found, (unit, level, upper), item, [goal_id])
        return found

    @staticmethod
    def put(
        found: dict[Scope, dict[tuple[str, str], tuple[Item, set[str]]]], scope: Scope, item: Item, goals: Iterable[str]
    ) -> None:
        found.setdefault(scope, {}).setdefault((kind_of(item), item.id), (item, set()))[1].update(goals)

    def within(self, item: Item, goals: set[str]) -> tuple[bool | None, str | None]:
        """Whether an item contributed to any of some goals, and how that is known."""
        told = [self.known.get((kind_of(item), item.id, goal), NOT_KNOWN) for goal in goals]
        judged = [(yes, basis) for yes, basis, _ in told if yes is not None]
        return (any(yes for yes, _ in judged), judged[0][1]) if judged else (None, None)

    # The tables

    def inner_efficiency(self) -> list[Row]:
        """Did what was planned, in the right way, to any use."""
        rows: list[Row] = []
        for (unit, level, goal), members in self.scopes().items():
            due = [pair for pair in members.values() if is_due(pair[0], self.day)]
            done = [(item, goals) for item, goals in due if is_done(item, self.day)]
            tests = [self.conditions(item) for item, _ in done if not isinstance(item, Service)]
            right = sum(all(passed for passed in test if passed is not None) for test in tests)
            full = sum(None not in test for test in tests)
            told = [yes for item, goals in done if (yes := self.within(item, goals)[0]) is not None]
            shares = [share(len(done), len(due)), share(right, len(done)), share(sum(told), len(told))]
            wanted = [self.limits.carried_out_share, self.limits.right_way_share, self.limits.contributed_share]
            names = ("carried_out", "right_way", "contributed")
            short = [
                name
                for name, got, least in zip(names, shares, wanted, strict=True)
                if got is not None and got < Fraction(least)
            ]
            status = "change_ways_of_working" if short else "not_assessed" if None in shares else "efficient"
            rates = [self.base_rate(item, goals) for item, goals in done if self.within(item, goals)[0] is not None]
            rows.append(
                {
                    "report": self.report,
                    "unit_id": unit,
                    "level": level,
                    "goal_id": goal,
                    "base_rate": mean_of([(Fraction(1), rate) for rate in rates]),
                    "due": len(due),
                    "carried_out": len(done),
                    "g": shares[0],
                    "right_way": right,
                    "r": shares[1],
                    "all_three": full,
                    "all_three_share": share(full, len(done)),
                    "judged": len(told),
                    "contributed": sum(told),
                    "b": shares[2],
                    "status": status if due else "not_assessed",
                    "short_of": ",".join(short) or None,
                }
            )
        return rows

    def weighed(self, members: Iterable[tuple[Item, set[str]]]) -> list[tuple[Item, Decimal, bool, str | None, bool]]:
        """What can be judged: each with its weight, whether it contributed, how that is known, and if in kronor."""
        judged = [
            (item, yes, basis)
            for item, goals in members
            if is_done(item, self.day)
            for yes, basis in [self.within(item, goals)]
            if yes is not None
        ]
        money = [item.outcome for item, _, _ in judged]
        in_kronor = None not in money and sum(amount for amount in money if amount is not None) > 0
        return [
            (item, item.outcome if in_kronor and item.outcome is not None else Decimal(1), yes, basis, in_kronor)
            for item, yes, basis in judged
        ]

    def outer_efficiency(self) -> list[Row]:
        """Did the right things."""
        rows: list[Row] = []
        for (unit, level, goal), members in self.scopes().items():
            judged = self.weighed(members.values())
            weight = sum((w for _, w, _, _, _ in judged), Decimal(0))
            useful = sum((w for _, w, yes, _, _ in judged if yes), Decimal(0))
            y = Fraction(useful) / Fraction(weight) if weight else None
            ways = {basis for _, _, _, basis, _ in judged}
            named = {(kind_of(item), item.id): goals for item, goals in members.values()}
            rates = [(Fraction(w), self.base_rate(i, named[kind_of(i), i.id])) for i, w, _, _, _ in judged]
            status = "not_assessed"
            if y is not None:
                status = "right_things" if y >= Fraction(self.limits.outer_share) else "reconsider"
            rows.append(
                {
                    "report": self.report,
                    "unit_id": unit,
                    "level": level,
                    "goal_id": goal,
                    "weight": weight,
                    "contributed_weight": useful,
                    "y": y,
                    "base_rate": mean_of(rates),
                    "weighted_by": ("kronor" if judged[0][4] else "number") if judged else None,
                    "status": status,
                    "basis": ("mixed" if len(ways) > 1 else next(iter(ways))) if ways else None,
                }
            )
        return rows

    def outer_efficiency_items(self) -> list[Row]:
        """Each that was carried out, under each goal that it serves."""
        rows: list[Row] = []
        scopes = self.scopes()
        for item in self.items:
            for goal in sorted(set(item.goals)) if is_done(item, self.day) else []:
                yes, basis, evidence = self.known[kind_of(item), item.id, goal]
                unit, weights = self.heirs[item.unit], dict[tuple[str, str], Decimal]()
                if unit is not None and yes is not None:
                    judged = self.weighed(scopes[unit, self.level(unit), goal].values())
                    weights = {(kind_of(other), other.id): weight for other, weight, *_ in judged}
                rows.append(
                    {
                        "report": self.report,
                        "unit_id": unit or item.unit,
                        "goal_id": goal,
                        "item_kind": kind_of(item),
                        "item_id": item.id,
                        "weight": weights.get((kind_of(item), item.id)),
                        "contributed": yes,
                        "basis": basis,
                        # The rate of the row for the goal and unit, as the weight is.
                        "base_rate": self.base_rate(
                            item, scopes[unit, self.level(unit), goal][kind_of(item), item.id][1]
                        )
                        if unit is not None and yes is not None
                        else None,
                        "evidence": evidence,
                        "verdict": {True: "right_things", False: "reconsider", None: "not_assessed"}[yes],
                    }
                )
        return rows

    def four_fields(self) -> list[Row]:
        """Carried out against met."""
        rows: list[Row] = []
        for row in self.inner_efficiency():
            goal, unit = row["goal_id"], row["unit_id"]
            if goal is None:
                continue
            own = self.goal_statuses.get((goal, unit))
            if own is None or (own["status"] == "not_assessed" and own["n_not_assessed"] == 0):
                own = self.goal_statuses[goal, None]
            status, g = own["status"], row["g"]
            verdict = None
            if g is not None and status != "not_assessed":
                carried = g >= Fraction(self.limits.carried_out_share)
                verdict = {
                    (True, True): "keep",
                    (True, False): "reconsider",
                    (False, False): "change_ways_of_working",
                    (False, True): "question_need",
                }[carried, status == "met"]
            rows.append(
                {
                    "report": self.report,
                    "unit_id": unit,
                    "goal_id": goal,
                    "g": g,
                    "goal_status": status,
                    "verdict": verdict,
                }
            )
        return rows

    def planned(self, kind: str) -> list[Row]:
        """Activities or assignments, a row for each goal."""
        rows: list[Row] = []
        for item in self.items:
            if isinstance(item, Service) or kind_of(item) != kind:
                continue
            on_time, within, quality = self.conditions(item)
            for goal in sorted(set(item.goals)) or [None]:
                yes, basis, _ = self.known.get((kind, item.id, goal or ""), NOT_KNOWN)
                row: Row = {
                    "report": self.report,
                    "item_id": item.id,
                    "unit_id": self.heirs[item.unit] or item.unit,
                    "goal_id": goal,
                    "title": item.title,
                    "responsible_role": item.responsible,
                    "planned_start": item.planned_start,
                    "planned_end": item.planned_end,
                    "actual_end": item.actual_end if is_done(item, self.day) else None,
                    "state": self.state(item),
                    "due": is_due(item, self.day),
                    "carried_out": is_done(item, self.day),
                    "on_time": on_time,
                    "within_budget": within,
                    "quality_passed": quality,
                    "contributed": yes,
                    "basis": basis,
                    "budget": item.budget,
                    "outcome": item.outcome,
                    "cancelled_by": item.cancelled_by,
                    "cancelled_at": item.cancelled_at,
                }
                if isinstance(item, Assignment):
                    row |= {
                        "decided_by": item.decided_by,
                        "decided_at": item.decided_at,
                        "decision": item.decision,
                        "financing": item.financing,
                    }
                rows.append(row)
        return rows

    def efficiency_gains(self) -> list[Row]:
        """What was recorded for this report."""
        rows: list[Row] = []
        for gain in self.model.gains:
            if gain.report != self.report:
                continue
            about = [("activity", gain.activity), ("assignment", gain.assignment), ("service", gain.service)]
            kind, item = next(((kind, name) for kind, name in about if name), (None, None))
            rows.append(
                {
                    "report": self.report,
                    "gain_id": gain.id,
                    "unit_id": gain.unit,
                    "item_kind": kind,
                    "item_id": item,
                    "kind": gain.kind,
                    "amount": gain.amount,
                    "measure": gain.measure,
                    "evidence": gain.evidence,
                    "cause": gain.cause,
                    "new_way_of_working": gain.new_way_of_working,
                }
            )
        return rows

    def tables(self) -> dict[str, list[Row]]:
        """Every table, with its rows."""
        return {
            "activities": self.planned("activity"),
            "assignments": self.planned("assignment"),
            "inner_efficiency": self.inner_efficiency(),
            "outer_efficiency": self.outer_efficiency(),
            "outer_efficiency_items": self.outer_efficiency_items(),
            "four_fields": self.four_fields(),
            "efficiency_gains": self.efficiency_gains(),
        }


def share(part: int, whole: int) -> Fraction | None:
    """A share, or None of nothing."""
    return Fraction(part, whole) if whole else None


def mean_of(weighed: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The mean of the rates that are known, by their weights."""
    known = [(weight, rate) for weight, rate in weighed if rate is not None]
    total = sum((weight for weight, _ in known), Fraction(0))
    return sum((weight * rate for weight, rate in known), Fraction(0)) / total if total else None
