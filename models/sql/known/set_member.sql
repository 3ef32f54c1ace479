-- table: set_member
-- section: measures.md §8
-- key: set_no, area_id
-- needs: comparison_set
-- what: The members of each comparison set.
-- columns:
--   set_no      int    the set's number in this report
--   group_id    text   the set
--   group_kind  text{all,county,similar,own}   which kind of set
--   area_id     text   a member
SELECT set_no, group_id, group_kind, unnest(string_split(members, ',')) AS area_id
FROM comparison_set
ORDER BY set_no, area_id
