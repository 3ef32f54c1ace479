-- table: fact_gain
-- section: publishing.md
-- title: Effektivisering och besparing
-- key: report_key, gain_id
-- needs: dim_report, efficiency_gains
-- what: Effektivisering and besparing as the units recorded them.
-- columns:
--   report_key text «Rapport» the report or edition that says so
--   gain_id    text «Effektivisering eller besparing» its id
--   unit_key   text «Enhet» the unit
--   kind       text{freed_resources,productivity,quality,saving} «Slag» what kind of gain
--   amount     float? «Belopp, kronor om året» kronor a year
--   measure    text? «Mått» what it is measured by, where not in kronor
--   evidence   text «Belägg» what it is founded on
--   lineage_id text «Spårnummer» leads to where it comes from
SELECT report_key, gain_id, concat_ws('|', report_key, unit_id) AS unit_key, kind, amount, measure, evidence, lineage_id
FROM efficiency_gains CROSS JOIN dim_report
ORDER BY gain_id
