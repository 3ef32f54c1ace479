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
--   n_before   int?    areas with a value at the measurement before
WITH place AS (
    SELECT
        compared.slot * sets.n + set_member.set_no AS set_slot, set_member.set_no, compared.slot, compared.cell,
        compared.value, coalesce(compared.good, 1) AS good, compared.shown
    FROM compared
    JOIN set_member ON set_member.area_id = compared.area_id
    CROSS JOIN (SELECT 1 + max(set_no) AS n FROM set_member) AS sets
    WHERE set_member.group_kind <> 'similar'
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
    SELECT slot, any_value(indicator_id) AS indicator_id, any_value(year) AS year, any_value(year_before) AS year_before,
        any_value(gender) AS gender
    FROM compared
    GROUP BY slot
),
slot_before AS (
    SELECT this_slot.slot, earlier_slot.slot AS slot_1
    FROM slot AS this_slot
    JOIN slot AS earlier_slot
        ON earlier_slot.indicator_id = this_slot.indicator_id AND earlier_slot.gender = this_slot.gender
        AND earlier_slot.year = this_slot.year_before
),
with_before AS (
    SELECT statistic.*, earlier.n AS n_before
    FROM statistic
    LEFT JOIN slot_before ON slot_before.slot = statistic.slot
    LEFT JOIN statistic AS earlier ON earlier.set_no = statistic.set_no AND earlier.slot = slot_before.slot_1
)
SELECT
    ranked.set_no, ranked.cell, with_before.n, with_before.min, with_before.quartiles[1] AS p25,
    with_before.quartiles[2] AS median, with_before.quartiles[3] AS p75, with_before.max, with_before.mean,
    CASE WHEN ranked.good = 1 THEN with_before.n - ranked.n_lower - ranked.n_equal ELSE ranked.n_lower END AS n_better,
    ranked.n_equal, with_before.n_tied, with_before.n_before
FROM ranked
JOIN with_before ON with_before.set_slot = ranked.set_slot
WHERE ranked.shown
