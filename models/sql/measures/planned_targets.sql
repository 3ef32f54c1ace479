-- table: planned_targets
-- section: measures.md §20
-- title: Målvärden i planen
-- published: 60
-- key: plan_version, goal_id, indicator_id, unit_id, gender, year
-- needs: planned_target, fulfilment, goal, indicator, ordinal_step, this_report
-- what: What each target of the plan that is made asks, year by year, beside where we stand and this year's target. What it would demand
--   of a number is the change from the one to the other; how often others have done so stands in target_realism.
-- parents:
--   fulfilment       p.goal_id = f.goal_id AND p.indicator_id = f.indicator_id AND p.unit_id = f.unit_id AND p.gender = f.gender
--   definition_node  p.section = 'plans' AND p.id = f.plan_version OR p.section = 'goals' AND p.id = f.goal_id
--                    OR p.section = 'indicators' AND p.id = f.indicator_id
--   definition_node  p.section = 'targets' AND EXISTS (FROM planned_target WHERE planned_target.place = p.id
--                        AND planned_target.plan_version = f.plan_version AND planned_target.goal_id = f.goal_id
--                        AND planned_target.indicator_id = f.indicator_id AND planned_target.unit_id = f.unit_id
--                        AND planned_target.gender = f.gender AND planned_target.year = f.year)
--   model_node       p.model = 'planned_targets'
-- columns:
--   report           text    «Rapport» the report's id
--   plan_version     text    «Plan» the plan
--   decided          bool    «Beslutad» the plan is decided; else it is a proposal
--   decided_by       text?   «Beslutas av» the unit that decides it; null for the council
--   decided_at       date?   «Beslutat» when
--   decision         text?   «Beslut» as the minutes have it
--   goal_id          text    «Mål» the goal
--   indicator_id     text    «Indikator» the indicator
--   unit_id          text    «Enhet» the responsible unit
--   gender           text{T,K,M}   «Kön» T, K or M
--   year             int     «Målår» the year that the target is for
--   target           float?  «Målvärde» the target, rounded
--   target_label     text?   «Stegets namn» the step's name, on an ordinal scale
--   target_low       float?  «Målvärde, nedre gräns» the lower end of an interval, rounded
--   target_high      float?  «Målvärde, övre gräns» the upper end of it, rounded
--   target_rule      text{increase,decrease,improve,better_than_median,best_quarter,gender_gap,own_text}?   «Målets regel» where the target is a rule and no number: what is asked
--   target_by        float?  «Med minst eller högst» by so much at least; of women and men, at most
--   target_group     text?   «Målets grupp» the group that it is held against: its kind, or the id of one of the municipality's own
--   target_from      float?  «Utgångsvärde» the baseline that a rule starts from
--   target_from_year int?    «Utgångsår» the year of the measurement that a rule starts from
--   target_text      text?   «Målet i ord» what is to be reached, in words
--   target_now       float?  «Årets målvärde» the target of the report's year, rounded
--   value            float?  «Värde» where we stand, unrounded
--   value_label      text?   «Värdets steg» its step's name
--   value_year       int?    «Värdets år» the value's year
--   asked_change     float?  «Förändring som krävs» target less value, both rounded; null where the value is there already, of an interval and of a rule
--   lineage_id       text    «Spårnummer» leads to where the figure comes from
SELECT
    this_report.report, planned_target.plan_version, planned_target.decided_at IS NOT NULL AS decided,
    planned_target.decided_by, planned_target.decided_at, planned_target.decision, planned_target.goal_id,
    planned_target.indicator_id, planned_target.unit_id, planned_target.gender, planned_target.year,
    round_half_up(planned_target.target, indicator.decimals) AS target, step.label AS target_label,
    round_half_up(planned_target.low, indicator.decimals) AS target_low,
    round_half_up(planned_target.high, indicator.decimals) AS target_high, planned_target.target_rule, planned_target.target_by,
    coalesce(planned_target.group_id, planned_target.group_kind) AS target_group,
    CASE WHEN planned_target.since IS NULL THEN planned_target.baseline END AS target_from,
    planned_target.since AS target_from_year, planned_target.target_text, fulfilment.target AS target_now,
    fulfilment.value, fulfilment.value_label, fulfilment.year AS value_year,
    CASE WHEN sign_of(indicator.direction) * (round_half_up(planned_target.target, indicator.decimals)
        - round_half_up(fulfilment.value, indicator.decimals)) > 0
        THEN CAST(written(round_half_up(planned_target.target, indicator.decimals))
            - written(round_half_up(fulfilment.value, indicator.decimals)) AS DOUBLE) END AS asked_change
FROM planned_target
CROSS JOIN this_report
JOIN goal ON goal.goal_id = planned_target.goal_id
JOIN indicator ON indicator.indicator_id = planned_target.indicator_id
LEFT JOIN ordinal_step AS step
    ON step.indicator_id = planned_target.indicator_id AND step.rank = planned_target.target
LEFT JOIN fulfilment
    ON fulfilment.goal_id = planned_target.goal_id AND fulfilment.indicator_id = planned_target.indicator_id
    AND fulfilment.unit_id = planned_target.unit_id AND fulfilment.gender = planned_target.gender
ORDER BY planned_target.plan_version, planned_target.goal_id, planned_target.indicator_id, planned_target.unit_id,
    planned_target.gender, planned_target.year
