-- query: kpis_described
-- needs: kpi, kolada_value
-- what: Of some KPIs, what Kolada says of each and what its values are like now: the least and the greatest of any municipality, the
--   newest year with how many decimals its values are written with, and one municipality's own series. Of a KPI that the catalogue
--   has not, no row.
-- parameters:
--   kpi_ids   text   the KPIs
--   area_id   text   the municipality whose own series is asked for
WITH described AS (
    SELECT
        kpi_id, coalesce(title, kpi_id) AS title, coalesce(description, '') AS description, municipality_type,
        coalesce(operating_area, '') AS operating_area, TRY_CAST(prel_publication_date AS DATE) AS preliminary,
        TRY_CAST(publication_date AS DATE) AS final, TRY_CAST(publ_period AS INTEGER) AS published_year
    FROM warehouse.kpi
    WHERE known_to IS NULL AND list_contains($kpi_ids, kpi_id)
),
current_value AS (
    SELECT kpi_id, area_id, period, gender, value
    FROM warehouse.kolada_value
    WHERE known_to IS NULL AND value IS NOT NULL AND status = '' AND list_contains($kpi_ids, kpi_id)
),
-- Riket is no municipality, and its values are written otherwise.
of_municipalities AS (
    SELECT *, max(period) OVER (PARTITION BY kpi_id) AS newest_year FROM current_value WHERE area_id <> '0000' AND gender = 'T'
),
summed AS (
    SELECT
        kpi_id, CAST(min(value) AS VARCHAR) AS low, CAST(max(value) AS VARCHAR) AS high, any_value(newest_year) AS newest_year,
        max(decimals_of(value)) FILTER (period = newest_year) AS decimals
    FROM of_municipalities
    GROUP BY kpi_id
),
own AS (
    SELECT
        kpi_id,
        list(period ORDER BY period) FILTER (gender = 'T') AS years,
        list(CAST(value AS VARCHAR) ORDER BY period) FILTER (gender = 'T') AS figures,
        bool_or(gender = 'K') AND bool_or(gender = 'M') AS by_gender
    FROM current_value
    WHERE area_id = $area_id
    GROUP BY kpi_id
)
SELECT
    described.kpi_id, described.title, described.description, described.municipality_type, described.operating_area,
    least(described.preliminary, described.final) AS published, described.published_year, summed.low, summed.high,
    summed.decimals, summed.newest_year, coalesce(own.years, []) AS years, coalesce(own.figures, []) AS figures,
    coalesce(own.by_gender, false) AS by_gender
FROM described
LEFT JOIN summed USING (kpi_id)
LEFT JOIN own USING (kpi_id)
ORDER BY described.kpi_id
