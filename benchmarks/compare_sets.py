"""Places in a set of municipalities at the size of all Kolada (docs/measures.md §8), against plain DuckDB on the same values.

`all`: every value's place among all municipalities, against ranks by a window, joined with quartiles. `similar`: every
value's place among each municipality's own similar ones, all 290 sets at once, against the join of every value with the
values of its set, grouped. The figures of both must be those of the plain query.
"""

import math

from compare_places import GENDERS, YEARS, make_ground
from figures import AREAS, Figure, Stopwatch, parser, peak_figure, scratch, tell

from assets.warehouse.as_of import create
from assets.warehouse.store import reading, writing
from models.tables import table

PLAIN = {
    "all": """
        CREATE OR REPLACE TABLE plain AS
        WITH statistic AS (
            SELECT slot, count(*) AS n, min(value) AS min, quantile_cont(value, [0.25, 0.5, 0.75]) AS quartiles,
                max(value) AS max, avg(value) AS mean
            FROM compared SEMI JOIN known_area USING (area_id)
            GROUP BY slot
        ),
        ranked AS (
            SELECT cell, slot, rank() OVER (PARTITION BY slot ORDER BY value * -good) - 1 AS n_better
            FROM compared SEMI JOIN known_area USING (area_id)
        )
        SELECT cell, n, min, quartiles[1] AS p25, quartiles[2] AS median, quartiles[3] AS p75, max, mean, n_better
        FROM ranked JOIN statistic USING (slot)""",
    "similar": """
        CREATE OR REPLACE TABLE plain AS
        WITH joined AS (
            SELECT own.cell, own.good, own.value AS own, other.value
            FROM compared AS own
            JOIN indicator AS i USING (indicator_id)
            JOIN comparison_set AS s ON s.owner_id = own.area_id AND s.service_area = i.similar_area
            JOIN set_member AS m ON m.set_no = s.set_no
            JOIN compared AS other ON other.slot = own.slot AND other.area_id = m.area_id
        ),
        statistic AS (
            SELECT cell, count(*) AS n, min(value) AS min, quantile_cont(value, [0.25, 0.5, 0.75]) AS quartiles,
                max(value) AS max, avg(value) AS mean, count(*) FILTER ((value - own) * good > 0) AS n_better
            FROM joined
            GROUP BY cell
        )
        SELECT cell, n, min, quartiles[1] AS p25, quartiles[2] AS median, quartiles[3] AS p75, max, mean, n_better
        FROM statistic""",
}
BOUNDS = {"all": 1.5, "similar": 0.5}
TABLES = {"all": "place_shared", "similar": "place_similar"}
SAME = "SELECT count(*), sum(hash(cell, n, min, p25, median, p75, max, n_better)), round(avg(mean), 6) FROM {}"


def main() -> None:
    """Measure."""
    options = parser(__doc__, 4_000_000).parse_args()
    indicators = math.ceil(options.values / (AREAS * YEARS * GENDERS))
    values = f"{indicators * AREAS * YEARS * GENDERS:,} values"
    for kind, name in TABLES.items():
        watch = Stopwatch()
        with scratch() as folder:
            warehouse = folder / "warehouse.duckdb"
            with writing(warehouse):
                pass
            with reading(warehouse) as con:
                con.execute("SET memory_limit = '6500MB'")
                make_ground(con, indicators, YEARS)
                con.execute("DELETE FROM comparison_set WHERE group_kind <> ?", [kind])
                con.execute("DELETE FROM set_member WHERE group_kind <> ?", [kind])
                with watch.time("numbered"):
                    create(con, table("compared"))
                with watch.time("places"):
                    rows = create(con, table(name))
                peak = peak_figure()
                with watch.time("plain"):
                    con.execute(PLAIN[kind])
                assert con.execute(SAME.format(name)).fetchall() == con.execute(SAME.format("plain")).fetchall(), kind
        detail = f"{values}, {rows:,} places: {watch}"
        tell(Figure(f"{kind}, of the plain query", watch.ratio("places", to="plain"), bound=BOUNDS[kind], detail=detail), peak)


if __name__ == "__main__":
    main()
