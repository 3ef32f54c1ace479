"""Reads CSV and other text with separators as RawTable: encoding, separator and quotes as they really come."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator

from assets.own_files.cell_faults import Wrong
from assets.own_files.raw_table import RawRow, RawTable
from models.definitions.own_files import Source, column_letter

SEPARATORS = (";", "\t", ",", "|")
_LOOK = 200
# Letters of two bytes that stand for Latin letters in UTF-8: å, ä, ö and their kin.
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
_BINARY = (
    (b"PK\x03\x04", "an Excel workbook"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
)


def read_delimited(data: bytes, file: str, source: Source, fit: Callable[[list[str]], int]) -> RawTable:
    """Return a text's rows. `fit` tells how many of the mapping's headings a row of texts has.

    Raises:
        Wrong: the text cannot be told apart into rows; nothing of the file can be read.
    """
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise Wrong(
                f"is {what}, not text with separators.", "Give it the suffix that it should have, or export it as CSV."
            )
    text = _decoded(data, source)
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise Wrong("holds NUL bytes, which no text has.", "Export the file again; it is damaged.", row=line)
    separator = source.separator or _separator(text, fit)
    rows = list(_rows(text, separator))
    while rows and not any(cell.strip() for cell in rows[-1][1]):
        rows.pop()
    return RawTable(file, "", [RawRow(number, tuple(cells)) for number, cells in rows], shifts=True)


def _decoded(data: bytes, source: Source) -> str:
    if source.encoding == "utf-16" or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Wrong("is not UTF-16 throughout.", "Save it as CSV with the encoding UTF-8.") from error
    if source.encoding == "cp437":
        return data.decode("cp437")
    if source.encoding != "cp1252":
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = _line(data, error.start)
            if source.encoding == "utf-8":
                raise Wrong(
                    "is not UTF-8, as the mapping says.",
                    "Save it as UTF-8, or take encoding out of the mapping.",
                    row=line,
                ) from error
            if _UTF8_LETTER.search(data):
                raise Wrong(
                    "mixes encodings: some rows are UTF-8, and this is the first that is not.",
                    "Save all of it with one encoding, UTF-8.",
                    row=line,
                ) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Wrong(
            "is neither UTF-8 nor Windows text (cp1252).",
            "Save it as CSV with the encoding UTF-8.",
            row=_line(data, error.start),
        ) from error


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _separator(text: str, fit: Callable[[list[str]], int]) -> str:
    """Return the separator under which some row has most of the headings; else the one that is used the most."""
    lines = text.splitlines()[:_LOOK]

    def fitness(separator: str) -> tuple[int, int]:
        parted = [[cell.strip('"') for cell in line.split(separator)] for line in lines]
        return max(map(fit, parted), default=0), sum(map(len, parted))

    return max(SEPARATORS, key=fitness)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Wrong(
                "opens a quotation mark that is never closed, so that the rest of the file would be one cell.",
                'Close the quotation mark, or write it twice ("").',
                row=number,
            ) from error
        if "field limit" in str(error):
            raise Wrong(
                f"has a cell of more than {csv.field_size_limit():,} characters.",
                "Look for a quotation mark that is never closed.",
                row=number,
            ) from error
        raise Wrong(
            f"has a quotation mark inside a quoted cell, or text between it and the next '{separator}'.",
            'Write a quotation mark inside a quoted cell twice ("").',
            row=number,
        ) from error


def too_many_cells(row: RawRow, width: int) -> Wrong | None:
    """Return what is wrong with a row that has filled cells beyond the heading's last column, or None."""
    beyond = [i for i, cell in enumerate(row.cells) if i >= width and isinstance(cell, str) and cell.strip()]
    if not beyond:
        return None
    return Wrong(
        f"has {beyond[-1] + 1} cells, and the heading has {width}.",
        "Look for a separator inside a cell; put that cell in quotation marks.",
        column=column_letter(beyond[0]),
        position=beyond[0],
    )
