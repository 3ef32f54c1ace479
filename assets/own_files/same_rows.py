"""Withholds what two sources of one kind both say: nobody knows which is right, and added up it would count twice."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from assets.own_files.cell_faults import CellFault, shown
from assets.own_files.read_source import SourceReading
from assets.own_files.rows_to_records import Record, touched_by
from models.definitions.own_files import COMPLETED, SUMMED, Source, leading_digits

MEND = "Ta bort den ena filen eller källan{adds}."
_ADDS = ", eller skriv adds_to i den källa som kompletterar den andra"


def without_same_rows(readings: Sequence[SourceReading]) -> tuple[SourceReading, ...]:
    """Return the readings without the rows whose key a source that neither completes holds too, each told with both places.

    A key is the unit, account or indicator, period and gender (an account by its number); for a budget also the year,
    where one row is of all of it and another of a month.
    """
    whole = list(readings)
    for kind in sorted({reading.source.kind for reading in readings}):
        places = [i for i, reading in enumerate(whole) if reading.source.kind == kind]
        rows = _rows([whole[i] for i in places])
        told = [*_same(rows, whole[places[0]].source)] if len(places) > 1 else []
        if kind == "budget":
            told += _year_and_months(rows)
        for n, i in enumerate(places):
            whole[i] = _without(whole[i], [(row, other) for row, other in told if row["source"] == n])
    return tuple(whole)


def _rows(readings: Sequence[SourceReading]) -> pl.DataFrame:
    """Return the rows of sources of one kind, each with its source's place and the first source that it completes."""
    ids = [reading.source.id for reading in readings]
    completes = {reading.source.id: reading.source.adds_to for reading in readings}
    frames: list[pl.DataFrame] = []
    for n, reading in enumerate(readings):
        first = reading.source.id
        while (earlier := completes.get(first)) is not None:
            first = earlier
        frames.append(
            reading.frame.with_row_index("place").with_columns(
                source=pl.lit(n), group=pl.lit(ids.index(first) if first in ids else n), source_id=pl.lit(ids[n])
            )
        )
    rows = pl.concat(frames)
    if "account" in rows.columns:
        numbers = {account: leading_digits(account) or account for account in rows["account"].unique()}
        rows = rows.with_columns(account=pl.col("account").replace(numbers))
    return rows


def _same(rows: pl.DataFrame, source: Source) -> list[tuple[Record, Record]]:
    """Return the rows whose key stands in sources that do not complete each other, each with the first of another."""
    key = list(SUMMED.get(source.kind) or source.table.key)
    told = rows.filter(pl.col("group").n_unique().over(key) > 1)
    return [
        (row, next(other for other in group if other["group"] != row["group"]))
        for group in _groups(told, key)
        for row in group
    ]


def _year_and_months(rows: pl.DataFrame) -> list[tuple[Record, Record]]:
    """Return the rows of a year that are given whole by one row and month by month by others, each with one of the others."""
    told: list[tuple[Record, Record]] = []
    both = pl.col("month").is_null().any() & pl.col("month").is_not_null().any()
    key = ["unit_id", "kind", "year"]
    for group in _groups(rows.filter(both.over(key)), key):
        for row in group:
            others = (
                other
                for other in group
                if (other["month"] is None) != (row["month"] is None)
                and (other["source"] == row["source"] or other["group"] != row["group"])
            )
            if (other := next(others, None)) is not None:
                told.append((row, other))
    return told


def _groups(rows: pl.DataFrame, key: list[str]) -> list[list[Record]]:
    return [frame.to_dicts() for _, frame in rows.group_by(key, maintain_order=True)]


def _without(reading: SourceReading, told: Sequence[tuple[Record, Record]]) -> SourceReading:
    """Return a reading with these rows withheld, and told."""
    if not told:
        return reading
    key = SUMMED.get(reading.source.kind) or reading.source.table.key
    counts = dict(reading.counts)
    rows = {(row["file"], row["row"]) for row, _ in told} - {(fault.file, fault.row) for fault in reading.faults}
    for file, _ in rows:
        counts[file] = replace(counts[file], read=counts[file].read - 1, reported=counts[file].reported + 1)
    return replace(
        reading,
        frame=reading.frame.with_row_index("place")
        .filter(~pl.col("place").is_in([row["place"] for row, _ in told]))
        .drop("place"),
        faults=sorted({*reading.faults, *(_fault(row, other, key, reading.source) for row, other in told)}),
        counts=counts,
        withheld=tuple(dict.fromkeys([*reading.withheld, *(touched_by(row) for row, _ in told)])),
    )


def _fault(row: Record, other: Record, key: Sequence[str], source: Source) -> CellFault:
    said = ", ".join(f"{name} {row[name]}" for name in key if row[name] is not None)
    elsewhere = other["source"] != row["source"]
    where = f"rad {other['row']} i {other['file']}" + (f" (källan {other['source_id']})" if elsewhere else "")
    apart = "" if row.get("month") == other.get("month") else "; den ena är för hela året och den andra för en månad"
    return CellFault(
        row["file"],
        row["sheet"] or "",
        row["row"],
        "",
        "",
        f"säger samma sak som {where}: {shown(said)}{apart}.",
        MEND.format(adds=_ADDS if elsewhere and source.kind in COMPLETED else ""),
    )
