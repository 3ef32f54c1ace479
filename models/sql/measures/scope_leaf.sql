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
            coalesce(CAST(tolerance AS VARCHAR), '-'), target_rule, target_by, target_group, target_from_year,
            target_text, CASE WHEN target_rule = 'own_text' THEN status END) AS leaf_id
    FROM fulfilment
    WHERE reason IS DISTINCT FROM 'no_target'
),
scoped AS (
    SELECT 'goal' AS scope, goal_below.goal_id, NULL AS unit_id, NULL AS level, leaf.* EXCLUDE (goal_id, unit_id)
    FROM goal_below JOIN leaf ON leaf.goal_id = goal_below.below_id
    UNION ALL
    SELECT 'goal_unit', goal_below.goal_id, leaf.unit_id, unit.level, leaf.* EXCLUDE (goal_id, unit_id)
    FROM goal_below JOIN leaf ON leaf.goal_id = goal_below.below_id JOIN unit ON unit.unit_id = leaf.unit_id
    UNION ALL
    SELECT 'unit', NULL, unit_below.unit_id, unit.level, leaf.* EXCLUDE (goal_id, unit_id)
    FROM unit_below JOIN leaf ON leaf.unit_id = unit_below.below_id JOIN unit ON unit.unit_id = unit_below.unit_id
    UNION
    SELECT 'level', NULL, NULL, unit.level, leaf.* EXCLUDE (goal_id, unit_id)
    FROM unit_below JOIN leaf ON leaf.unit_id = unit_below.below_id JOIN unit ON unit.unit_id = unit_below.unit_id
    UNION
    SELECT husbandry_goal.part, NULL, NULL, NULL, leaf.* EXCLUDE (goal_id, unit_id)
    FROM husbandry_goal JOIN goal_below ON goal_below.goal_id = husbandry_goal.goal_id JOIN leaf
        ON leaf.goal_id = goal_below.below_id
)
SELECT scope, goal_id, unit_id, level, leaf_id, weight, status, reason, lineage_id
FROM scoped
ORDER BY scope, goal_id NULLS FIRST, unit_id NULLS FIRST, level NULLS FIRST, lineage_id
