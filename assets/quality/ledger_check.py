"""Checks that the ledger's rows are all found again in the unit tree: a difference is told with its amount."""

import duckdb
import polars as pl

from assets.own_files.ledger import ORE, turned, with_kind, without
from assets.own_files.own_sources import OwnSources
from models.definitions.municipality import Municipality
from models.definitions.steering import Accounts
from models.tables.header import table
from models.tables.pandera_schemas import from_rows
from models.tables.rows import ChecksRow
from models.tables.typed_rows import rows_of
from models.words import numbers
from models.words.checks import CHECK_FAILED, CHECK_PASSED, ROWS

CHECK_ID = "ledger_reconciles"
_SHOWN = 3


def check_ledger(
    con: duckdb.DuckDBPyConnection, ledger: pl.DataFrame, accounts: Accounts, own: OwnSources | None = None
) -> pl.DataFrame:
    """Return the check `ledger_reconciles` as a row of the table `checks`; none where faults withhold every row.

    The sum of the year's rows up to the report's month, less those of accounts declared outside, must be the sum that
    the roll-up gives the council: revenue turned back, cost and investment. What is missing lies on units that do not
    exist, or on accounts that no first digits fit.

    Args:
        con: with the definitions as tables.
        ledger: unit_id, account (text), year, month, amount as booked (revenue negative).
        accounts: the municipality's first digits of each kind.
        own: whose faults withhold rows, which are then looked at on neither side.
    """
    year, month = con.sql("SELECT year, month FROM this_report").fetchall()[0]
    rows = with_kind(ledger.filter((pl.col("year") == year) & (pl.col("month") <= month)), accounts)
    units = con.sql("SELECT DISTINCT unit_id FROM unit_place").pl()["unit_id"]
    if own is not None and not (withheld := own.withheld(accounts, units, year)).is_empty():
        rows = without(rows, withheld, year)
        if rows.is_empty():
            return from_rows("checks", [])
    inside = rows.filter(pl.col("kind").is_null() | (pl.col("kind") != "outside"))
    con.register("ledger_turned", turned(rows.drop("kind"), accounts, year))
    counted = con.sql(
        f"""
        SELECT coalesce(sum(CASE b.kind WHEN 'revenue' THEN -kronor(b.amount) ELSE kronor(b.amount) END), 0)
        FROM ledger_turned AS b
        JOIN ({table("counted_unit").sql}) AS c ON c.month = b.month AND c.below_id = b.unit_id
        JOIN unit AS u ON u.unit_id = c.unit_id AND u.level = 'council'
        """
    ).fetchall()[0][0]
    con.unregister("ledger_turned")
    there = units.implode()
    lost = inside.filter(~pl.col("unit_id").is_in(there) | pl.col("kind").is_null())
    booked: int = inside.select(ORE.sum()).item()
    difference = (booked - round(100 * counted)) / 100
    return from_rows("checks", [_row(rows.height, lost, difference, there)])


def ledger_checks(con: duckdb.DuckDBPyConnection, own: OwnSources, model: Municipality) -> list[ChecksRow]:
    """Return the check of a municipality's ledger; none where it has no ledger, or nothing of it can be used."""
    ledger = own.ledger()
    return [] if ledger is None else rows_of(check_ledger(con, ledger, model.municipality.accounts, own), ChecksRow)


def _row(n: int, lost: pl.DataFrame, difference: float, units: pl.Series) -> ChecksRow:
    failed = bool(difference) or not lost.is_empty()
    words = {"difference": numbers.number(difference, 2), "rows": numbers.count(lost.height, *ROWS)}
    return {
        "check_id": CHECK_ID,
        "subject": "ledger",
        "severity": "error",
        "status": "failed" if failed else "passed",
        "n_checked": n,
        "n_failed": max(lost.height, int(failed)),
        "message": CHECK_FAILED[CHECK_ID].format(**words) if failed else CHECK_PASSED,
        "sample": "; ".join([*_sums(lost.filter(~pl.col("unit_id").is_in(units)), "unit_id"),
                             *_sums(lost.filter(pl.col("kind").is_null()), "account")]) or None,
    }  # fmt: skip


def _sums(lost: pl.DataFrame, column: str) -> list[str]:
    sums = (
        lost.group_by(column).agg(pl.col("amount").sum()).sort(pl.col("amount").abs(), column, descending=[True, False])
    )
    return [f"{column} {name}: {numbers.number(amount, 2)} kr" for name, amount in sums.head(_SHOWN).iter_rows()]
