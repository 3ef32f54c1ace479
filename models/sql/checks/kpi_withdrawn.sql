-- check: kpi_withdrawn
-- title: Nyckeltalet finns kvar i Kolada
-- severity: error
-- needs: last_asked, indicator
-- what: The KPI is no longer in Kolada's catalogue, though it once was.
SELECT i.indicator_id AS subject, 1 AS n_checked, CAST(NOT l.in_catalogue AS INTEGER) AS n_failed, i.kpi_id AS sample,
    i.kpi_id AS kpi
FROM indicator AS i
JOIN last_asked AS l USING (kpi_id)
