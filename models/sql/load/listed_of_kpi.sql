-- table: listed
-- key: kpi_id
-- needs: answer_of_bytes
-- what: Kolada's catalogue of KPIs as it came.
-- parameters:
--   files   text   the files of its pages
-- columns:
--   kpi_id                 text    Kolada's id
--   title                  text?   Kolada's title
--   description            text?   Kolada's description
--   is_divided_by_gender   bool?   values exist for women and men
--   municipality_type      text?   K, L or A
--   operating_area         text?   Kolada's subject
--   prel_publication_date  text?   when preliminary values come
--   publication_date       text?   when final values come
--   publ_period            text?   the year that the dates are about
--   has_ou_data            bool?   values exist for units
--   filename               text    the page's file
SELECT DISTINCT ON (kpi_id)
    v.id AS kpi_id, v.title, v.description, v.is_divided_by_gender, v.municipality_type, v.operating_area,
    v.prel_publication_date, v.publication_date, v.publ_period, v.has_ou_data, filename
FROM (
    SELECT unnest("values") AS v, filename
    FROM read_json($files, filename = true, columns = { 'values': 'STRUCT(
        id VARCHAR, title VARCHAR, description VARCHAR, is_divided_by_gender BOOLEAN, municipality_type VARCHAR,
        operating_area VARCHAR, prel_publication_date VARCHAR, publication_date VARCHAR, publ_period VARCHAR,
        has_ou_data BOOLEAN)[]' })
)
ORDER BY kpi_id
