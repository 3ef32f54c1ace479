-- table: target_in_force
-- section: measures.md §2, §3
-- key: goal_id, indicator_id, unit_id, gender
-- needs: target, indicator, goal_indicator, this_report
-- what: The target that a leaf is judged against: year 1 of the latest decided plan whose year 1 is the report's year, else
--   the path value of the newest decided plan that has a path for the year. Targets are not yet rounded.
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
--   path_plan     text?   the newest decided plan that has a path for the year
--   path_value    float?  on the path of that plan; our own calculation
--   path_low      float?  the lower end of an interval on the path
--   path_high     float?  the upper end of it
WITH decided AS (
    SELECT target.*, this_report.year
    FROM target
    CROSS JOIN this_report
),
for_year AS (
    SELECT *
    FROM decided
    WHERE year1 = year AND (year1_value IS NOT NULL OR year1_low IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY goal_id, indicator_id, unit_id, gender ORDER BY decided_at DESC, plan_version DESC
    ) = 1
),
on_the_way AS (
    SELECT
        *,
        aim_of(year1_value, year2_value, year3_value, year, year1) AS path_value,
        aim_of(year1_low, year2_low, year3_low, year, year1) AS path_low,
        aim_of(year1_high, year2_high, year3_high, year, year1) AS path_high
    FROM decided
    WHERE year1 < year AND (path_value IS NOT NULL OR path_low IS NOT NULL)
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
    on_the_way.plan_version AS path_plan, on_the_way.path_value, on_the_way.path_low, on_the_way.path_high
FROM goal_indicator
LEFT JOIN for_year USING (goal_id, indicator_id, unit_id, gender)
LEFT JOIN on_the_way USING (goal_id, indicator_id, unit_id, gender)
WHERE for_year.plan_version IS NOT NULL OR on_the_way.plan_version IS NOT NULL
ORDER BY goal_indicator.goal_id, goal_indicator.indicator_id, goal_indicator.unit_id, goal_indicator.gender
