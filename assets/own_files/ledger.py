"""Turns the ledger's rows, once, into outcomes by unit, kind and month (docs/measures.md §10)."""

import polars as pl

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


def turned(ledger: pl.DataFrame, accounts: Accounts, year: int) -> pl.DataFrame:
    """Return a year of the ledger as rows of the table `booked`, in order: unit_id, kind, month, amount in kronor.

    Amounts are summed in whole öre, so that the order of the rows changes nothing. Accounts outside the follow-up, and
    those that no first digits fit, are left out; `assets.quality.ledger_check` tells of the latter.

    Args:
        ledger: unit_id, account (text), year, month, amount as booked (revenue negative).
        accounts: the municipality's first digits of each kind.
        year: the year wanted.
    """
    return (
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
