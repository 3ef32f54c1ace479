-- table: fact_place
-- section: publishing.md
-- title: Platser i jämförelser
-- key: report_key, indicator_key, area_id, period_key, gender, set_key
-- needs: dim_report, comparison
-- what: Each municipality's place within each group: levels, which are not to be summed.
-- columns:
--   report_key    text «Rapport» the report or edition that says so
--   indicator_key text «Indikator» the indicator
--   area_id       text «Kommun» the municipality whose place it is
--   period_key    int «Period» the year
--   gender        text{T,K,M} «Kön» T total, K women, M men
--   set_key       text «Grupp» the group
--   n_compared    int «Antal kommuner» areas with a value
--   median        float «Median» the group's median
--   difference    float «Mot medianen» value less median
--   rank          int? «Plats» 1 is best; ties share the best rank
--   colour        text{green,yellow,red}? «Färg» best quarter, middle, worst quarter
--   n_places      int «Antal platser» 1
--   lineage_id    text «Spårnummer» leads to where the figure comes from
SELECT
    report_key, concat_ws('|', report_key, indicator_id) AS indicator_key, area_id, 100 * comparison.year AS period_key, gender,
    concat_ws('|', report_key, group_id) AS set_key, n AS n_compared, median, difference, rank, colour, 1 AS n_places,
    lineage_id
FROM comparison CROSS JOIN dim_report
ORDER BY indicator_key, area_id, period_key, gender, set_key
