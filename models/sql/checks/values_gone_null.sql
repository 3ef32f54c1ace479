-- check: values_gone_null
-- title: Värden som fanns finns kvar
-- severity: warning
-- needs: indicator, known_value, this_report
-- what: A cell that had a value came back without one.
WITH gone AS (
    SELECT later.kpi_id, later.area_id, later.period AS year, later.gender
    FROM warehouse.kolada_value AS later
    CROSS JOIN this_report
    JOIN warehouse.kolada_value AS earlier
        ON earlier.kpi_id = later.kpi_id AND earlier.area_id = later.area_id AND earlier.period = later.period
        AND earlier.gender = later.gender
        AND earlier.known_to = later.known_from AND earlier.closed_by = 'revised'
    WHERE later.known_from <= this_report.as_of AND (later.known_to IS NULL OR later.known_to > this_report.as_of)
        AND later.kpi_id IN (SELECT kpi_id FROM indicator) AND later.value IS NULL AND earlier.value IS NOT NULL
)
SELECT indicator.indicator_id AS subject, count(*) AS n_checked, count(gone.kpi_id) AS n_failed,
    cells_named(list(concat_ws(' ', known_value.area_id, known_value.year, known_value.gender)
        ORDER BY known_value.year DESC, known_value.area_id, known_value.gender)
        FILTER (gone.kpi_id IS NOT NULL)) AS sample,
    any_value(indicator.kpi_id) AS kpi
FROM indicator
JOIN known_value USING (kpi_id)
LEFT JOIN gone USING (kpi_id, area_id, year, gender)
GROUP BY indicator.indicator_id
