"""Whether every indicator's target is realistic (docs/measures.md §17), against a plain read of the same values.

P is the time that DuckDB takes to read all columns of the same values from Parquet. Each indicator's total has a target
three years ahead, a third of the way to what the best quarter has. That other municipalities' values are loaded and
compared is not counted: each report does so anyway.
"""

from compare_places import AREAS, YEARS, indicators_of, make_ground, workplace
from figures import Figure, Stopwatch, parser, peak_figure, plain_duckdb, scratch, tell

from assets.open_report import create
from models.tables.header import table

READ = "SELECT sum(hash(COLUMNS(*))) FROM read_parquet(?)"
# What the query reads of them, no more.
FULFILMENT = """
CREATE TABLE fulfilment AS
SELECT
    'goal' AS goal_id, indicator.indicator_id, indicator.kpi_id, 'whole' AS unit_id, 'T' AS gender, own.value, own.year,
    indicator.direction, 'actual' AS basis, CAST(NULL AS VARCHAR) AS forecast_flag, 'plan' AS plan_version, CAST(NULL AS DOUBLE) AS target,
    own.value + sign_of(indicator.direction) * 10 AS target_year3, own.year + 1 AS target_year
FROM indicator
CROSS JOIN this_report
JOIN compared AS own
    ON own.indicator_id = indicator.indicator_id AND own.area_id = this_report.area_id AND own.gender = 'T'
    AND own.year = this_report.year
"""
MOVEMENT = """
CREATE TABLE movement AS
SELECT indicator_id, 'T' AS gender, (SELECT year FROM this_report) AS year, CAST(NULL AS VARCHAR) AS unit_id,
    CAST(NULL AS VARCHAR) AS forecast_of, 0.0 AS lower, 7.0 AS mean_range
FROM indicator
"""
TARGET = "CREATE TABLE target AS SELECT 'plan' AS plan_version, year + 3 AS year3 FROM this_report"


def main() -> None:
    """Measure."""
    options = parser(__doc__, 4_000_000).parse_args()
    indicators = indicators_of(options.values)
    watch = Stopwatch()
    with workplace() as con, scratch() as folder, plain_duckdb(folder) as plain:
        make_ground(con, indicators, YEARS)
        # Near is what a value moves by chance: a seventh of the others stand so near.
        con.execute(MOVEMENT)
        file = str(folder / "values.parquet")
        con.execute(f"COPY known_value TO '{file}' (FORMAT parquet)")
        for name in ("series_since", "compared"):
            create(con, table(name))
        con.execute(FULFILMENT)
        con.execute(TARGET)
        for _ in range(options.rounds):
            con.execute("DROP TABLE IF EXISTS target_realism")
            with watch.time("realism"):
                rows = create(con, table("target_realism"))
            with watch.time("P"):
                plain.execute(READ, [file]).fetchall()
        told = con.execute("SELECT count(*) FROM target_realism WHERE n_reached IS NOT NULL").fetchall()[0][0]
    assert told > indicators, "too few of them are told"
    detail = f"{indicators * AREAS * YEARS * 3:,} values, {rows:,} rows, {told:,} of them told: {watch}"
    tell(
        Figure("realism of all indicators", watch.ratio("realism", to="P"), "P", bound=5, detail=detail), peak_figure()
    )


if __name__ == "__main__":
    main()
