-- table: covered
-- key: kpi_id, area_id, first, last, complete
-- needs: question_row
-- what: What was asked for: each KPI and area with the years, and whether everything or only what has changed.
-- columns:
--   kpi_id     text   the KPI
--   area_id    text   the area
--   first      int?   the first year; null for all
--   last       int?   the last year; null for all
--   complete   bool   everything was asked for
SELECT DISTINCT CAST(kpi_id AS KPI_KEY) AS kpi_id, CAST(area_id AS AREA_KEY) AS area_id, "first", "last", complete
FROM (SELECT *, unnest(areas) AS area_id FROM question_row)
