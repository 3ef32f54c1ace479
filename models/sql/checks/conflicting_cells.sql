-- check: conflicting_cells
-- title: Varje värde kommer en gång
-- severity: error
-- needs: last_asked, indicator
-- what: The same cell came twice in one answer, with different contents; the answer was not loaded.
SELECT i.indicator_id AS subject, l.n_cells AS n_checked, l.n_conflicts AS n_failed, i.kpi_id AS sample, i.kpi_id AS kpi
FROM indicator AS i
JOIN last_asked AS l USING (kpi_id)
