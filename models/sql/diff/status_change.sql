-- table: status_change
-- section: freezing-and-diff.md, One cause
-- key: goal_id, indicator_id, unit_id, gender
-- needs: judged_leaf, leaf_scenario
-- what: Every leaf whose status changed, with exactly one cause: the first of check, definition, target and value whose
--   change alone gives the later status; where none does, the one that gives it when they are taken in that order.
-- columns:
--   goal_id            text    the goal
--   indicator_id       text    the indicator
--   unit_id            text    the responsible unit
--   gender             text{T,K,M}   whose value is judged
--   status_before      text?   null where the leaf is new
--   status_after       text?   null where the leaf is gone
--   cause              text{added,removed,check,changed_definition,new_target,revision,new_value,too_old,changed_model}
--                            why, and nothing else
--   reason_before      text?   why there was no judgement
--   reason_after       text?   why there is none
--   year_before        int?    the value's own year
--   year_after         int?    the value's own year
--   value_before       float?  the value
--   value_after        float?  the value
--   known_from         time?   from when the later value was known
--   target_before      float?  the target, not rounded
--   target_after       float?  the target, not rounded
--   low_before         float?  the lower end of an interval
--   low_after          float?  the lower end of an interval
--   high_before        float?  the upper end of it
--   high_after         float?  the upper end of it
--   plan_before        text?   the plan that the target is from
--   plan_after         text?   the plan that the target is from
--   decimals           int     decimals that people see
--   unit_of_measure    text    the unit
--   lineage_id_before  text?   leads to where the earlier figure comes from
--   lineage_id_after   text?   leads to where the later figure comes from
WITH scenario AS (
    SELECT goal_id, indicator_id, unit_id, gender, list(status ORDER BY later) AS s
    FROM leaf_scenario
    GROUP BY ALL
),
both_sides AS (
    SELECT
        coalesce(b.goal_id, a.goal_id) AS goal_id, coalesce(b.indicator_id, a.indicator_id) AS indicator_id,
        coalesce(b.unit_id, a.unit_id) AS unit_id, coalesce(b.gender, a.gender) AS gender,
        b, a, b.goal_id IS NULL AS is_new, a.goal_id IS NULL AS is_gone
    FROM before.judged_leaf AS b
    FULL JOIN after.judged_leaf AS a
        ON a.goal_id = b.goal_id AND a.indicator_id = b.indicator_id AND a.unit_id = b.unit_id AND a.gender = b.gender
    WHERE b.status IS DISTINCT FROM a.status
),
value_cause AS (
    SELECT
        *,
        CASE
            WHEN a.year = b.year THEN 'revision'
            WHEN a.value IS NULL AND b.year < a.report_year - a.lag THEN 'too_old'
            WHEN a.value IS NULL THEN 'revision'
            WHEN a.year < b.year AND b.year <= a.report_year THEN 'revision'
            ELSE 'new_value'
        END AS of_value
    FROM both_sides
)
SELECT
    c.goal_id, c.indicator_id, c.unit_id, c.gender, c.b.status AS status_before, c.a.status AS status_after,
    CASE
        WHEN c.is_new THEN 'added'
        WHEN c.is_gone THEN 'removed'
        WHEN o.s[1] <> c.b.status OR o.s[16] <> c.a.status THEN 'changed_model'
        WHEN o.s[2] = c.a.status THEN 'check'
        WHEN o.s[3] = c.a.status THEN 'changed_definition'
        WHEN o.s[5] = c.a.status THEN 'new_target'
        WHEN o.s[9] = c.a.status THEN c.of_value
        WHEN o.s[16] <> o.s[8] THEN c.of_value
        WHEN o.s[8] <> o.s[4] THEN 'new_target'
        WHEN o.s[4] <> o.s[2] THEN 'changed_definition'
        ELSE 'check'
    END AS cause,
    c.b.reason AS reason_before, c.a.reason AS reason_after, c.b.year AS year_before, c.a.year AS year_after,
    c.b.value AS value_before, c.a.value AS value_after, c.a.known_from,
    c.b.target AS target_before, c.a.target AS target_after, c.b.low AS low_before, c.a.low AS low_after,
    c.b.high AS high_before, c.a.high AS high_after, c.b.plan_version AS plan_before, c.a.plan_version AS plan_after,
    coalesce(c.a.decimals, c.b.decimals) AS decimals, coalesce(c.a.unit_of_measure, c.b.unit_of_measure) AS unit_of_measure,
    c.b.lineage_id AS lineage_id_before, c.a.lineage_id AS lineage_id_after
FROM value_cause AS c
LEFT JOIN scenario AS o USING (goal_id, indicator_id, unit_id, gender)
ORDER BY c.unit_id, c.goal_id, c.indicator_id, c.gender
