"""Writes a municipality's definitions as a workbook to edit."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.definitions.read_yaml import Definitions
from assets.definitions_in_excel.cell_values import show, value_of
from assets.definitions_in_excel.layout import (
    BESIDE_PART,
    IN_PART,
    SHEETS,
    YES_NO,
    Sheet,
    SheetColumn,
    sheet_of,
)
from assets.definitions_in_excel.yaml_text import Path as KeyPath
from assets.storage.write_whole import filling
from models.definitions.municipality import Municipality
from models.definitions.steering import Definition, Indicator, Target, subtree
from models.errors import UsageError
from models.words import definitions_in_excel as sv
from models.words import numbers
from models.words.numbers import listed

FORMAT = "styrtal definitions 1"
EMPTY_ROWS = 300
_MAX_CELL = 32_767
_MAX_HEIGHT = 400
_LINE_HEIGHT = 14
_WIDE = 350
_BLUE, _GREY, _LINE = "#1F3A5F", "#F1F3F5", "#D0D5DB"
# The same definitions give the same bytes, so the workbook has no day of its own.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's times have no zone


@dataclass(frozen=True)
class Entry:
    """A definition that a row shows: its key, its place in the YAML, and what its cells say, by field."""

    key: tuple[str, ...]
    path: KeyPath
    item: Definition
    cells: dict[str, str]

    @property
    def name(self) -> str:
        """The key in words, for messages."""
        return " / ".join(part for part in self.key if part)


@dataclass(frozen=True)
class Part:
    """A unit's own part: its id, the unit with those below it, and the plans that they have decided."""

    unit: str
    units: frozenset[str]
    plans: frozenset[str]

    def holds(self, item: Definition, inside: Mapping[str, str]) -> bool:
        """Return whether a definition is of the part: by its unit, or that of what it stands inside; a target by its plan."""
        if "plan" in inside and "unit" not in inside:
            return inside["plan"] in self.plans
        return (inside.get("unit") or getattr(item, "unit", None)) in self.units


def part_of(model: Municipality, unit: str) -> Part:
    """Return a unit's own part.

    Raises:
        UsageError: there is no such unit.
    """
    if unit not in {each.id for each in model.units}:
        raise UsageError(f"Det finns ingen enhet '{unit}'. Ange enhetens id, som det står i units.yaml.")
    units = frozenset(subtree(model.units, unit))
    return Part(unit, units, frozenset(plan.id for plan in model.plans if plan.decided_by in units))


def hash_of_part(model: Municipality, part: Part) -> str:
    """Return a hash of all that a part's workbook shows of it to be changed."""
    shown = [
        (section, [(entry.key, sorted(entry.cells.items())) for entry in entries(model, sheet_of(section), part)])
        for section in IN_PART
    ]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


def entries(model: Municipality, sheet: Sheet, part: Part | None = None) -> list[Entry]:
    """Return a sheet's rows in the order of the YAML, of a part those that are of it. Rows of one key are told apart by their order."""
    seen: Counter[tuple[str, ...]] = Counter()
    rows: list[Entry] = []
    for path, item, known in _items(model, sheet):
        if part is not None and sheet.section in IN_PART and not part.holds(item, known):
            continue
        cells = {c.field: known[c.field] if c.field in known else show(c, value_of(item, c)) for c in sheet.columns}
        key = tuple(cells[column.field] for column in sheet.keys)
        seen[key] += 1
        rows.append(Entry((*key, *(["#" + str(seen[key])] if seen[key] > 1 else [])), path, item, cells))
    return rows


def _items(model: Municipality, sheet: Sheet) -> Iterator[tuple[KeyPath, Definition, dict[str, str]]]:
    inside = sheet.inside
    if inside is None:
        for i, item in enumerate(getattr(model, sheet.section)):
            yield (sheet.section, i), item, {}
        return
    for i, around in enumerate(getattr(model, inside.section)):
        known = {
            c.field: show(c, getattr(around, inside.keys[c.field])) for c in sheet.columns if c.field in inside.keys
        }
        for j, item in enumerate(getattr(around, inside.key)):
            yield (inside.section, i, inside.key, j), item, known


@dataclass(frozen=True)
class OfKolada:
    """What the workbook offers of Kolada's catalogue: KPIs to add, as id, title and area, and uncertainty figures by KPI."""

    kpis: Sequence[tuple[str, str, str]]
    margins: Mapping[str, str]


def write_workbook(
    definitions: Definitions, path: Path, of_kolada: OfKolada | None = None, unit: str | None = None
) -> None:
    """Write the workbook as a new file, whole or not at all; of a unit its own part.

    Raises:
        UsageError: the file exists, its name does not end with .xlsx, there is no such unit, or a text is longer than a cell
            can hold.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path} slutar inte på .xlsx. Ange ett namn som gör det; inget skrevs.")
    if path.exists():
        raise UsageError(f"{path} finns redan, och kan ha ändringar. Ange ett annat namn med --out; inget skrevs.")
    made = workbook(definitions, of_kolada, unit)
    with filling(path) as part:
        part.write_bytes(made)


def workbook(definitions: Definitions, of_kolada: OfKolada | None = None, unit: str | None = None) -> bytes:
    """Return the workbook: a sheet that explains, a sheet a kind of definition, Kolada's KPIs, and where it comes from.

    Of a unit it is its own part: what is of the unit and those below it, and beside that what they choose from.

    Raises:
        UsageError: there is no such unit, or a text is longer than a cell can hold.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        profile = definitions.model.municipality
        book.set_properties(
            {"title": sv.DOCUMENT_TITLE.format(municipality=profile.title), "author": "styrtal", "created": _CREATED}
        )
        _Writer(book, definitions, of_kolada, part_of(definitions.model, unit) if unit is not None else None).write()
    return buffer.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, definitions: Definitions, of_kolada: OfKolada | None, part: Part | None) -> None:
        self._book, self._definitions, self._part = book, definitions, part
        self._of_kolada = of_kolada if part is None else None
        sections = [sheet.section for sheet in SHEETS] if part is None else [*IN_PART, *BESIDE_PART]
        self._sheets = [sheet_of(section) for section in sections]
        model = definitions.model
        self._rows = {sheet.section: entries(model, sheet, part) for sheet in self._sheets}
        self._titles = {
            "goal": {goal.id: goal.title for goal in model.goals},
            "indicator": {indicator.id: indicator.title for indicator in model.indicators},
        }
        wrap: dict[str, object] = {
            "text_wrap": True,
            "valign": "top",
            "align": "left",
            "num_format": "@",
            "font_size": 10,
            "indent": 1,
        }
        edge: dict[str, object] = {"bottom": 1, "bottom_color": _LINE}
        self._wrap = book.add_format(wrap)
        self._open = book.add_format({**wrap, **edge, "locked": False})
        self._right = book.add_format({**wrap, **edge, "locked": False, "align": "right"})
        self._locked = book.add_format({**wrap, **edge, "bg_color": _GREY, "font_color": "#333333"})
        self._help = book.add_format({**wrap, **edge, "bg_color": _GREY, "font_color": "#555555", "italic": True})
        head: dict[str, object] = {
            "bold": True,
            "text_wrap": True,
            "valign": "vcenter",
            "font_size": 10,
            "num_format": "@",
            "indent": 1,
        }
        self._head = book.add_format({**head, "bg_color": _BLUE, "font_color": "#FFFFFF"})
        self._head_open = book.add_format({**head, "bg_color": "#DCE6F1", "font_color": _BLUE})
        self._title = book.add_format({"bold": True, "font_size": 16, "font_color": _BLUE})

    def write(self) -> None:
        self._readme()
        for sheet in self._sheets:
            self._sheet(sheet)
        if self._of_kolada is not None:
            self._kolada(self._of_kolada)
        self._origin()

    def _readme(self) -> None:
        page = self._book.add_worksheet(sv.README)
        page.hide_gridlines(2)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        widths = (16, 20, 84, 9, 62)
        for i, width in enumerate(widths):
            page.set_column(i, i, width)
        profile = self._definitions.model.municipality
        page.write_string(0, 0, sv.README_TITLE.format(municipality=profile.title), self._title)
        lines = [*sv.README_LINES, *([] if self._of_kolada is None else [sv.KOLADA_LINE])]
        if self._part is not None:
            unit = next(each.title for each in self._definitions.model.units if each.id == self._part.unit)
            beside = listed([sheet_of(section).title for section in BESIDE_PART])
            lines.insert(0, sv.PART_LINE.format(unit=unit, beside=beside))
        for i, line in enumerate(lines, start=2):
            page.merge_range(i, 0, i, 4, line, self._wrap)
        row = len(lines) + 3
        for i, text in enumerate(sv.README_HEADINGS):
            page.write_string(row, i, text, self._head)
        for sheet in self._sheets:
            for column in sheet.columns:
                row += 1
                needed = YES_NO[True] if sheet.required(column) else ""
                words = ", ".join((column.words or {}).values()) or (
                    ", ".join(YES_NO.values()) if column.kind == "yes_no" else ""
                )
                texts = (sheet.title, column.title, column.what, needed, words)
                page.set_row(row, _height(zip(texts, widths, strict=True)))
                for i, text in enumerate(texts):
                    page.write_string(row, i, text, self._wrap)
        page.protect("", {"format_columns": True, "format_rows": True})

    def _sheet(self, sheet: Sheet) -> None:
        page = self._book.add_worksheet(sheet.title)
        rows = self._rows[sheet.section]
        beside = self._part is not None and sheet.section in BESIDE_PART
        last = len(rows) + EMPTY_ROWS
        shown = [*sheet.columns, *_help_columns(sheet)]
        page.freeze_panes(1, len(sheet.keys) if sheet.inside is not None else 1)
        page.set_landscape()
        page.set_paper(8)
        page.fit_to_pages(2 if sum(column.width for column in shown) > _WIDE else 1, 0)
        page.repeat_rows(0)
        page.set_row(0, 32)
        page.set_comments_author("styrtal")
        for i, column in enumerate(shown):
            page.set_column(i, i, column.width, self._locked if beside else self._open_format(column))
            needed = column.field and sheet.required(column)
            page.write_string(0, i, column.title, self._head if needed else self._head_open)
            _explain(page, i, f"{column.what} {sv.REQUIRED}" if needed else column.what)
            if column.field:
                self._drop_down(page, sheet, column, i, last)
        remove = len(shown)
        page.set_column(remove, remove, 10, self._open)
        page.write_string(0, remove, sv.REMOVE, self._head_open)
        _explain(page, remove, sv.REMOVE_WHAT)
        page.data_validation(1, remove, last, remove, {"validate": "list", "source": list(YES_NO.values())})
        for i, entry in enumerate(rows, start=1):
            texts = [entry.cells.get(column.field) or self._helped(entry, column) for column in shown]
            page.set_row(i, _height((text, column.width) for text, column in zip(texts, shown, strict=True)))
            for j, (column, text) in enumerate(zip(shown, texts, strict=True)):
                if len(text) > _MAX_CELL:
                    raise UsageError(
                        f"{sheet.one} {entry.name}: {column.field} är längre än de {numbers.number(_MAX_CELL, 0)} "
                        "tecken som en cell rymmer. Korta texten i YAML-filen. Inget skrevs."
                    )
                kept = column.key or beside
                chosen = self._help if not column.field else self._locked if kept else self._open_format(column)
                page.write_string(i, j, text, chosen) if text else page.write_blank(i, j, None, chosen)
                if column.field == "margin_kpi" and (margin := self._margin(entry.item)):
                    _explain(page, j, sv.MARGIN_PROPOSED.format(margin=margin), row=i)
        page.autofilter(0, 0, last, remove)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        allowed = (
            "format_columns",
            "format_rows",
            "autofilter",
            "sort",
            "select_locked_cells",
            "select_unlocked_cells",
        )
        page.protect("", dict.fromkeys(allowed, True))

    def _open_format(self, column: SheetColumn) -> Format:
        if not column.field:
            return self._help
        return self._right if column.kind in {"number", "integer", "aim", "day"} else self._open

    def _helped(self, entry: Entry, column: SheetColumn) -> str:
        if column.field or not isinstance(entry.item, Target):
            return ""
        kind, name = ("goal", entry.item.goal) if column.title == sv.GOAL_NAME else ("indicator", entry.item.indicator)
        return self._titles[kind].get(name, "")

    def _drop_down(self, page: Worksheet, sheet: Sheet, column: SheetColumn, i: int, last: int) -> None:
        """Offer the allowed words or ids; where a cell may hold several, one can be chosen and more be typed."""
        several = column.kind in {"ids", "words", "weighted", "forecast", "measured"}
        rule: dict[str, object] = {"validate": "list", "error_type": "stop"}
        if column.kind == "yes_no":
            rule["source"] = list(YES_NO.values())
        elif column.words:
            rule["source"] = list(column.words.values())
        elif column.of:
            if column.of not in self._rows:
                return
            rule["source"] = _id_range(column.of, len(self._rows[column.of]) + EMPTY_ROWS)
        else:
            return
        if several:
            rule |= {"show_error": False}
        rule |= {
            "error_title": sv.UNKNOWN_WORD,
            "error_message": sv.CHOOSE_ID if column.of else sv.CHOOSE_WORD,
        }
        if column.field == "unit" and sheet.section == "targets":
            rule["ignore_blank"] = True
        page.data_validation(1, i, last, i, rule)

    def _margin(self, item: Definition) -> str | None:
        """Return the uncertainty figures that Kolada has of an indicator that names none."""
        if self._of_kolada is None or not isinstance(item, Indicator) or item.margin_kpi is not None:
            return None
        return self._of_kolada.margins.get(item.kpi_id or "")

    def _kolada(self, of_kolada: OfKolada) -> None:
        page = self._book.add_worksheet(sv.KOLADA)
        page.freeze_panes(1, 0)
        for i, (text, width) in enumerate(zip(sv.KOLADA_HEADINGS, (10, 12, 90, 44), strict=True)):
            page.set_column(i, i, width)
            page.write_string(0, i, text, self._head)
        for i, cells in enumerate(of_kolada.kpis, start=1):
            page.write_blank(i, 0, None, self._open)
            for j, text in enumerate(cells, start=1):
                page.write_string(i, j, text, self._locked)
        last = len(of_kolada.kpis)
        page.data_validation(1, 0, last, 0, {"validate": "list", "source": list(YES_NO.values())})
        page.autofilter(0, 0, last, len(sv.KOLADA_HEADINGS) - 1)
        page.protect("", dict.fromkeys(("format_columns", "autofilter", "sort", "select_locked_cells"), True))

    def _origin(self) -> None:
        page = self._book.add_worksheet(sv.ORIGIN)
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 70)
        model, part = self._definitions.model, self._part
        rows = [(sv.MADE_BY, FORMAT), (sv.MUNICIPALITY, model.id)]
        if part is None:
            rows += [(file.name, file.sha256) for file in self._definitions.files]
        else:
            rows += [(sv.PART, part.unit), (sv.PART_HASH, hash_of_part(model, part))]
        for i, cells in enumerate(rows):
            for j, text in enumerate(cells):
                page.write_string(i, j, text, self._locked)
        page.protect("", {"format_columns": True})


def _help_columns(sheet: Sheet) -> tuple[SheetColumn, ...]:
    if sheet.section != "targets":
        return ()
    return tuple(
        SheetColumn("", width=40, title=title, what=sv.NAME_WHAT) for title in (sv.GOAL_NAME, sv.INDICATOR_NAME)
    )


def _height(cells: Iterable[tuple[str, int]]) -> int:
    """Return the height of a row whose texts, each in its column's width, wrap onto several lines."""
    lines = max(sum(len(line) // max(width - 2, 1) + 1 for line in text.split("\n")) for text, width in cells)
    return min(lines * _LINE_HEIGHT, _MAX_HEIGHT)


def _id_range(section: str, rows: int) -> str:
    """Return the ids of a section as a range that grows with what is typed on its sheet."""
    title = next(sheet.title for sheet in SHEETS if sheet.section == section)
    return f"=OFFSET('{title}'!$A$2,0,0,MAX(1,COUNTA('{title}'!$A$2:$A${rows + 1})),1)"


def _explain(page: Worksheet, column: int, text: str, *, row: int = 0) -> None:
    lines = len(text) // 38 + 2
    page.write_comment(row, column, text, {"x_scale": 2.0, "height": 18 * lines, "font_size": 9, "color": "#FFFBE6"})
