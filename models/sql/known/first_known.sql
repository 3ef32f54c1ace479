-- table: first_known
-- section: measures.md §4
-- key: kpi_id, year, gender
-- needs: indicator, this_report
-- what: From when each of Kolada's values of the municipality has been known, in whichever version: what is said of the year
--   afterwards is no forecast of it.
-- columns:
--   kpi_id      text   Kolada's KPI
--   year        int    the year
--   gender      text{T,K,M}   T, K or M
--   known_from  time   from when the first version with a value was known
SELECT kolada_value.kpi_id, kolada_value.period AS year, kolada_value.gender, min(kolada_value.known_from) AS known_from
FROM warehouse.kolada_value
CROSS JOIN this_report
WHERE kolada_value.area_id = this_report.area_id AND kolada_value.value IS NOT NULL AND kolada_value.status = ''
    AND kolada_value.kpi_id IN (SELECT kpi_id FROM indicator)
GROUP BY kolada_value.kpi_id, kolada_value.period, kolada_value.gender
ORDER BY kolada_value.kpi_id, kolada_value.period, kolada_value.gender
