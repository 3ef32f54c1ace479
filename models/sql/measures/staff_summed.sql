-- table: staff_summed
-- section: measures.md §5
-- key: unit_id, year, month, gender
-- needs: staff_month, counted_unit, unit, this_report
-- what: Staff rolled up over the unit tree, before anything is withheld. What a unit reports is its own staff; its row is
--   those and all below. Where both genders are reported and no total, the total is their sum. A sum with an unknown part
--   is unknown; n_units tells how many units have reported.
-- columns:
--   unit_id          text    the unit
--   year             int     the year
--   month            int     the month
--   gender           text{T,K,M}   T, K or M
--   headcount        int?    people employed
--   fte              float?  full-time equivalents
--   sick_hours       float?  hours of sick leave
--   scheduled_hours  float?  hours that should have been worked
--   own_headcount    int?    people employed in the unit itself; null where it reports none of its own
--   n_units          int     units that have reported
WITH reported AS (
    SELECT * FROM staff_month AS s CROSS JOIN this_report AS t
    WHERE last_day(make_date(s.year, s.month, 1)) <= t.period_end
),
with_total AS (
    SELECT unit_id, year, month, gender, headcount, fte, sick_hours, scheduled_hours FROM reported
    UNION ALL
    SELECT
        k.unit_id, k.year, k.month, 'T', k.headcount + m.headcount, written(k.fte) + written(m.fte),
        written(k.sick_hours) + written(m.sick_hours), written(k.scheduled_hours) + written(m.scheduled_hours)
    FROM reported AS k
    JOIN reported AS m ON m.unit_id = k.unit_id AND m.year = k.year AND m.month = k.month AND m.gender = 'M'
    WHERE k.gender = 'K'
        AND NOT EXISTS (
            FROM reported AS r
            WHERE r.unit_id = k.unit_id AND r.year = k.year AND r.month = k.month AND r.gender = 'T'
        )
)
SELECT
    c.unit_id, s.year, s.month, s.gender,
    CASE WHEN count(*) = count(s.headcount) THEN sum(s.headcount) END AS headcount,
    CASE WHEN count(*) = count(s.fte) THEN sum(written(s.fte)) END AS fte,
    CASE WHEN count(*) = count(s.sick_hours) THEN sum(written(s.sick_hours)) END AS sick_hours,
    CASE WHEN count(*) = count(s.scheduled_hours) THEN sum(written(s.scheduled_hours)) END AS scheduled_hours,
    sum(s.headcount) FILTER (c.now_id = c.unit_id) AS own_headcount, count(DISTINCT s.unit_id) AS n_units
FROM with_total AS s
JOIN counted_unit AS c ON c.below_id = s.unit_id
GROUP BY c.unit_id, s.year, s.month, s.gender
ORDER BY c.unit_id, s.year, s.month, s.gender
