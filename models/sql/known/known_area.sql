-- table: known_area
-- section: measures.md §8
-- key: area_id
-- needs: shared_report
-- what: Municipalities as known at the as-of instant.
-- columns:
--   area_id  text   Kolada's id
--   title    text   the name
SELECT a.area_id, coalesce(a.title, a.area_id) AS title
FROM warehouse.area AS a
CROSS JOIN shared_report AS t
WHERE a.known_from <= t.as_of
    AND (a.known_to IS NULL OR a.known_to > t.as_of)
    AND a.type = 'K'
    AND a.area_id <> '0000'
ORDER BY a.area_id
