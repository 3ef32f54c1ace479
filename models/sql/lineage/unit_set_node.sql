-- table: unit_set_node
-- section: measures.md §8
-- key: lineage_id, kpi_id, year, gender, group_id
-- needs: unit_comparison, comparison_set, set_member, known_unit_value, value_node, this_report
-- what: What the places of schools, preschools and homes stand on together: every value compared, the answers that say in
--   which municipality each lies, and the answer that names the group.
-- columns:
--   lineage_id  text   the value or answer
--   kpi_id      text   Kolada's KPI
--   year        int    the year
--   gender      text{T,K,M}   T, K or M
--   group_id    text   the set of municipalities
WITH compared AS (
    SELECT DISTINCT kpi_id, year, gender, group_id FROM unit_comparison
),
compared_unit AS (
    SELECT c.*, v.kolada_unit_id
    FROM compared AS c
    JOIN set_member AS m USING (group_id)
    JOIN known_unit_value AS v
        ON v.kpi_id = c.kpi_id AND v.year = c.year AND v.gender = c.gender AND v.area_id = m.area_id
)
SELECT n.lineage_id, c.kpi_id, c.year, c.gender, c.group_id
FROM compared_unit AS c
JOIN value_node AS n
    ON n.kpi_id = c.kpi_id AND n.area_id = c.kolada_unit_id AND n.year = c.year AND n.gender = c.gender AND n.latest
UNION
SELECT u.source_answer_id, c.kpi_id, c.year, c.gender, c.group_id
FROM compared_unit AS c
CROSS JOIN this_report AS t
JOIN warehouse.kolada_unit AS u
    ON u.kolada_unit_id = c.kolada_unit_id AND u.known_from <= t.as_of AND (u.known_to IS NULL OR u.known_to > t.as_of)
UNION
SELECT g.source_answer_id, c.kpi_id, c.year, c.gender, c.group_id
FROM compared AS c
CROSS JOIN this_report AS t
JOIN warehouse.area_group AS g
    ON g.group_id = c.group_id AND g.known_from <= t.as_of AND (g.known_to IS NULL OR g.known_to > t.as_of)
ORDER BY 2, 3, 4, 5, 1
