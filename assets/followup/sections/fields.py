"""The fields of the sections' tables: which of a table's columns is shown, under what heading, and how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from assets.followup.content import (
    Cell,
    ShownColumn,
    ShownTable,
    column,
    figure,
    in_words,
    judged,
    moved,
    number_column,
    part,
    words,
    year_of,
)
from assets.followup.view import ReportView, UnitView, sum_title
from models.definitions.steering import COMMITTEE_LEVELS, Level
from models.tables.rows import ActivitiesRow, AssignmentsRow
from models.tables.typed_rows import R
from models.words import numbers
from models.words.judgements import MONTH_NAMES
from models.words.money_and_staff import ALL_INDICATORS, INDEX_BETWEEN, INDEX_TOO_WIDE
from models.words.own_names import Money, tables_money
from models.words.sentences import BETTER, HIGHER, LOWER, deviation_as_read
from models.words.table_words import TableWords
from models.words.work import YES


class Field(NamedTuple):
    """A column of a section's table: the table's own column, how a row's value is shown, and its width in a workbook."""

    name: str
    # Each shows its own column's type, which the column's name does not tell.
    cell: Callable[[Any], Cell]
    width: int = 0

    @property
    def number(self) -> bool:
        """Whether it shows numbers."""
        return isinstance(self.cell, InMoney) or self.cell in NUMBERS

    def column(self, titled: TableWords) -> ShownColumn:
        """Return its heading."""
        make = number_column if self.number else column
        width = {"width": self.width} if self.width else {}
        return make(titled[self.name], note=titled.notes.get(self.name, ""), **width)


def whole(value: float | None) -> Cell:
    """Return a whole number."""
    return figure(value, 0)


def tenth(value: float | None) -> Cell:
    """Return a number with one decimal."""
    return figure(value, 1)


def index_between(told: tuple[float | None, float | None, float | None]) -> Cell:
    """Return an index with its least and greatest, or that these lie too far apart for one (docs/measures.md §9)."""
    value, low, high = told
    if low is None or high is None:
        return figure(None, 0)
    between = INDEX_BETWEEN.format(low=numbers.number(low, 0), high=numbers.number(high, 0))
    return figure(value, 0, note=between) if value is not None else words(INDEX_TOO_WIDE, note=between)


def deviation_percent(value: float | None) -> Cell:
    """Return a deviation from budget that already is a percentage, with one decimal, and whether it is for the better."""
    return in_words(value, 1, f"%\u00a0{BETTER[True]}", f"%\u00a0{BETTER[False]}", "0,0\u00a0%")


def with_note(pair: tuple[str | None, str | None]) -> Cell:
    """Return a text with a note under it."""
    return words(pair[0], note=pair[1] or "")


def rounded(pair: tuple[float | None, int]) -> Cell:
    """Return a number with the decimals that it is given with."""
    return figure(*pair)


def measured_year(pair: tuple[int | None, str | None]) -> Cell:
    """Return a year as it is written of what a measurement is of."""
    return year_of(*pair)


def share_of_hundred(value: float | None) -> Cell:
    """Return a share that already is a percentage, with one decimal."""
    cell = figure(value, 1)
    return cell if value is None else Cell(f"{cell.text}\u00a0%", float(Decimal(str(value)) / 100), "0.0 %")


def yes(value: bool | None) -> Cell:
    """Return ja, nej or nothing known."""
    return words(None if value is None else YES[value])


def said(text: str | None) -> Cell:
    """Return a text as it stands."""
    return words(text)


def one_of(names: dict[str, str]) -> Callable[[str | None], Cell]:
    """Return what shows a word of a table in Swedish."""
    return lambda value: words(names.get(value or "", value))


def named(names: Mapping[str, str], none: str | None = None) -> Callable[[str | None], Cell]:
    """Return what shows an id by its name, the id itself where it has none, and `none` where there is no id."""
    return lambda value: words(none if value is None else names.get(value, value))


def hundredth(value: float | None) -> Cell:
    """Return a number with two decimals."""
    return figure(value, 2)


def in_tolerances(value: float | None) -> Cell:
    """Return a difference counted in tolerances."""
    return moved(value, 2)


def status_named(view: ReportView) -> Callable[[str | None], Cell]:
    """Return what shows statuses of fulfilment, or what stands in their place."""
    return lambda value: words(value) if value is None or value not in view.statuses else judged(view.statuses, value)


# What shows numbers, which stand to the right and lead to where they come from.
NUMBERS = frozenset(
    {
        whole,
        tenth,
        hundredth,
        index_between,
        deviation_percent,
        share_of_hundred,
        rounded,
        in_tolerances,
        part,
        year_of,
        measured_year,
    }
)


@dataclass(frozen=True)
class InMoney:
    """Shows an amount of kronor in the unit of money that the municipality's tables have."""

    money: Money
    show: Callable[[Any, Money], Cell]

    def __call__(self, value: object) -> Cell:
        """Return the cell of an amount in kronor."""
        return self.show(value, self.money)


def amount(view: ReportView) -> InMoney:
    """Return what shows amounts."""
    return InMoney(tables_money(view.words), _amount)


def amount_or_why(view: ReportView) -> InMoney:
    """Return what shows amounts with what is said beside them."""
    return InMoney(tables_money(view.words), lambda pair, money: replace(_amount(pair[0], money), note=pair[1]))


def amount_or_number(view: ReportView) -> InMoney:
    """Return what shows a number, with whether it is an amount of kronor."""
    return InMoney(
        tables_money(view.words), lambda pair, money: _amount(pair[0], money) if pair[1] else figure(pair[0], 0)
    )


def deviation(view: ReportView) -> InMoney:
    """Return what shows deviations from budget, and whether they are for the better."""
    return InMoney(tables_money(view.words), lambda value, money: _apart(value, money, BETTER[True], BETTER[False]))


def as_read(view: ReportView, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of money with the deviation of the forecast from the budget as both are read beside it."""
    money = tables_money(view.words)
    return [
        {**row, "deviation": deviation_as_read(row["kind"], row["forecast"], row["budget"], money)}
        if row["deviation"] is not None
        else {**row}
        for row in rows
    ]


def forecast_change(view: ReportView) -> Callable[[float | None], Cell]:
    """Return what shows how much higher or lower a forecast is than the one before."""
    money = tables_money(view.words)
    return lambda value: _apart(value, money, HIGHER, LOWER)


def _amount(value: float | None, money: Money) -> Cell:
    return figure(None if value is None else money.of(value), money.decimals)


def _apart(value: float | None, money: Money, more: str, less: str) -> Cell:
    even = numbers.number(0, money.decimals)
    return in_words(None if value is None else money.of(value), money.decimals, more, less, even)


def table_of(
    view: ReportView, titled: TableWords, fields: Sequence[Field], rows: Sequence[Mapping[str, object]]
) -> ShownTable:
    """Return a table of the fields, where each number leads to where its row comes from; a row without numbers by its name."""
    titled = titled.in_own_words(view.words)
    leads = [f.number for f in fields]
    if not any(leads):
        leads[0] = True
    cells = [
        [
            replace(f.cell(row[f.name]), lineage=str(row["lineage_id"])) if lead else f.cell(row[f.name])
            for f, lead in zip(fields, leads, strict=True)
        ]
        for row in rows
    ]
    return ShownTable(titled.caption, [f.column(titled) for f in fields], cells, titled.sheet)


def own_rows(view: ReportView, unit: UnitView, row: type[R]) -> list[R]:
    """Return a table's rows for the page's units; the council's page shows its own, and the committees' as such."""
    shown = shown_units(view, unit)
    return [each for each in view.rows(row) if each["unit_id"] in shown]


def shown_units(view: ReportView, unit: UnitView) -> frozenset[str]:
    """Return the units whose own rows a page shows: those that it covers, and on the council's the committees as such."""
    council = unit.unit.level is Level.COUNCIL
    committees = [u.id for u in view.definitions.model.units if council and u.level in COMMITTEE_LEVELS]
    return frozenset([*unit.covers, *committees])


def month_named(view: ReportView) -> Callable[[int | None], Cell]:
    """Return what shows months of the report's year by their names, with the year."""
    return lambda month: words(None if month is None else f"{MONTH_NAMES[month]} {view.year}")


def unit_named(view: ReportView) -> Callable[[str | None], Cell]:
    """Return what shows units by their titles."""
    return named({unit.id: unit.title for unit in view.units.values()})


def sum_named(view: ReportView) -> Callable[[str | None], Cell]:
    """Return what shows units where their rows are sums of what lies below them."""
    return named({unit.id: sum_title(unit) for unit in view.units.values()})


def goal_named(view: ReportView, none: str | None = None) -> Callable[[str | None], Cell]:
    """Return what shows goals by their titles, and `none` for no goal."""
    return named({goal.id: goal.title for goal in view.goals.values()}, none)


def item_named(view: ReportView) -> Callable[[str | None], Cell]:
    """Return what shows activities, assignments and services by their titles."""
    planned = {row["item_id"]: row["title"] for row in (*view.rows(ActivitiesRow), *view.rows(AssignmentsRow))}
    return named(planned | {service.id: service.title for service in view.definitions.model.services})


def indicator_named(view: ReportView) -> Callable[[str | None], Cell]:
    """Return what shows indicators by their titles."""
    return named({indicator.id: indicator.title for indicator in view.definitions.model.indicators}, ALL_INDICATORS)
