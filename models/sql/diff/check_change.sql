-- table: check_change
-- section: freezing-and-diff.md
-- title: Ändrade kontroller
-- key: check_id, subject
-- needs: checks
-- what: What the checks found in one report and not in the other: each check whose outcome changed.
-- columns:
--   check_id       text   «Kontroll» the check
--   subject        text   «Gäller» what was checked
--   severity       text{error,warning}   «Allvar» error withholds the indicator from judgement
--   status_before  text?  «Utfall förut» the earlier outcome; null where it was not checked
--   status_after   text?  «Utfall nu» the later outcome; null where it is not checked
--   message        text   «Besked» what the later report says, or the earlier
SELECT
    coalesce(old.check_id, new.check_id) AS check_id, coalesce(old.subject, new.subject) AS subject,
    coalesce(new.severity, old.severity) AS severity, old.status AS status_before, new.status AS status_after,
    CASE WHEN new.status = 'passed' OR new.message IS NULL THEN old.message ELSE new.message END AS message
FROM before.checks AS old
FULL JOIN after.checks AS new ON new.check_id = old.check_id AND new.subject = old.subject
WHERE coalesce(old.status, 'passed') <> coalesce(new.status, 'passed')
ORDER BY check_id, subject
