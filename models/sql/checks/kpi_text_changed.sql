-- check: kpi_text_changed
-- title: Nyckeltalets titel och beskrivning är desamma som förut
-- severity: warning
-- needs: indicator, this_report
-- what: Kolada's title or description of the KPI changed during the last year: it may now measure something else.
WITH now AS (
    SELECT k.kpi_id, k.title, k.description
    FROM warehouse.kpi AS k
    CROSS JOIN this_report AS t
    WHERE k.known_from <= t.as_of AND (k.known_to IS NULL OR k.known_to > t.as_of)
),
earlier AS (
    SELECT k.kpi_id, k.title, k.description
    FROM warehouse.kpi AS k
    CROSS JOIN this_report AS t
    JOIN now AS n ON n.kpi_id = k.kpi_id
        AND (n.title IS DISTINCT FROM k.title OR n.description IS DISTINCT FROM k.description)
    WHERE k.known_to <= t.as_of AND k.known_to > t.as_of - INTERVAL 365 DAY
    QUALIFY row_number() OVER (PARTITION BY k.kpi_id ORDER BY k.known_to DESC) = 1
)
SELECT i.indicator_id AS subject, 2 AS n_checked,
    CAST(e.kpi_id IS NOT NULL AND e.title IS DISTINCT FROM n.title AS INTEGER)
        + CAST(e.kpi_id IS NOT NULL AND e.description IS DISTINCT FROM n.description AS INTEGER) AS n_failed,
    CASE WHEN e.title IS DISTINCT FROM n.title THEN concat_ws(' → ', e.title, n.title) ELSE i.kpi_id END AS sample,
    i.kpi_id AS kpi,
    concat_ws(' och ', CASE WHEN e.title IS DISTINCT FROM n.title THEN 'titel' END,
        CASE WHEN e.description IS DISTINCT FROM n.description THEN 'beskrivning' END) AS what
FROM indicator AS i
JOIN now AS n USING (kpi_id)
LEFT JOIN earlier AS e USING (kpi_id)
