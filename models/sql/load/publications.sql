-- query: publications
-- needs: kpi, kpi_asked, kolada_value
-- what: What is known of the publication of each KPI asked for, and of those of uncertainty figures: the days that Kolada has told, and when values of that year
--   came. Days are Sweden's.
WITH current_kpi AS (
    SELECT
        kpi_id, title, TRY_CAST(prel_publication_date AS DATE) AS preliminary, TRY_CAST(publication_date AS DATE) AS final,
        TRY_CAST(publ_period AS INTEGER) AS year
    FROM kpi
    WHERE known_to IS NULL
),
asked AS (
    SELECT kpi_id, max("at") AS last_asked
    FROM (
        SELECT kpi_id, "at" FROM kpi_asked WHERE outcome <> 'older'
        UNION ALL
        -- Uncertainty figures that nobody has asked for yet: `check` proposes them.
        SELECT kpi_id, NULL FROM current_kpi WHERE title LIKE 'Osäkerhetstal%'
    ) AS asked_or_uncertain
    GROUP BY kpi_id
),
come AS (
    SELECT kolada_value.kpi_id, min(kolada_value.known_from) AS first_known, max(kolada_value.known_from) AS last_known
    FROM kolada_value
    JOIN current_kpi ON current_kpi.kpi_id = kolada_value.kpi_id AND current_kpi.year = kolada_value.period
    WHERE kolada_value.value IS NOT NULL
    GROUP BY kolada_value.kpi_id
)
SELECT
    asked.kpi_id, coalesce(current_kpi.title, '') AS title, current_kpi.preliminary, current_kpi.final, current_kpi.year,
    CAST(timezone('Europe/Stockholm', timezone('UTC', come.first_known)) AS DATE) AS first_known,
    CAST(timezone('Europe/Stockholm', timezone('UTC', come.last_known)) AS DATE) AS last_known,
    CAST(timezone('Europe/Stockholm', timezone('UTC', asked.last_asked)) AS DATE) AS last_asked
FROM asked
LEFT JOIN current_kpi USING (kpi_id)
LEFT JOIN come USING (kpi_id)
ORDER BY asked.kpi_id
