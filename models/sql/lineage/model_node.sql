-- table: model_node
-- section: architecture.md, the way of a figure
-- key: lineage_id
-- needs: model_file
-- what: Each SQL file of a measure, and the macros, as a node of lineage.
-- columns:
--   lineage_id  text   the node
--   model       text   the table that it makes
--   file        text   the file's path
--   sha256      text   of the file's text
SELECT short_id(concat_ws('|', 'model', model, sha256)) AS lineage_id, model, file, sha256
FROM model_file
ORDER BY model
