-- table: fact_money_year
-- section: publishing.md
-- title: Ekonomi för helåret
-- key: report_key, unit_key, kind
-- needs: dim_report, this_report, budget, unit
-- what: The full year's frame and forecast as each report has them, kronor, by the same rule as fact_money_month.
-- columns:
--   report_key text «Rapport» the report or edition that says so
--   unit_key   text «Enhet» the unit
--   period_key int «Period» the year
--   kind       text{cost,revenue,result,investment} «Slag» what kind of money; sum one kind at a time
--   is_total   bool «Summa av andra slag» a result, which is revenue less cost
--   budget     float? «Budget, helår» the full year's frame
--   forecast   float? «Prognos, helår» the full year's forecast; after December the outcome
--   deviation  float? «Avvikelse» forecast against frame: + is a surplus
--   escalation text{none,committee,council}? «Vem som ska agera» who must act on the deviation of the unit with all below it
--   is_unknown bool «Prognosen är inte känd» the report has no forecast of the unit
--   lineage_id text «Spårnummer» leads to where the figure comes from
WITH yearly AS (
    SELECT
        budget.* REPLACE (
            kronor(budget.budget) AS budget, kronor(budget.forecast) AS forecast, kronor(budget.deviation) AS deviation
        )
    FROM budget JOIN this_report ON this_report.month = budget.month
),
below AS (
    SELECT
        unit.parent_id AS unit_id, yearly.kind, sum(budget) AS budget, sum(forecast) AS forecast, sum(deviation) AS deviation
    FROM yearly JOIN unit ON unit.unit_id = yearly.unit_id
    GROUP BY ALL
)
SELECT
    report_key, concat_ws('|', report_key, yearly.unit_id) AS unit_key, 100 * this_report.year AS period_key, yearly.kind,
    yearly.kind = 'result' AS is_total, yearly.budget - coalesce(below.budget, 0) AS budget,
    yearly.forecast - coalesce(below.forecast, 0) AS forecast,
    yearly.deviation - coalesce(below.deviation, 0) AS deviation, yearly.escalation,
    yearly.forecast IS NULL AS is_unknown, yearly.lineage_id
FROM yearly
CROSS JOIN dim_report
CROSS JOIN this_report
LEFT JOIN below ON below.unit_id = yearly.unit_id AND below.kind = yearly.kind
ORDER BY unit_key, yearly.kind
