-- check: late_arrivals
-- title: Ett års värden kommer samtidigt
-- severity: warning
-- needs: indicator, this_report
-- what: Values of a year that the report may use became known more than a day after the first values of that year: the year
--   was incomplete, and may still be.
WITH cell AS (
    SELECT indicator.indicator_id, indicator.kpi_id, kolada_value.area_id, kolada_value.period AS year, kolada_value.gender,
        min(kolada_value.known_from) AS came
    FROM warehouse.kolada_value
    JOIN indicator USING (kpi_id)
    CROSS JOIN this_report
    WHERE kolada_value.known_from <= this_report.as_of AND kolada_value.value IS NOT NULL AND kolada_value.status = ''
        AND kolada_value.period BETWEEN this_report.year - indicator.lag AND this_report.year
    GROUP BY ALL
),
with_first AS (
    SELECT *, came > min(came) OVER (PARTITION BY indicator_id, year) + INTERVAL 1 DAY AS late FROM cell
)
SELECT indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (late) AS n_failed,
    cells_named(list(concat_ws(' ', area_id, year, gender) ORDER BY year DESC, area_id, gender) FILTER (late)) AS sample,
    any_value(kpi_id) AS kpi, CAST(max(year) FILTER (late) AS VARCHAR) AS year
FROM with_first
GROUP BY indicator_id
