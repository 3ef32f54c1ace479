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
--   reason        text{missing,incomplete,privacy,not_applicable}?   why there is none
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
    SELECT measured.*, unit_above.above_id, unit_above.steps
    FROM measured
    JOIN unit_above
        ON unit_above.day = measured.measured_on AND unit_above.unit_id = measured.unit_id AND unit_above.steps > 0
),
-- How many levels up the nearest unit is that was measured itself: what stands below it is not counted again above it.
nearest AS (
    SELECT upward.indicator_id, upward.unit_id, upward.year, upward.month, upward.gender, min(upward.steps) AS steps
    FROM upward
    JOIN measured
        ON measured.indicator_id = upward.indicator_id AND measured.unit_id = upward.above_id AND measured.year = upward.year
        AND measured.month IS NOT DISTINCT FROM upward.month AND measured.gender = upward.gender
        AND measured.value IS NOT NULL
    GROUP BY ALL
),
below AS MATERIALIZED (
    SELECT upward.*
    FROM upward
    JOIN indicator
        ON indicator.indicator_id = upward.indicator_id AND indicator.aggregation IN ('sum', 'ratio', 'weighted_mean')
    LEFT JOIN nearest
        ON nearest.indicator_id = upward.indicator_id AND nearest.unit_id = upward.unit_id AND nearest.year = upward.year
        AND nearest.month IS NOT DISTINCT FROM upward.month AND nearest.gender = upward.gender
    WHERE nearest.steps IS NULL OR upward.steps < nearest.steps
),
-- Who uses to be measured: whoever was, this year or at the measurement before it, and still is in the tree.
used AS MATERIALIZED (
    SELECT DISTINCT indicator_id, unit_id, gender, year FROM measured
),
-- How many levels up the nearest of them is.
nearest_used AS (
    SELECT place.indicator_id, place.year, place.gender, place.measured_on, unit_above.unit_id,
        min(unit_above.steps) AS steps
    FROM (SELECT DISTINCT indicator_id, year, gender, measured_on FROM below) AS place
    JOIN indicator ON indicator.indicator_id = place.indicator_id
    JOIN used ON used.indicator_id = place.indicator_id AND used.gender = place.gender
        AND used.year IN (place.year, place.year - indicator.every)
    JOIN unit_above ON unit_above.day = place.measured_on AND unit_above.above_id = used.unit_id AND unit_above.steps > 0
    GROUP BY ALL
),
expected AS (
    SELECT place.indicator_id, place.above_id, place.year, place.month, place.gender, count(DISTINCT used.unit_id) AS n
    FROM (SELECT DISTINCT indicator_id, above_id, year, month, gender, measured_on FROM below) AS place
    JOIN indicator ON indicator.indicator_id = place.indicator_id
    JOIN used ON used.indicator_id = place.indicator_id AND used.gender = place.gender
        AND used.year IN (place.year, place.year - indicator.every)
    JOIN unit_above
        ON unit_above.day = place.measured_on AND unit_above.unit_id = used.unit_id AND unit_above.above_id = place.above_id
        AND unit_above.steps > 0
    LEFT JOIN nearest_used
        ON nearest_used.indicator_id = place.indicator_id AND nearest_used.year = place.year
        AND nearest_used.gender = place.gender AND nearest_used.measured_on = place.measured_on
        AND nearest_used.unit_id = used.unit_id
    WHERE nearest_used.steps IS NULL OR nearest_used.steps >= unit_above.steps
    GROUP BY ALL
),
rolled AS (
    SELECT
        place.indicator_id, place.above_id AS unit_id, place.year, place.month, place.gender,
        max(place.measured_on) AS measured_on,
        indicator.aggregation, any_value(indicator.factor) AS factor,
        count(place.value) AS n_units, greatest(any_value(expected.n), count(*)) AS n_expected,
        sum(exact(place.value)) AS total,
        sum(exact(place.numerator)) FILTER (place.value IS NOT NULL) AS numerator,
        sum(exact(place.denominator)) FILTER (place.value IS NOT NULL) AS denominator,
        count(place.numerator) FILTER (place.value IS NOT NULL AND place.denominator IS NOT NULL) AS n_parts,
        sum(exact(place.value) * exact(coalesce(place.denominator, place.count))) AS weighted,
        sum(exact(coalesce(place.denominator, place.count))) FILTER (place.value IS NOT NULL) AS weight,
        count(coalesce(place.denominator, place.count)) FILTER (place.value IS NOT NULL) AS n_weights,
        CASE WHEN count(place.count) FILTER (place.value IS NOT NULL) = count(place.value) THEN sum(place.count)
            FILTER (place.value IS NOT NULL)
            END AS count,
        CASE WHEN bool_or(place.publication = 'preliminary') THEN 'preliminary'
            ELSE min(place.publication) END AS publication,
        sources_of(list(place.source_label)) AS source_label
    FROM below AS place
    JOIN indicator ON indicator.indicator_id = place.indicator_id
    LEFT JOIN expected
        ON expected.indicator_id = place.indicator_id AND expected.above_id = place.above_id AND expected.year = place.year
        AND expected.month IS NOT DISTINCT FROM place.month AND expected.gender = place.gender
    GROUP BY place.indicator_id, place.above_id, place.year, place.month, place.gender, indicator.aggregation
),
rolled_up AS (
    SELECT
        rolled.*,
        CASE
            WHEN n_units = 0 OR aggregation = 'sum' AND n_units < n_expected THEN NULL
            WHEN n_units < threshold.min_coverage * n_expected THEN NULL
            WHEN aggregation = 'sum' THEN total
            WHEN aggregation = 'ratio' AND n_parts = n_units AND denominator <> 0 THEN factor * numerator / denominator
            WHEN aggregation = 'weighted_mean' AND n_weights = n_units AND weight > 0 THEN weighted / weight
        END AS value
    FROM rolled
    CROSS JOIN threshold
),
every_value AS (
    SELECT
        indicator_id, unit_id, year, month, gender, measured_on, value, reason, numerator, denominator, count,
        false AS rolled_up, CAST(value IS NOT NULL AS INTEGER) AS n_units, NULL AS coverage, publication, source_label
    FROM measured
    UNION ALL
    SELECT
        indicator_id, unit_id, year, month, gender, measured_on, value,
        CASE WHEN value IS NULL THEN CASE WHEN n_units = 0 THEN 'missing' ELSE 'incomplete' END END,
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
