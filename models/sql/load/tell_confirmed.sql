-- statement: tell_confirmed
-- needs: asked, kpi_asked, kolada_value, this_harvest
-- what: Notes which KPIs have news though no value changed: values that an answer closed without replacing them, and that this one,
--   in full and the first that is seven days younger, lacks as well. What was doubted is then believed (checks/many_closed).
UPDATE asked SET outcome = 'loaded'
FROM (
    SELECT closed.kpi_id
    FROM (
        SELECT kpi_id, max(known_to) AS known_to
        FROM kolada_value
        WHERE closed_by IN ('absent', 'deleted')
        GROUP BY kpi_id
    ) AS closed
    CROSS JOIN this_harvest
    LEFT JOIN (
        SELECT kpi_id, max("at") AS "at"
        FROM kpi_asked
        WHERE complete AND outcome IN ('loaded', 'unchanged')
        GROUP BY kpi_id
    ) AS before ON before.kpi_id = closed.kpi_id
    WHERE
        this_harvest."at" >= closed.known_to + INTERVAL 7 DAY
        AND coalesce(before."at" < closed.known_to + INTERVAL 7 DAY, true)
) AS confirmed
WHERE asked.kpi_id = confirmed.kpi_id AND asked.complete AND asked.outcome = 'unchanged'
