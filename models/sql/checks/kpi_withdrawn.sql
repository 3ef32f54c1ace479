-- check: kpi_withdrawn
-- title: Nyckeltalet finns kvar i Kolada
-- severity: error
-- needs: last_asked, indicator
-- what: The KPI is no longer in Kolada's catalogue, though it once was.
SELECT indicator.indicator_id AS subject, 1 AS n_checked, CAST(NOT last_asked.in_catalogue AS INTEGER) AS n_failed,
    indicator.kpi_id AS sample,
    indicator.kpi_id AS kpi
FROM indicator
JOIN last_asked USING (kpi_id)
