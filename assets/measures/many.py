"""Computes the measures of many municipalities at once, in one connection: what a region or a federation asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from assets.local.definitions import Definitions
from assets.local.own import Row
from assets.local.rows import definition_rows
from assets.quality.checks import withheld
from models.frames import from_rows
from models.many import MUNICIPALITY, for_many
from models.tables import Table, table, tables


@dataclass(frozen=True)
class OpenReport:
    """A report of one municipality, and what its measures stand on.

    Attributes:
        definitions: the municipality's.
        report: the report's id.
        as_of: its effective as-of instant.
        given: more rows by table: from local sources, and what earlier reports foretold.
        checks: the table `checks`; what it withholds is not judged.
    """

    definitions: Definitions
    report: str
    as_of: datetime
    given: dict[str, list[Row]]
    checks: pl.DataFrame


def open_reports(con: duckdb.DuckDBPyConnection, reports: Sequence[OpenReport]) -> None:
    """Make the tables of `models/sql/definitions` with the rows of every report, in a connection from `reading`."""
    for described in (*tables("definitions").values(), table("checks")):
        con.execute(keyed_ddl(described))
    for opened in reports:
        municipality = opened.definitions.model.municipality.id
        rows = definition_rows(opened.definitions, opened.report, opened.as_of, opened.given)
        frames = {name: from_rows(name, found) for name, found in rows.items()}
        frames |= {"withheld": from_rows("withheld", withheld(opened.checks)), "checks": opened.checks}
        for name, frame in frames.items():
            con.register("rows_to_fill", frame.with_columns(pl.lit(municipality).alias(MUNICIPALITY)))
            con.execute(f"INSERT INTO {name} BY NAME FROM rows_to_fill")
            con.unregister("rows_to_fill")


def compute_many(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Make every table of `models/sql/known` and `models/sql/measures` for all reports opened; return their numbers of rows.

    Each table has the rows that it has for each municipality by itself, and a column `municipality_id` (text).
    """
    keyed = {*tables("definitions"), "checks"}
    computed = [found for folder in ("known", "measures") for found in tables(folder).values() if found.sql]
    rows: dict[str, int] = {}
    for described in computed:
        columns = described.select_list
        if MUNICIPALITY not in {column.name for column in described.columns}:
            columns = f"{columns}, {MUNICIPALITY}"
        query = for_many(described.sql, keyed)
        con.execute(f"CREATE TABLE {described.name} AS SELECT {columns} FROM ({query})")
        rows[described.name] = con.execute(f"SELECT count(*) FROM {described.name}").fetchall()[0][0]
        keyed.add(described.name)
    return rows


def keyed_ddl(described: Table) -> str:
    """Return the statement that creates a table in which every row says whose it is, empty."""
    if MUNICIPALITY in {column.name for column in described.columns}:
        return described.ddl
    return f"{described.ddl.removesuffix(')')}, {MUNICIPALITY} VARCHAR NOT NULL)"
