-- table: work_contribution
-- section: measures.md §6 (B)
-- key: item_kind, item_id, goal_id
-- needs: work_judged, work_item, work_goal, goal, goal_indicator, indicator, own_value, series_break, suppressed, withheld,
--   this_report
-- what: Whether what was carried out has contributed to each goal that it serves: as recorded, or, where nothing is
--   recorded, computed from how the goal's indicators moved. What cannot be judged is null. A cell that may not be shown
--   (§12) tells nothing.
-- columns:
--   item_kind    text{activity,assignment,service}   what it is
--   item_id      text   its id
--   goal_id      text   a goal that it serves
--   contributed  bool?  it contributed; null where that cannot be judged
--   basis        text{recorded,computed}?   how that is known
--   evidence     text?  what was recorded, or each indicator's value before the start and after it
WITH linked AS (
    SELECT j.item_kind, j.item_id, j.unit_id, j.planned_start, g.goal_id, w.contributed, w.evidence
    FROM work_judged AS j
    JOIN work_item AS w USING (item_kind, item_id)
    JOIN work_goal AS g USING (item_kind, item_id)
    WHERE j.carried_out
),
-- The total, or each gender where only genders are judged.
measured_by AS (
    SELECT DISTINCT g.goal_id, g.indicator_id, g.gender, i.title, i.direction, i.decimals, i.min_change
    FROM goal_indicator AS g
    JOIN indicator AS i USING (indicator_id)
    WHERE i.direction IN ('higher', 'lower') AND g.indicator_id NOT IN (SELECT indicator_id FROM withheld)
    QUALIFY g.gender = 'T' OR NOT bool_or(g.gender = 'T') OVER (PARTITION BY g.goal_id, g.indicator_id)
),
-- Every series that may tell: the unit's own, else that of the goal's unit, else Kolada's. A month is compared with the
-- same month of another year, a year with a year.
series AS (
    SELECT
        l.item_kind, l.item_id, l.goal_id, m.indicator_id, m.gender, m.title, m.direction, m.decimals, m.min_change, v.month,
        CASE WHEN v.unit_id = l.unit_id THEN 1 WHEN v.unit_id IS NOT NULL THEN 2 ELSE 3 END AS nearness,
        arg_max(v.value, v.measured_on) FILTER (v.measured_on < l.planned_start) AS value_before,
        max(v.year) FILTER (v.measured_on < l.planned_start) AS year_before,
        arg_max(v.value, v.measured_on) FILTER (v.measured_on > l.planned_start) AS value_after,
        max(v.year) FILTER (v.measured_on > l.planned_start) AS year_after
    FROM linked AS l
    CROSS JOIN this_report AS t
    JOIN goal AS g ON g.goal_id = l.goal_id
    JOIN measured_by AS m ON m.goal_id = l.goal_id
    JOIN own_value AS v
        ON v.indicator_id = m.indicator_id AND v.gender = m.gender
        AND (v.unit_id IS NULL OR v.unit_id = l.unit_id OR v.unit_id = g.unit_id)
    WHERE l.contributed IS NULL AND v.value IS NOT NULL AND v.year <= t.year
        AND NOT EXISTS (
            FROM suppressed AS s
            WHERE s.indicator_id = v.indicator_id AND s.unit_id = v.unit_id AND s.gender = v.gender AND s.year = v.year
        )
    GROUP BY ALL
    HAVING value_before IS NOT NULL AND value_after IS NOT NULL
),
nearest AS (
    SELECT *
    FROM series
    QUALIFY row_number() OVER (
        PARTITION BY item_kind, item_id, goal_id, indicator_id, gender
        ORDER BY nearness, make_date(year_after, coalesce(month, 12), 1) DESC, month NULLS FIRST
    ) = 1
),
moved AS (
    SELECT
        n.item_kind, n.item_id, n.goal_id, n.indicator_id, n.gender,
        trend_of(written(n.value_after) - written(n.value_before), n.direction, n.min_change) = 'better' AS the_right_way,
        concat(n.title, CASE n.gender WHEN 'K' THEN ', kvinnor' WHEN 'M' THEN ', män' END, ': ',
            shown(n.value_before, n.decimals), ' (', concat_ws('-', n.year_before, lpad(CAST(n.month AS VARCHAR), 2, '0')), ') → ',
            shown(n.value_after, n.decimals), ' (', concat_ws('-', n.year_after, lpad(CAST(n.month AS VARCHAR), 2, '0')), ')') AS evidence
    FROM nearest AS n
    WHERE NOT EXISTS (
        SELECT 1 FROM series_break AS b
        WHERE b.indicator_id = n.indicator_id AND b.year > n.year_before AND b.year <= n.year_after
    )
),
computed AS (
    SELECT
        item_kind, item_id, goal_id, bool_or(the_right_way) AS contributed,
        string_agg(evidence, '; ' ORDER BY indicator_id, gender) AS evidence
    FROM moved
    GROUP BY item_kind, item_id, goal_id
)
SELECT
    l.item_kind, l.item_id, l.goal_id,
    coalesce(l.contributed, c.contributed) AS contributed,
    CASE WHEN l.contributed IS NOT NULL THEN 'recorded' WHEN c.contributed IS NOT NULL THEN 'computed' END AS basis,
    CASE WHEN l.contributed IS NOT NULL THEN l.evidence ELSE coalesce(c.evidence, l.evidence) END AS evidence
FROM linked AS l
LEFT JOIN computed AS c USING (item_kind, item_id, goal_id)
ORDER BY l.item_kind, l.item_id, l.goal_id
