-- check: weaker_target
-- title: Målvärden i egna planer ställer minst lika höga krav som i planen över dem
-- severity: warning
-- needs: target, target_rule, goal_below, indicator, unit, this_report
-- what: A committee decides within what the council has decided, and has for the report's year a target that asks less than the
--   council's own for the same indicator and gender, of the same goal or of one that the goal serves. The targets are those of
--   the newest plan of each that has one for the year, or a path to it; own measurements are compared within a unit alone.
--   A target that is a rule, of either, is not compared.
WITH of_year AS (
    SELECT
        target.*, target_rule.target_rule, unit.title AS committee, coalesce(unit.level = 'council', true) AS of_council,
        this_report.year,
        aim_of(target.year1_value, target.year2_value, target.year3_value, this_report.year, target.year1) AS aim,
        aim_of(target.year1_low, target.year2_low, target.year3_low, this_report.year, target.year1) AS low,
        aim_of(target.year1_high, target.year2_high, target.year3_high, this_report.year, target.year1) AS high
    FROM target
    CROSS JOIN this_report
    LEFT JOIN unit ON unit.unit_id = target.decided_by
    LEFT JOIN target_rule
        ON target_rule.plan_version = target.plan_version AND target_rule.goal_id = target.goal_id
        AND target_rule.indicator_id = target.indicator_id AND target_rule.unit_id = target.unit_id
        AND target_rule.gender = target.gender AND target_rule.year = this_report.year
    WHERE this_report.year BETWEEN target.year1 AND target.year3
),
newest AS (
    SELECT *
    FROM of_year
    WHERE aim IS NOT NULL OR low IS NOT NULL OR target_rule IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY of_council, goal_id, indicator_id, unit_id, gender
        ORDER BY year1 = year DESC, decided_at DESC, plan_version DESC
    ) = 1
),
compared AS (
    SELECT
        own.indicator_id, own.year, own.committee, own.plan_title AS own_plan, own.plan_version, own.goal_id,
        own.unit_id, own.gender, council.plan_title AS council_plan,
        CASE WHEN own.aim IS NULL THEN concat(shown(own.low, indicator.decimals), '–', shown(own.high, indicator.decimals))
            ELSE shown(own.aim, indicator.decimals) END AS own_aim,
        CASE WHEN council.aim IS NULL
            THEN concat(shown(council.low, indicator.decimals), '–', shown(council.high, indicator.decimals))
            ELSE shown(council.aim, indicator.decimals) END AS council_aim,
        CASE indicator.direction
            WHEN 'higher' THEN round_half_up(own.aim, indicator.decimals) < round_half_up(council.aim, indicator.decimals)
            WHEN 'lower' THEN round_half_up(own.aim, indicator.decimals) > round_half_up(council.aim, indicator.decimals)
            WHEN 'interval'
                THEN round_half_up(own.low, indicator.decimals) < round_half_up(council.low, indicator.decimals)
                OR round_half_up(own.high, indicator.decimals) > round_half_up(council.high, indicator.decimals)
        END AS weaker
    FROM newest AS own
    JOIN indicator ON indicator.indicator_id = own.indicator_id
    JOIN newest AS council
        ON council.of_council AND council.indicator_id = own.indicator_id AND council.gender = own.gender
        AND (council.unit_id = own.unit_id OR indicator.kpi_id IS NOT NULL)
    JOIN goal_below ON goal_below.goal_id = council.goal_id AND goal_below.below_id = own.goal_id
    WHERE NOT own.of_council AND own.target_rule IS NULL AND council.target_rule IS NULL
),
placed AS (
    SELECT *, concat_ws(' ', plan_version, goal_id, unit_id, gender) AS place FROM compared WHERE weaker IS NOT NULL
)
SELECT
    indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (weaker) AS n_failed,
    cells_named(list(place ORDER BY place) FILTER (weaker)) AS sample,
    CAST(any_value(year) AS VARCHAR) AS year, arg_min(committee, place) FILTER (weaker) AS committee,
    arg_min(own_plan, place) FILTER (weaker) AS own_plan, arg_min(own_aim, place) FILTER (weaker) AS own_aim,
    arg_min(council_plan, place) FILTER (weaker) AS council_plan, arg_min(council_aim, place) FILTER (weaker) AS council_aim
FROM placed
GROUP BY indicator_id
