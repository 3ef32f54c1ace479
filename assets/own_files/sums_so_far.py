"""Makes a ledger's sums so far in the year into months: each less the one before it."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import cast

import polars as pl

from assets.own_files.cell_faults import shown
from assets.own_files.rows_of_file import Withheld
from models.definitions.base import MONTH

# Tells what is wrong of a row: its file, sheet and number (0: of the whole file), and the words.
Tell = Callable[[tuple[str, str, int], str], None]
_OF_KEY = ("unit_id", "account", "year")
# More decimals than a ledger has, but for what a formula has shared out.
_MORE_THAN_FOUR = r"\.\d{5,}|e-"
_MOST_DECIMALS = 24


def by_month(sums: pl.DataFrame, withheld: dict[Withheld, None], tell: Tell) -> pl.DataFrame:
    """Return the records with each amount less that of the month before; `withheld` grows by what cannot be told apart.

    Months must be an unbroken run from January, and an account's on a unit from the month when it first stands there.

    Args:
        sums: unit_id, account, year, month, amount (a sum from January to the month), file, sheet and row.
        withheld: what faults touch so far; a sum that lacks a row is none to take from the next month's.
        tell: is told of each row that cannot be made a month, and of each account that is gone.
    """
    withheld |= dict.fromkeys(
        Withheld(each.unit_id, each.account, each.year, each.month + 1)
        for each in withheld
        if each.month is not None and each.month < len(MONTH)
    )
    rows = sums.with_row_index("place").with_columns(_exact(sums["amount"]).alias("part"))
    stands = rows.group_by(*_OF_KEY, "month").agg(pl.col("part").sum().alias("so_far"), pl.col("place").min())
    there = rows.group_by("year", "month").agg(pl.struct("file", "sheet").first())
    for (year,), months in there.sort("year").group_by("year", maintain_order=True):
        gaps = _behind_gaps(sorted(months["month"]))
        withheld |= dict.fromkeys(Withheld(year=cast("int", year), month=month) for month in gaps)
    following = stands.select(*_OF_KEY, month=pl.col("month") + 1, before=pl.col("so_far"))
    gone = following.join(there, on=["year", "month"]).join(stands, on=[*_OF_KEY, "month"], how="anti")
    for row in gone.sort(*_OF_KEY, "month").iter_rows(named=True):
        key = Withheld(row["unit_id"], row["account"], row["year"], row["month"])
        if not any(_touches(each, key) for each in withheld):
            tell(
                (row["file"]["file"], row["file"]["sheet"] or "", 0),
                f"saknar konto {shown(row['account'])} på {shown(row['unit_id'])}, som har belopp i {MONTH[row['month'] - 2]}: "
                f"{MONTH[row['month'] - 1]} kan inte skiljas ut ur ackumulerade belopp.",
            )
    withheld |= dict.fromkeys(Withheld(*key) for key in _not_apart(stands, there, following))
    made = (
        stands.join(following, on=[*_OF_KEY, "month"], how="left")
        .join(there.select("year", pl.col("month") + 1, month_before=True), on=["year", "month"], how="left")
        .with_columns(first=pl.col("month").min().over(_OF_KEY))
        .with_columns(
            lacking=pl.when((pl.col("month") > 1) & pl.col("month_before").is_null())
            .then(pl.lit("month"))
            .when((pl.col("month") > pl.col("first")) & pl.col("before").is_null())
            .then(pl.lit("account"))
        )
    )
    rows = rows.join(made.select(*_OF_KEY, "month", "lacking"), on=[*_OF_KEY, "month"], how="left")
    for row in rows.filter(pl.col("lacking").is_not_null()).iter_rows(named=True):
        month = row["month"]
        lacking = f"{MONTH[month - 2]} saknas" if row["lacking"] == "month" else f"kontot saknas i {MONTH[month - 2]}"
        place = (row["file"], row["sheet"] or "", row["row"])
        tell(place, f"är ackumulerat, och {lacking}: {MONTH[month - 1]} kan inte skiljas ut.")
    # A month's first row bears what the months before it came to.
    rows = rows.join(made.select("place", "before"), on="place", how="left").sort("place")
    rows = rows.filter(pl.col("lacking").is_null()).with_columns(pl.col("part") - pl.col("before").fill_null(0))
    return rows.with_columns(_as_float(rows["part"]).alias("amount")).select(sums.columns)


def _exact(amounts: pl.Series) -> pl.Series:
    """Return amounts as they are written, so that they can be taken from each other: ten-thousandths, or as many decimals as there are."""
    if not amounts.cast(pl.String).str.contains(_MORE_THAN_FOUR).any():
        return (amounts * 10_000).round().cast(pl.Int64)
    written = [Decimal(str(amount)) for amount in amounts]
    scale = min(max(-cast("int", amount.as_tuple().exponent) for amount in written), _MOST_DECIMALS)
    return pl.Series(written, dtype=pl.Decimal(38, scale))


def _as_float(parts: pl.Series) -> pl.Series:
    """Return what `_exact` amounts came to as the nearest floats."""
    if parts.dtype == pl.Int64:
        return (parts / 10_000).round(4)
    return pl.Series([float(part) for part in parts], dtype=pl.Float64)


def _not_apart(
    stands: pl.DataFrame, there: pl.DataFrame, following: pl.DataFrame
) -> Iterator[tuple[str, str, int, int]]:
    """Yield each unit, account, year and month from the second on, that has no row, or whose month before should have one."""
    had = following.select(*_OF_KEY, "month", had_before=True)
    expected = (
        stands.group_by(_OF_KEY)
        .agg(pl.col("month").min().alias("first"))
        .join(there.select("year", "month"), on="year")
        .filter(pl.col("month") > pl.col("first"))
        .join(stands.select(*_OF_KEY, "month", has=True), on=[*_OF_KEY, "month"], how="left")
        .join(had, on=[*_OF_KEY, "month"], how="left")
        .join(there.select("year", pl.col("month") + 1, month_before=True), on=["year", "month"], how="left")
    )
    before = pl.col("month_before").is_not_null() & pl.col("had_before").is_null()
    yield from (
        expected.filter(pl.col("has").is_null() | before).select(*_OF_KEY, "month").sort(*_OF_KEY, "month").iter_rows()
    )


def _behind_gaps(there: list[int]) -> Iterator[int]:
    """Yield the months that are lacking before the last, and each that comes next after such."""
    for month in range(1, there[-1] + 1):
        if month not in there or (month > 1 and month - 1 not in there):
            yield month


def _touches(each: Withheld, key: Withheld) -> bool:
    return (
        each.unit_id in {None, key.unit_id}
        and each.account in {None, key.account}
        and each.year in {None, key.year}
        and each.month in {None, key.month}
    )
