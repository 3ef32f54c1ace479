-- check: value_in_scale
-- title: Värdena ligger inom måttets skala
-- severity: error
-- needs: known_value, own_value, indicator
-- what: A value lies outside the scale that the indicator's definition gives.
WITH measured AS (
    SELECT indicator.indicator_id, indicator.kpi_id AS named, known_value.area_id AS place, known_value.year,
        known_value.gender, known_value.value
    FROM known_value
    JOIN indicator USING (kpi_id)
    UNION ALL
    SELECT indicator_id, indicator_id, unit_id, year, gender, value FROM own_value WHERE unit_id IS NOT NULL
)
SELECT indicator.indicator_id AS subject, count(measured.value) AS n_checked,
    count(*) FILTER (measured.value < indicator.scale_low OR measured.value > indicator.scale_high) AS n_failed,
    cells_named(list(concat_ws(' ', measured.place, measured.year, measured.gender)
        ORDER BY measured.year DESC, measured.place, measured.gender)
        FILTER (measured.value < indicator.scale_low OR measured.value > indicator.scale_high)) AS sample,
    any_value(measured.named) AS kpi, any_value(indicator.scale_low) AS low, any_value(indicator.scale_high) AS high
FROM indicator
JOIN measured USING (indicator_id)
GROUP BY indicator.indicator_id
