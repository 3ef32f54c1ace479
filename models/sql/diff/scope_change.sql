-- table: scope_change
-- section: freezing-and-diff.md, measures.md §5
-- title: Ändrade bedömningar av mål, enheter och nivåer
-- key: goal_id, unit_id, level
-- needs: goal_status, level_status
-- what: Goals, units and levels whose computed status changed; the causes stand with their leaves.
-- columns:
--   goal_id          text?  «Mål» the goal; null for a unit's or level's work as a whole
--   unit_id          text?  «Enhet» the unit; null for the goal or the level as a whole
--   level            text?  «Nivå» the level
--   status_before    text?  «Bedömning förut» null where it is new
--   status_after     text?  «Bedömning nu» null where it is gone
--   score_before     float?  «Poäng förut» weighted mean of 1, 0.5 and 0
--   score_after      float?  «Poäng nu» weighted mean of 1, 0.5 and 0
--   coverage_before  float?  «Gick att bedöma förut» assessed weight by the weight that can be assessed
--   coverage_after   float?  «Går att bedöma nu» assessed weight by the weight that can be assessed
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
    coalesce(before_scope.goal_id, after_scope.goal_id) AS goal_id,
    coalesce(before_scope.unit_id, after_scope.unit_id) AS unit_id, coalesce(before_scope.level, after_scope.level) AS level,
    before_scope.status AS status_before, after_scope.status AS status_after, before_scope.score AS score_before,
    after_scope.score AS score_after,
    before_scope.coverage AS coverage_before, after_scope.coverage AS coverage_after
FROM before_scope
FULL JOIN after_scope
    ON after_scope.goal_id IS NOT DISTINCT FROM before_scope.goal_id
    AND after_scope.unit_id IS NOT DISTINCT FROM before_scope.unit_id
    AND after_scope.level IS NOT DISTINCT FROM before_scope.level
WHERE before_scope.status IS DISTINCT FROM after_scope.status
ORDER BY goal_id NULLS LAST, unit_id NULLS FIRST, level NULLS FIRST
