"""Makes a file's rows into records of a local table: which rows are data, what each cell means, what is wrong."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from assets.own_files import cell_meaning as cells
from assets.own_files.cell_faults import CellFault, Wrong, shown
from assets.own_files.column_forms import ColumnForm, form_of
from assets.own_files.heading import Heading, WideColumn, filled_first, find_heading
from assets.own_files.indented_labels import parted
from assets.own_files.ledger import SIGNS
from assets.own_files.named_elsewhere import cell_above, period_in_name
from assets.own_files.raw_table import (
    EVERYTHING,
    Cell,
    PassedOver,
    RawRow,
    RawTable,
    Withheld,
    as_text,
    cell_at,
    is_blank,
)
from assets.own_files.read_csv import too_many_cells
from assets.own_files.show_progress import followed
from assets.own_files.words_read import marks_total
from models.definitions.own_files import ADDED_UP, DEFAULTS, InTime, Known, Scalar, Source, Wide, leading_digits, normal
from models.tables.header import Column

Record = dict[str, Any]
_MONTHS = 12
# What the definitions hold many of, as a fault says it.
_NAMED = {"unit_id": "enheter", "indicator_id": "indikatorer", "goal_id": "mål"}
_NUMBERS = (int, float, Decimal)
PERIODS = frozenset({"year", "period", "month"})


@dataclass
class Outcome:
    """What became of a file's rows: the records that hold, the faults, the rows with data, and why others were passed over.

    `withheld` is what of a ledger the faults touch.
    """

    records: list[Record] = field(default_factory=list[Record])
    faults: list[CellFault] = field(default_factory=list[CellFault])
    data_rows: set[int] = field(default_factory=set[int])
    skipped: dict[str, PassedOver] = field(default_factory=dict[str, PassedOver])
    heading: Heading | None = None
    withheld: list[Withheld] = field(default_factory=list[Withheld])

    def skip(self, reason: str, n: int, first: RawRow | None = None) -> None:
        """Count rows that are passed over by rule, and remember the first of them."""
        if n:
            before = self.skipped.get(reason, PassedOver(0, first))
            self.skipped[reason] = PassedOver(before.n + n, before.first or first)


def read_rows(table: RawTable, source: Source, known: Known) -> Outcome:
    """Return what became of every row of a file. No row is lost: each is data, or skipped for a reason.

    Raises:
        Wrong: the file has no heading that fits the mapping.
    """
    heading = find_heading(table, source)
    outcome = Outcome(heading=heading)
    if any(column.level for column in source.columns.values()):
        stop = _stop_word(source)
        end = next(
            (i for i in range(heading.last + 1, len(table.rows)) if _stops(table.rows[i], stop)), len(table.rows)
        )
        table, heading, groups = parted(table, heading, source, end)
        for reason, n in groups.items():
            outcome.skip(reason, n)
    reader = _RowReader(table, source, known, heading)
    outcome.skip("preamble", heading.first, table.rows[0])
    outcome.skip("heading", heading.last - heading.first + 1, table.rows[heading.first])
    if table.rows[heading.first].number == 0:
        outcome.skipped.clear()
    body = table.rows[heading.last + 1 :]
    for i, row in enumerate(followed(body, table.file, len(body))):
        if reader.stops(row):
            outcome.skip("after stop_at", len(body) - i, row)
            break
        # Before any rule passes over a row: what it has filled in holds for the rows below it all the same.
        filled = reader.filled_down(row)
        if reason := reader.passed_over(row, filled):
            outcome.skip(reason, 1, row)
            continue
        records, faults, blank = reader.read(filled)
        if blank:
            outcome.skip("no values", 1, row)
            continue
        outcome.records += records
        outcome.faults += faults
        outcome.data_rows.add(row.number)
    outcome.withheld = reader.withheld
    if not outcome.data_rows:
        _tell_empty(table, source, outcome)
    return outcome


def _tell_empty(table: RawTable, source: Source, outcome: Outcome) -> None:
    """Tell of a file that gave no row: it is wrong where `only` passed over every one, and else worth a note."""
    if "not in only" not in outcome.skipped:
        table.notes.append("har inga rader under rubriken")
        return
    outcome.withheld.append(EVERYTHING)
    asked = ", ".join(f"{name}: {' eller '.join(words)}" for name, words in source.only.items())
    outcome.faults.append(
        CellFault(
            table.file,
            table.sheet,
            0,
            "",
            "",
            f"har ingen rad som är vad 'only' begär ({shown(asked)}).",
            "Rätta 'only' i mappningen; skriv koder som börjar med 0 inom citattecken.",
        )
    )


def touched_by(record: Record) -> Withheld:
    """Return what of a ledger a record is booked on, as far as it is known."""
    return Withheld(record.get("unit_id"), record.get("account"), record.get("year"), record.get("month"))


def _stop_word(source: Source) -> str | None:
    return normal(source.stop_at) if source.stop_at else None


def _stops(row: RawRow, word: str | None) -> bool:
    """Return whether the table ends before this row."""
    place = filled_first(row.cells)
    return word is not None and place is not None and normal(as_text(row.cells[place])).startswith(word)


class _RowReader:
    """Reads the rows of one table by one mapping; `withheld` is what the faults so far touch."""

    def __init__(self, table: RawTable, source: Source, known: Known, heading: Heading) -> None:
        self.withheld: list[Withheld] = []
        self._table = table
        self._source = source
        self._known = known
        self._heading = heading
        self._targets = source.targets
        self._marks = source.missing_marks
        self._account_column = "kind" if source.by_account else "account"
        self._totals = source.total_words
        self._totals_with_digits = any(letter.isdigit() for word in self._totals for letter in word)
        self._no_totals = {normal(word) for word in source.not_totals}
        self._only = {heading.only[name]: {normal(word) for word in words} for name, words in source.only.items()}
        self._without = {
            heading.without[name]: {normal(word) for word in words} for name, words in source.without.items()
        }
        self._stop = _stop_word(source)
        wide = {source.wide.into: source.wide.units_in_cell} if source.wide else {}
        self._units_in_cell = {
            name: {normal(unit): times for unit, times in units.items()}
            for name, units in ({name: column.units_in_cell for name, column in source.columns.items()} | wide).items()
            if units
        }
        self._maps: dict[str, dict[str, Scalar]] = {}
        self._in_time: dict[str, dict[str, list[InTime]]] = {}
        for name, column in source.columns.items():
            for word, meaning in column.map.items():
                if isinstance(meaning, list):
                    self._in_time.setdefault(name, {})[normal(word)] = meaning
                else:
                    self._maps.setdefault(name, {})[normal(word)] = meaning
        titles = [normal(unit.title) for unit in known.units.values()]
        self._units = {
            normal(unit.title): name for name, unit in known.units.items() if titles.count(normal(unit.title)) == 1
        }
        # The words of a total stand in the first filled cell, or in a column of ids; a gender may be Totalt.
        self._total_places = {
            place for name, place in heading.targets.items() if name.endswith("_id") or name == self._account_column
        }
        self._read = {
            *heading.targets.values(),
            *heading.only.values(),
            *heading.without.values(),
            *heading.credits.values(),
            *(column.position for column in heading.wide),
        }
        self._names = {place: name for name, place in heading.targets.items()}
        # What texts meant in the rows before: units, accounts and periods come again and again.
        self._meanings: dict[tuple[str, str], object] = {}
        self._fill_down = [heading.only.get(name, heading.targets.get(name, -1)) for name in source.fill_down]
        self._filled: dict[int, Cell] = {}
        self._forms = self._number_forms()
        self._signed = {name: self._is_signed(name) for name in heading.credits}
        self._constants = {name: self._constant(name) for name, column in source.columns.items() if not column.headings}

    def _number_forms(self) -> dict[str, ColumnForm]:
        """Return how each column of numbers writes them; those of a wide table, debit and credit are one variable in one form."""
        body = self._table.rows[self._heading.last + 1 :]
        numbers = {name for name, column in self._targets.items() if column.kind in {"float", "int"}} - PERIODS
        places = {name: [place] for name, place in self._heading.targets.items() if name in numbers}
        for name, place in self._heading.credits.items():
            places[name].append(place)
        if self._source.wide is not None and self._source.wide.into in numbers:
            places[self._source.wide.into] = [column.position for column in self._heading.wide]
        return {name: form_of(cell_at(row, place) for row in body for place in own) for name, own in places.items()}

    def _constant(self, name: str) -> Cell:
        """Return what stands in every row: said by the mapping, by the file's name, or by a cell above the heading.

        Raises:
            Wrong: the name or the cell does not say it.
        """
        column = self._source.columns[name]
        if column.file_name is not None:
            year, month = period_in_name(column.file_name, self._table.file)
            return month if name == "month" else year
        if column.above is None:
            return column.value
        cell = cell_above(column.above, self._table.rows[: self._heading.first])
        if name in {"year", "period", "month"}:
            (cells.month if name == "month" else cells.year)(cell)
        return cell

    def _is_signed(self, name: str) -> bool:
        """Return whether a credit column has its minus signs already.

        Raises:
            Wrong: its numbers are all negative, and the mapping does not say.
        """
        said, place = self._source.columns[name].credit_is_negative, self._heading.credits[name]
        if said is not None:
            return said
        body = self._table.rows[self._heading.last + 1 :]
        amounts = [amount for row in body if (amount := self._amount_or_none(cell_at(row, place), name))]
        if amounts and max(amounts) < 0:
            raise Wrong(
                f"kolumnen '{self._heading.name(place)}' har bara negativa tal: har kredit sitt minustecken redan, eller är "
                "det rättelser?",
                "Skriv credit_is_negative: true (redan minus) eller credit_is_negative: false (rättelser) i mappningen.",
                column=self._heading.name(place),
                position=place,
            )
        return False

    def _amount_or_none(self, cell: Cell, name: str) -> Decimal | None:
        try:
            return self._number(cell, name)
        except Wrong:
            return None

    def stops(self, row: RawRow) -> bool:
        """Return whether the table ends before this row."""
        return _stops(row, self._stop)

    def filled_down(self, row: RawRow) -> RawRow:
        """Return a row with the cells that are merged downwards filled from above."""
        if not self._fill_down or filled_first(row.cells) is None:
            return row
        cells = [*row.cells, *[None] * (max(self._fill_down) + 1 - len(row.cells))]
        for place in self._fill_down:
            if is_blank(cells[place]):
                cells[place] = self._filled.get(place)
            else:
                self._filled[place] = cells[place]
        return RawRow(row.number, tuple(cells))

    def passed_over(self, row: RawRow, filled: RawRow) -> str | None:
        """Return why a row, here also filled from above, is passed over by rule, or None."""
        first = filled_first(row.cells)
        if first is None:
            return "blank"
        if self._is_total(filled, first):
            return "total"
        for place, words in self._only.items():
            if normal(as_text(cell_at(filled, place))) not in words:
                return "not in only"
        for place, words in self._without.items():
            if normal(as_text(cell_at(filled, place))) in words:
                return "in except"
        return self._outside(filled)

    def _outside(self, row: RawRow) -> str | None:
        """Return why what a row is booked on or in is no part of the follow-up, or None."""
        if self._source.skip_periods:
            number = cells.period_number(cell_at(row, self._heading.targets["month"]))
            if number in self._source.skip_periods:
                return f"period {number:02d}"
        if self._source.by_account and self._known.accounts.kind_of(self._account(row)) == "outside":
            return "account outside"
        return None

    def _account(self, row: RawRow) -> str:
        return as_text(cell_at(row, self._heading.targets["kind"]))

    def _is_total(self, row: RawRow, first: int) -> bool:
        """Return whether a word marks a row as a sum of others.

        In the first filled cell and in columns of ids the word may stand with what is summed (Summa skolor, Skolor Summa);
        in a column that nobody reads it must stand alone, and only where rows are added up: elsewhere Totalt is a group.
        """
        for place, cell in enumerate(row.cells):
            if is_blank(cell) or place in self._only or (type(cell) in _NUMBERS and not self._totals_with_digits):
                continue
            name = self._names.get(place, "")
            said = normal(as_text(cell)).rstrip(":")
            is_mapped = said in self._maps.get(name, {}) or said in self._in_time.get(name, {})
            if name in DEFAULTS or is_mapped or said in self._no_totals:
                continue
            near = place == first or place in self._total_places
            if near and (
                marks_total(said, self._totals)
                or (name == self._account_column and leading_digits(said) in self._totals)
            ):
                return True
            if (not name or name == "kind") and said in self._totals and self._source.kind in ADDED_UP:
                return True
        return False

    def read(self, row: RawRow) -> tuple[list[Record], list[CellFault], bool]:
        """Return a row's records and faults, and whether it had no value at all in its wide columns."""
        if self._table.shifts and (wrong := too_many_cells(row, len(self._heading.texts))):
            self.withheld.append(EVERYTHING)
            return [], [self._fault(row, wrong, wrong.position)], False
        if wrong := self._like_a_total(row):
            return [], [self._fault(row, wrong, wrong.position)], False
        shared, faults = self._shared(row)
        if self._source.wide is None:
            faults += self._settle(row, shared)
            if not faults:
                faults = self._record_faults(row, shared, -1)
                self._turn(shared)
            if faults:
                self._withhold(shared)
            return ([] if faults else [shared]), faults, False
        records: list[Record] = []
        told: list[CellFault] = []
        blank = True
        for column in self._heading.wide:
            cell = cell_at(row, column.position)
            if is_blank(cell) and not self._targets[self._source.wide.into].nullable:
                continue  # a month that has not come
            blank = False
            record, wrong = self._wide_record(row, shared, self._source.wide, column)
            wrong += self._settle(row, record)
            if not wrong and not faults:
                wrong = self._record_faults(row, record, column.position)
                self._turn(record)
                records += [] if wrong else [record]
            if wrong or faults:
                self._withhold(record)
            told += wrong
        return records, faults + told, blank

    def _like_a_total(self, row: RawRow) -> Wrong | None:
        """Return what is wrong with a row that a column which nobody reads seems to mark as a sum, or None."""
        if self._source.kind not in ADDED_UP:
            return None
        for place, cell in enumerate(row.cells):
            if not isinstance(cell, str) or place in self._read or place in self._heading.personal:
                continue
            said = normal(cell).rstrip(":")
            if marks_total(said, self._totals) and said not in self._no_totals:
                return Wrong(
                    f"'{shown(cell)}' låter som en summa av andra rader, som då skulle räknas två gånger.",
                    "Är den det: skriv texten under totals i mappningen. Är raden ett eget belopp: under not_totals.",
                    column=self._heading.name(place),
                    position=place,
                )
        return None

    def _withhold(self, record: Record) -> None:
        self.withheld.append(touched_by(record))

    def _turn(self, record: Record) -> None:
        """Make an amount as booked one as followed up, where its kind follows from its account."""
        if self._source.by_account and record["amount"]:
            record["amount"] *= SIGNS[record["kind"]]

    def _wide_record(
        self, row: RawRow, shared: Record, wide: Wide, column: WideColumn
    ) -> tuple[Record, list[CellFault]]:
        record = dict(shared)
        filled = [(name, value, Decimal(1)) for name, value in column.holds.items()]
        for name, cell, times in [*filled, (wide.into, cell_at(row, column.position), wide.times)]:
            if (wrong := self._take(record, name, cell, times)) is not None:
                return record, [self._fault(row, wrong, column.position)]
        return record, []

    def _shared(self, row: RawRow) -> tuple[Record, list[CellFault]]:
        """Return what every record of a row holds: constants, defaults and cells that are not wide."""
        record: Record = dict.fromkeys(self._targets)
        record |= {"file": self._table.file, "sheet": self._table.sheet or None, "row": row.number}
        if self._source.by_account:
            record["account"] = self._account(row)  # no column of the table: a sum of accounts is found by it
        faults: list[CellFault] = []
        for name in self._targets:
            column = self._source.columns.get(name)
            if column is None:
                record[name] = DEFAULTS.get(name, record[name])
                continue
            if name in self._in_time:
                continue
            place = self._heading.targets.get(name, -1)
            try:
                cell = self._constants[name] if name in self._constants else self._cell(row, name, place)
                wrong = self._take(record, name, cell, column.times)
            except Wrong as of_cell:
                wrong = of_cell
            if wrong is not None:
                faults.append(self._fault(row, wrong, wrong.position if wrong.position >= 0 else place, name))
        return record, faults

    def _settle(self, row: RawRow, record: Record) -> list[CellFault]:
        """Fill the columns whose words mean one thing at one time and another at another, now that the time is known."""
        faults: list[CellFault] = []
        for name, words in self._in_time.items():
            place = self._heading.targets.get(name, -1)
            cell = self._constants[name] if name in self._constants else self._cell(row, name, place)
            said = as_text(cell)
            meanings, span = words.get(normal(said)), _span(record)
            if meanings is None:
                wrong = self._take(record, name, cell, self._source.columns[name].times)
            elif span is None:
                continue  # the time is not known, which is told by itself
            elif found := next((each for each in meanings if each.holds(*span)), None):
                wrong = self._take(record, name, found.value, Decimal(1), is_mapped=True)
            else:
                wrong = Wrong(
                    f"map säger inte vad '{shown(said)}' är {span[0]}–{span[1]}.",
                    "Rätta valid_from och valid_to i mappningen, så att en betydelse håller hela tiden.",
                )
            if wrong is not None:
                faults.append(self._fault(row, wrong, place, name))
        return faults

    def _cell(self, row: RawRow, name: str, place: int) -> Cell:
        cell = cell_at(row, place)
        if name in self._heading.credits:
            return self._balance(cell, cell_at(row, self._heading.credits[name]), name)
        return cell

    def _balance(self, debit: Cell, credit: Cell, name: str) -> Cell:
        """Return debit less credit; what both columns leave empty is empty.

        Raises:
            Wrong: either is no number.
        """
        amounts: list[Decimal] = []
        for cell, place in ((debit, self._heading.targets[name]), (credit, self._heading.credits[name])):
            if cells.is_missing(cell, self._marks) is not None:
                continue
            try:
                amount = self._number(cell, name)
            except Wrong as wrong:
                wrong.position = place
                raise
            is_credit = place == self._heading.credits[name]
            amounts.append(-amount if is_credit and not self._signed[name] else amount)
        return sum(amounts, Decimal(0)) if amounts else None

    def _take(self, record: Record, name: str, cell: Cell, times: Decimal, *, is_mapped: bool = False) -> Wrong | None:
        """Fill a record's column from a cell, or from what the map has made of it; return what is wrong, or None."""
        kind = self._known.measured.get(record.get("indicator_id") or "") if name in PERIODS else None
        known = (name, cell) if type(cell) is str and not is_mapped and kind is None else None
        if known in self._meanings:
            record[name] = self._meanings[known]
            return None
        column = self._targets[name]
        words = self._maps.get(name, {})
        said = normal(as_text(cell))
        if said in words and not is_mapped:
            cell = words[said]
        status = cells.is_missing(cell, self._marks)
        if status is not None:
            record[name] = record[name] if name == "status" else None
            if name == "value" and "status" in self._targets and record.get("status") is None:
                record["status"] = status
            if column.nullable:
                return None
            return Wrong("är tom.", "Fyll i cellen, eller ta bort raden.")
        try:
            record[name] = self._meaning(column, cell, times, kind)
        except Wrong as wrong:
            return wrong
        if known is not None and column.kind != "float":
            self._meanings[known] = record[name]
        return None

    def _meaning(self, column: Column, cell: Cell, times: Decimal, kind: str | None) -> object:  # noqa: PLR0911  one return a type
        if column.name in PERIODS - {"month"}:
            self._must_be_the_year(cell, kind)
            return cells.year(cell, kind)
        if column.name == "month":
            return cells.month(cell, kind)
        if column.name == "kind" and self._source.by_account:
            return self._kind(cells.text(cell, is_code=True))
        if column.words:
            return cells.word(cell, column.name, column.words)
        match column.kind:
            case "int":
                return cells.whole(self._number(cell, column.name) * times)
            case "float":
                return cells.real(self._number(cell, column.name) * times)
            case "date":
                return cells.day(cell, from_1904=self._table.from_1904)
            case "bool":
                return cells.yes_or_no(cell)
            case _:
                is_code = column.name == "account" or column.name.endswith("_id")
                return self._named(column.name, cells.text(cell, is_code=is_code))

    def _must_be_the_year(self, cell: Cell, kind: str | None) -> None:
        """Refuse a part of a year that would stand for the whole year, or for a school year that it may not be of.

        Raises:
            Wrong: so it is.
        """
        is_read = "month" in {*self._source.columns, *self._source.wide_targets}
        if (
            kind in {"year", "occasion", None}
            or (is_read and kind != "school_year")
            or cells.period(cell, kind)[1] is None
        ):
            return
        if kind == "school_year":
            raise Wrong(
                f"'{shown(as_text(cell))}' är inte ett läsår.", "Skriv läsåret som 2024/25, eller året då det slutar."
            )
        raise Wrong(
            f"'{shown(as_text(cell))}' är en del av ett år, och mappningen läser bara året.",
            "Fyll month ur samma kolumn i mappningen.",
        )

    def _kind(self, account: str) -> str:
        kind = self._known.accounts.kind_of(account)
        if kind is None:
            raise Wrong(
                f"kontot '{shown(account)}' är av inget slag: inga första siffror under accounts passar det.",
                "Rätta kontot, eller skriv dess första siffror under accounts i municipality.",
            )
        return kind

    def _number(self, cell: Cell, name: str) -> Decimal:
        times, form = Decimal(1), self._forms.get(name, ColumnForm())
        if name in self._units_in_cell and not isinstance(cell, Decimal):
            cell, times = cells.without_unit(cell, self._units_in_cell[name])
        return times * cells.number(cell, self._source.decimal, form)

    def _named(self, name: str, said: str) -> str:
        """Return the id that a text names; a unit may also be named by its title."""
        ids = {"unit_id": self._known.units, "indicator_id": self._known.indicators, "goal_id": self._known.goals}
        if name == "decided_by":
            return self._political(said)
        if name not in ids or said in ids[name]:
            return said
        if name == "unit_id" and normal(said) in self._units:
            return self._units[normal(said)]
        hint = _near(said, [*ids[name], *(self._units if name == "unit_id" else ())])
        raise Wrong(
            f"'{shown(said)}' finns inte bland definitionernas {_NAMED[name]}.",
            f"{hint}Rätta id:t, lägg till det i definitionerna, eller ange med map vad ordet betyder.",
        )

    def _political(self, said: str) -> str:
        """Return the id of the political unit that gave an assignment: only such can."""
        unit = self._named("unit_id", said)
        if not self._known.units[unit].political:
            raise Wrong(
                f"'{shown(said)}' är ingen politisk nivå, och ger inga uppdrag.",
                "Ange fullmäktige, kommunstyrelsen eller en nämnd, eller gör uppdraget till en aktivitet.",
            )
        return unit

    def _record_faults(self, row: RawRow, record: Record, position: int) -> list[CellFault]:
        """Return what is wrong with a record whose cells are all right one by one."""
        wrongs = [*self._time_wrongs(record), *self._measurement_wrongs(record), *_activity_wrongs(record)]
        if any(wrong.column == "unit_id" for wrong in wrongs):
            record["unit_id"] = None  # whose it is instead is not known
        return [
            self._fault(row, wrong, self._heading.targets.get(wrong.column, position), wrong.column) for wrong in wrongs
        ]

    def _time_wrongs(self, record: Record) -> Iterator[Wrong]:
        unit = self._known.units.get(record["unit_id"])
        span = _span(record)
        if unit is None or span is None:
            return
        if unit.valid_to is not None and unit.valid_to < span[0]:
            yield Wrong(
                f"enheten '{record['unit_id']}' upphörde {unit.valid_to}, före {span[0]}.",
                "Ange enheten som tog över, eller rätta datumet.",
                column="unit_id",
            )
        if unit.valid_from is not None and unit.valid_from > span[1]:
            yield Wrong(
                f"enheten '{record['unit_id']}' börjar {unit.valid_from}, efter {span[1]}.",
                "Ange den tidens enhet, eller rätta datumet.",
                column="unit_id",
            )

    def _measurement_wrongs(self, record: Record) -> Iterator[Wrong]:
        if "indicator_id" not in record:
            return
        steps = self._known.indicators.get(record["indicator_id"], ())
        label = record["label"]
        if label is not None:
            same = {normal(step): step for step in steps}
            if normal(label) in same:
                record["label"] = same[normal(label)]
            else:
                on = f"skalan har {', '.join(steps)}" if steps else "indikatorn har ingen skala av steg"
                yield Wrong(f"'{shown(label)}' är inget steg: {on}.", "Rätta ordet.", column="label")
        has = record["value"] is not None or label is not None
        has = has or (record["numerator"] is not None and record["denominator"] is not None)
        if has and record["value"] is not None and record["status"] is not None:
            yield Wrong(f"har både ett värde och beskedet {record['status']}.", "Ta bort det ena.", column="status")
        elif has:
            record["status"] = None
        elif record["status"] is None:
            record["status"] = "Missing"
        if record["denominator"] is not None and record["denominator"] <= 0:
            yield Wrong("nämnaren är 0 eller lägre.", "Rätta den, eller lämna radens värde tomt.", column="denominator")

    def _fault(self, row: RawRow, wrong: Wrong, position: int, name: str = "") -> CellFault:
        value = shown(as_text(cell_at(row, position))) if position >= 0 else ""
        column = self._heading.name(position) if position >= 0 else name
        return CellFault(
            self._table.file,
            self._table.sheet,
            row.number,
            column,
            value,
            wrong.wrong,
            wrong.mend,
            self._heading.labels.get(position, position),
        )


def _near(said: str, words: list[str]) -> str:
    near = get_close_matches(normal(said), words, 1)
    return f"Menas '{near[0]}'? " if near else ""


def _span(record: Record) -> tuple[date, date] | None:
    """Return the first and last day that a record is about, or None."""
    if "planned_start" in record:
        return record["planned_start"], record["planned_start"]
    year, month = record.get("period", record.get("year")), record.get("month")
    if year is None:
        return None
    if month is None:
        return date(year, 1, 1), date(year, _MONTHS, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _activity_wrongs(record: Record) -> Iterator[Wrong]:
    if "planned_start" in record and record["planned_end"] < record["planned_start"]:
        yield Wrong(
            (
                f"det planerade slutet {record['planned_end']} ligger före den planerade starten "
                f"{record['planned_start']}."
            ),
            "Rätta ett av datumen.",
            column="planned_end",
        )
