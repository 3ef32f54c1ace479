-- table: status_change
-- section: freezing-and-diff.md, One cause
-- title: Ändrade bedömningar
-- key: goal_id, indicator_id, unit_id, gender
-- needs: judged_leaf, leaf_scenario
-- what: Every leaf whose status changed, with exactly one cause: the first of check, definition, target and value whose
--   change alone gives the later status; where none does, the one that gives it when they are taken in that order.
-- columns:
--   goal_id            text   «Mål» the goal
--   indicator_id       text   «Indikator» the indicator
--   unit_id            text   «Enhet» the responsible unit
--   gender             text{T,K,M}   «Kön» whose value is judged
--   status_before      text?  «Bedömning förut» null where the leaf is new
--   status_after       text?  «Bedömning nu» null where the leaf is gone
--   cause              text{added,removed,check,changed_definition,new_target,revision,new_value,own_forecast,too_old,not_every_year,changed_model}   «Orsak»
--                            why, and nothing else
--   reason_before      text?  «Skäl förut» why there was no judgement
--   reason_after       text?  «Skäl nu» why there is none
--   year_before        int?  «År förut» the value's own year
--   year_after         int?  «År nu» the value's own year
--   value_before       float?  «Värde förut» the value
--   value_after        float?  «Värde nu» the value
--   known_from         time?  «Känt från» from when the later value was known
--   target_before      float?  «Målvärde förut» the target, not rounded
--   target_after       float?  «Målvärde nu» the target, not rounded
--   low_before         float?  «Mål från, förut» the lower end of an interval
--   low_after          float?  «Mål från, nu» the lower end of an interval
--   high_before        float?  «Mål till, förut» the upper end of it
--   high_after         float?  «Mål till, nu» the upper end of it
--   plan_before        text?  «Plan förut» the plan that the target is from
--   plan_after         text?  «Plan nu» the plan that the target is from
--   decimals           int   «Decimaler» decimals that people see
--   unit_of_measure    text   «Måttenhet» the unit
--   lineage_id_before  text?  «Spårnummer förut» leads to where the earlier figure comes from
--   lineage_id_after   text?  «Spårnummer nu» leads to where the later figure comes from
WITH mixture AS (
    SELECT
        goal_id, indicator_id, unit_id, gender,
        any_value(status) FILTER (later = '') AS with_nothing,
        any_value(status) FILTER (later = 'check') AS with_check,
        any_value(status) FILTER (later = 'definition') AS with_definition,
        any_value(status) FILTER (later = 'target') AS with_target,
        any_value(status) FILTER (later = 'value') AS with_value,
        any_value(status) FILTER (later = 'check + definition') AS with_check_and_definition,
        any_value(status) FILTER (later = 'check + definition + target') AS with_all_but_value,
        any_value(status) FILTER (later = 'check + definition + target + value') AS with_all
    FROM leaf_scenario
    GROUP BY goal_id, indicator_id, unit_id, gender
),
both_sides AS (
    SELECT
        coalesce(old.goal_id, new.goal_id) AS goal_id, coalesce(old.indicator_id, new.indicator_id) AS indicator_id,
        coalesce(old.unit_id, new.unit_id) AS unit_id, coalesce(old.gender, new.gender) AS gender,
        old, new, old.goal_id IS NULL AS is_new, new.goal_id IS NULL AS is_gone
    FROM before.judged_leaf AS old
    FULL JOIN after.judged_leaf AS new
        ON new.goal_id = old.goal_id AND new.indicator_id = old.indicator_id AND new.unit_id = old.unit_id
        AND new.gender = old.gender
    WHERE old.status IS DISTINCT FROM new.status
),
value_cause AS (
    SELECT
        *,
        CASE
            WHEN 'manual_forecast' IN (old.basis, new.basis) THEN 'own_forecast'
            WHEN new.year = old.year THEN 'revision'
            WHEN new.value IS NULL AND old.year < new.report_year - new.lag THEN 'too_old'
            WHEN new.value IS NULL THEN 'revision'
            WHEN new.year < old.year AND old.year <= new.report_year THEN 'revision'
            ELSE 'new_value'
        END AS of_value,
        coalesce(old.reason = 'no_measurement_expected', false)
            <> coalesce(new.reason = 'no_measurement_expected', false) AS not_every_year,
        old.every = new.every AND old.wave = new.wave AS same_rhythm
    FROM both_sides
)
SELECT
    told.goal_id, told.indicator_id, told.unit_id, told.gender, told.old.status AS status_before,
    told.new.status AS status_after,
    CASE
        WHEN told.is_new THEN 'added'
        WHEN told.is_gone THEN 'removed'
        WHEN told.not_every_year AND told.same_rhythm THEN 'not_every_year'
        WHEN told.not_every_year THEN 'changed_definition'
        WHEN mixture.with_nothing <> told.old.status OR mixture.with_all <> told.new.status THEN 'changed_model'
        WHEN mixture.with_check = told.new.status THEN 'check'
        WHEN mixture.with_definition = told.new.status THEN 'changed_definition'
        WHEN mixture.with_target = told.new.status THEN 'new_target'
        WHEN mixture.with_value = told.new.status THEN told.of_value
        WHEN mixture.with_all <> mixture.with_all_but_value THEN told.of_value
        WHEN mixture.with_all_but_value <> mixture.with_check_and_definition THEN 'new_target'
        WHEN mixture.with_check_and_definition <> mixture.with_check THEN 'changed_definition'
        ELSE 'check'
    END AS cause,
    told.old.reason AS reason_before, told.new.reason AS reason_after, told.old.year AS year_before,
    told.new.year AS year_after,
    told.old.value AS value_before, told.new.value AS value_after, told.new.known_from,
    told.old.target AS target_before, told.new.target AS target_after, told.old.low AS low_before, told.new.low AS low_after,
    told.old.high AS high_before, told.new.high AS high_after, told.old.plan_version AS plan_before,
    told.new.plan_version AS plan_after,
    coalesce(told.new.decimals, told.old.decimals) AS decimals,
    coalesce(told.new.unit_of_measure, told.old.unit_of_measure) AS unit_of_measure,
    told.old.lineage_id AS lineage_id_before, told.new.lineage_id AS lineage_id_after
FROM value_cause AS told
LEFT JOIN mixture USING (goal_id, indicator_id, unit_id, gender)
ORDER BY told.unit_id, told.goal_id, told.indicator_id, told.gender
