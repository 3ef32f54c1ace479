-- table: catalogue_node
-- section: measures.md §12
-- key: kpi_id
-- needs: indicator, this_report
-- what: The answer that brought what the catalogue says of each KPI, publication dates among it, as known at the as-of
--   instant.
-- columns:
--   lineage_id  text   the answer
--   kpi_id      text   Kolada's KPI
SELECT k.source_answer_id AS lineage_id, k.kpi_id
FROM warehouse.kpi AS k
CROSS JOIN this_report AS t
WHERE k.known_from <= t.as_of
    AND (k.known_to IS NULL OR k.known_to > t.as_of)
    AND k.kpi_id IN (SELECT kpi_id FROM indicator)
ORDER BY k.kpi_id
