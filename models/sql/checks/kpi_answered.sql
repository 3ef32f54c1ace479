-- check: kpi_answered
-- title: Kolada svarar med värden för nyckeltalet
-- severity: warning
-- needs: last_asked, indicator
-- what: The KPI was asked for, and never had a value.
SELECT indicator.indicator_id AS subject, 1 AS n_checked,
    CAST(last_asked.in_catalogue AND last_asked.n_cells = 0
        AND last_asked.outcome <> 'answered_empty' AS INTEGER) AS n_failed,
    indicator.kpi_id AS sample, indicator.kpi_id AS kpi
FROM indicator
JOIN last_asked USING (kpi_id)
