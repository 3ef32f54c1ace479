-- table: goal_status
-- section: measures.md §5
-- title: Bedömning av mål
-- published: 2
-- key: goal_id, unit_id
-- needs: scope_status, judgement, this_report
-- what: One row for each goal and responsible unit, and one with unit_id null for the goal as a whole.
-- parents:
--   scope_leaf       p.scope IN ('goal', 'goal_unit') AND p.goal_id = f.goal_id AND p.unit_id IS NOT DISTINCT FROM f.unit_id
--   definition_node  p.section = 'goals' AND p.id = f.goal_id OR p.section = 'municipality'
--   judgement_node   p.unit_id = f.unit_id AND p.goal_id = f.goal_id AND p.indicator_id IS NULL
--   model_node       p.model = 'goal_status'
-- columns:
--   report          text    «Rapport» the report's id
--   unit_id         text?   «Enhet» the responsible unit; null for the goal as a whole
--   level           text?   «Nivå» its level
--   goal_id         text    «Mål» the goal
--   n_met           int[0..]     «Antal uppfyllda» leaves met
--   n_partly        int[0..]     «Antal delvis uppfyllda» leaves partly met
--   n_not_met       int[0..]     «Antal ej uppfyllda» leaves not met
--   n_not_assessed  int[0..]     «Antal ej bedömda» leaves not assessed
--   n_no_judgement  int[0..]     «Antal som inte ska bedömas» leaves that are not to be judged
--   coverage        float[0..1]?  «Går att bedöma» assessed weight by the weight that can be assessed
--   score           float[0..1]?  «Poäng» weighted mean of 1, 0.5 and 0 over assessed leaves
--   status          text{met,partly,not_met,not_assessed}   «Bedömning» the judgement
--   own_judgement   text{met,partly,not_met,not_assessed}?   «Egen bedömning» the unit's own judgement, beside ours
--   own_motivation  text?   «Motivering» why
--   lineage_id      text    «Spårnummer» leads to where the figure comes from
SELECT
    this_report.report, scope_status.unit_id, scope_status.level, scope_status.goal_id,
    scope_status.n_met, scope_status.n_partly, scope_status.n_not_met, scope_status.n_not_assessed,
    scope_status.n_no_judgement, scope_status.coverage, scope_status.score, scope_status.status,
    judgement.status AS own_judgement, judgement.motivation AS own_motivation
FROM scope_status
CROSS JOIN this_report
LEFT JOIN judgement
    ON judgement.goal_id = scope_status.goal_id AND judgement.unit_id = scope_status.unit_id AND judgement.indicator_id IS NULL
WHERE scope_status.scope IN ('goal', 'goal_unit')
ORDER BY scope_status.goal_id, scope_status.unit_id NULLS FIRST
