"""The certainty of figures (docs/measures.md §14 and on) calculated a second time, from the document alone: Fractions, no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import erf, pi, sqrt
from statistics import median

from numpy.polynomial.hermite import hermgauss

Number = Decimal | Fraction
LIMIT, NEAR, GREAT_LEAP = Fraction("2.66"), Fraction("1.77"), Fraction("3.267")
LEAST_YEARS, LEAST_MONTHS, IN_A_ROW, LEAST_OTHERS = 8, 12, 7, 3


@dataclass(frozen=True)
class Movement:
    """What a series says of its last point (§14)."""

    n_points: int
    mean: Fraction
    mean_range: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    side: str | None
    sign: str | None
    movement: str


def find_mean_range(points: Sequence[Fraction]) -> Fraction | None:
    """AMR: the mean leap from each point to the next, without those above 3.267 times the mean of all of them."""
    leaps = [abs(later - earlier) for earlier, later in zip(points, points[1:], strict=False)]
    if not leaps:
        return None
    usual = sum(leaps, Fraction(0)) / len(leaps)
    kept = [leap for leap in leaps if leap <= GREAT_LEAP * usual]
    return sum(kept, Fraction(0)) / len(kept)


def find_movement(points: Sequence[Number], least: int = LEAST_YEARS) -> Movement:
    """What is told of the last of some points in order."""
    values = [Fraction(point) for point in points]
    mean, mean_range = sum(values, Fraction(0)) / len(values), find_mean_range(values)
    offs = [value - mean for value in values]
    side = None if offs[-1] == 0 else "above" if offs[-1] > 0 else "below"
    if len(values) < least or mean_range is None:
        return Movement(len(values), mean, mean_range, None, None, side, None, "series_too_short")
    same = [off if side == "above" else -off for off in offs]
    sign = None
    if side is not None:
        if same[-1] > LIMIT * mean_range:
            sign = "beyond_limits"
        elif all(off > 0 for off in same[-IN_A_ROW:]):
            sign = "seven_in_a_row"
        elif same[-1] > NEAR * mean_range and any(off > NEAR * mean_range for off in same[-3:-1]):
            sign = "two_of_three"
    limits = mean - LIMIT * mean_range, mean + LIMIT * mean_range
    found = "within_normal" if sign is None else "outside_normal"
    return Movement(len(values), mean, mean_range, *limits, side, sign, found)


def find_middle(values: Sequence[Fraction]) -> Fraction:
    """The median."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def is_enough(move: Fraction, least: Number, spread: Fraction = Fraction(0)) -> bool:
    """Whether a movement the good way is at least `min_change` and 1.645 · 1.4826 of a spread (§6)."""
    return move > 0 and move >= max(Fraction(least), Fraction("1.645") * Fraction("1.4826") * spread)


def moved_beyond(own: Fraction, others: Sequence[Fraction], sign: int, least: Number) -> bool | None:
    """Whether a change is beyond what similar municipalities' own changes were (§6); None with fewer than three of them."""
    if len(others) < LEAST_OTHERS:
        return None
    middle = find_middle(others)
    return is_enough(sign * (own - middle), least, find_middle([abs(other - middle) for other in others]))


def find_trend(told: Movement | None, change: Number | None, sign: int | None, least: Number) -> str | None:
    """`trend`: better or worse where the last point tells something, and the change goes the same way and is no less than least."""
    if change is None or sign is None:
        return None
    if told is None or told.movement == "series_too_short":
        return "series_too_short"
    upwards = told.side == "above"
    if told.movement == "within_normal" or change == 0 or abs(change) < least or (change > 0) != upwards:
        return "within_normal"
    return "better" if change * sign > 0 else "worse"


def find_assurance(told: Movement | None, direction: str, ends: Sequence[Number] | None) -> str | None:
    """Whether a rounded target is reached as things are; an interval by both its ends."""
    if told is None or told.lower is None or told.upper is None or not ends or direction == "neutral":
        return None
    low = ends[0] if direction != "lower" else None
    high = ends[-1] if direction != "higher" else None
    if (low is not None and low > told.upper) or (high is not None and high < told.lower):
        return "not_without_change"
    if (low is None or low < told.lower) and (high is None or high > told.upper):
        return "as_things_are"
    return "by_chance"


# §17


@dataclass(frozen=True)
class Realism:
    """How often others that stood there moved as far."""

    n: int
    n_reached: int | None
    share: Fraction | None
    p25: Fraction | None
    p75: Fraction | None


def find_share(ordered: Sequence[Fraction], quarters: int) -> Fraction:
    """A quartile of type 7."""
    whole, part = divmod((len(ordered) - 1) * quarters, 4)
    return ordered[whole] + (ordered[whole + 1] - ordered[whole]) * part / 4 if part else ordered[whole]


def find_realism(
    others: Sequence[Mapping[int, Number]], value: Number, asked: Fraction, years: int, nearness: Fraction, least: int
) -> Realism:
    """What others did from where we stand; each is a series by year, since the last series break."""
    moves = [
        Fraction(series[year + years]) - Fraction(stood)
        for series in others
        for year, stood in series.items()
        if abs(Fraction(stood) - Fraction(value)) <= nearness and year + years in series
    ]
    if len(moves) < least:
        return Realism(len(moves), None, None, None, None)
    moves.sort()
    reached = sum(move >= asked if asked > 0 else move <= asked for move in moves)
    return Realism(len(moves), reached, Fraction(reached, len(moves)), find_share(moves, 1), find_share(moves, 3))


# §16


def find_chance(
    told: Movement | None, value: Number, ends: Sequence[Number], direction: str, ahead: int
) -> float | None:
    """How probable it is that a rounded value, so many years on, reaches a rounded target; None of too short a series."""
    if told is None or told.lower is None or told.mean_range is None:
        return None
    spread = 1.2533 * float(told.mean_range) * sqrt(ahead)

    def past(gap: float) -> float:
        return below(gap / spread) if spread else float(gap >= 0)

    over, under = float(Fraction(value) - Fraction(ends[0])), float(Fraction(ends[-1]) - Fraction(value))
    if direction == "interval":
        return max(past(over) + past(under) - 1, 0.0)
    return past(over) if direction == "higher" else past(under)


# §18

NINETY_FIVE = 1.96
ALL_GENDERS = ("T", "K", "M")


@cache
def find_simplest(units: int, one: int) -> Fraction | None:
    """The share of the fewest that is written so, in units of which `one` is a percent, a unit more or less.

    None where ten times as many could not be told from them.
    """
    for n in range(1, 1 + int(sqrt(100 * one / 20))):
        k = (2 * units * n + 100 * one) // (200 * one)
        for whole in (k, k + 1, k - 1):
            if 0 <= whole <= n and abs(100 * one * whole - units * n) <= n:
                return Fraction(whole, n)
    return None


def find_behind(shares: Mapping[str, Number], one: int) -> dict[str, int]:
    """Of how many each published share is, by gender: the least numbers that give them, and that add up."""
    simple = {gender: find_simplest(round(Fraction(share) * one), one) for gender, share in shares.items()}
    if not all(gender in shares for gender in ALL_GENDERS):
        return {gender: share.denominator for gender, share in simple.items() if share is not None}
    total, women, men = (simple[gender] for gender in ALL_GENDERS)
    if total is None or women is None or men is None:
        return {}
    if women == men:
        n_women, n = women.denominator, women.denominator + men.denominator
        return {"T": n, "K": n_women, "M": n - n_women} if total == women and 20 * n * n <= 100 * one else {}
    part, n = (total - men) / (women - men), total.denominator
    while 0 < part < 1 and 20 * n * n <= 100 * one:
        n_women = part * n
        if not n_women % women.denominator and not (n - n_women) % men.denominator:
            return {"T": n, "K": int(n_women), "M": n - int(n_women)}
        n += total.denominator
    return {}


@dataclass(frozen=True)
class Known:
    """Between which a value probably lies, and how that is known."""

    margin: Number | None = None
    per: float | None = None
    events: int | None = None
    base: float | None = None
    behind: int | None = None
    basis: str | None = None
    low: float | None = None
    high: float | None = None


def find_wilson(share: float, n: float) -> tuple[float, float]:
    """The ends of a share of so many, by Wilson."""
    z = NINETY_FIVE
    middle, width = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - width) / (1 + z * z / n), (middle + width) / (1 + z * z / n)


def find_byar(events: int) -> tuple[float, float]:
    """The ends of so many events, by Byar."""
    z, more = NINETY_FIVE, events + 1
    low = events * max(1 - 1 / (9 * events) - z / (3 * sqrt(events)), 0) ** 3 if events else 0.0
    return low, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def bound(events: int, base: float, per: float, share: float | None) -> tuple[float, float]:
    """The ends of a share in percent, or of events for each of so many."""
    low, high = (end * base for end in find_wilson(share, base)) if share is not None else find_byar(events)
    return per * low / base, per * high / base


def find_interval(
    value: Number, margin: Number | None, base: Number | None, basis: str, per: Number, *, is_share: bool
) -> Known:
    """Between which a value probably lies: by a published margin, else by how many are behind it."""
    fits = base is not None and base > 0 and value >= 0 and not (is_share and value > 100)
    counted = Known()
    if fits and base is not None:
        whole = Fraction(100) if is_share else Fraction(per)
        events = int(Fraction(value) * Fraction(base) / whole + Fraction(1, 2))
        low, high = bound(events, float(base), float(whole), float(Fraction(value) / whole) if is_share else None)
        behind = int(Fraction(base) + Fraction(1, 2)) if is_share else events
        counted = Known(None, float(whole), events, float(base), behind, basis, low, high)
    if margin is None or margin < 0:
        return counted
    ends = float(Fraction(value) - Fraction(margin)), float(Fraction(value) + Fraction(margin))
    return replace(counted, margin=margin, basis="published", low=ends[0], high=ends[1])


def find_three(three: Sequence[Known], *, is_share: bool) -> dict[str, float | int | None]:
    """All that three measurements are of, over all that there are."""
    names = ("behind_three", "value_three", "low_three", "high_three")
    if any(one.events is None or one.base is None for one in three):
        return dict.fromkeys(names)
    events, base = sum(one.events or 0 for one in three), sum(one.base or 0 for one in three)
    per = three[0].per or 1
    low, high = bound(events, base, per, events / base if is_share else None)
    return dict(zip(names, (round(base) if is_share else events, per * events / base, low, high), strict=True))


def tell_margin(difference: Number | None, one: Number | None, other: Number | None) -> str | None:
    """Whether a difference is more than both margins."""
    if difference is None or one is None or other is None:
        return None
    both = Fraction(one) ** 2 + Fraction(other) ** 2
    return "certain" if Fraction(difference) ** 2 > both else "within_margin"


# §15


@cache
def find_nodes() -> list[tuple[float, float]]:
    """The 21 nodes of Gauss–Hermite, with their weights over √π."""
    places, weights = hermgauss(21)
    return [(float(t), float(w) / sqrt(pi)) for t, w in zip(places, weights, strict=True)]


def find_noise(points: Sequence[Number]) -> float | None:
    """How far a series' values move by chance; None of fewer than 8."""
    mean_range = find_mean_range([Fraction(point) for point in points])
    return None if len(points) < LEAST_YEARS or mean_range is None else float(mean_range) / 1.128


def below(z: float) -> float:
    """Φ."""
    return (1 + erf(z / sqrt(2))) / 2


@dataclass(frozen=True)
class Place:
    """Between which places a value probably stands, and how probable each colour is."""

    rank_low: int
    rank_high: int
    stands: str
    p_green: float
    p_yellow: float
    p_red: float


def count_better(chances: Sequence[float]) -> list[float]:
    """How probable it is that none, one, two … of some independent events happen."""
    found = [1.0]
    for chance in chances:
        found = [
            (found[k] * (1 - chance) if k < len(found) else 0) + (found[k - 1] * chance if k else 0)
            for k in range(len(found) + 1)
        ]
    return found


def find_place(own: Number, noise: float, others: Sequence[tuple[Number, float | None]], sign: int) -> Place | None:
    """The own place among others, each a value and its noise where that is known; None where too few are."""
    known_noises = [one for _, one in others if one is not None]
    n = len(others) + 1
    if 2 * (len(known_noises) + 1) < n:
        return None
    usual = median(known_noises) if known_noises else 0.0
    at_most = [0.0] * n
    for t, weight in find_nodes():
        may_be = float(own) + sqrt(2) * noise * t
        aheads = [(sign * (float(value) - may_be), usual if one is None else one) for value, one in others]
        chances = [below(ahead / one) if one > 0 else float(ahead > 0) for ahead, one in aheads]
        if n <= 20:
            exactly = count_better(chances)
            shares = [sum(exactly[: k + 1]) for k in range(n)]
        else:
            mean, spread = sum(chances), sqrt(sum(p * (1 - p) for p in chances))
            shares = [below((k + 0.5 - mean) / spread) if spread else float(k + 0.5 > mean) for k in range(n)]
        shares[-1] = 1.0
        at_most = [sum_ + weight * share for sum_, share in zip(at_most, shares, strict=True)]
    low, high = (next(k + 1 for k, share in enumerate(at_most) if share >= limit) for limit in (0.025, 0.975))
    quarter = n // 4
    green, red = at_most[quarter - 1] if quarter else 0.0, 1 - at_most[n - quarter - 1]
    stands = "among_best" if 2 * high <= n else "among_worst" if 2 * low > n + 1 else "not_told_apart"
    return Place(low, high, stands, min(green, 1.0), max(1 - green - red, 0.0), max(red, 0.0))
