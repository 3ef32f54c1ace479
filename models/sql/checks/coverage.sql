-- check: coverage
-- title: Lika många kommuner har värden som året före
-- severity: warning
-- needs: known_value, known_area, indicator, threshold, this_report
-- what: Of the newest year that the report may use, fewer municipalities have a value than a set share of the measurement before.
WITH by_year AS (
    SELECT indicator.indicator_id, indicator.kpi_id, indicator.every, known_value.year, count(known_value.value) AS n
    FROM indicator
    JOIN known_value USING (kpi_id)
    JOIN known_area USING (area_id)
    WHERE known_value.gender = 'T' AND is_wave(known_value.year, indicator.every, indicator.wave)
    GROUP BY ALL
),
newest AS (
    SELECT by_year.*
    FROM by_year
    JOIN indicator USING (indicator_id)
    CROSS JOIN this_report
    WHERE by_year.n > 0 AND by_year.year BETWEEN this_report.year - indicator.lag AND this_report.year
    QUALIFY row_number() OVER (PARTITION BY by_year.indicator_id ORDER BY by_year.year DESC) = 1
)
SELECT newest.indicator_id AS subject, by_year.n AS n_checked,
    CASE WHEN newest.n < threshold.colour_min_share * by_year.n THEN by_year.n - newest.n ELSE 0 END AS n_failed,
    CAST(newest.year AS VARCHAR) AS sample,
    newest.kpi_id AS kpi, CAST(newest.year AS VARCHAR) AS year, newest.n AS now, by_year.n AS before
FROM newest
CROSS JOIN threshold
JOIN by_year ON by_year.indicator_id = newest.indicator_id AND by_year.year = newest.year - newest.every
