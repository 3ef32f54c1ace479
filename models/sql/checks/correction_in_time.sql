-- check: correction_in_time
-- title: Rättelserna gäller ännu
-- severity: error
-- needs: correction, this_report
-- what: The day until which a declared correction holds has passed: it is no longer applied, and what it corrected is known
--   to be wrong.
SELECT c.indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (c.until < CAST(t.as_of AS DATE)) AS n_failed,
    string_agg(c.correction_id, '; ' ORDER BY c.correction_id) FILTER (c.until < CAST(t.as_of AS DATE)) AS sample,
    string_agg(c.correction_id, ', ' ORDER BY c.correction_id) FILTER (c.until < CAST(t.as_of AS DATE)) AS corrections
FROM correction AS c
CROSS JOIN this_report AS t
GROUP BY c.indicator_id
