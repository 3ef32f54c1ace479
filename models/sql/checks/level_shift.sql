-- check: level_shift
-- title: Nivån skiftar inte i hela landet på ett år
-- severity: error
-- needs: known_value, known_area, indicator, series_break
-- what: From one year to the next, at least four fifths of at least twenty municipalities moved by a factor of three or more
--   in the same direction: the unit or the method changed that year. A declared series break is no finding.
WITH moved AS (
    SELECT v.kpi_id, v.gender, v.year, ln(v.value / o.value) AS change
    FROM known_value AS v
    JOIN known_area AS a USING (area_id)
    JOIN known_value AS o
        ON o.kpi_id = v.kpi_id AND o.area_id = v.area_id AND o.gender = v.gender AND o.year = v.year - 1
    WHERE v.value > 0 AND o.value > 0
),
by_year AS (
    SELECT kpi_id, gender, year, count(*) AS n, exp(median(change)) AS factor,
        greatest(count(*) FILTER (change >= ln(3)), count(*) FILTER (change <= -ln(3))) AS n_far
    FROM moved
    GROUP BY kpi_id, gender, year
),
judged AS (
    SELECT i.indicator_id, i.kpi_id, y.gender, y.year, y.factor, y.n_far >= 0.8 * y.n AS shifted
    FROM indicator AS i
    JOIN by_year AS y USING (kpi_id)
    LEFT JOIN series_break AS b ON b.indicator_id = i.indicator_id AND b.year = y.year
    WHERE y.n >= 20 AND b.indicator_id IS NULL
)
SELECT indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (shifted) AS n_failed,
    cells_named(list(concat_ws(' ', year, gender) ORDER BY year DESC, gender) FILTER (shifted)) AS sample,
    any_value(kpi_id) AS kpi, CAST(max(year) FILTER (shifted) AS VARCHAR) AS year,
    round(arg_max(factor, year) FILTER (shifted), 2) AS factor
FROM judged
GROUP BY indicator_id
