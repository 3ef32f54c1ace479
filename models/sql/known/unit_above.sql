-- table: unit_above
-- section: measures.md §5
-- key: day, unit_id, above_id
-- needs: unit_place, own_value, this_report
-- what: The organisation tree of each day that something was measured on: every unit with all units above it, and itself.
-- columns:
--   day       date  the day
--   unit_id   text  the unit
--   above_id  text  a unit above it, or itself
--   steps     int   how many levels up
WITH RECURSIVE day AS (
    SELECT measured_on AS day FROM own_value WHERE unit_id IS NOT NULL
    UNION
    SELECT period_end FROM this_report
),
place AS (
    SELECT d.day, p.unit_id, p.parent_id
    FROM day AS d
    JOIN unit_place AS p
        ON coalesce(p.valid_from, DATE '0001-01-01') <= d.day AND coalesce(p.valid_to, DATE '9999-12-31') >= d.day
),
above AS (
    SELECT day, unit_id, unit_id AS above_id, 0 AS steps FROM place
    UNION ALL
    SELECT a.day, a.unit_id, p.parent_id, a.steps + 1
    FROM above AS a
    JOIN place AS p ON p.day = a.day AND p.unit_id = a.above_id
    WHERE p.parent_id IS NOT NULL
)
SELECT day, unit_id, above_id, steps FROM above ORDER BY day, unit_id, steps
