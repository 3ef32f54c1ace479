-- query: similar_areas
-- needs: area, area_group
-- what: RKA's areas that a municipality has a group of similar municipalities in, now.
-- parameters:
--   area_id   text   the municipality
SELECT DISTINCT similar_title(area_group.title).service_area AS service_area
FROM warehouse.area_group
JOIN warehouse.area ON area.title = similar_title(area_group.title).municipality
WHERE area_group.known_to IS NULL AND area.known_to IS NULL AND area.area_id = $area_id
ORDER BY service_area
