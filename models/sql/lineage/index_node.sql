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
SELECT c.lineage_id, s.service_area, c.area_id, c.year, c.group_id
FROM service_component AS s
JOIN comparison AS c ON c.indicator_id = s.indicator_id AND c.gender = 'T'
ORDER BY s.service_area, c.lineage_id
