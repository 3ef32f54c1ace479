"""A finished report's tables in a connection, for SQL that is asked of it: its definitions' and its own."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

import duckdb
import polars as pl

from assets.definitions.as_tables import definition_rows
from assets.finished.open_finished import Side
from assets.open_report import create, fill, fill_definitions
from models.errors import UsageError
from models.tables.header import Table, sql_text, table


@contextmanager
def opened_in_memory() -> Generator[duckdb.DuckDBPyConnection]:
    """Open a connection for reports' tables, with the macros, until the block ends."""
    # A thread more costs more than a report's rows take: two reports of a municipality are compared in half the time.
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(sql_text("macros.sql"))
        yield con


def read_table(side: Side, name: str) -> pl.DataFrame:
    """Return one of a report's tables with the columns of today: one that an older report lacks is null.

    Raises:
        UsageError: the report has no such table, or one that cannot be read or lacks what it cannot be without.
    """
    path, described = side.table(name), table(name)
    if not path.is_file():
        raise UsageError(
            f"{side.name} har ingen tabell {name}: den gjordes av en tidigare version. Gör om den: styrtal run."
        )
    try:
        return _as_described(described, pl.read_parquet(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UsageError(f"{path} gick inte att läsa ({error}). Gör om rapporten: styrtal run.") from error


def fill_tables(con: duckdb.DuckDBPyConnection, side: Side, frames: Mapping[str, pl.DataFrame]) -> None:
    """Make the tables of a report's definitions, some of its own and the targets in force in the current schema."""
    fill_definitions(con, definition_rows(side.definitions, side.name.report, side.as_of))
    for name, frame in frames.items():
        fill(con, table(name), frame)
    create(con, table("target_in_force"))


def _as_described(described: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.col(column.name) if column.name in frame.columns else pl.lit(None).alias(column.name)
        for column in described.columns
    )
