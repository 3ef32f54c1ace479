"""Computes the measures of one report, on what the warehouse knew and what the checks let through."""

from collections.abc import Collection

import duckdb
import polars as pl

from assets.measures.comparison import COMPARISON, compute_comparison
from assets.measures.figure_lineage import trace_figures
from assets.open_report import create, fill
from assets.quality.run_checks import withheld
from models.tables.header import stands_on_all, table, tables
from models.tables.pandera_schemas import from_rows


def compute(
    con: duckdb.DuckDBPyConnection, checks: pl.DataFrame, wanted: Collection[str] | None = None
) -> dict[str, int]:
    """Make tables of `models/sql/measures` and `models/sql/lineage` in a connection from `open_report`; return their numbers of rows.

    Args:
        con: with the definitions and what was known as tables.
        checks: the table `checks`; what it withholds is not judged.
        wanted: the tables to make, and what they stand on; None makes all.
    """
    withhold(con, checks)
    needed = _needed(wanted)
    rows = compute_comparison(con) if needed & {*COMPARISON} else {}
    for described in tables("measures").values():
        if described.sql and described.name in needed - {*COMPARISON}:
            rows[described.name] = create(con, described)
    return rows | (trace_figures(con) if needed & {*tables("lineage")} else {})


def withhold(con: duckdb.DuckDBPyConnection, checks: pl.DataFrame) -> None:
    """Let the connection know what the checks found, and which indicators they withhold: every measure stands on it."""
    fill(con, table("withheld"), from_rows("withheld", withheld(checks)))
    fill(con, table("checks"), checks)


def _needed(wanted: Collection[str] | None) -> set[str]:
    """Return the tables to make: those wanted and all that they stand on. Lineage stands on every figure."""
    if wanted is None or any(table(name).folder == "lineage" for name in wanted):
        return {*tables("measures"), *tables("lineage")}
    return {*wanted}.union(*(stands_on_all(name) for name in wanted))
