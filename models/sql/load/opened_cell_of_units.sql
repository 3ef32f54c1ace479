-- view: opened_cell
-- key: kpi_id, place_id, period, gender
-- needs: difference
-- what: The cells of units that open a version: new or revised ones.
-- columns:
--   kpi_id     text    the KPI
--   place_id   text    the unit
--   period     int     the year
--   gender     text    T, K or M
--   value      float?  the value as answered
--   status     text    Kolada's status
--   count      int?    Kolada's count
--   page       int     the page that brought it
SELECT kpi_id, place_id, period, gender, value, status, count, page
FROM difference
WHERE kind IN ('new', 'revised')
