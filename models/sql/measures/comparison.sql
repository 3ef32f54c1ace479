-- table: comparison
-- section: measures.md §8
-- key: indicator_id, area_id, year, gender, group_id
-- needs: known_value, indicator, comparison_set, series_break, withheld, threshold, this_report, figure_origin
-- what: Every municipality's place in its sets, for the years that the report may use (the report's year less the
--   indicator's lag, and later); for the report's own municipality every year, as its history. Only the same year is
--   compared, on values as stored, unrounded.
-- columns:
--   report             text    the report's id
--   indicator_id       text    the indicator
--   kpi_id             text    Kolada's KPI
--   direction          text{higher,lower,interval,neutral}   which way is better
--   area_id            text    the municipality whose place it is
--   year               int     the year compared
--   gender             text{T,K,M}   T, K or M
--   value              float   its value
--   group_id           text    the set
--   group_kind         text{all,county,similar,own}   which kind of set
--   group_title        text    the set's name
--   group_year         int?    the year of RKA's group
--   n                  int     areas with a value
--   min                float   the least value
--   p25                float   first quartile (type 7)
--   median             float   the median
--   p75                float   third quartile
--   max                float   the greatest value
--   mean               float   unweighted mean
--   difference         float   value less median
--   riket              float?  Riket as Kolada publishes it
--   rank               int?    1 is best; ties share the best rank
--   score              float?  100·(number worse + ½·number of others tied)/(n − 1)
--   colour             text{green,yellow,red}?   best quarter, middle, worst quarter
--   tie_share          float   share of the areas that have the same value as another
--   change             float?  change against the year before; null across a series break
--   slope              float?  change a year over three years, least squares; all three required
--   gender_difference  float?  women's value less men's
--   set_hash           text    hash of the set's members
--   source_label       text    the source, as it must be named
--   lineage_id         text    leads to where the figure comes from
WITH compared AS (
    SELECT
        i.indicator_id, v.kpi_id, i.direction, sign_of(i.direction) AS good, i.similar_area, i.lag,
        v.area_id, v.year, v.gender, v.value
    FROM known_value AS v
    JOIN indicator AS i USING (kpi_id)
    WHERE v.value IS NOT NULL
        AND i.indicator_id NOT IN (SELECT indicator_id FROM withheld)
),
set_member AS (
    SELECT group_id, group_kind, group_title, group_year, set_hash, owner_id, unnest(string_split(members, ',')) AS area_id
    FROM comparison_set
),
-- RKA's group of the value's own year, else of the nearest; of two equally near, the earlier.
similar_of_year AS (
    SELECT y.indicator_id, y.year, s.owner_id, s.group_id
    FROM (SELECT DISTINCT indicator_id, similar_area, year FROM compared) AS y
    JOIN comparison_set AS s ON s.group_kind = 'similar' AND s.service_area = y.similar_area
    QUALIFY row_number() OVER (
        PARTITION BY y.indicator_id, y.year, s.owner_id ORDER BY abs(s.group_year - y.year), s.group_year, s.group_id
    ) = 1
),
-- In the sets that many share, each member has its place.
shared_place AS (
    SELECT c.*, m.group_id
    FROM compared AS c
    JOIN set_member AS m ON m.area_id = c.area_id AND m.group_kind <> 'similar'
),
shared_ranked AS (
    SELECT
        indicator_id, area_id, year, gender, group_id,
        rank() OVER (PARTITION BY indicator_id, group_id, year, gender ORDER BY value * coalesce(good, 1) DESC) - 1
            AS n_better,
        count(*) OVER (PARTITION BY indicator_id, group_id, year, gender, value) AS n_equal
    FROM shared_place
),
shared_statistic AS (
    SELECT
        indicator_id, group_id, year, gender, count(*) AS n, min(value) AS min,
        quartile(value, [0.25, 0.5, 0.75]) AS quartiles, max(value) AS max, avg(exact(value)) AS mean
    FROM shared_place
    GROUP BY indicator_id, group_id, year, gender
),
shared_ties AS (
    SELECT p.indicator_id, p.group_id, p.year, p.gender, count(*) FILTER (r.n_equal > 1) AS n_tied
    FROM shared_place AS p
    JOIN shared_ranked AS r USING (indicator_id, area_id, year, gender, group_id)
    GROUP BY ALL
),
shared_result AS (
    SELECT
        p.*, s.n, s.min, s.quartiles, s.max, s.mean, r.n_better, r.n_equal, t.n_tied / s.n AS tie_share,
        b.n AS n_before
    FROM shared_place AS p
    JOIN shared_ranked AS r USING (indicator_id, area_id, year, gender, group_id)
    JOIN shared_statistic AS s USING (indicator_id, group_id, year, gender)
    JOIN shared_ties AS t USING (indicator_id, group_id, year, gender)
    LEFT JOIN shared_statistic AS b
        ON b.indicator_id = p.indicator_id AND b.group_id = p.group_id AND b.gender = p.gender AND b.year = p.year - 1
),
-- Among similar municipalities only the owner of the set has its place.
similar_result AS (
    SELECT
        c.indicator_id, c.kpi_id, c.direction, c.good, c.similar_area, c.lag, c.area_id, c.year, c.gender, c.value, y.group_id,
        count(*) AS n, min(o.value) AS min, quartile(o.value, [0.25, 0.5, 0.75]) AS quartiles, max(o.value) AS max,
        avg(exact(o.value)) AS mean,
        count(*) FILTER ((o.value - c.value) * coalesce(c.good, 1) > 0) AS n_better,
        count(*) FILTER (o.value = c.value) AS n_equal,
        NULL::BIGINT AS n_before,
        (count(*) - count(DISTINCT o.value) + count(DISTINCT CASE WHEN o.n_same > 1 THEN o.value END)) / count(*) AS tie_share
    FROM compared AS c
    JOIN similar_of_year AS y ON y.indicator_id = c.indicator_id AND y.year = c.year AND y.owner_id = c.area_id
    JOIN set_member AS m ON m.group_id = y.group_id
    JOIN (
        SELECT
            s.owner_id, o.indicator_id, o.area_id, o.year, o.gender, o.value,
            count(*) OVER (PARTITION BY s.owner_id, o.indicator_id, o.year, o.gender, o.value) AS n_same
        FROM compared AS o
        JOIN similar_of_year AS s ON s.indicator_id = o.indicator_id AND s.year = o.year
        JOIN set_member AS k ON k.group_id = s.group_id AND k.area_id = o.area_id
    ) AS o
        ON o.owner_id = c.area_id AND o.indicator_id = c.indicator_id AND o.area_id = m.area_id
        AND o.year = c.year AND o.gender = c.gender
    GROUP BY ALL
),
placed AS (
    SELECT * FROM shared_result
    UNION ALL BY NAME
    SELECT * FROM similar_result
),
with_history AS (
    SELECT
        p.*,
        CASE WHEN NOT EXISTS (FROM series_break AS x WHERE x.indicator_id = p.indicator_id AND x.year = p.year)
            THEN p.value - one.value END AS change,
        CASE WHEN NOT EXISTS (
            FROM series_break AS x WHERE x.indicator_id = p.indicator_id AND x.year IN (p.year, p.year - 1)
        ) AND one.value IS NOT NULL
            THEN (p.value - two.value) / 2 END AS slope,
        women.value - men.value AS gender_difference
    FROM placed AS p
    LEFT JOIN compared AS one ON one.indicator_id = p.indicator_id AND one.area_id = p.area_id
        AND one.gender = p.gender AND one.year = p.year - 1
    LEFT JOIN compared AS two ON two.indicator_id = p.indicator_id AND two.area_id = p.area_id
        AND two.gender = p.gender AND two.year = p.year - 2
    LEFT JOIN compared AS women ON women.indicator_id = p.indicator_id AND women.area_id = p.area_id
        AND women.year = p.year AND women.gender = 'K'
    LEFT JOIN compared AS men ON men.indicator_id = p.indicator_id AND men.area_id = p.area_id
        AND men.year = p.year AND men.gender = 'M'
)
SELECT
    t.report, p.indicator_id, p.kpi_id, p.direction, p.area_id, p.year, p.gender, p.value,
    p.group_id, s.group_kind, s.group_title, s.group_year,
    p.n, p.min, p.quartiles[1] AS p25, p.quartiles[2] AS median, p.quartiles[3] AS p75, p.max, p.mean,
    p.value - p.quartiles[2] AS difference,
    r.value AS riket,
    CASE WHEN p.good IS NOT NULL THEN 1 + p.n_better END AS rank,
    CASE WHEN p.good IS NOT NULL AND p.n > 1
        THEN 100 * (p.n - p.n_better - p.n_equal + 0.5 * (p.n_equal - 1)) / (p.n - 1) END AS score,
    CASE
        WHEN p.good IS NULL OR p.n < h.colour_min_n OR p.n < written(h.colour_min_share) * p.n_before THEN NULL
        WHEN 4 * (1 + p.n_better) <= p.n AND 4 * (1 + p.n - p.n_better - p.n_equal) <= p.n THEN 'yellow'
        WHEN 4 * (1 + p.n_better) <= p.n THEN 'green'
        WHEN 4 * (1 + p.n - p.n_better - p.n_equal) <= p.n THEN 'red'
        ELSE 'yellow'
    END AS colour,
    p.tie_share, p.change, p.slope, p.gender_difference, s.set_hash,
    o.processed_label AS source_label,
    short_id(concat_ws('|', 'comparison', t.municipality_id, t.report, t.as_of,
        p.indicator_id, p.area_id, p.year, p.gender, p.group_id)) AS lineage_id
FROM with_history AS p
CROSS JOIN this_report AS t
CROSS JOIN threshold AS h
JOIN comparison_set AS s USING (group_id)
JOIN figure_origin AS o USING (kpi_id)
LEFT JOIN known_value AS r
    ON r.kpi_id = p.kpi_id AND r.area_id = '0000' AND r.year = p.year AND r.gender = p.gender
WHERE p.year <= t.year AND (p.area_id = t.area_id OR p.year >= t.year - p.lag)
ORDER BY p.indicator_id, s.group_kind, p.group_id, p.year, p.gender, p.area_id
