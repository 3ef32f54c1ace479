-- table: balance_requirement
-- section: measures.md §13
-- title: Balanskravsutredning
-- published: 28
-- key: step
-- needs: council_result, financial_year, this_report
-- what: In the annual report of a year whose figures are given: from the year's result by what the law adjusts to the balance
--   result, step by step, as each is added. The last is judged where all that it is made of is known; nothing is taken for 0.
-- parents:
--   budget  p.unit_id = f.unit_id AND p.kind = 'result' AND p.month = t.month
--   record_node  p.section = 'finances' AND p.unit_id = f.unit_id AND p.year = t.year
--   definition_node  p.section = 'municipality'
--   model_node  p.model = 'balance_requirement'
-- columns:
--   report      text   «Rapport» the report's id
--   unit_id     text   «Enhet» the council
--   step_no     int    «Ordning» its place
--   step        text{result,capital_gains,other_adjustments,adjusted_result,to_reserve,from_reserve,balance_result}   «Post» what is added, or what it comes to
--   amount      float?  «Belopp» kronor, as it is added; null where it is not known
--   status      text{met,not_met,not_assessed}?   «Bedömning» of the balance result: met where it is 0 or more
--   reason      text{no_taxes,no_outcome,no_capital_gains,no_reserve}?   «Skäl» why it is not judged: the first thing that lacks
--   lineage_id  text   «Spårnummer» leads to where the figure comes from
WITH known AS (
    SELECT
        council_result.unit_id, council_result.has_taxes,
        CASE WHEN council_result.forecast_basis = 'outcome' THEN kronor(council_result.forecast) END AS result,
        -kronor(financial_year.capital_gains) AS capital_gains, kronor(financial_year.other_adjustments) AS other_adjustments,
        -kronor(financial_year.to_reserve) AS to_reserve, kronor(financial_year.from_reserve) AS from_reserve
    FROM council_result
    CROSS JOIN this_report
    CROSS JOIN financial_year
    WHERE this_report.basis = 'outcome'
),
adjusted AS (
    SELECT *, result + capital_gains + coalesce(other_adjustments, 0) AS adjusted_result
    FROM known
),
balanced AS (
    SELECT
        *, adjusted_result + to_reserve + from_reserve AS balance_result,
        CASE
            WHEN NOT has_taxes THEN 'no_taxes'
            WHEN result IS NULL THEN 'no_outcome'
            WHEN capital_gains IS NULL THEN 'no_capital_gains'
            WHEN to_reserve IS NULL OR from_reserve IS NULL THEN 'no_reserve'
        END AS reason
    FROM adjusted
),
every_step AS (
    SELECT unit_id, 1 AS step_no, 'result' AS step, result AS amount, NULL AS status, NULL AS reason FROM balanced
    UNION ALL
    SELECT unit_id, 2, 'capital_gains', capital_gains, NULL, NULL FROM balanced
    UNION ALL
    SELECT unit_id, 3, 'other_adjustments', other_adjustments, NULL, NULL FROM balanced WHERE other_adjustments IS NOT NULL
    UNION ALL
    SELECT unit_id, 4, 'adjusted_result', adjusted_result, NULL, NULL FROM balanced
    UNION ALL
    SELECT unit_id, 5, 'to_reserve', to_reserve, NULL, NULL FROM balanced
    UNION ALL
    SELECT unit_id, 6, 'from_reserve', from_reserve, NULL, NULL FROM balanced
    UNION ALL
    SELECT
        unit_id, 7, 'balance_result', balance_result,
        CASE WHEN reason IS NOT NULL THEN 'not_assessed' WHEN balance_result >= 0 THEN 'met' ELSE 'not_met' END, reason
    FROM balanced
)
SELECT
    this_report.report, every_step.unit_id, every_step.step_no, every_step.step, every_step.amount, every_step.status,
    every_step.reason
FROM every_step
CROSS JOIN this_report
ORDER BY every_step.step_no
