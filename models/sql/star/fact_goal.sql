-- table: fact_goal
-- section: publishing.md
-- title: Bedömning av mål
-- key: report_key, goal_key, unit_key
-- needs: dim_report, goal_status
-- what: How each goal was judged: as a whole, with unit_key null, and by the unit that answers for what serves it.
-- columns:
--   report_key    text «Rapport» the report or edition that says so
--   goal_key      text «Mål» the goal
--   unit_key      text? «Enhet» the unit; null for the goal as a whole
--   is_total      bool «Målet som helhet» the goal as a whole
--   status        text{met,partly,not_met,not_assessed} «Bedömning» the judgement
--   own_judgement text{met,partly,not_met,not_assessed}? «Egen bedömning» the unit's own judgement
--   coverage      float? «Går att bedöma» assessed weight by the weight that can be assessed, 0 to 1
--   score         float? «Poäng» weighted mean of 1, 0.5 and 0, 0 to 1
--   n_goals       int «Antal mål» 1 for a goal as a whole, else 0
--   lineage_id    text «Spårnummer» leads to where the figure comes from
SELECT
    report_key, concat_ws('|', report_key, goal_id) AS goal_key,
    CASE WHEN unit_id IS NOT NULL THEN concat_ws('|', report_key, unit_id) END AS unit_key, unit_id IS NULL AS is_total,
    status, own_judgement, coverage, score, CAST(unit_id IS NULL AS INTEGER) AS n_goals, lineage_id
FROM goal_status CROSS JOIN dim_report
ORDER BY goal_key, unit_key NULLS FIRST
