"""Reads one of the municipality's own sources: the rows that hold, every fault, and the files as they were.

A fault withholds the row that it touches (of a row that becomes many, the cell) and nothing else; one that concerns
the whole file withholds the file. For each file: rows read + rows reported + rows skipped by rule = rows in the file.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from assets.own_files.cell_faults import CellFault, Wrong, shown
from assets.own_files.file_store import FileStore, ReadFile, described, find_files, read_bytes
from assets.own_files.heading import Heading, fit
from assets.own_files.make_records import Record, by_number, read_rows, told_apart, touched_by
from assets.own_files.read_csv import read_delimited
from assets.own_files.read_excel import read_workbook
from assets.own_files.read_parquet_json import read_json, read_parquet
from assets.own_files.read_sie import read_sie
from assets.own_files.receipt import Seen, look_over, tell_changes, write_receipt
from assets.own_files.rows_of_file import EVERYTHING, PassedOver, RawTable, Withheld
from assets.own_files.sums_of_rows import find_sums
from assets.own_files.sums_so_far import by_month
from models.definitions.own_files import Known, Source
from models.receipt import ReceiptLine
from models.tables.pandera_schemas import from_rows, validated


@dataclass(frozen=True)
class Counts:
    """A file's rows: in all, read without a fault, with a fault, and skipped by rule, by reason."""

    rows: int
    read: int
    reported: int
    skipped: dict[str, int]


@dataclass(frozen=True)
class FaultyTable:
    """A file's rows as they stood, for the workbook that the analyst corrects from."""

    table: RawTable
    heading: Heading | None


@dataclass(frozen=True)
class SourceReading:
    """What reading a source gave: its rows as a checked frame of `local_<kind>`, and everything that is wrong.

    `notes` tell what was not read without anything being wrong, such as a hidden sheet. `withheld` is what of a ledger the
    faults touch.
    """

    source: Source
    frame: pl.DataFrame
    faults: list[CellFault]
    files: tuple[ReadFile, ...]
    counts: dict[str, Counts]
    notes: list[str]
    faulty: list[FaultyTable]
    seen: dict[str, Seen]
    before: dict[str, tuple[ReceiptLine, ...]]

    def receipt(self, share: float) -> list[ReceiptLine]:
        """Return the receipts of all the files: what was read of each, and what differs from its version before.

        A file that is new has the columns of the file before it, if the source has many.

        Args:
            share: by how much of itself a sum may differ without a word.
        """
        lines: list[ReceiptLine] = []
        last: tuple[ReceiptLine, ...] = ()
        for name, counts in self.counts.items():
            rows = {"in_file": counts.rows, "read": counts.read, "reported": counts.reported}
            file = write_receipt(self.source, name, rows, self.seen[name], self.frame.filter(pl.col("file") == name))
            if before := self.before.get(name, last):
                lines += tell_changes(file, before, share, whole=name in self.before)
            lines += file
            last = file
        return lines

    withheld: tuple[Withheld, ...] = ()


@dataclass
class _File:
    """A file while its source is being read."""

    table: RawTable
    heading: Heading | None = None
    n_data: int = 0
    skipped: dict[str, PassedOver] = field(default_factory=dict[str, PassedOver])

    @property
    def rows(self) -> int:
        """The rows in the file; the names of a table's columns are none."""
        names = int(bool(self.table.rows) and self.table.rows[0].number == 0)
        return len(self.table.rows) - names + sum(self.table.passed.values())


def read_source(
    folder: Path, source: Source, known: Known, *, store: FileStore | None = None, at: datetime | None = None
) -> SourceReading:
    """Read every file of a source in the municipality's folder, beside the version of each that the store has from before.

    With `at`, the bytes are kept as of that instant.

    Raises:
        PlaceError: the store could not be written.
    """
    reader = _SourceReader(source, known)
    try:
        names = find_files(folder, source)
    except Wrong as wrong:
        reader.report(source.file, wrong)
        names = []
    for name in names:
        try:
            data = read_bytes(folder, name)
        except Wrong as wrong:
            reader.report(name, wrong)
            continue
        if store is not None and at is not None:
            store.keep(source.id, name, data, at)
        earlier = None if store is None else store.version_before(name, described(name, data).sha256)
        table = reader.open(name, data)
        del data  # of a large file it takes as much room as its rows
        if table is not None:
            reader.read(table)
        if earlier is not None:
            before = _SourceReader(source, known)
            if (table := before.open(name, earlier)) is not None:
                before.read(table)
            reader.before[name] = tuple(before.finish().receipt(0))
    return reader.finish()


def read_table(data: bytes, name: str, source: Source, fit_heading: Callable[[list[str]], int]) -> RawTable:
    """Return a file's rows, or one sheet's. `fit_heading` tells how well a row of texts would do as the heading.

    Raises:
        Wrong: nothing of the file can be read.
    """
    match source.format_of(name):
        case "excel":
            return read_workbook(data, name, source)
        case "csv":
            return read_delimited(data, name, source, fit_heading)
        case "parquet":
            return read_parquet(data, name)
        case "json":
            return read_json(data, name)
        case "sie":
            return read_sie(data, name, source)


class _SourceReader:
    """Gathers records, faults and counts over a source's files."""

    def __init__(self, source: Source, known: Known) -> None:
        self._source = source
        self._known = known
        self._records: list[pl.DataFrame] = []
        self._faults: list[CellFault] = []
        self._files: dict[str, _File] = {}
        self._read: list[ReadFile] = []
        self.before: dict[str, tuple[ReceiptLine, ...]] = {}
        self._withheld: dict[Withheld, None] = {}

    def report(self, name: str, wrong: Wrong, sheet: str = "", touched: Withheld | None = EVERYTHING) -> None:
        """Report a fault of a whole file, of which nothing is known, or of a sum in it."""
        if touched is not None:
            self._withheld[touched] = None
        self._faults.append(
            CellFault(name, sheet, wrong.row, shown(wrong.column), "", wrong.wrong, wrong.mend, wrong.position)
        )

    def open(self, name: str, data: bytes) -> RawTable | None:
        """Return a file's rows, or None where nothing of it can be read."""
        file = described(name, data)
        same = [earlier.name for earlier in self._read if earlier.sha256 == file.sha256]
        self._read.append(file)
        if same:
            twice = Wrong(f"är samma fil som {same[0]}, byte för byte.", "Ta bort den ena.")
            self.report(name, twice, touched=None)
            return None
        try:
            return read_table(data, name, self._source, lambda texts: fit(self._source, texts))
        except Wrong as wrong:
            self.report(name, wrong)
            return None

    def read(self, table: RawTable) -> None:
        """Read a file's rows as records."""
        name = table.file
        taken = self._files[name] = _File(table)
        try:
            outcome = read_rows(table, self._source, self._known)
        except Wrong as wrong:
            self.report(name, wrong, table.sheet)
            taken.n_data = taken.rows - sum(table.passed.values())
            taken.skipped = {reason: PassedOver(n) for reason, n in table.passed.items()}
            return
        taken.heading, taken.n_data, taken.skipped = outcome.heading, outcome.n_data, outcome.skipped
        for reason, n in table.passed.items():
            outcome.skip(reason, n)
        self._withheld |= outcome.withheld
        for wrong, touched in table.wrongs:
            self.report(name, wrong, touched=touched)
        origin = {"file": table.file, "sheet": table.sheet or None}
        self._records.append(
            self._without_sums(outcome.records, table).with_columns(
                *(pl.lit(value, pl.String).alias(name) for name, value in origin.items())
            )
        )
        self._faults += outcome.faults

    def _without_sums(self, records: pl.DataFrame, table: RawTable) -> pl.DataFrame:
        """Report every row that is the sum of others, and return the others."""
        sums: set[int] = set()
        for record, wrong in find_sums(records, self._source, self._known):
            sums.add(record["place"])
            self._withheld[touched_by(record)] = None
            column = self._source.columns.get(wrong.column)
            heading = column.heading if column is not None and column.heading is not None else ""
            self._faults.append(
                CellFault(
                    table.file,
                    table.sheet,
                    record["row"],
                    heading,
                    shown(record["account" if self._source.by_account and wrong.column == "kind" else wrong.column]),
                    wrong.wrong,
                    wrong.mend,
                )
            )
        return _without(records, sums)

    def finish(self) -> SourceReading:
        """Return the reading, with rows that say the same thing twice withheld."""
        table = self._source.table
        records = self._without_duplicates(pl.concat(self._records)) if self._records else None
        self._records.clear()
        if records is not None and self._source.cumulative:
            records = by_month(records, self._withheld, self._tell_so_far)
        if records is not None and self._source.by_account:
            records = _added_up(records, table.key)
        frame = from_rows(table.name, [])
        if records is not None and records.height:
            frame = validated(table.name, records.select(column.name for column in table.columns))
        faults = sorted(set(self._faults))
        counts = {name: self._counts(name, file) for name, file in self._files.items()}
        told = {fault.file for fault in faults}
        return SourceReading(
            source=self._source,
            frame=frame,
            faults=faults,
            files=tuple(self._read),
            counts=counts,
            notes=[f"{name}: {note}." for name, file in self._files.items() for note in file.table.notes],
            seen={name: look_over(file.heading, file.skipped) for name, file in self._files.items()},
            before=self.before,
            faulty=[FaultyTable(file.table, file.heading) for name, file in self._files.items() if name in told],
            withheld=tuple(self._withheld),
        )

    def _counts(self, name: str, file: _File) -> Counts:
        """Return a file's rows by what became of them: each that has data and no record that holds has a fault."""
        of_sums = {wrong.row for wrong, _ in file.table.wrongs}
        told = {fault.row for fault in self._faults if fault.file == name and fault.row} - of_sums
        reported = file.n_data if file.heading is None else len(told)
        return Counts(
            file.rows,
            file.n_data - reported,
            reported,
            {reason: passed.n for reason, passed in file.skipped.items()},
        )

    def _without_duplicates(self, records: pl.DataFrame) -> pl.DataFrame:
        """Report every row whose key another row has too, and return the others.

        In a kind that is added up, rows of one file may share a key; rows of two files may not.
        """
        summed = self._source.summed
        if summed and len(self._files) == 1:
            return records
        key = summed or self._source.table.key
        rows = by_number(told_apart(records)).lazy().with_row_index("place")
        many = pl.col("file").n_unique() if summed else pl.len()
        twice = rows.group_by(key).agg(many.alias("n")).filter(pl.col("n") > 1).select(key)
        same = rows.join(twice, on=key, how="semi", nulls_equal=True).sort("place").collect()
        for values, group in same.group_by(key, maintain_order=True):
            said = ", ".join(f"{name} {value}" for name, value in zip(key, values, strict=True) if value is not None)
            of_group = group.to_dicts()
            for record in of_group:
                other = next(
                    other
                    for other in of_group
                    if other is not record and not (summed and other["file"] == record["file"])
                )
                self._report_duplicate(record, other, shown(said))
        return _without(records, set(same["place"]))

    def _tell_so_far(self, place: tuple[str, str, int], wrong: str) -> None:
        self._faults.append(
            CellFault(*place, "", "", wrong, "Lägg till det som saknas, eller exportera månad för månad.")
        )

    def _report_duplicate(self, record: Record, other: Record, said: str) -> None:
        where = f"rad {other['row']}" + (f" i {other['file']}" if other["file"] != record["file"] else "")
        if other["row"] == record["row"] and other["file"] == record["file"]:
            where = "en annan kolumn på samma rad"
        wrong = f"säger samma sak som {where} ({said})."
        place = (record["file"], record["sheet"] or "", record["row"])
        self._faults.append(CellFault(*place, "", "", wrong, "Behåll en av dem."))
        self._withheld[touched_by(record)] = None


def _without(records: pl.DataFrame, places: Collection[int]) -> pl.DataFrame:
    if not places:
        return records
    return records.with_row_index("place").filter(~pl.col("place").is_in(places)).drop("place")


def _added_up(records: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Return the records with those of one key made one, in the place of the first."""
    sums: dict[tuple[object, ...], float] = {}
    for amount, *values in records.select("amount", *key).iter_rows():
        before = sums.get(tuple(values))
        sums[tuple(values)] = amount if before is None else float(Decimal(str(before)) + Decimal(str(amount)))
    first = records.unique(key, keep="first", maintain_order=True)
    return first.with_columns(amount=pl.Series(list(sums.values()), dtype=pl.Float64))
