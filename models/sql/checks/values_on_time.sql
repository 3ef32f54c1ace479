-- check: values_on_time
-- title: Värdena kommer när Kolada sagt
-- severity: warning
-- needs: indicator, known_kpi, known_value, this_report
-- what: Kolada's own day for preliminary or final values of a year has passed, and no municipality has one.
WITH newest AS (
    SELECT kpi_id, max(year) AS year FROM known_value WHERE value IS NOT NULL GROUP BY kpi_id
)
SELECT i.indicator_id AS subject, 1 AS n_checked,
    CAST(n.year < k.publ_period
        AND coalesce(least(k.prel_publication_date, k.publication_date) < CAST(t.as_of AS DATE), false) AS INTEGER) AS n_failed,
    CAST(k.publ_period AS VARCHAR) AS sample, i.kpi_id AS kpi, CAST(k.publ_period AS VARCHAR) AS year,
    CAST(least(k.prel_publication_date, k.publication_date) AS VARCHAR) AS day
FROM indicator AS i
CROSS JOIN this_report AS t
JOIN known_kpi AS k USING (kpi_id)
JOIN newest AS n USING (kpi_id)
WHERE k.publ_period IS NOT NULL
