-- table: listed
-- key: area_id
-- what: Municipalities, regions and Riket as they came.
-- parameters:
--   files   text   the files of its pages
-- columns:
--   area_id    text    Kolada's id
--   title      text?   the name
--   type       text?   K municipality, L region (and Riket)
--   filename   text    the page's file
SELECT DISTINCT ON (area_id) v.id AS area_id, v.title, v.type, filename
FROM (
    SELECT unnest("values") AS v, filename
    FROM read_json($files, filename = true, columns = { 'values': 'STRUCT(id VARCHAR, title VARCHAR, type VARCHAR)[]' })
)
ORDER BY area_id
