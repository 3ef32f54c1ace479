-- check: values_on_time
-- title: Värdena kommer när Kolada sagt
-- severity: warning
-- needs: indicator, known_kpi, known_value, this_report
-- what: Kolada's own day for preliminary or final values of a year has passed, and no municipality has one.
WITH newest AS (
    SELECT kpi_id, max(year) AS year FROM known_value WHERE value IS NOT NULL GROUP BY kpi_id
)
SELECT indicator.indicator_id AS subject, 1 AS n_checked,
    CAST(newest.year < known_kpi.publ_period
        AND coalesce(least(known_kpi.prel_publication_date, known_kpi.publication_date) < CAST(this_report.as_of AS DATE),
            false) AS INTEGER) AS n_failed,
    CAST(known_kpi.publ_period AS VARCHAR) AS sample, indicator.kpi_id AS kpi,
    CAST(known_kpi.publ_period AS VARCHAR) AS year,
    CAST(least(known_kpi.prel_publication_date, known_kpi.publication_date) AS VARCHAR) AS day
FROM indicator
CROSS JOIN this_report
JOIN known_kpi USING (kpi_id)
JOIN newest USING (kpi_id)
WHERE known_kpi.publ_period IS NOT NULL
