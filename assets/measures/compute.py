"""Computes the measures of one report, on what the warehouse knew and what the checks let through."""

import duckdb
import polars as pl

from assets.measures.comparison import COMPARISON, compare
from assets.measures.figure_lineage import trace_figures
from assets.open_report import create, fill
from assets.quality.run_checks import withheld
from models.tables.header import table, tables
from models.tables.pandera_schemas import from_rows


def compute(con: duckdb.DuckDBPyConnection, checks: pl.DataFrame) -> dict[str, int]:
    """Make every table of `models/sql/measures` and `models/sql/lineage` in a connection from `open_report`; return their numbers of rows.

    Args:
        con: with the definitions and what was known as tables.
        checks: the table `checks`; what it withholds is not judged.
    """
    withhold(con, checks)
    rows = compare(con)
    others = (
        described for described in tables("measures").values() if described.sql and described.name not in COMPARISON
    )
    rows |= {described.name: create(con, described) for described in others}
    return rows | trace_figures(con)


def withhold(con: duckdb.DuckDBPyConnection, checks: pl.DataFrame) -> None:
    """Let the connection know what the checks found, and which indicators they withhold: every measure stands on it."""
    fill(con, table("withheld"), from_rows("withheld", withheld(checks)))
    fill(con, table("checks"), checks)
