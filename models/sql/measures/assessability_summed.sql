-- table: assessability_summed
-- section: measures.md §19
-- title: Kan det bedömas, per nivå
-- published: 52
-- key: kind, level
-- figure: kind, level?
-- needs: assessability, level_status, this_report
-- what: How many goals, assignments and steering documents of each level, and in all (level null), can be judged, and how many have what
--   that takes; of goals with the coverage of the targets of the level and what is below it (§5). Documents that ask for no follow-up are not counted.
-- parents:
--   assessability  p.kind = f.kind AND (f.level IS NULL OR p.level = f.level)
--   level_status   f.kind = 'goal' AND p.level = coalesce(f.level, 'council') AND p.unit_id IS NULL
--   model_node     p.model = 'assessability_summed'
-- columns:
--   report        text   «Rapport» the report's id
--   kind          text{goal,assignment,steering_document}   «Slag» what is counted
--   level         text?  «Nivå» the level of the units that are responsible; null for all
--   n             int    «Antal» how many there are
--   n_measurable  int    «Mätbara» how many are measurable
--   n_target      int    «Har målvärde» how many have a target
--   n_value       int    «Har värde» how many have a value
--   n_forecast    int?   «Har prognos» how many have a forecast; null in the annual report, and of assignments
--   n_evidence    int    «Har underlag» how many have recorded evidence
--   n_assessable  int    «Kan bedömas» how many can be judged
--   coverage      float[0..1]?  «Går att bedöma» of the targets of the level's units and those below them, assessed weight by the weight that can be assessed
--   lineage_id    text   «Spårnummer» leads to where the figure comes from
WITH asked AS (
    SELECT * FROM assessability WHERE assessable IS NOT NULL
),
each_scope AS (
    SELECT * FROM asked WHERE level IS NOT NULL
    UNION ALL
    SELECT * REPLACE (NULL AS level) FROM asked
),
summed AS (
    SELECT
        kind, level, count(*) AS n, count(*) FILTER (measurable) AS n_measurable, count(*) FILTER (has_target) AS n_target,
        count(*) FILTER (has_value) AS n_value,
        CASE WHEN count(has_forecast) > 0 THEN count(*) FILTER (has_forecast) END AS n_forecast,
        count(*) FILTER (has_evidence) AS n_evidence, count(*) FILTER (assessable) AS n_assessable
    FROM each_scope
    GROUP BY kind, level
)
SELECT this_report.report, summed.*, level_status.coverage
FROM summed
CROSS JOIN this_report
LEFT JOIN level_status
    ON summed.kind = 'goal' AND level_status.level = coalesce(summed.level, 'council') AND level_status.unit_id IS NULL
ORDER BY place_of(['goal', 'assignment', 'steering_document'], summed.kind), summed.level NULLS FIRST
