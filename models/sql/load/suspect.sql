-- table: suspect
-- key: kpi_id
-- needs: chosen, incoming, fresh
-- what: The KPIs of which a cell may have come twice: more cells of an area and gender than years. Years are counted as bits;
--   two that are 63 apart fall on one, which only costs a closer look.
-- columns:
--   kpi_id   text   the KPI
SELECT DISTINCT kpi_id
FROM (
    SELECT kpi_id
    FROM (SELECT * FROM chosen
    UNION ALL
    SELECT * FROM incoming SEMI JOIN fresh USING (kpi_id))
    GROUP BY kpi_id, area_id, gender
    HAVING count(*) > bit_count(bit_or(CAST(1 AS BIGINT) << (period % 63)))
)
