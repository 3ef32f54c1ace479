-- table: comparison_member
-- section: measures.md §8
-- key: group_id, area_id
-- needs: comparison_set, set_member, known_area, this_report
-- what: The municipalities in the smaller sets that the report's own municipality is compared in: similar, county and own.
-- columns:
--   report      text   the report's id
--   group_id    text   the set
--   group_kind  text{county,similar,own}   which kind of set
--   area_id     text   a member
--   title       text   its name
SELECT t.report, m.group_id, m.group_kind, m.area_id, a.title
FROM set_member AS m
CROSS JOIN this_report AS t
JOIN known_area AS a ON a.area_id = m.area_id
WHERE m.group_kind <> 'all'
    AND m.group_id IN (SELECT mine.group_id FROM set_member AS mine WHERE mine.area_id = t.area_id)
    AND m.group_id NOT IN (SELECT s.group_id FROM comparison_set AS s WHERE s.owner_id <> t.area_id)
ORDER BY m.group_id, m.area_id
