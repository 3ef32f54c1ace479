-- table: control_points
-- section: domain.md, intern kontroll
-- title: Intern kontroll
-- published: 18
-- key: control_point_id
-- needs: control_point, unit_place, this_report
-- what: The internal control of the report's year: each control point with its risk and what the control found by the
--   period's last day. What was found later is not of this report.
-- parents:
--   definition_node  p.section = 'control_points' AND p.id = f.control_point_id
--   model_node  p.model = 'control_points'
-- columns:
--   report            text   «Rapport» the report's id
--   unit_id           text   «Enhet» the unit
--   level             text   «Nivå» its level
--   control_point_id  text   «Kontrollpunkt» the control point
--   title             text   «Namn» what is controlled
--   risk              text   «Risk» what may go wrong
--   probability       int    «Sannolikhet» 1–4
--   consequence       int    «Konsekvens» 1–4
--   risk_value        int    «Riskvärde» probability times consequence, 1–16
--   control           text   «Kontroll» how it is controlled
--   result            text{not_done,no_remarks,remarks,serious}   «Resultat» what was found by then
--   finding           text?  «Iakttagelse» in words
--   measure           text?  «Åtgärd» what is done about it
--   checked_at        date?  «Kontrollerad» when
--   lineage_id        text   «Spårnummer» leads to where it comes from
WITH level_of AS (
    SELECT unit_id, arg_max(level, coalesce(valid_from, DATE '0001-01-01')) AS level
    FROM unit_place
    GROUP BY unit_id
),
by_then AS (
    SELECT control_point.*, this_report.report,
        coalesce(control_point.checked_at <= this_report.period_end, false) AS checked
    FROM control_point
    CROSS JOIN this_report
)
SELECT
    by_then.report, by_then.unit_id, level_of.level, by_then.control_point_id, by_then.title, by_then.risk,
    by_then.probability, by_then.consequence,
    by_then.probability * by_then.consequence AS risk_value, by_then.control,
    CASE WHEN by_then.checked THEN by_then.result ELSE 'not_done' END AS result,
    CASE WHEN by_then.checked THEN by_then.finding END AS finding,
    CASE WHEN by_then.checked THEN by_then.measure END AS measure,
    CASE WHEN by_then.checked THEN by_then.checked_at END AS checked_at
FROM by_then
CROSS JOIN this_report
JOIN level_of ON level_of.unit_id = by_then.unit_id
ORDER BY by_then.unit_id, risk_value DESC, by_then.control_point_id
