-- table: level_status
-- section: measures.md §5
-- key: level, unit_id
-- needs: scope_status, judgement, this_report
-- what: One row for each unit over its subtree's leaves, and one for each level with unit_id null.
-- parents:
--   scope_leaf       p.scope IN ('unit', 'level') AND p.level = f.level AND p.unit_id IS NOT DISTINCT FROM f.unit_id
--   definition_node  p.section = 'units' AND p.id = f.unit_id OR p.section = 'municipality'
--   model_node       p.model = 'level_status'
-- columns:
--   report          text    the report's id
--   unit_id         text?   the unit; null for the level as a whole
--   level           text    the level
--   n_met           int[0..]     leaves met
--   n_partly        int[0..]     leaves partly met
--   n_not_met       int[0..]     leaves not met
--   n_not_assessed  int[0..]     leaves not assessed
--   n_no_judgement  int[0..]     leaves that are not to be judged
--   coverage        float[0..1]?  assessed weight by the weight that can be assessed
--   score           float[0..1]?  weighted mean of 1, 0.5 and 0 over assessed leaves
--   status          text{met,partly,not_met,not_assessed}   the judgement
--   own_judgement   text{met,partly,not_met,not_assessed}?   the unit's own judgement, beside ours
--   own_motivation  text?   why
--   lineage_id      text    leads to where the figure comes from
SELECT
    this_report.report, scope_status.unit_id, scope_status.level,
    scope_status.n_met, scope_status.n_partly, scope_status.n_not_met, scope_status.n_not_assessed,
    scope_status.n_no_judgement, scope_status.coverage, scope_status.score, scope_status.status,
    judgement.status AS own_judgement, judgement.motivation AS own_motivation,
    short_id(concat_ws('|', 'level_status', this_report.municipality_id, this_report.report, this_report.as_of,
        scope_status.level, scope_status.unit_id)) AS lineage_id
FROM scope_status
CROSS JOIN this_report
LEFT JOIN judgement ON judgement.goal_id IS NULL AND judgement.unit_id = scope_status.unit_id
WHERE scope_status.scope IN ('unit', 'level')
ORDER BY scope_status.level, scope_status.unit_id NULLS FIRST
