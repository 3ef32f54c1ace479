-- table: figure_origin
-- section: measures.md §12
-- key: kpi_id
-- needs: known_value, known_unit_value
-- what: How the source of a KPI's figures must be named, by where its answers came from: unprocessed and computed.
-- columns:
--   kpi_id           text   Kolada's KPI
--   source_label     text   for values as they came
--   processed_label  text   for what was computed from them
SELECT
    known.kpi_id,
    CASE WHEN bool_or(answer.origin LIKE 'example%') THEN 'Påhittade exempeldata' ELSE 'Källa: Kolada' END AS source_label,
    CASE WHEN bool_or(answer.origin LIKE 'example%') THEN 'Påhittade exempeldata'
        ELSE 'Egen bearbetning av data från Kolada' END AS processed_label
FROM (
    SELECT kpi_id, source_answer_id FROM known_value
    UNION
    SELECT kpi_id, source_answer_id FROM known_unit_value
) AS known
JOIN (SELECT DISTINCT source_answer_id, origin FROM warehouse.source_answer) AS answer USING (source_answer_id)
GROUP BY known.kpi_id
ORDER BY known.kpi_id
