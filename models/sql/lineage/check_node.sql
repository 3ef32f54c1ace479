-- table: check_node
-- section: architecture.md, the way of a figure
-- key: lineage_id
-- needs: checks, acknowledgement, definition_node, this_report
-- what: What each check found of each subject, as a node of lineage.
-- columns:
--   lineage_id  text   the node
--   check_id    text   the check
--   subject     text   what was checked: an indicator, or the whole
--   status      text   the outcome
--   parent_id   text?  where it is acknowledged: a definition
SELECT
    short_id(concat_ws('|', 'check', t.municipality_id, t.report, t.as_of, c.check_id, c.subject)) AS lineage_id,
    c.check_id, c.subject, c.status, d.lineage_id AS parent_id
FROM checks AS c
CROSS JOIN this_report AS t
LEFT JOIN acknowledgement AS k
    ON k.check_id = c.check_id AND k.subject = c.subject AND c.status = 'acknowledged'
LEFT JOIN definition_node AS d ON d.section = 'acknowledgements' AND d.id = k.place
ORDER BY c.check_id, c.subject
