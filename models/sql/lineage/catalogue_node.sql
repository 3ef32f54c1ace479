-- table: catalogue_node
-- section: measures.md §12
-- key: kpi_id
-- needs: known_kpi
-- what: The answer that brought what the catalogue says of each KPI, publication dates among it, as known at the as-of
--   instant.
-- columns:
--   lineage_id  text   the answer
--   kpi_id      text   Kolada's KPI
SELECT source_answer_id AS lineage_id, kpi_id
FROM known_kpi
ORDER BY kpi_id
