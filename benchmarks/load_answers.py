"""Stored answers into an empty warehouse, change detection included, against DuckDB's own `read_json` of the same files.

The yardstick makes columns of the files, a row a cell, and keeps them in a table; the load also compares, versions and
writes them to disk. Both may use as much memory.
"""

from figures import Figure, Stopwatch, parser, peak_figure, plain_duckdb, scratch, tell
from made_answers import make_harvest, value_files

from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.store import writing

READ_JSON = """
CREATE OR REPLACE TABLE cell AS
SELECT kpi, municipality, period, c.gender, c.count, c.status, c.value, c.isdeleted
FROM (
    SELECT v.kpi, v.municipality, v.period, unnest(v."values") AS c
    FROM (
        SELECT unnest("values") AS v
        FROM read_json(?, maximum_object_size = 33554432, columns = {'values': 'STRUCT(kpi VARCHAR,
            municipality VARCHAR, period BIGINT, "values" STRUCT(gender VARCHAR, count BIGINT, status VARCHAR,
            value DOUBLE, isdeleted BOOLEAN)[])[]'})
    )
)
"""


def main() -> None:
    """Measure."""
    options = parser(__doc__, 2_000_000).parse_args()
    watch = Stopwatch()
    with scratch() as folder:
        harvest = make_harvest(folder / "answers", options.values)
        files = value_files(harvest)
        peak: Figure | None = None
        with plain_duckdb(folder) as plain:
            # By turns, so that what else the machine does falls on both.
            for number in range(options.rounds):
                with watch.time("load"), writing(folder / f"warehouse-{number}" / "warehouse.duckdb") as con:
                    loaded = load_harvests(con, [harvest], {})
                peak = peak or peak_figure()
                with watch.time("read_json"):
                    plain.execute(READ_JSON, [files])
            cells = plain.execute("SELECT count(*) FROM cell").fetchall()[0][0]
    assert loaded.opened == cells, f"{loaded.opened} loaded of {cells}"
    name = "stored answers to warehouse, speed of read_json"
    detail = f"{cells:,} values in {len(files)} files: {watch}"
    tell(Figure(name, watch.ratio("read_json", to="load"), bound=0.6, sense="at least", detail=detail), peak)


if __name__ == "__main__":
    main()
