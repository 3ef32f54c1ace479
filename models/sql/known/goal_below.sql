-- table: goal_below
-- section: measures.md §5
-- key: goal_id, below_id
-- needs: goal, goal_parent
-- what: Each goal with itself and every goal that serves it, directly or through others.
-- columns:
--   goal_id   text  the goal
--   below_id  text  itself, or a goal that serves it
WITH RECURSIVE serving AS (
    SELECT goal_id, goal_id AS below_id FROM goal
    UNION
    SELECT s.goal_id, p.goal_id FROM serving AS s JOIN goal_parent AS p ON p.parent_id = s.below_id
)
SELECT goal_id, below_id FROM serving ORDER BY goal_id, below_id
