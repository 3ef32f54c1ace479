-- view: answer_of_bytes
-- key: sha256
-- needs: staged_answer
-- what: The first of the answers that have the same bytes, which then stands for them all.
-- columns:
--   sha256             text   the hash of the bytes
--   source_answer_id   text   the answer
--   at                 time   the server's clock, UTC
SELECT sha256, min(source_answer_id) AS source_answer_id, min("at") AS "at"
FROM staged_answer
GROUP BY sha256
