-- table: place_similar
-- section: measures.md §8
-- key: set_no, cell
-- needs: compared, comparison_set, set_member, indicator
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
--   n_before   int?    areas with a value the year before
WITH similar_of_year AS (
    SELECT y.year, s.service_area, s.owner_id, s.set_no
    FROM (SELECT DISTINCT year FROM compared) AS y
    CROSS JOIN comparison_set AS s
    WHERE s.group_kind = 'similar'
    QUALIFY row_number() OVER (
        PARTITION BY y.year, s.service_area, s.owner_id ORDER BY abs(s.group_year - y.year), s.group_year, s.group_id
    ) = 1
),
place AS MATERIALIZED (
    SELECT y.set_no, c.slot, c.cell, c.value, coalesce(c.good, 1) AS good
    FROM compared AS c
    JOIN indicator AS i ON i.indicator_id = c.indicator_id
    JOIN similar_of_year AS y ON y.year = c.year AND y.service_area = i.similar_area AND y.owner_id = c.area_id
    WHERE c.shown
),
-- In steps: the planner would otherwise join every member of every set first.
pair AS MATERIALIZED (
    SELECT p.*, m.area_id
    FROM place AS p
    JOIN set_member AS m ON m.set_no = p.set_no
),
other AS MATERIALIZED (
    SELECT p.set_no, p.cell, p.value AS own, p.good, o.value
    FROM pair AS p
    JOIN compared AS o ON o.slot = p.slot AND o.area_id = p.area_id
),
slot_before AS (
    SELECT a.slot, b.slot AS slot_1
    FROM (SELECT DISTINCT slot, indicator_id, year, gender FROM compared) AS a
    JOIN (SELECT DISTINCT slot, indicator_id, year, gender FROM compared) AS b
        ON b.indicator_id = a.indicator_id AND b.gender = a.gender AND b.year = a.year - 1
),
pair_before AS MATERIALIZED (
    SELECT p.cell, p.area_id, b.slot_1 FROM pair AS p JOIN slot_before AS b ON b.slot = p.slot
),
before AS (
    SELECT p.cell, count(*) AS n_before
    FROM pair_before AS p
    JOIN compared AS o ON o.slot = p.slot_1 AND o.area_id = p.area_id
    GROUP BY p.cell
),
tied AS (
    SELECT cell, sum(n) AS n_tied
    FROM (SELECT cell, count(*) AS n FROM other GROUP BY cell, value HAVING count(*) > 1)
    GROUP BY cell
),
statistic AS (
    SELECT
        set_no, cell, count(*) AS n, min(value) AS min, quartile(value, [0.25, 0.5, 0.75]) AS quartiles,
        max(value) AS max, avg(exact(value)) AS mean,
        count(*) FILTER ((value - own) * good > 0) AS n_better, count(*) FILTER (value = own) AS n_equal
    FROM other
    GROUP BY set_no, cell
)
SELECT
    s.set_no, s.cell, s.n, s.min, s.quartiles[1] AS p25, s.quartiles[2] AS median, s.quartiles[3] AS p75, s.max, s.mean,
    s.n_better, s.n_equal, coalesce(t.n_tied, 0) AS n_tied, b.n_before
FROM statistic AS s
LEFT JOIN tied AS t ON t.cell = s.cell
LEFT JOIN before AS b ON b.cell = s.cell
