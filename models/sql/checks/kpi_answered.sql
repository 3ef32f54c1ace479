-- check: kpi_answered
-- title: Kolada svarar med värden för nyckeltalet
-- severity: warning
-- needs: last_asked, indicator
-- what: The KPI was asked for, and never had a value.
SELECT i.indicator_id AS subject, 1 AS n_checked,
    CAST(l.in_catalogue AND l.n_cells = 0 AND l.outcome <> 'answered_empty' AS INTEGER) AS n_failed,
    i.kpi_id AS sample, i.kpi_id AS kpi
FROM indicator AS i
JOIN last_asked AS l USING (kpi_id)
