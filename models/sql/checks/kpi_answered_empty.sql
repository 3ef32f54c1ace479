-- check: kpi_answered_empty
-- title: Kolada svarar med värden där det fanns värden förut
-- severity: error
-- needs: last_asked, indicator
-- what: The KPI is in the catalogue and had values, and the last complete answer held none.
SELECT i.indicator_id AS subject, 1 AS n_checked, CAST(l.outcome = 'answered_empty' AS INTEGER) AS n_failed,
    i.kpi_id AS sample, i.kpi_id AS kpi
FROM indicator AS i
JOIN last_asked AS l USING (kpi_id)
