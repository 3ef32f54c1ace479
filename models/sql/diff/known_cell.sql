-- table: known_cell
-- section: freezing-and-diff.md
-- key: indicator_id, area_id, year, gender
-- needs: comparison, fulfilment, lineage, this_report
-- what: The values that one report compared, with the day from which each was known.
-- columns:
--   indicator_id  text    the indicator
--   kpi_id        text    Kolada's KPI
--   area_id       text    the municipality
--   year          int     the year
--   gender        text{T,K,M}   T, K or M
--   value         float   the value
--   own           bool    the report's own municipality
--   known_from    time?   from when the version was known
--   publication   text?   preliminary or final, of the values that are judged
WITH version AS (
    SELECT label, min("at") AS known_from FROM lineage WHERE kind = 'value' GROUP BY label
),
published AS (
    SELECT DISTINCT indicator_id, year, gender, publication FROM fulfilment WHERE publication IS NOT NULL
)
SELECT
    comparison.indicator_id, comparison.kpi_id, comparison.area_id, comparison.year, comparison.gender, comparison.value,
    comparison.area_id = this_report.area_id AS own, version.known_from,
    CASE WHEN comparison.area_id = this_report.area_id THEN published.publication END AS publication
FROM comparison
CROSS JOIN this_report
LEFT JOIN version
    ON version.label = concat_ws(' ', comparison.kpi_id, comparison.area_id, comparison.year, comparison.gender)
LEFT JOIN published
    ON published.indicator_id = comparison.indicator_id AND published.year = comparison.year
    AND published.gender = comparison.gender
WHERE comparison.group_kind = 'all'
ORDER BY comparison.indicator_id, comparison.area_id, comparison.year, comparison.gender
