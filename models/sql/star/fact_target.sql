-- table: fact_target
-- section: publishing.md
-- title: Målvärden
-- key: report_key, goal_key, indicator_key, unit_key, gender
-- needs: dim_report, fulfilment, scope_leaf
-- what: Each target of a published unit and how it was judged. A target that serves several goals has a row for each and
--   counts in the first. The counts are of these targets alone: what units that are not published have is in fact_unit.
-- columns:
--   report_key     text «Rapport» the report or edition that says so
--   goal_key       text «Mål» the goal
--   indicator_key  text «Indikator» the indicator
--   unit_key       text «Enhet» the responsible unit
--   gender         text{T,K,M} «Kön» T total, K women, M men
--   period_key     int? «Period» the value's year; null without a value
--   plan_key       text? «Plan» the plan that the target is of
--   basis          text{outcome,manual_forecast,auto_forecast} «Underlag» what is judged
--   value          float? «Värde» the value, unrounded
--   target         float? «Målvärde» the target
--   target_low     float? «Målvärde, nedre gräns» the lower end of an interval
--   target_high    float? «Målvärde, övre gräns» the upper end of it
--   gap            float? «Avstånd till målet» how far past the target, in the good direction; negative falls short
--   weight         float «Vikt» its weight in the goal
--   status         text{met,partly,not_met,not_assessed,no_judgement} «Bedömning» the judgement
--   own_status     text? «Egen bedömningsgrad» what the municipality calls it, where it has a scale of its own
--   reason         text? «Skäl» why there is no judgement
--   n_met          int «Uppfyllda» 1 where it is met and counts here
--   n_partly       int «Delvis uppfyllda» 1 where it is partly met and counts here
--   n_not_met      int «Ej uppfyllda» 1 where it is not met and counts here
--   n_not_assessed int «Ej bedömda» 1 where it could not be assessed and counts here
--   n_no_judgement int «Ska inte bedömas» 1 where it is not to be judged and counts here
--   lineage_id     text «Spårnummer» leads to where the figure comes from
WITH counted AS (
    SELECT
        fulfilment.*, own_leaf.leaf_id IS NOT NULL AND 1 = row_number() OVER (
            PARTITION BY own_leaf.leaf_id ORDER BY fulfilment.goal_id, fulfilment.indicator_id, fulfilment.gender
        ) AS counts
    FROM fulfilment
    LEFT JOIN (
        SELECT DISTINCT leaf_id, lineage_id FROM scope_leaf WHERE scope = 'unit'
    ) AS own_leaf ON own_leaf.lineage_id = fulfilment.lineage_id
)
SELECT
    report_key, concat_ws('|', report_key, goal_id) AS goal_key, concat_ws('|', report_key, indicator_id) AS indicator_key,
    concat_ws('|', report_key, unit_id) AS unit_key, gender, 100 * counted.year AS period_key,
    CASE WHEN plan_version IS NOT NULL THEN concat_ws('|', report_key, plan_version) END AS plan_key, basis, value,
    target, target_low, target_high, gap, weight, status, own_status_title AS own_status, reason,
    CAST(counts AND status = 'met' AS INTEGER) AS n_met, CAST(counts AND status = 'partly' AS INTEGER) AS n_partly,
    CAST(counts AND status = 'not_met' AS INTEGER) AS n_not_met,
    CAST(counts AND status = 'not_assessed' AS INTEGER) AS n_not_assessed,
    CAST(counts AND status = 'no_judgement' AS INTEGER) AS n_no_judgement, lineage_id
FROM counted CROSS JOIN dim_report
ORDER BY goal_key, indicator_key, unit_key, gender
