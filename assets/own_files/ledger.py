"""Turns the ledger's rows, once, into outcomes by unit, kind and month (docs/measures.md §10)."""

from collections.abc import Iterable

import polars as pl

from assets.own_files.rows_of_file import Withheld
from models.definitions.steering import Accounts

# What a ledger's amount is multiplied by: revenue is booked as negative and followed up as positive income.
SIGNS = {"revenue": -1, "cost": 1, "investment": 1}
# An amount in whole öre, exact.
ORE = (pl.col("amount") * 100).round().cast(pl.Int64)


def with_kind(ledger: pl.DataFrame, accounts: Accounts) -> pl.DataFrame:
    """Return the ledger with what each account is in the column `kind`: as `Accounts.kind_of`."""
    kinds = {account: accounts.kind_of(account) for account in ledger["account"].unique().sort()}
    listed = pl.DataFrame(
        {"account": list(kinds), "kind": list(kinds.values())}, schema=dict.fromkeys(("account", "kind"), pl.String)
    )
    return ledger.join(listed, on="account", how="left", maintain_order="left")


def touched(
    withheld: Iterable[Withheld], ledger: pl.DataFrame, accounts: Accounts, units: Iterable[str], year: int
) -> pl.DataFrame:
    """Return what of a year faults withhold, as unit_id, kind and month: what a fault does not say may be any.

    An account outside the follow-up withholds nothing; one that is of no kind may be of any.

    Args:
        withheld: what each fault touches.
        ledger: the rows that could be read; what they are booked on may be withheld, though it be no unit.
        accounts: the municipality's first digits of each kind.
        units: the municipality's units.
        year: the year wanted.
    """
    every = sorted({*units, *ledger["unit_id"].unique()})
    found: set[tuple[str, str, int]] = set()
    for each in dict.fromkeys(withheld):
        if each.year not in {None, year}:
            continue
        kind = accounts.kind_of(each.account) if each.account is not None else None
        found.update(
            (unit, of_kind, month)
            for unit in ([each.unit_id] if each.unit_id is not None else every)
            for of_kind in (SIGNS if kind is None else {kind} & set(SIGNS))
            for month in ([each.month] if each.month is not None else range(1, 13))
        )
    schema = {"unit_id": pl.String, "kind": pl.String, "month": pl.Int64}
    return pl.DataFrame(sorted(found), schema=schema, orient="row")


def without(ledger: pl.DataFrame, withheld: pl.DataFrame, year: int) -> pl.DataFrame:
    """Return the ledger, with `kind`, less the rows of a year that faults withhold."""
    return ledger.join(withheld.with_columns(year=pl.lit(year, pl.Int64)), on=[*withheld.columns, "year"], how="anti")


def turned(ledger: pl.DataFrame, accounts: Accounts, year: int, withheld: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return a year of the ledger as rows of the table `booked`, in order: unit_id, kind, month, amount in kronor.

    Amounts are summed in whole öre, so that the order of the rows changes nothing. Accounts outside the follow-up, and
    those that no first digits fit, are left out; `assets.quality.ledger_check` tells of the latter.

    Args:
        ledger: unit_id, account (text), year, month, amount as booked (revenue negative).
        accounts: the municipality's first digits of each kind.
        year: the year wanted.
        withheld: what of it faults withhold (`touched`), which has no amount.
    """
    booked = (
        with_kind(ledger.filter(pl.col("year") == year), accounts)
        .filter(pl.col("kind").is_in(list(SIGNS)))
        .group_by("unit_id", "kind", "month")
        .agg(ORE.sum())
        .sort("unit_id", "kind", "month")
        .with_columns(
            (pl.col("amount") * pl.col("kind").replace_strict(SIGNS, return_dtype=pl.Int64) / 100).round(2),
            pl.col("month").cast(pl.Int64),
        )
    )
    if withheld is None or withheld.is_empty():
        return booked
    unknown = withheld.with_columns(amount=pl.lit(None, pl.Float64))
    known = booked.join(withheld, on=withheld.columns, how="anti")
    return pl.concat([known, unknown]).sort(withheld.columns)
