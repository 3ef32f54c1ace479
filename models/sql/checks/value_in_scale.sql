-- check: value_in_scale
-- title: Värdena ligger inom måttets skala
-- severity: error
-- needs: known_value, own_value, indicator
-- what: A value lies outside the scale that the indicator's definition gives.
WITH measured AS (
    SELECT i.indicator_id, i.kpi_id AS named, v.area_id AS place, v.year, v.gender, v.value
    FROM known_value AS v
    JOIN indicator AS i USING (kpi_id)
    UNION ALL
    SELECT indicator_id, indicator_id, unit_id, year, gender, value FROM own_value WHERE unit_id IS NOT NULL
)
SELECT i.indicator_id AS subject, count(v.value) AS n_checked,
    count(*) FILTER (v.value < i.scale_low OR v.value > i.scale_high) AS n_failed,
    cells_named(list(concat_ws(' ', v.place, v.year, v.gender) ORDER BY v.year DESC, v.place, v.gender)
        FILTER (v.value < i.scale_low OR v.value > i.scale_high)) AS sample,
    any_value(v.named) AS kpi, any_value(i.scale_low) AS low, any_value(i.scale_high) AS high
FROM indicator AS i
JOIN measured AS v USING (indicator_id)
GROUP BY i.indicator_id
