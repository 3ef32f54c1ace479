"""What can be proposed of an indicator by Kolada's own metadata and values (docs/first-report.md).

Nothing here is decided: each key that is proposed is named in the indicator's `proposed`, until a person has struck it out.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import get_args

from models.definitions.base import Plain, slug_of
from models.definitions.steering import Direction, Proposable

# As in docs/measures.md §14: how many points a series has before its noise is told, and which leap is no noise.
LEAST_POINTS = 8
_GREAT_LEAP = Fraction("3.267")
# What is written with more decimals than this is not rounded by its source.
_MOST_PUBLISHED = 2
_LARGE = 1000
_ID_LENGTH = 60
_GENERAL_AREA = "övergripande"
PERCENT = "procent"
_UNIT = re.compile(
    r"(antal|dagar|gram|GWh|ha|index|kbm|kg|km|kr|kubikmeter|kvm|kWh|liter|mdkr|meter|minuter|mkr|m2|miljoner kronor|Mbit/s|MWh|"
    r"poäng|procentenheter|timmar|tkr|ton|veckor|år)\b(?!\s+svar)[^,]*",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\s*\(\s*-\s*\d{4}[^)]*\)\s*$")
_HIGH, _LOW = r"\b(?:högt värde|höga värden|högre värden?)", r"\b(?:lågt värde|låga värden|lägre värden?)"
_GOOD = r"\s+är\s+(?:bra|bättre|bäst|önskvär\w+|eftersträvansvär\w+)"
# Kolada has no field for it. Only what its own text says, in so many words.
_SAID = (
    (re.compile(r"\b0 är sämst och 100 (?:är )?bäst", re.IGNORECASE), Direction.HIGHER),
    (re.compile(_HIGH + _GOOD, re.IGNORECASE), Direction.HIGHER),
    (re.compile(_LOW + _GOOD, re.IGNORECASE), Direction.LOWER),
    (re.compile(r"\bju högre\b[^.]{0,60}\bdesto bättre", re.IGNORECASE), Direction.HIGHER),
    (re.compile(r"\bju lägre\b[^.]{0,60}\bdesto bättre", re.IGNORECASE), Direction.LOWER),
    (re.compile(r"\bju högre\b[^.]{0,60}\bdesto sämre", re.IGNORECASE), Direction.LOWER),
    (re.compile(r"\bju lägre\b[^.]{0,60}\bdesto sämre", re.IGNORECASE), Direction.HIGHER),
)
# RKA's areas of similar municipalities, by the beginning of Kolada's own area and by a word of the title; the first that fits.
_SIMILAR = (
    ("grundskola", "fritidshem", "fritidshem"),
    ("grundskola", "", "grundskola"),
    ("gymnasieskola", "", "gymnasieskola"),
    ("förskoleverksamhet", "", "förskola"),
    ("individ- och familjeomsorg", "ekonomiskt bistånd", "ekonomiskt bistånd"),
    ("individ- och familjeomsorg", "", "IFO"),
    ("äldre och funktionshinder", "lss", "LSS"),
    ("äldre och funktionshinder", "hemtjänst", "äldreomsorg"),
    ("äldre och funktionshinder", "särskilt boende", "äldreomsorg"),
    ("äldre och funktionshinder", "äldre", "äldreomsorg"),
    ("arbetsmarknad", "", "arbetsmarknad"),
    ("infrastruktur", "räddningstjänst", "räddningstjänst"),
)


@dataclass(frozen=True)
class KnownKpi:
    """What is known of a KPI: Kolada's own words of it, and what its values are like.

    Attributes:
        published: the first day on which values of `published_year` come, preliminary or final.
        low: the least value of any municipality, with `high` the greatest; None where none has any.
        decimals: the most that a value of the newest year is written with.
        newest_year: the newest year with a value of any municipality.
        own: the municipality's own values of T by year, as Kolada writes them.
        own_by_gender: whether it has values of women and of men.
        asked_year: the year in which the values were asked for.
    """

    kpi_id: str
    title: str
    description: str
    operating_area: str
    published: date | None
    published_year: int | None
    low: Decimal | None
    high: Decimal | None
    decimals: int | None
    newest_year: int | None
    own: Sequence[tuple[int, Decimal]]
    own_by_gender: bool
    asked_year: int


@dataclass(frozen=True)
class Proposal:
    """An indicator as it is proposed, and what that rests on, for its `why`.

    Attributes:
        keys: the definition's keys and values, in the order of a file; `why` and `proposed` are not among them.
        noise: the mean leap from a measurement to the next (§14), unrounded; None where the series is too short.
        rounded: whether Kolada's values have more decimals than are proposed.
        unit_known: whether the title says what it is measured in.
        closed: whether the title says that the series has ended.
    """

    kpi: KnownKpi
    keys: Mapping[str, Plain]
    noise: Fraction | None
    rounded: bool
    unit_known: bool
    closed: bool

    @property
    def direction_open(self) -> bool:
        """Whether Kolada's text does not say which way is better."""
        return self.keys["direction"] == Direction.OPEN.value

    @property
    def proposed(self) -> list[Plain]:
        """The keys that a person has yet to confirm; what is left open is no proposal."""
        left_open = {"direction"} if self.direction_open else set[str]()
        return [key for key in self.keys if key in get_args(Proposable) and key not in left_open]


def propose(
    kpi: KnownKpi,
    unknown: tuple[str, str],
    *,
    areas: Sequence[str],
    margin: str | None,
    months: Sequence[int],
    taken: set[str],
) -> Proposal:
    """Return what is proposed of a KPI that some municipality has a value of.

    Args:
        kpi: what is known of it.
        unknown: what stands for a unit of measure that the title does not say, and for a service area that Kolada does not.
        areas: RKA's areas that the municipality has similar municipalities in.
        margin: the KPI of its uncertainty figures, where a title pairs exactly.
        months: those of the calendar's reports.
        taken: the ids that other definitions have.
    """
    unit = read_unit(kpi.title)
    decimals = propose_decimals(kpi)
    noise = find_noise([value for _, value in kpi.own])
    step = Decimal(1).scaleb(-decimals)
    keys: dict[str, Plain] = {"id": _make_id(kpi, taken), "title": kpi.title, "kpi_id": kpi.kpi_id}
    if margin is not None:
        keys["margin_kpi"] = margin
    keys |= {
        "direction": read_direction(kpi.description).value,
        "scale": {"kind": _scale(kpi, unit)},
        "unit_of_measure": unit or unknown[0],
        "decimals": decimals,
        "precision": step,
        "aggregation": "none",
        "service_area": kpi.operating_area[:1].lower() + kpi.operating_area[1:] or unknown[1],
        "similar": find_similar(kpi, areas),
        "lag": find_lag(kpi, months),
    }
    if noise is not None:
        keys["min_change"] = max(1, ceil(noise / Fraction(step))) * step
    if kpi.own_by_gender:
        keys["judged_genders"] = ["T", "K", "M"]
    return Proposal(
        kpi=kpi,
        keys=keys,
        noise=noise,
        rounded=(kpi.decimals or 0) > decimals,
        unit_known=unit is not None,
        closed=_CLOSED.search(kpi.title) is not None,
    )


def read_direction(description: str) -> Direction:
    """Return which way is better by Kolada's own words; open where they do not say it, or say both."""
    said = {direction for form, direction in _SAID if form.search(description)}
    return said.pop() if len(said) == 1 else Direction.OPEN


def read_unit(title: str) -> str | None:
    """Return what a KPI is measured in by its title: percent, or its last part in whole words; None where it does not say."""
    bare = _CLOSED.sub("", title).strip()
    if "(%)" in bare or bare.casefold().endswith(PERCENT):
        return PERCENT
    last = bare.rpartition(", ")[2].strip()
    if last == bare or not _UNIT.fullmatch(last):
        return None
    if last.casefold().startswith("index "):
        return "index"
    whole = re.sub(r"(?<!Mbit)\s*/\s*", " per ", last)
    return re.sub(r"\bkr\b", "kronor", re.sub(r"\binv\b\.?", "invånare", whole))


def propose_decimals(kpi: KnownKpi) -> int:
    """Return the decimals that values are published with; where they are not rounded, 1, or 0 of what reaches a thousand."""
    if kpi.decimals is None or kpi.decimals <= _MOST_PUBLISHED:
        return kpi.decimals or 0
    largest = max(abs(kpi.low or Decimal(0)), abs(kpi.high or Decimal(0)))
    return 0 if largest >= _LARGE else 1


def find_noise(points: Sequence[Decimal]) -> Fraction | None:
    """Return AMR (§14): the mean leap from each point to the next, without those above 3.267 times it; None of too few."""
    if len(points) < LEAST_POINTS:
        return None
    values = [Fraction(point) for point in points]
    leaps = [abs(later - earlier) for earlier, later in pairwise(values)]
    kept = [leap for leap in leaps if leap * len(leaps) <= _GREAT_LEAP * sum(leaps)]
    return sum(kept, Fraction(0)) / len(kept)


def find_lag(kpi: KnownKpi, months: Sequence[int]) -> int:
    """Return how many years old the newest value is, at most, on the last day of a report's period.

    Without days of publication: how old the newest value was when it was asked for, and at least a year.
    """
    if kpi.published is None or kpi.published_year is None:
        return max(1, kpi.asked_year - (kpi.newest_year or kpi.asked_year))
    later = kpi.published.year - kpi.published_year
    day = kpi.published.month, kpi.published.day
    ends = [(month, monthrange(kpi.published.year, month)[1]) for month in months]
    return max(0, later + any(end < day for end in ends))


def find_similar(kpi: KnownKpi, areas: Sequence[str]) -> str:
    """Return RKA's area for a KPI's similar municipalities: its own, where the municipality has that, else the general one."""
    area, title = kpi.operating_area.casefold(), kpi.title.casefold()
    fitting = [name for begins, word, name in _SIMILAR if area.startswith(begins) and word in title]
    return next((name for name in fitting if name in areas), _GENERAL_AREA)


def _scale(kpi: KnownKpi, unit: str | None) -> str:
    low, high = kpi.low or Decimal(0), kpi.high or Decimal(0)
    if low < 0:
        return "signed"
    return "share" if unit == PERCENT and high <= 100 else "amount"  # noqa: PLR2004  a whole


def _make_id(kpi: KnownKpi, taken: set[str]) -> str:
    """Return an id of the title's words, without its unit and brackets."""
    words = re.sub(r"\([^)]*\)", "", kpi.title)
    head, _, last = words.rpartition(", ")
    words = head if head and (_UNIT.match(last) or last.strip().startswith("andel")) else words
    slug = slug_of(words, _ID_LENGTH)
    return f"{slug}-{kpi.kpi_id.lower()}" if not slug or slug in taken else slug
