-- check: coverage
-- title: Lika många kommuner har värden som året före
-- severity: warning
-- needs: known_value, known_area, indicator, threshold, this_report
-- what: Of the newest year that the report may use, fewer municipalities have a value than a set share of the year before.
WITH by_year AS (
    SELECT i.indicator_id, i.kpi_id, v.year, count(v.value) AS n
    FROM indicator AS i
    JOIN known_value AS v USING (kpi_id)
    JOIN known_area AS a USING (area_id)
    WHERE v.gender = 'T'
    GROUP BY ALL
),
newest AS (
    SELECT y.*
    FROM by_year AS y
    JOIN indicator AS i USING (indicator_id)
    CROSS JOIN this_report AS t
    WHERE y.n > 0 AND y.year BETWEEN t.year - i.lag AND t.year
    QUALIFY row_number() OVER (PARTITION BY y.indicator_id ORDER BY y.year DESC) = 1
)
SELECT n.indicator_id AS subject, b.n AS n_checked,
    CASE WHEN n.n < h.colour_min_share * b.n THEN b.n - n.n ELSE 0 END AS n_failed, CAST(n.year AS VARCHAR) AS sample,
    n.kpi_id AS kpi, CAST(n.year AS VARCHAR) AS year, n.n AS now, b.n AS before
FROM newest AS n
CROSS JOIN threshold AS h
JOIN by_year AS b ON b.indicator_id = n.indicator_id AND b.year = n.year - 1
