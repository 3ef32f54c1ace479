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
    SELECT compared.*, known_unit_value.kolada_unit_id
    FROM compared
    JOIN set_member USING (group_id)
    JOIN known_unit_value
        ON known_unit_value.kpi_id = compared.kpi_id AND known_unit_value.year = compared.year
        AND known_unit_value.gender = compared.gender AND known_unit_value.area_id = set_member.area_id
)
SELECT value_node.lineage_id, compared_unit.kpi_id, compared_unit.year, compared_unit.gender, compared_unit.group_id
FROM compared_unit
JOIN value_node
    ON value_node.kpi_id = compared_unit.kpi_id AND value_node.area_id = compared_unit.kolada_unit_id
    AND value_node.year = compared_unit.year AND value_node.gender = compared_unit.gender AND value_node.latest
UNION
SELECT kolada_unit.source_answer_id, compared_unit.kpi_id, compared_unit.year, compared_unit.gender, compared_unit.group_id
FROM compared_unit
CROSS JOIN this_report
JOIN warehouse.kolada_unit
    ON kolada_unit.kolada_unit_id = compared_unit.kolada_unit_id AND kolada_unit.known_from <= this_report.as_of
    AND (kolada_unit.known_to IS NULL OR kolada_unit.known_to > this_report.as_of)
UNION
SELECT area_group.source_answer_id, compared.kpi_id, compared.year, compared.gender, compared.group_id
FROM compared
CROSS JOIN this_report
JOIN warehouse.area_group
    ON area_group.group_id = compared.group_id AND area_group.known_from <= this_report.as_of
    AND (area_group.known_to IS NULL OR area_group.known_to > this_report.as_of)
ORDER BY 2, 3, 4, 5, 1
