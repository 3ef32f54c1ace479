-- table: target_in_force
-- section: measures.md §2, §3
-- key: goal_id, indicator_id, unit_id, gender
-- needs: target, target_rule, indicator, goal_indicator, this_report
-- what: The target that a leaf is judged against: year 1 of the latest decided plan whose year 1 is the report's year, else
--   the path value of the newest decided plan that has a path for the year. Targets are not yet rounded, and what a rule comes to
--   stands in target_limit.
-- columns:
--   goal_id       text    the goal
--   indicator_id  text    the indicator
--   unit_id       text    the responsible unit
--   gender        text{T,K,M}   T, K or M
--   plan_version  text    the plan that the target is from
--   target        float?  the target
--   low           float?  the lower end of an interval
--   high          float?  the upper end of it
--   target_year3  float?  the same plan's target for its year 3
--   year3         int     that year
--   tolerance     float?  explicit tolerance of the target
--   baseline      float?  where it started
--   target_rule   text{increase,decrease,improve,better_than_median,best_quarter,gender_gap,own_text}?   the rule that the target is
--   target_by     float?  by so much at least; of women and men, at most
--   since         int?    the year of the measurement that it starts from
--   group_kind    text{all,county,similar,own}?   the group that it is held against
--   group_id      text?   one of the municipality's own groups
--   target_text   text?   what is to be reached, in words
--   path_plan     text?   the newest decided plan that has a path for the year
--   path_value    float?  on the path of that plan; our own calculation
--   path_low      float?  the lower end of an interval on the path
--   path_high     float?  the upper end of it
WITH decided AS (
    SELECT
        target.*, this_report.year, target_rule.target_rule, target_rule.target_by, target_rule.since,
        target_rule.group_kind, target_rule.group_id, target_rule.target_text
    FROM target
    CROSS JOIN this_report
    LEFT JOIN target_rule
        ON target_rule.plan_version = target.plan_version AND target_rule.goal_id = target.goal_id
        AND target_rule.indicator_id = target.indicator_id AND target_rule.unit_id = target.unit_id
        AND target_rule.gender = target.gender AND target_rule.year = this_report.year
),
for_year AS (
    SELECT *
    FROM decided
    WHERE year1 = year AND (year1_value IS NOT NULL OR year1_low IS NOT NULL OR target_rule IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY goal_id, indicator_id, unit_id, gender ORDER BY decided_at DESC, plan_version DESC
    ) = 1
),
on_the_way AS (
    SELECT
        *,
        CASE WHEN target_rule IS NULL THEN aim_of(year1_value, year2_value, year3_value, year, year1) END AS path_value,
        CASE WHEN target_rule IS NULL THEN aim_of(year1_low, year2_low, year3_low, year, year1) END AS path_low,
        CASE WHEN target_rule IS NULL THEN aim_of(year1_high, year2_high, year3_high, year, year1) END AS path_high
    FROM decided
    WHERE year1 < year AND (path_value IS NOT NULL OR path_low IS NOT NULL OR target_rule IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY goal_id, indicator_id, unit_id, gender ORDER BY decided_at DESC, plan_version DESC
    ) = 1
)
SELECT
    goal_indicator.goal_id, goal_indicator.indicator_id, goal_indicator.unit_id, goal_indicator.gender,
    coalesce(for_year.plan_version, on_the_way.plan_version) AS plan_version,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.year1_value ELSE on_the_way.path_value END AS target,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.year1_low ELSE on_the_way.path_low END AS low,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.year1_high ELSE on_the_way.path_high END AS high,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.year3_value ELSE on_the_way.year3_value END AS target_year3,
    coalesce(for_year.year3, on_the_way.year3) AS year3,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.tolerance ELSE on_the_way.tolerance END AS tolerance,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.baseline ELSE on_the_way.baseline END AS baseline,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.target_rule ELSE on_the_way.target_rule END AS target_rule,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.target_by ELSE on_the_way.target_by END AS target_by,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.since ELSE on_the_way.since END AS since,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.group_kind ELSE on_the_way.group_kind END AS group_kind,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.group_id ELSE on_the_way.group_id END AS group_id,
    CASE WHEN for_year.plan_version IS NOT NULL THEN for_year.target_text ELSE on_the_way.target_text END AS target_text,
    CASE WHEN on_the_way.target_rule IS NULL THEN on_the_way.plan_version END AS path_plan, on_the_way.path_value,
    on_the_way.path_low, on_the_way.path_high
FROM goal_indicator
LEFT JOIN for_year USING (goal_id, indicator_id, unit_id, gender)
LEFT JOIN on_the_way USING (goal_id, indicator_id, unit_id, gender)
WHERE for_year.plan_version IS NOT NULL OR on_the_way.plan_version IS NOT NULL
ORDER BY goal_indicator.goal_id, goal_indicator.indicator_id, goal_indicator.unit_id, goal_indicator.gender
