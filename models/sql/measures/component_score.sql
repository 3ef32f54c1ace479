-- table: component_score
-- section: measures.md §8, §9
-- key: service_area, part, indicator_id, area_id, year, set_no
-- needs: compared, service_component, comparison_set, set_member, indicator, this_report, shared_report
-- what: The score of each component of each service area, total of both genders, against all municipalities and against
--   the service area's own similar ones: 100·(number worse + ½·number of others tied)/(n − 1). For a quality component worse
--   is by the indicator's direction; for a resource component it is higher, whatever the direction. For every
--   municipality the years that the components' lag allows, for the reports' own every year.
-- columns:
--   service_area  text   the service area
--   part          text{quality,resource}   which of the two
--   indicator_id  text   the component
--   area_id       text   the municipality
--   year          int    the year
--   set_no        int    the set's number in comparison_set
--   n             int    areas with a value
--   score         float  the score
WITH area_year AS (
    SELECT s.service_area, t.year - max(i.lag) AS first_year
    FROM service_component AS s
    JOIN indicator AS i USING (indicator_id)
    CROSS JOIN shared_report AS t
    GROUP BY s.service_area, t.year
),
cell AS MATERIALIZED (
    SELECT
        s.service_area, s.part, s.similar_area, c.slot, c.indicator_id, c.area_id, c.year, c.value,
        c.value * CASE s.part WHEN 'resource' THEN -1 ELSE c.good END AS worth,
        c.area_id IN (SELECT area_id FROM this_report) OR c.year >= y.first_year AS shown
    FROM compared AS c
    JOIN service_component AS s ON s.indicator_id = c.indicator_id
    JOIN area_year AS y ON y.service_area = s.service_area
    WHERE c.gender = 'T' AND (s.part = 'resource' OR c.good IS NOT NULL)
),
-- In steps, as place_shared and place_similar: the planner would otherwise join every member of every set first.
in_all AS MATERIALIZED (
    SELECT c.*, m.set_no
    FROM cell AS c
    JOIN set_member AS m ON m.group_kind = 'all' AND m.area_id = c.area_id
),
place_in_all AS (
    SELECT
        *, count(*) OVER slot_of AS n, rank() OVER (slot_of ORDER BY worth) - 1 AS n_worse,
        count(*) OVER (PARTITION BY set_no, service_area, part, slot, worth) AS n_equal
    FROM in_all
    WINDOW slot_of AS (PARTITION BY set_no, service_area, part, slot)
),
similar_of_year AS MATERIALIZED (
    SELECT y.year, s.service_area AS similar_area, s.owner_id, s.set_no
    FROM (SELECT DISTINCT year FROM cell WHERE shown) AS y
    CROSS JOIN comparison_set AS s
    WHERE s.group_kind = 'similar' AND s.service_area IN (SELECT similar_area FROM service_component)
    QUALIFY row_number() OVER (
        PARTITION BY y.year, s.service_area, s.owner_id ORDER BY abs(s.group_year - y.year), s.group_year, s.group_id
    ) = 1
),
own_place AS MATERIALIZED (
    SELECT c.*, y.set_no
    FROM cell AS c
    JOIN similar_of_year AS y ON y.year = c.year AND y.similar_area = c.similar_area AND y.owner_id = c.area_id
    WHERE c.shown
),
pair AS MATERIALIZED (
    SELECT p.set_no, p.service_area, p.part, p.slot, p.area_id, p.worth, m.area_id AS other_id
    FROM own_place AS p
    JOIN set_member AS m ON m.set_no = p.set_no
),
place_in_similar AS (
    SELECT
        p.set_no, p.service_area, p.part, p.slot, p.area_id, count(*) AS n,
        count(*) FILTER (o.worth < p.worth) AS n_worse, count(*) FILTER (o.worth = p.worth) AS n_equal
    FROM pair AS p
    JOIN cell AS o ON o.service_area = p.service_area AND o.part = p.part AND o.slot = p.slot AND o.area_id = p.other_id
    GROUP BY p.set_no, p.service_area, p.part, p.slot, p.area_id
),
placed AS (
    SELECT service_area, part, slot, area_id, set_no, n, n_worse, n_equal FROM place_in_all WHERE shown
    UNION ALL
    SELECT service_area, part, slot, area_id, set_no, n, n_worse, n_equal FROM place_in_similar
),
slot_name AS (
    SELECT DISTINCT slot, indicator_id, year FROM cell
)
SELECT
    p.service_area, p.part, s.indicator_id, p.area_id, s.year, p.set_no, p.n,
    (100 * p.n_worse + 50 * (p.n_equal - 1)) / (p.n - 1) AS score
FROM placed AS p
JOIN slot_name AS s ON s.slot = p.slot
WHERE p.n > 1
ORDER BY p.service_area, p.set_no, p.part, s.indicator_id, s.year, p.area_id
