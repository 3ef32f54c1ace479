-- table: counted_unit
-- section: measures.md §5, §10
-- key: month, unit_id, below_id
-- needs: unit_place, unit_change, this_report
-- what: What each unit is summed from, in the tree of the last day of each month of the year up to the report's: itself, every
--   unit below it, and every unit that no longer exists then and whose work lies there. A unit that has ended counts in the one
--   that carries on its work; where several do, or none, in the unit that it last stood under. A unit that begins later within
--   the period counts by its first place.
-- columns:
--   month     int    the month whose tree it is
--   unit_id   text   the unit that is summed
--   below_id  text   a unit that counts in it
--   now_id    text   where that unit stands then: itself, where it still exists
--   under     bool   it has ended, and no one unit carries on its work: it counts as one below where it stands
WITH RECURSIVE month_of_year AS (
    SELECT
        CAST(months.month AS BIGINT) AS month, last_day(make_date(this_report.year, CAST(months.month AS BIGINT), 1)) AS day,
        this_report.period_end
    FROM this_report
    CROSS JOIN range(1, 13) AS months (month)
    WHERE months.month <= this_report.month
),
heir AS (
    SELECT month_of_year.month, unit_change.unit_id, any_value(unit_change.successor_id) AS next_id
    FROM unit_change
    JOIN month_of_year ON unit_change.changed_at <= month_of_year.day
    WHERE unit_change.kind IN ('merge', 'split')
    GROUP BY month_of_year.month, unit_change.unit_id
    HAVING count(DISTINCT unit_change.successor_id) = 1
),
-- Where it belonged on the day, else where it last did, else where it first will.
placed AS (
    SELECT
        month_of_year.month, unit_place.unit_id, unit_place.parent_id,
        coalesce(unit_place.valid_to >= month_of_year.day, true)
        AND coalesce(unit_place.valid_from <= month_of_year.period_end, true) AS standing
    FROM unit_place
    CROSS JOIN month_of_year
    QUALIFY row_number() OVER (
        PARTITION BY month_of_year.month, unit_place.unit_id
        ORDER BY coalesce(unit_place.valid_from <= month_of_year.day, true) DESC,
            abs(date_diff('day', coalesce(unit_place.valid_from, DATE '0001-01-01'), month_of_year.day))
    ) = 1
),
next AS (
    SELECT placed.month, placed.unit_id, coalesce(heir.next_id, placed.parent_id) AS next_id, heir.next_id IS NULL AS under
    FROM placed
    LEFT JOIN heir ON heir.month = placed.month AND heir.unit_id = placed.unit_id
    WHERE NOT placed.standing
),
way AS (
    SELECT month, unit_id AS below_id, unit_id AS at_id, false AS under FROM placed
    UNION
    SELECT way.month, way.below_id, next.next_id, way.under OR next.under
    FROM way
    JOIN next ON next.month = way.month AND next.unit_id = way.at_id
),
standing AS (
    SELECT way.month, way.below_id, placed.unit_id AS now_id, way.under, placed.parent_id
    FROM way
    JOIN placed ON placed.month = way.month AND placed.unit_id = way.at_id
    WHERE placed.standing
),
above AS (
    SELECT month, now_id AS unit_id, now_id AS stands_id, parent_id FROM standing WHERE now_id = below_id
    UNION
    SELECT above.month, standing.now_id, above.stands_id, standing.parent_id
    FROM above
    JOIN standing ON standing.month = above.month AND standing.below_id = above.parent_id
)
SELECT standing.month, above.unit_id, standing.below_id, standing.now_id, standing.under
FROM standing
JOIN above ON above.month = standing.month AND above.stands_id = standing.now_id
ORDER BY standing.month, above.unit_id, standing.below_id
