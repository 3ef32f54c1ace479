-- table: scope_status
-- section: measures.md §5
-- key: scope, goal_id, unit_id, level
-- needs: scope_leaf, fulfilment, goal, goal_below, goal_indicator, unit, unit_below, threshold, work_judged, work_goal, husbandry_goal
-- what: Counts, coverage, score and status of every goal, unit and level, and of all financial and all operational goals
--   (§13), summed from their distinct leaves and never from intermediate colours: the same leaf under two goals counts once.
--   A goal with no indicator below it is judged by the assignments that carry it.
-- columns:
--   scope           text{goal,goal_unit,unit,level,financial_goals,operational_goals}   what is summed
--   goal_id         text?   the goal
--   unit_id         text?   the unit
--   level           text?   the level
--   n_met           int     leaves met
--   n_partly        int     leaves partly met
--   n_not_met       int     leaves not met
--   n_not_assessed  int     leaves not assessed
--   n_no_judgement  int     leaves that are not to be judged
--   coverage        float?  assessed weight by the weight that can be assessed
--   score           float?  weighted mean of 1, 0.5 and 0 over assessed leaves
--   status          text{met,partly,not_met,not_assessed}   the judgement
WITH
-- Of goals without an indicator at or below them: what is due of the assignments that carry them, and what of it is done;
-- in all, and for each unit of what its subtree was given.
carrying AS (
    SELECT DISTINCT goal_below.goal_id, work_judged.item_id, work_judged.unit_id, work_judged.due,
        work_judged.due AND work_judged.carried_out AS done
    FROM goal_below
    JOIN work_goal ON work_goal.goal_id = goal_below.below_id AND work_goal.item_kind = 'assignment'
    JOIN work_judged ON work_judged.item_kind = work_goal.item_kind AND work_judged.item_id = work_goal.item_id
    WHERE goal_below.goal_id NOT IN (SELECT measured.goal_id FROM goal_below AS measured JOIN goal_indicator
        ON goal_indicator.goal_id = measured.below_id)
),
by_assignments AS (
    SELECT
        'goal' AS scope, goal_id, CAST(NULL AS VARCHAR) AS unit_id, CAST(NULL AS VARCHAR) AS level,
        count(*) FILTER (due) AS n_due, count(*) FILTER (done) AS n_done
    FROM carrying
    GROUP BY goal_id
    UNION ALL
    SELECT 'goal_unit', carried.goal_id, unit.unit_id, unit.level, count(*) FILTER (carried.due),
        count(*) FILTER (carried.done)
    FROM carrying AS carried
    JOIN unit_below ON unit_below.below_id = carried.unit_id
    JOIN unit ON unit.unit_id = unit_below.unit_id
    JOIN goal ON goal.goal_id = carried.goal_id
    WHERE unit.unit_id = goal.unit_id OR (carried.goal_id, unit.unit_id) IN (SELECT goal_id, unit_id FROM carrying)
    GROUP BY carried.goal_id, unit.unit_id, unit.level
),
every_scope AS (
    SELECT 'goal' AS scope, goal_id, NULL AS unit_id, NULL AS level FROM goal
    UNION ALL
    SELECT 'goal_unit', goal.goal_id, goal.unit_id, unit.level FROM goal JOIN unit ON unit.unit_id = goal.unit_id
    UNION ALL
    SELECT 'unit', NULL, unit_id, level FROM unit
    UNION
    SELECT 'level', NULL, NULL, level FROM unit
    UNION
    SELECT part, NULL, NULL, NULL FROM husbandry_goal
    UNION
    SELECT scope, goal_id, unit_id, level FROM scope_leaf
    UNION
    SELECT 'goal_unit', goal_below.goal_id, fulfilment.unit_id, fulfilment.level
    FROM goal_below
    JOIN fulfilment ON fulfilment.goal_id = goal_below.below_id
    UNION
    SELECT scope, goal_id, unit_id, level FROM by_assignments
),
distinct_leaf AS (
    SELECT scope, goal_id, unit_id, level, leaf_id, status, reason, max(weight) AS weight
    FROM scope_leaf
    GROUP BY ALL
),
counted AS (
    SELECT
        every_scope.scope, every_scope.goal_id, every_scope.unit_id, every_scope.level,
        count(*) FILTER (distinct_leaf.status = 'met') AS n_met,
        count(*) FILTER (distinct_leaf.status = 'partly') AS n_partly,
        count(*) FILTER (distinct_leaf.status = 'not_met') AS n_not_met,
        count(*) FILTER (distinct_leaf.status = 'not_assessed') AS n_not_assessed,
        count(*) FILTER (distinct_leaf.status = 'no_judgement') AS n_no_judgement,
        sum(written(distinct_leaf.weight)) FILTER (distinct_leaf.status IN ('met', 'partly', 'not_met')) AS assessed_weight,
        sum(written(distinct_leaf.weight)) FILTER (
            distinct_leaf.status IN ('met', 'partly', 'not_met') OR distinct_leaf.status = 'not_assessed'
                AND distinct_leaf.reason <> 'not_applicable'
        ) AS assessable_weight,
        sum(written(distinct_leaf.weight) * CASE distinct_leaf.status WHEN 'met' THEN 2 WHEN 'partly' THEN 1 ELSE 0 END)
            FILTER (distinct_leaf.status IN ('met', 'partly', 'not_met')) AS double_points
    FROM every_scope
    LEFT JOIN distinct_leaf
        ON distinct_leaf.scope = every_scope.scope
        AND distinct_leaf.goal_id IS NOT DISTINCT FROM every_scope.goal_id
        AND distinct_leaf.unit_id IS NOT DISTINCT FROM every_scope.unit_id
        AND distinct_leaf.level IS NOT DISTINCT FROM every_scope.level
    GROUP BY ALL
)
SELECT
    counted.scope, counted.goal_id, counted.unit_id, counted.level, counted.n_met, counted.n_partly, counted.n_not_met,
    counted.n_not_assessed, counted.n_no_judgement,
    CASE WHEN counted.assessable_weight > 0
        THEN coalesce(counted.assessed_weight, 0) / counted.assessable_weight END AS coverage,
    counted.double_points / (2 * counted.assessed_weight) AS score,
    CASE
        WHEN by_assignments.n_due > 0 AND by_assignments.n_done = by_assignments.n_due THEN 'met'
        WHEN by_assignments.n_due > 0 AND by_assignments.n_done > 0 THEN 'partly'
        WHEN by_assignments.n_due > 0 THEN 'not_met'
        WHEN counted.assessed_weight IS NULL
            OR counted.assessed_weight < written(threshold.min_coverage) * counted.assessable_weight THEN 'not_assessed'
        WHEN counted.double_points >= 2 * written(threshold.met_score) * counted.assessed_weight
            AND counted.n_not_met = 0 THEN 'met'
        WHEN counted.double_points < 2 * written(threshold.not_met_score) * counted.assessed_weight THEN 'not_met'
        ELSE 'partly'
    END AS status
FROM counted
CROSS JOIN threshold
LEFT JOIN by_assignments
    ON by_assignments.scope = counted.scope AND by_assignments.goal_id = counted.goal_id
    AND by_assignments.unit_id IS NOT DISTINCT FROM counted.unit_id
ORDER BY counted.scope, counted.goal_id NULLS FIRST, counted.unit_id NULLS FIRST, counted.level NULLS FIRST
