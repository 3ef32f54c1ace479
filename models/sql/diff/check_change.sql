-- table: check_change
-- section: freezing-and-diff.md
-- key: check_id, subject
-- needs: checks
-- what: What the checks found in one report and not in the other: each check whose outcome changed.
-- columns:
--   check_id       text   the check
--   subject        text   what was checked
--   severity       text{error,warning}   error withholds the indicator from judgement
--   status_before  text?  the earlier outcome; null where it was not checked
--   status_after   text?  the later outcome; null where it is not checked
--   message        text   what the later report says, or the earlier
SELECT
    coalesce(b.check_id, a.check_id) AS check_id, coalesce(b.subject, a.subject) AS subject,
    coalesce(a.severity, b.severity) AS severity, b.status AS status_before, a.status AS status_after,
    CASE WHEN a.status = 'passed' OR a.message IS NULL THEN b.message ELSE a.message END AS message
FROM before.checks AS b
FULL JOIN after.checks AS a ON a.check_id = b.check_id AND a.subject = b.subject
WHERE coalesce(b.status, 'passed') <> coalesce(a.status, 'passed')
ORDER BY check_id, subject
