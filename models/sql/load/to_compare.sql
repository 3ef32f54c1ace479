-- table: to_compare
-- key: kpi_id
-- needs: coverage, asked, came, kpi_fingerprint
-- what: The KPIs whose answer may differ from what is known.
-- columns:
--   kpi_id         text   the KPI
--   complete       bool   everything was asked for
--   in_catalogue   bool   the KPI is in the catalogue
SELECT coverage.kpi_id, coverage.complete, asked.in_catalogue
FROM coverage
JOIN asked USING (kpi_id)
LEFT JOIN came USING (kpi_id)
LEFT JOIN kpi_fingerprint AS known USING (kpi_id)
WHERE
    asked.outcome = 'unchanged'
    AND (
        NOT coverage.complete
        OR known.kpi_id IS NULL
        OR known.coverage <> coverage.coverage
        OR known.fingerprint <> coalesce(came.fingerprint, '')
    )
