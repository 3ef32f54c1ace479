-- view: came_now
-- key: kpi_id, place_id, period, gender
-- needs: chosen, suspect, covered, to_compare
-- what: The cells of municipalities that came and are compared, each once: of the areas that were asked for.
-- columns:
--   kpi_id      text    the KPI
--   place_id    text    the area
--   period      int     the year
--   gender      text    T, K or M
--   value       float?  the value as answered
--   status      text    Kolada's status
--   count       int?    Kolada's count
--   isdeleted   bool    the cell is no longer
--   page        int     the page that brought it
SELECT kpi_id, area_id AS place_id, period, gender, value, status, count, isdeleted, page
FROM chosen
ANTI JOIN suspect USING (kpi_id)
SEMI JOIN covered USING (kpi_id, area_id)
UNION ALL
SELECT DISTINCT ON (kpi_id, area_id, period, gender) kpi_id, area_id, period, gender, value, status, count, isdeleted, page
FROM chosen
SEMI JOIN suspect USING (kpi_id)
SEMI JOIN to_compare USING (kpi_id)
SEMI JOIN covered USING (kpi_id, area_id)
