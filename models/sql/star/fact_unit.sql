-- table: fact_unit
-- section: publishing.md
-- title: Bedömning av enheter
-- key: report_key, level, unit_key
-- needs: dim_report, level_status
-- what: How each unit with all below it was judged, and each level as a whole, with unit_key null. The counts are
--   in fact_target, where they can be summed.
-- columns:
--   report_key    text «Rapport» the report or edition that says so
--   unit_key      text? «Enhet» the unit; null for a level as a whole
--   level         text «Nivå» its level
--   is_total      bool «Nivån som helhet» the level as a whole
--   status        text{met,partly,not_met,not_assessed} «Bedömning» the judgement
--   own_judgement text{met,partly,not_met,not_assessed}? «Egen bedömning» the unit's own judgement
--   coverage      float? «Täckning» assessed weight by the weight that can be assessed, 0 to 1
--   score         float? «Poäng» weighted mean of 1, 0.5 and 0, 0 to 1
--   n_units       int «Antal enheter» 1 for a unit, else 0
--   lineage_id    text «Spårnummer» leads to where the figure comes from
SELECT
    report_key, CASE WHEN unit_id IS NOT NULL THEN concat_ws('|', report_key, unit_id) END AS unit_key, level,
    unit_id IS NULL AS is_total, status, own_judgement, coverage, score, CAST(unit_id IS NOT NULL AS INTEGER) AS n_units,
    lineage_id
FROM level_status CROSS JOIN dim_report
ORDER BY level, unit_key NULLS FIRST
