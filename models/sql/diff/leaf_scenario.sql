-- table: leaf_scenario
-- section: freezing-and-diff.md, One cause
-- key: goal_id, indicator_id, unit_id, gender, later
-- needs: judged_leaf
-- what: What each leaf whose status changed would have been with some of its parts from the later report and the rest from
--   the earlier: every mixture of check (1), definition (2), target (4) and value (8).
-- columns:
--   goal_id       text   the goal
--   indicator_id  text   the indicator
--   unit_id       text   the responsible unit
--   gender        text{T,K,M}   whose value is judged
--   later         int    the sum of the parts that are the later report's
--   status        text   the judgement of the mixture
WITH part AS (
    SELECT
        m.later, (m.later & 1) > 0 AS check_later, (m.later & 2) > 0 AS definition_later,
        (m.later & 4) > 0 AS target_later, (m.later & 8) > 0 AS value_later
    FROM (SELECT unnest(range(16)) AS later) AS m
),
-- A value comes along with what alone can bring it: a check that lets go of it, another KPI, another lag.
changed AS (
    SELECT
        b.goal_id, b.indicator_id, b.unit_id, b.gender, b, a,
        b.withheld AS check_brings_value,
        b.kpi_id IS DISTINCT FROM a.kpi_id
            OR b.lag <> a.lag AND coalesce(
                b.value IS NULL AND a.year < a.report_year - b.lag
                OR b.year < a.report_year - a.lag AND b.year >= a.report_year - b.lag, false)
            AS definition_brings_value
    FROM before.judged_leaf AS b
    JOIN after.judged_leaf AS a USING (goal_id, indicator_id, unit_id, gender)
    WHERE b.status <> a.status
),
mixed AS (
    SELECT
        c.goal_id, c.indicator_id, c.unit_id, c.gender, p.later,
        CASE WHEN p.definition_later THEN c.a ELSE c.b END AS d,
        CASE WHEN p.target_later THEN c.a ELSE c.b END AS t,
        CASE
            WHEN CASE WHEN p.check_later THEN c.a.withheld ELSE c.b.withheld END THEN NULL
            WHEN p.value_later
                OR p.definition_later AND c.definition_brings_value
                OR p.check_later AND c.check_brings_value THEN c.a.value
            ELSE c.b.value
        END AS value
    FROM changed AS c
    CROSS JOIN part AS p
),
judged AS (
    SELECT
        *,
        gap_of(d.direction, round_half_up(value, d.decimals), round_half_up(t.target, d.decimals),
            round_half_up(t.low, d.decimals), round_half_up(t.high, d.decimals)) AS gap,
        tolerance_of(t.target_tolerance, d.own_tolerance, d.direction, t.target, d.share_higher, d.share_lower) AS tolerance
    FROM mixed
)
SELECT goal_id, indicator_id, unit_id, gender, later, status_of(d.direction, value, gap, tolerance) AS status
FROM judged
ORDER BY goal_id, indicator_id, unit_id, gender, later
