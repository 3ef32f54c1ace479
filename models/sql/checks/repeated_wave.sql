-- check: repeated_wave
-- title: Varje år är mätt på nytt
-- severity: warning
-- needs: indicator, known_value, known_area, threshold
-- what: Of a measure with decimals that is said to be measured every year: in a year, so many municipalities have to the last
--   decimal the value of the year before that it was hardly measured anew, as Kolada repeats a survey in the years between.
--   What lies at an end of the scale, 0 or 100, may well stand still.
WITH pair AS (
    SELECT indicator.indicator_id, indicator.kpi_id, known_value.year, known_value.gender,
        known_value.value = earlier.value AS repeated, known_value.value <> round(known_value.value) AS has_decimals
    FROM known_value
    JOIN indicator ON indicator.kpi_id = known_value.kpi_id AND indicator.every = 1
    JOIN known_area ON known_area.area_id = known_value.area_id
    JOIN known_value AS earlier
        ON earlier.kpi_id = known_value.kpi_id AND earlier.area_id = known_value.area_id
        AND earlier.gender = known_value.gender AND earlier.year = known_value.year - 1
    WHERE known_value.value NOT IN (0, 100) AND earlier.value IS NOT NULL
),
by_year AS (
    SELECT indicator_id, kpi_id, year, gender, count(*) AS n, count(*) FILTER (repeated) AS n_repeated,
        2 * count(*) FILTER (has_decimals) > count(*) AS with_decimals
    FROM pair
    GROUP BY indicator_id, kpi_id, year, gender
),
judged AS (
    SELECT by_year.*, by_year.n_repeated >= written(threshold.repeated_share) * by_year.n AS is_repeated
    FROM by_year
    CROSS JOIN threshold
    WHERE by_year.n >= 20 AND by_year.with_decimals
)
SELECT indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (is_repeated) AS n_failed,
    cells_named(list(concat_ws(' ', year, gender) ORDER BY year DESC, gender) FILTER (is_repeated)) AS sample,
    any_value(kpi_id) AS kpi, CAST(max(year) FILTER (is_repeated) AS VARCHAR) AS year,
    CAST(max(year) FILTER (is_repeated) - 1 AS VARCHAR) AS wave,
    round(100 * arg_max(n_repeated / n, year) FILTER (is_repeated)) AS percent
FROM judged
GROUP BY indicator_id
