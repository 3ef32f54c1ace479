-- table: colour_scenario
-- section: freezing-and-diff.md, One cause
-- key: indicator_id, gender, set_name, later
-- needs: place
-- what: What each place whose colour changed would have been with some of its parts from the later report: every mixture of
--   definition, set, the own value (own) and the others' values (others). Values of two years are never mixed.
-- columns:
--   indicator_id  text   the indicator
--   gender        text{T,K,M}   whose value is judged
--   set_name      text   all, county, similar, or the own group's id
--   later         text   the parts that are the later report's, as "definition + set"; empty where none is
--   colour        text   the colour of the mixture, or none
WITH changed AS (
    SELECT
        old.indicator_id, old.gender, old.set_name, old, new, old.year <> new.year AS other_year,
        old.kpi_id <> new.kpi_id AS other_kpi
    FROM before.place AS old
    JOIN after.place AS new USING (indicator_id, gender, set_name)
    WHERE old.colour IS DISTINCT FROM new.colour
),
part AS (
    SELECT
        definition_later, set_later, own_later, others_later,
        concat_ws(' + ',
            CASE WHEN definition_later THEN 'definition' END, CASE WHEN set_later THEN 'set' END,
            CASE WHEN own_later THEN 'own' END, CASE WHEN others_later THEN 'others' END) AS later
    FROM (SELECT unnest([false, true]) AS definition_later) AS of_definition
    CROSS JOIN (SELECT unnest([false, true]) AS set_later) AS of_set
    CROSS JOIN (SELECT unnest([false, true]) AS own_later) AS of_own
    CROSS JOIN (SELECT unnest([false, true]) AS others_later) AS of_others
),
-- Another KPI brings its own values along.
chosen AS (
    SELECT
        changed.*, part.*, part.own_later OR part.definition_later AND changed.other_kpi AS own_new,
        part.others_later OR part.definition_later AND changed.other_kpi AS others_new
    FROM changed
    CROSS JOIN part
    WHERE NOT changed.other_year OR part.own_later = part.others_later
),
mixed AS (
    SELECT
        indicator_id, gender, set_name, later,
        CASE WHEN definition_later THEN new ELSE old END AS defined,
        CASE WHEN set_later THEN 'after' ELSE 'before' END AS set_side,
        CASE WHEN set_later THEN new.group_id ELSE old.group_id END AS group_id,
        CASE WHEN own_new THEN new.value ELSE old.value END AS own,
        CASE WHEN others_new THEN 'after' ELSE 'before' END AS value_side,
        CASE WHEN others_new THEN new.year ELSE old.year END AS year,
        CASE WHEN others_new THEN new.n_before ELSE old.n_before END AS n_before
    FROM chosen
),
member AS (
    SELECT 'before' AS side, group_id, area_id FROM before.set_compared
    UNION ALL
    SELECT 'after', group_id, area_id FROM after.set_compared
),
cell AS (
    SELECT 'before' AS side, indicator_id, gender, year, area_id, value FROM before.known_cell WHERE NOT own
    UNION ALL
    SELECT 'after', indicator_id, gender, year, area_id, value FROM after.known_cell WHERE NOT own
),
other AS (
    SELECT mixed.indicator_id, mixed.gender, mixed.set_name, mixed.later, cell.value
    FROM mixed
    JOIN member ON member.side = mixed.set_side AND member.group_id = mixed.group_id
    JOIN cell
        ON cell.side = mixed.value_side AND cell.indicator_id = mixed.indicator_id AND cell.gender = mixed.gender
        AND cell.year = mixed.year AND cell.area_id = member.area_id
),
counted AS (
    SELECT
        mixed.indicator_id, mixed.gender, mixed.set_name, mixed.later,
        1 + count(other.value) AS n,
        count(other.value) FILTER ((other.value - mixed.own) * coalesce(mixed.defined.good, 1) > 0) AS n_better,
        1 + count(other.value) FILTER (other.value = mixed.own) AS n_equal
    FROM mixed
    LEFT JOIN other USING (indicator_id, gender, set_name, later)
    GROUP BY ALL
)
SELECT
    mixed.indicator_id, mixed.gender, mixed.set_name, mixed.later,
    coalesce(colour_of(mixed.defined.good, counted.n, counted.n_better, counted.n_equal, mixed.n_before,
        mixed.defined.min_n, mixed.defined.min_share), 'none') AS colour
FROM mixed
JOIN counted USING (indicator_id, gender, set_name, later)
ORDER BY mixed.indicator_id, mixed.gender, mixed.set_name, mixed.later
