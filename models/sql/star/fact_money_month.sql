-- table: fact_money_month
-- section: publishing.md
-- title: Ekonomi per månad
-- key: report_key, unit_key, kind, period_key
-- needs: dim_report, this_report, budget, unit
-- what: What was budgeted and booked in each month, kronor. A unit's row is what is not in the rows of the units
--   right below it, so that a sum over units, committees or all is the report's figure; is_unknown says where the
--   report does not know it.
-- columns:
--   report_key text «Rapport» the report or edition that says so
--   unit_key   text «Enhet» the unit
--   period_key int «Period» the month
--   kind       text{cost,revenue,result,investment} «Slag» what kind of money; sum one kind at a time
--   is_total   bool «Summa av andra slag» a result, which is revenue less cost
--   budget     float? «Budget» kronor budgeted in the month
--   outcome    float? «Utfall» kronor booked in the month
--   is_unknown bool «Utfallet är inte känt» the report has no outcome of the unit for the month
--   lineage_id text «Spårnummer» leads to where the figure comes from
WITH monthly AS (
    SELECT
        unit_id, kind, month, lineage_id,
        kronor(budget_to_date) - coalesce(lag(kronor(budget_to_date)) OVER months, 0) AS budget,
        kronor(outcome) - CASE WHEN month = min(month) OVER all_months THEN 0 ELSE lag(kronor(outcome)) OVER months END
            AS outcome
    FROM budget
    WINDOW months AS (PARTITION BY unit_id, kind ORDER BY month), all_months AS (PARTITION BY unit_id, kind)
),
below AS (
    SELECT unit.parent_id AS unit_id, monthly.kind, monthly.month, sum(budget) AS budget, sum(outcome) AS outcome
    FROM monthly JOIN unit ON unit.unit_id = monthly.unit_id
    GROUP BY ALL
)
SELECT
    report_key, concat_ws('|', report_key, monthly.unit_id) AS unit_key, 100 * this_report.year + monthly.month AS period_key,
    monthly.kind, monthly.kind = 'result' AS is_total, monthly.budget - coalesce(below.budget, 0) AS budget,
    monthly.outcome - coalesce(below.outcome, 0) AS outcome, monthly.outcome IS NULL AS is_unknown,
    monthly.lineage_id
FROM monthly
CROSS JOIN dim_report
CROSS JOIN this_report
LEFT JOIN below ON below.unit_id = monthly.unit_id AND below.kind = monthly.kind AND below.month = monthly.month
ORDER BY unit_key, period_key, monthly.kind
