-- table: correction_node
-- section: quality.md
-- key: lineage_id, kpi_id, area_id, year, gender
-- needs: known_value, definition_node
-- what: The values that a declared correction was applied to, each with the correction as a node of lineage.
-- columns:
--   lineage_id  text   the correction's definition
--   kpi_id      text   Kolada's KPI
--   area_id     text   the area
--   year        int    the year
--   gender      text{T,K,M}   T, K or M
SELECT definition_node.lineage_id, known_value.kpi_id, known_value.area_id, known_value.year, known_value.gender
FROM known_value
JOIN definition_node ON definition_node.section = 'corrections' AND definition_node.id = known_value.correction_id
ORDER BY known_value.kpi_id, known_value.area_id, known_value.year, known_value.gender
