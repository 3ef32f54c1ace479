-- table: dim_indicator
-- section: publishing.md
-- title: Indikatorer
-- key: indicator_key
-- needs: dim_report, indicator, global_goal
-- what: The indicators of each report, as they were read in it.
-- columns:
--   indicator_key   text «Indikatorns nyckel» the indicator in the report
--   report_key      text «Rapport» the report or edition that says so
--   indicator_id    text «Indikator» the indicator
--   title           text «Namn» its name
--   kpi_id          text? «Nyckeltal» Kolada's KPI; null where the municipality measures it itself
--   direction       text{higher,lower,interval,neutral,open} «Riktning» which way is better
--   unit_of_measure text «Mått» the unit of its values
--   decimals        int «Decimaler» decimals that judgements round to
--   is_share        bool «Andel i procent» a share in percent, 0 to 100
--   sdg             text? «Globala mål» the global goals of Agenda 2030, their numbers
SELECT
    concat_ws('|', report_key, indicator.indicator_id) AS indicator_key, report_key, indicator.indicator_id,
    indicator.title, indicator.kpi_id, indicator.direction, indicator.unit_of_measure, indicator.decimals,
    indicator.is_share, sdg.sdg
FROM indicator
CROSS JOIN dim_report
LEFT JOIN (
    SELECT id, string_agg(sdg, ', ' ORDER BY sdg) AS sdg FROM global_goal WHERE section = 'indicators' GROUP BY id
) AS sdg ON sdg.id = indicator.indicator_id
ORDER BY indicator_key
