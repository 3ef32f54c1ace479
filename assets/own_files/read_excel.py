"""Reads a sheet of an Excel workbook as RawTable.

openpyxl, because a fault must never become an empty cell: calamine, which is faster, gives error cells (#N/A) and
formulas without a saved value as empty, and a column that mixes numbers and text as text. The workbook is a zip file:
its sizes are looked at before anything in it is opened. A sheet's rows are read by a pass of our own over its XML, a row at
a time: openpyxl's is many times slower, and needs two to see formulas beside their results.
"""

import io
import operator
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from itertools import chain
from shutil import copyfileobj
from typing import Any, cast
from xml.etree.ElementTree import Element, XMLPullParser

from assets.own_files.cell_faults import Wrong
from assets.own_files.rows_of_file import (
    Cell,
    Odd,
    PackedRows,
    Percent,
    RawRow,
    RawTable,
    Thousands,
    is_blank,
    to_last_filled,
)
from assets.own_files.show_progress import followed
from models.definitions.own_files import Source
from models.words import numbers

MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
SMALL = 10_000_000
MAX_PARTS = 10_000
MAX_ROWS = 1_048_576
# The names of what Excel calls Strict Open XML, and of the same in the form that it otherwise saves.
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OF_STRICT = {
    _STRICT: b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLOCK = 1 << 20
_SHEET_BLOCK = 1 << 16
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
# A longer tag, or text, is not looked for what it says.
_LONGEST_TAG = 1 << 18
# A packed row of a few cells, about.
_BYTES_A_ROW = 30
_EMPTY_CELL = re.compile(rb"<c [^<>]*(?:/>|></c>)")
_EMPTY_ROW = re.compile(rb"<row [^<>]*(?:/>|>\s*</row>)")
_PLACELESS = re.compile(rb"<(?:c|row)(?=[\s/>])(?![^<>]*\sr=)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# A workbook that asks to be calculated when it is opened, or comes of a program that cannot calculate, holds no results:
# what stands beside its formulas, a zero as a rule, was put there for want of them.
_TO_BE_CALCULATED = re.compile(
    rb"<(?:\w+:)?calcPr[^>]*\b(?:fullCalcOnLoad=[\"'](?:1|true)|calcCompleted=[\"'](?:0|false))[\"']"
)
_CANNOT_CALCULATE = re.compile(
    rb"<Application>[^<]*(?:openpyxl|XlsxWriter|SheetJS|EPPlus|ClosedXML|Apache POI|PhpSpreadsheet|PHPExcel|rust_xlsxwriter|NPOI|excelize|js-xlsx)",
    re.IGNORECASE,
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET_DATA, _ROW, _V, _F, _IS, _T = (_MAIN + tag for tag in ("sheetData", "row", "v", "f", "is", "t"))
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
    parts = looked_through(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(as_usual(data), file, source, parts)
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
            # openpyxl tells no types, here and below.
            book: Any = openpyxl.load_workbook(io.BytesIO(as_usual(data)), read_only=True, keep_links=False)
            return [(str(sheet.title), sheet.sheet_state == "visible") for sheet in book.worksheets]
    except Exception as error:  # as in read_workbook
        raise _damaged(error) from error


@dataclass
class _Parts:
    """What the parts of a workbook hold: whether a sheet has formulas, and cells or rows that do not say their own place."""

    has_formulas: bool = False
    has_placeless: bool = False


def looked_through(data: bytes) -> _Parts:
    """Look through the zip file without opening it as a workbook; return what its parts hold.

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
    if "xl/workbook.bin" in names:
        raise Wrong("är en binär arbetsbok (.xlsb).", "Öppna den i Excel och spara den som .xlsx.")
    if not any(name.lstrip("/") == "xl/workbook.xml" for name in names):
        raise Wrong(
            ("är en zip-fil, men ingen Excelarbetsbok."), ("Packa upp den, och lägg filen som finns i den i stället.")
        )


def _check_parts(archive: zipfile.ZipFile) -> _Parts:
    """Read every XML part once: it must be whole, and declare no entities. Return what the parts hold."""
    parts = _Parts()
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as stream:
            rest = tag = b""
            while block := stream.read(_BLOCK):
                seen = rest + block
                if any(doctype in seen for doctype in _DOCTYPES):
                    raise Wrong(
                        "deklarerar XML-entiteter, vilket ingen arbetsbok gör.",
                        "Öppna den inte; fråga den som skickade den.",
                    )
                if "worksheets/" in part.filename:
                    parts.has_formulas = parts.has_formulas or _FORMULA.search(seen) is not None
                    whole, mark, tag = (tag + block).rpartition(b"<")
                    tag = mark + tag
                    parts.has_placeless |= _PLACELESS.search(whole) is not None or len(tag) > _LONGEST_TAG
                    tag = tag[:_LONGEST_TAG]
                rest = block[-32:]
    return parts


def as_usual(data: bytes) -> bytes:
    """Return a workbook of the form Strict Open XML, which openpyxl does not know, by the names of the usual form; others as they are.

    What differs but for the names of its parts' elements is how days are written (`t="d"`), which the reader of cells knows.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        if not any(_STRICT in read.read(name) for name in read.namelist() if name.lstrip("/") == "xl/workbook.xml"):
            return data
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as write:
            for part in read.infolist():
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                with read.open(part) as stream, write.open(part.filename, "w") as out:
                    first = stream.read(_BLOCK)  # a part declares its names in its first element
                    for name, usual in _OF_STRICT.items():
                        first = first.replace(name, usual)
                    out.write(first)
                    copyfileobj(stream, out)
    return kept.getvalue()


def without_empty_cells(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Return a sheet's XML without the cells and rows that only carry formatting: each would be made an object.

    Borders drawn to the bottom of a sheet are hundreds of thousands. Every cell and row must say its own place: where one
    does not, what stands before it gives it.
    """
    # A cell or row that is cut in two by a block's end is kept, which changes nothing.
    return (_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", block)) for block in blocks)


def _read(data: bytes, file: str, source: Source, parts: _Parts) -> RawTable:
    import openpyxl

    book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    name, notes = _sheet(book, source)
    sheet = book[name]
    reader = _SheetReader(
        book,
        sheet._shared_strings,  # noqa: SLF001  as _get_source: openpyxl's own rows are many times slower
        distrusted=parts.has_formulas and _has_no_results(data),
        indented=any(column.level for column in source.columns.values()),
    )
    with sheet._get_source() as stream:  # noqa: SLF001
        blocks = iter(lambda: stream.read(_SHEET_BLOCK), b"")
        found = reader.rows(blocks if parts.has_placeless else without_empty_cells(blocks))
        rows = PackedRows(to_last_filled(followed(found, file, len(data) // _BYTES_A_ROW, is_total=False)))
    if reader.hidden:
        n = numbers.number(len(reader.hidden), 0)
        notes.append(f"har dolda rader i bladet '{name}', som är lästa: {n}, först rad {reader.hidden[0]}")
    if reader.holds_only_zeros:
        rows = PackedRows(map(reader.without_results, rows))
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


class _SheetReader:
    """Reads the XML of one sheet, row by row; what a formula gave is told apart from what was written."""

    def __init__(self, book: Any, texts: Sequence[str], *, distrusted: bool, indented: bool) -> None:
        self._book = book
        self._texts = texts
        self._distrusted = distrusted
        self._indented = indented
        self._places: dict[str, int] = {}
        self._formats: dict[int, str] = {}
        self.hidden: list[int] = []
        # Where formulas gave 0, as long as every one of them did; None after another result.
        self._zeros: dict[int, list[int]] | None = {}

    @property
    def holds_only_zeros(self) -> bool:
        """Whether every formula's result is 0: a program that cannot calculate writes that."""
        return bool(self._zeros)

    def without_results(self, row: RawRow) -> RawRow:
        """Return a row with the results of its formulas taken for none."""
        cells = list(row.cells)
        for place in (self._zeros or {}).get(row.number, ()):
            cells[place] = FORMULA
        return RawRow(row.number, tuple(cells))

    def rows(self, blocks: Iterable[bytes]) -> Iterator[RawRow]:
        """Yield every row, those that the sheet leaves out too, each up to its last filled cell."""
        number, expected = 0, 1
        for element in _row_elements(blocks):
            number = _row_number(element.get("r"), number)
            if number > MAX_ROWS:
                raise Wrong(
                    f"har mer än {numbers.number(MAX_ROWS, 0)} rader, vilket inget blad har.",
                    "Exportera filen på nytt.",
                )
            for left_out in range(expected, number):
                yield RawRow(left_out, ())
            if number >= expected:
                expected = number + 1
                cells = self._cells(number, element)
                if cells and element.get("hidden") in {"1", "true"}:
                    self.hidden.append(number)
                yield RawRow(number, cells)

    def _cells(self, number: int, row: Element) -> tuple[Cell, ...]:
        found: list[Cell] = []
        place = -1
        for cell in row:
            said = cell.get("r")
            place = place + 1 if said is None else self._place(said)
            value = self._value(cell)
            if cell.find(_F) is not None and not isinstance(value, Odd):
                value = self._result(cell, value, number, place)
            if place < len(found):
                found[place] = value
            elif not is_blank(value):
                found += [None] * (place - len(found))
                found.append(value)
        while found and is_blank(found[-1]):
            found.pop()
        return tuple(found)

    def _result(self, cell: Element, value: Cell, number: int, place: int) -> Cell:
        """Return what a formula gave, and remember it where it is 0."""
        if self._distrusted or (value is None and cell.get("t") != "str"):
            return FORMULA
        if self._zeros is not None:
            if is_blank(value) or isinstance(value, bool | str) or value != 0:
                self._zeros = None
            else:
                self._zeros.setdefault(number, []).append(place)
        return value

    def _place(self, said: str) -> int:
        letters = said.rstrip("0123456789")
        if letters not in self._places:
            from openpyxl.utils import column_index_from_string

            self._places[letters] = column_index_from_string(letters) - 1
        return self._places[letters]

    def _value(self, cell: Element) -> Cell:
        """Return a cell's value as people see it; a text with a space before it for each step that its format indents it."""
        kind, text = cell.get("t", "n"), cell.findtext(_V) or None
        value: Cell = None
        if kind == "inlineStr":
            value = _inline(cell)
        elif text is None:
            pass
        elif kind == "n":
            return self._number(text, int(cell.get("s", 0)))
        elif kind == "e":
            return _error(text)
        elif kind == "s":
            value = self._texts[int(text)]
        elif kind == "b":
            return bool(int(text))
        else:
            value = _instant(text) if kind == "d" else text
        if self._indented and isinstance(value, str) and (style := int(cell.get("s", 0))):
            steps = self._book._alignments[self._book._cell_styles[style].alignmentId].indent  # noqa: SLF001
            return " " * int(steps) + value
        return value

    def _number(self, text: str, style: int) -> Cell:
        """Return a number, or the day or time that its format makes of it: 0.765 in a percent cell is 76.5.

        76.5 in a cell that writes its own " %" is 76.5 too.
        """
        value = float(text) if "." in text or "e" in text or "E" in text else int(text)
        if style in self._book._date_formats:  # noqa: SLF001
            return self._day(value, style)
        number_format = self._formats.get(style)
        if number_format is None:
            number_format = self._formats[style] = self._format(style)
        if number_format == _GENERAL:
            return value
        seen = shown_by(number_format, value)
        if seen.wrong is not None:
            return Odd(text, seen.wrong, "Ge cellen ett vanligt talformat, så att det som visas är det som läses.")
        if not seen.percents:
            if seen.thousands:
                return Thousands(value)
            # A code is what people see: 42 in a cell that shows 00042 is 00042.
            is_code = isinstance(value, int) and value >= 0 and _OF_ZEROS.fullmatch(number_format)
            return str(value).zfill(len(number_format)) if is_code else value
        return Percent(Decimal(repr(value)) * 100**seen.percents)

    def _day(self, value: float, style: int) -> Cell:
        dates: Any = import_module("openpyxl.utils.datetime")
        is_span = style in self._book._timedelta_formats  # noqa: SLF001
        try:
            return cast("Cell", dates.from_excel(value, self._book.epoch, timedelta=is_span))
        except (OverflowError, ValueError):
            return _error("#VALUE!")

    def _format(self, style: int) -> str:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        place = self._book._cell_styles[style].numFmtId  # noqa: SLF001
        if place < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(place, "General")
        return str(self._book._number_formats[place - BUILTIN_FORMATS_MAX_SIZE])  # noqa: SLF001


def _row_elements(blocks: Iterable[bytes]) -> Iterator[Element]:
    """Yield each row of a sheet's XML, whole; it is emptied when the next is asked for. Entities are refused before."""
    # Its events are of several types, told apart by what was asked for.
    parser = cast("Any", XMLPullParser(("start", "end")))
    rows: Element | None = None
    for block in chain(blocks, (None,)):
        if block is None:
            parser.close()
        else:
            parser.feed(block)
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            if element.tag == _ROW and event == "end":
                yield element
                if rows is not None:
                    rows.clear()
            elif element.tag == _SHEET_DATA and event == "start":
                rows = element


def _row_number(said: str | None, before: int) -> int:
    """Return a row's number, which some programs write as 5.0; the next one where it says none."""
    if said is None:
        return before + 1
    number = float(said)
    if not number.is_integer():
        raise ValueError(said)
    return int(number)


def _inline(cell: Element) -> str | None:
    """Return a text that stands in the cell itself, without what its parts look like."""
    child = cell.find(_IS)
    if child is None:
        return None
    if len(child) == 1 and child[0].tag == _T:
        return child[0].text or ""
    texts: Any = import_module("openpyxl.cell.text")
    return str(texts.Text.from_tree(child).content)


def _instant(text: str) -> Cell:
    dates: Any = import_module("openpyxl.utils.datetime")
    return cast("Cell", dates.from_ISO8601(text))


def _error(text: str) -> Odd:
    return Odd(text, f"är felet {text}.", "Rätta formeln, eller skriv värdet.")


_OF_ZEROS = re.compile(r"00+")
_GENERAL = "General"
_LITERAL_OR_REST = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
_COLOUR = re.compile(r"\[(?:red|blue|green|cyan|magenta|yellow|colou?r ?\d+)\]", re.IGNORECASE)
# What takes room, or says a colour or a language, and is no sign.
_UNSEEN = re.compile(r"_.|\*.|\[[^\]]*\]")
_FIGURES = re.compile(r"[0#?](?:.*[0#?])?")
# Commas after the last figure.
_SCALED = re.compile(r"[0#?],+[^0#?,]*$")
_MINUS_SIGNS = frozenset("-−–")
_HIDES = "har ett talformat som döljer talet."
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass(frozen=True)
class Shown:
    """How a cell's format shows a number: by how many hundreds, whether by thousands, and what is wrong where it shows another."""

    percents: int
    thousands: bool
    wrong: str | None


def shown_by(number_format: str, value: float) -> Shown:
    r"""Return how a cell's format shows a number.

    A format has up to four sections parted by `;`: for positive numbers, negative ones and zero, and for text; where one is
    lacking, the first holds. A % that is neither quoted nor escaped multiplies by a hundred; a comma after the last figure, of
    the whole part or of the decimals, divides by a thousand. A negative number may be shown by a minus sign, parentheses or a
    colour. Of sections with conditions (`[>=100]`) the first that holds is read, and its sign is not looked into.

    Example:
        >>> [shown_by(form, 0.765).percents for form in ("0.0%", '0.0" %"', "0\%")]
        [1, 0, 0]
        >>> [shown_by(form, 1234567).thousands for form in ("#,##0,", "0.0,,", "#,##0", "#,##0,.0")]
        [True, True, False, True]
        >>> shown_by("#,##0;[Red]#,##0", -5).wrong, shown_by('"ja";"nej"', 1).wrong
        (None, 'har ett talformat som döljer talet.')
        >>> [shown_by('[<5]"<5";[>=1000]0%;0', value).percents for value in (7, 2000)]
        [0, 1]
    """
    place = 1 if value < 0 else 2 if value == 0 else 0
    return _shown(number_format, place, _by_condition(number_format, value))


def _by_condition(number_format: str, value: float) -> int | None:
    """Return the place of the section whose condition a number meets, as Excel chooses it; None in a format without any."""
    tests = _conditions(number_format)
    if not any(tests):
        return None
    last = len(tests) - 1
    for place, test in enumerate(tests[:2]):
        # Without a condition of its own the first is of positive numbers, and the second of negative ones, or of the rest.
        plain = value > 0 if place == 0 else value < 0 or last == 1
        if _COMPARED[test[0]](value, test[1]) if test else plain:
            return place
    return min(last, 2)


@cache
def _conditions(number_format: str) -> tuple[tuple[str, float] | None, ...]:
    found = map(_CONDITION.search, _sections(number_format)[:3])
    return tuple((match[1], float(match[2])) if match else None for match in found)


@cache
def _shown(number_format: str, place: int, by_condition: int | None) -> Shown:
    sections = _sections(number_format)
    own = place if place < len(sections) else 0
    section = sections[own if by_condition is None else by_condition]
    if by_condition is not None:
        wrong = _HIDES if _hides(section) and (place != 2 or any(map(str.isdigit, _said(section)))) else None  # noqa: PLR2004
    else:
        wrong = None if place == 2 else _wrong(section, is_negative=place == own == 1)  # noqa: PLR2004  the third, of zero
    return Shown(
        percents=_LITERAL.sub("", section).count("%"),
        thousands=any(map(_SCALED.search, _LITERAL.sub("", section).split("."))),
        wrong=wrong,
    )


def _sections(number_format: str) -> list[str]:
    """Return a format's sections; a `;` that is quoted or escaped parts none."""
    sections = [""]
    for part in _LITERAL_OR_REST.findall(number_format):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return sections


def _hides(section: str) -> bool:
    """Return whether a section has no place for a number's figures."""
    bare = _LITERAL.sub("", section)
    return not _FIGURES.search(bare) and _GENERAL.lower() not in bare.lower() and "@" not in bare


def _said(section: str) -> str:
    return _UNSEEN.sub("", section).replace('"', "").replace("\\", "")


def _wrong(section: str, *, is_negative: bool) -> str | None:
    """Return what is wrong where a section hides a number, or shows it with another sign; `is_negative`: it is that of negative ones."""
    if _hides(section):
        return _HIDES
    seen = _said(section)
    before, _, after = seen.partition(match[0]) if (match := _FIGURES.search(seen)) else (seen, "", "")
    is_minus = bool(_MINUS_SIGNS & {*before, *after.strip()[:1]}) or ("(" in before and ")" in after)
    if is_negative and not is_minus and not _COLOUR.search(section):
        return "har ett talformat som visar ett negativt tal utan minustecken."
    if not is_negative and is_minus and not any(map(str.isalpha, before + after)):
        return "har ett talformat som visar talet med omvänt tecken."
    return None
