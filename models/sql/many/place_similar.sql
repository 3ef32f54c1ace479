-- table: place_similar
-- section: measures.md §8
-- key: set_no, cell
-- needs: compared, similar_of_year, set_member, indicator
-- what: What measures/place_similar gives, for a million places and more at once: of one report it is that query that is run,
--   and a test holds the two to the same rows. Such a set has eight members at most, RKA's seven and the municipality
--   itself: each is looked up by its number in a list of the slot's values, and the eight are put in order by exchanging
--   pairs, as a join of every set's members with their values takes twice the time.
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
WITH numbered AS (
    SELECT area_id, row_number() OVER (ORDER BY area_id) AS number FROM (SELECT DISTINCT area_id FROM compared)
),
all_numbers AS (
    SELECT generate_series(1, count(*)) AS numbers FROM numbered
),
members AS (
    SELECT set_member.set_no, list(numbered.number) AS m
    FROM set_member
    JOIN numbered ON numbered.area_id = set_member.area_id
    WHERE set_member.group_kind = 'similar'
    GROUP BY set_member.set_no
),
slot AS (
    SELECT
        compared.slot, any_value(compared.indicator_id) AS indicator_id, any_value(compared.year) AS year,
        any_value(compared.year_before) AS year_before,
        any_value(compared.gender) AS gender,
        any_value(coalesce(compared.good, 1)) AS good,
        list({ 'number': numbered.number, 'value': compared.value,
            'cell': CASE WHEN compared.shown THEN compared.cell END }) AS listed
    FROM compared
    JOIN numbered ON numbered.area_id = compared.area_id
    GROUP BY compared.slot
),
-- In a step of its own: within what looks a number up, the list would be made anew for each.
listing AS (
    SELECT *, list_transform(listed, lambda x: x.number) AS listed_numbers FROM slot
),
found AS (
    SELECT listing.*, places_of(listing.listed_numbers, all_numbers.numbers) AS places
    FROM listing
    CROSS JOIN all_numbers
),
by_number AS MATERIALIZED (
    SELECT
        indicator_id, year, year_before, gender, good,
        items_of(list_transform(listed, lambda x: x.value), places) AS v,
        items_of(list_transform(listed, lambda x: x.cell), places) AS cells
    FROM found
),
before AS (
    SELECT indicator_id, gender, year, v AS y FROM by_number
),
with_before AS MATERIALIZED (
    SELECT by_number.year, indicator.similar_area, by_number.good, by_number.v, by_number.cells, earlier.y
    FROM by_number
    LEFT JOIN before AS earlier
        ON earlier.indicator_id = by_number.indicator_id AND earlier.gender = by_number.gender
        AND earlier.year = by_number.year_before
    JOIN indicator ON indicator.indicator_id = by_number.indicator_id
),
-- The sets are joined last: of what they are joined to, each row holds all values of a slot, and none is copied.
similar_sets AS (
    SELECT
        similar_of_year.year, similar_of_year.service_area,
        list({
            'set_no': similar_of_year.set_no, 'owner': numbered.number,
            'm1': item_of(members.m, 1), 'm2': item_of(members.m, 2), 'm3': item_of(members.m, 3),
            'm4': item_of(members.m, 4),
            'm5': item_of(members.m, 5), 'm6': item_of(members.m, 6), 'm7': item_of(members.m, 7),
            'm8': item_of(members.m, 8)
        }) AS sets
    FROM similar_of_year
    JOIN members ON members.set_no = similar_of_year.set_no
    JOIN numbered ON numbered.area_id = similar_of_year.owner_id
    GROUP BY similar_of_year.year, similar_of_year.service_area
),
with_sets AS (
    SELECT with_before.good, with_before.v, with_before.cells, with_before.y, unnest(sets.sets) AS o
    FROM with_before
    JOIN similar_sets AS sets ON sets.year = with_before.year AND sets.service_area = with_before.similar_area
),
place AS (
    SELECT
        o.set_no, good, item_of(cells, o.owner) AS cell, item_of(v, o.owner) AS own,
        item_of(v, o.m1) AS v1, item_of(v, o.m2) AS v2, item_of(v, o.m3) AS v3, item_of(v, o.m4) AS v4,
        item_of(v, o.m5) AS v5, item_of(v, o.m6) AS v6, item_of(v, o.m7) AS v7, item_of(v, o.m8) AS v8,
        item_of(y, o.m1) AS y1, item_of(y, o.m2) AS y2, item_of(y, o.m3) AS y3, item_of(y, o.m4) AS y4,
        item_of(y, o.m5) AS y5, item_of(y, o.m6) AS y6, item_of(y, o.m7) AS y7, item_of(y, o.m8) AS y8
    FROM with_sets
    WHERE item_of(cells, o.owner) IS NOT NULL
),
filled AS (
    SELECT
        *, counted(v1 IS NOT NULL) + counted(v2 IS NOT NULL) + counted(v3 IS NOT NULL) + counted(v4 IS NOT NULL)
            + counted(v5 IS NOT NULL) + counted(v6 IS NOT NULL) + counted(v7 IS NOT NULL) + counted(v8 IS NOT NULL) AS n,
        counted(y1 IS NOT NULL) + counted(y2 IS NOT NULL) + counted(y3 IS NOT NULL) + counted(y4 IS NOT NULL)
            + counted(y5 IS NOT NULL) + counted(y6 IS NOT NULL) + counted(y7 IS NOT NULL) + counted(y8 IS NOT NULL) AS n_before,
        or_greatest(v1) AS a1, or_greatest(v2) AS a2, or_greatest(v3) AS a3, or_greatest(v4) AS a4,
        or_greatest(v5) AS a5, or_greatest(v6) AS a6, or_greatest(v7) AS a7, or_greatest(v8) AS a8
    FROM place
),
-- The eight are put in order by exchanging pairs. What is infinite, for a member without a value, comes last.
sorted_1 AS (
    SELECT
        *, lesser(a1, a3) AS b1, greater(a1, a3) AS b3, lesser(a2, a4) AS b2, greater(a2, a4) AS b4,
        lesser(a5, a7) AS b5, greater(a5, a7) AS b7, lesser(a6, a8) AS b6, greater(a6, a8) AS b8
    FROM filled
),
sorted_2 AS (
    SELECT
        *, lesser(b1, b5) AS c1, greater(b1, b5) AS c5, lesser(b2, b6) AS c2, greater(b2, b6) AS c6,
        lesser(b3, b7) AS c3, greater(b3, b7) AS c7, lesser(b4, b8) AS c4, greater(b4, b8) AS c8
    FROM sorted_1
),
sorted_3 AS (
    SELECT
        *, lesser(c1, c2) AS d1, greater(c1, c2) AS d2, lesser(c3, c4) AS d3, greater(c3, c4) AS d4,
        lesser(c5, c6) AS d5, greater(c5, c6) AS d6, lesser(c7, c8) AS d7, greater(c7, c8) AS d8
    FROM sorted_2
),
sorted_4 AS (
    SELECT
        *, lesser(d3, d5) AS e3, greater(d3, d5) AS e5, lesser(d4, d6) AS e4, greater(d4, d6) AS e6
    FROM sorted_3
),
sorted_5 AS (
    SELECT
        *, lesser(d2, e5) AS f2, greater(d2, e5) AS f5, lesser(e4, d7) AS f4, greater(e4, d7) AS f7
    FROM sorted_4
),
sorted_6 AS (
    SELECT
        *, lesser(f2, e3) AS g2, greater(f2, e3) AS g3, lesser(f4, f5) AS g4, greater(f4, f5) AS g5,
        lesser(e6, f7) AS g6, greater(e6, f7) AS g7
    FROM sorted_5
),
paired AS (
    SELECT
        *, [d1, g2, g3, g4, g5, g6, g7, d8] AS a,
        d1 = g2 AND n > 1 AS t1, g2 = g3 AND n > 2 AS t2, g3 = g4 AND n > 3 AS t3, g4 = g5 AND n > 4 AS t4,
        g5 = g6 AND n > 5 AS t5, g6 = g7 AND n > 6 AS t6, g7 = d8 AND n > 7 AS t7
    FROM sorted_6
),
counted AS (
    SELECT
        *, place_of(a, own) - 1 AS n_lower,
        CASE WHEN t1 OR t2 OR t3 OR t4 OR t5 OR t6 OR t7
            THEN counted(a1 = own) + counted(a2 = own) + counted(a3 = own) + counted(a4 = own)
                + counted(a5 = own) + counted(a6 = own) + counted(a7 = own) + counted(a8 = own)
            ELSE 1 END AS n_equal,
        counted(t1) + counted(t1 OR t2) + counted(t2 OR t3) + counted(t3 OR t4) + counted(t4 OR t5)
            + counted(t5 OR t6) + counted(t6 OR t7) + counted(t7) AS n_tied,
        CASE WHEN d1 > -100000 AND item_of(a, n) < 100000
            THEN (in_finest(v1) + in_finest(v2) + in_finest(v3) + in_finest(v4)
                + in_finest(v5) + in_finest(v6) + in_finest(v7) + in_finest(v8)) / 10000000000
            ELSE CAST(coalesce(exact(v1), 0) + coalesce(exact(v2), 0) + coalesce(exact(v3), 0) + coalesce(exact(v4), 0)
                + coalesce(exact(v5), 0) + coalesce(exact(v6), 0) + coalesce(exact(v7), 0) + coalesce(exact(v8),
                    0) AS DOUBLE)
        END AS total
    FROM paired
)
SELECT
    set_no, cell, n, d1 AS min, quartile_of(a, n, 1) AS p25, quartile_of(a, n, 2) AS median,
    quartile_of(a, n, 3) AS p75, item_of(a, n) AS max, total / n AS mean,
    CASE good WHEN 1 THEN n - n_lower - n_equal ELSE n_lower END AS n_better, n_equal, n_tied,
    nullif(n_before, 0) AS n_before
FROM counted
