"""What is wrong in a municipality's own files, by file, sheet, row and column, and how it is shown on a terminal."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.table import Table
from rich.text import Text

from models.personal_number import hide_personal_numbers

MASK = "(identity number, hidden)"
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
        """Return one line: file [sheet] row N, column 'X': what is wrong. How to mend it."""
        sheet = f" [{self.sheet}]" if self.sheet else ""
        row = f" row {self.row}" if self.row else ""
        column = (
            f", column '{self.column}'" if self.column and self.row else f" column '{self.column}'" * bool(self.column)
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


def fault_table(faults: Iterable[CellFault]) -> Table:
    """Return faults as a table for the terminal. What comes from a file is never read as markup."""
    table = Table(title="Faults in the municipality's own files", show_lines=False)
    for heading in ("File", "Sheet", "Row", "Column", "Value", "What is wrong", "How to mend it"):
        table.add_column(heading, overflow="fold")
    for fault in sorted(faults):
        row = str(fault.row) if fault.row else ""
        cells = (fault.file, fault.sheet, row, fault.column, fault.value, fault.wrong, fault.mend)
        table.add_row(*(Text(cell) for cell in cells))
    return table
