-- query: doubted
-- needs: kolada_value, difference, asked
-- what: The KPIs of which an answer in full closes so much without replacing it that it is not believed at once. Years that it
--   has nothing of at all are closed and told as years (docs/tables.md).
WITH gone AS (
    SELECT difference.kpi_id, difference.place_id, difference.period, difference.gender
    FROM difference
    JOIN asked ON asked.kpi_id = difference.kpi_id AND asked.complete
    WHERE difference.kind IN ('absent', 'deleted')
),
cell AS (
    SELECT known.kpi_id, known.area_id, known.period, gone.kpi_id IS NOT NULL AS is_gone
    FROM kolada_value AS known
    LEFT JOIN gone
        ON gone.kpi_id = known.kpi_id AND gone.place_id = known.area_id AND gone.period = known.period
        AND gone.gender = known.gender
    WHERE known.known_to IS NULL AND known.value IS NOT NULL AND known.status = ''
        AND known.kpi_id IN (SELECT kpi_id FROM gone)
),
in_years_that_came AS (
    SELECT *
    FROM cell
    QUALIFY NOT bool_and(is_gone) OVER (PARTITION BY kpi_id, period)
),
by_area AS (
    SELECT kpi_id, area_id, count(*) AS n_known, count(*) FILTER (is_gone) AS n_gone
    FROM in_years_that_came
    GROUP BY kpi_id, area_id
)
SELECT kpi_id
FROM by_area
GROUP BY kpi_id
HAVING closes_many(sum(n_gone), sum(n_known), count(*) FILTER (n_gone = n_known), count(*))
ORDER BY kpi_id
