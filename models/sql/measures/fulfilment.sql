-- table: fulfilment
-- section: measures.md §1–§4
-- title: Måluppfyllelse
-- published: 1
-- key: goal_id, indicator_id, unit_id, gender
-- needs: value_used, target_in_force, goal, unit, indicator, goal_indicator, threshold, this_report, figure_origin,
--   ordinal_step
-- what: One row for each indicator that a goal is measured by, unit and judged gender: the value that stands for the
--   year, its target, the gap between them after rounding, and the status or the reason why there is none.
-- parents:
--   value_node       p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND
--                    (p.year IN (f.year, f.year - 1) OR f.year IS NULL AND p.year BETWEEN t.year - 3 AND t.year)
--   correction_node  p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND
--                    p.year BETWEEN coalesce(f.year, t.year - 2) - 1 AND t.year
--   own_node         p.indicator_id = f.indicator_id AND p.above_id = f.unit_id AND p.gender = f.gender
--                    AND p.year BETWEEN t.year - 3 AND t.year
--   catalogue_node   p.kpi_id = f.kpi_id
--   definition_node  p.section = 'indicators' AND p.id = f.indicator_id OR p.section = 'goals' AND p.id = f.goal_id
--                    OR p.section = 'plans' AND p.id = f.plan_version OR p.section = 'municipality'
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
--   baseline         float?  «Utgångsvärde» where it started
--   target_year3     float?  «Målvärde år 3» the same plan's target for its year 3
--   required_change  float?  «Förändring om året som krävs» change a year needed to reach it
--   direction        text{higher,lower,interval,neutral}   «Riktning» which way is better
--   tolerance        float?  «Tolerans» how far below the target still counts as partly met, in the unit, not rounded
--   gap              float?  «Avstånd till målet» how far past the target, in the good direction; negative falls short
--   status           text{met,partly,not_met,not_assessed,no_judgement}   «Bedömning» the judgement
--   reason           text{missing,privacy,not_applicable,not_yet_published,no_new_measurement,series_broken,failed_check,no_target}?  «Skäl»
--                          why there is no judgement
--   degree           float[0..1]?  «Grad av målet» how much of the way from the baseline to the target, 0 to 1
--   path_value       float?  «Väg i år» on the path to year 3, rounded; our own calculation
--   on_path          bool?   «I fas» at or past the path
--   previous_value   float?  «Föregående värde» the value of the year before
--   change           float?  «Förändring» value less previous value; null across a series break
--   trend            text{better,unchanged,worse}?   «Trend» the change in the direction's sense
--   count            int?    «Antal bakom värdet» how many are behind the value, where the source says so (Kolada does not)
--   publication      text{final,preliminary}?   «Publicering» preliminary or final
--   source_label     text    «Källa» the source, as it must be named
--   lineage_id       text    «Spårnummer» leads to where the figure comes from
--   auto_value       float?  «Automatiskt värde» the automatic forecast or the newest measurement, kept where a manual forecast comes first
--   forecast_by      text?   «Prognosen gjord av» who made the manual forecast, by role
--   forecast_made_at date?   «Prognosen gjord» when
--   forecast_reason  text?   «Prognosens motivering» why
--   forecast_flag    text{no_new_measurement,months_by_twelve}?   «Prognosens förbehåll» what an automatic forecast rests on, where it is weak
--   unit_coverage    float?  «Täckning av enheter» share of the units below that a rolled-up value stands on
--   reorganised      bool    «Omorganiserad» the unit, or one below it, was reorganised between the value and the one before
WITH leaf AS (
    SELECT
        t.report, t.as_of, t.municipality_id, t.year AS report_year, v.basis,
        l.unit_id, u.level, l.goal_id, g.kind AS goal_kind, g.perspective, l.indicator_id, l.gender, l.weight,
        i.kpi_id, i.unit_of_measure, i.decimals, i.direction, i.min_change,
        v.year, v.value, v.reason, v.previous_value, v.change, v.publication, v.auto_value, v.reorganised, v.count,
        v.coverage, v.forecast_by, v.forecast_made_at, v.forecast_reason, v.forecast_flag,
        round_half_up(v.value, i.decimals) AS x,
        f.plan_version, f.target_year3, f.year3, f.path_value,
        round_half_up(f.target, i.decimals) AS t1,
        round_half_up(f.low, i.decimals) AS low,
        round_half_up(f.high, i.decimals) AS high,
        round_half_up(f.baseline, i.decimals) AS baseline,
        round_half_up(f.path_value, i.decimals) AS on_the_way,
        round_half_up(f.path_low, i.decimals) AS on_the_way_low,
        round_half_up(f.path_high, i.decimals) AS on_the_way_high,
        tolerance_of(f.tolerance, i.tolerance, i.direction, f.target, h.tolerance_share_higher, h.tolerance_share_lower)
            AS tolerance,
        CASE
            WHEN i.kpi_id IS NULL THEN v.source_label
            WHEN v.computed THEN o.processed_label
            ELSE o.source_label
        END AS source_label
    FROM goal_indicator AS l
    CROSS JOIN this_report AS t
    CROSS JOIN threshold AS h
    JOIN goal AS g ON g.goal_id = l.goal_id
    JOIN unit AS u ON u.unit_id = l.unit_id
    JOIN indicator AS i ON i.indicator_id = l.indicator_id
    JOIN value_used AS v ON v.indicator_id = l.indicator_id AND v.unit_id = l.unit_id AND v.gender = l.gender
    LEFT JOIN figure_origin AS o ON o.kpi_id = i.kpi_id
    LEFT JOIN target_in_force AS f
        ON f.goal_id = l.goal_id AND f.indicator_id = l.indicator_id AND f.unit_id = l.unit_id AND f.gender = l.gender
),
with_gap AS (
    SELECT
        *,
        gap_of(direction, x, t1, low, high) AS gap,
        direction <> 'neutral' AND t1 IS NULL AND low IS NULL AS without_target,
        gap_of(direction, x, on_the_way, on_the_way_low, on_the_way_high) AS path_gap
    FROM leaf
)
SELECT
    report, as_of, municipality_id, unit_id, level, goal_id, goal_kind, perspective, g.indicator_id, kpi_id, gender, year,
    basis, value, s.label AS value_label, unit_of_measure, decimals, weight, plan_version,
    t1 AS target, low AS target_low, high AS target_high, baseline, target_year3,
    CASE WHEN direction IN ('higher', 'lower') AND year3 > report_year
        THEN (written(target_year3) - x) / (year3 - report_year) END AS required_change,
    direction, tolerance, gap,
    CASE WHEN without_target THEN 'no_judgement' ELSE status_of(direction, value, gap, tolerance) END AS status,
    CASE WHEN without_target THEN 'no_target' WHEN value IS NULL THEN reason END AS reason,
    CASE
        WHEN x IS NOT NULL AND (direction = 'higher' AND t1 > baseline OR direction = 'lower' AND t1 < baseline)
            THEN greatest(0, least(1, (x - baseline) / (t1 - baseline)))
    END AS degree,
    on_the_way AS path_value,
    path_gap >= 0 AS on_path,
    previous_value, change, trend_of(change, direction, min_change) AS trend,
    count, publication,
    coalesce(source_label, '–') AS source_label,
    auto_value, forecast_by, forecast_made_at, forecast_reason, forecast_flag, coverage AS unit_coverage, reorganised
FROM with_gap AS g
LEFT JOIN ordinal_step AS s ON s.indicator_id = g.indicator_id AND s.rank = round_half_up(g.value, 0)
ORDER BY unit_id, goal_id, g.indicator_id, gender
