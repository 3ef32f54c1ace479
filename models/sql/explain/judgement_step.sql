-- table: judgement_step
-- section: explain.md, measures.md §1–§3, §8
-- key: goal_id, indicator_id, unit_id, gender, step_no
-- needs: fulfilment, comparison, target_in_force, target, indicator, ordinal_step, threshold, this_report
-- what: The steps that lead to each judgement of a finished report, in the order in which one thinks, with the numbers that
--   the report's own row does not hold. Computed from the finished report when a judgement is to be explained.
-- columns:
--   goal_id       text    the goal
--   indicator_id  text    the indicator
--   unit_id       text    the responsible unit
--   gender        text{T,K,M}   whose value is judged
--   step_no       int     the step's place; the places among others come last, from 10
--   step          text{value,rounding,target,tolerance,gap,status,degree,path,change,comparison}   what it is about
--   kind          text    which case it is: what the value is, where the target or tolerance is from, the judgement itself …
--   figure        text{plan_version,tolerance,gap,status,path_value}?   the column of fulfilment that it leads to
--   holds         bool    the step's outcome is what fulfilment has there
--   outcome       float?  what the step's numbers give: the tolerance, the gap or the path's value
--   rounded       float?  the value as it is judged
--   plan_version  text?   the plan that the target or the path is from
--   decided_at    date?   when it was decided
--   year1         int?    its first year
--   year3         int?    its third year
--   first         float?  its target for year 1
--   last          float?  its target for year 3
--   unrounded     float?  the target in force, or where the path is, before it is rounded
--   low           float?  an interval's lower end, rounded
--   high          float?  its upper end
--   above         float?  how far above the lower end the value is
--   below         float?  how far below the upper end
--   factor        float?  the share of the target that is the tolerance, where none is set
--   limit_n       int?    the count that too few are below: behind the value, or in the set
--   min_change    float?  the least difference that is a change
--   group_id      text?   the set of a place among others
WITH leaf AS (
    SELECT
        fulfilment.*, this_report.year AS report_year,
        is_wave(this_report.year, indicator.every, indicator.wave) AS is_awaited,
        indicator.tolerance AS of_indicator, indicator.min_change, indicator.forecast,
        threshold.few_behind_value, threshold.colour_min_n,
        CASE indicator.direction
            WHEN 'higher' THEN threshold.tolerance_share_higher
            WHEN 'lower' THEN threshold.tolerance_share_lower
        END AS factor,
        target_in_force.plan_version AS plan_in_force, coalesce(target_in_force.target, fulfilment.target) AS unrounded,
        target_in_force.target_rule IS NOT NULL AND coalesce(fulfilment.target, fulfilment.target_low) IS NULL AS lacks_ground,
        target_in_force.tolerance AS of_target,
        target_in_force.path_plan, target_in_force.path_value AS unrounded_path,
        round_half_up(fulfilment.value, fulfilment.decimals) AS x,
        round_half_up(fulfilment.target, fulfilment.decimals) AS t1,
        round_half_up(fulfilment.target_low, fulfilment.decimals) AS low,
        round_half_up(fulfilment.target_high, fulfilment.decimals) AS high,
        round_half_up(target_in_force.path_value, fulfilment.decimals) AS on_the_way,
        round_half_up(target_in_force.path_low, fulfilment.decimals) AS on_the_way_low,
        round_half_up(target_in_force.path_high, fulfilment.decimals) AS on_the_way_high,
        tolerance_of(target_in_force.tolerance, indicator.tolerance, fulfilment.direction, target_in_force.target,
            threshold.tolerance_share_higher, threshold.tolerance_share_lower)
            AS allowed
    FROM fulfilment
    CROSS JOIN this_report
    CROSS JOIN threshold
    JOIN indicator ON indicator.indicator_id = fulfilment.indicator_id
    LEFT JOIN target_in_force
        ON target_in_force.goal_id = fulfilment.goal_id AND target_in_force.indicator_id = fulfilment.indicator_id
        AND target_in_force.unit_id = fulfilment.unit_id AND target_in_force.gender = fulfilment.gender
),
judged AS (
    SELECT
        *, gap_of(direction, CASE WHEN is_awaited THEN x END, t1, low, high) AS distance,
        CASE
            WHEN direction <> 'neutral' AND t1 IS NULL AND low IS NULL AND NOT lacks_ground OR NOT is_awaited THEN 'no_judgement'
            WHEN target_rule = 'own_text' THEN status
            WHEN lacks_ground THEN 'not_assessed'
            ELSE status_of(direction, value, gap_of(direction, x, t1, low, high), allowed)
        END AS judgement
    FROM leaf
),
step AS (
    SELECT
        goal_id, indicator_id, unit_id, gender, 1 AS step_no, 'value' AS step,
        CASE
            WHEN value IS NULL AND reason = 'no_target' THEN 'no_value_nor_target'
            WHEN value IS NULL THEN 'no_value'
            WHEN reason = 'no_measurement_expected' THEN reason
            WHEN basis <> 'auto_forecast' THEN basis
            WHEN forecast_flag IN ('no_new_measurement', 'result_share') THEN forecast_flag
            WHEN kpi_id IS NOT NULL OR forecast = 'annual' THEN 'measured'
            ELSE 'foretold'
        END AS kind,
        CASE WHEN count < few_behind_value THEN few_behind_value END AS limit_n
    FROM judged
    WHERE value IS NOT NULL OR target_text IS NULL
    UNION ALL BY NAME
    SELECT goal_id, indicator_id, unit_id, gender, 2 AS step_no, 'rounding' AS step, 'rounded' AS kind, x AS rounded
    FROM judged
    WHERE x IS NOT NULL AND indicator_id NOT IN (SELECT indicator_id FROM ordinal_step)
    UNION ALL BY NAME
    SELECT
        judged.goal_id, judged.indicator_id, judged.unit_id, judged.gender, 3 AS step_no, 'target' AS step,
        CASE
            WHEN judged.target_rule IS NOT NULL THEN 'rule'
            WHEN target.year1 = judged.report_year THEN 'year1'
            WHEN target.year1 + 1 = judged.report_year AND coalesce(target.year2_value, target.year2_low) IS NOT NULL THEN 'year2'
            WHEN target.year3 = judged.report_year AND coalesce(target.year1_value, target.year1_low) IS NULL THEN 'year3'
            WHEN target.year1 IS NOT NULL THEN 'path'
            WHEN judged.direction = 'neutral' THEN 'neutral'
            ELSE 'no_target'
        END AS kind,
        'plan_version' AS figure, (judged.plan_in_force IS NOT DISTINCT FROM judged.plan_version) AS holds,
        judged.plan_in_force AS plan_version, target.decided_at, target.year1, target.year3,
        target.year1_value AS first, target.year3_value AS last, judged.unrounded
    FROM judged
    LEFT JOIN target
        ON target.plan_version = judged.plan_in_force AND target.goal_id = judged.goal_id
        AND target.indicator_id = judged.indicator_id AND target.unit_id = judged.unit_id
        AND target.gender = judged.gender
    UNION ALL BY NAME
    SELECT
        goal_id, indicator_id, unit_id, gender, 4 AS step_no, 'tolerance' AS step,
        CASE
            WHEN of_target IS NOT NULL THEN 'target' WHEN of_indicator IS NOT NULL THEN 'indicator' ELSE 'share'
        END AS kind,
        'tolerance' AS figure, (CAST(allowed AS DOUBLE) IS NOT DISTINCT FROM tolerance) AS holds, allowed AS outcome,
        unrounded, factor
    FROM judged
    WHERE plan_in_force IS NOT NULL AND target_rule IS DISTINCT FROM 'own_text' AND direction <> 'open'
    UNION ALL BY NAME
    SELECT
        goal_id, indicator_id, unit_id, gender, 5 AS step_no, 'gap' AS step, direction AS kind,
        'gap' AS figure, (CAST(distance AS DOUBLE) IS NOT DISTINCT FROM gap) AS holds, distance AS outcome,
        x AS rounded, low, high, x - low AS above, high - x AS below
    FROM judged
    WHERE plan_in_force IS NOT NULL AND x IS NOT NULL AND is_awaited AND NOT lacks_ground AND direction <> 'open'
    UNION ALL BY NAME
    SELECT
        goal_id, indicator_id, unit_id, gender, 6 AS step_no, 'status' AS step, judgement AS kind,
        'status' AS figure, (judgement IS NOT DISTINCT FROM status) AS holds
    FROM judged
    UNION ALL BY NAME
    SELECT
        goal_id, indicator_id, unit_id, gender, 7 AS step_no, 'degree' AS step, direction AS kind, x AS rounded
    FROM judged
    WHERE degree IS NOT NULL AND x IS NOT NULL
    UNION ALL BY NAME
    SELECT
        judged.goal_id, judged.indicator_id, judged.unit_id, judged.gender, 8 AS step_no, 'path' AS step,
        CASE
            WHEN target.year1 + 1 = judged.report_year AND coalesce(target.year2_value, target.year2_low) IS NOT NULL
                OR target.year3 = judged.report_year AND coalesce(target.year1_value, target.year1_low) IS NULL THEN 'decided'
            ELSE judged.direction
        END AS kind, 'path_value' AS figure,
        (CAST(judged.on_the_way AS DOUBLE) IS NOT DISTINCT FROM judged.path_value) AS holds,
        judged.on_the_way AS outcome, judged.x AS rounded, target.plan_version, target.decided_at, target.year1,
        target.year3, target.year1_value AS first, target.year3_value AS last, judged.unrounded_path AS unrounded,
        judged.on_the_way_low AS low, judged.on_the_way_high AS high
    FROM judged
    JOIN target
        ON target.plan_version = judged.path_plan AND target.goal_id = judged.goal_id
        AND target.indicator_id = judged.indicator_id AND target.unit_id = judged.unit_id
        AND target.gender = judged.gender
    WHERE judged.on_path IS NOT NULL AND judged.x IS NOT NULL
    UNION ALL BY NAME
    SELECT
        goal_id, indicator_id, unit_id, gender, 9 AS step_no, 'change' AS step,
        CASE
            WHEN change IS NULL THEN 'change_broken' WHEN trend IS NULL THEN 'change_neutral' ELSE 'change'
        END AS kind,
        min_change
    FROM judged
    WHERE value IS NOT NULL AND previous_value IS NOT NULL
    UNION ALL BY NAME
    SELECT
        judged.goal_id, judged.indicator_id, judged.unit_id, judged.gender,
        9 + row_number() OVER (
            PARTITION BY judged.goal_id, judged.indicator_id, judged.unit_id, judged.gender
            ORDER BY place_of(['similar', 'county', 'all', 'own'], comparison.group_kind), comparison.group_id
        ) AS step_no,
        'comparison' AS step,
        CASE
            WHEN comparison.colour IS NOT NULL THEN 'coloured'
            WHEN comparison.n < judged.colour_min_n THEN 'few'
            ELSE 'arriving'
        END AS kind,
        judged.colour_min_n AS limit_n, comparison.group_id
    FROM judged
    CROSS JOIN this_report
    JOIN comparison
        ON comparison.indicator_id = judged.indicator_id AND comparison.area_id = this_report.area_id
        AND comparison.year = judged.year AND comparison.gender = judged.gender
)
SELECT * REPLACE (coalesce(holds, true) AS holds)
FROM step
ORDER BY goal_id, indicator_id, unit_id, gender, step_no
