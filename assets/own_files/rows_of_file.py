"""A file's rows as they stand in it, before anyone has said what they mean."""

import math
import pickle
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import overload

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


class Thousands(float):
    """A number that its cell shows by thousands or millions: 1234567, which people see as 1 235."""


Cell = str | int | float | bool | Decimal | datetime | date | time | timedelta | Odd | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row: its number in the file, as the analyst's program counts it, and its cells."""

    number: int
    cells: tuple[Cell, ...]


class PackedRows(Sequence[RawRow]):
    """A file's rows, packed in blocks: of a million rows those of one block are objects at a time."""

    _BLOCK = 4096

    def __init__(self, rows: Iterable[RawRow]) -> None:
        """Take in the rows as they come."""
        self._blocks: list[bytes] = []
        self._length = 0
        self._opened: tuple[int, list[RawRow]] = (-1, [])
        block: list[tuple[int, tuple[Cell, ...]]] = []
        for row in rows:
            block.append((row.number, row.cells))
            if len(block) == self._BLOCK:
                self._pack(block)
                block.clear()
        if block:
            self._pack(block)

    def _pack(self, block: list[tuple[int, tuple[Cell, ...]]]) -> None:
        self._blocks.append(zlib.compress(pickle.dumps(block, pickle.HIGHEST_PROTOCOL), 1))
        self._length += len(block)

    def _block(self, place: int) -> list[RawRow]:
        if self._opened[0] != place:
            packed: list[tuple[int, tuple[Cell, ...]]] = pickle.loads(zlib.decompress(self._blocks[place]))  # noqa: S301  its own bytes
            self._opened = place, [RawRow(number, cells) for number, cells in packed]
        return self._opened[1]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._length

    @overload
    def __getitem__(self, place: int) -> RawRow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[RawRow]: ...
    def __getitem__(self, place: int | slice) -> RawRow | Sequence[RawRow]:
        """Return the row in a place, or the rows in some."""
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(self._length))]
        if not -self._length <= place < self._length:
            raise IndexError(place)
        of_block, within = divmod(place % self._length, self._BLOCK)
        return self._block(of_block)[within]

    def __iter__(self) -> Iterator[RawRow]:
        """Yield the rows in order."""
        return self.since(0)

    def since(self, start: int) -> Iterator[RawRow]:
        """Yield the rows from a place on."""
        first, within = divmod(start, self._BLOCK)
        for place in range(first, len(self._blocks)):
            yield from self._block(place)[within:]
            within = 0


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
    """A file's (or one sheet's) rows, the blank ones among them.

    `shifts` is true where a stray separator may have moved a row's cells, `splits` where that may be a number's own comma;
    `from_1904` where day 0 is 1904-01-01.
    `passed` counts the file's rows that its reader left out, by reason; `wrongs` are sums of the file that do not add up.
    """

    file: str
    sheet: str
    rows: PackedRows
    shifts: bool = False
    splits: bool = False
    from_1904: bool = False
    notes: list[str] = field(default_factory=list[str])
    passed: dict[str, int] = field(default_factory=dict[str, int])
    wrongs: list[tuple[Wrong, Withheld]] = field(default_factory=list[tuple[Wrong, Withheld]])


def to_last_filled(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Yield the rows up to the last that is not blank."""
    blank: list[RawRow] = []
    for row in rows:
        if all(map(is_blank, row.cells)):
            blank.append(row)
            continue
        yield from blank
        blank.clear()
        yield row


def cell_at(row: RawRow, position: int) -> Cell:
    """Return the cell in a place of a row; None in one that the row has not, such as -1."""
    return row.cells[position] if 0 <= position < len(row.cells) else None


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """Return a cell as text: a whole number without decimals, a day as ISO, a span in hours, in one Unicode form, white space around it gone."""
    if cell is None:
        return ""
    if type(cell) is str and cell.isascii():
        return cell.strip()
    if isinstance(cell, float | Decimal) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, timedelta):  # a span of more than a day in hours, as a spreadsheet shows it
        minutes, seconds = divmod(round(abs(cell).total_seconds()), 60)
        return f"{'-' * (cell < timedelta())}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return unicodedata.normalize("NFC", str(cell)).strip()
