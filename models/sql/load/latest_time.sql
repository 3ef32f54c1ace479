-- query: latest_time
-- needs: source_answer, refused_harvest
-- what: The source's clock at the last answer that was loaded, or at the last harvest that was set aside; one that is dated more
--   than a day after now is not the last, a replay apart. A harvest's last answers come later than it began.
-- parameters:
--   now   time   this machine's clock, UTC
SELECT max("at") AS "at"
FROM (
    SELECT origin, "at" FROM warehouse.source_answer
    UNION ALL
    SELECT origin, "at" FROM warehouse.refused_harvest
)
WHERE origin <> 'kolada' OR "at" <= $now + INTERVAL 1 DAY
