-- query: overlapping_versions
-- needs: kolada_value
-- what: How many versions of a value are still known when the next one begins; there is to be none.
--   What a later clock brought and an earlier one closed was known at no instant.
SELECT count(*) AS n
FROM (
    SELECT
        known_to,
        lead(known_from) OVER (
            PARTITION BY kpi_id, area_id, period, gender
            ORDER BY known_from, known_to NULLS LAST
        ) AS next_from
    FROM kolada_value
    WHERE known_to IS NULL OR known_to > known_from
)
WHERE next_from IS NOT NULL AND (known_to IS NULL OR known_to > next_from)
