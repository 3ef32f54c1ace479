"""What is wrong in a municipality's own files, by file, sheet, row and column, and how it is shown on a terminal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rich.table import Table
from rich.text import Text

_NUMBER = re.compile(r"(?<!\d)((?:19|20)?\d{6})([-+ ]?)(\d{4})(?!\d)")
_CENTURY = 8
_COORDINATION = 60
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


def has_identity_number(text: str) -> bool:
    """Return whether a text holds a Swedish personal identity or coordination number."""
    return any(_is_identity_number(match) for match in _NUMBER.finditer(text))


def _is_identity_number(match: re.Match[str]) -> bool:
    digits, separator, last = match.groups()
    birth = digits[-6:]
    day = int(birth[4:])
    try:
        # 2000 is a leap year, so that 29 February of any year passes.
        date(2000, int(birth[2:4]), day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    return bool(separator.strip()) or len(digits) == _CENTURY or _passes_luhn(birth + last)


def _passes_luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - i % 2) for i, digit in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def masked(text: str) -> str:
    """Return a text without personal identity numbers: what may be shown or logged."""
    return _NUMBER.sub(lambda match: MASK if _is_identity_number(match) else match.group(), text)


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
