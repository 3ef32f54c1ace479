-- check: unit_changed_in_place
-- title: Måttets enhet är densamma som förut
-- severity: error
-- needs: indicator, known_value, this_report
-- what: The same cells in two versions: a real revision moves cells a little and apart, a change of unit moves nearly every
--   one by the same factor. It fails until an analyst has looked at it.
WITH revised AS (
    SELECT later.kpi_id, later.value / earlier.value AS factor
    FROM warehouse.kolada_value AS later
    CROSS JOIN this_report
    JOIN warehouse.kolada_value AS earlier
        ON earlier.kpi_id = later.kpi_id AND earlier.area_id = later.area_id AND earlier.period = later.period
        AND earlier.gender = later.gender
        AND earlier.known_to = later.known_from AND earlier.closed_by = 'revised'
    WHERE later.known_from <= this_report.as_of AND later.kpi_id IN (SELECT kpi_id FROM indicator)
        AND later.gender = 'T' AND earlier.value > 0 AND later.value > 0
),
held AS (
    SELECT kpi_id, count(*) AS n FROM known_value WHERE gender = 'T' AND value IS NOT NULL GROUP BY kpi_id
),
by_kpi AS (
    SELECT kpi_id, count(*) AS n, median(factor) AS factor, count(*) FILTER (factor NOT BETWEEN 0.5 AND 2) AS n_far
    FROM revised
    GROUP BY kpi_id
)
SELECT indicator.indicator_id AS subject, coalesce(held.n, 0) AS n_checked,
    CASE WHEN by_kpi.n_far >= 0.2 * held.n AND by_kpi.n_far >= 0.8 * by_kpi.n AND by_kpi.n_far >= 20 THEN by_kpi.n_far
        ELSE 0 END AS n_failed,
    indicator.kpi_id AS sample, indicator.kpi_id AS kpi, round(by_kpi.factor, 1) AS factor
FROM indicator
LEFT JOIN held USING (kpi_id)
LEFT JOIN by_kpi USING (kpi_id)
