-- table: answer_node
-- section: architecture.md, the way of a figure
-- key: lineage_id
-- needs:
-- what: Each stored source answer, as a node of lineage.
-- columns:
--   lineage_id  text   the answer
--   url         text   what was asked
--   at          time   the server's clock, UTC
--   size        int    bytes of the body
--   sha256      text   of the body
--   origin      text   kolada, or which recording was replayed
SELECT
    source_answer_id AS lineage_id, any_value(url ORDER BY harvest_id) AS url, min("at") AS "at",
    any_value(size ORDER BY harvest_id) AS size, any_value(sha256 ORDER BY harvest_id) AS sha256,
    any_value(origin ORDER BY harvest_id) AS origin
FROM warehouse.source_answer
GROUP BY source_answer_id
ORDER BY lineage_id
