-- table: asked
-- key: kpi_id
-- needs: asked_row, this_harvest, future_harvest, kpi, kpi_asked, kolada_value
-- what: Each KPI asked for: how, and what may be done with the answer. One older than an answer that was loaded changes
--   nothing, unless that one is dated after now; nor does one that has nothing of a KPI that has values and stands in the catalogue.
-- columns:
--   kpi_id         text   the KPI
--   complete       bool   everything was asked for
--   areas_hash     text   the set of areas asked for
--   from_year      int?   the first year asked for; null for all
--   in_catalogue   bool   the KPI is in the catalogue
--   n_cells        int    cells that came
--   n_conflicts    int    cells that came twice with different contents
--   outcome        text   what is done with the answer
WITH newest AS (
    SELECT kpi_id, max("at") AS "at"
    FROM kpi_asked
    ANTI JOIN future_harvest USING (harvest_id)
    WHERE outcome IN ('loaded', 'unchanged')
    GROUP BY kpi_id
),
catalogue AS (SELECT DISTINCT kpi_id FROM kpi WHERE known_to IS NULL),
with_values AS (SELECT DISTINCT kpi_id FROM kolada_value WHERE known_to IS NULL)
SELECT
    CAST(asked_row.kpi_id AS KPI_KEY) AS kpi_id, asked_row.complete, asked_row.areas_hash, asked_row.from_year,
    catalogue.kpi_id IS NOT NULL AS in_catalogue, asked_row.n_cells, CAST(0 AS BIGINT) AS n_conflicts,
    CASE
        WHEN newest."at" > this_harvest."at" THEN 'older'
        WHEN asked_row.complete AND asked_row.n_cells = 0 AND with_values.kpi_id IS NOT NULL
            AND catalogue.kpi_id IS NOT NULL THEN 'answered_empty'
        ELSE 'unchanged'
    END AS outcome
FROM asked_row
CROSS JOIN this_harvest
LEFT JOIN newest ON newest.kpi_id = asked_row.kpi_id
LEFT JOIN catalogue ON catalogue.kpi_id = asked_row.kpi_id
LEFT JOIN with_values ON with_values.kpi_id = asked_row.kpi_id
ORDER BY asked_row.kpi_id
