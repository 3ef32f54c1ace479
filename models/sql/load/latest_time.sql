-- query: latest_time
-- needs: harvest, refused_harvest
-- what: The source's clock at the last harvest that was loaded or set aside; one that is dated more than a day after now is not
--   the last, a replay apart.
-- parameters:
--   now   time   this machine's clock, UTC
SELECT max("at") AS "at"
FROM (
    SELECT origin, "at" FROM warehouse.harvest
    UNION ALL
    SELECT origin, "at" FROM warehouse.refused_harvest
)
WHERE origin <> 'kolada' OR "at" <= $now + INTERVAL 1 DAY
