-- table: kolada_says
-- section: measures.md §12
-- title: Koladas beskrivningar
-- published: 55
-- key: kpi_id
-- needs: known_kpi, indicator, this_report
-- figure: kpi_id
-- what: What Kolada itself says of each KPI that an indicator is measured by, its reservations among it, in Kolada's own words.
-- parents:
--   catalogue_node   p.kpi_id = f.kpi_id
--   definition_node  p.section = 'indicators' AND EXISTS (FROM indicator WHERE indicator.indicator_id = p.id AND indicator.kpi_id = f.kpi_id)
--   model_node       p.model = 'kolada_says'
-- columns:
--   report       text   «Rapport» the report's id
--   kpi_id       text   «Nyckeltal» Kolada's KPI
--   title        text?  «Koladas namn» Kolada's title
--   description  text?  «Koladas beskrivning» Kolada's description, as Kolada wrote it
--   lineage_id   text   «Spårnummer» leads to the answer that it comes from
SELECT this_report.report, known_kpi.kpi_id, known_kpi.title, nullif(trim(known_kpi.description), '') AS description
FROM known_kpi
CROSS JOIN this_report
ORDER BY known_kpi.kpi_id
