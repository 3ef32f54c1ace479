"""Reads a sheet of an Excel workbook as RawTable.

openpyxl, because a fault must never become an empty cell: calamine, which is faster, gives error cells (#N/A) and
formulas without a saved value as empty, and a column that mixes numbers and text as text. The workbook is a zip file:
its sizes are looked at before anything in it is opened.
"""

import io
import re
import warnings
import zipfile
import zlib
from datetime import date
from decimal import Decimal
from typing import Any, cast

from assets.own_files.cell_faults import Wrong
from assets.own_files.raw_table import Cell, Odd, Percent, RawRow, RawTable, is_blank
from assets.own_files.show_progress import followed
from models.definitions.own_files import Source
from models.words import numbers

MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
SMALL = 10_000_000
MAX_PARTS = 10_000
MAX_ROWS = 1_048_576
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLOCK = 1 << 20
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
# A packed row of a few cells, about.
_BYTES_A_ROW = 30
# Smaller sheets are not worth a look.
_LARGE_SHEET = 1_000_000
_EMPTY_CELL = re.compile(rb"<c [^<>]*(?:/>|></c>)")
_EMPTY_ROW = re.compile(rb"<row [^<>]*(?:/>|>\s*</row>)")
_PLACELESS = re.compile(rb"<(?:c|row)(?=[\s/>])(?![^<>]*\sr=)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# A workbook that asks to be calculated when it is opened, or comes of a program that cannot calculate, holds no results:
# what stands beside its formulas, a zero as a rule, was put there for want of them.
_TO_BE_CALCULATED = re.compile(rb"<(?:\w+:)?calcPr[^>]*\bfullCalcOnLoad=[\"'](?:1|true)[\"']")
_CANNOT_CALCULATE = re.compile(
    rb"<Application>[^<]*(?:openpyxl|XlsxWriter|SheetJS|EPPlus|ClosedXML|Apache POI|PhpSpreadsheet|PHPExcel|rust_xlsxwriter)",
    re.IGNORECASE,
)
_LEGACY_1904 = date(1904, 1, 1)
FORMULA = Odd(
    "(formel)",
    "är en formel vars resultat aldrig sparades.",
    "Öppna filen i Excel och spara den, så att resultaten kommer med; eller klistra in värdena.",
)


def read_workbook(data: bytes, file: str, source: Source) -> RawTable:
    """Return the rows of the source's sheet.

    Raises:
        Wrong: the workbook cannot be opened safely, or its sheet is not told; nothing of the file can be read.
    """
    has_formulas = looked_through(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(without_empty_cells(data), file, source, has_formulas=has_formulas)
    except Wrong:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise on a damaged workbook
        raise _damaged(error) from error


def _damaged(error: Exception) -> Wrong:
    return Wrong(
        f"är en skadad arbetsbok ({type(error).__name__}).", "Öppna den i Excel och spara den på nytt som .xlsx."
    )


def sheets_of(data: bytes) -> list[tuple[str, bool]]:
    """Return the names of a workbook's sheets in their order, and whether each is visible.

    Raises:
        Wrong: the workbook cannot be opened safely.
    """
    import openpyxl

    looked_through(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return [(str(sheet.title), sheet.sheet_state == "visible") for sheet in book.worksheets]
    except Exception as error:  # as in read_workbook
        raise _damaged(error) from error


def looked_through(data: bytes) -> bool:
    """Look through the zip file without opening it as a workbook; return whether a sheet has formulas.

    zipfile never gives more bytes of a part than the part says that it holds, so that what is said is a limit.
    """
    if data.startswith(_OLE):
        raise _ole(data)
    if data[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise Wrong("är en webbsida eller XML med en arbetsboks namn.", "Öppna den i Excel och spara den som .xlsx.")
    if not data.startswith(b"PK"):
        raise Wrong("är ingen Excelarbetsbok, fast namnet säger det.", "Ge filen rätt ändelse.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, len(data))
            return _check_parts(archive)
    except zipfile.BadZipFile as error:
        raise Wrong(
            ("är en arbetsbok som är avklippt eller skadad."), "Exportera eller kopiera filen på nytt."
        ) from error
    except (OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise Wrong(
            "är en arbetsbok som är packad så att den inte kan läsas.", "Öppna den i Excel och spara den som .xlsx."
        ) from error


def _ole(data: bytes) -> Wrong:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Wrong("är en arbetsbok med lösenord.", "Spara den utan lösenord (Arkiv, Info, Skydda arbetsbok).")
    return Wrong("är en Excelarbetsbok i det gamla formatet (.xls).", "Öppna den i Excel och spara den som .xlsx.")


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS:
        raise Wrong(
            f"har {numbers.number(len(parts), 0)} delar; en arbetsbok får ha högst {numbers.number(MAX_PARTS, 0)}.",
            "Dela upp arbetsboken.",
        )
    if unpacked > MAX_UNPACKED:
        raise Wrong(
            (
                f"blir {numbers.number(unpacked, 0)} byte när den packas upp; en arbetsbok får bli högst "
                f"{numbers.number(MAX_UNPACKED, 0)}."
            ),
            "Dela upp den, eller exportera den som CSV.",
        )
    if unpacked > SMALL and unpacked > MAX_RATIO * size:
        raise Wrong(
            (
                f"blir {numbers.number(unpacked // size, 0)} gånger så stor när den packas upp; en arbetsbok får bli "
                f"högst {MAX_RATIO} gånger."
            ),
            "Den kan vara en zip-bomb. Exportera filen på nytt, eller fråga den som skickade den.",
        )
    names = {part.filename for part in parts}
    if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        raise Wrong("är ett kalkylark från LibreOffice (.ods).", "Spara det som Excel-arbetsbok (.xlsx).")
    if "xl/workbook.xml" in names and _STRICT in archive.read("xl/workbook.xml"):
        raise Wrong(
            "är sparad som 'Strict Open XML', som styrtal inte läser.",
            "Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx).",
        )
    if "xl/workbook.bin" in names:
        raise Wrong("är en binär arbetsbok (.xlsb).", "Öppna den i Excel och spara den som .xlsx.")
    if not any(name.lstrip("/") == "xl/workbook.xml" for name in names):
        raise Wrong(
            ("är en zip-fil, men ingen Excelarbetsbok."), ("Packa upp den, och lägg filen som finns i den i stället.")
        )


def _check_parts(archive: zipfile.ZipFile) -> bool:
    """Read every XML part once: it must be whole, and declare no entities. Return whether a sheet has formulas."""
    has_formulas = False
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as stream:
            rest = b""
            while block := stream.read(_BLOCK):
                seen = rest + block
                if any(doctype in seen for doctype in _DOCTYPES):
                    raise Wrong(
                        "deklarerar XML-entiteter, vilket ingen arbetsbok gör.",
                        "Öppna den inte; fråga den som skickade den.",
                    )
                has_formulas = has_formulas or ("worksheets/" in part.filename and _FORMULA.search(seen) is not None)
                rest = block[-32:]
    return has_formulas


def without_empty_cells(data: bytes) -> bytes:
    """Return a workbook without the cells and rows that only carry formatting: openpyxl makes an object of each.

    Borders drawn to the bottom of a sheet are hundreds of thousands. Where a cell or row does not say its own place,
    what stands before it gives it, and the workbook is returned as it was.
    """
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as read,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as write,
    ):
        sheets = [part for part in read.infolist() if "worksheets/" in part.filename and part.filename.endswith(".xml")]
        if max((part.file_size for part in sheets), default=0) < _LARGE_SHEET:
            return data
        for part in read.infolist():
            if part not in sheets:
                write.writestr(part.filename, read.read(part))
                continue
            with read.open(part) as stream, write.open(part.filename, "w", force_zip64=True) as target:
                rest = b""
                while block := stream.read(_BLOCK):
                    whole, mark, rest = (rest + block).rpartition(b"<row")
                    if _PLACELESS.search(whole):
                        return data
                    target.write(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", whole)))
                    rest = mark + rest
                if _PLACELESS.search(rest):
                    return data
                target.write(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", rest)))
    return kept.getvalue()


def _read(data: bytes, file: str, source: Source, *, has_formulas: bool) -> RawTable:
    import openpyxl

    book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    name, notes = _sheet(book, source)
    formulas: Any = None
    if has_formulas:
        formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    rows = _rows(
        book[name],
        formulas[name] if formulas else None,
        file,
        len(data),
        distrusted=has_formulas and _has_no_results(data),
        indented=any(column.level for column in source.columns.values()),
    )
    return RawTable(file, name, rows, from_1904=book.epoch.date() == _LEGACY_1904, notes=notes)


def _has_no_results(data: bytes) -> bool:
    """Return whether the workbook itself says that its formulas' results are none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part.filename.lstrip("/"): part for part in archive.infolist()}
        said = {name: archive.read(parts[name]) for name in ("xl/workbook.xml", "docProps/app.xml") if name in parts}
    asks = _TO_BE_CALCULATED.search(said.get("xl/workbook.xml", b"")) is not None
    return asks or _CANNOT_CALCULATE.search(said.get("docProps/app.xml", b"")) is not None


def _sheet(book: Any, source: Source) -> tuple[str, list[str]]:
    states = {str(sheet.title): str(sheet.sheet_state) for sheet in book.worksheets}
    visible = [name for name, state in states.items() if state == "visible"]
    if source.sheet is not None:
        if source.sheet not in states:
            raise Wrong(
                f"har inget blad '{source.sheet}'; bladen är {_listed(list(states))}.", "Rätta sheet i mappningen."
            )
        return source.sheet, []
    if len(visible) != 1:
        every = "inget synligt blad" if not visible else f"{len(visible)} blad"
        raise Wrong(
            f"har {every} ({_listed(list(states))}), och mappningen säger inte vilket som ska läsas.",
            "Lägg till sheet i mappningen.",
        )
    hidden = [name for name in states if name not in visible]
    return visible[0], [f"bladet '{name}' är dolt och lästes inte" for name in hidden]


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:20])


def _rows(sheet: Any, formulas: Any, file: str, size: int, *, distrusted: bool, indented: bool) -> list[RawRow]:
    sheet.reset_dimensions()
    if formulas is not None:
        formulas.reset_dimensions()
        below = iter(formulas.iter_rows())
    else:
        below = None
    rows: list[RawRow] = []
    of_sheet = followed(sheet.iter_rows(), file, size // _BYTES_A_ROW, is_total=False)
    results: list[tuple[int, int]] = []
    for number, cells in enumerate(of_sheet, start=1):
        if number > MAX_ROWS:
            raise Wrong(
                f"har mer än {numbers.number(MAX_ROWS, 0)} rader, vilket inget blad har.", "Exportera filen på nytt."
            )
        beside = next(below, ()) if below is not None else ()
        found = [_indented(cell) if indented else _value(cell) for cell in cells]
        for i, formula in enumerate(beside):
            if formula.data_type != "f" or isinstance(found[i], Odd):
                continue
            if distrusted or (found[i] is None and cells[i].data_type != "str"):
                found[i] = FORMULA
            else:
                results.append((len(rows), i))
        while found and is_blank(found[-1]):
            found.pop()
        rows.append(RawRow(number, tuple(found)))
    _distrust_zeros(rows, results)
    while rows and not rows[-1].cells:
        rows.pop()
    return rows


def _distrust_zeros(rows: list[RawRow], results: list[tuple[int, int]]) -> None:
    """Take every formula's result for none where each is 0: a program that cannot calculate writes that."""
    kept = [rows[row].cells[place] if place < len(rows[row].cells) else None for row, place in results]
    if not kept or any(is_blank(value) or isinstance(value, bool | str) or value != 0 for value in kept):
        return
    for row, place in results:
        cells = list(rows[row].cells)
        cells[place] = FORMULA
        rows[row] = RawRow(rows[row].number, tuple(cells))


def _indented(cell: Any) -> Cell:
    """Return a cell's value, a text with a space before it for each step that its format indents it."""
    value = _value(cell)
    steps = int(cell.alignment.indent) if isinstance(value, str) and cell.has_style else 0
    return " " * steps + value if isinstance(value, str) else value


def _value(cell: Any) -> Cell:
    value = cast("Cell", cell.value)
    if cell.data_type == "e":
        text = str(value)
        return Odd(text, f"är felet {text}.", "Rätta formeln, eller skriv värdet.")
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    # What people see: 0.765 in a percent cell is 76,5 %, and 76.5 in one that writes its own " %" is 76,5 %.
    percents = percent_signs(str(cell.number_format), value)
    return Percent(Decimal(repr(value)) * 100**percents) if percents else value


_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def percent_signs(number_format: str, value: float) -> int:
    r"""Return by how many hundreds a cell's format multiplies what is shown: a % that is neither quoted nor escaped.

    A format has up to four sections parted by `;`: for positive numbers, negative ones and zero, and for text; where one is
    lacking, the first holds. Sections with conditions (`[>=100]`) are read as if they had none.

    Example:
        >>> percent_signs("0.0%", 0.765), percent_signs('0.0" %"', 76.5), percent_signs("0\\%", 8.2)
        (1, 0, 0)
    """
    sections = _LITERAL.sub("", number_format).split(";")
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place if place < len(sections) else 0].count("%")
