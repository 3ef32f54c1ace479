-- table: leaf_scenario
-- section: freezing-and-diff.md, One cause
-- key: goal_id, indicator_id, unit_id, gender, later
-- needs: judged_leaf
-- what: What each leaf whose status changed would have been with some of its parts from the later report and the rest from
--   the earlier: every mixture of check, definition, target and value.
-- columns:
--   goal_id       text   the goal
--   indicator_id  text   the indicator
--   unit_id       text   the responsible unit
--   gender        text{T,K,M}   whose value is judged
--   later         text   the parts that are the later report's, as "check + target"; empty where none is
--   status        text   the judgement of the mixture
WITH part AS (
    SELECT
        check_later, definition_later, target_later, value_later,
        concat_ws(' + ',
            CASE WHEN check_later THEN 'check' END, CASE WHEN definition_later THEN 'definition' END,
            CASE WHEN target_later THEN 'target' END, CASE WHEN value_later THEN 'value' END) AS later
    FROM (SELECT unnest([false, true]) AS check_later) AS of_check
    CROSS JOIN (SELECT unnest([false, true]) AS definition_later) AS of_definition
    CROSS JOIN (SELECT unnest([false, true]) AS target_later) AS of_target
    CROSS JOIN (SELECT unnest([false, true]) AS value_later) AS of_value
),
-- A value comes along with what alone can bring it: a check that lets go of it, another KPI, another lag.
changed AS (
    SELECT
        old.goal_id, old.indicator_id, old.unit_id, old.gender, old, new,
        old.withheld AS check_brings_value,
        (old.kpi_id IS DISTINCT FROM new.kpi_id)
            OR old.lag <> new.lag AND coalesce(
                old.value IS NULL AND new.year < new.report_year - old.lag
                OR old.year < new.report_year - new.lag AND old.year >= new.report_year - old.lag, false)
            AS definition_brings_value
    FROM before.judged_leaf AS old
    JOIN after.judged_leaf AS new USING (goal_id, indicator_id, unit_id, gender)
    WHERE old.status <> new.status
),
mixed AS (
    SELECT
        changed.goal_id, changed.indicator_id, changed.unit_id, changed.gender, part.later,
        CASE WHEN part.definition_later THEN changed.new ELSE changed.old END AS defined,
        CASE WHEN part.target_later THEN changed.new ELSE changed.old END AS aimed,
        CASE
            WHEN CASE WHEN part.check_later THEN changed.new.withheld ELSE changed.old.withheld END THEN NULL
            WHEN part.value_later
                OR part.definition_later AND changed.definition_brings_value
                OR part.check_later AND changed.check_brings_value THEN changed.new.value
            ELSE changed.old.value
        END AS value
    FROM changed
    CROSS JOIN part
),
judged AS (
    SELECT
        *,
        gap_of(defined.direction, round_half_up(value, defined.decimals), round_half_up(aimed.target, defined.decimals),
            round_half_up(aimed.low, defined.decimals), round_half_up(aimed.high, defined.decimals)) AS gap,
        tolerance_of(aimed.target_tolerance, defined.own_tolerance, defined.direction, aimed.target,
            defined.share_higher, defined.share_lower) AS tolerance
    FROM mixed
)
SELECT
    goal_id, indicator_id, unit_id, gender, later,
    CASE
        WHEN defined.own_status IS NOT NULL THEN defined.own_status
        WHEN aimed.lacks_ground AND defined.direction <> 'neutral' THEN 'not_assessed'
        WHEN defined.direction <> 'neutral' AND aimed.target IS NULL AND aimed.low IS NULL THEN 'no_judgement'
        ELSE status_of(defined.direction, value, gap, tolerance)
    END AS status
FROM judged
ORDER BY goal_id, indicator_id, unit_id, gender, later
