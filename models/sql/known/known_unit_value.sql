-- table: known_unit_value
-- section: measures.md §1, §8, §12
-- key: kpi_id, kolada_unit_id, year, gender
-- needs: shared_report, indicator
-- what: The values of schools, preschools and homes that the warehouse knew at the as-of instant and that may be used, for
--   the KPIs whose units the definitions compare.
-- columns:
--   kpi_id            text    Kolada's KPI
--   kolada_unit_id    text    Kolada's id of the school, preschool or home
--   title             text    its name
--   area_id           text    the municipality that it lies in
--   year              int     the year
--   gender            text{T,K,M}   T, K or M
--   value             float   the value, unrounded
--   source_answer_id  text    the answer that brought it
SELECT
    kolada_unit_value.kpi_id, kolada_unit_value.kolada_unit_id,
    coalesce(kolada_unit.title, kolada_unit_value.kolada_unit_id) AS title, kolada_unit.area_id,
    kolada_unit_value.period AS year, kolada_unit_value.gender, kolada_unit_value.value,
    kolada_unit_value.source_answer_id
FROM warehouse.kolada_unit_value
CROSS JOIN shared_report
JOIN warehouse.kolada_unit
    ON kolada_unit.kolada_unit_id = kolada_unit_value.kolada_unit_id AND kolada_unit.known_from <= shared_report.as_of
    AND (kolada_unit.known_to IS NULL OR kolada_unit.known_to > shared_report.as_of)
WHERE kolada_unit_value.known_from <= shared_report.as_of
    AND (kolada_unit_value.known_to IS NULL OR kolada_unit_value.known_to > shared_report.as_of)
    AND kolada_unit_value.status = '' AND kolada_unit_value.value IS NOT NULL AND kolada_unit.area_id IS NOT NULL
    AND kolada_unit_value.kpi_id IN (SELECT kpi_id FROM indicator WHERE compare_units)
ORDER BY kolada_unit_value.kpi_id, kolada_unit_value.kolada_unit_id, year, kolada_unit_value.gender
