"""The report as Excel workbooks: a sheet a table, a first sheet that explains, numbers that are numbers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.followup.content import Page
from assets.followup.view import ReportView, UnitView
from models import sentences, swedish

_COLOURS = {"met": "#E6F4EA", "partly": "#FFF4DC", "not_met": "#FDE7EC"}


def write_workbooks(view: ReportView, pages: Mapping[str, Page], folder: Path) -> None:
    """Write `council.xlsx` and a workbook for each committee, with only what is that committee's."""
    for page in view.pages:
        if page.has_workbook:
            _write(view, page, folder / f"{page.name}.xlsx")


def _write(view: ReportView, page: UnitView, path: Path) -> None:
    book = xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    title = f"{view.title}: {page.unit.title}"
    # The workbook's own date is the report's instant: the same input gives the same bytes.
    book.set_properties({"title": title, "author": "styrtal", "created": view.as_of})
    _first_sheet(book, view, page, title)
    _goals(book, page)
    _indicators(book, page)
    _comparison(book, page)
    _checks(book, page)
    book.close()


def _first_sheet(book: Workbook, view: ReportView, page: UnitView, title: str) -> None:
    sheet = book.add_worksheet("Läs mig")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100)
    bold, wrap = (
        book.add_format({"bold": True, "font_size": 16}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    profile = view.definitions.model.municipality
    lines = [
        f"{profile.title}. Gäller det som var känt {swedish.day(view.as_of)}.",
        swedish.FICTIONAL if view.fictional else "",
        f"{swedish.STATUS[page.status['status']]}. {sentences.status_counts(page.status)}",
        profile.note or "",
        (
            "Bladen: Mål (bedömning per mål), Indikatorer (värde, mål och bedömning), Jämförelse (med andra kommuner) och Kontroller "
            "(det som kontrollerna fann)."
        ),
        "Bedömning: uppfyllt, delvis uppfyllt, ej uppfyllt eller ej bedömd, med skäl. Tomma celler betyder att värde saknas, aldrig noll.",
        "Spårnumret i sista kolumnen leder till varifrån siffran kommer: styrtal trace SPÅRNUMMER.",
        " · ".join(view.sources),
    ]
    sheet.write_string(0, 0, title, bold)
    for i, line in enumerate(filter(None, lines), start=2):
        sheet.write_string(i, 0, line, wrap)


class _Table:
    """A sheet with one table: header row, frozen panes, filter, and a format a column."""

    def __init__(self, book: Workbook, name: str, columns: Sequence[tuple[str, int]]) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self._book = book
        self._formats: dict[str, Format] = {}
        self._rows = 0
        self._name = name
        self._columns = columns
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        for i, (_, width) in enumerate(columns):
            self.sheet.set_column(i, i, width)

    def format(self, pattern: str) -> Format:
        """Return a cell format, made once a workbook and sheet."""
        if pattern not in self._formats:
            wrap = {"valign": "top", "text_wrap": True} if pattern == "@" else {"valign": "top"}
            self._formats[pattern] = self._book.add_format({"num_format": pattern, **wrap})
        return self._formats[pattern]

    def add(self, cells: Sequence[tuple[Any, str]]) -> None:
        """Add a row of (value, number format); null stays an empty cell."""
        self._rows += 1
        for i, (value, pattern) in enumerate(cells):
            if value is None:
                self.sheet.write_blank(self._rows, i, None, self.format(pattern))
            elif isinstance(value, str):
                self.sheet.write_string(self._rows, i, value, self.format("@"))
            else:
                self.sheet.write_number(self._rows, i, value, self.format(pattern))

    def close(self, status_column: int | None = None) -> None:
        """Make the rows a table with a filter, and mark statuses, which stand in words too."""
        last = max(self._rows, 1)
        self.sheet.add_table(
            0,
            0,
            last,
            len(self._columns) - 1,
            {
                "name": f"T_{''.join(c for c in self._name if c.isalnum() and c.isascii())}",
                "style": "Table Style Light 1",
                "columns": [{"header": header} for header, _ in self._columns],
            },
        )
        if status_column is not None:
            for status, colour in _COLOURS.items():
                rule = {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{swedish.STATUS[status]}"',
                    "format": self._book.add_format({"bg_color": colour}),
                }
                self.sheet.conditional_format(1, status_column, last, status_column, rule)


def _decimal(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _goals(book: Workbook, page: UnitView) -> None:
    columns = [
        ("Mål", 50), ("Slag", 20), ("Perspektiv", 16), ("Ansvarig", 28), ("Bedömning", 18), ("Uppfyllt", 9), ("Delvis", 9),
        ("Ej uppfyllt", 11), ("Ej bedömd", 11), ("Bedöms inte", 11), ("Täckning", 10), ("Poäng", 8), ("Egen bedömning", 18),
        ("Egen motivering", 50),
    ]  # fmt: skip
    table = _Table(book, "Mål", columns)
    for item in page.goals:
        row = item.status
        own = swedish.STATUS[row["own_judgement"]] if row["own_judgement"] else None
        table.add(
            [
                (item.goal.title, "@"), (swedish.GOAL_KIND[item.goal.kind], "@"), (item.goal.perspective, "@"),
                (item.unit.title, "@"), (swedish.STATUS[row["status"]], "@"), (row["n_met"], "0"), (row["n_partly"], "0"),
                (row["n_not_met"], "0"), (row["n_not_assessed"], "0"), (row["n_no_judgement"], "0"), (row["coverage"], "0%"),
                (row["score"], "0.00"), (own, "@"), (row["own_motivation"], "@"),
            ]
        )  # fmt: skip
    table.close(4)


def _indicators(book: Workbook, page: UnitView) -> None:
    columns = [
        ("Indikator", 44), ("Mål som mäts", 40), ("Kön", 9), ("År", 7), ("Värde", 12), ("Enhet", 22), ("Målvärde", 12),
        ("Mål lägst", 10), ("Mål högst", 10), ("Bedömning", 18), ("Skäl", 22), ("Mot mål", 11), ("Tolerans", 10),
        ("Föregående", 12), ("Förändring", 12), ("Trend", 12), ("Mål år 3", 11), ("I fas", 9), ("Plan", 16), ("Nyckeltal", 11),
        ("Källa", 32), ("Spårnummer", 20),
    ]  # fmt: skip
    table = _Table(book, "Indikatorer", columns)
    for goal in page.goals:
        for item in goal.indicators:
            row, number = item.row, _decimal(item.decimals)
            table.add(
                [
                    (item.indicator.title, "@"), (goal.goal.title, "@"), (swedish.GENDER[row["gender"]], "@"),
                    (row["year"], "0"), (row["value"], number), (row["unit_of_measure"], "@"), (row["target"], number),
                    (row["target_low"], number), (row["target_high"], number), (swedish.STATUS[row["status"]], "@"),
                    (item.reason or None, "@"), (row["gap"], number), (row["tolerance"], "General"),
                    (row["previous_value"], number), (row["change"], number), (swedish.TREND.get(row["trend"]), "@"),
                    (row["target_year3"], number), (swedish.YES_NO.get(row["on_path"]), "@"), (row["plan_version"], "@"),
                    (row["kpi_id"], "@"), (row["source_label"], "@"), (row["lineage_id"], "@"),
                ]
            )  # fmt: skip
    table.close(9)


def _comparison(book: Workbook, page: UnitView) -> None:
    columns = [
        ("Indikator", 44), ("Kön", 9), ("År", 7), ("Jämfört med", 20), ("Grupp", 44), ("Vårt värde", 12), ("Antal", 8),
        ("Lägst", 12), ("Nedre kvartil", 13), ("Median", 12), ("Övre kvartil", 13), ("Högst", 12), ("Ovägt medel", 13),
        ("Skillnad mot median", 14), ("Riket", 12), ("Plats", 8), ("Poäng", 8), ("Läge", 18), ("Källa", 38), ("Spårnummer", 20),
    ]  # fmt: skip
    table = _Table(book, "Jämförelse", columns)
    seen: set[str] = set()
    for goal in page.goals:
        for item in goal.indicators:
            for row in item.comparisons:
                if row["lineage_id"] in seen:
                    continue
                seen.add(row["lineage_id"])
                number = _decimal(item.decimals)
                table.add(
                    [
                        (item.indicator.title, "@"), (swedish.GENDER[row["gender"]], "@"), (row["year"], "0"),
                        (swedish.GROUP_KIND[row["group_kind"]], "@"), (row["group_title"], "@"), (row["value"], number),
                        (row["n"], "0"), (row["min"], number), (row["p25"], number), (row["median"], number),
                        (row["p75"], number), (row["max"], number), (row["mean"], number), (row["difference"], number),
                        (row["riket"], number), (row["rank"], "0"), (row["score"], "0"),
                        (swedish.COLOUR.get(row["colour"]), "@"), (row["source_label"], "@"), (row["lineage_id"], "@"),
                    ]
                )  # fmt: skip
    table.close()


def _checks(book: Workbook, page: UnitView) -> None:
    columns = [("Kontroll", 44), ("Indikator", 30), ("Följd", 26), ("Vad som hittades", 90)]
    table = _Table(book, "Kontroller", columns)
    for row in page.checks:
        effect = "Indikatorn bedöms inte" if row["severity"] == "error" else "Upplysning"
        table.add(
            [
                (swedish.CHECK_TITLE[row["check_id"]], "@"),
                (row["subject"], "@"),
                (effect, "@"),
                (row["message"], "@"),
            ]
        )
    table.close()
