-- statement: tell_mended
-- needs: asked, kpi_asked
-- what: Notes which KPIs have news though no value changed: what mends an earlier finding, or another place in the catalogue.
UPDATE asked SET outcome = 'loaded'
FROM (
    SELECT kpi_id, arg_max(outcome, "at") AS outcome, arg_max(in_catalogue, "at") AS in_catalogue
    FROM kpi_asked
    WHERE outcome <> 'older'
    GROUP BY kpi_id
) AS before
WHERE
    asked.kpi_id = before.kpi_id AND asked.outcome = 'unchanged'
    AND (before.outcome IN ('answered_empty', 'conflicting') OR before.in_catalogue <> asked.in_catalogue)
