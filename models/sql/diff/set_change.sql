-- table: set_change
-- section: freezing-and-diff.md, measures.md §8
-- title: Ändrade jämförelsegrupper
-- key: group_kind, set_name
-- needs: place, set_compared
-- what: Comparison sets whose members changed, by kind and, for similar municipalities, by RKA's area. Of several years'
--   groups the newest that the pages show, else the newest.
-- columns:
--   group_kind     text{all,county,similar,own}   «Slag av grupp» which kind of set
--   set_name       text   «Grupp» RKA's area, the own group's id, or the kind
--   kind           text{added,removed,changed}   «Vad som hände» what happened to it
--   title_before   text?  «Namn förut» the earlier set's name
--   title_after    text?  «Namn nu» the later set's name
--   members_in     text   «Kom in» names of those who came, with commas
--   members_out    text   «Lämnade» names of those who left, with commas
--   indicator_ids  text   «Indikatorer» the indicators compared with it, with commas
WITH member AS (
    SELECT 'before' AS side, set_compared.*, set_compared.group_id IN (SELECT group_id FROM before.place) AS shown,
        coalesce(set_compared.service_area,
            CASE set_compared.group_kind WHEN 'own' THEN set_compared.group_id ELSE set_compared.group_kind END)
        AS set_name
    FROM before.set_compared
    UNION ALL
    SELECT 'after', set_compared.*, set_compared.group_id IN (SELECT group_id FROM after.place),
        coalesce(set_compared.service_area,
            CASE set_compared.group_kind WHEN 'own' THEN set_compared.group_id ELSE set_compared.group_kind END)
    FROM after.set_compared
),
newest AS (
    SELECT *
    FROM member
    QUALIFY rank() OVER (
        PARTITION BY side, group_kind, set_name ORDER BY shown DESC, group_year DESC NULLS LAST, group_id
    ) = 1
),
used AS (
    SELECT told_set.group_kind, told_set.set_name,
        string_agg(DISTINCT placed.indicator_id, ',' ORDER BY placed.indicator_id) AS indicator_ids
    FROM (SELECT DISTINCT group_kind, set_name, group_id FROM member) AS told_set
    JOIN (SELECT group_id, indicator_id FROM before.place
    UNION
    SELECT group_id, indicator_id FROM after.place) AS placed
        USING (group_id)
    GROUP BY ALL
),
told AS (
    SELECT
        group_kind, set_name,
        any_value(group_title) FILTER (side = 'before') AS title_before,
        any_value(group_title) FILTER (side = 'after') AS title_after,
        any_value(set_hash) FILTER (side = 'before') AS hash_before,
        any_value(set_hash) FILTER (side = 'after') AS hash_after
    FROM newest
    GROUP BY ALL
),
moved AS (
    SELECT group_kind, set_name, area_id, any_value(area_title) AS area_title, min(side) AS side
    FROM newest
    GROUP BY group_kind, set_name, area_id
    HAVING count(DISTINCT side) = 1
)
SELECT
    told.group_kind, told.set_name,
    CASE WHEN told.hash_before IS NULL THEN 'added' WHEN told.hash_after IS NULL THEN 'removed' ELSE 'changed' END AS kind,
    told.title_before, told.title_after,
    coalesce(string_agg(moved.area_title, ', ' ORDER BY moved.area_title) FILTER (moved.side = 'after'), '') AS members_in,
    coalesce(string_agg(moved.area_title, ', ' ORDER BY moved.area_title) FILTER (moved.side = 'before'), '') AS members_out,
    coalesce(any_value(used.indicator_ids), '') AS indicator_ids
FROM told
LEFT JOIN used USING (group_kind, set_name)
LEFT JOIN moved USING (group_kind, set_name)
WHERE told.hash_before IS DISTINCT FROM told.hash_after
GROUP BY told.group_kind, told.set_name, told.hash_before, told.hash_after, told.title_before, told.title_after
ORDER BY told.group_kind, told.set_name
