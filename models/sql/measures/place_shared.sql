-- table: place_shared
-- section: measures.md §8
-- key: set_no, cell
-- needs: compared, set_member
-- what: Each shown municipality's place in the sets that many share: all municipalities, the county's, the own groups.
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
WITH place AS (
    SELECT
        c.slot * s.n + m.set_no AS set_slot, m.set_no, c.slot, c.cell, c.value, coalesce(c.good, 1) AS good, c.shown
    FROM compared AS c
    JOIN set_member AS m ON m.area_id = c.area_id
    CROSS JOIN (SELECT 1 + max(set_no) AS n FROM set_member) AS s
    WHERE m.group_kind <> 'similar'
),
-- A slot of a set has one number: that is sorted, grouped and joined faster than two.
ranked AS (
    SELECT
        *, rank() OVER (PARTITION BY set_slot ORDER BY value) - 1 AS n_lower,
        count(*) OVER (PARTITION BY set_slot ORDER BY value RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS n_equal
    FROM place
),
statistic AS (
    SELECT
        set_slot, any_value(set_no) AS set_no, any_value(slot) AS slot, count(*) AS n, min(value) AS min,
        quartile(value, [0.25, 0.5, 0.75]) AS quartiles, max(value) AS max,
        CAST(sum(exact(value)) AS DOUBLE) / count(*) AS mean, count(*) FILTER (n_equal > 1) AS n_tied
    FROM ranked
    GROUP BY set_slot
),
slot AS (
    SELECT slot, any_value(indicator_id) AS indicator_id, any_value(year) AS year, any_value(gender) AS gender
    FROM compared
    GROUP BY slot
),
slot_before AS (
    SELECT a.slot, b.slot AS slot_1
    FROM slot AS a
    JOIN slot AS b ON b.indicator_id = a.indicator_id AND b.gender = a.gender AND b.year = a.year - 1
),
with_before AS (
    SELECT s.*, b.n AS n_before
    FROM statistic AS s
    LEFT JOIN slot_before AS y ON y.slot = s.slot
    LEFT JOIN statistic AS b ON b.set_no = s.set_no AND b.slot = y.slot_1
)
SELECT
    r.set_no, r.cell, s.n, s.min, s.quartiles[1] AS p25, s.quartiles[2] AS median, s.quartiles[3] AS p75, s.max, s.mean,
    CASE WHEN r.good = 1 THEN s.n - r.n_lower - r.n_equal ELSE r.n_lower END AS n_better, r.n_equal, s.n_tied, s.n_before
FROM ranked AS r
JOIN with_before AS s ON s.set_slot = r.set_slot
WHERE r.shown
