-- check: correction_needed
-- title: Felet som rättas finns kvar hos källan
-- severity: warning
-- needs: correction, known_value, this_report
-- what: What a declared correction expects to be wrong is no longer so in the source: it has been mended there, or changed
--   otherwise, and the correction is not applied to it.
WITH expected AS (
    SELECT c.indicator_id, c.correction_id, count(v.kpi_id) AS n, count(v.correction_id) AS n_wrong
    FROM correction AS c
    CROSS JOIN this_report AS t
    LEFT JOIN known_value AS v
        ON v.kpi_id = c.kpi_id AND v.year = c.year AND v.gender = c.gender AND v.area_id = coalesce(c.area_id, v.area_id)
            AND v.answered IS NOT NULL
    WHERE c.until >= CAST(t.as_of AS DATE)
    GROUP BY ALL
)
SELECT indicator_id AS subject, CAST(sum(n) AS BIGINT) AS n_checked,
    CAST(sum(greatest(n - n_wrong, CAST(n = 0 AS BIGINT))) AS BIGINT) AS n_failed,
    string_agg(correction_id, '; ' ORDER BY correction_id) FILTER (n_wrong < n OR n = 0) AS sample,
    string_agg(correction_id, ', ' ORDER BY correction_id) FILTER (n_wrong < n OR n = 0) AS corrections
FROM expected
GROUP BY indicator_id
