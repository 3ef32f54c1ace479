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
SELECT d.lineage_id, v.kpi_id, v.area_id, v.year, v.gender
FROM known_value AS v
JOIN definition_node AS d ON d.section = 'corrections' AND d.id = v.correction_id
ORDER BY v.kpi_id, v.area_id, v.year, v.gender
