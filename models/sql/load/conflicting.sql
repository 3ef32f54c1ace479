-- table: conflicting
-- key: kpi_id
-- needs: tried_cell
-- what: The KPIs of which the same cell came twice with different contents. Between these cannot be judged: such a KPI keeps
--   what was known.
-- columns:
--   kpi_id   text   the KPI
--   n        int    how many cells contradict themselves
SELECT kpi_id, count(*) AS n
FROM (
    SELECT kpi_id
    FROM tried_cell
    GROUP BY kpi_id, place_id, period, gender
    HAVING count(DISTINCT row(value, status, count, isdeleted)) > 1
)
GROUP BY kpi_id
