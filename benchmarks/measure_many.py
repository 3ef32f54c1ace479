"""All measures of many municipalities at once, against one script written by hand for just these sums.

Each has 60 indicators (40 of Kolada's, 20 of its own that roll up from workplaces), 40 goals, 60 units and 300 activities;
each is compared with all municipalities, its county and its similar ones. The script leaves out what has no figure here, the
lineage ids, reasons and evidence; both give the same counts, places and shares.
"""

import duckdb
from figures import AREAS, Figure, Stopwatch, parser, peak_figure, scratch, tell

from assets.measures.many import SHARED, compute_many, keyed_ddl
from assets.warehouse.store import reading, writing
from models.definitions.steering import Thresholds
from models.tables.header import table, tables

BOUND_SECONDS = 60
YEAR = 2024
KNOWN = {
    "area": "SELECT area_id, 'Ort ' || area_id AS title, 'K' AS type, $at AS known_from, 'a' AS source_answer_id FROM areas",
    "area_group": """
        SELECT 'C' || county AS group_id, 'Nummer ' || county || ' läns kommuner (ovägt medel)' AS title,
            string_agg(area_id, ',' ORDER BY area_id) AS members, $at AS known_from, 'a' AS source_answer_id
        FROM areas GROUP BY county
        UNION ALL BY NAME
        SELECT 'S' || a.area_id AS group_id, 'Liknande kommuner grundskola, Ort ' || a.area_id || ', 2024' AS title,
            string_agg(b.area_id, ',' ORDER BY b.area_id) AS members, $at AS known_from, 'a' AS source_answer_id
        FROM areas AS a JOIN areas AS b ON (b.n - a.n + $areas) % $areas BETWEEN 1 AND 7 GROUP BY a.area_id""",
    "kpi": """
        SELECT printf('N%05d', k) AS kpi_id, 'Mått ' || k AS title, $at AS known_from, 'a' AS source_answer_id
        FROM range(40) AS r(k)""",
    "source_answer": """
        SELECT 'a' AS source_answer_id, 'h' AS harvest_id, 'data' AS kind, '' AS url, $at AS "at", $at AS fetched_at,
            200 AS status, 1 AS size, 'x' AS sha256, 'kolada' AS origin, 0 AS n_noise""",
    "kolada_value": """
        SELECT printf('N%05d', k) AS kpi_id, area_id, 2020 + y AS period, 'T' AS gender,
            (hash(k, n, y) % 1000) / 10 AS value, '' AS status, 1 AS count, $at AS known_from, 'a' AS source_answer_id
        FROM range(40) AS r(k), range(5) AS q(y), areas""",
}
MADE = {
    "this_report": """
        SELECT '2024-12' AS report, area_id AS municipality_id, area_id, 2024 AS year, 12 AS month,
            DATE '2024-12-31' AS period_end, 'outcome' AS basis, $at AS as_of, 'own' AS places FROM whose""",
    "indicator": """
        SELECT 'i' || k AS indicator_id, if(k < 40, printf('N%05d', k), NULL) AS kpi_id, 'Mått ' || k AS title,
            if(k % 2 = 0, 'higher', 'lower') AS direction, 'st' AS unit_of_measure, 1 AS decimals, 0.1 AS min_change,
            'grundskola' AS service_area, 'grundskola' AS similar_area, 1 AS lag, 'sum' AS aggregation, 'annual' AS forecast,
            1 AS factor, false AS compare_units
        FROM range(60) AS r(k)""",
    "unit": """
        SELECT area_id AS municipality_id, 'u' || u AS unit_id, 'Enhet ' || u AS title,
            CASE WHEN u = 0 THEN 'council' WHEN u = 1 THEN 'executive' WHEN u < 10 THEN 'committee'
                WHEN u < 20 THEN 'department' ELSE 'workplace' END AS level,
            CASE WHEN u = 0 THEN NULL WHEN u < 10 THEN 'u0' WHEN u < 20 THEN 'u' || (2 + u % 8) ELSE 'u' || (10 + u % 10) END
                AS parent_id
        FROM whose, range(60) AS r(u)""",
    "unit_place": "SELECT municipality_id, unit_id, level, parent_id FROM unit",
    "goal": """
        SELECT area_id AS municipality_id, 'g' || g AS goal_id, 'own_result' AS kind, 'Mål ' || g AS title,
            'u' || if(g < 10, g, 10 + g % 50) AS unit_id
        FROM whose, range(40) AS r(g)""",
    "goal_parent": """
        SELECT area_id AS municipality_id, 'g' || g AS goal_id, 'g' || g % 10 AS parent_id FROM whose, range(10, 40) AS r(g)""",
    "goal_indicator": """
        SELECT DISTINCT g.municipality_id, g.goal_id, 'i' || k AS indicator_id, g.unit_id, 'T' AS gender, 1.0 AS weight
        FROM range(60) AS r(k), unnest([k % 40, k * 7 % 40]) AS q(g_no)
        JOIN goal AS g ON g.goal_id = 'g' || g_no""",
    "target": """
        SELECT municipality_id, 'plan' AS plan_version, DATE '2023-06-01' AS decided_at, 2024 AS year1, 2026 AS year3,
            goal_id, indicator_id, unit_id, gender, (hash(municipality_id, goal_id, indicator_id) % 900 + 50) / 10 AS year1_value
        FROM goal_indicator""",
    "measurement": """
        SELECT municipality_id, 'i' || k AS indicator_id, unit_id, 2023 + y AS year, 'T' AS gender,
            (hash(municipality_id, unit_id, k, y) % 200) / 10 AS value, 'egen' AS source_id, 'Egen' AS source_label,
            'fil' AS file, 'x' AS sha256, 'rad' AS place
        FROM unit, range(40, 60) AS r(k), range(2) AS q(y) WHERE level = 'workplace'""",
    "work_item": """
        SELECT area_id AS municipality_id, 'activity' AS item_kind, 'a' || a AS item_id, 'u' || a % 60 AS unit_id,
            'Aktivitet ' || a AS title, 'chef' AS responsible_role, DATE '2024-01-15' AS planned_start,
            DATE '2024-06-01' + CAST(a % 300 AS INTEGER) AS planned_end,
            if(hash(area_id, a) % 5 > 0, DATE '2024-06-01' + CAST(a % 300 + hash(a) % 9 - 6 AS INTEGER), NULL) AS actual_end,
            if(hash(area_id, a) % 5 > 0, 'done', 'ongoing') AS state, 1000.0 AS budget,
            900.0 + hash(area_id, a, 1) % 150 AS outcome, if(hash(area_id, a, 2) % 9 = 0, 'failed', 'passed') AS quality,
            hash(area_id, a, 3) % 3 > 0 AS contributed
        FROM whose, range(300) AS r(a)""",
    "work_goal": """
        SELECT municipality_id, item_kind, item_id, 'g' || CAST(item_id[2:] AS INTEGER) % 40 AS goal_id FROM work_item""",
}
BY_HAND = (
    """
    CREATE TEMP TABLE below AS
    WITH RECURSIVE b AS (
        SELECT municipality_id AS m, unit_id AS u, unit_id AS d FROM unit
        UNION ALL
        SELECT b.m, b.u, c.unit_id FROM b JOIN unit AS c ON c.municipality_id = b.m AND c.parent_id = b.d
    ) SELECT b.*, unit.level FROM b JOIN unit ON unit.municipality_id = m AND unit.unit_id = u
    """,
    """
    CREATE TEMP TABLE serving AS
    SELECT municipality_id AS m, goal_id AS g, goal_id AS d FROM goal
    UNION ALL SELECT municipality_id, parent_id, goal_id FROM goal_parent
    """,
    """
    CREATE TEMP TABLE leaf AS
    WITH own AS (
        SELECT b.m, b.u, v.indicator_id AS i, v.year, sum(v.value) AS value
        FROM measurement AS v JOIN below AS b ON b.m = v.municipality_id AND b.d = v.unit_id GROUP BY ALL
    ),
    known AS (
        SELECT l.municipality_id AS m, l.goal_id AS g, l.unit_id AS u, l.indicator_id AS i, k.direction,
            coalesce(o.value, v.value) AS value, t.year1_value AS target
        FROM goal_indicator AS l
        JOIN indicator AS k USING (indicator_id)
        JOIN target AS t USING (municipality_id, goal_id, indicator_id, unit_id)
        LEFT JOIN own AS o ON o.m = l.municipality_id AND o.u = l.unit_id AND o.i = l.indicator_id AND o.year = $year
        LEFT JOIN warehouse.kolada_value AS v
            ON v.kpi_id = k.kpi_id AND v.area_id = l.municipality_id AND v.period = $year
    ),
    judged AS (
        SELECT *, CASE direction WHEN 'higher' THEN 1 ELSE -1 END
            * (CAST(value AS DECIMAL(18, 1)) - CAST(target AS DECIMAL(18, 1))) AS gap,
            CASE direction WHEN 'higher' THEN 0.2 ELSE 0.25 END * CAST(target AS DECIMAL(18, 1)) AS tolerance
        FROM known
    )
    SELECT m, g, u, i, target, gap IS NULL AS missing, gap >= 0 AS met, gap < 0 AND gap >= -tolerance AS partly FROM judged
    """,
    """
    CREATE TEMP TABLE hand_status AS
    WITH scoped AS (
        SELECT l.m, s.g, NULL AS u, NULL AS level, l.u AS at, l.i, l.target, l.missing, l.met, l.partly
        FROM leaf AS l JOIN serving AS s ON s.m = l.m AND s.d = l.g
        UNION
        SELECT l.m, NULL, b.u, b.level, l.u, l.i, l.target, l.missing, l.met, l.partly
        FROM leaf AS l JOIN below AS b ON b.m = l.m AND b.d = l.u
        UNION
        SELECT l.m, NULL, NULL, b.level, l.u, l.i, l.target, l.missing, l.met, l.partly
        FROM leaf AS l JOIN below AS b ON b.m = l.m AND b.d = l.u
    )
    SELECT m, g, u, level, count(*) FILTER (met) AS n_met, count(*) FILTER (partly) AS n_partly,
        count(*) FILTER (NOT met AND NOT partly) AS n_not_met, count(*) FILTER (missing) AS n_missing,
        count(*) FILTER (NOT missing) / count(*) AS coverage,
        (count(*) FILTER (met) + 0.5 * count(*) FILTER (partly)) / nullif(count(*) FILTER (NOT missing), 0) AS score,
        CASE WHEN coverage < 0.5 THEN 'not_assessed' WHEN score >= 0.8 AND n_not_met = 0 THEN 'met'
            WHEN score < 0.4 THEN 'not_met' ELSE 'partly' END AS status
    FROM scoped GROUP BY ALL
    """,
    """
    CREATE TEMP TABLE hand_work AS
    WITH item AS (
        SELECT w.municipality_id AS m, w.item_id AS a, w.unit_id AS u, l.goal_id AS g, w.outcome,
            w.planned_end <= DATE '2024-12-31' AS due, coalesce(w.actual_end <= DATE '2024-12-31', false) AS done,
            done AND w.actual_end <= w.planned_end AND w.outcome <= w.budget AND w.quality = 'passed' AS right_way,
            done AND w.contributed AS contributed
        FROM work_item AS w JOIN work_goal AS l USING (municipality_id, item_id)
    ),
    scoped AS (
        SELECT i.m, s.g, NULL AS u, NULL AS level, i.* EXCLUDE (m, g, u)
        FROM item AS i JOIN serving AS s ON s.m = i.m AND s.d = i.g
        UNION ALL
        SELECT i.m, s.g, b.u, b.level, i.* EXCLUDE (m, g, u)
        FROM item AS i JOIN serving AS s ON s.m = i.m AND s.d = i.g JOIN below AS b ON b.m = i.m AND b.d = i.u
        UNION ALL
        SELECT i.m, NULL, b.u, b.level, i.* EXCLUDE (m, g, u) FROM item AS i JOIN below AS b ON b.m = i.m AND b.d = i.u
        UNION
        SELECT i.m, NULL, NULL, b.level, i.* EXCLUDE (m, g, u) FROM item AS i JOIN below AS b ON b.m = i.m AND b.d = i.u
    )
    SELECT m, g, u, level, count(*) FILTER (due) AS n_due, count(*) FILTER (due AND done) AS n_done,
        count(*) FILTER (due AND right_way) AS n_right, count(*) FILTER (due AND contributed) AS n_contributed,
        n_done / nullif(n_due, 0) AS share_done, n_right / nullif(n_done, 0) AS share_right,
        n_contributed / nullif(n_done, 0) AS share_contributed,
        sum(outcome) FILTER (done) AS weight, sum(outcome) FILTER (contributed) AS contributed_weight,
        contributed_weight / weight AS y
    FROM scoped GROUP BY ALL
    """,
    """
    CREATE TEMP TABLE hand_place AS
    WITH own_set AS (
        SELECT 'all' AS kind, w.area_id AS own, a.area_id FROM whose AS w, areas AS a
        UNION ALL SELECT 'county', w.area_id, a.area_id FROM whose AS w JOIN areas AS a USING (county)
        UNION ALL SELECT 'similar', w.area_id, a.area_id
        FROM whose AS w JOIN areas AS a ON (a.n - w.n + $areas) % $areas BETWEEN 0 AND 7
    ),
    value AS (SELECT kpi_id, area_id, period, value FROM warehouse.kolada_value)
    SELECT s.kind, v.kpi_id, s.own, v.period, count(*) AS n, min(o.value) AS min,
        quantile_cont(o.value, [0.25, 0.5, 0.75]) AS quartiles, max(o.value) AS max, avg(o.value) AS mean,
        1 + count(*) FILTER (CASE WHEN k.direction = 'higher' THEN o.value > v.value ELSE o.value < v.value END) AS rank
    FROM value AS v
    JOIN indicator AS k USING (kpi_id)
    JOIN own_set AS s ON s.own = v.area_id
    JOIN value AS o ON o.kpi_id = v.kpi_id AND o.area_id = s.area_id AND o.period = v.period
    GROUP BY s.kind, v.kpi_id, s.own, v.period
    """,
)
SAME = {
    "statuses": (
        """SELECT sum(n_met), sum(n_partly), sum(n_not_met), sum(n_not_assessed), count(*) FILTER (status = 'met'),
            count(*) FILTER (status = 'partly'), count(*) FILTER (status = 'not_met')
        FROM (SELECT * FROM goal_status WHERE unit_id IS NULL UNION ALL BY NAME SELECT * FROM level_status)""",
        """SELECT sum(n_met), sum(n_partly), sum(n_not_met), sum(n_missing), count(*) FILTER (status = 'met'),
            count(*) FILTER (status = 'partly'), count(*) FILTER (status = 'not_met') FROM hand_status""",
    ),
    "inner efficiency": (
        "SELECT sum(due), sum(carried_out), sum(right_way), sum(contributed), round(sum(b), 6) FROM inner_efficiency",
        "SELECT sum(n_due), sum(n_done), sum(n_right), sum(n_contributed), round(sum(share_contributed), 6) FROM hand_work",
    ),
    "outer efficiency": (
        "SELECT round(sum(weight)), round(sum(contributed_weight)), round(sum(y), 6) FROM outer_efficiency",
        "SELECT round(sum(weight)), round(sum(contributed_weight)), round(sum(y), 6) FROM hand_work",
    ),
    "places": (
        "SELECT count(*), sum(n), sum(rank), round(sum(p25), 3), round(sum(median), 3), round(sum(mean), 3) FROM comparison",
        """SELECT count(*), sum(n), sum(rank), round(sum(quartiles[1]), 3), round(sum(quartiles[2]), 3), round(sum(mean), 3)
        FROM hand_place""",
    ),
}


def fill(con: duckdb.DuckDBPyConnection, made: dict[str, str], given: dict[str, object]) -> None:
    """Fill tables that are there."""
    for name, select in made.items():
        used = {key: value for key, value in given.items() if f"${key}" in select}
        con.execute(f"INSERT INTO {name} BY NAME {select}", used)


def main() -> None:
    """Measure."""
    choices = parser(__doc__, 0)
    choices.add_argument("--municipalities", type=int, default=AREAS, help=f"how many (default {AREAS})")
    options = choices.parse_args()
    areas = f"""CREATE TEMP TABLE areas AS
        SELECT n, CAST(1000 + n AS VARCHAR) AS area_id, n % 21 AS county FROM range({AREAS}) AS r(n)"""
    given = {"at": "2025-03-01", "areas": AREAS, "year": YEAR}
    watch = Stopwatch()
    with scratch() as folder:
        warehouse = folder / "warehouse.duckdb"
        with writing(warehouse) as con:
            con.execute(areas)
            fill(con, KNOWN, given)
        with reading(warehouse) as con:
            con.execute(areas)
            con.execute(f"CREATE TEMP TABLE whose AS FROM areas WHERE n < {options.municipalities}")
            for described in (*tables("definitions").values(), table("checks")):
                con.execute(described.ddl if described.name in SHARED else keyed_ddl(described))
            fill(con, MADE, given)
            limits = {key: value if isinstance(value, int) else float(value) for key, value in Thresholds()}
            values = ", ".join(f"{value} AS {key}" for key, value in limits.items())
            con.execute(f"INSERT INTO threshold BY NAME SELECT {values}, area_id AS municipality_id FROM whose")
            with watch.time("all measures"):
                compute_many(con)
            peak = peak_figure()
            with watch.time("by hand"):
                for statement in BY_HAND:
                    con.execute(statement, {key: value for key, value in given.items() if f"${key}" in statement})
            for name, (ours, by_hand) in SAME.items():
                found, expected = con.execute(ours).fetchall(), con.execute(by_hand).fetchall()
                assert found == expected, f"{name}: {found}, by hand {expected}"
    seconds = watch.seconds["all measures"]
    name = f"measures of {options.municipalities} municipalities"
    tell(
        Figure(f"{name}, of the script by hand", watch.ratio("all measures", to="by hand"), bound=3, detail=str(watch)),
        Figure(name, seconds, "s", bound=BOUND_SECONDS),
        peak,
    )


if __name__ == "__main__":
    main()
