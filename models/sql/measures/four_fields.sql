-- table: four_fields
-- section: measures.md §7
-- title: De fyra fälten
-- published: 13
-- key: goal_id, unit_id
-- figure: goal_id, unit_id?
-- needs: inner_efficiency, goal_status, threshold, this_report
-- what: What was carried out against what was met: one row for each goal and unit, and one with unit_id null for the goal
--   as a whole. A unit with nothing of its own to be judged under the goal is held against the goal as a whole.
-- parents:
--   inner_efficiency  p.goal_id = f.goal_id AND p.unit_id IS NOT DISTINCT FROM f.unit_id
--   goal_status       p.goal_id = f.goal_id AND (p.unit_id IS NOT DISTINCT FROM f.unit_id OR p.unit_id IS NULL)
--   model_node        p.model = 'four_fields'
-- columns:
--   report       text    «Rapport» the report's id
--   unit_id      text?   «Enhet» the unit; null for the goal as a whole
--   goal_id      text    «Mål» the goal
--   g            float?  «Genomfört, andel» what was carried out of what was due
--   goal_status  text{met,partly,not_met,not_assessed}   «Målets bedömning» the goal's status
--   verdict      text{keep,reconsider,change_ways_of_working,question_need}?   «Fält» null where nothing was due or the goal is not
--                assessed
--   lineage_id   text    «Spårnummer» leads to where the figure comes from
WITH held AS (
    SELECT
        inner_efficiency.unit_id, inner_efficiency.goal_id, inner_efficiency.g, inner_efficiency.due,
        inner_efficiency.carried_out,
        CASE WHEN own.status IS NULL OR own.status = 'not_assessed' AND own.n_not_assessed = 0
            THEN whole.status ELSE own.status END AS status
    FROM inner_efficiency
    JOIN goal_status AS whole ON whole.goal_id = inner_efficiency.goal_id AND whole.unit_id IS NULL
    LEFT JOIN goal_status AS own ON own.goal_id = inner_efficiency.goal_id AND own.unit_id = inner_efficiency.unit_id
)
SELECT
    this_report.report, held.unit_id, held.goal_id, held.g, held.status AS goal_status,
    CASE
        WHEN held.due = 0 OR held.status = 'not_assessed' THEN NULL
        WHEN held.carried_out >= written(threshold.carried_out_share) * held.due
            THEN CASE WHEN held.status = 'met' THEN 'keep' ELSE 'reconsider' END
        ELSE CASE WHEN held.status = 'met' THEN 'question_need' ELSE 'change_ways_of_working' END
    END AS verdict
FROM held
CROSS JOIN threshold
CROSS JOIN this_report
ORDER BY held.goal_id, held.unit_id NULLS FIRST
