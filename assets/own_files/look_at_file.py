"""Looks at a file that no mapping describes yet: its sheets, where the heading stands, and what each column seems to hold."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assets.own_files import cell_meaning as cells
from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.heading import filled_first, joined
from assets.own_files.read_excel import sheets_of
from assets.own_files.read_source import read_table
from assets.own_files.rows_of_file import Cell, RawRow, RawTable, as_text, cell_at, is_blank
from assets.own_files.words_read import HEADINGS_READ, OF_PERSONS, WORDS_READ, marks_total
from models.definitions.own_files import MISSING, SUFFIXES, TOTALS, Format, Source, column_letter, normal
from models.personal_number import holds_personal_number

Holds = Literal[
    "nothing", "person", "gender", "kind", "state", "day", "period", "year", "month", "number", "number_with_unit", "text"
]  # fmt: skip
# Rows that are looked at; the receipt is of all of them.
LOOKED_AT = 20_000
_HEADING_WITHIN = 60
_SHEETS = 20
_SAMPLE = 3
_CODES = ("account", "unit_id", "indicator_id", "activity_id", "goal_id")
_MOST = 0.8
_WORDS = 200
_KNOWN = 3
_NUMBER = re.compile(r"[-+−–(]?\s*\d[\d\s.,\u00a0\u202f\u2009]*\s*%?\s*[-−–)]?")
_WITH_UNIT = re.compile(r"[-+−–(]?\s*\d[\d\s.,\u00a0\u202f\u2009]*[^\W\d][\w /%.]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}.*|(?:19|20)\d{6}")
_NAMED = re.compile(r"[^\W\d]{3,9}\.?(?:[- ]?\d{2,4})?")
_MARKS = {normal(mark) for mark in MISSING}
_TOTALS = frozenset(normal(word) for word in TOTALS)


@dataclass(frozen=True)
class SeenColumn:
    """A column: its place, its heading, how a mapping names it, and what it seems to hold.

    `filled` cells hold something, and `other` of them something else than what most hold. `words` are its different texts in
    order, at most 200, and `indents` how far its texts are indented. Of a column about persons nothing is shown.
    """

    position: int
    heading: str
    name: str
    holds: Holds
    filled: int
    other: int
    words: tuple[str, ...]
    sample: tuple[str, ...]
    indents: tuple[int, ...]

    @property
    def letter(self) -> str:
        """Its letter, as a spreadsheet names it."""
        return column_letter(self.position)


@dataclass(frozen=True)
class SeenTable:
    """A file's table, or one sheet's: the rows, where its heading stands (as places in the rows), and its columns.

    `totals` are rows that a word marks as sums of others: number and text.
    """

    table: RawTable
    first: int
    last: int
    columns: tuple[SeenColumn, ...]
    totals: tuple[tuple[int, str], ...]

    @property
    def header_rows(self) -> int:
        """Over how many rows the heading goes."""
        return self.last - self.first + 1

    @property
    def body(self) -> Sequence[RawRow]:
        """The rows below the heading that are looked at."""
        return self.table.rows[self.last + 1 : self.last + 1 + LOOKED_AT]


@dataclass(frozen=True)
class SeenFile:
    """A file: its format, its sheets (and whether each is visible), and the tables that could be read.

    `unread` are the sheets that could not, and why.
    """

    name: str
    format: Format
    sheets: tuple[tuple[str, bool], ...]
    tables: tuple[SeenTable, ...]
    unread: tuple[tuple[str, Wrong], ...] = ()


def look_at(data: bytes, name: str, file_format: Format, sheet: str | None = None) -> SeenFile:
    """Return what a file seems to hold, in every visible sheet or in the one that is named.

    Raises:
        Wrong: nothing of the file can be read.
    """
    if file_format != "excel":
        return SeenFile(name, file_format, (), (_seen(_read(data, name, file_format, None)),))
    sheets = sheets_of(data)
    wanted = [title for title, visible in sheets if (title == sheet if sheet else visible)]
    if sheet and not wanted:
        listed = ", ".join(f"'{shown(title)}'" for title, _ in sheets[:_SHEETS])
        raise Wrong(f"har inget blad '{shown(sheet)}'; den har {listed}.", "Rätta --sheet.")
    tables: list[SeenTable] = []
    unread: list[tuple[str, Wrong]] = []
    for title in wanted[:_SHEETS]:
        try:
            tables.append(_seen(_read(data, name, file_format, title)))
        except Wrong as wrong:
            unread.append((title, wrong))
    if not tables:
        raise unread[0][1] if unread else Wrong("har inget synligt blad.", "Visa bladet i Excel, eller skriv --sheet.")
    return SeenFile(name, file_format, tuple(sheets), tuple(tables), tuple(unread))


def format_of(name: str) -> Format:
    """Return the format that a file's name tells.

    Raises:
        Wrong: it tells none.
    """
    suffix = f".{name.rpartition('.')[2].casefold()}"
    if suffix not in SUFFIXES:
        raise Wrong("har en ändelse som styrtal inte känner.", f"Spara den med en av {', '.join(SUFFIXES)}.")
    return SUFFIXES[suffix]


def _read(data: bytes, name: str, file_format: Format, sheet: str | None) -> RawTable:
    """Return a file's rows, read by a mapping that names none of its columns."""
    # A level asks the reader of workbooks for the indents of cells.
    said = {
        "unit_id": {"value": ""},
        "account": {"from": "\0", "level": 1} if file_format == "excel" else {"value": ""},
    }
    source = Source.model_validate(
        {
            "id": "fil", "title": "fil", "file": name, "kind": "ledger", "format": file_format, "sheet": sheet,
            "columns": said | {"year": {"value": 2000}, "month": {"value": 1}, "amount": {"value": 0}},
        }
    )  # fmt: skip
    table = read_table(data, name, source, lambda texts: _fitness([RawRow(1, tuple(texts))], 0, 1))
    if not table.rows:
        raise Wrong("har inga rader.", "Exportera filen på nytt, eller välj ett annat blad.", column=sheet or "")
    return table


def _seen(table: RawTable) -> SeenTable:
    first, n = _heading(table.rows)
    texts = joined([row.cells for row in table.rows[first : first + n]])
    below = table.rows[first + n : first + n + LOOKED_AT]
    totals = tuple((row.number, text) for row in below if (text := _total(row)))
    of_totals = {number for number, _ in totals}
    body = [row for row in below if row.number not in of_totals and filled_first(row.cells) is not None]
    width = max([len(texts), *(len(row.cells) for row in body)])
    twice = {text for text, n in Counter(map(normal, texts)).items() if n > 1}
    columns = (
        _column(position, texts[position] if position < len(texts) else "", twice, body) for position in range(width)
    )
    kept = tuple(column for column in columns if column.heading or column.filled)
    return SeenTable(table, first, first + n - 1, kept, totals)


def _total(row: RawRow) -> str:
    first = filled_first(row.cells)
    said = as_text(cell_at(row, -1 if first is None else first)).rstrip(":")
    return shown(said) if marks_total(normal(said), _TOTALS) else ""


def _heading(rows: Sequence[RawRow]) -> tuple[int, int]:
    """Return the place of the row that is likest a heading, and over how many rows it goes.

    The row above is part of it where a heading would stand twice without it, and where it is the years of the months below.
    """
    if rows[0].number == 0:
        return 0, 1
    best = max(range(min(len(rows), _HEADING_WITHIN)), key=lambda i: (_fitness(rows, i, 1), -i))
    texts = [normal(as_text(cell)) for cell in rows[best].cells if not is_blank(cell)]
    above = rows[best - 1].cells if best else ()
    over = [as_text(cell) for cell in above if not is_blank(cell)]
    if len(over) > 1 and (len(set(texts)) < len(texts) or all(year_or_month(text) for text in over)):
        return best - 1, 2
    return best, 1


def _fitness(rows: Sequence[RawRow], i: int, n: int) -> int:
    """Return how well a row would do as a heading: for words known in headings most, for numbers nothing."""
    texts = joined([row.cells for row in rows[i : i + n]])
    fitness = 0
    for text in filter(None, map(normal, texts)):
        if not _NUMBER.fullmatch(text) or (year_or_month(text) and not _DAY.fullmatch(text)):
            fitness += 1 + _KNOWN * any(said_of(text, words) is not None for words in HEADINGS_READ.values())
    return fitness


def said_of(heading: str, words: Sequence[str]) -> int | None:
    """Return the place of the first word that a heading is or begins with, exact ones first; None where it is none.

    >>> said_of("belopp tkr", ("saldo", "belopp")), said_of("beloppsgräns", ("belopp",)), said_of("Summa av Belopp", ("belopp",))
    (3, None, 0)
    """
    said = normal(heading).removeprefix("summa av ").removeprefix("sum of ")
    if said in words:
        return words.index(said)
    for i, word in enumerate(words):
        if said.startswith((f"{word} ", f"{word},", f"{word}(")):
            return len(words) + i
    return None


def year_or_month(text: str) -> tuple[int | None, int | None] | None:
    """Return the year and month that a text names, or None."""
    try:
        return cells.period(text)
    except Wrong:
        return None


def _column(position: int, heading: str, twice: set[str], body: Sequence[RawRow]) -> SeenColumn:
    counted: Counter[Cell] = Counter(
        cell for row in body if not is_blank(cell := cell_at(row, position)) and normal(as_text(cell)) not in _MARKS
    )
    filled = sum(counted.values())
    name = heading if heading and normal(heading) not in twice else column_letter(position)
    # Codes are not searched for identity numbers: one of ten digits may look like one by chance.
    is_code = any(said_of(heading, HEADINGS_READ[name]) is not None for name in _CODES)
    is_person = bool(OF_PERSONS.intersection(normal(heading).split())) and not is_code
    if is_person or (not is_code and any(holds_personal_number(as_text(cell)) for cell in counted)):
        return SeenColumn(position, heading, name, "person", filled, 0, (), (), ())
    holds, other = _holds(heading, counted, filled)
    words = dict.fromkeys(as_text(cell) for cell in counted)
    indents = sorted({len(cell) - len(cell.lstrip()) for cell in counted if isinstance(cell, str)})
    sample = [shown(as_text(cell)) for row in body[:_SAMPLE] for cell in [cell_at(row, position)]]
    return SeenColumn(
        position, heading, name, holds, filled, other, tuple(words)[:_WORDS], tuple(sample), tuple(indents)
    )


def _holds(heading: str, counted: Counter[Cell], filled: int) -> tuple[Holds, int]:
    """Return what most cells of a column hold, and how many hold something else."""
    if not filled:
        return "nothing", 0
    is_time = said_of(heading, HEADINGS_READ["time"]) is not None
    forms: dict[Holds, Callable[[Cell], bool]] = {
        "gender": lambda cell: normal(as_text(cell)) in {*WORDS_READ["gender"], "t", "k", "m"},
        "kind": lambda cell: normal(as_text(cell)) in WORDS_READ["kind"],
        "state": lambda cell: normal(as_text(cell)) in WORDS_READ["state"],
        "day": _is_day,
        "period": lambda cell: _is_period(cell, (True, True)),
        "year": lambda cell: is_time and _is_period(cell, (True, False)),
        "month": lambda cell: (
            (is_time or _NAMED.fullmatch(as_text(cell)) is not None) and _is_period(cell, (False, True))
        ),
        "number": _is_number,
        "number_with_unit": lambda cell: isinstance(cell, str) and _WITH_UNIT.fullmatch(cell.strip()) is not None,
    }
    for holds, fits in forms.items():
        n = sum(times for cell, times in counted.items() if fits(cell))
        if n >= _MOST * filled:
            return holds, filled - n
    return "text", 0


def _is_day(cell: Cell) -> bool:
    if not isinstance(cell, date) and not _DAY.fullmatch(as_text(cell)):
        return False
    try:
        cells.day(cell, from_1904=False)
    except Wrong:
        return False
    return True


def _is_period(cell: Cell, has: tuple[bool, bool]) -> bool:
    try:
        year, month = cells.period(cell)
    except Wrong:
        return False
    return (year is not None, month is not None) == has


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
