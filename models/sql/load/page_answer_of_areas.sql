-- table: page_answer
-- key: page
-- needs: page_row
-- what: Which answer each page is, and the server's clock when it came.
-- columns:
--   page               int    the page
--   source_answer_id   text   the answer
--   at                 time   the server's clock, UTC
SELECT page, CAST(source_answer_id AS ANSWER_KEY) AS source_answer_id, CAST("at" AS TIMESTAMP) AS "at"
FROM page_row
