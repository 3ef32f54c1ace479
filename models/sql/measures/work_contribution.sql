-- table: work_contribution
-- section: measures.md §6 (B)
-- key: item_kind, item_id, goal_id
-- needs: work_judged, work_item, work_goal, work_window, window_moved, movement, indicator, this_report
-- what: Whether what was carried out has contributed to each goal that it serves: as recorded, or, where nothing is
--   recorded, computed from how the goal's indicators moved beyond those of similar municipalities, or beyond what is normal
--   for the series where nobody else has it. What cannot be judged is null.
-- columns:
--   item_kind    text{activity,assignment,service}   what it is
--   item_id      text   its id
--   goal_id      text   a goal that it serves
--   contributed  bool?  it contributed; null where that cannot be judged
--   basis        text{recorded,computed}?   how that is known
--   evidence     text?  what was recorded, or each indicator's value before the start and after it, and beside what
WITH linked AS (
    SELECT work_judged.item_kind, work_judged.item_id, work_goal.goal_id, work_item.contributed, work_item.evidence
    FROM work_judged
    JOIN work_item USING (item_kind, item_id)
    JOIN work_goal USING (item_kind, item_id)
    WHERE work_judged.carried_out
),
moved AS (
    SELECT
        work_window.item_kind, work_window.item_id, work_window.goal_id, work_window.indicator_id, work_window.gender,
        CASE
            WHEN window_moved.area_id IS NOT NULL THEN window_moved.contributed
            WHEN coalesce(movement.movement, 'series_too_short') = 'series_too_short' THEN NULL
            ELSE movement.movement = 'outside_normal'
                AND movement.side = CASE indicator.direction WHEN 'higher' THEN 'above' ELSE 'below' END
                AND moved_beyond(
                    sign_of(indicator.direction) * (exact(work_window.value_after) - exact(work_window.value_before)),
                    indicator.min_change, 0)
        END AS the_right_way,
        concat(indicator.title, CASE work_window.gender WHEN 'K' THEN ', kvinnor' WHEN 'M' THEN ', män' END, ': ',
            shown(work_window.value_before, indicator.decimals), ' (',
            concat_ws('-', work_window.year_before, lpad(CAST(work_window.month AS VARCHAR), 2, '0')), ') → ',
            shown(work_window.value_after, indicator.decimals), ' (',
            concat_ws('-', work_window.year_after, lpad(CAST(work_window.month AS VARCHAR), 2, '0')), ')',
            CASE
                WHEN window_moved.area_id IS NOT NULL
                    THEN concat(', liknande kommuner ', shown_change(window_moved.median_change, indicator.decimals))
                WHEN movement.movement = 'outside_normal' THEN ', utanför det normala'
                WHEN movement.movement = 'within_normal' THEN ', inom normal variation'
                ELSE ', för kort serie'
            END) AS evidence
    FROM work_window
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    LEFT JOIN window_moved
        ON window_moved.indicator_id = work_window.indicator_id AND window_moved.gender = work_window.gender
        AND window_moved.year_before = work_window.year_before AND window_moved.year_after = work_window.year_after
        AND window_moved.area_id = this_report.area_id AND work_window.unit_id IS NULL
    LEFT JOIN movement
        ON movement.indicator_id = work_window.indicator_id AND movement.gender = work_window.gender
        AND movement.unit_id IS NOT DISTINCT FROM work_window.unit_id AND movement.forecast_of IS NULL
        AND movement.monthly = (work_window.month IS NOT NULL) AND movement.year = work_window.year_after
        AND movement.month IS NOT DISTINCT FROM work_window.month
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
