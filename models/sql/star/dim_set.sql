-- table: dim_set
-- section: publishing.md
-- title: Jämförelsegrupper
-- key: set_key
-- needs: dim_report, comparison
-- what: The groups that municipalities are compared within.
-- columns:
--   set_key    text «Gruppens nyckel» the group in the report
--   report_key text «Rapport» the report or edition that says so
--   group_id   text «Grupp» Kolada's id of it, or the municipality's own
--   title      text «Namn» its name
--   group_kind text{all,county,similar,own} «Slag» which kind of group
--   group_year int? «År» the year of RKA's group
SELECT
    concat_ws('|', report_key, group_id) AS set_key, report_key, group_id, any_value(group_title) AS title,
    any_value(group_kind) AS group_kind, any_value(group_year) AS group_year
FROM comparison CROSS JOIN dim_report
GROUP BY ALL
ORDER BY set_key
