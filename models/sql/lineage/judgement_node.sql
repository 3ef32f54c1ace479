-- table: judgement_node
-- section: architecture.md, the way of a figure
-- key: lineage_id
-- needs: judgement, definition_node
-- what: Units' own judgements in this report as nodes of lineage.
-- columns:
--   lineage_id    text   the definition
--   unit_id       text   the unit that judges
--   goal_id       text?  the goal; null for its work as a whole
--   indicator_id  text?  the indicator whose target is in words
SELECT definition_node.lineage_id, judgement.unit_id, judgement.goal_id, judgement.indicator_id
FROM judgement
JOIN definition_node ON definition_node.section = 'judgements' AND definition_node.id = judgement.place
ORDER BY judgement.unit_id, judgement.goal_id NULLS FIRST, judgement.indicator_id NULLS FIRST
