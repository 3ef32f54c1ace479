-- table: page_answer
-- key: page
-- needs: answer_of_bytes
-- what: Which answer each page of units' values is, and the server's clock when it came; by the hash that its file is
--   called by.
-- columns:
--   page               int    the page
--   source_answer_id   text   the answer
--   at                 time   the server's clock, UTC
--   sha256             text   the hash of its bytes
SELECT row_number() OVER (ORDER BY sha256) AS page, source_answer_id, "at", sha256
FROM answer_of_bytes
