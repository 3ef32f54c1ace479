-- table: council_result
-- section: measures.md §13
-- key: unit_id
-- needs: budget, frame, booked, unit, this_report
-- what: The whole municipality's result of the year, and whether taxes and grants are in it: they are nobody's but the whole's,
--   and without them the committees' costs alone would look like a loss.
-- columns:
--   unit_id         text    the council
--   has_taxes       bool    the council itself has revenue or a result in the budget or the ledger
--   forecast        float?  the full year, kronor
--   forecast_basis  text{recorded,outcome}?   what that is: foretold, or the outcome
SELECT
    unit.unit_id, taxed.unit_id IS NOT NULL AS has_taxes, budget.forecast, budget.forecast_basis
FROM unit
CROSS JOIN this_report
LEFT JOIN budget ON budget.unit_id = unit.unit_id AND budget.kind = 'result' AND budget.month = this_report.month
LEFT JOIN (
    SELECT DISTINCT unit_id
    FROM (
        SELECT unit_id, kind FROM frame
        UNION ALL
        SELECT unit_id, kind FROM booked
    )
    WHERE kind IN ('revenue', 'result')
) AS taxed ON taxed.unit_id = unit.unit_id
WHERE unit.level = 'council'
ORDER BY unit.unit_id
