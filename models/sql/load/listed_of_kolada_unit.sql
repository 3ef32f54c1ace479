-- table: listed
-- key: kolada_unit_id
-- what: Schools, preschools and homes as they came.
-- parameters:
--   files   text   the files of its pages
-- columns:
--   kolada_unit_id   text    Kolada's id
--   title            text?   the name
--   area_id          text?   the municipality that it lies in
--   filename         text    the page's file
SELECT DISTINCT ON (kolada_unit_id) v.id AS kolada_unit_id, v.title, v.municipality AS area_id, filename
FROM (
    SELECT unnest("values") AS v, filename
    FROM read_json($files, filename = true, columns = { 'values': 'STRUCT(
        id VARCHAR, title VARCHAR, municipality VARCHAR)[]' })
)
ORDER BY kolada_unit_id
