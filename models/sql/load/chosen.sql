-- table: chosen
-- key: none
-- needs: incoming, to_compare, fresh
-- what: The cells that are compared one by one.
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
SEMI JOIN (SELECT * FROM to_compare ANTI JOIN fresh USING (kpi_id)) AS not_fresh USING (kpi_id)
