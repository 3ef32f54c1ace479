-- table: catalogue_node
-- section: measures.md §12
-- key: kpi_id
-- needs: indicator, this_report
-- what: The answer that brought what the catalogue says of each KPI, publication dates among it, as known at the as-of
--   instant.
-- columns:
--   lineage_id  text   the answer
--   kpi_id      text   Kolada's KPI
SELECT kpi.source_answer_id AS lineage_id, kpi.kpi_id
FROM warehouse.kpi
CROSS JOIN this_report
WHERE kpi.known_from <= this_report.as_of
    AND (kpi.known_to IS NULL OR kpi.known_to > this_report.as_of)
    AND kpi.kpi_id IN (SELECT kpi_id FROM indicator)
ORDER BY kpi.kpi_id
