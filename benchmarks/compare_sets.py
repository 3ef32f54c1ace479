"""Places in a set of municipalities at the size of all Kolada (docs/measures.md §8), against plain DuckDB on the same values.

`all`: every value's place among all municipalities, against ranks by a window, joined with quartiles. `similar`: every
value's place among each municipality's own similar ones, all 290 sets at once, against the join of every value with the
values of its set, grouped. Ours is computed as `compare` does it, by parts of the indicators. Both begin with the values
numbered; the plain query has as much memory as ours, the grouped join twice that. The figures of both are the same.
The peak of the second kind has the first's plain query in it: for the second alone, `--kind similar`.
"""

import time

import duckdb
from compare_places import VALUES_OF_ONE, YEARS, fill_made, indicators_of, make_ground, workplace
from figures import Figure, Stopwatch, parser, peak_figure, tell

from assets.measures.comparison import PART, add, part_of
from models.tables.header import table

OUR_MEMORY = "7500MB"
# So that nothing of the grouped join goes to disk.
PLAIN_MEMORY = {"all": OUR_MEMORY, "similar": "15GB"}
PEAK_BOUND_GIB = 8.0
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
# The bounds are for this many values; with fewer the ratio is only told.
ALL_KOLADA = 40_000_000
BOUNDS = {"all": 1.5, "similar": 0.5}
TABLES = {"all": "place_shared", "similar": "place_similar"}
SAME = "SELECT count(*), sum(hash(cell, n, min, p25, median, p75, max, n_better)), round(avg(mean), 6) FROM {}"


def main() -> None:
    """Measure."""
    choices = parser(__doc__, 4_000_000)
    choices.add_argument("--kind", choices=TABLES, help="one kind of set alone")
    options = choices.parse_args()
    indicators = indicators_of(options.values)
    for kind in [options.kind] if options.kind else TABLES:
        with workplace() as con:
            measure(con, kind, indicators)


def measure(con: duckdb.DuckDBPyConnection, kind: str, indicators: int) -> None:
    """Measure one kind of set in a new workplace."""
    watch = Stopwatch()
    con.execute(f"SET memory_limit = '{OUR_MEMORY}'")
    make_ground(con, indicators, YEARS, values=False)
    for name in ("comparison_set", "set_member"):
        con.execute(f"DELETE FROM {name} WHERE group_kind <> ?", [kind])
    names = ("compared", TABLES[kind])
    for name in names:
        con.execute(table(name).ddl)
    ids = [row[0] for row in con.execute("SELECT indicator_id FROM indicator ORDER BY 1").fetchall()]
    taken = dict.fromkeys(names, 0.0)
    for start in range(0, len(ids), PART):
        with part_of(con, ids[start : start + PART]):
            con.execute("TRUNCATE known_value")
            fill_made(con, "known_value", indicators, YEARS)
            for name in names:
                begun = time.perf_counter()
                add(con, name)
                taken[name] += time.perf_counter() - begun
    for name, seconds in taken.items():
        watch.add(name, seconds)
    peak = peak_figure(PEAK_BOUND_GIB)
    con.execute("TRUNCATE known_value")
    ours = con.execute(SAME.format(TABLES[kind])).fetchall()
    con.execute(f"DROP TABLE {TABLES[kind]}")
    con.execute(f"SET memory_limit = '{PLAIN_MEMORY[kind]}'")
    con.execute("SET preserve_insertion_order = false")
    with watch.time("plain"):
        con.execute(PLAIN[kind])
    assert ours == con.execute(SAME.format("plain")).fetchall(), f"{kind}: not the same places"
    ratio = watch.ratio(TABLES[kind], to="plain")
    values = indicators * VALUES_OF_ONE
    bound = BOUNDS[kind] if values >= ALL_KOLADA else None
    detail = f"{values:,} values: {watch}"
    tell(Figure(f"{kind}, of the plain query", ratio, bound=bound, detail=detail), peak)


if __name__ == "__main__":
    main()
