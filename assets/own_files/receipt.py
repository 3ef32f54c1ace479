"""The receipt of a file: what of it was read and what was not, so that whoever asks "did all of it come in?" has the answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

import polars as pl

from assets.own_files.cell_faults import shown
from assets.own_files.file_store import names_in, same_name
from assets.own_files.heading import Heading, filled_first
from assets.own_files.rows_of_file import PassedOver, as_text
from models.definitions.own_files import Source
from models.receipt import PERSONAL, UNREAD, Part, ReceiptLine

# Kinds whose amounts are money: nothing of them is ever withheld as a small count, as sums of staff would have to be.
_MONEY = ("ledger", "budget", "budget_forecast")
_NEAR = 0.75


@dataclass(frozen=True)
class Seen:
    """What a file held beside its records: its columns with what each fills, and the rows that rules passed over."""

    columns: tuple[tuple[str, str], ...]
    skipped: Mapping[str, tuple[int, int | None, str]]


def look_over(heading: Heading | None, skipped: Mapping[str, PassedOver]) -> Seen:
    """Return what a file held beside its records."""
    columns: list[tuple[str, str]] = []
    personal: frozenset[int] = frozenset()
    if heading is not None:
        personal = heading.personal
        fills: dict[int, list[str]] = {}
        for name, place in [
            *heading.targets.items(),
            *heading.credits.items(),
            *((f"only: {name}", place) for name, place in heading.only.items()),
            *((f"except: {name}", place) for name, place in heading.without.items()),
        ]:
            fills.setdefault(place, []).append(name)
        for column in heading.wide:
            fills.setdefault(column.position, []).append("wide")
        for place, text in enumerate(heading.texts):
            said = PERSONAL if place in personal else ", ".join(fills.get(place, (UNREAD,)))
            if text or place in fills:
                columns.append((heading.name(place), said))
    return Seen(tuple(columns), {reason: _first(passed, personal) for reason, passed in skipped.items()})


def _first(passed: PassedOver, personal: frozenset[int]) -> tuple[int, int | None, str]:
    """Return how many rows there are, the number of the first, and its first cell that is no person's."""
    if passed.first is None:
        return passed.n, None, ""
    cells = [None if place in personal else cell for place, cell in enumerate(passed.first.cells)]
    place = filled_first(cells)
    return passed.n, passed.first.number, "" if place is None else shown(as_text(cells[place]))


def write_receipt(
    source: Source, file: str, counts: Mapping[str, int], seen: Seen, frame: pl.DataFrame
) -> tuple[ReceiptLine, ...]:
    """Return a file's receipt but for what changed.

    Args:
        source: the mapping that it was read by.
        file: its name.
        counts: rows in the file, read, and reported.
        seen: what it held beside its records.
        frame: its records that hold.
    """
    blank = ReceiptLine(source.id, file, "rows", "")
    lines = [replace(blank, subject=name, n=n) for name, n in counts.items()]
    for reason, (n, first, text) in seen.skipped.items():
        lines.append(replace(blank, part="rule", subject=reason, n=n, first_row=first, note=text or None))
    for heading, fills in dict(seen.columns).items():
        lines.append(replace(blank, part="column", subject=heading, note=fills))
    return (*lines, *_sums(blank, source, frame))


def _sums(blank: ReceiptLine, source: Source, frame: pl.DataFrame) -> Iterator[ReceiptLine]:
    """Yield the file's rows by unit and month; of money also the sum, in whole öre."""
    money = source.kind in _MONEY
    year = source.year_column if source.year_column in frame.columns else None
    keys = [name for name in ("unit_id", "kind", year, "month") if name is not None and name in frame.columns]
    amount = ((pl.col("amount") * 100).round().sum() / 100) if money else pl.lit(None, pl.Float64)
    for row in (
        frame.group_by(keys).agg(pl.len().alias("n"), amount.alias("amount")).sort(keys, nulls_last=False).to_dicts()
    ):
        yield replace(
            blank,
            part="sum",
            subject=row.get("kind") or source.kind,
            unit_id=row["unit_id"],
            year=row.get(year) if year else None,
            month=row.get("month"),
            n=row["n"],
            amount=row["amount"],
        )


def tell_changes(
    now: Sequence[ReceiptLine], before: Sequence[ReceiptLine], share: float, *, whole: bool = True
) -> Iterator[ReceiptLine]:
    """Yield what differs between two receipts: rows, columns, units, and sums by more than a share.

    `whole` is false where the second is another month's file, which says nothing but what columns there should be.
    """
    blank = ReceiptLine(now[0].source_id, now[0].file, "change", "")
    for subject, one, other in (("column_gone", before, now), ("column_new", now, before)):
        gone = _subjects(one, "column") - _subjects(other, "column")
        yield from (replace(blank, subject=subject, note=name) for name in sorted(gone))
    if not whole:
        return
    rows, earlier = (next(line.n for line in lines if line.subject == "read") for lines in (now, before))
    if rows != earlier:
        yield replace(blank, subject="rows", n=rows, before=earlier)
    sums, sums_before = ({_place(line): line for line in lines if line.part == "sum"} for lines in (now, before))
    units, units_before = ({line.unit_id for line in lines.values()} for lines in (sums, sums_before))
    for subject, names in (("unit_gone", units_before - units), ("unit_new", units - units_before)):
        yield from (replace(blank, subject=subject, unit_id=name) for name in sorted(filter(None, names)))
    for place, line in sums_before.items():
        after = sums.get(place)
        if line.unit_id not in units:
            continue
        if after is None:
            yield replace(line, part="change", subject="month_gone", n=None, amount=None, before=line.amount)
        elif line.amount is not None and after.amount is not None:
            apart = abs(after.amount - line.amount)
            if apart > share * abs(line.amount) and apart:
                yield replace(after, part="change", subject="sum", n=None, before=line.amount)


def _subjects(lines: Sequence[ReceiptLine], part: Part) -> set[str]:
    return {line.subject for line in lines if line.part == part}


def _place(line: ReceiptLine) -> tuple[object, ...]:
    return line.subject, line.unit_id, line.year, line.month


def near_files(folder: Path, source: Source, taken: frozenset[str]) -> Iterator[ReceiptLine]:
    """Yield the files beside a source's that nobody reads, and whose names nearly fit: a misspelling, another ending."""
    pattern = PurePosixPath(source.file)
    wanted = same_name(pattern.name)
    for name in names_in(folder, folder.joinpath(*pattern.parent.parts)):
        path = (pattern.parent / name).as_posix()
        if same_name(path) not in taken and _like(same_name(name), wanted):
            yield ReceiptLine(source.id, source.file, "near", path)


def _like(name: str, wanted: str) -> bool:
    """Return whether a name is nearly a pattern: its beginning up to the first mark, or all of it, but for its ending."""
    stem, pattern = name.partition(".")[0], wanted.partition(".")[0]
    for mark in "*?[":
        pattern = pattern.partition(mark)[0]
    if len(pattern) < len(wanted.partition(".")[0]):
        stem = stem[: len(pattern)]
    return bool(pattern) and SequenceMatcher(None, stem, pattern).ratio() >= _NEAR
