"""Reads CSV and other text with separators as RawTable: encoding, separator and quotes as they really come."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from itertools import islice

from assets.own_files.cell_faults import Wrong
from assets.own_files.rows_of_file import PackedRows, RawRow, RawTable, to_last_filled
from models.definitions.own_files import Source, column_letter
from models.words import numbers

SEPARATORS = (";", "\t", ",", "|")
_LOOK = 200
_SAMPLE = 65_536
_KEPT_ONCE = 100_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# Letters of two bytes that stand for Latin letters in UTF-8: å, ä, ö and their kin.
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
_WINDOWS_LETTER = re.compile(rb"[\xe4\xe5\xf6\xc4\xc5\xd6]")
# What older programs write, and how they write å, ä and ö after a letter (ä, å, ö).
_LEGACY = {"mac_roman": "Mac Roman", "cp850": "DOS-text (cp850)", "cp437": "DOS-text (cp437)"}
_LEGACY_LETTER = {
    "mac_roman": re.compile(rb"(?<=[A-Za-z])[\x8a\x8c\x9a]|[\x80\x81\x85](?=[a-z])"),
    "cp850": re.compile(rb"(?<=[A-Za-z])[\x84\x86\x94](?=[A-Za-z])|(?<=[a-z])\x86|[\x8e\x8f\x99](?=[a-z])"),
}
_BINARY = (
    (b"PK\x03\x04", "en Excelarbetsbok"),
    (b"PAR1", "en Parquet-fil"),
    (b"\xd0\xcf\x11\xe0", "en Excelarbetsbok i det gamla formatet"),
)


def read_delimited(data: bytes, file: str, source: Source, fit: Callable[[list[str]], int]) -> RawTable:
    """Return a text's rows. `fit` tells how many of the mapping's headings a row of texts has.

    Raises:
        Wrong: the text cannot be told apart into rows; nothing of the file can be read.
    """
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise Wrong(f"är {what}, inte text med avgränsare.", "Ge filen rätt ändelse, eller exportera den som CSV.")
    text = _decoded(data, source)
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise Wrong("innehåller NUL-tecken, som ingen text har.", "Filen är skadad; exportera den på nytt.", row=line)
    separator = source.separator or _separator(text, fit)
    return RawTable(file, "", PackedRows(to_last_filled(_rows(text, separator))), shifts=True, splits=separator == ",")


def _decoded(data: bytes, source: Source) -> str:
    utf16 = _utf16(data, source)
    if utf16 is not None:
        try:
            return data.decode(utf16)
        except UnicodeDecodeError as error:
            raise Wrong("är inte UTF-16 hela vägen.", "Spara filen som CSV med kodningen UTF-8.") from error
    if source.encoding in _LEGACY:
        return data.decode(source.encoding)
    if source.encoding != "cp1252":
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = _line(data, error.start)
            if source.encoding == "utf-8":
                raise Wrong(
                    "är inte UTF-8, som mappningen säger.",
                    "Spara filen som UTF-8, eller ta bort encoding ur mappningen.",
                    row=line,
                ) from error
            if _UTF8_LETTER.search(data):
                raise Wrong(
                    "blandar kodningar: några rader är UTF-8, och detta är den första som inte är det.",
                    "Spara hela filen med en kodning, UTF-8.",
                    row=line,
                ) from error
        if (likely := _likely_legacy(data)) is not None:
            encoding, place = likely
            raise Wrong(
                f"ser ut att vara skriven med {_LEGACY[encoding]}: annars läses å, ä och ö som tecken som ingen svensk text har.",
                f"Spara filen som CSV med kodningen UTF-8, eller skriv encoding: {encoding} i mappningen.",
                row=_line(data, place),
            )
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Wrong(
            "är varken UTF-8 eller Windows-text (cp1252).",
            "Spara filen som CSV med kodningen UTF-8.",
            row=_line(data, error.start),
        ) from error


def _likely_legacy(data: bytes) -> tuple[str, int] | None:
    """Return the older encoding that a text seems to have, and where it shows; None where it may be Windows text.

    It has å, ä and ö beside letters where Windows has signs such as † and Š, and none where Windows has them.
    """
    if _WINDOWS_LETTER.search(data):
        return None
    found = ((encoding, letter.search(data)) for encoding, letter in _LEGACY_LETTER.items())
    first = min(((match.start(), encoding) for encoding, match in found if match), default=None)
    return None if first is None else (first[1], first[0])


def _utf16(data: bytes, source: Source) -> str | None:
    """Return the form of UTF-16 that a text has, with or without its mark; None where it is another encoding.

    Without the mark every second byte of what is mostly Latin letters is 0: the odd ones of the little-endian form.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    looked = data[:_SAMPLE]
    even, odd = looked[::2].count(0), looked[1::2].count(0)
    if max(even, odd) > len(looked) // 4 and not min(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-16" if source.encoding == "utf-16" else None


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _separator(text: str, fit: Callable[[list[str]], int]) -> str:
    """Return the separator under which some row has most of the headings; else the one that is used the most."""
    lines = "".join(match.group() for match in islice(_LINE.finditer(text), _LOOK)).splitlines()[:_LOOK]

    def fitness(separator: str) -> tuple[int, int]:
        parted = [[cell.strip('"') for cell in line.split(separator)] for line in lines]
        return max(map(fit, parted), default=0), sum(map(len, parted))

    return max(SEPARATORS, key=fitness)


def _rows(text: str, separator: str) -> Iterator[RawRow]:
    reader = csv.reader((match.group() for match in _LINE.finditer(text)), delimiter=separator, strict=True)
    number = 1
    # Units, accounts and periods come again and again: each text is kept once.
    known: dict[str, str] = {}
    try:
        for cells in reader:
            if len(known) < _KEPT_ONCE:
                yield RawRow(number, tuple([known.setdefault(cell, cell) for cell in cells]))
            else:
                yield RawRow(number, tuple([known.get(cell, cell) for cell in cells]))
            number = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Wrong(
                "har ett citattecken som aldrig stängs, så att resten av filen skulle bli en enda cell.",
                'Stäng citattecknet, eller skriv det två gånger ("").',
                row=number,
            ) from error
        if "field limit" in str(error):
            raise Wrong(
                f"har en cell med mer än {numbers.number(csv.field_size_limit(), 0)} tecken.",
                "Leta efter ett citattecken som aldrig stängs.",
                row=number,
            ) from error
        raise Wrong(
            f"har ett citattecken inuti en cell med citattecken, eller text mellan den och nästa '{separator}'.",
            'Skriv ett citattecken inuti en sådan cell två gånger ("").',
            row=number,
        ) from error


def too_many_cells(row: RawRow, width: int, most: int | None = None) -> Wrong | None:
    """Return what is wrong with a row that has filled cells beyond the heading's last column, or None.

    With `most`, the cells of the heading's row, more than so many are wrong though they are empty: where commas part the cells,
    1,5 is two, and moves an empty cell to the end.
    """
    beyond = [i for i, cell in enumerate(row.cells) if i >= width and isinstance(cell, str) and cell.strip()]
    beyond = beyond or [*range(len(row.cells))][most:] if most is not None else beyond
    if not beyond:
        return None
    return Wrong(
        f"har {beyond[-1] + 1} celler, och rubriken har {width}.",
        "Leta efter en avgränsare inuti en cell; sätt cellen inom citattecken.",
        column=column_letter(beyond[0]),
        position=beyond[0],
    )
