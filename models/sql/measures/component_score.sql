-- table: component_score
-- section: measures.md §8, §9
-- key: service_area, part, indicator_id, area_id, year, set_no
-- needs: compared, service_component, similar_of_year, set_member, indicator, this_report, shared_report
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
    SELECT service_component.service_area, shared_report.year - max(indicator.lag) AS first_year
    FROM service_component
    JOIN indicator USING (indicator_id)
    CROSS JOIN shared_report
    GROUP BY service_component.service_area, shared_report.year
),
cell AS MATERIALIZED (
    SELECT
        service_component.service_area, service_component.part, service_component.similar_area, compared.slot,
        compared.indicator_id, compared.area_id, compared.year, compared.value,
        compared.value * CASE service_component.part WHEN 'resource' THEN -1 ELSE compared.good END AS worth,
        compared.area_id IN (SELECT area_id FROM this_report) OR compared.year >= area_year.first_year AS shown
    FROM compared
    JOIN service_component ON service_component.indicator_id = compared.indicator_id
    JOIN area_year ON area_year.service_area = service_component.service_area
    JOIN indicator ON indicator.indicator_id = compared.indicator_id AND indicator.rankable
    WHERE compared.gender = 'T' AND (service_component.part = 'resource' OR compared.good IS NOT NULL)
),
-- In steps, as place_shared and place_similar: the planner would otherwise join every member of every set first.
in_all AS MATERIALIZED (
    SELECT cell.*, set_member.set_no
    FROM cell
    JOIN set_member ON set_member.group_kind = 'all' AND set_member.area_id = cell.area_id
),
place_in_all AS (
    SELECT
        *, count(*) OVER slot_of AS n, rank() OVER (slot_of ORDER BY worth) - 1 AS n_worse,
        count(*) OVER (PARTITION BY set_no, service_area, part, slot, worth) AS n_equal
    FROM in_all
    WINDOW slot_of AS (PARTITION BY set_no, service_area, part, slot)
),
own_place AS MATERIALIZED (
    SELECT cell.*, similar_of_year.set_no
    FROM cell
    JOIN similar_of_year
        ON similar_of_year.year = cell.year AND similar_of_year.service_area = cell.similar_area
        AND similar_of_year.owner_id = cell.area_id
    WHERE cell.shown
),
pair AS MATERIALIZED (
    SELECT own_place.set_no, own_place.service_area, own_place.part, own_place.slot, own_place.area_id, own_place.worth,
        set_member.area_id AS other_id
    FROM own_place
    JOIN set_member ON set_member.set_no = own_place.set_no
),
place_in_similar AS (
    SELECT
        pair.set_no, pair.service_area, pair.part, pair.slot, pair.area_id, count(*) AS n,
        count(*) FILTER (cell.worth < pair.worth) AS n_worse, count(*) FILTER (cell.worth = pair.worth) AS n_equal
    FROM pair
    JOIN cell ON cell.service_area = pair.service_area AND cell.part = pair.part AND cell.slot = pair.slot
        AND cell.area_id = pair.other_id
    GROUP BY pair.set_no, pair.service_area, pair.part, pair.slot, pair.area_id
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
    placed.service_area, placed.part, slot_name.indicator_id, placed.area_id, slot_name.year, placed.set_no, placed.n,
    (100 * placed.n_worse + 50 * (placed.n_equal - 1)) / (placed.n - 1) AS score
FROM placed
JOIN slot_name ON slot_name.slot = placed.slot
WHERE placed.n > 1
ORDER BY placed.service_area, placed.set_no, placed.part, slot_name.indicator_id, slot_name.year, placed.area_id
