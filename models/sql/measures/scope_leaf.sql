-- table: scope_leaf
-- section: measures.md §5
-- key: scope, goal_id, unit_id, level, lineage_id
-- needs: fulfilment, goal_below, unit_below, unit, husbandry_goal
-- what: The leaves under every goal, unit and level. The same leaf under two goals has two rows and one leaf_id. An
--   indicator for which no decided plan has a target is no leaf.
-- columns:
--   scope       text{goal,goal_unit,unit,level,financial_goals,operational_goals}   what is summed
--   goal_id     text?   the goal
--   unit_id     text?   the unit
--   level       text?   the level
--   leaf_id     text    indicator, unit, gender and target: what makes a leaf distinct
--   weight      float   the leaf's weight
--   status      text{met,partly,not_met,not_assessed,no_judgement}   its judgement
--   reason      text?   why there is none
--   lineage_id  text    the leaf's row of fulfilment
WITH leaf AS (
    SELECT
        goal_id, unit_id, weight, status, reason, lineage_id,
        concat_ws('|', indicator_id, unit_id, gender, coalesce(CAST(target AS VARCHAR), '-'),
            coalesce(CAST(target_low AS VARCHAR), '-'), coalesce(CAST(target_high AS VARCHAR), '-'),
            coalesce(CAST(tolerance AS VARCHAR), '-')) AS leaf_id
    FROM fulfilment
    WHERE reason IS DISTINCT FROM 'no_target'
),
scoped AS (
    SELECT 'goal' AS scope, s.goal_id, NULL AS unit_id, NULL AS level, l.* EXCLUDE (goal_id, unit_id)
    FROM goal_below AS s JOIN leaf AS l ON l.goal_id = s.below_id
    UNION ALL
    SELECT 'goal_unit', s.goal_id, l.unit_id, u.level, l.* EXCLUDE (goal_id, unit_id)
    FROM goal_below AS s JOIN leaf AS l ON l.goal_id = s.below_id JOIN unit AS u ON u.unit_id = l.unit_id
    UNION ALL
    SELECT 'unit', NULL, s.unit_id, u.level, l.* EXCLUDE (goal_id, unit_id)
    FROM unit_below AS s JOIN leaf AS l ON l.unit_id = s.below_id JOIN unit AS u ON u.unit_id = s.unit_id
    UNION
    SELECT 'level', NULL, NULL, u.level, l.* EXCLUDE (goal_id, unit_id)
    FROM unit_below AS s JOIN leaf AS l ON l.unit_id = s.below_id JOIN unit AS u ON u.unit_id = s.unit_id
    UNION
    SELECT p.part, NULL, NULL, NULL, l.* EXCLUDE (goal_id, unit_id)
    FROM husbandry_goal AS p JOIN goal_below AS s ON s.goal_id = p.goal_id JOIN leaf AS l ON l.goal_id = s.below_id
)
SELECT scope, goal_id, unit_id, level, leaf_id, weight, status, reason, lineage_id
FROM scoped
ORDER BY scope, goal_id NULLS FIRST, unit_id NULLS FIRST, level NULLS FIRST, lineage_id
