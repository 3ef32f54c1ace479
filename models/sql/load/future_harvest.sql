-- table: future_harvest
-- key: harvest_id
-- needs: harvest
-- what: The harvests that are dated more than a day after now: a clock was wrong, and they are never the newest. A replay has
--   its recording's date, and is apart from this.
-- parameters:
--   now   time   this machine's clock, UTC
-- columns:
--   harvest_id   text   the harvest's name
--   at           time   when it says that it began, UTC
SELECT harvest_id, "at"
FROM warehouse.harvest
WHERE origin = 'kolada' AND "at" > $now + INTERVAL 1 DAY
