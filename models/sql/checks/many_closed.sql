-- check: many_closed
-- title: Ett svar tar inte bort många värden utan att ersätta dem
-- severity: error
-- needs: indicator, this_report
-- what: An answer in full closed more than a twentieth of the KPI's values without replacing them, or all values of a tenth of its
--   areas, and no answer at least seven days later says the same. Years that it has nothing of at all are not counted.
WITH asked AS (
    SELECT kpi_asked.kpi_id, kpi_asked.complete, kpi_asked."at",
        coalesce(lead(kpi_asked."at") OVER (PARTITION BY kpi_asked.kpi_id ORDER BY kpi_asked."at"), TIMESTAMP 'infinity')
            AS next_at
    FROM warehouse.kpi_asked
    CROSS JOIN this_report
    WHERE kpi_asked.outcome IN ('loaded', 'unchanged') AND kpi_asked."at" <= this_report.as_of
        AND kpi_asked.kpi_id IN (SELECT kpi_id FROM indicator)
),
confirmed AS (
    SELECT kpi_id, max("at") AS "at"
    FROM asked
    WHERE complete
    GROUP BY kpi_id
),
closed AS (
    SELECT value.kpi_id, value.area_id, value.period, value.gender, value.known_to, asked."at"
    FROM warehouse.kolada_value AS value
    JOIN asked
        ON asked.kpi_id = value.kpi_id AND asked.complete AND value.known_to >= asked."at" AND value.known_to < asked.next_at
    JOIN confirmed ON confirmed.kpi_id = value.kpi_id AND confirmed."at" < asked."at" + INTERVAL 7 DAY
    CROSS JOIN this_report
    WHERE value.closed_by IN ('absent', 'deleted') AND value.known_to <= this_report.as_of
        AND value.value IS NOT NULL AND value.status = ''
        AND NOT EXISTS (
            FROM warehouse.kolada_value AS again
            WHERE again.kpi_id = value.kpi_id AND again.area_id = value.area_id AND again.period = value.period
                AND again.gender = value.gender AND again.known_from >= value.known_to
                AND again.known_from <= this_report.as_of
        )
),
cell AS (
    SELECT answer.kpi_id, answer."at", value.area_id, value.period, closed.kpi_id IS NOT NULL AS is_gone
    FROM (SELECT DISTINCT kpi_id, "at" FROM closed) AS answer
    JOIN warehouse.kolada_value AS value
        ON value.kpi_id = answer.kpi_id AND value.known_from < answer."at"
        AND (value.known_to IS NULL OR value.known_to >= answer."at")
    LEFT JOIN closed
        ON closed.kpi_id = value.kpi_id AND closed."at" = answer."at" AND closed.area_id = value.area_id
        AND closed.period = value.period AND closed.gender = value.gender AND closed.known_to = value.known_to
    WHERE value.value IS NOT NULL AND value.status = ''
),
in_years_that_came AS (
    SELECT *
    FROM cell
    QUALIFY NOT bool_and(is_gone) OVER (PARTITION BY kpi_id, "at", period)
),
by_area AS (
    SELECT kpi_id, "at", area_id, count(*) AS n_known, count(*) FILTER (is_gone) AS n_gone
    FROM in_years_that_came
    GROUP BY kpi_id, "at", area_id
),
many AS (
    SELECT kpi_id, "at", sum(n_known) AS n_known, sum(n_gone) AS n_gone
    FROM by_area
    GROUP BY kpi_id, "at"
    HAVING closes_many(sum(n_gone), sum(n_known), count(*) FILTER (n_gone = n_known), count(*))
)
SELECT indicator.indicator_id AS subject, CAST(coalesce(max(many.n_known), 1) AS BIGINT) AS n_checked,
    CAST(coalesce(max(many.n_gone), 0) AS BIGINT) AS n_failed,
    strftime(max(many."at"), '%Y-%m-%d') AS sample, any_value(indicator.kpi_id) AS kpi,
    strftime(max(many."at"), '%Y-%m-%d') AS day
FROM indicator
LEFT JOIN many USING (kpi_id)
WHERE indicator.kpi_id IS NOT NULL
GROUP BY indicator.indicator_id
