-- check: status_agrees_with_value
-- title: Status och värde stämmer överens
-- severity: warning
-- needs: known_value, indicator
-- what: A status that says there is no value stands beside one, or a null has no status.
SELECT i.indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (v.contradicted) AS n_failed,
    cells_named(list(concat_ws(' ', v.area_id, v.year, v.gender, v.status) ORDER BY v.year DESC, v.area_id, v.gender)
        FILTER (v.contradicted)) AS sample,
    any_value(i.kpi_id) AS kpi
FROM indicator AS i
JOIN known_value AS v USING (kpi_id)
GROUP BY i.indicator_id
