-- table: scope_status
-- section: measures.md §5
-- key: scope, goal_id, unit_id, level
-- needs: fulfilment, goal, goal_parent, unit, threshold, husbandry_goal
-- what: Counts, coverage, score and status of every goal, unit and level, and of all financial and all operational goals
--   (§13), summed from their distinct leaves and never from intermediate colours: the same leaf under two goals counts once.
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
WITH RECURSIVE serving AS (
    SELECT goal_id, goal_id AS below_id FROM goal
    UNION
    SELECT s.goal_id, p.goal_id FROM serving AS s JOIN goal_parent AS p ON p.parent_id = s.below_id
),
subtree AS (
    SELECT unit_id, unit_id AS below_id FROM unit
    UNION
    SELECT s.unit_id, u.unit_id FROM subtree AS s JOIN unit AS u ON u.parent_id = s.below_id
),
leaf AS (
    SELECT
        goal_id, unit_id, weight, status, reason,
        concat_ws('|', indicator_id, unit_id, gender, coalesce(CAST(target AS VARCHAR), '-'),
            coalesce(CAST(target_low AS VARCHAR), '-'), coalesce(CAST(target_high AS VARCHAR), '-'),
            coalesce(CAST(tolerance AS VARCHAR), '-')) AS leaf_id
    FROM fulfilment
),
scoped AS (
    SELECT 'goal' AS scope, s.goal_id, NULL AS unit_id, NULL AS level, l.leaf_id, l.weight, l.status, l.reason
    FROM serving AS s JOIN leaf AS l ON l.goal_id = s.below_id
    UNION ALL
    SELECT 'goal_unit', s.goal_id, l.unit_id, u.level, l.leaf_id, l.weight, l.status, l.reason
    FROM serving AS s JOIN leaf AS l ON l.goal_id = s.below_id JOIN unit AS u ON u.unit_id = l.unit_id
    UNION ALL
    SELECT 'unit', NULL, s.unit_id, u.level, l.leaf_id, l.weight, l.status, l.reason
    FROM subtree AS s JOIN leaf AS l ON l.unit_id = s.below_id JOIN unit AS u ON u.unit_id = s.unit_id
    UNION ALL
    SELECT 'level', NULL, NULL, u.level, l.leaf_id, l.weight, l.status, l.reason
    FROM subtree AS s JOIN leaf AS l ON l.unit_id = s.below_id JOIN unit AS u ON u.unit_id = s.unit_id
    UNION ALL
    SELECT p.part, NULL, NULL, NULL, l.leaf_id, l.weight, l.status, l.reason
    FROM husbandry_goal AS p JOIN serving AS s ON s.goal_id = p.goal_id JOIN leaf AS l ON l.goal_id = s.below_id
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
    SELECT scope, goal_id, unit_id, level FROM scoped
),
distinct_leaf AS (
    SELECT scope, goal_id, unit_id, level, leaf_id, status, reason, max(weight) AS weight
    FROM scoped
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
        WHEN c.assessed_weight IS NULL OR c.assessed_weight < written(t.min_coverage) * c.assessable_weight THEN 'not_assessed'
        WHEN c.double_points >= 2 * written(t.met_score) * c.assessed_weight AND c.n_not_met = 0 THEN 'met'
        WHEN c.double_points < 2 * written(t.not_met_score) * c.assessed_weight THEN 'not_met'
        ELSE 'partly'
    END AS status
FROM counted AS c
CROSS JOIN threshold AS t
ORDER BY c.scope, c.goal_id NULLS FIRST, c.unit_id NULLS FIRST, c.level NULLS FIRST
