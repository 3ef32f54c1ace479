"""How a whole column writes its numbers: one decimal sign and one scale of percent, or it can be read two ways."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assets.own_files.raw_table import Cell, Percent

_SIGNS = re.compile(r"^[-+−–(]+|[-−–)%\s]+$")
_POINT = re.compile(r"[\d\s,]*\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+")
_COMMA = re.compile(r"[\d\s.]*,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|\d{1,3}(?:\.\d{3})+,\d+")
# What most columns write; a comma before three digits, as in 1,234, shows nothing.
_SIMPLE = re.compile(r"-?[0-9]+(,(?:[0-9]{1,2}|[0-9]{4,}))?")
_BY_COMMAS = re.compile(r"\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")


@dataclass(frozen=True)
class ColumnForm:
    """What a column's cells show beyond doubt: decimal signs, commas that part thousands, and whether only some are percent."""

    decimals: frozenset[str] = frozenset()
    by_commas: bool = False
    some_percent: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether none of it can be read two ways."""
        return self.decimals <= {","} and not self.by_commas and not self.some_percent


def form_of(cells: Iterable[Cell]) -> ColumnForm:
    """Return how a column writes its numbers.

    >>> form_of(["1,5", "2.5"]).decimals == {",", "."}, form_of(["12,345", "2,500,000"]).by_commas
    (True, True)
    """
    decimals: set[str] = set()
    by_commas, marked, unmarked = False, False, False
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
            decimals |= {sign for sign, form in ((".", _POINT), (",", _COMMA)) if form.fullmatch(text)}
            if cell.strip().endswith("%"):
                marked = True
            else:
                unmarked = unmarked or text.strip("0 ,.") != ""
    return ColumnForm(frozenset(decimals), by_commas, some_percent=marked and unmarked)
