-- table: work_window
-- section: measures.md §6 (B)
-- key: item_kind, item_id, goal_id, indicator_id, gender
-- needs: work_judged, work_item, work_goal, goal, goal_indicator, indicator, own_value, series_break, content_change, suppressed,
--   withheld, this_report
-- what: What was carried out for a goal, with nothing recorded of whether it contributed, and each of the goal's indicators
--   that has a measurement before its start and one after: the nearest series that tells. A cell that may not be shown
--   (§12) tells nothing, nor does a series that is broken between the two, or whose unit is made of something
--   else after than before.
-- columns:
--   item_kind     text{activity,assignment,service}   what it is
--   item_id       text   its id
--   goal_id       text   a goal that it serves
--   indicator_id  text   one of the goal's indicators
--   gender        text{T,K,M}   the total, or each gender where only genders are judged
--   unit_id       text?  the unit measured; null for Kolada's value of the whole municipality
--   month         int?   the month of both values; null for whole years
--   year_before   int    the year of the last measurement before the start
--   value_before  float  its value
--   year_after    int    the year of the latest measurement after it
--   value_after   float  its value
WITH linked AS (
    SELECT work_judged.item_kind, work_judged.item_id, work_judged.unit_id, work_judged.planned_start, work_goal.goal_id
    FROM work_judged
    JOIN work_item USING (item_kind, item_id)
    JOIN work_goal USING (item_kind, item_id)
    WHERE work_judged.carried_out AND work_item.contributed IS NULL
),
-- The total, or each gender where only genders are judged.
measured_by AS (
    SELECT DISTINCT goal_indicator.goal_id, goal_indicator.indicator_id, goal_indicator.gender
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
        linked.item_kind, linked.item_id, linked.goal_id, measured_by.indicator_id, measured_by.gender,
        own_value.unit_id, own_value.month,
        CASE WHEN own_value.unit_id = linked.unit_id THEN 1 WHEN own_value.unit_id IS NOT NULL THEN 2 ELSE 3 END AS nearness,
        max(own_value.year) FILTER (own_value.measured_on < linked.planned_start) AS year_before,
        max(own_value.measured_on) FILTER (own_value.measured_on < linked.planned_start) AS day_before,
        max(own_value.measured_on) FILTER (own_value.measured_on > linked.planned_start) AS day_after,
        arg_max(own_value.value, own_value.measured_on)
            FILTER (own_value.measured_on < linked.planned_start) AS value_before,
        max(own_value.year) FILTER (own_value.measured_on > linked.planned_start) AS year_after,
        arg_max(own_value.value, own_value.measured_on) FILTER (own_value.measured_on > linked.planned_start) AS value_after
    FROM linked
    CROSS JOIN this_report
    JOIN goal ON goal.goal_id = linked.goal_id
    JOIN measured_by ON measured_by.goal_id = linked.goal_id
    JOIN own_value
        ON own_value.indicator_id = measured_by.indicator_id AND own_value.gender = measured_by.gender
        AND (own_value.unit_id IS NULL OR own_value.unit_id = linked.unit_id OR own_value.unit_id = goal.unit_id)
    WHERE own_value.value IS NOT NULL AND own_value.year <= this_report.year
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
)
SELECT
    item_kind, item_id, goal_id, indicator_id, gender, unit_id, month, year_before, value_before, year_after, value_after
FROM nearest
WHERE NOT EXISTS (
    SELECT 1 FROM series_break
    WHERE series_break.indicator_id = nearest.indicator_id AND series_break.year > nearest.year_before
        AND series_break.year <= nearest.year_after
)
    AND NOT EXISTS (
        FROM content_change
        WHERE content_change.unit_id = nearest.unit_id AND content_change.changed_at > nearest.day_before
            AND content_change.changed_at <= nearest.day_after
    )
ORDER BY item_kind, item_id, goal_id, indicator_id, gender
