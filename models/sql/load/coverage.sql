-- table: coverage
-- key: kpi_id
-- needs: covered
-- what: How each KPI was asked for, as a text to compare. ENUMs are hashed by their numbers, so what they stand for belongs
--   to it.
-- columns:
--   kpi_id     text   the KPI
--   complete   bool   everything was asked for
--   coverage   text   the areas, the first year, and what the numbers stand for
SELECT
    kpi_id, bool_and(complete) AS complete,
    count(*) || '/' || coalesce(CAST(min("first") AS VARCHAR), '')
    || '/' || CAST(sum(CAST(hash(area_id) >> 16 AS BIGINT)) AS VARCHAR)
    || '/' || hash(enum_range(CAST(NULL AS AREA_KEY)), enum_range(CAST(NULL AS STATUS_KEY))) AS coverage
FROM covered
GROUP BY kpi_id
