-- table: came
-- key: kpi_id
-- needs: incoming
-- what: A fingerprint of what came of each KPI: an equal one, for the same coverage, needs no comparison.
-- columns:
--   kpi_id        text   the KPI
--   fingerprint   text   over all its cells
SELECT
    kpi_id,
    CAST(sum(CAST(hash(area_id, period, gender, value, status, count, isdeleted) >> 16 AS BIGINT)) AS VARCHAR)
    || '/' || count(*) AS fingerprint
FROM incoming
GROUP BY kpi_id
