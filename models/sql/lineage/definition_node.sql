-- table: definition_node
-- section: architecture.md, the way of a figure
-- key: lineage_id
-- needs: definition_place
-- what: Each definition as a node of lineage: where it stands, and the hash of its file.
-- columns:
--   lineage_id  text   the node
--   section     text   units, indicators, goals, plans …
--   id          text   the definition's id
--   file        text   the file's name
--   line        int    the line it begins on
--   sha256      text   of the file's bytes
SELECT definition_id(section, id, file, line, sha256) AS lineage_id,
    section, id, file, line, sha256
FROM definition_place
ORDER BY section, id
