-- view: came_now
-- key: kpi_id, place_id, period, gender
-- needs: unit_incoming, unit_asked
-- what: The cells of units that came and are compared, each once.
-- columns:
--   kpi_id      text    the KPI
--   place_id    text    the unit
--   period      int     the year
--   gender      text    T, K or M
--   value       float?  the value as answered
--   status      text    Kolada's status
--   count       int?    Kolada's count
--   isdeleted   bool    the cell is no longer
--   page        int     the page that brought it
SELECT DISTINCT ON (kpi_id, kolada_unit_id, period, gender)
    kpi_id, kolada_unit_id AS place_id, period, gender, value, status, count, isdeleted, page
FROM unit_incoming
SEMI JOIN unit_asked USING (kpi_id)
