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
from assets.own_files.heading import Heading, WideColumn, filled_first, find_heading
from assets.own_files.raw_table import Cell, RawRow, RawTable, as_text, is_blank
from assets.own_files.read_csv import too_many_cells
from models.definitions.own_files import DEFAULTS, Known, Source, Wide, normal
from models.tables.header import Column

Record = dict[str, Any]
_MONTHS = 12


@dataclass
class Outcome:
    """What became of a file's rows: the records that hold, the faults, the rows with data, and why others were passed over."""

    records: list[Record] = field(default_factory=list[Record])
    faults: list[CellFault] = field(default_factory=list[CellFault])
    data_rows: set[int] = field(default_factory=set[int])
    skipped: dict[str, int] = field(default_factory=dict[str, int])
    heading: Heading | None = None

    def skip(self, reason: str, n: int = 1) -> None:
        """Count rows that are passed over by rule."""
        if n:
            self.skipped[reason] = self.skipped.get(reason, 0) + n


def read_rows(table: RawTable, source: Source, known: Known) -> Outcome:
    """Return what became of every row of a file. No row is lost: each is data, or skipped for a reason.

    Raises:
        Wrong: the file has no heading that fits the mapping.
    """
    heading = find_heading(table, source)
    outcome = Outcome(heading=heading)
    reader = _RowReader(table, source, known, heading)
    outcome.skip("preamble", heading.first)
    outcome.skip("heading", heading.last - heading.first + 1)
    if table.rows[heading.first].number == 0:
        outcome.skipped.clear()
    body = table.rows[heading.last + 1 :]
    for i, row in enumerate(body):
        if reader.stops(row):
            outcome.skip("after stop_at", len(body) - i)
            break
        if reason := reader.passed_over(row):
            outcome.skip(reason)
            continue
        records, faults, blank = reader.read(row)
        if blank:
            outcome.skip("no values")
            continue
        outcome.records += records
        outcome.faults += faults
        outcome.data_rows.add(row.number)
    if not outcome.data_rows:
        _tell_empty(table, source, outcome)
    return outcome


def _tell_empty(table: RawTable, source: Source, outcome: Outcome) -> None:
    """Tell of a file that gave no row: it is wrong where `only` passed over every one, and else worth a note."""
    if "not in only" not in outcome.skipped:
        table.notes.append("has no rows below its heading")
        return
    asked = ", ".join(f"{name}: {' or '.join(words)}" for name, words in source.only.items())
    outcome.faults.append(
        CellFault(
            table.file,
            table.sheet,
            0,
            "",
            "",
            f"has no row that is what only asks for ({shown(asked)}).",
            "Correct only; write codes that begin with 0 in quotation marks.",
        )
    )


class _RowReader:
    """Reads the rows of one table by one mapping."""

    def __init__(self, table: RawTable, source: Source, known: Known, heading: Heading) -> None:
        self._table = table
        self._source = source
        self._known = known
        self._heading = heading
        self._targets = source.targets
        self._marks = source.missing_marks
        self._totals = {normal(word) for word in source.totals}
        self._beginnings = tuple(f"{word} " for word in self._totals)
        self._only = {heading.only[name]: {normal(word) for word in words} for name, words in source.only.items()}
        self._stop = normal(source.stop_at) if source.stop_at else None
        self._maps = {
            name: {normal(word): value for word, value in column.map.items()} for name, column in source.columns.items()
        }
        titles = [normal(unit.title) for unit in known.units.values()]
        self._units = {
            normal(unit.title): name for name, unit in known.units.items() if titles.count(normal(unit.title)) == 1
        }
        # The words of a total stand in the first filled cell, or in a column of ids; a gender may be Totalt.
        self._total_places = {
            place for name, place in heading.targets.items() if name.endswith("_id") or name == "account"
        }
        self._names = {place: name for name, place in heading.targets.items()}
        # What texts meant in the rows before: units, accounts and periods come again and again.
        self._meanings: dict[tuple[str, str], object] = {}
        self._filled: dict[str, Cell] = {}
        self._by_commas = self._source.decimal is None and self._has_commas_by_thousands()
        self._constants = {name: column.value for name, column in source.columns.items() if column.value is not None}

    def _has_commas_by_thousands(self) -> bool:
        """Return whether a number that is read has commas that part thousands, beyond doubt."""
        numbers = {name for name, column in self._targets.items() if column.kind in {"float", "int"}}
        places = [place for name, place in self._heading.targets.items() if name in numbers]
        places += [column.position for column in self._heading.wide]
        body = self._table.rows[self._heading.last + 1 :]
        texts = (_at(row, place) for row in body for place in places)
        return any(isinstance(text, str) and cells.groups_by_commas(text) for text in texts)

    def stops(self, row: RawRow) -> bool:
        """Return whether the table ends before this row."""
        place = filled_first(row.cells)
        return self._stop is not None and place is not None and normal(as_text(row.cells[place])).startswith(self._stop)

    def passed_over(self, row: RawRow) -> str | None:
        """Return why a row is passed over by rule, or None."""
        first = filled_first(row.cells)
        if first is None:
            return "blank"
        if self._is_total(row, first):
            return "total"
        for place, words in self._only.items():
            if normal(as_text(_at(row, place))) not in words:
                return "not in only"
        return None

    def _is_total(self, row: RawRow, first: int) -> bool:
        for place in {first} | self._total_places:
            name = self._names.get(place, "")
            said = normal(as_text(_at(row, place)))
            if name in DEFAULTS or said in self._maps.get(name, {}) or place in self._only:
                continue
            if said in self._totals or (place == first and said.startswith(self._beginnings)):
                return True
        return False

    def read(self, row: RawRow) -> tuple[list[Record], list[CellFault], bool]:
        """Return a row's records and faults, and whether it had no value at all in its wide columns."""
        if self._table.shifts and (wrong := too_many_cells(row, len(self._heading.texts))):
            return [], [self._fault(row, wrong, wrong.position)], False
        shared, faults = self._shared(row)
        if self._source.wide is None:
            if not faults:
                faults = self._record_faults(row, shared, -1)
            return ([] if faults else [shared]), faults, False
        records: list[Record] = []
        told: list[CellFault] = []
        blank = True
        for column in self._heading.wide:
            cell = _at(row, column.position)
            if is_blank(cell) and not self._targets[self._source.wide.into].nullable:
                continue  # a month that has not come
            blank = False
            record, wrong = self._wide_record(row, shared, self._source.wide, column)
            if not wrong and not faults:
                wrong = self._record_faults(row, record, column.position)
                records += [] if wrong else [record]
            told += wrong
        return records, faults + told, blank

    def _wide_record(
        self, row: RawRow, shared: Record, wide: Wide, column: WideColumn
    ) -> tuple[Record, list[CellFault]]:
        record = dict(shared)
        filled = [(name, value, Decimal(1)) for name, value in column.holds.items()]
        for name, cell, times in [*filled, (wide.into, _at(row, column.position), wide.times)]:
            if (wrong := self._take(record, name, cell, times)) is not None:
                return record, [self._fault(row, wrong, column.position)]
        return record, []

    def _shared(self, row: RawRow) -> tuple[Record, list[CellFault]]:
        """Return what every record of a row holds: constants, defaults and cells that are not wide."""
        record: Record = dict.fromkeys(self._targets)
        record |= {"file": self._table.file, "sheet": self._table.sheet or None, "row": row.number}
        faults: list[CellFault] = []
        for name in self._targets:
            column = self._source.columns.get(name)
            if column is None:
                record[name] = DEFAULTS.get(name, record[name])
                continue
            place = self._heading.targets.get(name, -1)
            cell = self._constants[name] if name in self._constants else self._cell(row, name, place)
            if (wrong := self._take(record, name, cell, column.times)) is not None:
                faults.append(self._fault(row, wrong, place, name))
        return record, faults

    def _cell(self, row: RawRow, name: str, place: int) -> Cell:
        cell = _at(row, place)
        if name in self._source.fill_down:
            if is_blank(cell):
                return self._filled.get(name)
            self._filled[name] = cell
        return cell

    def _take(self, record: Record, name: str, cell: Cell, times: Decimal) -> Wrong | None:
        """Fill a record's column from a cell; return what is wrong, or None."""
        known = (name, cell) if type(cell) is str else None
        if known in self._meanings:
            record[name] = self._meanings[known]
            return None
        column = self._targets[name]
        words = self._maps.get(name, {})
        said = normal(as_text(cell))
        if said in words:
            cell = words[said]
        status = cells.is_missing(cell, self._marks)
        if status is not None:
            record[name] = record[name] if name == "status" else None
            if name == "value" and "status" in self._targets and record.get("status") is None:
                record["status"] = status
            if column.nullable:
                return None
            return Wrong("is empty.", "Fill it in, or take the row away.")
        try:
            record[name] = self._meaning(column, cell, times)
        except Wrong as wrong:
            return wrong
        if known is not None and column.kind != "float":
            self._meanings[known] = record[name]
        return None

    def _meaning(self, column: Column, cell: Cell, times: Decimal) -> object:  # noqa: PLR0911  one return a type
        if column.name in {"year", "period"}:
            return cells.year(cell)
        if column.name == "month":
            return cells.month(cell)
        if column.words:
            return cells.word(cell, column.name, column.words)
        match column.kind:
            case "int":
                return cells.whole(self._number(cell) * times)
            case "float":
                return cells.real(self._number(cell) * times)
            case "date":
                return cells.day(cell, from_1904=self._table.from_1904)
            case "bool":
                return cells.yes_or_no(cell)
            case _:
                is_code = column.name == "account" or column.name.endswith("_id")
                return self._named(column.name, cells.text(cell, is_code=is_code))

    def _number(self, cell: Cell) -> Decimal:
        return cells.number(cell, self._source.decimal, by_commas=self._by_commas)

    def _named(self, name: str, said: str) -> str:
        """Return the id that a text names; a unit may also be named by its title."""
        ids = {"unit_id": self._known.units, "indicator_id": self._known.indicators, "goal_id": self._known.goals}
        if name == "decided_by":
            return self._political(said)
        if name not in ids or said in ids[name]:
            return said
        if name == "unit_id" and normal(said) in self._units:
            return self._units[normal(said)]
        what = name.removesuffix("_id")
        hint = _near(said, [*ids[name], *(self._units if name == "unit_id" else ())])
        raise Wrong(
            f"'{shown(said)}' is no {what} of the definitions.",
            f"{hint}Correct the id, add the {what}, or say what it means with map.",
        )

    def _political(self, said: str) -> str:
        """Return the id of the political unit that gave an assignment: only such can."""
        unit = self._named("unit_id", said)
        if not self._known.units[unit].political:
            raise Wrong(
                f"'{shown(said)}' is no political level, and gives no assignments.",
                "Name the council, the executive or a committee, or make it an activity.",
            )
        return unit

    def _record_faults(self, row: RawRow, record: Record, position: int) -> list[CellFault]:
        """Return what is wrong with a record whose cells are all right one by one."""
        wrongs = [*self._time_wrongs(record), *self._measurement_wrongs(record), *_activity_wrongs(record)]
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
                f"the unit '{record['unit_id']}' ended {unit.valid_to}, before {span[0]}.",
                "Name the unit that took over, or correct the date.",
                column="unit_id",
            )
        if unit.valid_from is not None and unit.valid_from > span[1]:
            yield Wrong(
                f"the unit '{record['unit_id']}' begins {unit.valid_from}, after {span[1]}.",
                "Name the unit of that time, or correct the date.",
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
                on = f"the scale has {', '.join(steps)}" if steps else "the indicator has no ordinal scale"
                yield Wrong(f"'{shown(label)}' is no step: {on}.", "Correct the word.", column="label")
        has = record["value"] is not None or label is not None
        has = has or (record["numerator"] is not None and record["denominator"] is not None)
        if has and record["value"] is not None and record["status"] is not None:
            yield Wrong(
                f"has both a value and the status {record['status']}.", "Take one of them away.", column="status"
            )
        elif has:
            record["status"] = None
        elif record["status"] is None:
            record["status"] = "Missing"
        if record["denominator"] is not None and record["denominator"] <= 0:
            yield Wrong(
                "the denominator is 0 or below.", "Correct it, or leave the row's value empty.", column="denominator"
            )

    def _fault(self, row: RawRow, wrong: Wrong, position: int, name: str = "") -> CellFault:
        value = shown(as_text(_at(row, position))) if position >= 0 else ""
        column = self._heading.name(position) if position >= 0 else name
        return CellFault(
            self._table.file, self._table.sheet, row.number, column, value, wrong.wrong, wrong.mend, position
        )


def _at(row: RawRow, position: int) -> Cell:
    return row.cells[position] if 0 <= position < len(row.cells) else None


def _near(said: str, words: list[str]) -> str:
    near = get_close_matches(normal(said), words, 1)
    return f"Is it '{near[0]}'? " if near else ""


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
            f"the planned end {record['planned_end']} comes before the planned start {record['planned_start']}.",
            "Correct one of the dates.",
            column="planned_end",
        )
