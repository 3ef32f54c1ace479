-- table: listed_anew
-- speaks of: kpi, kpi_id
-- key: kpi_id
-- needs: listed, kpi
-- what: The rows of a list that came otherwise than they are known. It speaks of KPIs; of another list with its table and key.
-- columns:
--   kpi_id   text   the row's id
SELECT kpi_id
FROM (
    SELECT * EXCLUDE (is_known), bool_or(is_known) AS is_known
    FROM (
        SELECT * EXCLUDE (filename), false AS is_known
        FROM listed
        UNION ALL BY NAME
        SELECT * EXCLUDE (known_from, known_to, source_answer_id), true AS is_known
        FROM kpi
        WHERE known_to IS NULL
    )
    GROUP BY ALL
)
WHERE NOT is_known
