-- check: correction_needed
-- title: Felet som rättas finns kvar hos källan
-- severity: warning
-- needs: correction, known_value, this_report
-- what: What a declared correction expects to be wrong is no longer so in the source: it has been mended there, or changed
--   otherwise, and the correction is not applied to it.
WITH expected AS (
    SELECT correction.indicator_id, correction.correction_id, count(known_value.kpi_id) AS n,
        count(known_value.correction_id) AS n_wrong
    FROM correction
    CROSS JOIN this_report
    LEFT JOIN known_value
        ON known_value.kpi_id = correction.kpi_id AND known_value.year = correction.year
        AND known_value.gender = correction.gender
        AND known_value.area_id = coalesce(correction.area_id, known_value.area_id)
            AND known_value.answered IS NOT NULL
    WHERE correction.until >= CAST(this_report.as_of AS DATE)
    GROUP BY ALL
)
SELECT indicator_id AS subject, CAST(sum(n) AS BIGINT) AS n_checked,
    CAST(sum(greatest(n - n_wrong, CAST(n = 0 AS BIGINT))) AS BIGINT) AS n_failed,
    string_agg(correction_id, '; ' ORDER BY correction_id) FILTER (n_wrong < n OR n = 0) AS sample,
    string_agg(correction_id, ', ' ORDER BY correction_id) FILTER (n_wrong < n OR n = 0) AS corrections
FROM expected
GROUP BY indicator_id
