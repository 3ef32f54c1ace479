-- table: place_similar
-- section: measures.md §8
-- key: set_no, cell
-- needs: compared, similar_of_year, set_member, indicator
-- what: Each shown municipality's place among its similar municipalities; only the owner of a set has its place there.
--   The set is RKA's group of the value's own year, else of the nearest; of two equally near, the earlier.
-- columns:
--   set_no     int     the set's number in comparison_set
--   cell       int     the cell's number in compared
--   n          int     areas with a value
--   min        float   the least value
--   p25        float   first quartile (type 7)
--   median     float   the median
--   p75        float   third quartile
--   max        float   the greatest value
--   mean       float   unweighted mean
--   n_better   int     areas strictly better
--   n_equal    int     areas with the same value, itself included
--   n_tied     int     areas of the set that have the same value as another
--   n_before   int?    areas with a value at the measurement before
WITH beside AS (
    -- A row for each member of the set beside each place: the member's value, and its value at the measurement before, or null.
    SELECT
        similar_of_year.set_no, own.cell, own.value AS own_value, coalesce(own.good, 1) AS good,
        other.value, earlier.value AS value_before
    FROM compared AS own
    JOIN indicator ON indicator.indicator_id = own.indicator_id
    JOIN similar_of_year
        ON similar_of_year.year = own.year AND similar_of_year.owner_id = own.area_id
        AND similar_of_year.service_area = indicator.similar_area
    JOIN set_member ON set_member.set_no = similar_of_year.set_no
    LEFT JOIN compared AS other ON other.slot = own.slot AND other.area_id = set_member.area_id
    LEFT JOIN compared AS earlier
        ON earlier.indicator_id = own.indicator_id AND earlier.gender = own.gender AND earlier.year = own.year_before
        AND earlier.area_id = set_member.area_id
    WHERE own.shown
),
tied AS (
    SELECT *, count(value) OVER (PARTITION BY set_no, cell, value) AS n_same
    FROM beside
),
counted AS (
    SELECT
        set_no, cell, count(value) AS n, list_sort(list(value) FILTER (WHERE value IS NOT NULL)) AS ordered,
        CAST(sum(exact(value)) AS DOUBLE) AS total,
        count(*) FILTER (WHERE CASE good WHEN 1 THEN value > own_value ELSE value < own_value END) AS n_better,
        count(*) FILTER (WHERE value = own_value) AS n_equal, count(*) FILTER (WHERE n_same > 1) AS n_tied,
        count(value_before) AS n_before
    FROM tied
    GROUP BY set_no, cell
)
SELECT
    set_no, cell, n, item_of(ordered, 1) AS min, quartile_of(ordered, n, 1) AS p25, quartile_of(ordered, n, 2) AS median,
    quartile_of(ordered, n, 3) AS p75, item_of(ordered, n) AS max, total / n AS mean, n_better, n_equal, n_tied,
    nullif(n_before, 0) AS n_before
FROM counted
