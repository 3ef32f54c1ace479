-- table: dim_plan
-- section: publishing.md
-- title: Planer
-- key: plan_key
-- needs: dim_report, target
-- what: The decided plans that each report's targets are of.
-- columns:
--   plan_key     text «Planens nyckel» the plan in the report
--   report_key   text «Rapport» the report or edition that says so
--   plan_version text «Plan» the plan
--   title        text «Namn» what it is called
--   decided_by   text? «Beslutad av» the unit that decided it; null for the council
--   decided_at   date «Beslutad» when
--   year1        int «År 1» its first year
--   year3        int «År 3» its third year
SELECT DISTINCT
    concat_ws('|', report_key, plan_version) AS plan_key, report_key, plan_version, plan_title AS title, decided_by,
    decided_at, year1, year3
FROM target CROSS JOIN dim_report
ORDER BY plan_key
