"""What is wrong in a municipality's own files, by file, sheet, row and column, and how it is shown on a terminal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.table import Table
from rich.text import Text

from models.personal_number import hide_personal_numbers
from models.words.receipts import FAULT_COLUMNS, FAULTS_TITLE, ROWS_FROM

# What differs from one cell's fault to another's of the same cause: what is quoted, and numbers.
_OF_ONE_CELL = re.compile(r"'[^']*'|\d[\d\u00a0 .,:-]*")
MASK = "(personnummer, visas inte)"
SHOWN = 60


@dataclass(frozen=True, order=True)
class CellFault:
    """One thing wrong in a file. Row 0 is the file as a whole; `position` is the column's place, -1 the whole row."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    wrong: str
    mend: str
    position: int = field(default=-1, compare=False)

    def __str__(self) -> str:
        """Return one line: file [sheet] rad N, kolumn 'X': what is wrong. How to mend it."""
        sheet = f" [{self.sheet}]" if self.sheet else ""
        row = f" rad {self.row}" if self.row else ""
        column = (
            f", kolumn '{self.column}'" if self.column and self.row else f" kolumn '{self.column}'" * bool(self.column)
        )
        return f"{self.file}{sheet}{row}{column}: {self.wrong} {self.mend}"


@dataclass(eq=False)
class Wrong(Exception):  # noqa: N818  what is wrong, not that something is
    """What is wrong and how to mend it, before it is known where it stands; row and column where they are."""

    wrong: str
    mend: str
    row: int = 0
    column: str = ""
    position: int = -1


def masked(text: str) -> str:
    """Return a text without personal identity numbers: what may be shown or logged."""
    return hide_personal_numbers(text, MASK)


def shown(value: object) -> str:
    """Return a cell as it may be shown: on one line, not too long, without personal identity numbers."""
    text = "" if value is None else masked(str(value))
    text = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def grouped(faults: Iterable[CellFault]) -> list[tuple[CellFault, int]]:
    """Return the faults by file, sheet, column and cause, each as its first with how many rows it stands in.

    Two faults have one cause where they say the same of different cells: what they quote and count is left out.

    >>> [n for _, n in grouped(CellFault("a.csv", "", row, "Belopp", "x", f"'{row}x' är inget tal.", "") for row in (7, 9))]
    [2]
    """
    groups: dict[tuple[str, ...], list[CellFault]] = {}
    for fault in sorted(faults):
        cause = tuple(_OF_ONE_CELL.sub("…", text) for text in (fault.wrong, fault.mend))
        groups.setdefault((fault.file, fault.sheet, fault.column, *cause), []).append(fault)
    return [(group[0], len({fault.row for fault in group})) for group in groups.values()]


def fault_table(faults: Iterable[CellFault], *, every: bool = True) -> Table:
    """Return faults as a table for the terminal, or the first of each cause with how many rows have it.

    What comes from a file is never read as markup.
    """
    table = Table(title=FAULTS_TITLE, show_lines=False)
    for heading in FAULT_COLUMNS:
        table.add_column(heading, overflow="fold")
    for fault, n in [(fault, 1) for fault in sorted(faults)] if every else grouped(faults):
        row = str(fault.row) if fault.row else ""
        if n > 1:
            row = ROWS_FROM.format(n=n, row=row)
        cells = (fault.file, fault.sheet, row, fault.column, fault.value, fault.wrong, fault.mend)
        table.add_row(*(Text(cell) for cell in cells))
    return table
