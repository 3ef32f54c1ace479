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
    SELECT c.unit_id, any_value(c.successor_id) AS next_id
    FROM unit_change AS c
    CROSS JOIN this_report AS t
    WHERE c.kind IN ('merge', 'split') AND c.changed_at <= t.period_end
    GROUP BY c.unit_id
    HAVING count(DISTINCT c.successor_id) = 1
),
last_place AS (
    SELECT unit_id, parent_id
    FROM unit_place
    QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY valid_from DESC NULLS LAST) = 1
),
next AS (
    SELECT p.unit_id, coalesce(h.next_id, p.parent_id) AS next_id
    FROM last_place AS p
    LEFT JOIN heir AS h ON h.unit_id = p.unit_id
    WHERE p.unit_id NOT IN (SELECT unit_id FROM unit)
),
way AS (
    SELECT unit_id AS below_id, unit_id AS at_id FROM last_place
    UNION
    SELECT w.below_id, n.next_id FROM way AS w JOIN next AS n ON n.unit_id = w.at_id
),
standing AS (
    SELECT w.below_id, u.unit_id AS now_id FROM way AS w JOIN unit AS u ON u.unit_id = w.at_id
)
SELECT b.unit_id, s.below_id, s.now_id
FROM standing AS s
JOIN unit_below AS b ON b.below_id = s.now_id
ORDER BY b.unit_id, s.below_id
