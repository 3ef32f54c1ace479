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
    SELECT work_judged.item_kind, work_judged.item_id, work_judged.unit_id, work_judged.planned_start, work_goal.goal_id,
        work_item.contributed, work_item.evidence
    FROM work_judged
    JOIN work_item USING (item_kind, item_id)
    JOIN work_goal USING (item_kind, item_id)
    WHERE work_judged.carried_out
),
-- The total, or each gender where only genders are judged.
measured_by AS (
    SELECT DISTINCT goal_indicator.goal_id, goal_indicator.indicator_id, goal_indicator.gender, indicator.title,
        indicator.direction, indicator.decimals, indicator.min_change
    FROM goal_indicator
    JOIN indicator USING (indicator_id)
    WHERE indicator.direction IN ('higher', 'lower')
        AND goal_indicator.indicator_id NOT IN (SELECT indicator_id FROM withheld)
    QUALIFY goal_indicator.gender = 'T'
        OR NOT bool_or(goal_indicator.gender = 'T') OVER (PARTITION BY goal_indicator.goal_id, goal_indicator.indicator_id)
),
-- Every series that may tell: the unit's own, else that of the goal's unit, else Kolada's. A month is compared with the
-- same month of another year, a year with a year.
series AS (
    SELECT
        linked.item_kind, linked.item_id, linked.goal_id, measured_by.indicator_id, measured_by.gender, measured_by.title,
        measured_by.direction, measured_by.decimals, measured_by.min_change, own_value.month,
        CASE WHEN own_value.unit_id = linked.unit_id THEN 1 WHEN own_value.unit_id IS NOT NULL THEN 2 ELSE 3 END AS nearness,
        arg_max(own_value.value, own_value.measured_on)
            FILTER (own_value.measured_on < linked.planned_start) AS value_before,
        max(own_value.year) FILTER (own_value.measured_on < linked.planned_start) AS year_before,
        arg_max(own_value.value, own_value.measured_on) FILTER (own_value.measured_on > linked.planned_start) AS value_after,
        max(own_value.year) FILTER (own_value.measured_on > linked.planned_start) AS year_after
    FROM linked
    CROSS JOIN this_report
    JOIN goal ON goal.goal_id = linked.goal_id
    JOIN measured_by ON measured_by.goal_id = linked.goal_id
    JOIN own_value
        ON own_value.indicator_id = measured_by.indicator_id AND own_value.gender = measured_by.gender
        AND (own_value.unit_id IS NULL OR own_value.unit_id = linked.unit_id OR own_value.unit_id = goal.unit_id)
    WHERE linked.contributed IS NULL AND own_value.value IS NOT NULL AND own_value.year <= this_report.year
        AND NOT EXISTS (
            FROM suppressed
            WHERE suppressed.indicator_id = own_value.indicator_id AND suppressed.unit_id = own_value.unit_id
                AND suppressed.gender = own_value.gender AND suppressed.year = own_value.year
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
        nearest.item_kind, nearest.item_id, nearest.goal_id, nearest.indicator_id, nearest.gender,
        nearest.value_after <> nearest.value_before
        AND sign_of(nearest.direction) * (written(nearest.value_after) - written(nearest.value_before))
        >= written(nearest.min_change) AS the_right_way,
        concat(nearest.title, CASE nearest.gender WHEN 'K' THEN ', kvinnor' WHEN 'M' THEN ', män' END, ': ',
            shown(nearest.value_before, nearest.decimals), ' (',
            concat_ws('-', nearest.year_before, lpad(CAST(nearest.month AS VARCHAR), 2, '0')), ') → ',
            shown(nearest.value_after, nearest.decimals), ' (',
            concat_ws('-', nearest.year_after, lpad(CAST(nearest.month AS VARCHAR), 2, '0')), ')') AS evidence
    FROM nearest
    WHERE NOT EXISTS (
        SELECT 1 FROM series_break
        WHERE series_break.indicator_id = nearest.indicator_id AND series_break.year > nearest.year_before
            AND series_break.year <= nearest.year_after
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
    linked.item_kind, linked.item_id, linked.goal_id,
    coalesce(linked.contributed, computed.contributed) AS contributed,
    CASE WHEN linked.contributed IS NOT NULL THEN 'recorded' WHEN computed.contributed IS NOT NULL
        THEN 'computed' END AS basis,
    CASE WHEN linked.contributed IS NOT NULL THEN linked.evidence
        ELSE coalesce(computed.evidence, linked.evidence) END AS evidence
FROM linked
LEFT JOIN computed USING (item_kind, item_id, goal_id)
ORDER BY linked.item_kind, linked.item_id, linked.goal_id
