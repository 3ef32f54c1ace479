-- table: known_kpi
-- section: measures.md §12
-- key: kpi_id
-- needs: shared_report, indicator
-- what: The catalogue's KPIs that the definitions name, as known at the as-of instant.
-- columns:
--   kpi_id                 text   Kolada's KPI
--   title                  text?  Kolada's title
--   prel_publication_date  date?  when preliminary values come
--   publication_date       date?  when final values come
--   publ_period            int?   the year that the dates are about
SELECT
    k.kpi_id,
    k.title,
    TRY_CAST(k.prel_publication_date AS DATE) AS prel_publication_date,
    TRY_CAST(k.publication_date AS DATE) AS publication_date,
    TRY_CAST(k.publ_period AS BIGINT) AS publ_period
FROM warehouse.kpi AS k
CROSS JOIN shared_report AS t
WHERE k.known_from <= t.as_of
    AND (k.known_to IS NULL OR k.known_to > t.as_of)
    AND k.kpi_id IN (SELECT kpi_id FROM indicator)
ORDER BY k.kpi_id
