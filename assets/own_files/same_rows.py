"""Withholds what two sources of one kind both say: nobody knows which is right, and added up it would count twice.

What the definitions say themselves, by hand, stands instead of what a source says of the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from assets.own_files.cell_faults import CellFault, shown
from assets.own_files.declared_rows import KEYS, DeclaredRow, Key
from assets.own_files.make_records import Record, by_number, told_apart, touched_by
from assets.own_files.read_source import SourceReading
from assets.own_files.sums_of_rows import account_sums, ore
from models.definitions.own_files import COMPLETED, SUMMED, Source, normal
from models.words.unusable import DECLARED_TOO

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
        if kind == "ledger":
            told += _sums_of_other_files(rows, [whole[i].source for i in places])
        for n, i in enumerate(places):
            whole[i] = _without(whole[i], [(row, other) for row, other in told if row["source"] == n])
    return tuple(whole)


def without_declared_rows(
    readings: Sequence[SourceReading], declared: Mapping[str, Mapping[Key, DeclaredRow]]
) -> tuple[SourceReading, ...]:
    """Return the readings without the rows that the definitions have too, each told with both places.

    Args:
        readings: of every source.
        declared: what the definitions say, by kind and key (`declared_rows`).
    """
    return tuple(
        _without(reading, [], [*_declared(reading, declared[reading.source.kind])])
        if reading.source.kind in declared
        else reading
        for reading in readings
    )


def _declared(reading: SourceReading, declared: Mapping[Key, DeclaredRow]) -> Iterator[tuple[Record, DeclaredRow]]:
    key = KEYS[reading.source.kind]
    for row in _rows([reading]).to_dicts():
        if (other := declared.get(tuple(row[name] for name in key))) is not None:
            yield row, other


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
    return by_number(told_apart(pl.concat(frames)))


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
    for group in _groups(rows.filter(pl.col("change").is_null()).filter(both.over(key)), key):
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


def _sums_of_other_files(rows: pl.DataFrame, sources: Sequence[Source]) -> list[tuple[Record, Record]]:
    """Return the rows of each account that holds what the accounts that begin with it come to in other files, each with one of theirs.

    Within one file they are told already.
    """
    if rows["file"].n_unique() < 2:  # noqa: PLR2004  one file is looked through when it is read
        return []
    numbered = rows.with_columns(ore("amount"), within=pl.col("place"), place=pl.int_range(pl.len()))
    sums = numbered.filter(pl.col("place").is_in([place for place, _, _ in account_sums(numbered)]))
    allowed = [{normal(word) for word in source.not_totals} for source in sources]
    told: list[tuple[Record, Record]] = []
    for row in sums.with_columns(place=pl.col("within")).drop("within", "ore").iter_rows(named=True):
        longer = rows.filter(pl.col("account").str.starts_with(row["account"]), pl.col("account") != row["account"])
        if row["account"] not in allowed[row["source"]]:
            told.append((row, longer.row(0, named=True)))
    return told


def _groups(rows: pl.DataFrame, key: list[str]) -> list[list[Record]]:
    return [frame.to_dicts() for _, frame in rows.group_by(key, maintain_order=True)]


def _without(
    reading: SourceReading, told: Sequence[tuple[Record, Record]], declared: Sequence[tuple[Record, DeclaredRow]] = ()
) -> SourceReading:
    """Return a reading with these rows withheld, and told: what another row says too, and what the definitions say."""
    key = SUMMED.get(reading.source.kind) or reading.source.table.key
    faults = [(row, _fault(row, other, key, reading.source)) for row, other in told]
    faults += [(row, _declared_fault(row, other, KEYS[reading.source.kind])) for row, other in declared]
    if not faults:
        return reading
    counts = dict(reading.counts)
    rows = {(row["file"], row["row"]) for row, _ in faults} - {(fault.file, fault.row) for fault in reading.faults}
    for file, _ in rows:
        counts[file] = replace(counts[file], read=counts[file].read - 1, reported=counts[file].reported + 1)
    return replace(
        reading,
        frame=reading.frame.with_row_index("place")
        .filter(~pl.col("place").is_in([row["place"] for row, _ in faults]))
        .drop("place"),
        faults=sorted({*reading.faults, *(fault for _, fault in faults)}),
        counts=counts,
        withheld=tuple(dict.fromkeys([*reading.withheld, *(touched_by(row) for row, _ in faults)])),
    )


def _said(row: Record, key: Sequence[str]) -> str:
    return shown(", ".join(f"{name} {row[name]}" for name in key if row[name] is not None))


def _declared_fault(row: Record, other: DeclaredRow, key: Sequence[str]) -> CellFault:
    words = {"said": _said(row, key), "section": other.section, "file": other.file, "line": other.line}
    wrong, mend = (text.format(**words) for text in DECLARED_TOO)
    return CellFault(row["file"], row["sheet"] or "", row["row"], "", "", wrong, mend)


def _fault(row: Record, other: Record, key: Sequence[str], source: Source) -> CellFault:
    elsewhere = other["source"] != row["source"]
    where = f"rad {other['row']} i {other['file']}" + (f" (källan {other['source_id']})" if elsewhere else "")
    if row.get("account") != other.get("account"):
        said = (
            f"är summan av konton som börjar på {shown(row['account'])} och som {where} är ett av: {_said(row, key)}."
        )
        mend = "Ta bort den ena filen, eller skriv kontot under totals i mappningen; under not_totals om det är ett eget belopp."
        return CellFault(row["file"], row["sheet"] or "", row["row"], "", "", said, mend)
    apart = "" if row.get("month") == other.get("month") else "; den ena är för hela året och den andra för en månad"
    return CellFault(
        row["file"],
        row["sheet"] or "",
        row["row"],
        "",
        "",
        f"säger samma sak som {where}: {_said(row, key)}{apart}.",
        MEND.format(adds=_ADDS if elsewhere and source.kind in COMPLETED else ""),
    )
