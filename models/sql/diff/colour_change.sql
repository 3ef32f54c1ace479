-- table: colour_change
-- section: freezing-and-diff.md, One cause
-- title: Ändrade färger i jämförelsen
-- key: indicator_id, gender, set_name
-- needs: place, judged_leaf, colour_scenario
-- what: Every place that the pages show whose colour changed, with exactly one cause: the first of definition, set, own
--   value and others' values whose change alone gives the later colour; where none does, the one that gives it when they
--   are taken in that order.
-- columns:
--   indicator_id   text   «Indikator» the indicator
--   gender         text{T,K,M}   «Kön» whose value is judged
--   set_name       text   «Grupp» all, county, similar, or the own group's id
--   group_kind     text{all,county,similar,own}   «Slag av grupp» which kind of set
--   group_title    text   «Gruppens namn» its name in the later report, or the earlier
--   colour_before  text{green,yellow,red}?  «Färg förut» null where there was none
--   colour_after   text{green,yellow,red}?  «Färg nu» null where there is none
--   cause          text{added,removed,check,changed_definition,changed_set,revision,new_value,too_old,others_values,changed_model}   «Orsak»
--                        why, and nothing else
--   year_before    int?  «År förut» the year compared
--   year_after     int?  «År nu» the year compared
--   value_before   float?  «Värde förut» the municipality's value
--   value_after    float?  «Värde nu» the municipality's value
--   rank_before    int?  «Plats förut» its place
--   rank_after     int?  «Plats nu» its place
--   n_before       int?  «Antal förut» areas with a value, in the earlier report
--   n_after        int?  «Antal nu» areas with a value, in the later report
WITH mixture AS (
    SELECT
        indicator_id, gender, set_name,
        any_value(colour) FILTER (later = '') AS with_nothing,
        any_value(colour) FILTER (later = 'definition') AS with_definition,
        any_value(colour) FILTER (later = 'set') AS with_set,
        any_value(colour) FILTER (later = 'own') AS with_own,
        any_value(colour) FILTER (later = 'others') AS with_others,
        any_value(colour) FILTER (later = 'own + others') AS with_values,
        any_value(colour) FILTER (later = 'definition + set') AS with_definition_and_set,
        any_value(colour) FILTER (later = 'definition + set + own') AS with_all_but_others,
        any_value(colour) FILTER (later = 'definition + set + own + others') AS with_all
    FROM colour_scenario
    GROUP BY indicator_id, gender, set_name
),
leaf_before AS (
    SELECT indicator_id, gender, any_value(year) AS year, bool_or(withheld) AS withheld FROM before.judged_leaf GROUP BY ALL
),
leaf_after AS (
    SELECT indicator_id, gender, any_value(year) AS year, bool_or(withheld) AS withheld,
        any_value(report_year - lag) AS oldest, any_value(report_year) AS newest
    FROM after.judged_leaf
    GROUP BY ALL
),
changed AS (
    SELECT
        coalesce(old.indicator_id, new.indicator_id) AS indicator_id, coalesce(old.gender, new.gender) AS gender,
        coalesce(old.set_name, new.set_name) AS set_name, old, new, old.set_name IS NULL AS is_new,
        new.set_name IS NULL AS is_gone,
        coalesce(old.colour, 'none') AS colour_before, coalesce(new.colour, 'none') AS colour_after
    FROM before.place AS old
    FULL JOIN after.place AS new
        ON new.indicator_id = old.indicator_id AND new.gender = old.gender AND new.set_name = old.set_name
    WHERE old.colour IS DISTINCT FROM new.colour
),
with_leaf AS (
    SELECT
        changed.*, mixture.* EXCLUDE (indicator_id, gender, set_name),
        leaf_before.indicator_id IS NULL AS leaf_is_new, leaf_after.indicator_id IS NULL AS leaf_is_gone,
        (leaf_before.withheld IS DISTINCT FROM leaf_after.withheld) AS other_check,
        leaf_before.year AS leaf_year_before, leaf_after.year AS leaf_year_after,
        CASE
            WHEN leaf_after.year = leaf_before.year THEN 'revision'
            WHEN leaf_after.year IS NULL AND leaf_before.year < leaf_after.oldest THEN 'too_old'
            WHEN leaf_after.year IS NULL OR leaf_after.year < leaf_before.year AND leaf_before.year <= leaf_after.newest
                THEN 'revision'
            ELSE 'new_value'
        END AS of_value
    FROM changed
    LEFT JOIN mixture USING (indicator_id, gender, set_name)
    LEFT JOIN leaf_before USING (indicator_id, gender)
    LEFT JOIN leaf_after USING (indicator_id, gender)
)
SELECT
    indicator_id, gender, set_name, coalesce(new.group_kind, old.group_kind) AS group_kind,
    coalesce(new.group_title, old.group_title) AS group_title, old.colour AS colour_before, new.colour AS colour_after,
    CASE
        WHEN leaf_is_new THEN 'added'
        WHEN leaf_is_gone THEN 'removed'
        WHEN other_check THEN 'check'
        WHEN is_new AND leaf_year_before IS NOT NULL OR is_gone AND leaf_year_after IS NOT NULL THEN 'changed_set'
        WHEN is_new OR is_gone THEN of_value
        WHEN with_nothing <> with_leaf.colour_before OR with_all <> with_leaf.colour_after THEN 'changed_model'
        WHEN with_definition = with_leaf.colour_after THEN 'changed_definition'
        WHEN with_set = with_leaf.colour_after THEN 'changed_set'
        WHEN new.year <> old.year AND with_values = with_leaf.colour_after THEN of_value
        WHEN new.year <> old.year AND with_all <> with_definition_and_set THEN of_value
        WHEN with_own = with_leaf.colour_after THEN 'revision'
        WHEN with_others = with_leaf.colour_after THEN 'others_values'
        WHEN with_all <> with_all_but_others THEN 'others_values'
        WHEN with_all_but_others <> with_definition_and_set THEN 'revision'
        WHEN with_definition_and_set <> with_definition THEN 'changed_set'
        ELSE 'changed_definition'
    END AS cause,
    old.year AS year_before, new.year AS year_after, old.value AS value_before, new.value AS value_after,
    old.rank AS rank_before, new.rank AS rank_after, old.n AS n_before, new.n AS n_after
FROM with_leaf
ORDER BY indicator_id, gender, group_kind, set_name
