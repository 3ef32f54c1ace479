"""Finds rows that are the sum of others though no word says so: added up with them, each amount would count twice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

import polars as pl

from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.make_records import Record
from models.definitions.own_files import Known, Source, leading_digits, normal

# A record by its place, the column that names what is summed, and of what it is the sum.
Sum = tuple[int, str, str]
# What is added up, by kind of source.
_ADDED = {
    "ledger": ("amount",), "staff": ("fte", "headcount", "scheduled_hours", "sick_hours"), "budget": ("amount",),
    "budget_forecast": ("amount",),
}  # fmt: skip
# A frame holds what the units below are given, so that it may be their sum.
_FRAMES = frozenset({"budget", "budget_forecast"})
_LEAST = 3
# How much must speak for a sum that only its place points out: a place for each figure that is not a zero at the end, and one
# for each time that it holds. The sum of two rows that stands once is a chance where the figures are few.
_ENOUGH = 4
_ENOUGH_OF_TWO = 6
# Within this of whole öre, a float is that many.
_NEAR = 0.01
MEND = "Är raden en summa av andra: skriv {value} under totals i mappningen. Är den ett eget belopp: under not_totals."


def find_sums(records: pl.DataFrame, source: Source, known: Known) -> Iterator[tuple[Record, Wrong]]:
    """Yield every record of one file that its figures point out as a sum of others, with its `place` and what is wrong.

    An account that is the beginning of others and holds their sum in every unit and month where both stand; a unit that
    holds, account by account, the sum of the units below it; a last row that holds the sum of all above it; and an account or
    unit that wherever it stands holds the sum of the rows directly above or below it.
    """
    # Of staff the first that the file has: people and hours are added up alike.
    there = (name for name in _ADDED.get(source.kind, ()) if name in records.columns)
    added = next((name for name in there if records[name].is_not_null().any()), None)
    if added is None:
        return
    # As categories the words of millions of rows take little room.
    words = [name for name in ("unit_id", "account", "kind", "gender") if name in records.columns]
    times = [name for name in ("year", "month") if name in records.columns]
    rows = records.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"),
        *(pl.col(name).cast(pl.Categorical) for name in words),
        *(pl.col(name).cast(pl.Int16) for name in times),
        "row",
        ore(added),
    )
    allowed = {normal(word) for word in source.not_totals}
    has_accounts = source.kind == "ledger" or source.by_account
    sums = account_sums(rows) if has_accounts else []
    rest = _without(rows, sums)
    if source.kind not in _FRAMES:
        sums += _unit_sums(rest, known)
    if source.kind == "ledger":
        sums += _sum_of_all(rest)
    for label in ("account", "unit_id") if has_accounts else ("unit_id",):
        frames = known if source.kind in _FRAMES and label == "unit_id" else None
        while found := _sums_by_place(_without(rows, sums), label, frames):
            sums += found
    of_place = {
        row["place"]: row for row in rows.filter(pl.col("place").is_in({place for place, _, _ in sums})).to_dicts()
    }
    for place, column, wrong in sums:
        record = of_place[place]
        names = {normal(record[column]), leading_digits(record[column])}
        if column == "unit_id":
            names.add(normal(known.units[record[column]].title))
        if not allowed & names:
            yield record, _told("kind" if column == "account" and source.by_account else column, record[column], wrong)


def _without(rows: pl.DataFrame, sums: Sequence[Sum]) -> pl.DataFrame:
    return rows.filter(~pl.col("place").is_in({place for place, _, _ in sums})) if sums else rows


def _told(column: str, value: str, wrong: str) -> Wrong:
    quoted = shown(value) if value.isalpha() else f'"{shown(value)}"'
    return Wrong(f"är {wrong}, och skulle räknas två gånger.", MEND.format(value=quoted), column=column)


def ore(added: str) -> pl.Expr:
    """Return what is added up in whole öre, half to even; what has no decimals beyond öre needs no exact sum."""
    hundreds = pl.col(added) * 100
    exact = (
        pl.when((hundreds - hundreds.round()).abs() > _NEAR)
        .then(pl.col(added))
        .map_elements(lambda amount: int((Decimal(str(amount)) * 100).to_integral_value()), return_dtype=pl.Int64)
    )
    return pl.coalesce(exact, hundreds.round().cast(pl.Int64)).alias("ore")


def account_sums(rows: pl.DataFrame) -> list[Sum]:
    """Return the records of each account that holds, wherever both stand, the sum of the accounts that begin with it."""
    digits_of = {str(account): leading_digits(str(account)) for account in rows["account"].unique()}
    every = sorted({*digits_of.values()} - {""}, key=lambda digits: (-len(digits), digits))
    there = frozenset(every)
    beginning: dict[str, list[str]] = {}
    for longer in every:
        for end in range(1, len(longer)):
            if longer[:end] in there:
                beginning.setdefault(longer[:end], []).append(longer)
    touched = {*beginning}.union(*beginning.values())
    of_these = [account for account, digits in digits_of.items() if digits in touched]
    rows = rows.filter(pl.col("account").is_in(of_these)).with_columns(
        digits=pl.col("account").cast(pl.String).replace(digits_of)
    )
    amounts: dict[object, dict[str, int]] = {}
    first: dict[str, int] = {}
    by_month = rows.group_by("unit_id", "year", "month", "digits").agg(pl.col("ore").sum(), pl.col("row").min())
    for unit_id, year, month, digits, ore, row in by_month.iter_rows():
        amounts.setdefault((unit_id, year, month), {})[digits] = ore
        first[digits] = min(row, first.get(digits, row))
    sums: set[str] = set()
    found: list[Sum] = []
    for digits in every:
        below = [longer for longer in beginning.get(digits, ()) if longer not in sums]
        if not below:
            continue
        beside = [
            (group[digits], sum(group.get(longer, 0) for longer in below))
            for group in amounts.values()
            if digits in group and any(longer in group for longer in below)
        ]
        if any(own for own, _ in beside) and all(own == parts for own, parts in beside):
            sums.add(digits)
            said = (
                f"summan av konton som börjar på {digits} (det första står på rad {min(first[each] for each in below)})"
            )
            found += [(place, "account", said) for place in rows.filter(pl.col("digits") == digits)["place"]]
    return found


def _unit_sums(rows: pl.DataFrame, known: Known) -> list[Sum]:
    """Return the records of each unit that holds the sum of two or more units below it, key by key."""
    present = rows["unit_id"].unique().to_list()
    children = Counter(known.units[unit_id].parent for unit_id in present)
    above = {unit_id for unit_id in present if children[unit_id] > 1}
    wanted = above | {unit_id for unit_id in present if known.units[unit_id].parent in above}
    rows = rows.filter(pl.col("unit_id").is_in(wanted), pl.col("ore").is_not_null())
    keys = [name for name in ("account", "gender", "year", "month") if name in rows.columns]
    amounts: dict[str, dict[tuple[object, ...], int]] = {}
    for unit_id, ore, *key in (
        rows.group_by("unit_id", *keys).agg(pl.col("ore").sum()).select("unit_id", "ore", *keys).iter_rows()
    ):
        amounts.setdefault(unit_id, {})[tuple(key)] = ore
    found: list[Sum] = []
    for unit_id in sorted(above & {*amounts}):
        own = amounts[unit_id]
        below = [other for other in amounts if known.units[other].parent == unit_id]
        parts: dict[tuple[object, ...], int] = {}
        for other in below:
            for key, amount in amounts[other].items():
                parts[key] = parts.get(key, 0) + amount
        if len(below) > 1 and any(own.values()) and own == parts:
            first = rows.filter(pl.col("unit_id").is_in(below))["row"].min()
            said = f"summan av enheterna under den (den första står på rad {first})"
            found += [(place, "unit_id", said) for place in rows.filter(pl.col("unit_id") == unit_id)["place"]]
    return found


def _sum_of_all(rows: pl.DataFrame) -> list[Sum]:
    """Return the records of the last row where it holds, month by month, the sum of at least three rows above it."""
    if rows.is_empty():
        return []
    last = cast("int", rows["row"].max())
    months = rows.group_by("year", "month").agg(
        pl.col("ore").filter(pl.col("row") == last).last().alias("own"),
        pl.col("ore").filter(pl.col("row") != last).sum().alias("above"),
        (pl.col("row") != last).sum().alias("n"),
    )
    held = months.filter(pl.col("own").is_not_null())
    is_sum = held.select(
        (pl.col("n") >= _LEAST).all() & (pl.col("own") == pl.col("above")).all() & (pl.col("own") != 0).any()
    )
    if not is_sum.item():
        return []
    return [(place, "account", "summan av alla rader ovanför") for place in rows.filter(pl.col("row") == last)["place"]]


@dataclass(frozen=True)
class _Block:
    """Records of the same other keys, one below the other: what names each, its öre, row and place."""

    names: list[str]
    ore: list[int]
    rows: list[int]
    places: list[int]

    def turned(self) -> "_Block":
        """Return the block from below."""
        return _Block(self.names[::-1], self.ore[::-1], self.rows[::-1], self.places[::-1])


def _numbered(rows: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Return a number for each row, the same where columns hold the same: of millions it takes less room than the columns."""
    number = pl.Series("block", [0], pl.Int64).new_from_index(0, rows.height)
    for name in names:
        code = rows[name].to_physical().cast(pl.Int64).fill_null(-1) + 1
        number = number * (cast("int", code.max()) + 1) + code
    return number.alias("block")


def _sums_by_place(rows: pl.DataFrame, label: str, frames: Known | None) -> list[Sum]:
    """Return the records of every account or unit that, wherever it stands, holds the sum of the rows next to it.

    Next to it are the rows of the same other keys (unit, month, …) directly above, from the first of them or from the sum
    before, and, where none is a sum of those above, directly below.

    Args:
        rows: those that no other rule has found to be sums.
        label: the column that names what is summed: account or unit_id.
        frames: the units, where a unit may hold the sum of those below it; else None.
    """
    there = ("unit_id", "account", "kind", "gender", "year", "month")
    keys = [name for name in there if name != label and name in rows.columns]
    if "account" in rows.columns:
        keys = [name for name in keys if name != "kind"]
    rows = rows.filter(pl.col("ore").is_not_null())
    if rows.is_empty():
        return []
    block, named = _numbered(rows, keys), _numbered(rows, [*keys, label])
    # A sum stands once among the rows of the same keys; an account of a ledger's vouchers many times.
    ordered_names = named.sort()
    often = ordered_names.filter(ordered_names == ordered_names.shift()).unique()
    may_be = {*rows[label].unique()} - {*rows.filter(named.is_in(often.implode()))[label].unique()}
    of_these = block.filter(rows[label].is_in(list(may_be))).unique()
    blocks = [
        _Block(*columns)
        for columns in rows.with_columns(block)
        .filter(block.is_in(of_these.implode()))
        .group_by(block.name, maintain_order=True)
        .agg(label, "ore", "row", "place")
        .select(label, "ore", "row", "place")
        .iter_rows()
    ]
    for where, ordered in (("ovanför", blocks), ("nedanför", [block.turned() for block in blocks])):
        if found := _sums_of_those_before(ordered, may_be, frames):
            return [
                (place, label, f"summan av de {len(parts)} raderna {where} (rad {min(parts)}–{max(parts)})")
                for place, parts in found
            ]
    return []


def _sums_of_those_before(
    blocks: Sequence[_Block], may_be: set[str], frames: Known | None
) -> list[tuple[int, list[int]]]:
    """Return the records of each label that in every block where it stands is the sum of the rows before it, and their rows."""
    while may_be:
        held: dict[str, set[tuple[int, int]]] = {}
        found: list[tuple[_Block, int, int]] = []
        failed: set[str] = set()
        for block in blocks:
            so_far, begins = 0, {0: 0}
            for i, (name, amount) in enumerate(zip(block.names, block.ore, strict=True)):
                if name in may_be:
                    begin = begins.get(so_far - amount, i)
                    n = i - begin
                    if amount and (not n or (frames is not None and _are_below(block.names[begin:i], name, frames))):
                        failed.add(name)
                    elif amount and n > 1:
                        held.setdefault(name, set()).add((amount, n))
                    if n:
                        found.append((block, begin, i))
                so_far += amount
                if name in may_be:
                    begins.setdefault(so_far, i + 1)
        sums = {name for name in may_be - failed if _is_enough(held.get(name, set()))}
        if sums == may_be:
            return [(block.places[i], block.rows[begin:i]) for block, begin, i in found]
        may_be = sums
    return []


def _are_below(parts: Sequence[str], unit_id: str, frames: Known) -> bool:
    """Return whether every one of some units is below another."""
    return all(unit_id in _line(part, frames) for part in parts)


def _line(unit_id: str, known: Known) -> Iterator[str]:
    """Yield the units that a unit is below, from the nearest up."""
    parent = known.units[unit_id].parent
    seen = {unit_id}
    while parent is not None and parent not in seen and parent in known.units:
        yield parent
        seen.add(parent)
        parent = known.units[parent].parent


def _is_enough(held: set[tuple[int, int]]) -> bool:
    """Return whether different amounts, and of how many rows each is the sum, are more than a chance."""
    speaks = sum(len(str(abs(amount)).rstrip("0")) + 1 for amount, _ in held)
    return speaks >= (_ENOUGH_OF_TWO if len(held) == 1 and next(iter(held))[1] == 2 else _ENOUGH)  # noqa: PLR2004
