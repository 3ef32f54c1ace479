"""The source revises one value in a hundred: finding and writing the changes, against a plain read of the same values.

P is the time that DuckDB takes to read all columns of the same values from Parquet. The revised values are all values of
every hundredth KPI, as when a source mends its series. They come staged, as a load stages what it has read.

All is staged at once, as the load does; `--portion` stages that many values at a time, as a load in portions would.

The full size is `--values 40000000`: all of Kolada, 6,000 KPIs of 290 areas and 23 years.
"""

import math
import time
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from figures import AREAS, Figure, Stopwatch, parser, peak_figure, plain_duckdb, scratch, tell

from assets.warehouse.load import Loaded, merge_values
from assets.warehouse.store import writing

YEARS = 23
KPIS_A_FILL = 300
FIRST = datetime(2025, 3, 1)  # noqa: DTZ001  the warehouse keeps naive UTC
# One KPI in a hundred follows the version, the others stay as they were first.
STAGE = (
    """
    CREATE OR REPLACE TEMP TABLE wanted AS
    SELECT printf('N%05d', k) AS kpi_id, if(k % 100 = 50, $version, 0) AS version FROM range($low, $high) AS r(k)
    """,
    """
    CREATE OR REPLACE TEMP TABLE incoming AS
    SELECT
        w.kpi_id, printf('%04d', 1000 + a) AS area_id, 2000 + y AS period, 'T' AS gender,
        (hash(w.kpi_id, a, y, w.version) % 100000000) / 1000000 AS value, '' AS status, CAST(1 AS BIGINT) AS count,
        false AS isdeleted, CAST(1 AS INTEGER) AS page
    FROM wanted AS w, range($areas) AS p(a), range($years) AS q(y)
    """,
    """
    CREATE OR REPLACE TEMP TABLE covered AS
    SELECT kpi_id, printf('%04d', 1000 + a) AS area_id, CAST(NULL AS BIGINT) AS "first", CAST(NULL AS BIGINT) AS "last",
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
    SELECT CAST(1 AS BIGINT) AS page, 'answer' || $version AS source_answer_id, CAST($at AS TIMESTAMP) AS "at"
    """,
    "CREATE OR REPLACE TEMP TABLE noise_limit AS SELECT kpi_id, 1e-5 AS noise FROM wanted",
)
WRITE = "COPY (SELECT * EXCLUDE (page) FROM incoming) TO '{folder}/values-{low}.parquet' (FORMAT parquet)"
READ = "SELECT sum(hash(COLUMNS(*))) FROM read_parquet(?)"


def stage(con: duckdb.DuckDBPyConnection, low: int, high: int, version: int) -> datetime:
    """Stage the values of some KPIs as a load does; return the instant at which they are answered."""
    at = FIRST + timedelta(days=version)
    known = {"low": low, "high": high, "version": version, "areas": AREAS, "years": YEARS, "at": at}
    for statement in STAGE:
        con.execute(statement, {name: value for name, value in known.items() if f"${name}" in statement})
    return at


def fill(warehouse: Path, kpis: int) -> None:
    """Let the warehouse learn the first version, a part of the KPIs at a time."""
    for low in range(0, kpis, KPIS_A_FILL):
        with writing(warehouse) as con:
            at = stage(con, low, min(low + KPIS_A_FILL, kpis), version=0)
            merge_values(con, at, Loaded())


def main() -> None:
    """Measure."""
    choices = parser(__doc__, 4_000_000)
    choices.add_argument("--portion", type=int, help="how many values are staged at a time (default: all)")
    options = choices.parse_args()
    kpis = math.ceil(options.values / (AREAS * YEARS) / 100) * 100
    portion = math.ceil((options.portion or options.values) / (AREAS * YEARS) / 100) * 100
    watch, loaded = Stopwatch(), Loaded()
    with scratch() as folder, plain_duckdb(folder) as plain:
        warehouse = folder / "warehouse.duckdb"
        fill(warehouse, kpis)
        # By turns, so that what else the machine does falls on both; each round revises the same values again.
        for version in range(1, options.rounds + 1):
            taken = 0.0
            with writing(warehouse) as con:
                for low in range(0, kpis, portion):
                    at = stage(con, low, min(low + portion, kpis), version)
                    if version == 1:
                        con.execute(WRITE.format(folder=folder, low=low))
                    begun = time.perf_counter()
                    merge_values(con, at, loaded)
                    taken += time.perf_counter() - begun
            watch.add("change", taken)
            peak = peak_figure()
            with watch.time("P"):
                plain.execute(READ, [str(folder / "values-*.parquet")]).fetchall()
    revised = kpis // 100 * AREAS * YEARS * options.rounds
    assert loaded.opened == loaded.closed["revised"] == revised, loaded
    detail = f"{kpis * AREAS * YEARS:,} values, {revised // options.rounds:,} revised: {watch}"
    tell(Figure("1 % revised", watch.ratio("change", to="P"), "P", bound=4, detail=detail), peak)


if __name__ == "__main__":
    main()
