-- table: index_node
-- section: measures.md §9
-- key: service_area, lineage_id
-- needs: service_component, comparison
-- what: The places that each service area's index is made of, as nodes of lineage.
-- columns:
--   lineage_id    text   a place among others
--   service_area  text   the service area
--   area_id       text   the municipality
--   year          int    the year
--   group_id      text   the set
SELECT comparison.lineage_id, service_component.service_area, comparison.area_id, comparison.year, comparison.group_id
FROM service_component
JOIN comparison ON comparison.indicator_id = service_component.indicator_id AND comparison.gender = 'T'
ORDER BY service_component.service_area, comparison.lineage_id
