-- table: place_similar
-- section: measures.md §8
-- key: set_no, cell
-- needs: compared, comparison_set, set_member, indicator
-- what: Each shown municipality's place among its similar municipalities; only the owner of a set has its place there.
--   The set is RKA's group of the value's own year, else of the nearest; of two equally near, the earlier. Such a set has
--   eight members at most, RKA's seven and the municipality itself: each is looked up by its number in a list of the
--   slot's values, as a join of every set's members with their values is many times slower.
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
numbered AS (
    SELECT area_id, row_number() OVER (ORDER BY area_id) AS number FROM (SELECT DISTINCT area_id FROM compared)
),
-- An area's number is its place in the list of all.
area AS (
    SELECT list_sort(list(area_id)) AS area_ids, generate_series(1, count(*)) AS numbers FROM numbered
),
members AS (
    SELECT set_no, list(area_id) AS area_ids FROM set_member WHERE group_kind = 'similar' GROUP BY set_no
),
member AS (
    SELECT
        s.year, s.service_area, s.set_no, item_of(places_of(a.area_ids, [s.owner_id]), 1) AS owner,
        places_of(a.area_ids, m.area_ids) AS m
    FROM similar_of_year AS s
    JOIN members AS m ON m.set_no = s.set_no
    CROSS JOIN area AS a
),
similar_sets AS (
    SELECT
        year, service_area,
        list({
            'set_no': set_no, 'owner': owner, 'm1': item_of(m, 1), 'm2': item_of(m, 2), 'm3': item_of(m, 3),
            'm4': item_of(m, 4), 'm5': item_of(m, 5), 'm6': item_of(m, 6), 'm7': item_of(m, 7), 'm8': item_of(m, 8)
        }) AS sets
    FROM member
    WHERE owner IS NOT NULL
    GROUP BY year, service_area
),
slot AS (
    SELECT
        c.slot, any_value(c.indicator_id) AS indicator_id, any_value(c.year) AS year, any_value(c.gender) AS gender,
        any_value(coalesce(c.good, 1)) AS good,
        list({'number': n.number, 'value': c.value, 'cell': CASE WHEN c.shown THEN c.cell END}) AS listed
    FROM compared AS c
    JOIN numbered AS n ON n.area_id = c.area_id
    GROUP BY c.slot
),
-- In a step of its own: within what looks a number up, the list would be made anew for each.
listing AS (
    SELECT *, list_transform(listed, lambda x: x.number) AS listed_numbers FROM slot
),
found AS (
    SELECT s.*, places_of(s.listed_numbers, a.numbers) AS places
    FROM listing AS s
    CROSS JOIN area AS a
),
by_number AS MATERIALIZED (
    SELECT
        slot, indicator_id, year, gender, good,
        list_transform(items_of(listed, places), lambda x: x.value) AS v,
        list_transform(items_of(listed, places), lambda x: x.cell) AS cells
    FROM found
),
with_sets AS (
    SELECT s.good, s.v, s.cells, before.v AS b, unnest(o.sets) AS o
    FROM by_number AS s
    JOIN indicator AS i ON i.indicator_id = s.indicator_id
    JOIN similar_sets AS o ON o.year = s.year AND o.service_area = i.similar_area
    LEFT JOIN by_number AS before
        ON before.indicator_id = s.indicator_id AND before.gender = s.gender AND before.year = s.year - 1
),
place AS (
    SELECT
        o.set_no, good, item_of(cells, o.owner) AS cell, item_of(v, o.owner) AS own,
        item_of(v, o.m1) AS v1, item_of(v, o.m2) AS v2, item_of(v, o.m3) AS v3, item_of(v, o.m4) AS v4,
        item_of(v, o.m5) AS v5, item_of(v, o.m6) AS v6, item_of(v, o.m7) AS v7, item_of(v, o.m8) AS v8,
        item_of(b, o.m1) AS b1, item_of(b, o.m2) AS b2, item_of(b, o.m3) AS b3, item_of(b, o.m4) AS b4,
        item_of(b, o.m5) AS b5, item_of(b, o.m6) AS b6, item_of(b, o.m7) AS b7, item_of(b, o.m8) AS b8
    FROM with_sets
    WHERE item_of(cells, o.owner) IS NOT NULL
),
counted AS (
    SELECT
        set_no, cell, good, ascending([v1, v2, v3, v4, v5, v6, v7, v8]) AS a,
        counted(v1 IS NOT NULL) + counted(v2 IS NOT NULL) + counted(v3 IS NOT NULL) + counted(v4 IS NOT NULL)
            + counted(v5 IS NOT NULL) + counted(v6 IS NOT NULL) + counted(v7 IS NOT NULL) + counted(v8 IS NOT NULL) AS n,
        counted(b1 IS NOT NULL) + counted(b2 IS NOT NULL) + counted(b3 IS NOT NULL) + counted(b4 IS NOT NULL)
            + counted(b5 IS NOT NULL) + counted(b6 IS NOT NULL) + counted(b7 IS NOT NULL) + counted(b8 IS NOT NULL)
            AS n_before,
        counted(v1 < own) + counted(v2 < own) + counted(v3 < own) + counted(v4 < own)
            + counted(v5 < own) + counted(v6 < own) + counted(v7 < own) + counted(v8 < own) AS n_lower,
        counted(v1 = own) + counted(v2 = own) + counted(v3 = own) + counted(v4 = own)
            + counted(v5 = own) + counted(v6 = own) + counted(v7 = own) + counted(v8 = own) AS n_equal,
        coalesce(exact(v1), 0) + coalesce(exact(v2), 0) + coalesce(exact(v3), 0) + coalesce(exact(v4), 0)
            + coalesce(exact(v5), 0) + coalesce(exact(v6), 0) + coalesce(exact(v7), 0) + coalesce(exact(v8), 0) AS total
    FROM place
),
spread AS (
    SELECT
        *, item_of(a, 1) AS a1, item_of(a, 2) AS a2, item_of(a, 3) AS a3, item_of(a, 4) AS a4,
        item_of(a, 5) AS a5, item_of(a, 6) AS a6, item_of(a, 7) AS a7, item_of(a, 8) AS a8
    FROM counted
)
SELECT
    set_no, cell, n, a1 AS min, quartile_of(a, n, 0.25) AS p25, quartile_of(a, n, 0.5) AS median,
    quartile_of(a, n, 0.75) AS p75, item_of(a, n) AS max, CAST(total AS DOUBLE) / n AS mean,
    CASE good WHEN 1 THEN n - n_lower - n_equal ELSE n_lower END AS n_better, n_equal,
    counted(a1 = a2) + counted(a2 IN (a1, a3)) + counted(a3 IN (a2, a4)) + counted(a4 IN (a3, a5))
        + counted(a5 IN (a4, a6)) + counted(a6 IN (a5, a7)) + counted(a7 IN (a6, a8)) + counted(a8 = a7) AS n_tied,
    nullif(n_before, 0) AS n_before
FROM spread
