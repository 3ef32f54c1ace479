"""Makes a file's rows into records of a local table: which rows are data, what each cell means, what is wrong."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, NoReturn

import polars as pl

from assets.own_files import cell_meaning as cells
from assets.own_files.cell_faults import CellFault, Wrong, shown
from assets.own_files.column_forms import ColumnForm, PeriodForm, form_of, period_form
from assets.own_files.heading import Heading, WideColumn, filled_first, find_heading
from assets.own_files.indented_labels import parted
from assets.own_files.ledger import SIGNS
from assets.own_files.named_elsewhere import cell_above, period_in_name
from assets.own_files.read_csv import too_many_cells
from assets.own_files.rows_of_file import (
    EVERYTHING,
    Cell,
    PassedOver,
    Percent,
    RawRow,
    RawTable,
    Thousands,
    Withheld,
    as_text,
    cell_at,
    is_blank,
)
from assets.own_files.show_progress import followed
from assets.own_files.words_read import (
    ADDED,
    PARTS_IN_HEADINGS,
    TAKEN_AWAY,
    TIMES_READ,
    marks_total,
    said_times,
    says_so_far,
)
from models.definitions.own_files import (
    ADDED_UP,
    DEFAULTS,
    InTime,
    Known,
    Scalar,
    Source,
    Wide,
    by_title,
    leading_digits,
    normal,
)
from models.tables.header import Column
from models.tables.pandera_schemas import POLARS_TYPES

# Of which types, the table's description tells.
Record = dict[str, Any]
_MONTHS = 12
# What the definitions hold many of, as a fault says it.
_NAMED = {"unit_id": "enheter", "indicator_id": "indikatorer", "goal_id": "mål"}
_NUMBERS = (int, float, Decimal)
# Cells that are never words of a sum, unless those have digits.
_HARMLESS = (*_NUMBERS, datetime, date, time)
# How many rows of different words are remembered.
_KNOWN_ROWS = 1 << 17
# Columns of kronor.
MONEY = frozenset({"amount", "budget", "outcome"})
PERIODS = frozenset({"year", "period", "month"})
# Columns that are never shares, and that no definition may have below 0 either.
_NEVER_NEGATIVE = frozenset(
    {"headcount", "fte", "sick_hours", "scheduled_hours", "count", "budget", "outcome"}
)  # fmt: skip
# By what a mapping says how large its numbers are.
_OF_TIMES = frozenset({"times", "units_in_cell"})
# Kinds of sources whose amounts of months have signs.
SIGNED = frozenset({"ledger", "budget"})
# How many rows are looked at for a column of signs.
_LOOKED = 100


@dataclass
class Outcome:
    """What became of a file's rows: the records that hold, the faults, how many have data, and why others were passed over.

    `withheld` is what of a ledger the faults touch.
    """

    heading: Heading
    records: pl.DataFrame = field(default_factory=pl.DataFrame)
    faults: list[CellFault] = field(default_factory=list[CellFault])
    n_data: int = 0
    skipped: dict[str, PassedOver] = field(default_factory=dict[str, PassedOver])
    withheld: dict[Withheld, None] = field(default_factory=dict[Withheld, None])

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
        stop, below = _stop_word(source), table.rows.since(heading.last + 1)
        end = next((i for i, row in enumerate(below, heading.last + 1) if _stops(row, stop)), len(table.rows))
        table, heading, groups = parted(table, heading, source, end)
        for reason, n in groups.items():
            outcome.skip(reason, n)
    reader = _RowReader(table, source, known, heading)
    outcome.skip("preamble", heading.first, table.rows[0])
    outcome.skip("heading", heading.last - heading.first + 1, table.rows[heading.first])
    if table.rows[heading.first].number == 0:
        outcome.skipped.clear()
    n = len(table.rows) - heading.last - 1
    records = Records(source)
    for i, row in enumerate(followed(table.rows.since(heading.last + 1), table.file, n)):
        if reader.stops(row):
            outcome.skip("after stop_at", n - i, row)
            break
        # Before any rule passes over a row: what it has filled in holds for the rows below it all the same.
        reason, found, faults = reader.read(row, reader.filled_down(row))
        if reason is not None:
            outcome.skip(reason, 1, row)
            continue
        records.add(found)
        outcome.faults += faults
        outcome.n_data += 1
    if source.without:  # so that a word of it that is misspelt is seen
        outcome.skipped.setdefault("in except", PassedOver(0))
    outcome.records = records.frame()
    outcome.withheld = reader.withheld
    if not outcome.n_data:
        _tell_empty(table, source, outcome)
    return outcome


class Records:
    """Gathers a file's records as a frame of `local_<kind>` but for the file and sheet, objects of few at a time.

    It has the account, too, where a kind follows from it.
    """

    _MANY = 20_000

    def __init__(self, source: Source) -> None:
        self._types = {name: POLARS_TYPES[column.kind] for name, column in source.targets.items()}
        self._types |= {"account": POLARS_TYPES["text"]} if source.by_account else {}
        self._types["row"] = POLARS_TYPES["int"]
        self._open: list[Record] = []
        self._frames: list[pl.DataFrame] = []

    def add(self, records: list[Record]) -> None:
        """Take in the records of a row."""
        self._open += records
        if len(self._open) >= self._MANY:
            self._close()

    def _close(self) -> None:
        columns = (pl.Series(name, [r[name] for r in self._open], kind) for name, kind in self._types.items())
        self._frames.append(pl.DataFrame(list(columns)))
        self._open.clear()

    def frame(self) -> pl.DataFrame:
        """Return all of them, in order."""
        self._close()
        return pl.concat(self._frames)


def _tell_empty(table: RawTable, source: Source, outcome: Outcome) -> None:
    """Tell of a file that gave no row: it is wrong where `only` passed over every one, and else worth a note."""
    if "not in only" not in outcome.skipped:
        table.notes.append("har inga rader under rubriken")
        return
    outcome.withheld[EVERYTHING] = None
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


def told_apart(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a kind's rows with what tells them apart: a frame is the same by whichever decision, a change of it is not."""
    if "change" not in rows.columns:
        return rows
    of_change = pl.col("change").is_not_null()
    return rows.with_columns(pl.when(of_change).then(pl.col(name)).alias(name) for name in ("decided_at", "decision"))


def by_number(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with accounts as their numbers, whatever title stands after them."""
    if "account" not in rows.columns:
        return rows
    numbers = {account: leading_digits(account) or account for account in rows["account"].unique()}
    return rows.with_columns(account=pl.col("account").replace(numbers))


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
        self.withheld: dict[Withheld, None] = {}
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
        of_units = by_title((name, unit.title) for name, unit in known.units.items())
        self._titles = {**known.titles, "unit_id": of_units}
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
        self._most = len(table.rows[heading.first].cells) if table.splits else None
        self._fill_down = [heading.only.get(name, heading.targets.get(name, -1)) for name in source.fill_down]
        self._filled: dict[int, Cell] = {}
        self._number_names = {
            name for name, column in self._targets.items() if column.kind in {"float", "int"}
        } - PERIODS
        self._must_be_told()
        self._forms = self._number_forms()
        self._must_know_signs()
        self._period_forms = {
            name: period_form({as_text(cell) for cell in {cell_at(row, place) for row in self._body()}})
            for name, place in heading.targets.items()
            if name in PERIODS
        }
        marks_with_digits = any(letter.isdigit() for mark in self._marks for letter in mark)
        # Columns of reals where every number is what it looks like.
        self._plain_floats = {
            name for name, form in self._forms.items()
            if self._targets[name].kind == "float" and source.decimal != "." and form.is_plain and not marks_with_digits
        } - {*self._maps, *self._in_time, *self._units_in_cell, *_NEVER_NEGATIVE}  # fmt: skip
        self._has_time_limits = any(unit.valid_from or unit.valid_to for unit in known.units.values())
        self._signed = {name: self._is_signed(name) for name in heading.credits}
        self._constants = {name: self._constant(name) for name, column in source.columns.items() if not column.headings}
        self._number_columns = [
            (name, heading.targets[name], source.columns[name].times)
            for name in self._targets
            if name in self._number_names and name in heading.targets and name not in self._in_time
        ]
        self._plain_floats -= {name for name, _, times in self._number_columns if times != 1} | {*heading.credits}
        self._of_numbers = {name for name, _, _ in self._number_columns}
        # What rows of the same words were: a record but for its numbers, or why they are passed over.
        self._known_rows: dict[tuple[object, ...], str | Record] = {}
        self._word_places = {
            *(place for name, place in heading.targets.items() if name not in self._of_numbers),
            *heading.only.values(),
            *heading.without.values(),
        }
        self._width = max([len(heading.texts), *(place + 1 for place in self._word_places)])
        self._asks_for_times = not all(has_times for _, _, has_times in self._money_named)
        self._total_hint = self._hint()

    def _hint(self) -> re.Pattern[str]:
        """Return what a cell holds that may mark its row as a sum, or say how large its amounts are; others need no look."""
        hints = {re.escape(word.split(" ")[0]) for word in self._totals}
        if self._asks_for_times:  # such a word is all that its cell says
            hints.add(rf"^\s*(?:{'|'.join(re.escape(word.split(' ')[0]) for word in TIMES_READ)})(?:\s|[:.]|$)")
        return re.compile("|".join(sorted(hints)) or r"(?!)")

    def _number_forms(self) -> dict[str, ColumnForm]:
        """Return how each column of numbers writes them; those of a wide table, debit and credit are one variable in one form."""
        places = {name: [place] for name, place in self._heading.targets.items() if name in self._number_names}
        for name, place in self._heading.credits.items():
            places[name].append(place)
        if self._source.wide is not None and self._source.wide.into in self._number_names:
            places[self._source.wide.into] = [column.position for column in self._heading.wide]
        forms: dict[str, ColumnForm] = {}
        for name, own in places.items():
            found = (cell_at(row, place) for row in self._body() for place in own)
            bare = (cells.parted_unit(cell)[0] for cell in found) if name in self._units_in_cell else found
            forms[name] = form_of(bare)
        return forms

    def _must_be_told(self) -> None:
        """Refuse amounts of which a heading, words above them, or the name of the file or its sheet say what the mapping does not.

        That is by what they are to be multiplied, and of months whether they are sums so far.

        Raises:
            Wrong: so it is.
        """
        of_months = "month" in {*self._source.columns, *self._source.wide_targets} and self._source.kind in SIGNED
        asks = of_months and "cumulative" not in self._source.model_fields_set
        for text, place, has_times in self._money_named:
            said = normal(text)
            if not has_times and (unit := said_times(said)) is not None:
                self._ask(
                    place,
                    f"'{shown(text)}' säger att beloppen är i {unit}, och mappningen säger inte vad de ska multipliceras med.",
                    f"Skriv times: {TIMES_READ[unit]} i mappningen, eller times: 1 om beloppen ändå är i kronor.",
                )
            if asks and says_so_far(said):
                can = "cumulative: true i mappningen, eller " if self._source.kind == "ledger" else ""
                self._ask(
                    place,
                    f"'{shown(text)}' säger att beloppen är ackumulerade, och mappningen säger inte om de är det.",
                    f"Skriv {can}cumulative: false{' i mappningen' * (not can)} om de ändå är varje månads.",
                )

    def _ask(self, place: int, wrong: str, mend: str) -> NoReturn:
        raise Wrong(wrong, mend, column=self._heading.name(place), position=place)

    @cached_property
    def _money_named(self) -> list[tuple[str, int, bool]]:
        """What says what the amounts are: a text, the place of a column of theirs, and whether the mapping says how large its numbers are."""
        named = [
            (self._heading.texts[place], place, self._source.columns[name])
            for name, place in self._heading.targets.items()
            if name in MONEY and place < len(self._heading.texts)
        ]
        wide = self._source.wide
        told = [(text, place, bool(_OF_TIMES & column.model_fields_set)) for text, place, column in named]
        if wide is not None and wide.into in MONEY:
            told += [(c.heading, c.position, bool(_OF_TIMES & wide.model_fields_set)) for c in self._heading.wide]
        above = [as_text(cell) for row in self._table.rows[: self._heading.first] for cell in row.cells]
        above += [self._table.sheet, PurePosixPath(self._table.file).stem.replace("_", " ")]
        least = min(told, key=lambda each: each[2], default=None)
        return [*told, *((text, *least[1:]) for text in above if least is not None)]

    def _must_know_signs(self) -> None:
        """Refuse amounts without a minus beside a column, which nobody reads, that says which of them are to be taken away.

        Raises:
            Wrong: so it is.
        """
        place = self._heading.targets.get("amount", -1)
        if self._source.kind not in SIGNED or self._heading.credits:
            return
        first = list(islice(self._body(), _LOOKED))
        for marks in {*range(len(self._heading.texts))} - self._read:
            said = {normal(as_text(cell_at(row, marks))) for row in first} - {""}
            if not said or not said <= TAKEN_AWAY | ADDED:
                continue
            taken = (cell_at(row, place) for row in self._body() if normal(as_text(cell_at(row, marks))) in TAKEN_AWAY)
            amounts = [amount for cell in taken if (amount := self._amount_or_none(cell, "amount"))]
            if amounts and min(amounts) > 0:
                self._ask(
                    marks,
                    f"kolumnen '{self._heading.name(marks)}' säger vilka belopp som är kredit eller ska dras ifrån, men beloppen har "
                    "inget minustecken.",
                    "Exportera beloppen med minustecken, eller debet och kredit i var sin kolumn.",
                )

    def _body(self) -> Iterator[RawRow]:
        return self._table.rows.since(self._heading.last + 1)

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
            Wrong: most of its numbers are negative, and the mapping does not say.
        """
        said, place = self._source.columns[name].credit_is_negative, self._heading.credits[name]
        if said is not None:
            return said
        found = (self._amount_or_none(cell_at(row, place), name) for row in self._body())
        signs = Counter(amount > 0 for amount in found if amount)
        if signs[False] > signs[True]:
            self._ask(
                place,
                f"kolumnen '{self._heading.name(place)}' har {'mest' if signs[True] else 'bara'} negativa tal: har kredit sitt minustecken "
                "redan, eller är det rättelser?",
                "Skriv credit_is_negative: true (redan minus) eller credit_is_negative: false (rättelser) i mappningen.",
            )
        return False

    def _amount_or_none(self, cell: Cell, name: str) -> Decimal | None:
        try:
            return self._number(cell, name, self._source.columns[name].times)
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

    def _passed_over(self, row: RawRow, first: int) -> str | None:
        """Return why a row, filled from above, is passed over by rule, or None; `first` is its own first filled cell."""
        if self._is_total(row, first):
            return "total"
        for place, words in self._only.items():
            if normal(as_text(cell_at(row, place))) not in words:
                return "not in only"
        for place, words in self._without.items():
            if normal(as_text(cell_at(row, place))) in words:
                return "in except"
        return self._outside(row)

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
            said = normal(as_text(cell)).rstrip(":.")
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

    def read(self, row: RawRow, filled: RawRow) -> tuple[str | None, list[Record], list[CellFault]]:
        """Return why a row is passed over, or None, and its records and faults.

        Args:
            row: as it stands in the file.
            filled: with the cells that are merged downwards filled from above.
        """
        first = filled_first(row.cells)
        if first is None:
            return "blank", [], []
        said = self._said(filled, first)
        known = self._known_rows.get(said) if said is not None else None
        if isinstance(known, dict):
            return self._with_numbers(filled, known | {"row": row.number}, [])
        if reason := known or self._passed_over(filled, first):
            self._remember(said, reason)
            return reason, [], []
        if wrong := self._misplaced(row) or self._like_a_total(filled):
            return None, [], [self._fault(row, wrong, wrong.position)]
        shared, faults = self._shared(filled)
        if self._source.wide is None:
            faults += self._settle(filled, shared)
        if not faults:
            self._remember(said, dict(shared))
        return self._with_numbers(filled, shared, faults)

    def _misplaced(self, row: RawRow) -> Wrong | None:
        """Return what is wrong with a row whose cells may stand under others' headings, or None; it may be of anything."""
        wrong = too_many_cells(row, len(self._heading.texts), self._most) if self._table.shifts else None
        if wrong is not None:
            self.withheld[EVERYTHING] = None
        return wrong

    def _said(self, row: RawRow, first: int) -> tuple[object, ...] | None:
        """Return what a row's words are, by which it is known again; None where it must be looked at by itself.

        That is where a cell that is not among those words could mark it as a sum, or has no column of its own.
        """
        row_cells = row.cells
        if len(row_cells) < self._width:
            row_cells += (None,) * (self._width - len(row_cells))
        elif len(row_cells) > self._width and self._table.shifts:
            return None
        for place, cell in enumerate(row_cells):
            if cell is None or place in self._word_places:
                continue
            if type(cell) is str:
                if self._total_hint.search(cell.lower() if cell.isascii() else normal(cell)):
                    return None
            elif type(cell) not in _HARMLESS or self._totals_with_digits:
                return None
        words = [row_cells[place] for place in self._word_places]
        return (first, *words) if self._table.shifts else (first, *words, *map(type, words))

    def _remember(self, said: tuple[object, ...] | None, known: str | Record) -> None:
        """Remember what became of a row with these words: units, accounts and periods come again and again.

        Numbers and instants that are alike may yet be written differently.
        """
        if said is None or len(self._known_rows) >= _KNOWN_ROWS:
            return
        if not any(isinstance(each, Decimal) or getattr(each, "tzinfo", None) is not None for each in said):
            self._known_rows[said] = known

    def _with_numbers(
        self, row: RawRow, record: Record, faults: list[CellFault]
    ) -> tuple[str | None, list[Record], list[CellFault]]:
        """Return a row's records and faults, now that its words are read."""
        faults += self._numbers(row, record)
        if self._source.wide is None:
            if not faults:
                faults = self._record_faults(row, record, -1)
                self._turn(record)
            if faults:
                self._withhold(record)
            return None, ([] if faults else [record]), faults
        records: list[Record] = []
        told: list[CellFault] = []
        blank = True
        for column in self._heading.wide:
            cell = cell_at(row, column.position)
            if is_blank(cell) and not self._targets[self._source.wide.into].nullable:
                continue  # a month that has not come
            blank = False
            of_column, wrong = self._wide_record(row, record, self._source.wide, column)
            wrong += self._settle(row, of_column)
            if not wrong and not faults:
                wrong = self._record_faults(row, of_column, column.position)
                self._turn(of_column)
                records += [] if wrong else [of_column]
            if wrong or faults:
                self._withhold(of_column)
            told += wrong
        return ("no values", [], []) if blank else (None, records, faults + told)

    def _numbers(self, row: RawRow, record: Record) -> list[CellFault]:
        """Fill a record's columns of numbers, and return what is wrong with them."""
        faults: list[CellFault] = []
        for name, place, times in self._number_columns:
            if name in self._plain_floats and (plain := cells.plain_float(cell_at(row, place))) is not None:
                record[name] = plain
                continue
            try:
                wrong = self._take(record, name, self._cell(row, name, place), times)
            except Wrong as of_cell:
                wrong = of_cell
            if wrong is not None:
                faults.append(self._fault(row, wrong, wrong.position if wrong.position >= 0 else place, name))
        return faults

    def _like_a_total(self, row: RawRow) -> Wrong | None:
        """Return what is wrong with a row that a column which nobody reads seems to mark as a sum, or None."""
        if self._source.kind not in ADDED_UP:
            return None
        for place, cell in enumerate(row.cells):
            if not isinstance(cell, str) or place in self._read or place in self._heading.personal:
                continue
            said = normal(cell).rstrip(":.")
            if said in TIMES_READ and self._asks_for_times:
                return Wrong(
                    f"'{shown(cell)}' säger att radens belopp är i {said}, och mappningen säger inte vad det ska multipliceras med.",
                    f"Skriv times: {TIMES_READ[said]} i mappningen, eller times: 1 om beloppen ändå är i kronor.",
                    column=self._heading.name(place),
                    position=place,
                )
            if marks_total(said, self._totals) and said not in self._no_totals:
                return Wrong(
                    f"'{shown(cell)}' låter som en summa av andra rader, som då skulle räknas två gånger.",
                    "Är den det: skriv texten under totals i mappningen. Är raden ett eget belopp: under not_totals.",
                    column=self._heading.name(place),
                    position=place,
                )
        return None

    def _withhold(self, record: Record) -> None:
        self.withheld[touched_by(record)] = None

    def _turn(self, record: Record) -> None:
        """Make an amount as booked one as followed up, where its kind follows from its account."""
        if self._source.by_account and record["amount"]:
            record["amount"] *= SIGNS[record["kind"]]

    def _wide_record(
        self, row: RawRow, shared: Record, wide: Wide, column: WideColumn
    ) -> tuple[Record, list[CellFault]]:
        record = dict(shared)
        filled = [(name, value, Decimal(1)) for name, value in column.holds.items()]
        year = self._source.year_column
        if year in column.holds and shared.get(year) not in {None, column.holds[year]}:
            wrong = Wrong(
                f"rubriken anger år {column.holds[year]}, och {year} i mappningen ger {shared[year]}.",
                f"Ta bort {year} ur columns i mappningen om rubrikerna anger året, eller rätta den.",
            )
            return record, [self._fault(row, wrong, column.position)]
        for name, cell, times in [*filled, (wide.into, cell_at(row, column.position), wide.times)]:
            if (wrong := self._take(record, name, cell, times)) is not None:
                return record, [self._fault(row, wrong, column.position)]
        return record, []

    def _shared(self, row: RawRow) -> tuple[Record, list[CellFault]]:
        """Return what every record of a row holds but for its numbers: constants, defaults and cells that are not wide."""
        record: Record = dict.fromkeys(self._targets)
        record["row"] = row.number
        if self._source.by_account:
            record["account"] = self._account(row)  # no column of the table: a sum of accounts is found by it
        faults: list[CellFault] = []
        for name in self._targets:
            column = self._source.columns.get(name)
            if column is None:
                record[name] = DEFAULTS.get(name, record[name])
                continue
            if name in self._in_time or name in self._of_numbers:
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
                amount = self._number(cell, name, self._source.columns[name].times)
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
        if times == 1 and name in self._plain_floats and (plain := cells.plain_float(cell)) is not None:
            record[name] = plain
            return None
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
        if column.name in PERIODS:
            form = self._period_forms.get(column.name, PeriodForm())
            if column.name == "month":
                self._must_be_a_month(cell)
                return cells.month(cell, kind, form)
            self._must_be_the_year(cell, kind)
            return cells.year(cell, kind, form)
        if column.name == "kind" and self._source.by_account:
            return self._kind(cells.text(cell, is_code=True))
        if column.words:
            return cells.word(cell, column.name, column.words)
        match column.kind:
            case "int" | "float":
                number = self._number(cell, column.name, times) * times
                if number < 0 and column.name in _NEVER_NEGATIVE:
                    raise Wrong(f"är negativt: {shown(as_text(cell))}.", "Rätta talet, eller lämna cellen tom.")
                return cells.whole(number) if column.kind == "int" else cells.real(number)
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
        form = self._period_forms.get(self._source.year_column, PeriodForm())
        if (
            kind in {"year", "occasion"}
            or (is_read and kind != "school_year")
            or cells.period(cell, kind, form)[1] is None
            or (kind is None and (cells.is_day(cell) or self._source.by_account))
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

    def _must_be_a_month(self, cell: Cell) -> None:
        """Refuse a bare number below a heading that says that it is a quarter, a term or a week.

        Raises:
            Wrong: so it is.
        """
        heading = self._heading.name(self._heading.targets.get("month", -1))
        other = next((word for word in PARTS_IN_HEADINGS if normal(heading).startswith(word)), None)
        if other is not None and as_text(cell).isdigit() and len(as_text(cell)) <= 2:  # noqa: PLR2004  as a month has
            raise Wrong(
                f"står under rubriken '{heading}', och är då ingen månad.",
                "Skriv i vilken månad den slutar, eller ange det med map under kolumnen.",
            )

    def _kind(self, account: str) -> str:
        kind = self._known.accounts.kind_of(account)
        if kind is None:
            raise Wrong(
                f"kontot '{shown(account)}' är av inget slag: inga första siffror under accounts passar det.",
                "Rätta kontot, eller skriv dess första siffror under accounts i municipality.",
            )
        return kind

    def _number(self, cell: Cell, name: str, times: Decimal) -> Decimal:
        """Return a cell's number, which the mapping then multiplies by `times`.

        Raises:
            Wrong: it is no number, or its format does already what `times` would do once more.
        """
        of_unit, form = Decimal(1), self._forms.get(name, ColumnForm())
        # What a cell only shows otherwise than it is must not be reckoned twice.
        if isinstance(cell, Thousands) and times > 1:
            raise Wrong(
                f"visas i tusental eller miljoner av cellens format, men innehåller hela talet {shown(as_text(cell))}; mappningen "
                f"multiplicerar det en gång till (times: {times}).",
                "Skriv times: 1 i mappningen, eller ge cellerna ett vanligt talformat och skriv dem i tusental.",
            )
        if isinstance(cell, Percent) and times == 100:  # noqa: PLR2004  of a percent
            raise Wrong(
                "visas i procent av cellens format, och läses så som det visas; mappningen multiplicerar det en gång till (times: 100).",
                "Skriv times: 1 i mappningen.",
            )
        if name in _NEVER_NEGATIVE and (isinstance(cell, Percent) or as_text(cell).endswith("%")):
            raise Wrong(
                f"'{shown(as_text(cell))}' är en andel, inte ett antal.", "Skriv antalet, timmarna eller beloppet."
            )
        if name in self._units_in_cell and not isinstance(cell, Decimal):
            cell, of_unit = cells.without_unit(cell, self._units_in_cell[name])
        return of_unit * cells.number(cell, self._source.decimal, form)

    def _named(self, name: str, said: str) -> str:
        """Return the id that a text names; a unit, goal or indicator may also be named by its title."""
        ids = {"unit_id": self._known.units, "indicator_id": self._known.indicators, "goal_id": self._known.goals}
        if name == "decided_by":
            # A transfer within its own frame any unit may decide.
            return self._political(said) if self._source.kind == "assignments" else self._named("unit_id", said)
        if name not in ids or said in ids[name]:
            return said
        titles = self._titles.get(name, {})
        if normal(said) in titles:
            return titles[normal(said)]
        hint = _near(said, [*ids[name], *titles])
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
        if not (self._has_time_limits or {"indicator_id", "planned_start", "change"} & record.keys()):
            return []
        wrongs = [*self._time_wrongs(record), *self._measurement_wrongs(record), *_activity_wrongs(record)]
        wrongs += _decision_wrongs(record)
        if any(wrong.column == "unit_id" for wrong in wrongs):
            record["unit_id"] = None  # whose it is instead is not known
        return [
            self._fault(row, wrong, self._heading.targets.get(wrong.column, position), wrong.column) for wrong in wrongs
        ]

    def _time_wrongs(self, record: Record) -> Iterator[Wrong]:
        unit = self._known.units.get(record["unit_id"])
        if unit is None or (unit.valid_from is None and unit.valid_to is None):
            return
        span = _span(record)
        if span is None:
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
        if record["value"] is None and (record["numerator"] is None) != (record["denominator"] is None):
            lacks = "nämnare" if record["denominator"] is None else "täljare"
            yield Wrong(
                f"saknar {lacks}, och går inte att räkna.", "Fyll i den, eller lämna båda tomma.", column="numerator"
            )
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


def _decision_wrongs(record: Record) -> Iterator[Wrong]:
    """Yield what is wrong with the decision of a frame, or of a change of one."""
    decided = record.get("decided_at")
    if record.get("change") is not None:
        if decided is None:
            yield Wrong("en ändring av budgeten saknar beslutsdag.", "Fyll i dagen för beslutet.", column="decided_at")
        if record["month"] is not None:
            yield Wrong(
                "en ändring av budgeten räknas från beslutets månad, inte för en månad.",
                "Lämna månaden tom.",
                column="month",
            )
        if record["amount"] == 0:
            yield Wrong("en ändring av budgeten är 0.", "Rätta beloppet, eller ta bort raden.", column="amount")
    if "change" in record and decided is not None and decided.year > record["year"]:
        yield Wrong(
            f"beslutet {decided} är efter året {record['year']}.", "Rätta dagen eller året.", column="decided_at"
        )


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
