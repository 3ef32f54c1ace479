-- table: set_compared
-- section: measures.md §8
-- title: Jämförda områden
-- published: 6
-- key: group_id, area_id
-- needs: comparison, comparison_set, set_member, known_area, this_report
-- what: The sets in which the report's own municipality has a place, a row a member: what its comparison was made with.
-- columns:
--   report        text   «Rapport» the report's id
--   group_id      text   «Grupp» the set
--   group_kind    text{all,county,similar,own}   «Gruppens slag» which kind of set
--   group_title   text   «Gruppens namn» its name
--   group_year    int?   «Gruppens år» the year of RKA's group of similar municipalities
--   service_area  text?  «Verksamhetsområde» RKA's area, for similar
--   set_hash      text   «Gruppens kontrollsumma» hash of the set's members
--   area_id       text   «Område» a member
--   area_title    text   «Områdets namn» its name
SELECT
    t.report, s.group_id, s.group_kind, s.group_title, s.group_year, s.service_area, s.set_hash,
    m.area_id, coalesce(a.title, m.area_id) AS area_title
FROM comparison_set AS s
CROSS JOIN this_report AS t
JOIN set_member AS m ON m.set_no = s.set_no
LEFT JOIN known_area AS a ON a.area_id = m.area_id
WHERE s.group_id IN (SELECT c.group_id FROM comparison AS c JOIN this_report AS r ON r.area_id = c.area_id)
ORDER BY s.group_kind, s.group_id, m.area_id
