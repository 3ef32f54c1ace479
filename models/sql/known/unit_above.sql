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
    SELECT day.day, unit_place.unit_id, unit_place.parent_id
    FROM day
    JOIN unit_place
        ON coalesce(unit_place.valid_from, DATE '0001-01-01') <= day.day
        AND coalesce(unit_place.valid_to, DATE '9999-12-31') >= day.day
),
above AS (
    SELECT day, unit_id, unit_id AS above_id, 0 AS steps FROM place
    UNION ALL
    SELECT above.day, above.unit_id, place.parent_id, above.steps + 1
    FROM above
    JOIN place ON place.day = above.day AND place.unit_id = above.above_id
    WHERE place.parent_id IS NOT NULL
)
SELECT day, unit_id, above_id, steps FROM above ORDER BY day, unit_id, steps
