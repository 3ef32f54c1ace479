-- table: answer_node
-- section: architecture.md, the way of a figure
-- key: lineage_id
-- needs: file_node, this_report
-- what: Each stored source answer and each of the municipality's own files, as a node of lineage.
-- columns:
--   lineage_id  text   the answer
--   url         text   what was asked
--   at          time   the server's clock, UTC
--   size        int?   bytes of the body
--   sha256      text   of the body
--   origin      text   kolada, or which recording was replayed; local for the municipality's own files
SELECT
    source_answer_id AS lineage_id, any_value(url ORDER BY harvest_id) AS url, min("at") AS "at",
    any_value(size ORDER BY harvest_id) AS size, any_value(sha256 ORDER BY harvest_id) AS sha256,
    any_value(origin ORDER BY harvest_id) AS origin
FROM warehouse.source_answer
GROUP BY source_answer_id
UNION ALL
SELECT file_node.lineage_id, any_value(file_node.file), any_value(this_report.as_of), max(file_node.size),
    any_value(file_node.sha256), any_value(file_node.origin)
FROM file_node
CROSS JOIN this_report
GROUP BY file_node.lineage_id
ORDER BY lineage_id
