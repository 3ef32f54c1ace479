-- check: level_shift
-- title: Nivån skiftar inte i hela landet på ett år
-- severity: error
-- needs: known_value, known_area, indicator, series_break
-- what: From one measurement to the next, at least four fifths of at least twenty municipalities moved by a factor of three or more
--   in the same direction: the unit or the method changed that year. A declared series break is no finding.
WITH moved AS (
    SELECT indicator.indicator_id, indicator.kpi_id, known_value.gender, known_value.year,
        ln(known_value.value / earlier.value) AS change
    FROM known_value
    JOIN indicator ON indicator.kpi_id = known_value.kpi_id
    JOIN known_area USING (area_id)
    JOIN known_value AS earlier
        ON earlier.kpi_id = known_value.kpi_id AND earlier.area_id = known_value.area_id
        AND earlier.gender = known_value.gender AND earlier.year = known_value.year - indicator.every
    WHERE known_value.value > 0 AND earlier.value > 0
),
by_year AS (
    SELECT indicator_id, kpi_id, gender, year, count(*) AS n, exp(median(change)) AS factor,
        greatest(count(*) FILTER (change >= ln(3)), count(*) FILTER (change <= -ln(3))) AS n_far
    FROM moved
    GROUP BY indicator_id, kpi_id, gender, year
),
judged AS (
    SELECT by_year.indicator_id, by_year.kpi_id, by_year.gender, by_year.year, by_year.factor,
        by_year.n_far >= 0.8 * by_year.n AS shifted
    FROM by_year
    LEFT JOIN series_break ON series_break.indicator_id = by_year.indicator_id AND series_break.year = by_year.year
    WHERE by_year.n >= 20 AND series_break.indicator_id IS NULL
)
SELECT indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (shifted) AS n_failed,
    cells_named(list(concat_ws(' ', year, gender) ORDER BY year DESC, gender) FILTER (shifted)) AS sample,
    any_value(kpi_id) AS kpi, CAST(max(year) FILTER (shifted) AS VARCHAR) AS year,
    round(arg_max(factor, year) FILTER (shifted), 2) AS factor
FROM judged
GROUP BY indicator_id
