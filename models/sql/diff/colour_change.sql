-- table: colour_change
-- section: freezing-and-diff.md, One cause
-- key: indicator_id, gender, set_name
-- needs: place, judged_leaf, colour_scenario
-- what: Every place that the pages show whose colour changed, with exactly one cause: the first of definition, set, own
--   value and others' values whose change alone gives the later colour; where none does, the one that gives it when they
--   are taken in that order.
-- columns:
--   indicator_id   text   the indicator
--   gender         text{T,K,M}   whose value is judged
--   set_name       text   all, county, similar, or the own group's id
--   group_kind     text{all,county,similar,own}   which kind of set
--   group_title    text   its name in the later report, or the earlier
--   colour_before  text{green,yellow,red}?   null where there was none
--   colour_after   text{green,yellow,red}?   null where there is none
--   cause          text{added,removed,check,changed_definition,changed_set,revision,new_value,too_old,others_values,changed_model}
--                        why, and nothing else
--   year_before    int?   the year compared
--   year_after     int?   the year compared
--   value_before   float?   the municipality's value
--   value_after    float?   the municipality's value
--   rank_before    int?   its place
--   rank_after     int?   its place
--   n_before       int?   areas with a value, in the earlier report
--   n_after        int?   areas with a value, in the later report
WITH scenario AS (
    SELECT indicator_id, gender, set_name, map_from_entries(list((later, colour))) AS s
    FROM colour_scenario
    GROUP BY ALL
),
leaf_before AS (
    SELECT indicator_id, gender, any_value(year) AS year, bool_or(withheld) AS withheld FROM before.judged_leaf GROUP BY ALL
),
leaf_after AS (
    SELECT indicator_id, gender, any_value(year) AS year, bool_or(withheld) AS withheld, any_value(report_year - lag) AS oldest,
        any_value(report_year) AS newest
    FROM after.judged_leaf GROUP BY ALL
),
changed AS (
    SELECT
        coalesce(b.indicator_id, a.indicator_id) AS indicator_id, coalesce(b.gender, a.gender) AS gender,
        coalesce(b.set_name, a.set_name) AS set_name, b, a, b.set_name IS NULL AS is_new, a.set_name IS NULL AS is_gone,
        coalesce(b.colour, 'none') AS colour_before, coalesce(a.colour, 'none') AS colour_after
    FROM before.place AS b
    FULL JOIN after.place AS a ON a.indicator_id = b.indicator_id AND a.gender = b.gender AND a.set_name = b.set_name
    WHERE b.colour IS DISTINCT FROM a.colour
),
with_leaf AS (
    SELECT
        c.*, o.s, l.indicator_id IS NULL AS leaf_is_new, r.indicator_id IS NULL AS leaf_is_gone,
        l.withheld IS DISTINCT FROM r.withheld AS other_check, l.year AS leaf_year_before, r.year AS leaf_year_after,
        CASE
            WHEN r.year = l.year THEN 'revision'
            WHEN r.year IS NULL AND l.year < r.oldest THEN 'too_old'
            WHEN r.year IS NULL OR r.year < l.year AND l.year <= r.newest THEN 'revision'
            ELSE 'new_value'
        END AS of_value
    FROM changed AS c
    LEFT JOIN scenario AS o USING (indicator_id, gender, set_name)
    LEFT JOIN leaf_before AS l USING (indicator_id, gender)
    LEFT JOIN leaf_after AS r USING (indicator_id, gender)
)
SELECT
    indicator_id, gender, set_name, coalesce(a.group_kind, b.group_kind) AS group_kind,
    coalesce(a.group_title, b.group_title) AS group_title, b.colour AS colour_before, a.colour AS colour_after,
    CASE
        WHEN leaf_is_new THEN 'added'
        WHEN leaf_is_gone THEN 'removed'
        WHEN other_check THEN 'check'
        WHEN is_new AND leaf_year_before IS NOT NULL OR is_gone AND leaf_year_after IS NOT NULL THEN 'changed_set'
        WHEN is_new OR is_gone THEN of_value
        WHEN s[0] <> colour_before OR s[15] <> colour_after THEN 'changed_model'
        WHEN s[1] = colour_after THEN 'changed_definition'
        WHEN s[2] = colour_after THEN 'changed_set'
        WHEN a.year <> b.year AND s[12] = colour_after THEN of_value
        WHEN a.year <> b.year AND s[15] <> s[3] THEN of_value
        WHEN s[4] = colour_after THEN 'revision'
        WHEN s[8] = colour_after THEN 'others_values'
        WHEN s[15] <> s[7] THEN 'others_values'
        WHEN s[7] <> s[3] THEN 'revision'
        WHEN s[3] <> s[1] THEN 'changed_set'
        ELSE 'changed_definition'
    END AS cause,
    b.year AS year_before, a.year AS year_after, b.value AS value_before, a.value AS value_after,
    b.rank AS rank_before, a.rank AS rank_after, b.n AS n_before, a.n AS n_after
FROM with_leaf
ORDER BY indicator_id, gender, group_kind, set_name
