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
WITH -- Of goals without an indicator at or below them: what is due of the assignments that carry them, and what of it is done;
-- in all, and for each unit of what its subtree was given.
carrying AS (
    SELECT DISTINCT s.goal_id, j.item_id, j.unit_id, j.due, j.due AND j.carried_out AS done
    FROM goal_below AS s
    JOIN work_goal AS w ON w.goal_id = s.below_id AND w.item_kind = 'assignment'
    JOIN work_judged AS j ON j.item_kind = w.item_kind AND j.item_id = w.item_id
    WHERE s.goal_id NOT IN (SELECT m.goal_id FROM goal_below AS m JOIN goal_indicator AS i ON i.goal_id = m.below_id)
),
by_assignments AS (
    SELECT
        'goal' AS scope, goal_id, CAST(NULL AS VARCHAR) AS unit_id, CAST(NULL AS VARCHAR) AS level,
        count(*) FILTER (due) AS n_due, count(*) FILTER (done) AS n_done
    FROM carrying
    GROUP BY goal_id
    UNION ALL
    SELECT 'goal_unit', c.goal_id, u.unit_id, u.level, count(*) FILTER (c.due), count(*) FILTER (c.done)
    FROM carrying AS c
    JOIN unit_below AS s ON s.below_id = c.unit_id
    JOIN unit AS u ON u.unit_id = s.unit_id
    JOIN goal AS g ON g.goal_id = c.goal_id
    WHERE u.unit_id = g.unit_id OR (c.goal_id, u.unit_id) IN (SELECT goal_id, unit_id FROM carrying)
    GROUP BY c.goal_id, u.unit_id, u.level
),
every_scope AS (
    SELECT 'goal' AS scope, goal_id, NULL AS unit_id, NULL AS level FROM goal
    UNION ALL
    SELECT 'goal_unit', g.goal_id, g.unit_id, u.level FROM goal AS g JOIN unit AS u ON u.unit_id = g.unit_id
    UNION ALL
    SELECT 'unit', NULL, unit_id, level FROM unit
    UNION
    SELECT 'level', NULL, NULL, level FROM unit
    UNION
    SELECT part, NULL, NULL, NULL FROM husbandry_goal
    UNION
    SELECT scope, goal_id, unit_id, level FROM scope_leaf
    UNION
    SELECT 'goal_unit', s.goal_id, f.unit_id, f.level FROM goal_below AS s JOIN fulfilment AS f ON f.goal_id = s.below_id
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
        e.scope, e.goal_id, e.unit_id, e.level,
        count(*) FILTER (l.status = 'met') AS n_met,
        count(*) FILTER (l.status = 'partly') AS n_partly,
        count(*) FILTER (l.status = 'not_met') AS n_not_met,
        count(*) FILTER (l.status = 'not_assessed') AS n_not_assessed,
        count(*) FILTER (l.status = 'no_judgement') AS n_no_judgement,
        sum(written(l.weight)) FILTER (l.status IN ('met', 'partly', 'not_met')) AS assessed_weight,
        sum(written(l.weight)) FILTER (
            l.status IN ('met', 'partly', 'not_met') OR l.status = 'not_assessed' AND l.reason <> 'not_applicable'
        ) AS assessable_weight,
        sum(written(l.weight) * CASE l.status WHEN 'met' THEN 2 WHEN 'partly' THEN 1 ELSE 0 END)
            FILTER (l.status IN ('met', 'partly', 'not_met')) AS double_points
    FROM every_scope AS e
    LEFT JOIN distinct_leaf AS l
        ON l.scope = e.scope
        AND l.goal_id IS NOT DISTINCT FROM e.goal_id
        AND l.unit_id IS NOT DISTINCT FROM e.unit_id
        AND l.level IS NOT DISTINCT FROM e.level
    GROUP BY ALL
)
SELECT
    c.scope, c.goal_id, c.unit_id, c.level, c.n_met, c.n_partly, c.n_not_met, c.n_not_assessed, c.n_no_judgement,
    CASE WHEN c.assessable_weight > 0 THEN coalesce(c.assessed_weight, 0) / c.assessable_weight END AS coverage,
    c.double_points / (2 * c.assessed_weight) AS score,
    CASE
        WHEN a.n_due > 0 AND a.n_done = a.n_due THEN 'met'
        WHEN a.n_due > 0 AND a.n_done > 0 THEN 'partly'
        WHEN a.n_due > 0 THEN 'not_met'
        WHEN c.assessed_weight IS NULL OR c.assessed_weight < written(t.min_coverage) * c.assessable_weight THEN 'not_assessed'
        WHEN c.double_points >= 2 * written(t.met_score) * c.assessed_weight AND c.n_not_met = 0 THEN 'met'
        WHEN c.double_points < 2 * written(t.not_met_score) * c.assessed_weight THEN 'not_met'
        ELSE 'partly'
    END AS status
FROM counted AS c
CROSS JOIN threshold AS t
LEFT JOIN by_assignments AS a
    ON a.scope = c.scope AND a.goal_id = c.goal_id AND a.unit_id IS NOT DISTINCT FROM c.unit_id
ORDER BY c.scope, c.goal_id NULLS FIRST, c.unit_id NULLS FIRST, c.level NULLS FIRST
