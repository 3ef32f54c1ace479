-- check: kpi_answered_empty
-- title: Kolada svarar med värden där det fanns värden förut
-- severity: error
-- needs: last_asked, indicator
-- what: The KPI is in the catalogue and had values, and the last complete answer held none.
SELECT indicator.indicator_id AS subject, 1 AS n_checked, CAST(last_asked.outcome = 'answered_empty' AS INTEGER) AS n_failed,
    indicator.kpi_id AS sample, indicator.kpi_id AS kpi
FROM indicator
JOIN last_asked USING (kpi_id)
