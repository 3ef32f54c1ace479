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
    this_report.report, comparison_set.group_id, comparison_set.group_kind, comparison_set.group_title,
    comparison_set.group_year, comparison_set.service_area, comparison_set.set_hash,
    set_member.area_id, coalesce(known_area.title, set_member.area_id) AS area_title
FROM comparison_set
CROSS JOIN this_report
JOIN set_member ON set_member.set_no = comparison_set.set_no
LEFT JOIN known_area ON known_area.area_id = set_member.area_id
WHERE comparison_set.group_id IN (SELECT comparison.group_id FROM comparison JOIN this_report AS own_report
    ON own_report.area_id = comparison.area_id)
ORDER BY comparison_set.group_kind, comparison_set.group_id, set_member.area_id
