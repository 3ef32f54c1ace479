"""Checks every value of every real download with each of the tools, in a process of its own that is timed from outside."""

import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from assets.definitions.read_yaml import read_definitions
from assets.open_report import open_report
from assets.quality.evidence import gather
from assets.quality.run_checks import run_checks
from assets.warehouse.constraints import broken_rules
from models.tables.header import sql_text, tables
from models.tables.pandera_schemas import validated
from tests.conftest import REAL
from tests.small import definition, indicator, write

FILES = sorted(REAL.glob("values/*.parquet"))
KNOWN = datetime(2026, 1, 1)


def main() -> None:
    """Check all; a download of a KPI that another has too stands for a KPI of its own."""
    with duckdb.connect() as con, tempfile.TemporaryDirectory() as folder:
        con.execute("ATTACH ':memory:' AS warehouse")
        con.execute("USE warehouse")
        for described in tables("warehouse").values():
            con.execute(described.ddl)
        con.execute(
            """
            INSERT INTO kolada_value
            SELECT concat(kpi[1], lpad(CAST(dense_rank() OVER (ORDER BY filename, kpi) AS VARCHAR), 5, '0')), municipality,
                period, gender, value, coalesce(status, ''), count, ?, NULL, NULL, 'a1'
            FROM read_parquet(?, filename = true, union_by_name = true)
            """,
            [KNOWN, [str(file) for file in FILES]],
        )
        con.execute("INSERT INTO area SELECT DISTINCT area_id, area_id, 'K', ?, NULL, 'a1' FROM kolada_value", [KNOWN])
        kpis = [row[0] for row in con.sql("SELECT DISTINCT kpi_id FROM kolada_value ORDER BY 1").fetchall()]
        broken = broken_rules(con, "kolada_value")
        con.execute("USE memory")
        con.execute(sql_text("macros.sql"))
        made = [
            indicator(id=kpi.lower(), kpi_id=kpi, direction="neutral", scale={"kind": "signed"}, lag=10) for kpi in kpis
        ]
        goals = [{"id": "mal", "kind": "own_result", "title": "M", "unit": "bun", "indicators": [kpis[0].lower()]}]
        content = definition(indicators=made, goals=goals, plans=[])
        open_report(con, read_definitions(write(Path(folder), content)), "2024-12", KNOWN)
        checks = run_checks(con)
        frame: pl.DataFrame = con.sql("FROM warehouse.kolada_value").pl()
    validated("kolada_value", frame)
    evidence = gather({"kolada_value": frame, "checks": checks})
    assert broken == []
    assert all(one.passed for one in evidence)
    assert checks.filter(check_id="level_shift", status="failed").is_empty()
    print(f"{frame.height} values checked by 4 tools")  # noqa: T201


if __name__ == "__main__":
    main()
