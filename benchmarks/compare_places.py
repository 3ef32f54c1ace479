"""The comparison with others (docs/measures.md §8) against the plainest query that gives the same places.

Sets: all municipalities, their counties, and for twelve service areas each municipality's eight similar ones. The
indicators' lag covers every year, so that every value has its place shown in each of its three sets, as the plain query
has it too; `--lag` makes the report show fewer.
"""

import math
from collections.abc import Generator
from contextlib import contextmanager

import duckdb
from figures import AREAS, Figure, Stopwatch, parser, peak_figure, scratch, tell

from assets.measures.comparison import of_so_many
from assets.open_report import create
from assets.warehouse.store import reading, writing
from models.definitions.steering import Thresholds
from models.tables.header import table

YEARS = 23
LAST_YEAR = 2024
GENDERS = 3
VALUES_OF_ONE = AREAS * YEARS * GENDERS
MEASURES = ("compared", "place_shared", "place_similar", "comparison")
MADE = {
    "this_report": """
        SELECT '2024-12' AS report, 'made' AS municipality_id, '1000' AS area_id, $last AS year, 12 AS month,
            make_date($last, 12, 31) AS period_end, 'outcome' AS basis, TIMESTAMP '2025-03-01' AS as_of, 'all' AS places""",
    "shared_report": "SELECT year, as_of FROM this_report",
    "threshold": f"SELECT {', '.join(f'{float(value)} AS {key}' for key, value in Thresholds())}",
    "indicator": """
        SELECT 'i' || k AS indicator_id, printf('N%05d', k) AS kpi_id, 'Indicator ' || k AS title,
            if(k % 2 = 0, 'higher', 'lower') AS direction, '%' AS unit_of_measure, 1 AS decimals, 0.1 AS min_change,
            'area ' || k % 12 AS service_area, 'area ' || k % 12 AS similar_area, $lag AS lag, 'none' AS aggregation,
            'annual' AS forecast, 1 AS factor, false AS compare_units, true AS rankable, 1 AS every, 0 AS wave
        FROM range($indicators) AS r(k)""",
    "series_break": "SELECT 'i' || k AS indicator_id, 2010 AS year FROM range(0, $indicators, 20) AS r(k)",
    "withheld": "SELECT NULL AS indicator_id WHERE false",
    "figure_origin": "SELECT kpi_id, 'Source' AS source_label, 'Processed' AS processed_label FROM indicator",
    "known_area": "SELECT CAST(1000 + a AS VARCHAR) AS area_id, 'Area ' || a AS title FROM range($areas) AS r(a)",
    # A number with one decimal is often the same as another's, as many of Kolada's are.
    "known_value": """
        SELECT i.kpi_id, a.area_id, $last - y AS year, g.gender,
            (hash(i.kpi_id, a.area_id, y, g.gender) % 1000) / 10 AS value, '' AS status, false AS contradicted,
            TIMESTAMP '2025-03-01' AS known_from, 'answer' AS source_answer_id
        FROM indicator AS i, (SELECT area_id FROM known_area UNION ALL SELECT '0000') AS a, range($years) AS r(y),
            (VALUES ('T'), ('K'), ('M')) AS g(gender)
        ORDER BY ALL""",
    "comparison_set": """
        WITH made AS (
            SELECT 'all' AS group_id, 'all' AS kind, NULL AS year, NULL AS area, NULL AS owner,
                string_agg(area_id, ',' ORDER BY area_id) AS members
            FROM known_area
            UNION ALL
            SELECT 'county ' || CAST(area_id AS INTEGER) % 21 AS county, 'county', NULL, NULL, NULL,
                string_agg(area_id, ',' ORDER BY area_id)
            FROM known_area GROUP BY county
            UNION ALL
            SELECT concat_ws(' ', 'similar', s, a), 'similar', $last, 'area ' || s, CAST(1000 + a AS VARCHAR),
                (SELECT string_agg(CAST(1000 + (a + m * (s + 1)) % $areas AS VARCHAR), ',') FROM range(8) AS q(m))
            FROM range(12) AS p(s), range($areas) AS r(a)
        )
        SELECT row_number() OVER (ORDER BY kind, group_id) AS set_no, group_id, kind AS group_kind, group_id AS group_title,
            year AS group_year, area AS service_area, owner AS owner_id, members, sha256(members) AS set_hash
        FROM made""",
    "set_member": """
        SELECT set_no, group_id, group_kind, unnest(string_split(members, ',')) AS area_id FROM comparison_set""",
    "similar_of_year": """
        SELECT $last - y AS year, service_area, owner_id, set_no
        FROM comparison_set, range($years) AS r(y)
        WHERE group_kind = 'similar'""",
}
PLAIN = """
CREATE OR REPLACE TABLE plain AS
WITH member AS (
    SELECT m.set_no, s.owner_id, i.indicator_id, v.year, v.gender, v.area_id, v.value,
        if(i.direction = 'higher', -v.value, v.value) AS worth
    FROM known_value AS v
    JOIN indicator AS i USING (kpi_id)
    JOIN set_member AS m USING (area_id)
    JOIN comparison_set AS s ON s.set_no = m.set_no AND (s.service_area IS NULL OR s.service_area = i.similar_area)
),
ranked AS (
    SELECT *, rank() OVER (PARTITION BY set_no, indicator_id, year, gender ORDER BY worth) AS rank
    FROM member
),
statistic AS (
    SELECT set_no, indicator_id, year, gender, count(*) AS n, min(value) AS min,
        quantile_cont(value, [0.25, 0.5, 0.75]) AS quartiles, max(value) AS max, avg(value) AS mean
    FROM member
    GROUP BY ALL
)
SELECT r.set_no, r.indicator_id, r.area_id, r.year, r.gender, s.n, s.min, s.quartiles[1] AS p25,
    s.quartiles[2] AS median, s.quartiles[3] AS p75, s.max, s.mean, r.rank
FROM ranked AS r
JOIN statistic AS s USING (set_no, indicator_id, year, gender)
WHERE r.owner_id IS NULL OR r.owner_id = r.area_id
"""
SAME = """
SELECT count(*), sum(hash(indicator_id, area_id, year, gender, n, min, p25, median, p75, max, rank)),
    round(avg(mean), 6)
FROM {}
"""


def indicators_of(values: int) -> int:
    """Return how many indicators have so many values at least."""
    return math.ceil(values / VALUES_OF_ONE)


@contextmanager
def workplace() -> Generator[duckdb.DuckDBPyConnection]:
    """Open a workplace beside an empty warehouse until the block ends."""
    with scratch() as folder:
        warehouse = folder / "warehouse.duckdb"
        with writing(warehouse):
            pass
        with reading(warehouse) as con:
            yield con


def make_ground(con: duckdb.DuckDBPyConnection, indicators: int, lag: int, *, values: bool = True) -> None:
    """Make the tables that the comparison stands on; `known_value` may be left empty."""
    for name in MADE:
        # What the comparison does not read of them is left empty.
        con.execute(table(name).ddl.replace(" NOT NULL", ""))
        if values or name != "known_value":
            fill_made(con, name, indicators, lag)


def fill_made(con: duckdb.DuckDBPyConnection, name: str, indicators: int, lag: int) -> None:
    """Fill a made table; values are of the indicators that the connection knows."""
    known = {"indicators": indicators, "areas": AREAS, "years": YEARS, "last": LAST_YEAR, "lag": lag}
    used = {key: value for key, value in known.items() if f"${key}" in MADE[name]}
    con.execute(f"INSERT INTO {name} BY NAME {MADE[name]}", used)


def main() -> None:
    """Measure."""
    choices = parser(__doc__, 4_000_000)
    choices.add_argument("--lag", type=int, default=YEARS, help=f"the indicators' lag (default {YEARS}: all is shown)")
    options = choices.parse_args()
    indicators = indicators_of(options.values)
    watch = Stopwatch()
    with workplace() as con:
        make_ground(con, indicators, options.lag)
        with watch.time("all four"):
            for name in MEASURES:
                with watch.time(name):
                    rows = create(con, of_so_many(con, table(name)))
        peak = peak_figure()
        ours = con.execute(SAME.format("comparison")).fetchall()
        for name in MEASURES:
            con.execute(f"DROP TABLE {name}")
        with watch.time("plain"):
            con.execute(PLAIN)
        if options.lag >= YEARS:
            assert ours == con.execute(SAME.format("plain")).fetchall(), "not the same places"
    detail = f"{indicators * VALUES_OF_ONE:,} values, {rows:,} places: {watch}"
    tell(Figure("comparison, of the plain query", watch.ratio("all four", to="plain"), bound=2, detail=detail), peak)


if __name__ == "__main__":
    main()
