"""How a whole column writes its numbers and periods: in one form, or it can be read two ways."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assets.own_files.rows_of_file import Cell, Percent

_SIGNS = re.compile(r"^[-+−–(]+|[-−–)%\s]+$")
_POINT = re.compile(r"[\d\s,]*\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+")
_COMMA = re.compile(r"[\d\s.]*,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|\d{1,3}(?:[.\s]\d{3})+,\d+")
# What most columns write; a comma before three digits, as in 1,234, shows nothing.
_SIMPLE = re.compile(r"-?[0-9]+(,(?:[0-9]{1,2}|[0-9]{4,}))?")
_BY_COMMAS = re.compile(r"\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")
_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
# 12,345 is 12345 to those who part thousands by commas.
ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")


@dataclass(frozen=True)
class ColumnForm:
    """What a column's cells show beyond doubt: decimal signs, commas that part thousands, and whether only some are percent.

    Where all that it has of commas is 12,345, it shows not whether they part thousands (`may_part`).
    """

    decimals: frozenset[str] = frozenset()
    by_commas: bool = False
    some_percent: bool = False
    may_part: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether none of it can be read two ways."""
        return self.decimals <= {","} and not (self.by_commas or self.some_percent or self.may_part)


def form_of(cells: Iterable[Cell]) -> ColumnForm:
    """Return how a column writes its numbers.

    >>> form_of(["1,5", "2.5"]).decimals == {",", "."}, form_of(["12,345", "2,500,000"]).by_commas
    (True, True)
    >>> form_of(["12,345", "7"]).may_part, form_of(["12,345", "7,5"]).may_part
    (True, False)
    """
    decimals: set[str] = set()
    by_commas, may_part, marked, unmarked = False, False, False, False
    for cell in cells:
        if isinstance(cell, Percent):
            marked = True
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            unmarked = unmarked or cell != 0
        elif isinstance(cell, str) and any(map(str.isdigit, cell)):
            if (simple := _SIMPLE.fullmatch(cell)) is not None:
                unmarked = unmarked or cell.strip("0,-") != ""
                if simple[1]:
                    decimals.add(",")
                continue
            text = _SIGNS.sub("", cell.strip())
            by_commas = by_commas or _BY_COMMAS.fullmatch(text) is not None
            may_part = may_part or ONE_COMMA.fullmatch(text) is not None
            # What parts thousands by one sign has the other before its decimals.
            shown = ((".", _POINT), (".", _BY_COMMAS), (",", _COMMA), (",", _BY_POINTS))
            decimals |= {sign for sign, form in shown if form.fullmatch(text)}
            if cell.strip().endswith("%"):
                marked = True
            else:
                unmarked = unmarked or text.strip("0 ,.") != ""
    return ColumnForm(
        frozenset(decimals),
        by_commas,
        some_percent=marked and unmarked,
        may_part=may_part and not decimals,
    )


# A school year, as 2024-25 and 2024/2025; its second year follows on the first.
SCHOOL_YEAR = re.compile(r"(\d{4})[-/–](\d{2}|\d{4})")
_YEAR_AND_MONTH = re.compile(r"\d{4}[-/–](?:0[1-9]|1[0-2])")
_WITH_ZERO = re.compile(r"\d{4}[-/. ]?0[1-9]")
_SIX = re.compile(r"[0-9]{6}")
_SURELY_MONTH = re.compile(r"\d{4}(?:[5-9]|1[0-2])")


@dataclass(frozen=True)
class PeriodForm:
    """What a column's cells show of its periods: school years beside months, months with a zero (202401), and 20245, which no quarter is.

    Of six figures, whether some can only be a year and a month (202413 is neither, 202405 no day of a year 20), and some only a
    day (240115).
    """

    mixes_school_years: bool = False
    has_zeros: bool = False
    has_bare_months: bool = False
    has_six_figured_months: bool = False
    has_six_figured_days: bool = False


def is_school_year(text: str) -> bool:
    """Return whether a text may be a school year, as 2024-25 (and 2011-12, which may be a month)."""
    match = SCHOOL_YEAR.fullmatch(text)
    return match is not None and int(match[2]) % 100 == (int(match[1]) + 1) % 100


def period_form(texts: Iterable[str]) -> PeriodForm:
    """Return how a column writes its periods.

    >>> period_form(["2024-25", "2024-05"]).mixes_school_years, period_form(["20241", "202401"]).has_zeros
    (True, True)
    """
    said = {text.strip() for text in texts}
    school_years = {text for text in said if is_school_year(text)}
    months = {text for text in said - school_years if _YEAR_AND_MONTH.fullmatch(text)}
    return PeriodForm(
        mixes_school_years=bool(school_years and months),
        has_zeros=any(map(_WITH_ZERO.fullmatch, said)),
        has_bare_months=any(map(_SURELY_MONTH.fullmatch, said)),
        has_six_figured_months=any(may_be_month(text) and not may_be_short_day(text) for text in said),
        has_six_figured_days=any(may_be_short_day(text) and not may_be_month(text) for text in said),
    )


def may_be_month(text: str) -> bool:
    """Return whether six figures may be a year and a month, as 202405."""
    return _SIX.fullmatch(text) is not None and 1950 <= int(text[:4]) <= 2100 and 1 <= int(text[4:]) <= 12  # noqa: PLR2004  as years and months go


def may_be_short_day(text: str) -> bool:
    """Return whether six figures may be a day with two of its year, as 240115 (and 201101, which may be a month)."""
    if not _SIX.fullmatch(text):
        return False
    try:
        date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return False
    return True
