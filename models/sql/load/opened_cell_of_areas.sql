-- view: opened_cell
-- key: kpi_id, place_id, period, gender
-- needs: difference, fresh_cell
-- what: The cells of municipalities that open a version: new or revised ones, and all of a KPI of which nothing was known.
-- columns:
--   kpi_id     text    the KPI
--   place_id   text    the area
--   period     int     the year
--   gender     text    T, K or M
--   value      float?  the value as answered
--   status     text    Kolada's status
--   count      int?    Kolada's count
--   page       int     the page that brought it
SELECT kpi_id, place_id, period, gender, value, status, count, page
FROM difference
WHERE kind IN ('new', 'revised')
UNION ALL
SELECT kpi_id, area_id, period, gender, value, status, count, page
FROM fresh_cell
WHERE NOT isdeleted
