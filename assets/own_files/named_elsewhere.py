"""Finds what no column of a table says: the year and month in a file's name, and a cell above the heading."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.cell_meaning import period
from assets.own_files.rows_of_file import Cell, RawRow, as_text, is_blank
from models.definitions.own_files import PARTS_OF_NAME, column_position, normal

_PATTERNS = {"ÅÅÅÅ": r"(?P<year>[12]\d{3})", "ÅÅ": r"(?P<short>\d{2})", "MM": r"(?P<month>\d{2})",
             "MÅNAD": r"(?P<name>[a-zåäö]{3,9})"}  # fmt: skip
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d*)")


def period_in_name(form: str, file: str) -> tuple[int | None, int | None]:
    """Return the year and month that a file's name says, by the form of that part of it: ÅÅÅÅ-MM, bok_MM_ÅÅ, MÅNAD ÅÅÅÅ.

    Raises:
        Wrong: no part of the name has the form, or more than one has, or it is no year and month.
    """
    name = unicodedata.normalize("NFC", PurePosixPath(file).stem).casefold()
    parts = [_PATTERNS.get(part) or re.escape(part.casefold()) for part in PARTS_OF_NAME.split(form) if part]
    found = list(re.finditer(rf"(?<![\da-zåäö]){''.join(parts)}(?![\da-zåäö])", name)) or list(
        re.finditer(rf"(?<!\d){''.join(parts)}(?!\d)", name)
    )
    if len(found) != 1:
        many = "på flera ställen" if found else "inte"
        raise Wrong(f"har {many} formen {form} i sitt namn.", "Döp om filen, eller rätta file_name i mappningen.")
    said = found[0].groupdict()
    year = said.get("year") or (f"20{said['short']}" if said.get("short") else None)
    month = said.get("month") or said.get("name")
    return (period(year)[0] if year else None), (period(month)[1] if month else None)


def cell_above(place: str, rows: Sequence[RawRow]) -> Cell:
    """Return a cell above the heading: the one at a place (B2), or the one that a label stands beside or before a colon in.

    Args:
        place: a column's letter and a row's number, or the label's own words.
        rows: the rows above the heading.

    Raises:
        Wrong: there is no such cell, or the label stands twice.
    """
    if match := _PLACE.fullmatch(place):
        position, number = column_position(match[1]), int(match[2])
        found = [row.cells[position] for row in rows if row.number == number and position is not None
                 and position < len(row.cells) and not is_blank(row.cells[position])]  # fmt: skip
    else:
        found = [cell for row in rows for cell in _labelled(normal(place), row)]
    if len(found) != 1:
        what = "flera celler" if found else "ingen cell"
        raise Wrong(
            f"har {what} '{shown(place)}' ovanför tabellens rubrik.",
            "Rätta above i mappningen: en cell som B2, eller orden framför värdet.",
        )
    return found[0]


def _labelled(label: str, row: RawRow) -> list[Cell]:
    """Return what stands after a label in a row: after it in its own cell, or in the next that is filled."""
    found: list[Cell] = []
    for i, cell in enumerate(row.cells):
        said = normal(as_text(cell))
        if said.rstrip(":").rstrip() == label:
            found += [beside for beside in row.cells[i + 1 :] if not is_blank(beside)][:1]
        elif said.startswith((f"{label}:", f"{label} ")):
            found.append(said[len(label) :].lstrip(": "))
    return found
