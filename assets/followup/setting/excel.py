"""The report as Excel workbooks: a sheet a table, a first sheet that explains, numbers that are numbers, never formulas."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from math import ceil
from pathlib import Path
from typing import cast

import xlsxwriter
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.followup.content import (
    Cell,
    Page,
    ShownColumn,
    ShownTable,
    against_target,
    column,
    figure,
    judged,
    moved,
    number_column,
    part,
    words,
    year_of,
)
from assets.followup.sections.goals import followed, own_differs, withholds
from assets.followup.view import ReportView, UnitView
from models.tables.check_header import checks
from models.words import numbers, sentences
from models.words import workbook as sv
from models.words.checks import CHECK_STATUS
from models.words.goals import WITHHELD_BY_CHECK, colour_of
from models.words.judgements import (
    FICTIONAL,
    GROUP_KIND,
    PUBLICATION,
    STATUS_MEANS,
    TREND,
    YES_NO,
    gender_of,
)
from models.words.lineage import TRACED
from models.words.own_names import goal_kind

_COLOURS = {"met": "#D5EBDD", "partly": "#FFE9B8", "not_met": "#FBD5DE", "not_assessed": "#ECEFF2"}
_SHEET_NAME = 31
_MIN_WIDTH, _MAX_WIDTH, _NOTE_WIDTH = 8, 60, 22
_LINE = 15.0
_A4, _A3 = 9, 8
# How many characters' width of columns a page in landscape holds, with text of eight points.
_A4_HOLDS, _A3_HOLDS = 155, 205


def write_workbooks(view: ReportView, pages: Mapping[str, Page], names: Sequence[str], folder: Path) -> None:
    """Write `<name>.xlsx` for each of `names`, with only what is that page's."""
    # What follows up has its goals on a sheet; so has what tells the present state.
    judged_there = view.follows_up or (view.planning is not None and view.planning.product == "present_state")
    units = {unit.name: unit for unit in view.pages} if judged_there else {}
    for name in names:
        page = pages[name]
        tables = [*_unit_tables(view, units[name]), *page.tables] if name in units else page.tables
        _write(view, page, units.get(name), [table for table in tables if table.rows], folder / f"{name}.xlsx")


def _write(view: ReportView, page: Page, unit: UnitView | None, tables: Sequence[ShownTable], path: Path) -> None:
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, as_text) as book:
        title = f"{view.title}: {page.title}"
        # The workbook's own date is the report's instant: the same input gives the same bytes.
        book.set_properties({"title": title, "author": "styrtal", "created": view.as_of, "comments": _known(view)})
        _first_sheet(book, view, unit, title, tables)
        formats: dict[str, Format] = {}
        colour = view.definitions.model.municipality.colours.heading
        coloured = {"font_color": colour} if colour is not None else {}
        charted: tuple[ShownTable, list[str]] | None = None
        for table in tables:
            is_goals = table.sheet == sv.GOALS_SHEET.sheet
            shown = table.compact() if is_goals else table
            headers = _sheet(book, formats, shown, title if view.draft else "", coloured, _shades(view))
            if is_goals:
                charted = (shown, headers)
        # Last, so that no sheet is where it was not.
        if charted is not None:
            _add_chart(book, view, *charted, 1 if view.draft else 0)


def _known(view: ReportView) -> str:
    return f"{view.definitions.model.municipality.title}. {view.known}"


def _first_sheet(
    book: Workbook, view: ReportView, unit: UnitView | None, title: str, tables: Sequence[ShownTable]
) -> None:
    sheet = book.add_worksheet(sv.README)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 84)
    head = book.add_format({"bold": True, "font_size": 16})
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    profile = view.definitions.model.municipality
    sheet.write_string(0, 0, title, head)
    lines = {
        "known": _known(view),
        "fictional": FICTIONAL if view.fictional else "",
        "in_short": f"{view.statuses[unit.status['status']]}. {sentences.status_counts(unit.status, view.words)}"
        if unit
        else "",
        "note": profile.note or "",
        "empty_cells": sv.EMPTY_CELLS,
        "lineage_id": sv.TRACE_WITH,
        "sources": " · ".join(view.sources),
    }
    row = 2
    for key, text in lines.items():
        if text:
            sheet.write_string(row, 0, sv.ABOUT[key], bold)
            sheet.write_string(row, 1, text, wrap)
            sheet.set_row(row, _LINE * ceil(1.1 * len(text) / 84))
            row += 1
    row += 1
    sheet.write_string(row, 0, sv.SHEETS, bold)
    for table in tables:
        row += 1
        sheet.write_url(row, 0, f"internal:'{_name(table)}'!A1", string=_name(table))
        sheet.write_string(row, 1, sv.sheet_holds(table.caption, len(table.rows)), wrap)
    row += 2
    judged_there = any(cell.status for table in tables for cells in table.rows for cell in cells)
    if judged_there:
        sheet.write_string(row, 0, sv.COLOURS, bold)
    for word, colour in _COLOURS.items() if judged_there else ():
        row += 1
        sheet.write_string(row, 0, view.statuses[word], book.add_format({"bg_color": colour, "border": 1}))
        sheet.write_string(row, 1, STATUS_MEANS[word], wrap)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _shades(view: ReportView) -> dict[str, str]:
    """Return the colour of each status by what the municipality calls it, its own steps too."""
    steps = {step.title: _COLOURS[step.counts_as] for step in view.words.statuses}
    return {**{view.statuses[code]: colour for code, colour in _COLOURS.items()}, **steps}


def _name(table: ShownTable) -> str:
    # A municipality's own word may hold what Excel allows in no sheet's name.
    return re.sub(r"[\[\]:*?/\\]", "-", table.sheet)[:_SHEET_NAME]


def _sheet(
    book: Workbook,
    formats: dict[str, Format],
    table: ShownTable,
    above: str,
    coloured: Mapping[str, str],
    shades: Mapping[str, str],
) -> list[str]:
    """Add a sheet with one table: header row, frozen panes, filter, and a format a cell; a note follows in a column.

    What must be said on every sheet stands `above` the table, where there is anything.
    """
    table = _with_lineage(table)
    sheet: Worksheet = book.add_worksheet(_name(table))
    noted = [any(row[i].note for row in table.rows) for i in range(len(table.columns))]
    headers: list[str] = []
    for i, heading in enumerate(table.columns):
        sheet.set_column(len(headers), len(headers), _width(heading))
        headers.append(heading.title)
        if noted[i]:
            sheet.set_column(len(headers), len(headers), _NOTE_WIDTH)
            headers.append(sv.NOTE_ON.format(title=heading.title))
    widths = [_width(heading) for heading in table.columns]
    top = 1 if above else 0
    if above:
        sheet.write_string(0, 0, above, book.add_format({"bold": True}))
    sheet.set_row(
        top, _LINE * max(ceil(1.4 * len(c.title) / width) for c, width in zip(table.columns, widths, strict=True))
    )
    for r, row in enumerate(table.rows, start=top + 1):
        sheet.set_row(r, _LINE * max(_lines(cell, heading) for cell, heading in zip(row, table.columns, strict=True)))
        c = 0
        for i, cell in enumerate(row):
            _put(book, formats, sheet, r, c, cell)
            c += 1
            if noted[i]:
                _put(book, formats, sheet, r, c, words(cell.note or None))
                c += 1
    last = top + len(table.rows)
    head = book.add_format(
        {"bold": True, "bg_color": "#E3E8EC", "bottom": 1, "text_wrap": True, "valign": "top", **coloured}
    )
    columns = [{"header": text, "header_format": head} for text in headers]
    options = {"name": _table_name(table), "style": "Table Style Light 1", "columns": columns}
    sheet.add_table(top, 0, last, len(headers) - 1, options)
    for c in _status_columns(table, noted):
        for name, colour in shades.items():
            shade = book.add_format({"bg_color": colour})
            rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": shade}
            sheet.conditional_format(top + 1, c, last, c, rule)
    sheet.freeze_panes(top + 1, 1)
    shown = [*widths, *[_NOTE_WIDTH] * sum(noted)]
    _fit_to_paper(sheet, sum(shown), max(shown))
    sheet.repeat_rows(0, top)
    return headers


def _add_chart(book: Workbook, view: ReportView, table: ShownTable, headers: Sequence[str], top: int) -> None:
    """Add a sheet with a picture that Excel draws of the goals' sheet: each goal's targets by status."""
    w = sv.GOALS_SHEET.in_own_words(view.words)
    counted = {status: w[f"n_{status}"] for status in _COLOURS if w[f"n_{status}"] in headers}
    if not counted:
        return
    chart = cast("ChartBar", book.add_chart({"type": "bar", "subtype": "percent_stacked"}))
    name, first, last = _name(table), top + 1, top + len(table.rows)
    for status, heading in counted.items():
        c = headers.index(heading)
        chart.add_series(
            {
                "name": view.statuses[status],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, c, last, c],
                "fill": {"color": _COLOURS[status]},
                "border": {"color": "#5B6770"},
            }
        )
    chart.set_title({"name": sv.CHART_TITLE})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    sheet = book.add_chartsheet(sv.CHART)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_chart(chart)


def _fit_to_paper(sheet: Worksheet, width: int, widest: int) -> None:
    """Let a sheet print at a size that can be read: on A4, else on A3, else on several beside each other."""
    sheet.set_landscape()
    sheet.set_paper(_A4 if width <= _A4_HOLDS else _A3)
    across = ceil(width / (_A3_HOLDS - widest)) if width > _A3_HOLDS else 1
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns("A:A")


def _table_name(table: ShownTable) -> str:
    """Return what a sheet's table is called, the same in every workbook: tblIndikatorer of *Indikatorer*."""
    parts = re.findall(r"\w+", table.sheet)
    return "tbl" + "".join(part[0].upper() + part[1:] for part in parts)


def _with_lineage(table: ShownTable) -> ShownTable:
    """Return the table with each row's lineage id in a last column, where its cells have one and no column has it yet."""
    ids = [next((cell.lineage for cell in row if cell.lineage), "") for row in table.rows]
    if not any(ids) or any(c.title == TRACED for c in table.columns):
        return table
    rows = [[*row, words(lineage_id)] for row, lineage_id in zip(table.rows, ids, strict=True)]
    return ShownTable(table.caption, [*table.columns, column(TRACED, 20)], rows, table.sheet, table.note)


def _width(heading: ShownColumn) -> int:
    return min(max(heading.width, _MIN_WIDTH), _MAX_WIDTH)


def _lines(cell: Cell, heading: ShownColumn) -> int:
    """Return how many lines a cell takes: not every program makes a row as high as its text."""
    text = cell.value if isinstance(cell.value, str) else ""
    return max(1, ceil(1.1 * len(text) / _width(heading)), ceil(1.1 * len(cell.note) / _NOTE_WIDTH))


def _status_columns(table: ShownTable, noted: Sequence[bool]) -> list[int]:
    return [i + sum(noted[:i]) for i in range(len(table.columns)) if any(row[i].status for row in table.rows)]


def _put(book: Workbook, formats: dict[str, Format], sheet: Worksheet, row: int, col: int, cell: Cell) -> None:
    if cell.pattern not in formats:
        wrap = {"text_wrap": True} if cell.pattern == "@" else {}
        formats[cell.pattern] = book.add_format({"num_format": cell.pattern, "valign": "top", **wrap})
    shape = formats[cell.pattern]
    if cell.value is None:
        sheet.write_blank(row, col, None, shape)
    elif isinstance(cell.value, str):
        sheet.write_string(row, col, cell.value, shape)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, col, datetime.combine(cell.value, time()), shape)
    else:
        sheet.write_number(row, col, cell.value, shape)


def _unit_tables(view: ReportView, unit: UnitView) -> list[ShownTable]:
    """Return the sheets that are wider than any page: goals, indicators, comparison, history and checks."""
    return [
        _goals(view, unit), _indicators(view, unit), _comparison(view, unit), _history(unit), _kolada_says(view, unit), _checks(view, unit),
    ]  # fmt: skip


def _kolada_says(view: ReportView, unit: UnitView) -> ShownTable:
    w = sv.KOLADA_SHEET
    heads = [
        column(w["indicator_id"], 44), column(w["kpi_id"], 11), column(w["title"], 44), column(w["description"], 60), column(w["lineage_id"], 20),
    ]  # fmt: skip
    shown = {item.indicator.id: item.indicator for item in unit.indicators} | followed(view, unit)
    rows = [
        [words(indicator.title), *(words(says[name]) for name in ("kpi_id", "title", "description", "lineage_id"))]
        for indicator in shown.values()
        if (says := view.kolada_says.get(indicator.kpi_id or "")) is not None
    ]
    return ShownTable(w.caption, heads, rows, w.sheet)


def _goals(view: ReportView, unit: UnitView) -> ShownTable:
    w = sv.GOALS_SHEET.in_own_words(view.words)
    columns = [
        column(w["goal"], 50), column(w["kind"], 20), column(w["perspective"], 16), column(w["responsible"], 28), column(w["status"], 18),
        number_column(w["n_met"], 9), number_column(w["n_partly"], 9), number_column(w["n_not_met"], 11), number_column(w["n_not_assessed"], 11),
        number_column(w["n_no_judgement"], 11), number_column(w["coverage"], 10), number_column(w["score"], 8), column(w["own_judgement"], 18),
        column(w["own_motivation"], 50), column(w["lineage_id"], 20),
    ]  # fmt: skip
    rows = [
        [
            words(g.goal.title), words(goal_kind(view.words, g.goal.kind)), words(g.goal.perspective), words(g.unit.title),
            judged(view.statuses, g.status["status"]),
            *(figure(g.status[key], 0) for key in ("n_met", "n_partly", "n_not_met", "n_not_assessed", "n_no_judgement")),
            part(g.status["coverage"]), figure(g.status["score"], 2),
            words(view.statuses.get(g.status["own_judgement"] or ""), note=own_differs(view, g.status)), words(g.status["own_motivation"]),
            words(g.status.get("lineage_id")),
        ]
        for g in unit.goals
    ]  # fmt: skip
    return ShownTable(w.caption, columns, rows, w.sheet)


def _indicators(view: ReportView, unit: UnitView) -> ShownTable:
    w = sv.INDICATORS_SHEET
    columns = [
        column(w["indicator_id"], 44), column(w["goal_id"], 40), column(w["gender"], 9), number_column(w["year"], 7), number_column(w["value"]),
        column(w["what"], 10), column(w["value_label"], 14), column(w["unit_of_measure"], 22), number_column(w["target"]), number_column(w["target_low"], 10), number_column(w["target_high"], 10), column(w["target_rule"], 30),
        column(w["status"], 18), column(w["own_status_title"], 18), column(w["reason"], 22), number_column(w["gap"], 11), number_column(w["tolerance"], 10),
        number_column(w["previous_value"]), number_column(w["change"]), column(w["trend"]), number_column(w["path_value"], 11),
        number_column(w["target_year3"], 11), number_column(w["required_change"], 13), column(w["on_path"], 9), column(w["path_plan"], 16), column(w["plan_version"], 16),
        column(w["publication"], 12), column(w["kpi_id"], 11), column(w["source_label"], 32), column(w["lineage_id"], 20),
    ]  # fmt: skip
    rows = [
        [
            words(i.indicator.title), words(goal.goal.title), words(gender_of(i.row["gender"], i.indicator.counts)), year_of(i.row["year"], i.kind),
            figure(i.row["value"], i.decimals), words(sv.KIND_OF_VALUE[i.foretold] if i.row["value"] is not None else None), words(i.row["value_label"]), words(i.row["unit_of_measure"]),
            figure(i.row["target"], i.decimals), figure(i.row["target_low"], i.decimals),
            figure(i.row["target_high"], i.decimals), words(i.rule or None), judged(view.statuses, i.row["status"]), words(i.row["own_status_title"]), words(i.reason or None),
            against_target(i.row["gap"], i.decimals, interval=i.row["direction"] == "interval"), Cell(value=i.row["tolerance"], pattern="General"),
            figure(i.row["previous_value"], i.decimals), moved(i.change, i.decimals),
            words(TREND.get(i.row["trend"] or "")), figure(i.row["path_value"], i.decimals),
            figure(i.row["target_year3"], i.decimals), moved(i.row["required_change"], i.decimals + 1),
            words(YES_NO.get(i.row["on_path"])), words(i.row["path_plan"]), words(i.row["plan_version"]),
            words(PUBLICATION.get(i.row["publication"] or "")), words(i.row["kpi_id"]), words(i.row["source_label"]),
            words(i.row["lineage_id"]),
        ]
        for goal in unit.goals
        for i in goal.indicators
    ]  # fmt: skip
    return ShownTable(sv.ANNUAL_INDICATORS if view.annual else w.caption, columns, rows, w.sheet)


def _comparison(view: ReportView, unit: UnitView) -> ShownTable:
    w = sv.COMPARISON_SHEET
    columns = [
        column(w["indicator_id"], 44), column(w["gender"], 9), number_column(w["year"], 7), column(w["group_kind"], 20), column(w["group_title"], 44),
        number_column(w["value"]), number_column(w["n"], 8), number_column(w["min"]), number_column(w["p25"], 13), number_column(w["median"]),
        number_column(w["p75"], 13), number_column(w["max"]), number_column(w["mean"], 13), number_column(w["difference"], 14),
        number_column(w["riket"]), number_column(w["rank"], 8), number_column(w["score"], 8), column(w["colour"], 18), number_column(w["tie_share"], 9),
        number_column(w["gender_difference"], 10), number_column(w["slope"], 12), column(w["source_label"], 38), column(w["lineage_id"], 20),
    ]  # fmt: skip
    places = {c["lineage_id"]: (i, c) for goal in unit.goals for i in goal.indicators for c in i.comparisons}
    rows = [
        [
            words(i.indicator.title), words(gender_of(c["gender"], i.indicator.counts)), year_of(c["year"], i.kind),
            words(GROUP_KIND[c["group_kind"]]), words(c["group_title"]), figure(c["value"], i.decimals),
            figure(c["n"], 0), *(figure(c[key], i.decimals) for key in ("min", "p25", "median", "p75", "max", "mean")),
            moved(numbers.apart_as_read(c["value"], c["median"], i.decimals), i.decimals), figure(c["riket"], i.decimals), figure(c["rank"], 0), figure(c["score"], 0),
            words(colour_of(c["colour"], i.certain.get(c["group_id"]))), part(c["tie_share"]), moved(view.genders_apart(c, i.decimals), i.decimals),
            moved(c["slope"], i.decimals), words(c["source_label"]), words(c["lineage_id"]),
        ]
        for i, c in places.values()
    ]  # fmt: skip
    return ShownTable(w.caption, columns, rows, w.sheet)


def _history(unit: UnitView) -> ShownTable:
    w = sv.HISTORY_SHEET
    columns = [
        column(w["indicator_id"], 44), column(w["gender"], 9), number_column(w["year"], 7), number_column(w["value"]), column(w["unit_of_measure"], 22),
        column(w["peers"], 22), number_column(w["p25"], 13), number_column(w["median"]), number_column(w["p75"], 13),
    ]  # fmt: skip
    rows = [
        [
            words(i.indicator.title), words(gender_of(i.row["gender"], i.indicator.counts)), year_of(y.year, i.kind),
            figure(y.value, i.decimals, lineage=y.lineage),
            words(i.row["unit_of_measure"]), words(i.peers), *(figure(v, i.decimals) for v in (y.p25, y.median, y.p75)),
        ]
        for i in {(i.indicator.id, i.row["gender"]): i for i in unit.indicators}.values()
        for y in i.history
    ]  # fmt: skip
    return ShownTable(w.caption, columns, rows, w.sheet)


def _checks(view: ReportView, unit: UnitView) -> ShownTable:
    w = sv.CHECKS_SHEET
    columns = [
        column(w["check_id"], 44),
        column(w["subject"], 40),
        column(w["status"], 14),
        column(w["follows"], 26),
        column(w["message"], 60),
    ]
    rows = [
        [
            words(checks()[row["check_id"]].title),
            words(view.indicators[row["subject"]].title),
            words(CHECK_STATUS[row["status"]]),
            words(WITHHELD_BY_CHECK if withholds(row) else sv.FOR_INFORMATION),
            words(row["message"]),
        ]
        for row in unit.checks
    ]
    return ShownTable(w.caption, columns, rows, w.sheet)
