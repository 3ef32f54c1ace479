"""Checks that amounts which people write are in kronor, and that frames follow what has moved (docs/measures.md §10).

The command that fetches nothing tells the same as a run does.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from assets.definitions.money_rows import MONTHS, money_rows
from assets.definitions.row_values import Row
from assets.definitions.work_rows import work_rows
from models.definitions.municipality import Municipality
from models.definitions.steering import Level, Unit, period_end, subtree, units_above
from models.tables.check_header import checks
from models.tables.rows import ChecksRow
from models.words import amounts as sv
from models.words import numbers
from models.words.checks import CHECK_FAILED
from models.words.judgements import MONTH_NAMES
from models.words.sentences import listed
from models.words.work import BUDGET_KIND

TAXES, AMOUNTS, NOT_MOVED = "taxes_in_kronor", "amounts_in_kronor", "frames_not_moved"
# What is nearer to a thousandth than to the same is in another unit of money; a result may by itself be near 0.
NEARER_THOUSAND = 1000**0.5
OF_RESULT = 300.0
# Less than this of what it changes, or belongs to, no decision is about.
LEAST_SHARE = 1e-5
# Pieces of work are of many sizes: an amount is told of where it is farther than this from the middle one of so many.
OF_WORK, LEAST_WORK = 100.0, 5
Place = tuple[str, str]


def years_of_money(model: Municipality, given_years: set[int]) -> list[int]:
    """Return the years that amounts are written or booked of, in order."""
    written = {item.year for item in (*model.budgets, *model.investments, *model.finances)}
    written |= {item.planned_end.year for item in (*model.activities, *model.assignments)}
    return sorted(written | {int(gain.report[:4]) for gain in model.gains} | given_years)


def amount_checks(
    model: Municipality, given: Mapping[str, Sequence[Row]], year: int, month: int = 12
) -> list[ChecksRow]:
    """Return what fails of a year's amounts up to a month, as rows of the table `checks`.

    Args:
        model: the municipality's definitions.
        given: the rows of its own files by table: frame, booked, budget_forecast.
        year: the year.
        month: the last month.
    """
    money = _Money(model, given, year, month)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for check_id, told in ((TAXES, money.of_taxes()), (AMOUNTS, money.of_amounts()), (NOT_MOVED, money.of_moves())):
        for subject, sentence in told:
            found[check_id, subject].append(sentence)
    return [
        {
            "check_id": check_id, "subject": subject, "severity": checks()[check_id].severity, "status": "failed",
            "n_checked": len(told), "n_failed": len(told), "message": CHECK_FAILED[check_id].format(what=" ".join(told)),
            "sample": None,
        }
        for (check_id, subject), told in found.items()
    ]  # fmt: skip


def _unlike(amount: float, reference: float, limit: float = NEARER_THOUSAND) -> bool:
    """Whether an amount and what it stands beside are nearer to a thousand times each other than to the same."""
    low, high = sorted((abs(amount), abs(reference)))
    return low > 0 and high > limit * low


def _kr(amount: float) -> str:
    return numbers.number(amount, 0)


@dataclass(frozen=True)
class _Beside:
    """What taxes and grants are held against, and whether they may be more than it."""

    name: str
    amount: float
    is_all: bool


@dataclass(frozen=True)
class _OfWork:
    """An amount of a piece of work or a gain; `budget` is what its outcome is held against, or 0."""

    unit: str
    title: str
    what: Literal["budget", "outcome", "gain"]
    amount: float
    of_year: bool
    budget: float

    def beside(self, middle: float, frame: float) -> "_Beside | None":
        """Return what the amount is in another unit than: its budget, the middle one of all, or the frame that it is of."""
        if _unlike(self.amount, self.budget):
            return _Beside("budget", self.budget, True)
        if _unlike(self.amount, middle, OF_WORK):
            return _Beside("middle", middle, True)
        if frame and not LEAST_SHARE * frame <= abs(self.amount) <= frame:
            return _Beside("frame", frame, True)
        return None


class _Money:
    """A year's money as the definitions and the own files have it."""

    def __init__(self, model: Municipality, given: Mapping[str, Sequence[Row]], year: int, month: int) -> None:
        own = money_rows(model, year)
        last_day = period_end(f"{year}-{month:02d}")
        self._model, self._year, self._month = model, year, month
        self._units = [unit.standing_on(last_day) for unit in model.units]
        self._titles = {unit.id: unit.title for unit in model.units}
        self._frame: dict[Place, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for row in (*own["frame"], *given.get("frame", ())):
            self._frame[f"{row['unit_id']}", f"{row['kind']}"][int(f"{row['month']}")] += float(f"{row['amount']}")
        # A ledger stands instead of outcomes written by hand. What a fault withholds has no amount.
        self._booked: dict[Place, dict[int, float]] = defaultdict(dict)
        for row in given.get("booked") or own["booked"]:
            if row["amount"] is not None and int(f"{row['month']}") <= month:
                self._booked[f"{row['unit_id']}", f"{row['kind']}"][int(f"{row['month']}")] = float(f"{row['amount']}")
        self._forecasts = [
            (f"{row['unit_id']}", f"{row['kind']}", int(f"{row['month']}"), float(f"{row['amount']}"))
            for row in (*own["budget_forecast"], *given.get("budget_forecast", ()))
            if int(f"{row['month']}") <= month
        ]
        self._work = work_rows(model, f"{year}-{month:02d}")["work_item"]
        self._taxes = [(int(f"{row['month']}"), float(f"{row['amount']}")) for row in own["foretold_taxes"]]

    def _year_frame(self, place: Place) -> float:
        return sum(self._frame[place].values()) if place in self._frame else 0.0

    def _council(self) -> str:
        return next((unit.id for unit in self._model.units if unit.level is Level.COUNCIL), "")

    def _beside_taxes(self) -> list[_Beside]:
        """Return what the council itself has as revenue, where taxes and grants stand; else the largest frame of any unit."""
        place = (self._council(), "revenue")
        booked = self._booked.get(place, {})
        of_year = sum(booked.values()) / len(booked) * len(MONTHS) if booked else 0.0
        own = [_Beside("frame", self._year_frame(place), True), _Beside("booked", of_year, True)]
        if found := [one for one in own if one.amount]:
            return found
        costs = [self._year_frame(at) for at in list(self._frame) if at[1] in {"cost", "revenue"}]
        return [_Beside("largest", max(costs, default=0.0), False)]

    def of_taxes(self) -> Iterator[tuple[str, str]]:
        """Yield what of taxes and general grants is in another unit than the revenue that holds them."""
        subjects = [item.id for item in self._model.indicators if item.foretold_by == "result_share"] or ["finances"]
        for month, amount in self._taxes:
            for beside in self._beside_taxes():
                if (
                    month <= self._month
                    and _unlike(amount, beside.amount)
                    and (beside.is_all or amount < beside.amount)
                ):
                    said = sv.TAXES.format(
                        year=self._year, month=MONTH_NAMES[month], amount=_kr(amount), beside=sv.BESIDE_TAXES[beside.name],
                        reference=_kr(beside.amount),
                    )  # fmt: skip
                    yield from ((subject, said) for subject in subjects)
                    break

    def of_amounts(self) -> Iterator[tuple[str, str]]:
        """Yield the forecasts, outcomes, changes and adjustments that are in another unit than what they stand beside."""
        yield from self._of_forecasts()
        yield from self._of_outcomes()
        yield from self._of_changes()
        yield from self._of_adjustments()
        yield from self._of_work()

    def _said(self, unit: str, kind: str, what: str, amount: float, reference: float) -> tuple[str, str]:
        words = {"unit": self._titles.get(unit, unit), "kind": BUDGET_KIND[kind].lower(), "what": what}
        return unit, sv.BESIDE_FRAME.format(**words, year=self._year, amount=_kr(amount), reference=_kr(reference))

    def _of_forecasts(self) -> Iterator[tuple[str, str]]:
        for unit, kind, month, amount in self._forecasts:
            frame = self._year_frame((unit, kind))
            if _unlike(amount, frame, OF_RESULT if kind == "result" else NEARER_THOUSAND):
                yield self._said(unit, kind, sv.FORECAST.format(month=MONTH_NAMES[month]), amount, frame)

    def _of_outcomes(self) -> Iterator[tuple[str, str]]:
        last = max((month for months in self._booked.values() for month in months), default=0)
        for (unit, kind), months in sorted(self._frame.items()):
            parts = [self._booked.get((below, kind), {}) for below in subtree(self._units, unit)]
            amount = sum(sum(part.values()) for part in parts)
            frame = sum(part for month, part in months.items() if month <= last)
            # What is built is paid when it is built; a frame that has not been used yet is no other unit.
            unused = kind == "investment" and abs(amount) < abs(frame)
            if not unused and _unlike(amount, frame, OF_RESULT if kind == "result" else NEARER_THOUSAND):
                yield self._said(unit, kind, sv.OUTCOME.format(month=MONTH_NAMES[last]), amount, frame)

    def _of_changes(self) -> Iterator[tuple[str, str]]:
        for _, item in self._model.frames_of([self._year]):
            for change in item.changes:
                amount, frame = abs(float(change.amount)), abs(float(item.amount or 0))
                if not amount or not frame:
                    continue
                if amount < LEAST_SHARE * frame or amount > NEARER_THOUSAND * frame:
                    what = sv.CHANGE.format(day=numbers.day(change.decided_at))
                    yield self._said(item.unit, item.kind, what, float(change.amount), frame)

    def _of_adjustments(self) -> Iterator[tuple[str, str]]:
        references = [amount for _, amount in self._taxes[-1:]] or [
            one.amount for one in self._beside_taxes() if one.is_all
        ]
        for item in self._model.finances:
            if item.year != self._year or not references:
                continue
            for key in sv.ADJUSTMENT:
                amount = float(getattr(item, key) or 0)
                if amount and not LEAST_SHARE * references[0] <= abs(amount) <= references[0]:
                    words = {"what": sv.ADJUSTMENT[key], "year": self._year}
                    said = sv.BESIDE_TAXES_AMOUNT.format(**words, amount=_kr(amount), reference=_kr(references[0]))
                    yield "finances", said

    def _of_work(self) -> Iterator[tuple[str, str]]:
        """Yield the budgets and outcomes of work, and the gains, that are in another unit than budget, others' or frame."""
        amounts = list(self._amounts_of_work())
        sizes = sorted(abs(one.amount) for one in amounts)
        middle = median(sizes) if len(sizes) >= LEAST_WORK else 0.0
        for one in amounts:
            frame, framed = self._frame_above(one.unit)
            words = {"middle": {"n": len(sizes)}, "frame": {"unit": framed, "year": self._year}}
            if one.of_year and (beside := one.beside(middle, frame)):
                said = sv.BESIDE_WORK[beside.name].format(**words.get(beside.name, {}))
                words_of_amount = {"title": one.title, "what": sv.WORK[one.what], "amount": _kr(one.amount)}
                yield one.unit, sv.OF_WORK.format(**words_of_amount, beside=said, reference=_kr(beside.amount))

    def _amounts_of_work(self) -> Iterator["_OfWork"]:
        for row in self._work:
            years = [
                day.year for key in ("planned_start", "planned_end", "actual_end") if isinstance(day := row[key], date)
            ]
            of_year = not years or min(years) <= self._year <= max(years)
            for what in ("budget", "outcome"):
                if row[what]:
                    budget = float(f"{row['budget'] or 0}") if what == "outcome" and row["actual_end"] else 0.0
                    yield _OfWork(f"{row['unit_id']}", f"{row['title']}", what, float(f"{row[what]}"), of_year, budget)
        for gain in self._model.gains:
            if gain.amount:
                title = sv.GAIN.format(id=gain.id, unit=self._titles.get(gain.unit, gain.unit))
                yield _OfWork(gain.unit, title, "gain", float(gain.amount), gain.report[:4] == str(self._year), 0.0)

    def _frame_above(self, unit: str) -> tuple[float, str]:
        """Return the largest frame for cost or investment of the nearest unit that has any, and its title; 0 where none has."""
        units = {each.id: each for each in self._units}
        for name in [unit, *units_above(units, unit, date(self._year, 12, 31))]:
            if found := max(self._year_frame((name, kind)) for kind in ("cost", "investment")):
                return found, self._titles[name]
        return 0.0, ""

    def of_moves(self) -> Iterator[tuple[str, str]]:
        """Yield the frames that stay where a unit has moved from, or to, or ended, when no transfer has followed it."""
        units = {unit.id: unit for unit in self._units}
        for unit in self._units:
            for earlier in unit.moved:
                if self._within(first := earlier.until + timedelta(days=1)):
                    yield from self._of_move(unit, first, units)
            if unit.valid_to is not None and self._within(first := unit.valid_to + timedelta(days=1)):
                yield from self._of_ended(unit, first, units)

    def _within(self, first: date) -> bool:
        return first.year == self._year and 1 < first.month <= self._month

    def _of_ended(self, unit: Unit, first: date, units: Mapping[str, Unit]) -> Iterator[tuple[str, str]]:
        """Yield where the frame of a unit that has ended counts, and what is stated above it and those that carry it on."""
        into = [
            name
            for change in self._model.reorganisations
            if change.date == first and unit.id in change.units
            for name in change.into
        ]
        before = units_above(units, unit.id, first - timedelta(days=1))
        after = [units_above(units, name, first) for name in into]
        left = [name for name in before if any(name not in above for above in after)]
        come = list(dict.fromkeys(name for above in after for name in above if name not in before))
        place = into[0] if len(into) == 1 else before[0]
        for kind in BUDGET_KIND:
            months = self._frame.get((unit.id, kind), {}).items()
            own = sum(part for month, part in months if month >= first.month)
            spent = [self._booked.get((name, kind), {}) for name in subtree(self._units, unit.id)]
            booked = sum(part for months in spent for month, part in months.items() if month < first.month)
            words = {
                "unit": unit.title, "day": numbers.day(first), "kind": BUDGET_KIND[kind].lower(), "booked": _kr(booked),
                "heirs": listed([self._titles[name] for name in into]) if into else "", "before": MONTH_NAMES[first.month - 1],
            }  # fmt: skip
            # What lies in a stated frame is of that frame; of one heir it is a part beside the heir's own.
            if own and not self._transferred(unit.id, kind) and (len(into) == 1 or (place, kind) not in self._frame):
                said = sv.ENDED_OWN[min(len(into), 2)].format(**words, amount=_kr(own), place=self._titles[place])
                yield place, said
            if own or booked:
                heirs = into if len(into) == 1 and not own else []
                for names, said in ((left, sv.ENDED_LEFT), ([*heirs, *come], sv.ENDED_CAME)):
                    for name in names:
                        if (name, kind) in self._frame and not self._transferred(name, kind):
                            stated = {"framed": self._titles[name], "frame": _kr(self._year_frame((name, kind)))}
                            yield name, said.format(**words, **stated)

    def _of_move(self, unit: Unit, first: date, units: Mapping[str, Unit]) -> Iterator[tuple[str, str]]:
        before, after = (units_above(units, unit.id, day) for day in (first - timedelta(days=1), first))
        left = [name for name in before if name not in after]
        come = [name for name in after if name not in before]
        below = subtree(self._units, unit.id)
        for kind in BUDGET_KIND:
            # Who has no frame of its own is the sum of those below, and follows by itself.
            framed = [
                (name, sign) for names, sign in ((left, -1), (come, 1)) for name in names if (name, kind) in self._frame
            ]
            standing = [(name, sign) for name, sign in framed if not self._transferred(name, kind)]
            booked = sum(
                amount
                for name in below
                for month, amount in self._booked.get((name, kind), {}).items()
                if month >= first.month
            )
            own = sum(part for month, part in self._frame.get((unit.id, kind), {}).items() if month >= first.month)
            if not booked and not own:
                continue
            for name, sign in standing:
                other = (come if sign < 0 else left)[:1]
                words = {
                    "unit": unit.title, "day": numbers.day(first), "framed": self._titles[name], "kind": BUDGET_KIND[kind].lower(),
                    "frame": _kr(self._year_frame((name, kind))), "booked": _kr(booked),
                    "other": self._titles[other[0]] if other else self._titles[self._council()],
                }  # fmt: skip
                said = (sv.LEFT if sign < 0 else sv.CAME).format(**words)
                yield name, f"{said} {sv.OWN_FRAME.format(unit=unit.title, amount=_kr(own))}" if own else said

    def _transferred(self, unit: str, kind: str) -> bool:
        return any(
            change.kind == "transfer"
            for item in self._model.budgets
            if (item.unit, item.kind, item.year) == (unit, kind, self._year)
            for change in item.changes
        )
