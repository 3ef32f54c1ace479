-- table: level_status
-- section: measures.md §5
-- title: Bedömning av nivå eller enhet
-- published: 3
-- key: level, unit_id
-- needs: scope_status, judgement, this_report
-- what: One row for each unit over its subtree's leaves, and one for each level with unit_id null.
-- parents:
--   scope_leaf       p.scope IN ('unit', 'level') AND p.level = f.level AND p.unit_id IS NOT DISTINCT FROM f.unit_id
--   definition_node  p.section = 'units' AND p.id = f.unit_id OR p.section = 'municipality'
--   judgement_node   p.unit_id = f.unit_id AND p.goal_id IS NULL
--   model_node       p.model = 'level_status'
-- columns:
--   report          text    «Rapport» the report's id
--   unit_id         text?   «Enhet» the unit; null for the level as a whole
--   level           text    «Nivå» the level
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
    this_report.report, scope_status.unit_id, scope_status.level,
    scope_status.n_met, scope_status.n_partly, scope_status.n_not_met, scope_status.n_not_assessed,
    scope_status.n_no_judgement, scope_status.coverage, scope_status.score, scope_status.status,
    judgement.status AS own_judgement, judgement.motivation AS own_motivation
FROM scope_status
CROSS JOIN this_report
LEFT JOIN judgement ON judgement.goal_id IS NULL AND judgement.unit_id = scope_status.unit_id
WHERE scope_status.scope IN ('unit', 'level')
ORDER BY scope_status.level, scope_status.unit_id NULLS FIRST
