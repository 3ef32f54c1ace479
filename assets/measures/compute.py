"""Computes the measures of one report, on what the warehouse knew and what the checks let through."""

import duckdb
import polars as pl

from assets.measures.comparison import COMPARISON, compare
from assets.measures.figure_lineage import trace_figures
from assets.open_report import create, fill
from assets.quality.run_checks import withheld
from models.tables.header import table, tables
from models.tables.pandera_schemas import from_rows

MEASURES = (
    "fulfilment",
    "goal_status",
    "level_status",
    "comparison",
    "forecast_scores",
    "set_compared",
    "unit_comparison",
    "activities",
    "assignments",
    "inner_efficiency",
    "outer_efficiency",
    "outer_efficiency_items",
    "four_fields",
    "efficiency_gains",
    "efficiency_index",
    "budget",
    "staff",
    "control_points",
    "shortfalls",
    "shortfall_series",
    "good_financial_management",
    "lineage",
)


def compute(con: duckdb.DuckDBPyConnection, checks: pl.DataFrame) -> dict[str, int]:
    """Make every table of `models/sql/measures` and `models/sql/lineage` in a connection from `open_report`; return their numbers of rows.

    Args:
        con: with the definitions and what was known as tables.
        checks: the table `checks`; what it withholds is not judged.
    """
    hold = from_rows("withheld", withheld(checks))
    fill(con, table("withheld"), hold)
    fill(con, table("checks"), checks)
    rows = compare(con)
    others = (
        described for described in tables("measures").values() if described.sql and described.name not in COMPARISON
    )
    rows |= {described.name: create(con, described) for described in others}
    return rows | trace_figures(con)
