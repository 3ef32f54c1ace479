-- view: tried_cell
-- key: none
-- needs: unit_incoming
-- what: The cells among which some may contradict each other, of units.
-- columns:
--   kpi_id      text    the KPI
--   place_id    text    the unit
--   period      int     the year
--   gender      text    T, K or M
--   value       float?  the value as answered
--   status      text    Kolada's status
--   count       int?    Kolada's count
--   isdeleted   bool    the cell is no longer
SELECT kpi_id, kolada_unit_id AS place_id, period, gender, value, status, count, isdeleted
FROM unit_incoming
