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
--   change             float?  change against the year before; null across a series break
--   slope              float?  change a year over three years; null across a series break
--   gender_difference  float?  women's value less men's
--   shown              bool    a report shows this cell's place
WITH chosen AS (
    SELECT i.indicator_id, v.area_id, v.year, v.gender, v.value, sign_of(i.direction) AS good,
        list_contains((SELECT list(area_id) FROM this_report), v.area_id) OR v.year >= t.year - i.lag AS shown
    FROM known_value AS v
    CROSS JOIN shared_report AS t
    JOIN indicator AS i USING (kpi_id)
    WHERE v.value IS NOT NULL AND v.year <= t.year AND i.indicator_id NOT IN (SELECT indicator_id FROM withheld)
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
)
SELECT
    n.cell, n.slot, n.indicator_id, n.area_id, n.year, n.gender, n.value, n.good,
    CASE WHEN n.year_1 = n.year - 1 AND b.year IS NULL THEN n.value - n.value_1 END AS change,
    CASE WHEN n.year_1 = n.year - 1 AND n.year_2 = n.year - 2 AND b.year IS NULL AND b1.year IS NULL
        THEN (n.value - n.value_2) / 2 END AS slope,
    n.gender_difference, n.shown
FROM numbered AS n
LEFT JOIN series_break AS b ON b.indicator_id = n.indicator_id AND b.year = n.year
LEFT JOIN series_break AS b1 ON b1.indicator_id = n.indicator_id AND b1.year = n.year - 1
ORDER BY n.cell
