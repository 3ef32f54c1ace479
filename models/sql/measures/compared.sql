-- table: compared
-- section: measures.md §8
-- key: cell
-- needs: known_value, indicator, series_break, withheld, this_report, shared_report
-- what: The values that are compared, numbered: a cell is one municipality's value, a slot all municipalities' values of
--   one indicator, year and gender. With each cell its own history, and whether the report shows its place.
-- columns:
--   cell               int     the cell's number
--   slot               int     the slot's number
--   indicator_id       text    the indicator
--   area_id            text    the municipality
--   year               int     the year
--   gender             text{T,K,M}   T, K or M
--   value              float   the value, unrounded
--   good               int?    1 where higher is better, -1 where lower, null where neither
--   year_before        int     the year of the measurement before: the year before, or the wave before
--   change             float?  change against that year; null across a series break
--   slope              float?  change a year over three measurements; null across a series break
--   gender_difference  float?  women's value less men's
--   shown              bool    a report shows this cell's place
WITH chosen AS (
    SELECT indicator.indicator_id, known_value.area_id, known_value.year, known_value.gender, known_value.value,
        CASE WHEN indicator.rankable THEN sign_of(indicator.direction) END AS good,
        known_value.year - indicator.every AS year_before,
        known_value.year - 2 * indicator.every AS year_before_that,
        list_contains((SELECT list(area_id) FROM this_report), known_value.area_id)
            OR known_value.year >= shared_report.year - indicator.lag AS shown
    FROM known_value
    CROSS JOIN shared_report
    JOIN indicator USING (kpi_id)
    WHERE known_value.value IS NOT NULL AND known_value.year <= shared_report.year
        AND is_wave(known_value.year, indicator.every, indicator.wave)
        AND indicator.indicator_id NOT IN (SELECT indicator_id FROM withheld)
),
numbered AS (
    SELECT
        row_number() OVER (ORDER BY indicator_id, year, gender, area_id) AS cell,
        dense_rank() OVER (ORDER BY indicator_id, year, gender) AS slot,
        lag(year, 1) OVER earlier AS year_1, lag(value, 1) OVER earlier AS value_1,
        lag(year, 2) OVER earlier AS year_2, lag(value, 2) OVER earlier AS value_2,
        max(value) FILTER (gender = 'K') OVER both_genders - max(value) FILTER (gender = 'M') OVER both_genders
            AS gender_difference,
        *
    FROM chosen
    WINDOW
        earlier AS (PARTITION BY indicator_id, area_id, gender ORDER BY year),
        both_genders AS (PARTITION BY indicator_id, area_id, year)
),
-- Of each year that is compared, the latest year up to it in which a new series began.
last_break AS (
    SELECT slot.indicator_id, slot.year AS of_year, max(series_break.year) AS year
    FROM (SELECT DISTINCT indicator_id, year FROM chosen) AS slot
    JOIN series_break ON series_break.indicator_id = slot.indicator_id AND series_break.year <= slot.year
    GROUP BY slot.indicator_id, slot.year
)
SELECT
    numbered.cell, numbered.slot, numbered.indicator_id, numbered.area_id, numbered.year, numbered.gender, numbered.value,
    numbered.good, numbered.year_before,
    CASE WHEN numbered.year_1 = numbered.year_before AND coalesce(broken.year, 0) <= numbered.year_before
        THEN numbered.value - numbered.value_1 END AS change,
    CASE WHEN numbered.year_1 = numbered.year_before AND numbered.year_2 = numbered.year_before_that
        AND coalesce(broken.year, 0) <= numbered.year_before_that
        THEN (numbered.value - numbered.value_2) / (numbered.year - numbered.year_before_that) END AS slope,
    numbered.gender_difference, numbered.shown
FROM numbered
LEFT JOIN last_break AS broken ON broken.indicator_id = numbered.indicator_id AND broken.of_year = numbered.year
ORDER BY numbered.cell
