-- table: set_change
-- section: freezing-and-diff.md, measures.md §8
-- key: group_kind, set_name
-- needs: place, set_compared
-- what: Comparison sets whose members changed, by kind and, for similar municipalities, by RKA's area. Of several years'
--   groups the newest that the pages show, else the newest.
-- columns:
--   group_kind     text{all,county,similar,own}   which kind of set
--   set_name       text   RKA's area, the own group's id, or the kind
--   kind           text{added,removed,changed}   what happened to it
--   title_before   text?  the earlier set's name
--   title_after    text?  the later set's name
--   members_in     text   names of those who came, with commas
--   members_out    text   names of those who left, with commas
--   indicator_ids  text   the indicators compared with it, with commas
WITH member AS (
    SELECT 'before' AS side, s.*, s.group_id IN (SELECT group_id FROM before.place) AS shown, coalesce(s.service_area, CASE s.group_kind WHEN 'own' THEN s.group_id ELSE s.group_kind END)
        AS set_name
    FROM before.set_compared AS s
    UNION ALL
    SELECT 'after', s.*, s.group_id IN (SELECT group_id FROM after.place), coalesce(s.service_area, CASE s.group_kind WHEN 'own' THEN s.group_id ELSE s.group_kind END)
    FROM after.set_compared AS s
),
newest AS (
    SELECT *
    FROM member
    QUALIFY rank() OVER (
        PARTITION BY side, group_kind, set_name ORDER BY shown DESC, group_year DESC NULLS LAST, group_id
    ) = 1
),
used AS (
    SELECT n.group_kind, n.set_name, string_agg(DISTINCT p.indicator_id, ',' ORDER BY p.indicator_id) AS indicator_ids
    FROM (SELECT DISTINCT group_kind, set_name, group_id FROM member) AS n
    JOIN (SELECT group_id, indicator_id FROM before.place UNION SELECT group_id, indicator_id FROM after.place) AS p
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
    t.group_kind, t.set_name,
    CASE WHEN t.hash_before IS NULL THEN 'added' WHEN t.hash_after IS NULL THEN 'removed' ELSE 'changed' END AS kind,
    t.title_before, t.title_after,
    coalesce(string_agg(m.area_title, ', ' ORDER BY m.area_title) FILTER (m.side = 'after'), '') AS members_in,
    coalesce(string_agg(m.area_title, ', ' ORDER BY m.area_title) FILTER (m.side = 'before'), '') AS members_out,
    coalesce(any_value(u.indicator_ids), '') AS indicator_ids
FROM told AS t
LEFT JOIN used AS u USING (group_kind, set_name)
LEFT JOIN moved AS m USING (group_kind, set_name)
WHERE t.hash_before IS DISTINCT FROM t.hash_after
GROUP BY t.group_kind, t.set_name, t.hash_before, t.hash_after, t.title_before, t.title_after
ORDER BY t.group_kind, t.set_name
