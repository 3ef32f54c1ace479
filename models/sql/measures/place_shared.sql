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
    SELECT m.set_no, c.slot, c.cell, c.value, c.value * coalesce(c.good, 1) AS worth, c.shown
    FROM compared AS c
    JOIN set_member AS m ON m.area_id = c.area_id
    WHERE m.group_kind <> 'similar'
),
statistic AS (
    SELECT
        set_no, slot, count(*) AS n, min(value) AS min, quartile(value, [0.25, 0.5, 0.75]) AS quartiles,
        max(value) AS max, avg(exact(value)) AS mean
    FROM place
    GROUP BY set_no, slot
),
worth_counted AS (
    SELECT set_no, slot, worth, count(*) AS n_equal
    FROM place
    GROUP BY set_no, slot, worth
),
worth_ranked AS (
    SELECT
        *,
        sum(n_equal) OVER (PARTITION BY set_no, slot ORDER BY worth DESC) - n_equal AS n_better,
        coalesce(sum(n_equal) FILTER (n_equal > 1) OVER (PARTITION BY set_no, slot), 0) AS n_tied
    FROM worth_counted
),
slot_before AS (
    SELECT a.slot, b.slot AS slot_1
    FROM (SELECT DISTINCT slot, indicator_id, year, gender FROM compared) AS a
    JOIN (SELECT DISTINCT slot, indicator_id, year, gender FROM compared) AS b
        ON b.indicator_id = a.indicator_id AND b.gender = a.gender AND b.year = a.year - 1
)
SELECT
    p.set_no, p.cell, s.n, s.min, s.quartiles[1] AS p25, s.quartiles[2] AS median, s.quartiles[3] AS p75, s.max, s.mean,
    w.n_better, w.n_equal, w.n_tied, b.n AS n_before
FROM place AS p
JOIN statistic AS s ON s.set_no = p.set_no AND s.slot = p.slot
JOIN worth_ranked AS w ON w.set_no = p.set_no AND w.slot = p.slot AND w.worth = p.worth
LEFT JOIN slot_before AS y ON y.slot = p.slot
LEFT JOIN statistic AS b ON b.set_no = p.set_no AND b.slot = y.slot_1
WHERE p.shown
