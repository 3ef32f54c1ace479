"""The measures of several reports at once beside those of each by itself: the same rows in every table."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from assets.measures.compute import compute
from assets.measures.many import OpenReport, compute_many, open_reports
from assets.open_report import open_report
from assets.quality.run_checks import run_checks
from assets.warehouse.lake import Lake
from assets.warehouse.store import reading
from models.many import MUNICIPALITY
from models.tables.header import Table, tables

PLACES = {"compared", "place_shared", "place_similar", "component_score", "share_of", "value_interval"}
COMPUTED = [table for folder in ("known", "measures") for table in tables(folder).values() if table.sql]


def alone(warehouse: Path | Lake, opened: OpenReport) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Every computed table of one report, and its checks."""
    with reading(warehouse) as con:
        open_report(con, opened.definitions, opened.report, opened.as_of, opened.given)
        checks = run_checks(con)
        compute(con, checks)
        return {table.name: con.table(table.name).pl() for table in COMPUTED}, checks


def named(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def differing(warehouse: Path | Lake, reports: Sequence[OpenReport]) -> tuple[list[str], dict[str, int]]:
    """Which tables of which municipality differ when all are computed at once, and each table's number of rows.

    The checks are those of each report by itself. What shows places of reports' own municipalities is common: of a report
    by itself it has fewer rows.
    """
    each = {report.definitions.model.id: alone(warehouse, report) for report in reports}
    opened = [replace(report, checks=each[report.definitions.model.id][1]) for report in reports]
    with reading(warehouse) as con:
        open_reports(con, opened)
        counts = compute_many(con)
        keyed = {
            row[0]
            for row in con.execute(
                "SELECT table_name FROM duckdb_columns() WHERE column_name = ?", [MUNICIPALITY]
            ).fetchall()
        }
        found: list[str] = []
        for table in COMPUTED:
            for municipality, (frames, _) in each.items():
                mine = f"WHERE {MUNICIPALITY} = '{municipality}'" if table.name in keyed else ""
                rows = con.execute(f"SELECT {named(table)} FROM {table.name} {mine} ORDER BY ALL").pl()
                con.register("expected", frames[table.name])
                expected = con.execute("FROM expected ORDER BY ALL").pl()
                con.unregister("expected")
                # What shows places has numbers of its own, and rows for each report's own municipality.
                same = rows.height >= expected.height if table.name in PLACES else rows.equals(expected)
                if not same:
                    found.append(f"{table.name} of {municipality}")
    return found, counts
