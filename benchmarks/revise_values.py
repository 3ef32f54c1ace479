"""The source revises one value in a hundred: finding and writing the changes, against a plain read of the same values.

P is the time that DuckDB takes to read all columns of the same values from Parquet. The revised values are all values of
every hundredth KPI, as when a source mends its series. They come staged, as a load stages what it has read.

The full size is `--values 40000000`: all of Kolada, 6,000 KPIs of 290 areas and 23 years.
"""

import math
import os
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from figures import AREAS, Figure, Stopwatch, parser, peak_figure, plain_duckdb, scratch, tell

from assets.warehouse.merge_values import Loaded, merge_values
from assets.warehouse.stage_answers import GENDERS, STATUSES, make_keys
from assets.warehouse.store import transaction, writing

YEARS = 23
KPIS_A_FILL = 300
FIRST = datetime(2025, 3, 1)  # noqa: DTZ001  the warehouse keeps naive UTC
# One KPI in a hundred follows the version, the others stay as they were first.
STAGE = (
    """
    CREATE OR REPLACE TEMP TABLE wanted AS
    SELECT CAST(printf('N%05d', k) AS kpi_key) AS kpi_id, k AS number,
        if(k % 100 = 50, $version, 0) AS version
    FROM range($low, $high) AS r(k)
    """,
    """
    CREATE OR REPLACE TEMP TABLE incoming AS
    SELECT
        w.kpi_id, CAST(printf('%04d', 1000 + a) AS area_key) AS area_id, CAST(2000 + y AS INTEGER) AS period, CAST('T' AS gender_key) AS gender,
        (hash(w.number, a, y, w.version) % 100000000) / 1000000 AS value, CAST('' AS status_key) AS status, CAST(1 AS INTEGER) AS count,
        false AS isdeleted, CAST(1 AS INTEGER) AS page
    FROM wanted AS w, range($areas) AS p(a), range($years) AS q(y)
    """,
    """
    CREATE OR REPLACE TEMP TABLE covered AS
    SELECT kpi_id, CAST(printf('%04d', 1000 + a) AS area_key) AS area_id, CAST(NULL AS BIGINT) AS "first", CAST(NULL AS BIGINT) AS "last",
        true AS complete
    FROM wanted, range($areas) AS p(a)
    """,
    """
    CREATE OR REPLACE TEMP TABLE asked AS
    SELECT kpi_id, true AS complete, '' AS areas_hash, CAST(NULL AS BIGINT) AS from_year, true AS in_catalogue,
        CAST($areas * $years AS BIGINT) AS n_cells, CAST(0 AS BIGINT) AS n_conflicts, 'unchanged' AS outcome
    FROM wanted
    """,
    """
    CREATE OR REPLACE TEMP TABLE page_answer AS
    SELECT CAST(1 AS INTEGER) AS page, CAST('answer' || $version AS answer_key) AS source_answer_id, CAST($at AS TIMESTAMP) AS "at"
    """,
    "CREATE OR REPLACE TEMP TABLE decimals_row AS SELECT kpi_id, 1 AS decimals FROM wanted",
    """CREATE OR REPLACE TEMP TABLE this_harvest AS SELECT 'made' AS harvest_id, 'made' AS base_url, 'made' AS origin, $at AS "at" """,
)
WRITE = """
COPY (
    SELECT CAST(kpi_id AS VARCHAR) AS kpi_id, CAST(area_id AS VARCHAR) AS area_id, CAST(period AS BIGINT) AS period,
        CAST(gender AS VARCHAR) AS gender, value, CAST(status AS VARCHAR) AS status, CAST(count AS BIGINT) AS count, isdeleted
    FROM incoming
) TO ? (FORMAT parquet)
"""
READ = "SELECT sum(hash(COLUMNS(*))) FROM read_parquet(?)"


def stage(con: duckdb.DuckDBPyConnection, low: int, high: int, version: int) -> None:
    """Stage the values of some KPIs as a load does."""
    at = FIRST + timedelta(days=version)
    known = {"low": low, "high": high, "version": version, "areas": AREAS, "years": YEARS, "at": at}
    make_keys(
        con,
        kpi=(f"N{number:05d}" for number in range(low, high)),
        area=(f"{1000 + number}" for number in range(AREAS)),
        answer=[f"answer{version}"],
        gender=GENDERS,
        status=STATUSES,
    )
    for statement in STAGE:
        con.execute(statement, {name: value for name, value in known.items() if f"${name}" in statement})


def fill(warehouse: Path, kpis: int) -> None:
    """Let the warehouse learn the first version, a part of the KPIs at a time."""
    for low in range(0, kpis, KPIS_A_FILL):
        with writing(warehouse) as con:
            stage(con, low, min(low + KPIS_A_FILL, kpis), version=0)
            with transaction(con):
                merge_values(con, Loaded())


def main() -> None:
    """Measure."""
    options = parser(__doc__, 4_000_000).parse_args()
    kpis = math.ceil(options.values / (AREAS * YEARS) / 100) * 100
    watch, loaded = Stopwatch(), Loaded()
    with scratch() as folder, plain_duckdb(folder) as plain:
        warehouse, values = folder / "warehouse.duckdb", folder / "values.parquet"
        fill(warehouse, kpis)
        peak = peak_figure()
        if hasattr(os, "sync"):
            # What the system has yet to write of all that would be written by the first change's commit.
            os.sync()
        # By turns, so that what else the machine does falls on both; each round revises the same values again.
        for version in range(1, options.rounds + 1):
            with writing(warehouse) as con:
                stage(con, 0, kpis, version)
                if version == 1:
                    con.execute(WRITE, [str(values)])
                with watch.time("change"), transaction(con):
                    merge_values(con, loaded)
            peak = peak_figure()
            with watch.time("P"):
                plain.execute(READ, [str(values)]).fetchall()
    revised = kpis // 100 * AREAS * YEARS * options.rounds
    assert loaded.opened == loaded.closed["revised"] == revised, loaded
    detail = f"{kpis * AREAS * YEARS:,} values, {revised // options.rounds:,} revised: {watch}"
    tell(Figure("1 % revised", watch.ratio("change", to="P"), "P", bound=4, detail=detail), peak)


if __name__ == "__main__":
    main()
