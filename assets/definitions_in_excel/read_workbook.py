"""Reads a workbook of definitions as text, row by row; what cannot be read is told by sheet, row and column."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

import openpyxl

from assets.definitions_in_excel.cell_values import cell_text
from assets.definitions_in_excel.export import FORMAT
from assets.definitions_in_excel.layout import IN_PART, SHEETS, YES_NO, Sheet
from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.read_excel import as_usual, looked_through
from models.errors import Fault, UsageError
from models.words import definitions_in_excel as sv
from models.words import numbers

MAX_BYTES = 20_000_000
_KPI = re.compile(r"[NU][0-9]{5}")
MAX_ROWS = 20_000


class _Sheet(Protocol):
    """What is used of a sheet of a workbook that is open for reading only."""

    def reset_dimensions(self) -> None: ...

    def iter_rows(self) -> Iterable[Sequence["_Cell"]]: ...


class _Cell(Protocol):
    value: object
    data_type: str


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet: its number there, what its cells say by field, and whether it is marked for removal."""

    line: int
    cells: dict[str, str]
    remove: bool


@dataclass
class Book:
    """What a workbook says: its rows by section, Kolada's KPIs to add, where it came from, and what cannot be read.

    `part` is the unit whose own part it is, and `part_sha256` what that was when it was exported; empty of a whole workbook.
    """

    rows: dict[str, list[SheetRow]] = field(default_factory=dict[str, list[SheetRow]])
    kpi_ids: list[str] = field(default_factory=list[str])
    municipality: str = ""
    part: str = ""
    part_sha256: str = ""
    files: dict[str, str] = field(default_factory=dict[str, str])
    faults: list[Fault] = field(default_factory=list[Fault])


def read_workbook(path: Path) -> Book:
    """Read a workbook that `styrtal definitions export` made and someone edited.

    Raises:
        UsageError: the file is no such workbook, is damaged, has a password, or is far too large.
    """
    data = _whole(path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            names = set(book.sheetnames)
            pages = {name: _rows(book, name) for name in names}
            return _read(path, pages)
        finally:
            book.close()
    except UsageError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged file
        raise UsageError(
            f"{path} är skadad och gick inte att läsa som arbetsbok. Spara den på nytt i Excel, eller exportera igen."
        ) from error


def _whole(path: Path) -> bytes:
    """Return a workbook's bytes, once it is known that it can be opened safely."""
    if not path.is_file():
        raise UsageError(f"{path} är ingen fil. Ange arbetsboken som exporterades och ändrades.")
    if (size := path.stat().st_size) > MAX_BYTES:
        raise UsageError(
            f"{path} är {numbers.number(size, 0)} byte; den får vara högst {numbers.number(MAX_BYTES, 0)}. Ta bort det "
            "som inte hör hemma i den."
        )
    data = path.read_bytes()
    try:
        looked_through(data)
    except Wrong as error:
        raise UsageError(f"{path} {error.wrong} {error.mend}") from error
    return as_usual(data)


def _rows(book: openpyxl.Workbook, name: str) -> Iterable[Sequence[_Cell]]:
    page = cast("_Sheet", book[name])
    # What a file says of its own size may be wrong.
    page.reset_dimensions()
    return page.iter_rows()


def _read(path: Path, pages: dict[str, Iterable[Sequence[_Cell]]]) -> Book:
    read = Book()
    if sv.ORIGIN not in pages:
        raise UsageError(
            f"{path} har inget blad '{sv.ORIGIN}', så det går inte att veta vilka definitioner den "
            "gjordes av. Exportera igen."
        )
    origin = [
        (str(row[0].value), str(row[1].value))
        for row in pages[sv.ORIGIN]
        if len(row) > 1 and row[0].value is not None and row[1].value is not None
    ]
    if not origin or origin[0][1] != FORMAT:
        raise UsageError(f"{path} gjordes av en annan version av styrtal. Exportera igen.")
    read.municipality = dict(origin[1:2]).get(sv.MUNICIPALITY, "")
    read.files = dict(origin[2:])
    read.part, read.part_sha256 = read.files.pop(sv.PART, ""), read.files.pop(sv.PART_HASH, "")
    for sheet in SHEETS:
        if read.part and sheet.section not in IN_PART:
            read.rows[sheet.section] = []
            continue
        if sheet.title not in pages:
            read.faults.append(Fault(sheet.title, 0, "", "bladet saknas.", "Exportera igen, och behåll alla blad."))
            continue
        read.rows[sheet.section] = list(_sheet_rows(sheet, iter(pages[sheet.title]), read.faults))
    if sv.KOLADA in pages and not read.part:
        read.kpi_ids = list(_kpis_to_add(iter(pages[sv.KOLADA]), read.faults))
    return read


def _kpis_to_add(rows: Iterator[Sequence[_Cell]], faults: list[Fault]) -> Iterator[str]:
    titles = ["" if cell.value is None else str(cell.value).strip() for cell in next(rows, ())]
    if tuple(titles[:2]) != sv.KOLADA_HEADINGS[:2]:
        faults.append(Fault(sv.KOLADA, 1, "", "bladet har andra rubriker.", "Exportera igen, och behåll dem."))
        return
    for line, row in enumerate(rows, start=2):
        said, kpi_id = ("" if cell.value is None else str(cell.value).strip() for cell in row[:2])
        mark = YES_NO[True] if said == str(True) else YES_NO[False] if said == str(False) else said.casefold()
        if mark not in {"", *YES_NO.values()} or (mark and not _KPI.fullmatch(kpi_id)):
            wrong = f"'{shown(said)}' får inte stå här." if _KPI.fullmatch(kpi_id) else "raden har inget nyckeltal."
            faults.append(Fault(sv.KOLADA, line, sv.KOLADA_HEADINGS[0], wrong, "Skriv ja, eller lämna cellen tom."))
        elif mark == YES_NO[True]:
            yield kpi_id


def _sheet_rows(sheet: Sheet, rows: Iterator[Sequence[_Cell]], faults: list[Fault]) -> Iterator[SheetRow]:
    fields = _header(sheet, next(rows, ()), faults)
    if fields is None:
        return
    count = 0
    for line, row in enumerate(rows, start=2):
        cells: dict[str, str] = {}
        for (name, title), cell in zip(fields, row, strict=False):
            if name is not None:
                cells[name] = _text(sheet, line, title, cell, faults)
        beyond = [cell for cell in row[len(fields) :] if cell.value is not None]
        if beyond:
            faults.append(
                Fault(
                    sheet.title,
                    line,
                    "",
                    "har en cell utanför kolumnerna.",
                    "Flytta den till en kolumn, eller töm den.",
                )
            )
        mark = cells.pop(sv.REMOVE, "").casefold()
        if mark not in {"", *sv.YES_NO_CHOICE.values()}:
            faults.append(
                Fault(
                    sheet.title,
                    line,
                    sv.REMOVE,
                    f"'{shown(mark)}' får inte stå här.",
                    "Skriv ja, eller lämna cellen tom.",
                )
            )
        if not any(cells.values()):
            continue
        count += 1
        if count > MAX_ROWS:
            faults.append(
                Fault(sheet.title, line, "", f"har mer än {numbers.number(MAX_ROWS, 0)} rader.", "Ta bort rader.")
            )
            return
        yield SheetRow(
            line,
            {column.field: cells.get(column.field, "") for column in sheet.columns},
            mark == sv.YES_NO_CHOICE[True],
        )


def _header(sheet: Sheet, row: Sequence[_Cell], faults: list[Fault]) -> list[tuple[str | None, str]] | None:
    """Return each column's field and title; None for columns that only help the reader."""
    titles = ["" if cell.value is None else str(cell.value).strip() for cell in row]
    while titles and not titles[-1]:
        titles.pop()
    known: dict[str, str | None] = {column.title: column.field for column in sheet.columns}
    known |= {sv.REMOVE: sv.REMOVE, sv.GOAL_NAME: None, sv.INDICATOR_NAME: None}
    found = len(faults)
    for column in sheet.columns:
        if titles.count(column.title) != 1:
            wrong = "kolumnen saknas." if column.title not in titles else "kolumnen står två gånger."
            faults.append(Fault(sheet.title, 1, column.title, wrong, "Exportera igen, och behåll alla kolumner."))
    for title in titles:
        if title not in known:
            wrong = f"'{shown(title)}' är ingen kolumn." if title else "en kolumn har ingen rubrik."
            faults.append(
                Fault(sheet.title, 1, shown(title), wrong, "Ta bort den: den har ingen plats i definitionerna.")
            )
    return None if len(faults) > found else [(known[title], title) for title in titles]


def _text(sheet: Sheet, line: int, title: str, cell: _Cell, faults: list[Fault]) -> str:
    if cell.data_type in {"f", "e"}:
        wrong = "har en formel." if cell.data_type == "f" else f"har felet {shown(cell.value)}."
        faults.append(Fault(sheet.title, line, title, wrong, "Skriv själva värdet."))
        return ""
    try:
        return cell_text(cell.value)
    except Wrong as error:
        faults.append(Fault(sheet.title, line, title, error.wrong, error.mend))
        return ""
