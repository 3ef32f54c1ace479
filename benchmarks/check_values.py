"""The rules of a table over all its rows in SQL, against a plain read of the same values.

P is the time that DuckDB takes to read all columns of the same values from Parquet. The values stand in the warehouse's
own table `kolada_value`; the rules are those of its description.

The full size is `--values 40000000`: all of Kolada.
"""

import duckdb
from figures import AREAS, Figure, Stopwatch, parser, peak_figure, plain_duckdb, scratch, tell

from assets.warehouse.constraints import rows_broken, rows_too_many
from assets.warehouse.store import writing
from models.tables.rules import rules

YEARS = 23
READ = "SELECT sum(hash(COLUMNS(*))) FROM read_parquet(?)"
MAKE = """
SELECT
    printf('N%05d', n // ($areas * $years)) AS kpi_id, printf('%04d', 1000 + n // $years % $areas) AS area_id,
    2000 + n % $years AS period, 'T' AS gender, (hash(n) % 100000000) / 1000000 AS value, '' AS status,
    CAST(1 AS BIGINT) AS count, TIMESTAMP '2025-03-01' AS known_from, CAST(NULL AS TIMESTAMP) AS known_to,
    CAST(NULL AS VARCHAR) AS closed_by, 'answer' AS source_answer_id
FROM range($values) AS r(n)
"""


def main() -> None:
    """Measure."""
    options = parser(__doc__, 4_000_000).parse_args()
    watch = Stopwatch()
    of = rules("kolada_value")
    with scratch() as folder, plain_duckdb(folder) as plain:
        warehouse, file = folder / "warehouse.duckdb", folder / "values.parquet"
        known = {"areas": AREAS, "years": YEARS, "values": options.values}
        with writing(warehouse) as con:
            con.execute(f"INSERT INTO kolada_value {MAKE}", known)
        with duckdb.connect(warehouse, read_only=True) as con:
            con.execute(f"COPY kolada_value TO '{file}' (FORMAT parquet)")
        # By turns, so that what else the machine does falls on all.
        for _ in range(options.rounds):
            with writing(warehouse) as con:
                with watch.time("rows"):
                    broken = rows_broken(con, of, "kolada_value")
                with watch.time("key"):
                    more = rows_too_many(con, of[-1], "kolada_value")
            peak = peak_figure()
            with watch.time("P"):
                plain.execute(READ, [str(file)]).fetchall()
        assert (broken, more) == ([], 0)
    detail = f"{options.values:,} values, {len(of)} rules: {watch}"
    tell(
        Figure("rules about rows", watch.ratio("rows", to="P"), "P", bound=4, detail=detail),
        Figure("uniqueness of the key", watch.ratio("key", to="P"), "P", bound=14),
        peak,
    )


if __name__ == "__main__":
    main()
