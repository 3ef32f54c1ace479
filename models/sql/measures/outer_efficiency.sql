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
--   file_node    p.kind IN ('activities', 'assignments')
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
--   base_rate           float[0..1]?  «Samma svar i alla kommuner, andel» the mean, by the weights of what is computed, of the share of all municipalities where the same rule says yes in the same years
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
        every_scope.scope, every_scope.goal_id, every_scope.unit_id, every_scope.level,
        coalesce(sum(written(outer_weight.weight)), 0) AS weight,
        coalesce(sum(written(outer_weight.weight)) FILTER (outer_weight.contributed), 0) AS contributed_weight,
        CAST(sum(kronor(outer_weight.weight) * CAST(outer_weight.base_rate AS DECIMAL(38, 18))) AS DOUBLE)
        / nullif(CAST(sum(kronor(outer_weight.weight)) FILTER (outer_weight.base_rate IS NOT NULL) AS DOUBLE), 0)
            AS base_rate,
        any_value(outer_weight.weighted_by) AS weighted_by,
        CASE WHEN min(outer_weight.basis) = max(outer_weight.basis) THEN min(outer_weight.basis)
            WHEN min(outer_weight.basis) IS NOT NULL THEN 'mixed' END AS basis
    FROM every_scope
    LEFT JOIN outer_weight
        ON outer_weight.scope = every_scope.scope
        AND outer_weight.goal_id IS NOT DISTINCT FROM every_scope.goal_id
        AND outer_weight.unit_id IS NOT DISTINCT FROM every_scope.unit_id
        AND outer_weight.level IS NOT DISTINCT FROM every_scope.level
    GROUP BY every_scope.scope, every_scope.goal_id, every_scope.unit_id, every_scope.level
)
SELECT
    this_report.report, summed.unit_id, summed.level, summed.goal_id, summed.weight, summed.contributed_weight,
    CAST(summed.contributed_weight AS DOUBLE) / nullif(CAST(summed.weight AS DOUBLE), 0) AS y,
    summed.base_rate, summed.weighted_by,
    CASE
        WHEN summed.weight = 0 THEN 'not_assessed'
        WHEN summed.contributed_weight >= written(threshold.outer_share) * summed.weight THEN 'right_things'
        ELSE 'reconsider'
    END AS status,
    summed.basis
FROM summed
CROSS JOIN threshold
CROSS JOIN this_report
ORDER BY summed.goal_id NULLS FIRST, summed.unit_id NULLS FIRST, summed.level NULLS FIRST
