-- table: content_change
-- section: measures.md §5
-- key: unit_id, changed_at
-- needs: unit_change, unit_place, this_report
-- what: On which days up to the report's last one a reorganisation changed what a unit is made of. A unit that is carried on
--   was within it the day before and its successor is not from the day itself, or the other way about; what moves, splits or merges
--   inside a unit leaves it as it is. What ends with no successor is lost to all that it stood in.
-- columns:
--   unit_id     text   the unit
--   changed_at  date   the first day of the new order
WITH RECURSIVE passing AS (
    SELECT DISTINCT unit_change.unit_id, unit_change.successor_id, unit_change.changed_at
    FROM unit_change
    CROSS JOIN this_report
    WHERE unit_change.changed_at <= this_report.period_end
),
side AS (
    SELECT changed_at, unit_id AS of_id, coalesce(successor_id, '') AS to_id, false AS after, unit_id AS at_id,
        changed_at - 1 AS day
    FROM passing
    UNION ALL
    SELECT changed_at, unit_id, successor_id, true, successor_id, changed_at FROM passing WHERE successor_id IS NOT NULL
),
-- Where a unit belonged on the day, else where it last did, else where it first will.
place AS (
    SELECT days.day, unit_place.unit_id, unit_place.parent_id
    FROM unit_place
    CROSS JOIN (SELECT DISTINCT day FROM side) AS days
    QUALIFY row_number() OVER (
        PARTITION BY days.day, unit_place.unit_id
        ORDER BY coalesce(unit_place.valid_from <= days.day, true) DESC,
            abs(date_diff('day', coalesce(unit_place.valid_from, DATE '0001-01-01'), days.day))
    ) = 1
),
within AS (
    SELECT changed_at, of_id, to_id, after, day, at_id FROM side
    UNION
    SELECT within.changed_at, within.of_id, within.to_id, within.after, within.day, place.parent_id
    FROM within
    JOIN place ON place.day = within.day AND place.unit_id = within.at_id
    WHERE place.parent_id IS NOT NULL
),
crossed AS (
    SELECT at_id AS unit_id, changed_at
    FROM within
    GROUP BY changed_at, of_id, to_id, at_id
    HAVING count(DISTINCT after) = 1
)
SELECT DISTINCT unit_id, changed_at FROM crossed ORDER BY unit_id, changed_at
