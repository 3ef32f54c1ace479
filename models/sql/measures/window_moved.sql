-- table: window_moved
-- section: measures.md §6 (B)
-- key: indicator_id, gender, year_before, year_after, area_id
-- needs: work_window, known_value, indicator, similar_of_year, set_member
-- what: How every municipality moved between the two years of each window of `work_window` that stands on Kolada's values,
--   beside how its own similar municipalities did, and whether that is more than they moved among themselves. The group is
--   that of the later year, as in §8; it tells where three others at least have both values.
-- columns:
--   indicator_id   text   the indicator
--   gender         text{T,K,M}   T, K or M
--   year_before    int    the first year
--   year_after     int    the second
--   area_id        text   the municipality
--   change         float  its change
--   n_others       int    similar municipalities with both values, itself left out
--   median_change  float  the median of their changes
--   spread         float  MAD: the median distance of their changes from it
--   contributed    bool   it moved the right way enough beyond them
WITH window_of_all AS (
    SELECT DISTINCT work_window.indicator_id, work_window.gender, work_window.year_before, work_window.year_after,
        indicator.kpi_id, indicator.direction, indicator.min_change, indicator.similar_area
    FROM work_window
    JOIN indicator USING (indicator_id)
    WHERE work_window.unit_id IS NULL
),
moved AS MATERIALIZED (
    SELECT window_of_all.*, later.area_id, exact(later.value) - exact(earlier.value) AS change
    FROM window_of_all
    JOIN known_value AS later
        ON later.kpi_id = window_of_all.kpi_id AND later.gender = window_of_all.gender
        AND later.year = window_of_all.year_after AND later.value IS NOT NULL
    JOIN known_value AS earlier
        ON earlier.kpi_id = window_of_all.kpi_id AND earlier.gender = window_of_all.gender
        AND earlier.year = window_of_all.year_before AND earlier.area_id = later.area_id AND earlier.value IS NOT NULL
),
other AS MATERIALIZED (
    SELECT own.indicator_id, own.gender, own.year_before, own.year_after, own.area_id, own.direction, own.min_change,
        own.change, beside.change AS other_change,
        median(beside.change) OVER (
            PARTITION BY own.indicator_id, own.gender, own.year_before, own.year_after, own.area_id
        ) AS median_change
    FROM moved AS own
    JOIN similar_of_year
        ON similar_of_year.year = own.year_after AND similar_of_year.service_area = own.similar_area
        AND similar_of_year.owner_id = own.area_id
    JOIN set_member ON set_member.set_no = similar_of_year.set_no AND set_member.area_id <> own.area_id
    JOIN moved AS beside
        ON beside.indicator_id = own.indicator_id AND beside.gender = own.gender
        AND beside.year_before = own.year_before AND beside.year_after = own.year_after
        AND beside.area_id = set_member.area_id
),
summed AS (
    SELECT
        indicator_id, gender, year_before, year_after, area_id, any_value(direction) AS direction,
        any_value(min_change) AS min_change, any_value(change) AS change, count(*) AS n_others,
        any_value(median_change) AS median_change, median(abs(other_change - median_change)) AS spread
    FROM other
    GROUP BY indicator_id, gender, year_before, year_after, area_id
)
SELECT
    indicator_id, gender, year_before, year_after, area_id, change, n_others, median_change, spread,
    moved_beyond(sign_of(direction) * (change - median_change), min_change, spread) AS contributed
FROM summed
WHERE n_others >= 3
ORDER BY indicator_id, gender, year_before, year_after, area_id
