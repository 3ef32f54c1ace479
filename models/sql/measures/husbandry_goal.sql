-- table: husbandry_goal
-- section: measures.md §13
-- key: goal_id
-- needs: goal, unit
-- what: The goals that god ekonomisk hushållning is judged by: the financial goals, and as operational goals the
--   council's own strategic and development goals.
-- columns:
--   goal_id  text   the goal
--   part     text{financial_goals,operational_goals}   which of the two
SELECT goal.goal_id, CASE goal.kind WHEN 'financial_goal' THEN 'financial_goals' ELSE 'operational_goals' END AS part
FROM goal
JOIN unit ON unit.unit_id = goal.unit_id
WHERE goal.kind = 'financial_goal' OR (unit.level = 'council' AND goal.kind IN ('strategic_goal', 'development_goal'))
ORDER BY goal.goal_id
