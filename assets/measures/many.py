"""Computes the measures of many municipalities at once, in one connection: what a region or a federation asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb
import polars as pl

from assets.definitions.as_tables import definition_rows
from assets.definitions.read_yaml import Definitions
from assets.measures.comparison import of_so_many
from assets.own_files.own_sources import Row
from assets.quality.run_checks import withheld
from models.many import MUNICIPALITY, for_many
from models.tables.header import Table, table, tables
from models.tables.pandera_schemas import from_rows

# What reports must have in common to be computed at once: then it stands there once, and so does what is made of it.
SHARED = (
    "indicator",
    "ordinal_step",
    "series_break",
    "service_component",
    "correction",
    "own_group",
    "withheld",
    "model_file",
    "model_need",
    "shared_report",
)  # fmt: skip


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


def alike(reports: Sequence[OpenReport]) -> list[list[OpenReport]]:
    """Return the reports in groups that can be computed at once: of one year and instant, of the same indicators and sets."""
    groups: dict[object, list[OpenReport]] = {}
    for opened in reports:
        frames = _frames(opened)
        shared = tuple(tuple(frames[name].rows()) for name in SHARED if name in frames)
        groups.setdefault((opened.report[:4], opened.as_of, shared), []).append(opened)
    return list(groups.values())


def open_reports(
    con: duckdb.DuckDBPyConnection, reports: Sequence[OpenReport], places: Literal["all", "own"] = "all"
) -> None:
    """Make the tables of `models/sql/definitions` with the rows of every report, in a connection from `reading`.

    Args:
        con: the connection.
        reports: one of the groups that `alike` gives.
        places: whose places in the comparison each report shows: every municipality's, as a report by itself does, or its
            own alone, so that all reports together have each place once.

    Raises:
        ValueError: the reports are not alike.
    """
    if len(alike(reports)) != 1:
        raise ValueError("The reports do not have their year, instant, indicators and sets in common.")
    for described in (*tables("definitions").values(), table("checks")):
        con.execute(described.ddl if described.name in SHARED else keyed_ddl(described))
    for number, opened in enumerate(reports):
        municipality = opened.definitions.model.municipality.id
        for name, frame in _frames(opened).items():
            if name in SHARED and number:
                continue
            whose = frame if name in SHARED else frame.with_columns(pl.lit(municipality).alias(MUNICIPALITY))
            con.register("rows_to_fill", whose)
            con.execute(f"INSERT INTO {name} BY NAME FROM rows_to_fill")
            con.unregister("rows_to_fill")
    con.execute("UPDATE this_report SET places = ?", [places])


def _frames(opened: OpenReport) -> dict[str, pl.DataFrame]:
    rows = definition_rows(opened.definitions, opened.report, opened.as_of, opened.given)
    frames = {name: from_rows(name, found) for name, found in rows.items()}
    return frames | {"withheld": from_rows("withheld", withheld(opened.checks)), "checks": opened.checks}


def compute_many(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Make every table of `models/sql/known` and `models/sql/measures` for all reports opened; return their numbers of rows.

    Each table has the rows that it has for each municipality by itself, and a column `municipality_id` (text), but for
    what is the same for all: that stands there once.
    """
    keyed = {*tables("definitions"), "checks"} - {*SHARED}
    rows: dict[str, int] = {}
    for found in (found for folder in ("known", "measures") for found in tables(folder).values() if found.sql):
        described = of_so_many(con, found)
        query = None if described.name in SHARED else for_many(described.sql, keyed)
        named = query is None or MUNICIPALITY in {column.name for column in described.columns}
        if query is not None:
            keyed.add(described.name)
        more = "" if named else f", {MUNICIPALITY}"
        rows_of = described.query_of(query or described.sql, MUNICIPALITY, more)
        con.execute(f"CREATE TABLE {described.name} AS {rows_of}")
        rows[described.name] = con.execute(f"SELECT count(*) FROM {described.name}").fetchall()[0][0]
    return rows


def keyed_ddl(described: Table) -> str:
    """Return the statement that creates a table in which every row says whose it is, empty."""
    if MUNICIPALITY in {column.name for column in described.columns}:
        return described.ddl
    return f"{described.ddl.removesuffix(')')}, {MUNICIPALITY} VARCHAR NOT NULL)"
