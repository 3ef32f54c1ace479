-- view: fresh_cell
-- key: none
-- needs: incoming
-- what: The cells of KPIs of which nothing is known, where that is all that came.
-- columns:
--   kpi_id      text    the KPI
--   area_id     text    the area
--   period      int     the year
--   gender      text    T, K or M
--   value       float?  the value as answered
--   status      text    Kolada's status
--   count       int?    Kolada's count
--   isdeleted   bool    the cell is no longer
--   page        int     the page that brought it
SELECT *
FROM incoming
