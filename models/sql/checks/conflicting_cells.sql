-- check: conflicting_cells
-- title: Varje värde kommer en gång
-- severity: error
-- needs: last_asked, indicator
-- what: The same cell came twice in one answer, with different contents; the answer was not loaded.
SELECT indicator.indicator_id AS subject, last_asked.n_cells AS n_checked, last_asked.n_conflicts AS n_failed,
    indicator.kpi_id AS sample, indicator.kpi_id AS kpi
FROM indicator
JOIN last_asked USING (kpi_id)
