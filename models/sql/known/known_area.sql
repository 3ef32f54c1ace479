-- table: known_area
-- section: measures.md §8
-- key: area_id
-- needs: shared_report
-- what: Municipalities as known at the as-of instant.
-- columns:
--   area_id  text   Kolada's id
--   title    text   the name
SELECT area.area_id, coalesce(area.title, area.area_id) AS title
FROM warehouse.area
CROSS JOIN shared_report
WHERE area.known_from <= shared_report.as_of
    AND (area.known_to IS NULL OR area.known_to > shared_report.as_of)
    AND area.type = 'K'
    AND area.area_id <> '0000'
ORDER BY area.area_id
