-- check: values_gone_null
-- title: Värden som fanns finns kvar
-- severity: warning
-- needs: indicator, known_value, this_report
-- what: A cell that had a value came back without one.
WITH gone AS (
    SELECT v.kpi_id, v.area_id, v.period AS year, v.gender
    FROM warehouse.kolada_value AS v
    CROSS JOIN this_report AS t
    JOIN warehouse.kolada_value AS o
        ON o.kpi_id = v.kpi_id AND o.area_id = v.area_id AND o.period = v.period AND o.gender = v.gender
        AND o.known_to = v.known_from AND o.closed_by = 'revised'
    WHERE v.known_from <= t.as_of AND (v.known_to IS NULL OR v.known_to > t.as_of)
        AND v.kpi_id IN (SELECT kpi_id FROM indicator) AND v.value IS NULL AND o.value IS NOT NULL
)
SELECT i.indicator_id AS subject, count(*) AS n_checked, count(g.kpi_id) AS n_failed,
    cells_named(list(concat_ws(' ', v.area_id, v.year, v.gender) ORDER BY v.year DESC, v.area_id, v.gender)
        FILTER (g.kpi_id IS NOT NULL)) AS sample,
    any_value(i.kpi_id) AS kpi
FROM indicator AS i
JOIN known_value AS v USING (kpi_id)
LEFT JOIN gone AS g USING (kpi_id, area_id, year, gender)
GROUP BY i.indicator_id
