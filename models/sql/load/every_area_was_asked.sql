-- query: every_area_was_asked
-- needs: covered
-- what: Whether every KPI of the harvest was asked for of every area of it.
SELECT
    count(DISTINCT row(kpi_id, area_id))
    = len(enum_range(CAST(NULL AS KPI_KEY))) * len(enum_range(CAST(NULL AS AREA_KEY))) AS every
FROM covered
