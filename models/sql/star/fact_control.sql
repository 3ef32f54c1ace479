-- table: fact_control
-- section: publishing.md
-- title: Intern kontroll
-- key: report_key, control_point_id
-- needs: dim_report, control_points
-- what: The internal control of each report's year.
-- columns:
--   report_key       text «Rapport» the report or edition that says so
--   control_point_id text «Kontrollpunkt» the control point
--   unit_key         text «Enhet» the unit
--   title            text «Namn» what is controlled
--   risk             text «Risk» what may go wrong
--   risk_value       int «Riskvärde» probability times consequence, 1 to 16; not to be summed
--   result           text{not_done,no_remarks,remarks,serious} «Resultat» what was found by then
--   n_points         int «Antal kontrollpunkter» 1
--   checked_at       date? «Kontrollerad» when
--   lineage_id       text «Spårnummer» leads to where it comes from
SELECT
    report_key, control_point_id, concat_ws('|', report_key, unit_id) AS unit_key, control_points.title, risk, risk_value,
    result, 1 AS n_points, checked_at, lineage_id
FROM control_points CROSS JOIN dim_report
ORDER BY control_point_id
