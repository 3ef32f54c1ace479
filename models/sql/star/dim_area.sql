-- table: dim_area
-- section: publishing.md
-- title: Kommuner
-- key: area_id
-- needs: comparison, set_compared
-- what: The municipalities that are compared.
-- columns:
--   area_id text «Kommun» Kolada's id
--   title   text «Namn» its name
SELECT area_id, coalesce(max(area_title), area_id) AS title
FROM (
    SELECT area_id FROM comparison
    UNION
    SELECT area_id FROM set_compared
)
LEFT JOIN set_compared USING (area_id)
GROUP BY area_id
ORDER BY area_id
