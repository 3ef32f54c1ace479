-- table: unit_value
-- section: measures.md §5
-- key: indicator_id, unit_id, year, month, gender
-- needs: own_value, unit_above, indicator, threshold
-- what: The municipality's own measurements of each unit: as measured, or rolled up from the units below it by the
--   indicator's declared aggregation, in the tree of the time. Never a mean of rates. Units that use to be measured and
--   were not show as coverage; a sum lacks nothing, a ratio or mean stands on at least the least coverage.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text    the unit
--   year          int     the year
--   month         int?    the month; null for the whole year
--   gender        text{T,K,M}   T, K or M
--   measured_on   date    the last day of what was measured
--   value         float?  the value
--   reason        text{missing,privacy,not_applicable}?   why there is none
--   numerator     float?  a ratio's numerator
--   denominator   float?  its denominator, or the weight of a mean
--   count         int?    how many are behind the value
--   rolled_up     bool    it is made from the units below
--   n_units       int     units that it stands on
--   coverage      float?  share of the units that use to be measured that were; null where nothing is rolled up
--   publication   text{final,preliminary}?   preliminary if any of it is
--   source_label  text    the source, as it must be named
WITH measured AS MATERIALIZED (
    SELECT * FROM own_value WHERE unit_id IS NOT NULL
),
upward AS MATERIALIZED (
    SELECT m.*, a.above_id, a.steps
    FROM measured AS m
    JOIN unit_above AS a ON a.day = m.measured_on AND a.unit_id = m.unit_id AND a.steps > 0
),
-- How many levels up the nearest unit is that was measured itself: what stands below it is not counted again above it.
nearest AS (
    SELECT u.indicator_id, u.unit_id, u.year, u.month, u.gender, min(u.steps) AS steps
    FROM upward AS u
    JOIN measured AS o
        ON o.indicator_id = u.indicator_id AND o.unit_id = u.above_id AND o.year = u.year
        AND o.month IS NOT DISTINCT FROM u.month AND o.gender = u.gender AND o.value IS NOT NULL
    GROUP BY ALL
),
below AS MATERIALIZED (
    SELECT u.*
    FROM upward AS u
    JOIN indicator AS i ON i.indicator_id = u.indicator_id AND i.aggregation IN ('sum', 'ratio', 'weighted_mean')
    LEFT JOIN nearest AS n
        ON n.indicator_id = u.indicator_id AND n.unit_id = u.unit_id AND n.year = u.year
        AND n.month IS NOT DISTINCT FROM u.month AND n.gender = u.gender
    WHERE n.steps IS NULL OR u.steps < n.steps
),
-- Who uses to be measured: whoever was, this year or the year before, and still is in the tree.
used AS MATERIALIZED (
    SELECT DISTINCT indicator_id, unit_id, gender, year FROM measured
),
-- How many levels up the nearest of them is.
nearest_used AS (
    SELECT b.indicator_id, b.year, b.gender, b.measured_on, a.unit_id, min(a.steps) AS steps
    FROM (SELECT DISTINCT indicator_id, year, gender, measured_on FROM below) AS b
    JOIN used AS o ON o.indicator_id = b.indicator_id AND o.gender = b.gender AND o.year BETWEEN b.year - 1 AND b.year
    JOIN unit_above AS a ON a.day = b.measured_on AND a.above_id = o.unit_id AND a.steps > 0
    GROUP BY ALL
),
expected AS (
    SELECT b.indicator_id, b.above_id, b.year, b.month, b.gender, count(DISTINCT u.unit_id) AS n
    FROM (SELECT DISTINCT indicator_id, above_id, year, month, gender, measured_on FROM below) AS b
    JOIN used AS u ON u.indicator_id = b.indicator_id AND u.gender = b.gender AND u.year BETWEEN b.year - 1 AND b.year
    JOIN unit_above AS a ON a.day = b.measured_on AND a.unit_id = u.unit_id AND a.above_id = b.above_id AND a.steps > 0
    LEFT JOIN nearest_used AS n
        ON n.indicator_id = b.indicator_id AND n.year = b.year AND n.gender = b.gender AND n.measured_on = b.measured_on
        AND n.unit_id = u.unit_id
    WHERE n.steps IS NULL OR n.steps >= a.steps
    GROUP BY ALL
),
rolled AS (
    SELECT
        b.indicator_id, b.above_id AS unit_id, b.year, b.month, b.gender, max(b.measured_on) AS measured_on,
        i.aggregation, any_value(i.factor) AS factor,
        count(b.value) AS n_units, greatest(any_value(e.n), count(*)) AS n_expected,
        sum(exact(b.value)) AS total,
        sum(exact(b.numerator)) FILTER (b.value IS NOT NULL) AS numerator,
        sum(exact(b.denominator)) FILTER (b.value IS NOT NULL) AS denominator,
        count(b.numerator) FILTER (b.value IS NOT NULL AND b.denominator IS NOT NULL) AS n_parts,
        sum(exact(b.value) * exact(coalesce(b.denominator, b.count))) AS weighted,
        sum(exact(coalesce(b.denominator, b.count))) FILTER (b.value IS NOT NULL) AS weight,
        count(coalesce(b.denominator, b.count)) FILTER (b.value IS NOT NULL) AS n_weights,
        CASE WHEN count(b.count) FILTER (b.value IS NOT NULL) = count(b.value) THEN sum(b.count) FILTER (b.value IS NOT NULL)
            END AS count,
        CASE WHEN bool_or(b.publication = 'preliminary') THEN 'preliminary' ELSE min(b.publication) END AS publication,
        sources_of(list(b.source_label)) AS source_label
    FROM below AS b
    JOIN indicator AS i ON i.indicator_id = b.indicator_id
    LEFT JOIN expected AS e
        ON e.indicator_id = b.indicator_id AND e.above_id = b.above_id AND e.year = b.year
        AND e.month IS NOT DISTINCT FROM b.month AND e.gender = b.gender
    GROUP BY b.indicator_id, b.above_id, b.year, b.month, b.gender, i.aggregation
),
rolled_up AS (
    SELECT
        r.*,
        CASE
            WHEN n_units = 0 OR aggregation = 'sum' AND n_units < n_expected THEN NULL
            WHEN n_units < h.min_coverage * n_expected THEN NULL
            WHEN aggregation = 'sum' THEN total
            WHEN aggregation = 'ratio' AND n_parts = n_units AND denominator <> 0 THEN factor * numerator / denominator
            WHEN aggregation = 'weighted_mean' AND n_weights = n_units AND weight > 0 THEN weighted / weight
        END AS value
    FROM rolled AS r
    CROSS JOIN threshold AS h
),
every_value AS (
    SELECT
        indicator_id, unit_id, year, month, gender, measured_on, value, reason, numerator, denominator, count,
        false AS rolled_up, CAST(value IS NOT NULL AS INTEGER) AS n_units, NULL AS coverage, publication, source_label
    FROM measured
    UNION ALL
    SELECT
        indicator_id, unit_id, year, month, gender, measured_on, value, CASE WHEN value IS NULL THEN 'missing' END,
        numerator, CASE WHEN aggregation = 'weighted_mean' THEN weight ELSE denominator END, count,
        true, n_units, n_units / n_expected, publication, source_label
    FROM rolled_up
)
SELECT *
FROM every_value
-- A unit's own measurement comes before the sum of those below it; where it says that there is none, they stand in.
QUALIFY row_number() OVER (
    PARTITION BY indicator_id, unit_id, year, month, gender ORDER BY value IS NULL, rolled_up
) = 1
ORDER BY indicator_id, unit_id, year, month NULLS FIRST, gender
