-- table: file_node
-- section: architecture.md, the way of a figure
-- key: lineage_id, kind
-- needs: own_file, measurement, this_report
-- what: The municipality's own files as nodes of lineage: those of its sources, and definitions that hold measurements.
-- columns:
--   lineage_id    text   the node
--   kind          text   what kind of source it is
--   file          text   the file's name in the municipality's folder
--   sha256        text   of its bytes
--   size          int?   their number
--   origin        text   local, or the example
SELECT
    short_id(concat_ws('|', 'file', file, sha256)) AS lineage_id, kind, file, sha256, max(size) AS size,
    CASE WHEN bool_or(source_label = 'Påhittade exempeldata') THEN 'example' ELSE 'local' END AS origin
FROM (
    SELECT kind, file, sha256, size, source_label FROM own_file
    UNION
    SELECT 'measurements', file, sha256, NULL, source_label FROM measurement
)
GROUP BY kind, file, sha256
ORDER BY kind, file
