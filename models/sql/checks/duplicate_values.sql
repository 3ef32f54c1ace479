-- check: duplicate_values
-- title: Varje cell har ett värde i taget
-- severity: error
-- needs: known_value, indicator
-- what: The warehouse knew two values of one cell (KPI, area, year, gender) at the same instant.
WITH cell AS (
    SELECT kpi_id, area_id, year, gender, count(*) AS n FROM known_value GROUP BY ALL
)
SELECT indicator.indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (cell.n > 1) AS n_failed,
    cells_named(list(concat_ws(' ', cell.area_id, cell.year, cell.gender) ORDER BY cell.year DESC, cell.area_id, cell.gender)
        FILTER (cell.n > 1)) AS sample,
    any_value(indicator.kpi_id) AS kpi
FROM indicator
JOIN cell USING (kpi_id)
GROUP BY indicator.indicator_id
