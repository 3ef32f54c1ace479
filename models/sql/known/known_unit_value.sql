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
    v.kpi_id, v.kolada_unit_id, coalesce(u.title, v.kolada_unit_id) AS title, u.area_id, v.period AS year, v.gender, v.value,
    v.source_answer_id
FROM warehouse.kolada_unit_value AS v
CROSS JOIN shared_report AS t
JOIN warehouse.kolada_unit AS u
    ON u.kolada_unit_id = v.kolada_unit_id AND u.known_from <= t.as_of AND (u.known_to IS NULL OR u.known_to > t.as_of)
WHERE v.known_from <= t.as_of
    AND (v.known_to IS NULL OR v.known_to > t.as_of)
    AND v.status = '' AND v.value IS NOT NULL AND u.area_id IS NOT NULL
    AND v.kpi_id IN (SELECT kpi_id FROM indicator WHERE compare_units)
ORDER BY v.kpi_id, v.kolada_unit_id, year, v.gender
