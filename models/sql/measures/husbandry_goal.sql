-- table: husbandry_goal
-- section: measures.md §13
-- key: goal_id
-- needs: goal, unit
-- what: The goals that god ekonomisk hushållning is judged by: the financial goals, and as operational goals the
--   council's own strategic and development goals.
-- columns:
--   goal_id  text   the goal
--   part     text{financial_goals,operational_goals}   which of the two
SELECT g.goal_id, CASE g.kind WHEN 'financial_goal' THEN 'financial_goals' ELSE 'operational_goals' END AS part
FROM goal AS g
JOIN unit AS u ON u.unit_id = g.unit_id
WHERE g.kind = 'financial_goal' OR (u.level = 'council' AND g.kind IN ('strategic_goal', 'development_goal'))
ORDER BY g.goal_id
