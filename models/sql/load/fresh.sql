-- table: fresh
-- key: kpi_id
-- needs: to_compare, kolada_value
-- what: The KPIs of which nothing is known: what came has nothing to be compared with.
-- columns:
--   kpi_id   text   the KPI
SELECT kpi_id
FROM to_compare
WHERE kpi_id NOT IN (
    SELECT DISTINCT known.kpi_id
    FROM kolada_value AS known
    SEMI JOIN to_compare USING (kpi_id)
    WHERE known.known_to IS NULL
)
