-- table: colour_scenario
-- section: freezing-and-diff.md, One cause
-- key: indicator_id, gender, set_name, later
-- needs: place
-- what: What each place whose colour changed would have been with some of its parts from the later report: every mixture of
--   definition (1), set (2), the own value (4) and the others' values (8). Values of two years are never mixed.
-- columns:
--   indicator_id  text   the indicator
--   gender        text{T,K,M}   whose value is judged
--   set_name      text   all, county, similar, or the own group's id
--   later         int    the sum of the parts that are the later report's
--   colour        text   the colour of the mixture, or none
WITH changed AS (
    SELECT
        b.indicator_id, b.gender, b.set_name, b, a, b.year <> a.year AS other_year, b.kpi_id <> a.kpi_id AS other_kpi
    FROM before.place AS b
    JOIN after.place AS a USING (indicator_id, gender, set_name)
    WHERE b.colour IS DISTINCT FROM a.colour
),
mixed AS (
    SELECT
        c.indicator_id, c.gender, c.set_name, m.later,
        CASE WHEN (m.later & 1) > 0 THEN c.a ELSE c.b END AS d,
        CASE WHEN (m.later & 2) > 0 THEN 'after' ELSE 'before' END AS set_side,
        CASE WHEN (m.later & 2) > 0 THEN c.a.group_id ELSE c.b.group_id END AS group_id,
        CASE WHEN (m.later & 4) > 0 OR (m.later & 1) > 0 AND c.other_kpi THEN c.a.value ELSE c.b.value END AS own,
        CASE WHEN (m.later & 8) > 0 OR (m.later & 1) > 0 AND c.other_kpi THEN 'after' ELSE 'before' END AS value_side,
        CASE WHEN (m.later & 8) > 0 OR (m.later & 1) > 0 AND c.other_kpi THEN c.a.year ELSE c.b.year END AS year,
        CASE WHEN (m.later & 8) > 0 OR (m.later & 1) > 0 AND c.other_kpi THEN c.a.n_before ELSE c.b.n_before END AS n_before
    FROM changed AS c
    CROSS JOIN (SELECT unnest(range(16)) AS later) AS m
    WHERE NOT c.other_year OR (m.later & 12) IN (0, 12)
),
member AS (
    SELECT 'before' AS side, group_id, area_id FROM before.set_compared
    UNION ALL
    SELECT 'after', group_id, area_id FROM after.set_compared
),
cell AS (
    SELECT 'before' AS side, indicator_id, gender, year, area_id, value FROM before.known_cell WHERE NOT own
    UNION ALL
    SELECT 'after', indicator_id, gender, year, area_id, value FROM after.known_cell WHERE NOT own
),
other AS (
    SELECT x.indicator_id, x.gender, x.set_name, x.later, v.value
    FROM mixed AS x
    JOIN member AS m ON m.side = x.set_side AND m.group_id = x.group_id
    JOIN cell AS v
        ON v.side = x.value_side AND v.indicator_id = x.indicator_id AND v.gender = x.gender AND v.year = x.year
        AND v.area_id = m.area_id
),
counted AS (
    SELECT
        x.indicator_id, x.gender, x.set_name, x.later,
        1 + count(o.value) AS n,
        count(o.value) FILTER ((o.value - x.own) * coalesce(x.d.good, 1) > 0) AS n_better,
        1 + count(o.value) FILTER (o.value = x.own) AS n_equal
    FROM mixed AS x
    LEFT JOIN other AS o USING (indicator_id, gender, set_name, later)
    GROUP BY ALL
)
SELECT
    x.indicator_id, x.gender, x.set_name, x.later,
    coalesce(colour_of(x.d.good, c.n, c.n_better, c.n_equal, x.n_before, x.d.min_n, x.d.min_share), 'none') AS colour
FROM mixed AS x
JOIN counted AS c USING (indicator_id, gender, set_name, later)
ORDER BY x.indicator_id, x.gender, x.set_name, x.later
