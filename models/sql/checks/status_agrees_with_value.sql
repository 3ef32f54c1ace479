-- check: status_agrees_with_value
-- title: Status och värde stämmer överens
-- severity: warning
-- needs: known_value, indicator
-- what: A status that says there is no value stands beside one, or a null has no status.
SELECT indicator.indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (known_value.contradicted) AS n_failed,
    cells_named(list(concat_ws(' ', known_value.area_id, known_value.year, known_value.gender, known_value.status)
        ORDER BY known_value.year DESC, known_value.area_id, known_value.gender)
        FILTER (known_value.contradicted)) AS sample,
    any_value(indicator.kpi_id) AS kpi
FROM indicator
JOIN known_value USING (kpi_id)
GROUP BY indicator.indicator_id
