-- table: similar_of_year
-- section: measures.md §8
-- key: year, service_area, owner_id
-- needs: comparison_set, known_value, known_unit_value, shared_report
-- what: Which similar municipalities each municipality is compared with in each year that has a value: RKA's group of that
--   year, else of the nearest; of two equally near, the earlier.
-- columns:
--   year          int    the year compared
--   service_area  text   RKA's area
--   owner_id      text   whose similar municipalities they are
--   set_no        int    the set's number in comparison_set
SELECT years.year, comparison_set.service_area, comparison_set.owner_id, comparison_set.set_no
FROM (
    SELECT year FROM known_value
    UNION
    SELECT year FROM known_unit_value
) AS years
CROSS JOIN shared_report
JOIN comparison_set ON comparison_set.group_kind = 'similar' AND years.year <= shared_report.year
QUALIFY row_number() OVER (
    PARTITION BY years.year, comparison_set.service_area, comparison_set.owner_id
    ORDER BY abs(comparison_set.group_year - years.year), comparison_set.group_year, comparison_set.group_id
) = 1
ORDER BY years.year, comparison_set.service_area, comparison_set.owner_id
