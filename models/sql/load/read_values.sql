-- statement: read_values
-- needs: page_value
-- what: Adds the cells of the pages in hand to `incoming`: those of KPIs and areas that were asked for, of known genders.
--   A number that cannot be a value is none, with the status Impossible.
INSERT INTO incoming BY NAME
SELECT
    kpi_id, area_id, period, CAST(cell.gender AS GENDER_KEY) AS gender,
    CASE WHEN is_possible(cell.value) THEN cell.value END AS value,
    CAST(CASE WHEN NOT is_possible(cell.value) THEN 'Impossible' ELSE coalesce(cell.status, '') END AS STATUS_KEY) AS status,
    cell.count AS count,
    coalesce(cell.isdeleted, false) AS isdeleted, page
FROM (
    SELECT
        TRY_CAST(v.kpi AS KPI_KEY) AS kpi_id, TRY_CAST(v.municipality AS AREA_KEY) AS area_id, v.period AS period,
        unnest(v."values") AS cell, page
    FROM page_value
)
WHERE cell.gender IN ('T', 'K', 'M') AND kpi_id IS NOT NULL AND area_id IS NOT NULL
