-- table: outer_efficiency
-- section: measures.md §7
-- title: Yttre effektivitet
-- published: 11
-- key: goal_id, unit_id, level
-- figure: goal_id?, unit_id?, level?
-- needs: outer_weight, work_scoped, scope_status, threshold, this_report
-- what: Did the right things, which contributed to the goals: over what was carried out for a goal and can be judged, of
--   activities, assignments and services. The rows are those of inner_efficiency: each goal and unit with its
--   subtree, each goal as a whole (unit_id and level null), each unit with its subtree (goal_id null), and each level
--   (unit_id and goal_id null).
-- parents:
--   work_scoped  p.goal_id IS NOT DISTINCT FROM f.goal_id AND p.unit_id IS NOT DISTINCT FROM f.unit_id
--                AND p.level IS NOT DISTINCT FROM f.level AND p.lineage_id IS NOT NULL
--   definition_node  p.section = 'municipality' OR p.section = 'goals' AND p.id = f.goal_id
--   model_node   p.model = 'outer_efficiency'
-- columns:
--   report              text    «Rapport» the report's id
--   unit_id             text?   «Enhet» the unit; null for a goal as a whole and for a level
--   level               text?   «Nivå» its level; null for a goal as a whole
--   goal_id             text?   «Mål» the goal and those that serve it; null: all goals
--   weight              float   «Vikt» what could be judged: kronor where all of it has an outcome in kronor, else their number
--   contributed_weight  float   «Vikt som bidrog» of that, what contributed
--   y                   float?  «Gör rätt saker, andel» contributed_weight by weight
--   weighted_by         text{kronor,number}?   «Vägt med» what the weights are
--   status              text{right_things,reconsider,not_assessed}   «Bedömning» the judgement
--   basis               text{recorded,computed,mixed}?   «Underlag» how contributions are known
--   lineage_id          text    «Spårnummer» leads to where the figure comes from
WITH every_scope AS (
    SELECT scope, goal_id, unit_id, level FROM scope_status WHERE scope IN ('goal', 'goal_unit', 'unit', 'level')
    UNION
    SELECT scope, goal_id, unit_id, level FROM work_scoped
),
summed AS (
    SELECT
        e.scope, e.goal_id, e.unit_id, e.level,
        coalesce(sum(written(w.weight)), 0) AS weight,
        coalesce(sum(written(w.weight)) FILTER (w.contributed), 0) AS contributed_weight,
        any_value(w.weighted_by) AS weighted_by,
        CASE WHEN min(w.basis) = max(w.basis) THEN min(w.basis) WHEN min(w.basis) IS NOT NULL THEN 'mixed' END AS basis
    FROM every_scope AS e
    LEFT JOIN outer_weight AS w
        ON w.scope = e.scope
        AND w.goal_id IS NOT DISTINCT FROM e.goal_id
        AND w.unit_id IS NOT DISTINCT FROM e.unit_id
        AND w.level IS NOT DISTINCT FROM e.level
    GROUP BY e.scope, e.goal_id, e.unit_id, e.level
)
SELECT
    t.report, s.unit_id, s.level, s.goal_id, s.weight, s.contributed_weight,
    CAST(s.contributed_weight AS DOUBLE) / nullif(CAST(s.weight AS DOUBLE), 0) AS y,
    s.weighted_by,
    CASE
        WHEN s.weight = 0 THEN 'not_assessed'
        WHEN s.contributed_weight >= written(h.outer_share) * s.weight THEN 'right_things'
        ELSE 'reconsider'
    END AS status,
    s.basis
FROM summed AS s
CROSS JOIN threshold AS h
CROSS JOIN this_report AS t
ORDER BY s.goal_id NULLS FIRST, s.unit_id NULLS FIRST, s.level NULLS FIRST
