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
    short_id(concat_ws('|', 'check', this_report.municipality_id, this_report.report, this_report.as_of, checks.check_id,
        checks.subject)) AS lineage_id,
    checks.check_id, checks.subject, checks.status, definition_node.lineage_id AS parent_id
FROM checks
CROSS JOIN this_report
LEFT JOIN acknowledgement
    ON acknowledgement.check_id = checks.check_id AND acknowledgement.subject = checks.subject
    AND checks.status = 'acknowledged'
LEFT JOIN definition_node ON definition_node.section = 'acknowledgements' AND definition_node.id = acknowledgement.place
ORDER BY checks.check_id, checks.subject
