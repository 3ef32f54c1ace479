-- table: shortfall_series
-- section: measures.md §11
-- title: Brister år för år
-- published: 20
-- key: goal_id, indicator_id, unit_id, gender, year
-- figure: goal_id, unit_id, indicator_id, gender, year
-- needs: goal, goal_indicator, indicator, target, target_rule, own_value, comparison, series_break, suppressed, withheld,
--   threshold, this_report
-- what: The quality factors' indicators year by year, from the first known value to the last that is expected by now: the
--   value, the target that held that year (as in §2, by the plans that count in the report), the score against the
--   similar set, and whether it fell short. Of the municipality's own measurements those of whole years of the goal's unit,
--   but none that may not be shown (§12).
-- parents:
--   value_node  p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND p.year = f.year
--   own_node    p.indicator_id = f.indicator_id AND p.above_id = f.unit_id AND p.gender = f.gender AND p.year = f.year
--   comparison  p.indicator_id = f.indicator_id AND p.area_id = t.area_id AND p.gender = f.gender AND p.year = f.year
--               AND p.group_kind = 'similar'
--   definition_node  p.section = 'goals' AND p.id = f.goal_id OR p.section = 'indicators' AND p.id = f.indicator_id
--                    OR p.section = 'municipality'
--   definition_node  p.section = 'targets' AND EXISTS (FROM target WHERE target.place = p.id AND target.goal_id = f.goal_id
--                        AND f.year BETWEEN target.year1 AND target.year3
--                        AND target.indicator_id = f.indicator_id AND target.unit_id = f.unit_id AND target.gender = f.gender)
--   model_node  p.model = 'shortfall_series'
-- columns:
--   report        text    «Rapport» the report's id
--   goal_id       text    «Mål» the quality factor
--   unit_id       text    «Enhet» the responsible unit
--   indicator_id  text    «Indikator» the indicator
--   kpi_id        text?   «Nyckeltal» Kolada's KPI
--   gender        text{T,K,M}   «Kön» T, K or M
--   year          int     «År» the year
--   value         float?  «Värde» the value
--   reason        text{missing,incomplete,privacy,not_applicable}?   «Skäl» why there is none
--   target        float?  «Målvärde» the target, rounded
--   target_low    float?  «Målvärde, nedre gräns» the lower end of an interval, rounded
--   target_high   float?  «Målvärde, övre gräns» the upper end of it, rounded
--   status        text{met,partly,not_met}?   «Bedömning» against the target; null without value or target
--   score         float?  «Poäng» against the similar set
--   new_series    bool    «Ny tidsserie» a series break stands between this year and the measurement before
--   shortfall     bool?   «Brist» not met, or in the worst quarter; null where there is no value or nothing to judge it by
--   run           int     «Följd» years with one number are one run: a value that does not fall short begins a new one, as a new series
--   n_in_a_row    int     «Mätningar i rad» shortfalls in a row up to and with this year
--   lineage_id    text    «Spårnummer» leads to where the figure comes from
WITH leaf AS (
    SELECT
        goal_indicator.goal_id, goal_indicator.unit_id, goal_indicator.indicator_id, goal_indicator.gender, indicator.kpi_id,
        indicator.direction, indicator.decimals, indicator.tolerance, indicator.every,
        this_report.report, this_report.year AS report_year, this_report.as_of, this_report.area_id
    FROM goal_indicator
    CROSS JOIN this_report
    JOIN goal ON goal.goal_id = goal_indicator.goal_id
    JOIN indicator ON indicator.indicator_id = goal_indicator.indicator_id
    WHERE goal.kind = 'quality_factor' AND goal_indicator.indicator_id NOT IN (SELECT indicator_id FROM withheld)
),
measured AS (
    SELECT
        leaf.goal_id, leaf.unit_id, leaf.indicator_id, leaf.gender, leaf.every, own_value.year,
        CASE WHEN suppressed.unit_id IS NULL THEN own_value.value END AS value,
        CASE WHEN suppressed.unit_id IS NULL THEN own_value.reason ELSE 'privacy' END AS reason
    FROM leaf
    JOIN own_value
        ON own_value.indicator_id = leaf.indicator_id AND own_value.gender = leaf.gender AND own_value.month IS NULL
        AND own_value.year <= leaf.report_year
        AND own_value.unit_id IS NOT DISTINCT FROM CASE WHEN leaf.kpi_id IS NULL THEN leaf.unit_id END
    LEFT JOIN suppressed
        ON suppressed.indicator_id = own_value.indicator_id AND suppressed.unit_id = own_value.unit_id
        AND suppressed.gender = own_value.gender AND suppressed.year = own_value.year
),
expected AS (
    SELECT
        goal_id, unit_id, indicator_id, gender,
        unnest(range(min(year) FILTER (value IS NOT NULL), max(year) + 1, any_value(every))) AS year
    FROM measured
    GROUP BY goal_id, unit_id, indicator_id, gender
),
decided AS (
    SELECT expected.year, target.*, target_rule.target_rule
    FROM expected
    JOIN target
        ON target.goal_id = expected.goal_id AND target.indicator_id = expected.indicator_id
        AND target.unit_id = expected.unit_id AND target.gender = expected.gender
        AND expected.year BETWEEN target.year1 AND target.year3
    LEFT JOIN target_rule
        ON target_rule.plan_version = target.plan_version AND target_rule.goal_id = target.goal_id
        AND target_rule.indicator_id = target.indicator_id AND target_rule.unit_id = target.unit_id
        AND target_rule.gender = target.gender AND target_rule.year = expected.year
),
for_year AS (
    SELECT
        year, goal_id, unit_id, indicator_id, gender, tolerance, target_rule,
        written(year1_value) AS target, written(year1_low) AS low, written(year1_high) AS high
    FROM decided
    WHERE year = year1 AND (year1_value IS NOT NULL OR year1_low IS NOT NULL OR target_rule IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY year, goal_id, unit_id, indicator_id, gender ORDER BY decided_at DESC, plan_version DESC
    ) = 1
),
on_the_way AS (
    SELECT
        year, goal_id, unit_id, indicator_id, gender, tolerance,
        CASE WHEN target_rule IS NULL THEN aim_of(year1_value, year2_value, year3_value, year, year1) END AS target,
        CASE WHEN target_rule IS NULL THEN aim_of(year1_low, year2_low, year3_low, year, year1) END AS low,
        CASE WHEN target_rule IS NULL THEN aim_of(year1_high, year2_high, year3_high, year, year1) END AS high
    FROM decided
    WHERE year > year1 AND (target IS NOT NULL OR low IS NOT NULL OR target_rule IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY year, goal_id, unit_id, indicator_id, gender ORDER BY decided_at DESC, plan_version DESC
    ) = 1
),
aimed AS (
    SELECT
        expected.*, leaf.kpi_id, leaf.direction, leaf.report, leaf.area_id, leaf.every, measured.value,
        CASE WHEN measured.value IS NULL THEN coalesce(measured.reason, 'missing') END AS reason,
        round_half_up(measured.value, leaf.decimals) AS x,
        -- A rule of the report's year is judged there; of earlier years nothing is held against it.
        CASE WHEN for_year.target_rule IS NULL
            THEN round_half_up(coalesce(for_year.target, on_the_way.target), leaf.decimals) END AS target,
        CASE WHEN for_year.target_rule IS NULL
            THEN round_half_up(coalesce(for_year.low, on_the_way.low), leaf.decimals) END AS low,
        CASE WHEN for_year.target_rule IS NULL
            THEN round_half_up(coalesce(for_year.high, on_the_way.high), leaf.decimals) END AS high,
        tolerance_of(coalesce(for_year.tolerance, on_the_way.tolerance), leaf.tolerance, leaf.direction,
            coalesce(for_year.target, on_the_way.target),
            threshold.tolerance_share_higher, threshold.tolerance_share_lower) AS tolerance
    FROM expected
    CROSS JOIN threshold
    JOIN leaf USING (goal_id, unit_id, indicator_id, gender)
    LEFT JOIN measured USING (goal_id, unit_id, indicator_id, gender, year)
    LEFT JOIN for_year USING (goal_id, unit_id, indicator_id, gender, year)
    LEFT JOIN on_the_way USING (goal_id, unit_id, indicator_id, gender, year)
),
judged AS (
    SELECT
        aimed.*, comparison.score,
        EXISTS (
            FROM series_break
            WHERE series_break.indicator_id = aimed.indicator_id
                AND series_break.year BETWEEN aimed.year - aimed.every + 1 AND aimed.year
        ) AS new_series,
        gap_of(aimed.direction, aimed.x, aimed.target, aimed.low, aimed.high) AS gap
    FROM aimed
    LEFT JOIN comparison
        ON comparison.indicator_id = aimed.indicator_id AND comparison.area_id = aimed.area_id
        AND comparison.year = aimed.year AND comparison.gender = aimed.gender
        AND comparison.group_kind = 'similar'
),
weighed AS (
    SELECT
        judged.*, CASE WHEN gap IS NOT NULL THEN status_of(direction, value, gap, tolerance) END AS status,
        CASE WHEN gap IS NOT NULL OR score IS NOT NULL
            THEN coalesce(gap < -tolerance, false) OR coalesce(score <= threshold.shortfall_score, false) END AS shortfall
    FROM judged
    CROSS JOIN threshold
),
-- A run begins anew where a value does not fall short, and at a series break; what is missing does neither.
in_run AS (
    SELECT
        *, count(*) FILTER (shortfall = false OR new_series) OVER (
            PARTITION BY goal_id, unit_id, indicator_id, gender ORDER BY year
        ) AS run
    FROM weighed
)
SELECT
    report, goal_id, unit_id, indicator_id, kpi_id, gender, year, value, reason, target, low AS target_low,
    high AS target_high, status, score, new_series, shortfall, run,
    count(*) FILTER (shortfall) OVER (PARTITION BY goal_id, unit_id, indicator_id, gender, run ORDER BY year) AS n_in_a_row
FROM in_run
ORDER BY goal_id, unit_id, indicator_id, gender, year
