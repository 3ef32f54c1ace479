"""Runs the statements of `models/sql/load` and `models/sql/playback` in a connection."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import duckdb
import polars as pl

from models.tables.sql_statements import sql_statement

# As DuckDB gives them: of which types, the statement alone knows.
Rows = list[tuple[Any, ...]]


def run(
    con: duckdb.DuckDBPyConnection, *names: str, about: Mapping[str, str] = MappingProxyType({}), **values: object
) -> Rows:
    """Run statements by their files' names, one after another, and return the last one's rows.

    Args:
        con: the connection.
        names: the files, without `.sql`.
        about: names in place of those that the statements speak of.
        values: what their parameters are bound to.

    Returns:
        A query's rows; of what changes a table, one row with how many rows were changed.
    """
    rows: Rows = []
    for name in names:
        described = sql_statement(name)
        bound = {parameter.name: values[parameter.name] for parameter in described.parameters}
        rows = con.execute(described.sql_about(about), bound or None).fetchall()
    return rows


def give(con: duckdb.DuckDBPyConnection, frame: pl.DataFrame, to: str, *names: str) -> None:
    """Run statements that read a frame by the name `to`."""
    con.register(to, frame)
    try:
        run(con, *names)
    finally:
        con.unregister(to)
