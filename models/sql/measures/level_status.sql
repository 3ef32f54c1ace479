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
--   coverage        float[0..1]?  «Täckning» assessed weight by the weight that can be assessed
--   score           float[0..1]?  «Poäng» weighted mean of 1, 0.5 and 0 over assessed leaves
--   status          text{met,partly,not_met,not_assessed}   «Bedömning» the judgement
--   own_judgement   text{met,partly,not_met,not_assessed}?   «Egen bedömning» the unit's own judgement, beside ours
--   own_motivation  text?   «Motivering» why
--   lineage_id      text    «Spårnummer» leads to where the figure comes from
SELECT
    t.report, s.unit_id, s.level,
    s.n_met, s.n_partly, s.n_not_met, s.n_not_assessed, s.n_no_judgement, s.coverage, s.score, s.status,
    j.status AS own_judgement, j.motivation AS own_motivation
FROM scope_status AS s
CROSS JOIN this_report AS t
LEFT JOIN judgement AS j ON j.goal_id IS NULL AND j.unit_id = s.unit_id
WHERE s.scope IN ('unit', 'level')
ORDER BY s.level, s.unit_id NULLS FIRST
