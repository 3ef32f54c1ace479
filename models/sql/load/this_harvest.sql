-- table: this_harvest
-- key: harvest_id
-- needs: harvest_row
-- what: The harvest that is being loaded, in one row.
-- columns:
--   harvest_id   text   the harvest's name
--   base_url     text   the base that was asked
--   origin       text   kolada, or which recording was replayed
--   at           time   the server's clock when it began, UTC
SELECT harvest_id, base_url, origin, CAST("at" AS TIMESTAMP) AS "at"
FROM harvest_row
