-- table: unit_asked
-- key: kpi_id
-- needs: unit_asked_row
-- what: The KPIs of which units' values were asked for, with the years.
-- columns:
--   kpi_id   text   the KPI
--   first    int    the first year
--   last     int    the last year
SELECT kpi_id, min("first") AS "first", max("last") AS "last"
FROM unit_asked_row
GROUP BY kpi_id
