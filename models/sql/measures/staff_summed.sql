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
--   n_units          int     units that have reported this gender
--   n_staffed        int     units that have reported any
WITH reported AS (
    SELECT * FROM staff_month CROSS JOIN this_report
    WHERE last_day(make_date(staff_month.year, staff_month.month, 1)) <= this_report.period_end
),
with_total AS (
    SELECT unit_id, year, month, gender, headcount, fte, sick_hours, scheduled_hours FROM reported
    UNION ALL
    SELECT
        women.unit_id, women.year, women.month, 'T', women.headcount + men.headcount, written(women.fte) + written(men.fte),
        written(women.sick_hours) + written(men.sick_hours), written(women.scheduled_hours) + written(men.scheduled_hours)
    FROM reported AS women
    JOIN reported AS men
        ON men.unit_id = women.unit_id AND men.year = women.year AND men.month = women.month AND men.gender = 'M'
    WHERE women.gender = 'K'
        AND NOT EXISTS (
            FROM reported AS total
            WHERE total.unit_id = women.unit_id AND total.year = women.year AND total.month = women.month
                AND total.gender = 'T'
        )
)
SELECT
    unit_id, year, month, gender,
    CASE WHEN count(*) = count(headcount) THEN sum(headcount) END AS headcount,
    CASE WHEN count(*) = count(fte) THEN sum(written(fte)) END AS fte,
    CASE WHEN count(*) = count(sick_hours) THEN sum(written(sick_hours)) END AS sick_hours,
    CASE WHEN count(*) = count(scheduled_hours) THEN sum(written(scheduled_hours)) END AS scheduled_hours,
    sum(headcount) FILTER (now_id = unit_id) AS own_headcount,
    count(DISTINCT below_id) AS n_units, any_value(n_staffed) AS n_staffed
FROM (
    SELECT
        with_total.* EXCLUDE (unit_id), counted_unit.unit_id, counted_unit.below_id, counted_unit.now_id,
        count(DISTINCT counted_unit.below_id)
            OVER (PARTITION BY counted_unit.unit_id, with_total.year, with_total.month) AS n_staffed
    FROM with_total
    CROSS JOIN this_report
    JOIN counted_unit ON counted_unit.month = this_report.month AND counted_unit.below_id = with_total.unit_id
)
GROUP BY unit_id, year, month, gender
ORDER BY unit_id, year, month, gender
