-- table: record_node
-- section: architecture.md, the way of a figure
-- key: lineage_id, unit_id
-- needs: record_place, definition_node, unit_place
-- what: Budgets, investments, finances, staff and what changed the organisation as nodes of lineage, for the unit that each is about and every unit that it has
--   stood under.
-- columns:
--   lineage_id  text   the definition
--   section     text{budgets,investments,finances,staff,units,reorganisations}   the section
--   unit_id     text   the unit, or one above it
--   kind        text{cost,revenue,result,investment}?   what kind of money
--   year        int    the year
--   month       int?   the month
WITH RECURSIVE above AS (
    SELECT DISTINCT unit_id, unit_id AS above_id FROM unit_place
    UNION
    SELECT above.unit_id,
        unit_place.parent_id FROM above JOIN unit_place ON unit_place.unit_id = above.above_id
            WHERE unit_place.parent_id IS NOT NULL
)
SELECT definition_node.lineage_id, record_place.section, above.above_id AS unit_id, record_place.kind, record_place.year,
    record_place.month
FROM record_place
JOIN definition_node ON definition_node.section = record_place.section AND definition_node.id = record_place.id
JOIN above ON above.unit_id = record_place.unit_id
ORDER BY record_place.section, record_place.id, above.above_id
