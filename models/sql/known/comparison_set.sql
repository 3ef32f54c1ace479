-- table: comparison_set
-- section: measures.md §8
-- key: group_id
-- needs: shared_report, known_area, own_group
-- what: The pinned sets of municipalities: all, each county's, each municipality's similar ones (RKA's seven and itself,
--   by service area and year; a group of more is none of RKA's), and the municipality's own groups. The hash is over the
--   sorted members.
-- columns:
--   set_no        int    the set's number in this report
--   group_id      text   Kolada's group id, all, or the definition's own id
--   group_kind    text{all,county,similar,own}   which kind of set
--   group_title   text   its name
--   group_year    int?   the year of RKA's group of similar municipalities
--   service_area  text?  RKA's area, for similar
--   owner_id      text?  whose similar municipalities they are
--   members       text   members' ids, sorted, with commas
--   set_hash      text   SHA-256 of members
WITH known_group AS (
    SELECT area_group.group_id, area_group.title, area_group.members, similar_title(area_group.title) AS part
    FROM warehouse.area_group
    CROSS JOIN shared_report
    WHERE area_group.known_from <= shared_report.as_of
        AND (area_group.known_to IS NULL OR area_group.known_to > shared_report.as_of)
),
similar_with_owner AS (
    SELECT known_group.group_id, known_group.title, known_group.part, known_area.area_id AS owner_id,
        string_split(known_group.members, ',') || [known_area.area_id] AS listed
    FROM known_group
    JOIN known_area ON known_area.title = known_group.part.municipality
),
all_sets AS (
    SELECT
        'all' AS group_id, 'all' AS group_kind, 'Alla kommuner' AS group_title, NULL AS group_year,
        NULL AS service_area, NULL AS owner_id, string_agg(area_id, ',' ORDER BY area_id) AS members
    FROM known_area
    UNION ALL
    SELECT group_id, 'county', replace(title, ' (ovägt medel)', ''), NULL, NULL, NULL, members
    FROM known_group
    WHERE title LIKE '% läns kommuner (ovägt medel)'
    UNION ALL
    SELECT
        group_id, 'similar', title, CAST(part.year AS BIGINT), part.service_area, owner_id,
        array_to_string(list_sort(list_distinct(listed)), ',')
    FROM similar_with_owner
    WHERE len(list_distinct(listed)) <= 8
    UNION ALL
    SELECT group_id, 'own', title, NULL, NULL, NULL, string_agg(area_id, ',' ORDER BY area_id)
    FROM own_group
    GROUP BY group_id, title
)
SELECT row_number() OVER (ORDER BY group_kind, group_id) AS set_no, *, sha256(members) AS set_hash
FROM all_sets
WHERE members IS NOT NULL
ORDER BY group_kind, group_id
