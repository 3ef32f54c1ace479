-- statement: fill_rows
-- speaks of: answered_row, served, municipality
-- what: Makes rows of recorded cells, those of a KPI, municipality and year in one. A recording without `isdeleted` has
--   nothing deleted.
INSERT INTO answered_row BY NAME
SELECT
    kpi, municipality, period,
    list({
        'gender': gender, 'count': count, 'status': coalesce(status, ''), 'value': value,
        'isdeleted': coalesce(isdeleted, false)
    } ORDER BY gender) AS cells
FROM (
    SELECT * FROM (SELECT CAST(NULL AS BOOLEAN) AS isdeleted WHERE false)
    UNION ALL BY NAME
    SELECT * FROM served
)
GROUP BY kpi, municipality, period
ORDER BY kpi, municipality, period
