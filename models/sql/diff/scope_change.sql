-- table: scope_change
-- section: freezing-and-diff.md, measures.md §5
-- key: goal_id, unit_id, level
-- needs: goal_status, level_status
-- what: Goals, units and levels whose computed status changed; the causes stand with their leaves.
-- columns:
--   goal_id          text?   the goal; null for a unit's or level's work as a whole
--   unit_id          text?   the unit; null for the goal or the level as a whole
--   level            text?   the level
--   status_before    text?   null where it is new
--   status_after     text?   null where it is gone
--   score_before     float?  weighted mean of 1, 0.5 and 0
--   score_after      float?  weighted mean of 1, 0.5 and 0
--   coverage_before  float?  assessed weight by the weight that can be assessed
--   coverage_after   float?  assessed weight by the weight that can be assessed
WITH before_scope AS (
    SELECT goal_id, unit_id, level, status, score, coverage FROM before.goal_status
    UNION ALL
    SELECT NULL, unit_id, level, status, score, coverage FROM before.level_status
),
after_scope AS (
    SELECT goal_id, unit_id, level, status, score, coverage FROM after.goal_status
    UNION ALL
    SELECT NULL, unit_id, level, status, score, coverage FROM after.level_status
)
SELECT
    coalesce(b.goal_id, a.goal_id) AS goal_id, coalesce(b.unit_id, a.unit_id) AS unit_id, coalesce(b.level, a.level) AS level,
    b.status AS status_before, a.status AS status_after, b.score AS score_before, a.score AS score_after,
    b.coverage AS coverage_before, a.coverage AS coverage_after
FROM before_scope AS b
FULL JOIN after_scope AS a
    ON a.goal_id IS NOT DISTINCT FROM b.goal_id AND a.unit_id IS NOT DISTINCT FROM b.unit_id
    AND a.level IS NOT DISTINCT FROM b.level
WHERE b.status IS DISTINCT FROM a.status
ORDER BY goal_id NULLS LAST, unit_id NULLS FIRST, level NULLS FIRST
