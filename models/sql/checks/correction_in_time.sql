-- check: correction_in_time
-- title: Rättelserna gäller ännu
-- severity: error
-- needs: correction, this_report
-- what: The day until which a declared correction holds has passed: it is no longer applied, and what it corrected is known
--   to be wrong.
SELECT correction.indicator_id AS subject, count(*) AS n_checked,
    count(*) FILTER (correction.until < CAST(this_report.as_of AS DATE)) AS n_failed,
    string_agg(correction.correction_id, '; ' ORDER BY correction.correction_id)
        FILTER (correction.until < CAST(this_report.as_of AS DATE)) AS sample,
    string_agg(correction.correction_id, ', ' ORDER BY correction.correction_id)
        FILTER (correction.until < CAST(this_report.as_of AS DATE)) AS corrections
FROM correction
CROSS JOIN this_report
GROUP BY correction.indicator_id
