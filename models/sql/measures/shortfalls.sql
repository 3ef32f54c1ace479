-- table: shortfalls
-- section: measures.md §11
-- title: Brister över tid
-- published: 19
-- key: goal_id, indicator_id, unit_id, gender
-- needs: shortfall_series, threshold, this_report
-- what: The quality factors' indicators that fall short at the last measurement, how many expected measurements in a row
--   they have, and whether that makes a candidate for a development goal. shortfall_series has the years one by one.
-- parents:
--   fulfilment  p.goal_id = f.goal_id AND p.indicator_id = f.indicator_id AND p.unit_id = f.unit_id AND p.gender = f.gender
--   value_node  p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND p.year >= f.since_year
--   model_node  p.model = 'shortfalls'
-- columns:
--   report        text   «Rapport» the report's id
--   unit_id       text   «Enhet» the responsible unit
--   goal_id       text   «Mål» the quality factor
--   indicator_id  text   «Indikator» the indicator
--   kpi_id        text?  «Nyckeltal» Kolada's KPI
--   gender        text{T,K,M}   «Kön» T, K or M
--   n_in_a_row    int    «Mätningar i rad» shortfalls in a row; a missing measurement neither counts nor resets
--   n_missing     int    «Saknade mätningar» measurements missing among them
--   candidate     bool   «Kandidat till utvecklingsmål» enough in a row for a development goal
--   series        text   «Serie» the years from the first of them: year, value or reason, and status or score
--   since_year    int    «Från år» the first of them
--   lineage_id    text   «Spårnummer» leads to where the figure comes from
WITH standing AS (
    SELECT *, min(year) FILTER (shortfall) OVER leaf AS since_year
    FROM (
        FROM shortfall_series
        QUALIFY run = max(run) OVER (PARTITION BY goal_id, unit_id, indicator_id, gender)
    )
    WINDOW leaf AS (PARTITION BY goal_id, unit_id, indicator_id, gender)
)
SELECT
    this_report.report, standing.unit_id, standing.goal_id, standing.indicator_id, standing.kpi_id, standing.gender,
    count(*) FILTER (standing.shortfall) AS n_in_a_row, count(*) FILTER (standing.value IS NULL) AS n_missing,
    count(*) FILTER (standing.shortfall) >= threshold.shortfall_count AS candidate,
    string_agg(
        concat_ws(' ', standing.year, coalesce(CAST(standing.value AS VARCHAR), standing.reason), standing.status,
            'score ' || CAST(CAST(CAST(standing.score AS VARCHAR) AS DECIMAL(6, 1)) AS VARCHAR)),
        '; ' ORDER BY standing.year
    ) AS series,
    standing.since_year
FROM standing
CROSS JOIN this_report
CROSS JOIN threshold
WHERE standing.year >= standing.since_year
GROUP BY
    this_report.report, this_report.municipality_id, this_report.as_of, threshold.shortfall_count, standing.unit_id,
    standing.goal_id, standing.indicator_id, standing.kpi_id, standing.gender,
    standing.since_year
ORDER BY standing.unit_id, standing.goal_id, standing.indicator_id, standing.gender
