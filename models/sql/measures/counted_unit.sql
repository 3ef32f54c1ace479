-- table: counted_unit
-- section: measures.md §5, §10
-- key: unit_id, below_id
-- needs: unit, unit_below, unit_place, unit_change, this_report
-- what: What each unit is summed from, in the tree of the report's last day: itself, every unit below it, and every unit
--   that no longer exists and whose work lies there now. A unit that has ended counts in the one that carries on its work;
--   where several do, or none, in the unit that it last stood under.
-- columns:
--   unit_id   text   the unit that is summed
--   below_id  text   a unit that counts in it
--   now_id    text   where that unit stands now: itself, where it still exists
WITH RECURSIVE heir AS (
    SELECT unit_change.unit_id, any_value(unit_change.successor_id) AS next_id
    FROM unit_change
    CROSS JOIN this_report
    WHERE unit_change.kind IN ('merge', 'split') AND unit_change.changed_at <= this_report.period_end
    GROUP BY unit_change.unit_id
    HAVING count(DISTINCT unit_change.successor_id) = 1
),
last_place AS (
    SELECT unit_id, parent_id
    FROM unit_place
    QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY valid_from DESC NULLS LAST) = 1
),
next AS (
    SELECT last_place.unit_id, coalesce(heir.next_id, last_place.parent_id) AS next_id
    FROM last_place
    LEFT JOIN heir ON heir.unit_id = last_place.unit_id
    WHERE last_place.unit_id NOT IN (SELECT unit_id FROM unit)
),
way AS (
    SELECT unit_id AS below_id, unit_id AS at_id FROM last_place
    UNION
    SELECT way.below_id, next.next_id FROM way JOIN next ON next.unit_id = way.at_id
),
standing AS (
    SELECT way.below_id, unit.unit_id AS now_id FROM way JOIN unit ON unit.unit_id = way.at_id
)
SELECT unit_below.unit_id, standing.below_id, standing.now_id
FROM standing
JOIN unit_below ON unit_below.below_id = standing.now_id
ORDER BY unit_below.unit_id, standing.below_id
