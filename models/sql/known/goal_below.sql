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
    SELECT serving.goal_id, goal_parent.goal_id FROM serving JOIN goal_parent ON goal_parent.parent_id = serving.below_id
)
SELECT goal_id, below_id FROM serving ORDER BY goal_id, below_id
