-- table: unit_below
-- section: measures.md §5
-- key: unit_id, below_id
-- needs: unit
-- what: Each unit with itself and every unit below it, on the last day of the report's period.
-- columns:
--   unit_id   text  the unit
--   below_id  text  itself, or a unit below it
WITH RECURSIVE subtree AS (
    SELECT unit_id, unit_id AS below_id FROM unit
    UNION
    SELECT subtree.unit_id, unit.unit_id FROM subtree JOIN unit ON unit.parent_id = subtree.below_id
)
SELECT unit_id, below_id FROM subtree ORDER BY unit_id, below_id
