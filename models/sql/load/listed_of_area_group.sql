-- table: listed
-- key: group_id
-- what: Kolada's groups of municipalities as they came.
-- parameters:
--   files   text   the files of its pages
-- columns:
--   group_id   text    Kolada's id
--   title      text?   the group's name
--   members    text    its members' ids, sorted, with commas
--   filename   text    the page's file
SELECT DISTINCT ON (group_id)
    v.id AS group_id, v.title,
    array_to_string(list_sort(list_distinct(list_transform(v.members, lambda each: each.member_id))), ',') AS members,
    filename
FROM (
    SELECT unnest("values") AS v, filename
    FROM read_json($files, filename = true, columns = { 'values': 'STRUCT(
        id VARCHAR, title VARCHAR, members STRUCT(member_id VARCHAR)[])[]' })
)
ORDER BY group_id
