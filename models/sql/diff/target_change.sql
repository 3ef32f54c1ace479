-- table: target_change
-- section: freezing-and-diff.md
-- title: Ändrade målvärden
-- key: plan_version, goal_id, indicator_id, unit_id, gender, field
-- needs: target
-- what: Targets that came, went, or were restated: the same plan's target for the same leaf, with another number.
-- columns:
--   plan_version  text   «Plan» the plan
--   goal_id       text   «Mål» the goal
--   indicator_id  text   «Indikator» the indicator
--   unit_id       text   «Enhet» the responsible unit
--   gender        text{T,K,M}   «Kön» whose target it is
--   field         text{year1_value,year1_low,year1_high,year2_value,year2_low,year2_high,year3_value,year3_low,year3_high,tolerance,baseline}   «Uppgift» which number
--   kind          text{added,removed,restated}   «Vad som hände» a whole target added or removed, or a number of one restated
--   before        float?  «Förut» the earlier number
--   after         float?  «Nu» the later number
WITH told AS (
    SELECT 'before' AS side, plan_version, goal_id, indicator_id, unit_id, gender, field, number
    FROM before.target
    UNPIVOT INCLUDE NULLS (number FOR field IN (year1_value, year1_low, year1_high, year2_value, year2_low, year2_high,
        year3_value, year3_low, year3_high, tolerance, baseline))
    UNION ALL
    SELECT 'after', plan_version, goal_id, indicator_id, unit_id, gender, field, number
    FROM after.target
    UNPIVOT INCLUDE NULLS (number FOR field IN (year1_value, year1_low, year1_high, year2_value, year2_low, year2_high,
        year3_value, year3_low, year3_high, tolerance, baseline))
)
SELECT
    plan_version, goal_id, indicator_id, unit_id, gender, field,
    CASE
        WHEN count(*) FILTER (side = 'before') = 0 THEN 'added'
        WHEN count(*) FILTER (side = 'after') = 0 THEN 'removed'
        ELSE 'restated'
    END AS kind,
    max(number) FILTER (side = 'before') AS before, max(number) FILTER (side = 'after') AS after
FROM told
GROUP BY plan_version, goal_id, indicator_id, unit_id, gender, field
HAVING max(number) FILTER (side = 'before') IS DISTINCT FROM max(number) FILTER (side = 'after')
ORDER BY plan_version, goal_id, indicator_id, unit_id, gender, field
