"""A file's rows as they stand in it, before anyone has said what they mean."""

import math
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from assets.own_files.cell_faults import Wrong


@dataclass(frozen=True)
class Odd:
    """A cell that has no value to read: what it shows, what is wrong and how to mend it."""

    text: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        """Return what the cell shows."""
        return self.text


class Percent(float):
    """A number of percent, as a spreadsheet shows a cell that is formatted so: 76.5, where 0.765 is kept."""


Cell = str | int | float | bool | Decimal | datetime | date | time | timedelta | Odd | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row: its number in the file, as the analyst's program counts it, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PassedOver:
    """How many rows a rule passed over, and the first of them where the file's reader knows it."""

    n: int
    first: RawRow | None = None


@dataclass(frozen=True)
class Withheld:
    """What of a ledger a fault touches. What is None is not known, and may be any."""

    unit_id: str | None = None
    account: str | None = None
    year: int | None = None
    month: int | None = None


EVERYTHING = Withheld()


@dataclass(frozen=True)
class RawTable:
    """A file's (or one sheet's) rows, the blank ones among them; those after the last filled one are not rows.

    `shifts` is true where a stray separator may have moved a row's cells; `from_1904` where day 0 is 1904-01-01.
    `passed` counts the file's rows that its reader left out, by reason; `wrongs` are sums of the file that do not add up.
    """

    file: str
    sheet: str
    rows: list[RawRow]
    shifts: bool = False
    from_1904: bool = False
    notes: list[str] = field(default_factory=list[str])
    passed: dict[str, int] = field(default_factory=dict[str, int])
    wrongs: list[tuple[Wrong, Withheld]] = field(default_factory=list[tuple[Wrong, Withheld]])


def cell_at(row: RawRow, position: int) -> Cell:
    """Return the cell in a place of a row; None in one that the row has not, such as -1."""
    return row.cells[position] if 0 <= position < len(row.cells) else None


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """Return a cell as text: a whole number without decimals, a day as ISO, in one Unicode form, white space around it gone."""
    if cell is None:
        return ""
    if type(cell) is str and cell.isascii():
        return cell.strip()
    if isinstance(cell, float | Decimal) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return unicodedata.normalize("NFC", str(cell)).strip()
