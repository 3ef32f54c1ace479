-- table: fact_value
-- section: publishing.md
-- title: Värden i Kolada
-- key: report_key, indicator_key, area_id, period_key, gender
-- needs: dim_report, comparison
-- what: Kolada's values as each report compared them: levels, which are not to be summed.
-- columns:
--   report_key      text «Rapport» the report or edition that says so
--   indicator_key   text «Indikator» the indicator
--   area_id         text «Kommun» the municipality
--   period_key      int «Period» the year
--   gender          text{T,K,M} «Kön» T total, K women, M men
--   is_gender_total bool «Kvinnor och män» women and men together
--   value           float «Värde» its value
--   riket           float? «Riket» Riket as Kolada publishes it
SELECT DISTINCT
    report_key, concat_ws('|', report_key, indicator_id) AS indicator_key, area_id, 100 * comparison.year AS period_key, gender,
    gender = 'T' AS is_gender_total, value, riket
FROM comparison CROSS JOIN dim_report
ORDER BY indicator_key, area_id, period_key, gender
