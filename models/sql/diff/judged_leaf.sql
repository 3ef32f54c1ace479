-- table: judged_leaf
-- section: freezing-and-diff.md, measures.md §2
-- key: goal_id, indicator_id, unit_id, gender
-- needs: fulfilment, indicator, target_in_force, threshold, this_report, lineage
-- what: One report's leaves with everything that their status hangs on, before rounding.
-- columns:
--   goal_id           text    the goal
--   indicator_id      text    the indicator
--   unit_id           text    the responsible unit
--   gender            text{T,K,M}   whose value is judged
--   kpi_id            text?   Kolada's KPI
--   report_year       int     the report's year
--   lag               int     the oldest age in years that may stand for it
--   every             int     years from one measurement to the next
--   wave              int     what a measured year leaves, divided by every
--   direction         text    which way is better
--   own_status        text?   the unit's own judgement, where the target is in words
--   lacks_ground      bool    the target is a rule whose ground is not there
--   decimals          int     decimals that the judgement rounds to
--   unit_of_measure   text    the unit
--   own_tolerance     float?  the indicator's explicit tolerance
--   share_higher      float   default tolerance as a share, higher is better
--   share_lower       float   the same, lower is better
--   plan_version      text?   the plan that the target is from
--   target            float?  the target in force, not rounded
--   low               float?  the lower end of an interval
--   high              float?  the upper end of it
--   target_tolerance  float?  the target's explicit tolerance
--   year              int?    the value's own year
--   value             float?  the value
--   known_from        time?   from when that version of it was known
--   publication       text?   preliminary or final
--   basis             text    whether it was measured or foretold, and how
--   withheld          bool    a failed check withholds it
--   status            text    the judgement
--   reason            text?   why there is none
--   lineage_id        text    leads to where the figure comes from
WITH version AS (
    SELECT label, min("at") AS known_from FROM lineage WHERE kind = 'value' GROUP BY label
)
SELECT
    fulfilment.goal_id, fulfilment.indicator_id, fulfilment.unit_id, fulfilment.gender, fulfilment.kpi_id,
    this_report.year AS report_year, indicator.lag, indicator.every, indicator.wave,
    fulfilment.direction, fulfilment.decimals,
    CASE WHEN target_in_force.target_rule = 'own_text' THEN fulfilment.status END AS own_status,
    target_in_force.target_rule IS NOT NULL AND coalesce(fulfilment.target, fulfilment.target_low) IS NULL AS lacks_ground,
    fulfilment.unit_of_measure, indicator.tolerance AS own_tolerance, threshold.tolerance_share_higher AS share_higher,
    threshold.tolerance_share_lower AS share_lower, target_in_force.plan_version,
    -- What a rule comes to stands in the report alone.
    coalesce(target_in_force.target, fulfilment.target) AS target, coalesce(target_in_force.low, fulfilment.target_low) AS low,
    coalesce(target_in_force.high, fulfilment.target_high) AS high, target_in_force.tolerance AS target_tolerance,
    fulfilment.year, fulfilment.value, version.known_from, fulfilment.publication, fulfilment.basis,
    coalesce(fulfilment.reason = 'failed_check', false) AS withheld,
    fulfilment.status, fulfilment.reason, fulfilment.lineage_id
FROM fulfilment
CROSS JOIN this_report
CROSS JOIN threshold
JOIN indicator USING (indicator_id)
LEFT JOIN target_in_force USING (goal_id, indicator_id, unit_id, gender)
LEFT JOIN version
    ON version.label = concat_ws(' ', fulfilment.kpi_id, this_report.area_id, fulfilment.year, fulfilment.gender)
ORDER BY fulfilment.goal_id, fulfilment.indicator_id, fulfilment.unit_id, fulfilment.gender
