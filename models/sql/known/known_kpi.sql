-- table: known_kpi
-- section: measures.md §12
-- key: kpi_id
-- needs: shared_report, indicator
-- what: The catalogue's KPIs that the definitions name, as known at the as-of instant.
-- columns:
--   kpi_id                 text   Kolada's KPI
--   title                  text?  Kolada's title
--   description            text?  Kolada's description
--   prel_publication_date  date?  when preliminary values come
--   publication_date       date?  when final values come
--   publ_period            int?   the year that the dates are about
--   source_answer_id       text   the answer that said so
SELECT
    kpi.kpi_id, kpi.title, kpi.description,
    TRY_CAST(kpi.prel_publication_date AS DATE) AS prel_publication_date,
    TRY_CAST(kpi.publication_date AS DATE) AS publication_date,
    TRY_CAST(kpi.publ_period AS BIGINT) AS publ_period,
    kpi.source_answer_id
FROM warehouse.kpi
CROSS JOIN shared_report
WHERE kpi.known_from <= shared_report.as_of
    AND (kpi.known_to IS NULL OR kpi.known_to > shared_report.as_of)
    AND kpi.kpi_id IN (SELECT kpi_id FROM indicator)
ORDER BY kpi.kpi_id
