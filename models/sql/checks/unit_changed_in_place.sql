-- check: unit_changed_in_place
-- title: Måttets enhet är densamma som förut
-- severity: error
-- needs: indicator, known_value, this_report
-- what: The same cells in two versions: a real revision moves cells a little and apart, a change of unit moves nearly every
--   one by the same factor. It fails until an analyst has looked at it.
WITH revised AS (
    SELECT v.kpi_id, v.value / o.value AS factor
    FROM warehouse.kolada_value AS v
    CROSS JOIN this_report AS t
    JOIN warehouse.kolada_value AS o
        ON o.kpi_id = v.kpi_id AND o.area_id = v.area_id AND o.period = v.period AND o.gender = v.gender
        AND o.known_to = v.known_from AND o.closed_by = 'revised'
    WHERE v.known_from <= t.as_of AND v.kpi_id IN (SELECT kpi_id FROM indicator)
        AND v.gender = 'T' AND o.value > 0 AND v.value > 0
),
held AS (
    SELECT kpi_id, count(*) AS n FROM known_value WHERE gender = 'T' AND value IS NOT NULL GROUP BY kpi_id
),
by_kpi AS (
    SELECT kpi_id, count(*) AS n, median(factor) AS factor, count(*) FILTER (factor NOT BETWEEN 0.5 AND 2) AS n_far
    FROM revised
    GROUP BY kpi_id
)
SELECT i.indicator_id AS subject, coalesce(h.n, 0) AS n_checked,
    CASE WHEN b.n_far >= 0.2 * h.n AND b.n_far >= 0.8 * b.n AND b.n_far >= 20 THEN b.n_far ELSE 0 END AS n_failed,
    i.kpi_id AS sample, i.kpi_id AS kpi, round(b.factor, 1) AS factor
FROM indicator AS i
LEFT JOIN held AS h USING (kpi_id)
LEFT JOIN by_kpi AS b USING (kpi_id)
