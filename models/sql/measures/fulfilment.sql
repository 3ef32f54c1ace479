-- table: fulfilment
-- section: measures.md §1–§4, §14, §16
-- title: Måluppfyllelse
-- published: 1
-- key: goal_id, indicator_id, unit_id, gender
-- needs: value_used, movement, target_in_force, target_limit, judgement, own_status, goal, unit, indicator, goal_indicator, threshold, this_report, figure_origin,
--   ordinal_step
-- what: One row for each indicator that a goal is measured by, unit and judged gender: the value that stands for the
--   year, its target, the gap between them after rounding, and the status or the reason why there is none.
-- parents:
--   value_node       p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND
--                    EXISTS (FROM indicator WHERE indicator.indicator_id = f.indicator_id AND (
--                        p.year IN (f.year, f.year - indicator.every) OR f.year IS NULL AND
--                        p.year BETWEEN t.year - 3 * indicator.every AND t.year))
--   value_node       p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.target_from_gender
--                    AND p.year = f.target_from_year
--   own_node         p.indicator_id = f.indicator_id AND p.above_id = f.unit_id AND p.gender = f.target_from_gender
--                    AND p.year = f.target_from_year
--   comparison       p.indicator_id = f.indicator_id AND p.area_id = t.area_id AND p.gender = f.gender
--                    AND p.year = f.target_from_year AND p.group_id = f.target_group_id
--   correction_node  p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND
--                    EXISTS (FROM indicator WHERE indicator.indicator_id = f.indicator_id AND
--                        p.year BETWEEN coalesce(f.year, t.year - 2 * indicator.every) - indicator.every AND t.year)
--   own_node         p.indicator_id = f.indicator_id AND p.above_id = f.unit_id AND p.gender = f.gender
--                    AND EXISTS (FROM indicator WHERE indicator.indicator_id = f.indicator_id
--                        AND p.year BETWEEN t.year - 3 * indicator.every AND t.year)
--   catalogue_node   p.kpi_id = f.kpi_id
--   definition_node  p.section = 'indicators' AND p.id = f.indicator_id OR p.section = 'goals' AND p.id = f.goal_id
--                    OR p.section = 'plans' AND p.id = f.plan_version OR p.section = 'municipality'
--   definition_node  p.section = 'targets' AND EXISTS (FROM target WHERE target.place = p.id
--                        AND target.plan_version IN (f.plan_version, f.path_plan) AND target.goal_id = f.goal_id
--                        AND target.indicator_id = f.indicator_id AND target.unit_id = f.unit_id AND target.gender = f.gender)
--   definition_node  p.section = 'forecasts' AND f.basis = 'manual_forecast' AND EXISTS (FROM manual_forecast
--                    WHERE manual_forecast.place = p.id AND manual_forecast.indicator_id = f.indicator_id
--                        AND manual_forecast.unit_id = f.unit_id AND manual_forecast.gender = f.gender)
--   budget           f.forecast_flag = 'result_share' AND p.level = 'council' AND p.kind = 'result' AND p.month = t.month
--   record_node      f.forecast_flag = 'result_share' AND p.section = 'finances' AND p.year = t.year
--   judgement_node   f.target_rule = 'own_text' AND p.unit_id = f.unit_id AND p.goal_id = f.goal_id AND p.indicator_id = f.indicator_id
--   check_node       p.subject = f.indicator_id
--   model_node       p.model = 'fulfilment'
-- columns:
--   report           text    «Rapport» the report's id
--   as_of            time    «Gäller det som var känt» the effective as-of instant, UTC
--   municipality_id  text    «Kommun» the municipality
--   unit_id          text    «Enhet» the responsible unit
--   level            text    «Nivå» its level
--   goal_id          text    «Mål» the goal
--   goal_kind        text    «Målets slag» the goal's kind
--   perspective      text?   «Perspektiv» the goal's perspective
--   indicator_id     text    «Indikator» the indicator
--   kpi_id           text?   «Nyckeltal» Kolada's KPI
--   gender           text{T,K,M}   «Kön» T total, K women, M men
--   year             int[1900..2100]?    «År» the value's own year
--   basis            text{outcome,manual_forecast,auto_forecast}   «Underlag» what is judged
--   value            float?  «Värde» the value, unrounded
--   value_label      text?   «Stegets namn» the step's name, on an ordinal scale
--   unit_of_measure  text    «Mått» the unit
--   decimals         int[0..6]     «Decimaler» decimals that the judgement rounds to
--   weight           float[0..]   «Vikt» the leaf's weight
--   plan_version     text?   «Plan» the plan that the target is from
--   target           float?  «Målvärde» the target, rounded
--   target_low       float?  «Målvärde, nedre gräns» the lower end of an interval, rounded
--   target_high      float?  «Målvärde, övre gräns» the upper end of it, rounded
--   target_rule      text{increase,decrease,improve,better_than_median,best_quarter,gender_gap,own_text}?   «Målets regel» where the target is a rule and no number: what is asked
--   target_by        float?  «Med minst eller högst» by so much at least; of women and men, at most
--   target_group     text?   «Målets grupp» the group that it is held against: its kind, or the id of one of the municipality's own
--   target_group_id  text?   «Målets grupp, id» the same among the sets that are compared
--   target_from      float?  «Målet utgår från» the baseline, the median, the last of the best quarter, or the other gender's value, rounded
--   target_from_year int?    «Målet utgår från år» the year of that
--   target_from_gender text{T,K,M}?   «Målet utgår från kön» whose value that is
--   target_text      text?   «Målet i ord» what is to be reached, where it is said in words alone and the unit judges it itself
--   own_motivation   text?   «Egen motivering» why the unit judges such a target so
--   baseline         float?  «Utgångsvärde» where it started
--   target_year3     float?  «Målvärde år 3» the same plan's target for its year 3
--   required_change  float?  «Förändring om året som krävs» change a year needed to reach it
--   direction        text{higher,lower,interval,neutral,open}   «Riktning» which way is better
--   tolerance        float?  «Tolerans» how far below the target still counts as partly met, in the unit, not rounded
--   gap              float?  «Avstånd till målet» how far past the target, in the good direction; negative falls short
--   status           text{met,partly,not_met,not_assessed,no_judgement}   «Bedömning» the judgement
--   own_status       text?   «Egen bedömningsgrad» the step of the municipality's own scale, where it has one
--   own_status_title text?   «Egen bedömningsgrad, namn» what that is called
--   own_score        float[0..1]?  «Egen poäng» its score, which no sum uses
--   reason           text{missing,incomplete,privacy,not_applicable,not_yet_published,no_new_measurement,no_measurement_expected,series_broken,failed_check,period_not_over,reorganised,no_forecast,no_target,not_confirmed,no_baseline,no_comparison,no_other_gender,no_own_judgement}?  «Skäl»
--                          why there is no judgement
--   degree           float[0..1]?  «Grad av målet» how much of the way from the baseline to the target, 0 to 1
--   path_plan        text?   «Vägens plan» the plan that the path is of
--   path_value       float?  «Väg i år» on the path to year 3, rounded; our own calculation
--   on_path          bool?   «I fas» at or past the path
--   previous_value   float?  «Föregående värde» the value of the measurement before: the year before, or the wave before
--   change           float?  «Förändring» value less previous value; null across a series break
--   trend            text{better,worse,within_normal,series_too_short}?   «Trend» the change in the direction's sense, where it tells something (§14)
--   count            int?    «Antal bakom värdet» how many are behind the value, where the source says so (Kolada does not)
--   publication      text{final,preliminary}?   «Publicering» preliminary or final
--   source_label     text    «Källa» the source, as it must be named
--   lineage_id       text    «Spårnummer» leads to where the figure comes from
--   auto_value       float?  «Automatiskt värde» the automatic forecast or the newest measurement, kept where a manual forecast comes first
--   forecast_by      text?   «Prognosen gjord av» who made the manual forecast, by role
--   forecast_made_at date?   «Prognosen gjord» when
--   forecast_reason  text?   «Prognosens motivering» why
--   forecast_flag    text{no_new_measurement,months_by_twelve,result_share}?   «Prognosens grund» what an automatic forecast rests on, where that is to be said
--   unit_coverage    float?  «Andel enheter som mätt» share of the units below that a rolled-up value stands on
--   reorganised      bool    «Omorganiserad» what the unit is made of changed between the value and the one before
--   normal_low       float?  «Normalt, nedre» the lower limit of what is normal for the series (§14); null where it is too short
--   normal_high      float?  «Normalt, övre» the upper limit
--   assurance        text{as_things_are,by_chance,not_without_change}?   «Målet nås» whether the target is reached, by what is normal for the series (§14)
--   p_met            float[0..1]?  «Sannolikhet att nå målet» in an interim report, of the newest measurement of an earlier year: that the year's own reaches the target (§16)
--   expectation      text{likely,uncertain,unlikely}?   «Väntat» what may be expected by that; no status
WITH leaf AS (
    SELECT
        this_report.report, this_report.as_of, this_report.municipality_id, this_report.year AS report_year,
        value_used.basis,
        goal_indicator.unit_id, unit.level, goal_indicator.goal_id, goal.kind AS goal_kind, goal.perspective,
        goal_indicator.indicator_id, goal_indicator.gender, goal_indicator.weight,
        indicator.kpi_id, indicator.unit_of_measure, indicator.decimals,
        coalesce(target_limit.direction, indicator.direction) AS direction, indicator.min_change,
        is_wave(this_report.year, indicator.every, indicator.wave) AS is_awaited,
        value_used.year, value_used.value, value_used.reason, value_used.previous_value, value_used.change,
        value_used.publication, value_used.auto_value, value_used.reorganised, value_used.count,
        value_used.coverage, value_used.forecast_by, value_used.forecast_made_at, value_used.forecast_reason,
        value_used.forecast_flag,
        target_limit.target_rule, target_limit.target_by, target_limit.target_group, target_limit.target_group_id,
        target_limit.target_from, target_limit.target_from_year, target_limit.target_from_gender,
        target_limit.reason AS lacks, target_in_force.target_text, judgement.motivation AS own_motivation,
        CASE WHEN target_limit.target_rule = 'own_text' AND (value_used.reason IS DISTINCT FROM 'period_not_over')
            THEN coalesce(judgement.status, 'not_assessed') END AS judged_itself, indicator.direction AS trend_direction,
        movement.movement, movement.side, movement.lower AS lower_limit, movement.upper AS upper_limit,
        CASE WHEN value_used.basis = 'auto_forecast' AND NOT value_used.forecast AND value_used.year < this_report.year
            AND movement.lower IS NOT NULL
            THEN 1.2533 * movement.mean_range * sqrt(this_report.year - value_used.year) END AS spread_ahead,
        threshold.likely_share, threshold.unlikely_share,
        round_half_up(value_used.value, indicator.decimals) AS x,
        target_in_force.plan_version, target_in_force.target_year3, target_in_force.year3,
        target_in_force.path_plan, target_in_force.path_value,
        round_half_up(target_limit.target, indicator.decimals) AS t1,
        round_half_up(target_limit.low, indicator.decimals) AS low,
        round_half_up(target_limit.high, indicator.decimals) AS high,
        round_half_up(target_limit.baseline, indicator.decimals) AS baseline,
        round_half_up(target_in_force.path_value, indicator.decimals) AS on_the_way,
        round_half_up(target_in_force.path_low, indicator.decimals) AS on_the_way_low,
        round_half_up(target_in_force.path_high, indicator.decimals) AS on_the_way_high,
        tolerance_of(target_in_force.tolerance, indicator.tolerance, indicator.direction, target_in_force.target,
            threshold.tolerance_share_higher, threshold.tolerance_share_lower)
            AS tolerance,
        CASE
            WHEN indicator.kpi_id IS NULL THEN value_used.source_label
            WHEN value_used.computed THEN figure_origin.processed_label
            ELSE figure_origin.source_label
        END AS source_label
    FROM goal_indicator
    CROSS JOIN this_report
    CROSS JOIN threshold
    JOIN goal ON goal.goal_id = goal_indicator.goal_id
    JOIN unit ON unit.unit_id = goal_indicator.unit_id
    JOIN indicator ON indicator.indicator_id = goal_indicator.indicator_id
    JOIN value_used
        ON value_used.indicator_id = goal_indicator.indicator_id AND value_used.unit_id = goal_indicator.unit_id
        AND value_used.gender = goal_indicator.gender
    LEFT JOIN movement
        ON movement.indicator_id = value_used.indicator_id AND movement.gender = value_used.gender
        AND movement.year = value_used.year AND NOT movement.monthly
        AND movement.unit_id IS NOT DISTINCT FROM CASE WHEN indicator.kpi_id IS NULL THEN value_used.unit_id END
        AND movement.forecast_of IS NOT DISTINCT FROM CASE WHEN value_used.forecast THEN value_used.unit_id END
    LEFT JOIN figure_origin ON figure_origin.kpi_id = indicator.kpi_id
    LEFT JOIN target_in_force
        ON target_in_force.goal_id = goal_indicator.goal_id AND target_in_force.indicator_id = goal_indicator.indicator_id
        AND target_in_force.unit_id = goal_indicator.unit_id AND target_in_force.gender = goal_indicator.gender
    LEFT JOIN target_limit
        ON target_limit.goal_id = goal_indicator.goal_id AND target_limit.indicator_id = goal_indicator.indicator_id
        AND target_limit.unit_id = goal_indicator.unit_id AND target_limit.gender = goal_indicator.gender
    LEFT JOIN judgement
        ON target_limit.target_rule = 'own_text' AND judgement.unit_id = goal_indicator.unit_id
        AND judgement.goal_id = goal_indicator.goal_id AND judgement.indicator_id = goal_indicator.indicator_id
),
with_gap AS (
    SELECT
        *,
        gap_of(direction, judged_x, t1, low, high) AS gap,
        direction <> 'neutral' AND t1 IS NULL AND low IS NULL AND target_rule IS NULL AS without_target,
        gap_of(direction, judged_x, on_the_way, on_the_way_low, on_the_way_high) AS path_gap
    FROM (
        -- What is shown in a year without an expected measurement is not judged.
        SELECT *, CASE WHEN is_awaited THEN x END AS judged_x FROM leaf
    )
),
with_chance AS (
    SELECT
        *,
        CASE
            WHEN spread_ahead IS NULL OR gap IS NULL OR direction IN ('neutral', 'open') THEN NULL
            WHEN direction = 'interval'
                THEN greatest(0, chance_past(x - low, spread_ahead) + chance_past(high - x, spread_ahead) - 1)
            ELSE chance_past(gap, spread_ahead)
        END AS p_met
    FROM with_gap
)
SELECT
    report, as_of, municipality_id, unit_id, level, goal_id, goal_kind, perspective, with_chance.indicator_id, kpi_id, gender,
    year,
    basis, value, ordinal_step.label AS value_label, unit_of_measure, decimals, weight, plan_version,
    t1 AS target, low AS target_low, high AS target_high, target_rule, target_by, target_group, target_group_id, target_from,
    target_from_year, target_from_gender, target_text, own_motivation, baseline, target_year3,
    CASE WHEN direction IN ('higher', 'lower') AND year3 > report_year
        THEN (written(target_year3) - judged_x) / (year3 - report_year) END AS required_change,
    direction, tolerance, gap,
    CASE WHEN without_target OR NOT is_awaited THEN 'no_judgement' WHEN lacks IS NOT NULL THEN 'not_assessed'
        WHEN judged_itself IS NOT NULL THEN judged_itself ELSE status_of(direction, value, gap, tolerance) END AS status,
    own_status.own_status, own_status.title AS own_status_title, own_status.score AS own_score,
    CASE WHEN without_target THEN 'no_target' WHEN NOT is_awaited THEN 'no_measurement_expected'
        WHEN judged_itself = 'not_assessed' THEN 'no_own_judgement' WHEN judged_itself IS NOT NULL THEN NULL
        WHEN value IS NULL THEN reason
        WHEN lacks IS NOT NULL THEN lacks WHEN direction = 'open' THEN 'not_confirmed' END AS reason,
    CASE
        WHEN judged_x IS NOT NULL AND (direction = 'higher' AND t1 > baseline OR direction = 'lower' AND t1 < baseline)
            THEN greatest(0, least(1, (judged_x - baseline) / (t1 - baseline)))
    END AS degree,
    path_plan, on_the_way AS path_value,
    path_gap >= 0 AS on_path,
    previous_value, change, trend_of(change, trend_direction, min_change, movement, side) AS trend,
    count, publication,
    coalesce(source_label, '–') AS source_label,
    auto_value, forecast_by, forecast_made_at, forecast_reason, forecast_flag, coverage AS unit_coverage, reorganised,
    lower_limit AS normal_low, upper_limit AS normal_high,
    assurance_of(direction, t1, low, high, lower_limit, upper_limit) AS assurance,
    p_met,
    CASE
        WHEN p_met >= likely_share THEN 'likely' WHEN p_met <= unlikely_share THEN 'unlikely'
        WHEN p_met IS NOT NULL THEN 'uncertain'
    END AS expectation
FROM with_chance
LEFT JOIN own_status
    ON gap < 0 AND own_status.counts_as <> 'met'
        AND (own_status.within IS NULL OR gap >= -tolerances(own_status.within, tolerance))
        AND gap < -tolerances(own_status.beyond, tolerance)
    OR gap >= 0 AND own_status.counts_as = 'met'
LEFT JOIN ordinal_step
    ON ordinal_step.indicator_id = with_chance.indicator_id AND ordinal_step.rank = round_half_up(with_chance.value, 0)
ORDER BY unit_id, goal_id, with_chance.indicator_id, gender
