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
    c.indicator_id, c.kpi_id, c.area_id, c.year, c.gender, c.value, c.area_id = t.area_id AS own, v.known_from,
    CASE WHEN c.area_id = t.area_id THEN p.publication END AS publication
FROM comparison AS c
CROSS JOIN this_report AS t
LEFT JOIN version AS v ON v.label = concat_ws(' ', c.kpi_id, c.area_id, c.year, c.gender)
LEFT JOIN published AS p ON p.indicator_id = c.indicator_id AND p.year = c.year AND p.gender = c.gender
WHERE c.group_kind = 'all'
ORDER BY c.indicator_id, c.area_id, c.year, c.gender
