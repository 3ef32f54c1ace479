-- view: tried_cell
-- key: none
-- needs: chosen, suspect
-- what: The cells among which some may contradict each other, of municipalities.
-- columns:
--   kpi_id      text    the KPI
--   place_id    text    the area
--   period      int     the year
--   gender      text    T, K or M
--   value       float?  the value as answered
--   status      text    Kolada's status
--   count       int?    Kolada's count
--   isdeleted   bool    the cell is no longer
SELECT kpi_id, area_id AS place_id, period, gender, value, status, count, isdeleted
FROM chosen
WHERE kpi_id IN (SELECT kpi_id FROM suspect)
