-- table: unit_answer_refused
-- key: kpi_id
-- needs: conflicting, kolada_unit_value, unit_asked, unit_incoming
-- what: The KPIs whose answer about units changes nothing: it contradicts itself, or has nothing of what there was.
-- columns:
--   kpi_id        text   the KPI
--   n_conflicts   int    how many cells contradict themselves
--   outcome       text{conflicting,answered_empty}   what is wrong
SELECT kpi_id, n AS n_conflicts, 'conflicting' AS outcome
FROM conflicting
UNION ALL
SELECT DISTINCT kpi_id, 0, 'answered_empty'
FROM kolada_unit_value
SEMI JOIN unit_asked USING (kpi_id)
ANTI JOIN unit_incoming USING (kpi_id)
WHERE known_to IS NULL
