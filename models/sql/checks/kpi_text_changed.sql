-- check: kpi_text_changed
-- title: Nyckeltalets titel och beskrivning är desamma som förut
-- severity: warning
-- needs: indicator, this_report
-- what: Kolada's title or description of the KPI changed during the last year: it may now measure something else.
WITH now AS (
    SELECT kpi.kpi_id, kpi.title, kpi.description
    FROM warehouse.kpi
    CROSS JOIN this_report
    WHERE kpi.known_from <= this_report.as_of AND (kpi.known_to IS NULL OR kpi.known_to > this_report.as_of)
),
earlier AS (
    SELECT kpi.kpi_id, kpi.title, kpi.description
    FROM warehouse.kpi
    CROSS JOIN this_report
    JOIN now ON now.kpi_id = kpi.kpi_id
        AND (now.title IS DISTINCT FROM kpi.title OR now.description IS DISTINCT FROM kpi.description)
    WHERE kpi.known_to <= this_report.as_of AND kpi.known_to > this_report.as_of - INTERVAL 365 DAY
    QUALIFY row_number() OVER (PARTITION BY kpi.kpi_id ORDER BY kpi.known_to DESC) = 1
)
SELECT indicator.indicator_id AS subject, 2 AS n_checked,
    CAST(earlier.kpi_id IS NOT NULL AND earlier.title IS DISTINCT FROM now.title AS INTEGER)
        + CAST(earlier.kpi_id IS NOT NULL AND earlier.description IS DISTINCT FROM now.description AS INTEGER) AS n_failed,
    CASE WHEN (earlier.title IS DISTINCT FROM now.title) THEN concat_ws(' → ', earlier.title, now.title)
        ELSE indicator.kpi_id END AS sample,
    indicator.kpi_id AS kpi,
    concat_ws(' och ', CASE WHEN (earlier.title IS DISTINCT FROM now.title) THEN 'titel' END,
        CASE WHEN earlier.description IS DISTINCT FROM now.description THEN 'beskrivning' END) AS what
FROM indicator
JOIN now USING (kpi_id)
LEFT JOIN earlier USING (kpi_id)
