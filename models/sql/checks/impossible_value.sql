-- check: impossible_value
-- title: Varje värde är ett tal som kan vara ett värde
-- severity: warning
-- needs: indicator, known_value
-- what: What came as a value is no number that can be one: not finite, or of 10^15 or more. The cell is not used.
SELECT indicator.indicator_id AS subject, count(*) AS n_checked,
    count(*) FILTER (known_value.status = 'Impossible') AS n_failed,
    cells_named(list(concat_ws(' ', known_value.area_id, known_value.year, known_value.gender)
        ORDER BY known_value.year DESC, known_value.area_id, known_value.gender)
        FILTER (known_value.status = 'Impossible')) AS sample,
    any_value(indicator.kpi_id) AS kpi
FROM indicator
JOIN known_value USING (kpi_id)
GROUP BY indicator.indicator_id
