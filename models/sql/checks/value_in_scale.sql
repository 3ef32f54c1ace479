-- check: value_in_scale
-- severity: error
-- needs: known_value, indicator
-- what: A value lies outside the scale that the indicator's definition gives.
SELECT i.indicator_id AS subject, count(v.value) AS n_checked,
    count(*) FILTER (v.value < i.scale_low OR v.value > i.scale_high) AS n_failed,
    cells_named(list(concat_ws(' ', v.area_id, v.year, v.gender) ORDER BY v.year DESC, v.area_id, v.gender)
        FILTER (v.value < i.scale_low OR v.value > i.scale_high)) AS sample,
    any_value(i.kpi_id) AS kpi, any_value(i.scale_low) AS low, any_value(i.scale_high) AS high
FROM indicator AS i
JOIN known_value AS v USING (kpi_id)
GROUP BY i.indicator_id
