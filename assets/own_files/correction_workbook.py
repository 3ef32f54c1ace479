"""The files that have faults as a workbook: the analyst's own rows, with the cells to correct marked and explained."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.own_files.cell_faults import CellFault, masked
from assets.own_files.read_source import FaultyTable, SourceReading
from assets.own_files.rows_of_file import Cell, Odd
from assets.storage.write_whole import filling
from models.errors import PlaceError, system_words
from models.words.receipts import FAULT_COLUMNS, FAULTS_TITLE

PERSONAL = "(personuppgift, kopieras inte)"
MAX_TEXT = 32_767
_MAX_NUMBER = 10**15
_MAX_NAME = 31
_LIST = "Fel"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_corrections(readings: Sequence[SourceReading], path: Path) -> None:
    """Write every fault, and a sheet for each file that has one: its rows in their places, the faults marked.

    Everything from a file is written as a value, never as a formula or a link. Columns named `personal` and personal
    identity numbers are not copied.

    Raises:
        PlaceError: the workbook could not be written.
    """
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with filling(path) as part:
            book = xlsxwriter.Workbook(part, as_text)
            _fill(book, readings)
            book.close()
    except (OSError, XlsxWriterException) as error:
        why = system_words(error) if isinstance(error, OSError) else error
        raise PlaceError(
            f"{path} gick inte att skriva: {why}. Stäng filen om den är öppen, eller gör plats på disken."
        ) from error


def _fill(book: xlsxwriter.Workbook, readings: Sequence[SourceReading]) -> None:
    # The same faults give the same bytes.
    book.set_properties({"title": FAULTS_TITLE, "author": "styrtal", "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    faults = sorted(fault for reading in readings for fault in reading.faults)
    _write_list(book, faults)
    marks = book.add_format({"bg_color": "#FDE7EC", "border": 2, "border_color": "#B00020"})
    names = {_LIST.casefold()}
    for reading in readings:
        for faulty in reading.faulty:
            table = faulty.table
            if faulty.heading is None and reading.source.personal:
                continue  # without a heading nobody knows which cells are personal
            own = [f for f in reading.faults if f.file == table.file]
            _write_copy(book, _sheet_name(table.sheet or Path(table.file).stem, names), faulty, own, marks)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that Excel allows, and that no other sheet has."""
    base = _FORBIDDEN.sub("_", masked(wanted)).strip()[:_MAX_NAME] or "Blad"
    name, number = base, 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = f"{base[: _MAX_NAME - 4]} {number}"
    taken.add(name.casefold())
    return name


def _write_list(book: Workbook, faults: Sequence[CellFault]) -> None:
    sheet = book.add_worksheet(_LIST)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for i, (heading, width) in enumerate(zip(FAULT_COLUMNS, (32, 16, 8, 24, 24, 60, 60), strict=True)):
        sheet.write_string(0, i, heading, bold)
        sheet.set_column(i, i, width)
    sheet.freeze_panes(1, 0)
    for i, fault in enumerate(faults, start=1):
        texts = (fault.file, fault.sheet, "", fault.column, fault.value, fault.wrong, fault.mend)
        for j, text in enumerate(texts):
            sheet.write_string(i, j, text, wrap)
        if fault.row:
            sheet.write_number(i, 2, fault.row, wrap)


def _write_copy(book: Workbook, name: str, faulty: FaultyTable, faults: Sequence[CellFault], marks: Format) -> None:
    sheet = book.add_worksheet(name)
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    personal = faulty.heading.personal if faulty.heading else frozenset[int]()
    rows = faulty.table.rows
    # Names of columns are row 0 where a file has no heading of its own; a sheet begins with row 1.
    shift = 0 if rows and rows[0].number == 0 else 1
    for row in rows:
        for position, cell in enumerate(row.cells):
            hidden = position in personal and cell is not None and not _is_heading(row.number, faulty)
            _write_cell(sheet, row.number - shift, position, PERSONAL if hidden else cell, days, None)
    cells = {row.number: row.cells for row in rows}
    comments: dict[tuple[int, int], list[str]] = {}
    for fault in faults:
        comments.setdefault((fault.row or rows[0].number if rows else 1, max(fault.position, 0)), []).append(
            f"{fault.wrong} {fault.mend}"
        )
    for (row, position), texts in comments.items():
        own = cells.get(row, ())
        cell = own[position] if position < len(own) and position not in personal else None
        _write_cell(sheet, row - shift, position, cell, days, marks)
        sheet.write_comment(row - shift, position, "\n".join(texts)[:MAX_TEXT], {"x_scale": 2, "y_scale": 1.5})


def _is_heading(number: int, faulty: FaultyTable) -> bool:
    heading = faulty.heading
    return heading is not None and number <= faulty.table.rows[heading.last].number


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, days: Format, marks: Format | None) -> None:
    """Write a cell as what it is: a number, a day or yes and no; everything else as text."""
    form: Any = marks  # XlsxWriter takes None, and does not say so
    if cell is None:
        if marks is not None:
            sheet.write_blank(row, column, None, marks)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, form)
    elif isinstance(cell, int | float | Decimal) and abs(cell) < _MAX_NUMBER:
        sheet.write_number(row, column, float(cell), form)
    elif isinstance(cell, date) and not isinstance(cell, datetime) and form is None:
        sheet.write_datetime(row, column, datetime.combine(cell, time()), days)
    elif isinstance(cell, datetime) and cell.time() == time() and cell.tzinfo is None and form is None:
        sheet.write_datetime(row, column, cell, days)
    else:
        text = cell.text if isinstance(cell, Odd) else masked(str(cell))
        sheet.write_string(row, column, text.encode("utf-8", "replace").decode()[:MAX_TEXT], form)
