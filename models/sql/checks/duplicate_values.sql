-- check: duplicate_values
-- title: Varje cell har ett värde i taget
-- severity: error
-- needs: known_value, indicator
-- what: The warehouse knew two values of one cell (KPI, area, year, gender) at the same instant.
WITH cell AS (
    SELECT kpi_id, area_id, year, gender, count(*) AS n FROM known_value GROUP BY ALL
)
SELECT i.indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (c.n > 1) AS n_failed,
    cells_named(list(concat_ws(' ', c.area_id, c.year, c.gender) ORDER BY c.year DESC, c.area_id, c.gender)
        FILTER (c.n > 1)) AS sample,
    any_value(i.kpi_id) AS kpi
FROM indicator AS i
JOIN cell AS c USING (kpi_id)
GROUP BY i.indicator_id
