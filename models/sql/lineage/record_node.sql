-- table: record_node
-- section: architecture.md, the way of a figure
-- key: lineage_id, unit_id
-- needs: record_place, definition_node, unit_place
-- what: Budgets, investments and staff as nodes of lineage, for the unit that each is about and every unit that it has
--   stood under.
-- columns:
--   lineage_id  text   the definition
--   section     text{budgets,investments,staff}   the section
--   unit_id     text   the unit, or one above it
--   kind        text{cost,revenue,result,investment}?   what kind of money
--   year        int    the year
--   month       int?   the month
WITH RECURSIVE above AS (
    SELECT DISTINCT unit_id, unit_id AS above_id FROM unit_place
    UNION
    SELECT a.unit_id, p.parent_id FROM above AS a JOIN unit_place AS p ON p.unit_id = a.above_id WHERE p.parent_id IS NOT NULL
)
SELECT d.lineage_id, r.section, a.above_id AS unit_id, r.kind, r.year, r.month
FROM record_place AS r
JOIN definition_node AS d ON d.section = r.section AND d.id = r.id
JOIN above AS a ON a.unit_id = r.unit_id
ORDER BY r.section, r.id, a.above_id
