"""The measures of several reports at once beside those of each by itself: the same rows in every table."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from assets.measures.many import OpenReport, compute_many, open_reports
from assets.measures.run import compute
from assets.quality.checks import run_checks
from assets.warehouse.as_of import open_report
from assets.warehouse.lake import Lake
from assets.warehouse.store import reading
from models.many import MUNICIPALITY
from models.tables import tables

COMPUTED = [table for folder in ("known", "measures") for table in tables(folder).values() if table.sql]


def alone(warehouse: Path | Lake, opened: OpenReport) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Every computed table of one report, and its checks."""
    with reading(warehouse) as con:
        open_report(con, opened.definitions, opened.report, opened.as_of, opened.given)
        checks = run_checks(con)
        compute(con, checks)
        return {table.name: con.table(table.name).pl() for table in COMPUTED}, checks


def differing(warehouse: Path | Lake, reports: Sequence[OpenReport]) -> tuple[list[str], dict[str, int]]:
    """Which tables of which municipality differ when all are computed at once, and each table's number of rows.

    The reports' own checks are taken from where each is computed by itself.
    """
    each = {report.definitions.model.id: alone(warehouse, report) for report in reports}
    with reading(warehouse) as con:
        checked = [each[report.definitions.model.id][1] for report in reports]
        open_reports(
            con,
            [
                OpenReport(report.definitions, report.report, report.as_of, report.given, checks)
                for report, checks in zip(reports, checked, strict=True)
            ],
        )
        counts = compute_many(con)
        found: list[str] = []
        for table in COMPUTED:
            for municipality, (frames, _) in each.items():
                rows = con.execute(
                    f"SELECT {table.select_list} FROM {table.name} WHERE {MUNICIPALITY} = ? ORDER BY ALL",
                    [municipality],
                ).pl()
                con.register("expected", frames[table.name])
                if not rows.equals(con.execute("FROM expected ORDER BY ALL").pl()):
                    found.append(f"{table.name} of {municipality}")
                con.unregister("expected")
    return found, counts
