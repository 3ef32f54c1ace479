-- table: figure_change
-- section: freezing-and-diff.md, Figures
-- title: Ändrade siffror
-- key: table_name, figure, column_name
-- needs: figure_cell, ground_content, value_change, set_change, lineage, this_report
-- what: Every published figure of our own that changed, cell by cell, with its one cause: the first kind of ground that
--   differs between what the two figures were made of; `also` names the others. After a check comes a new version of an own
--   file, of money after what was decided and foretold; what the municipality says of itself comes last but the program.
-- columns:
--   table_name         text   «Tabell» the published table
--   figure             text   «Vad» the row's key
--   unit_id            text?  «Enhet» the unit it is of, where it is a unit's
--   column_name        text   «Kolumn» the column
--   before             text?  «Förut» what stood there; null where nothing did
--   after              text?  «Nu» what stands there now
--   number_before      float?  «Tal förut» the same as a number, where it is one
--   number_after       float?  «Tal nu» the same as a number, where it is one
--   cause              text{added,removed,check,changed_definition,decision,own_forecast,reported,own_file,revision,new_value,changed_set,others_values,reflagged,new_period,changed_model,unknown}   «Orsak»
--                            why, and nothing else
--   ground             text?  «Underlag» which ground it was, the first by name; of an own file with the beginning of its version's SHA-256
--   also               text?  «Också» the other kinds of grounds that differ
--   lineage_id_before  text?  «Spårnummer förut» leads to where the earlier figure comes from
--   lineage_id_after   text?  «Spårnummer nu» leads to where the later figure comes from
WITH RECURSIVE cell AS (
    SELECT
        coalesce(old.table_name, new.table_name) AS table_name, coalesce(old.figure, new.figure) AS figure,
        coalesce(new.unit_id, old.unit_id) AS unit_id, coalesce(new.indicator_id, old.indicator_id) AS indicator_id,
        coalesce(old.column_name, new.column_name) AS column_name,
        coalesce(old.series, new.series) AS series, old.value AS value_before, new.value AS value_after
    FROM before.figure_cell AS old
    FULL JOIN after.figure_cell AS new
        ON new.table_name = old.table_name AND new.figure = old.figure AND new.column_name = old.column_name
    WHERE old.value IS DISTINCT FROM new.value
),
old_row AS (
    SELECT of_row.table_name, of_row.figure, any_value(of_row.lineage_id) AS lineage_id
    FROM before.figure_cell AS of_row
    GROUP BY ALL
),
new_row AS (
    SELECT of_row.table_name, of_row.figure, any_value(of_row.lineage_id) AS lineage_id
    FROM after.figure_cell AS of_row
    GROUP BY ALL
),
changed AS (
    SELECT
        changed_row.table_name, changed_row.figure, old_row.lineage_id AS lineage_id_before,
        new_row.lineage_id AS lineage_id_after
    FROM (SELECT DISTINCT table_name, figure FROM cell) AS changed_row
    LEFT JOIN old_row ON old_row.table_name = changed_row.table_name AND old_row.figure = changed_row.figure
    LEFT JOIN new_row ON new_row.table_name = changed_row.table_name AND new_row.figure = changed_row.figure
),
old_ground (root, node) AS (
    SELECT lineage_id_before, lineage_id_before FROM changed
    WHERE lineage_id_before IS NOT NULL AND lineage_id_after IS NOT NULL
    UNION
    SELECT old_ground.root, step.parent_id
    FROM old_ground
    JOIN before.lineage AS step ON step.lineage_id = old_ground.node
    WHERE step.parent_id IS NOT NULL
),
new_ground (root, node) AS (
    SELECT lineage_id_after, lineage_id_after FROM changed
    WHERE lineage_id_before IS NOT NULL AND lineage_id_after IS NOT NULL
    UNION
    SELECT new_ground.root, step.parent_id
    FROM new_ground
    JOIN after.lineage AS step ON step.lineage_id = new_ground.node
    WHERE step.parent_id IS NOT NULL
),
old_side AS (
    SELECT DISTINCT
        changed.table_name, changed.figure, old_content.kind, old_content.label, old_content.content
    FROM changed
    JOIN old_ground ON old_ground.root = changed.lineage_id_before
    JOIN before.ground_content AS old_content ON old_content.lineage_id = old_ground.node
),
new_side AS (
    SELECT DISTINCT
        changed.table_name, changed.figure, new_content.kind, new_content.label, new_content.content
    FROM changed
    JOIN new_ground ON new_ground.root = changed.lineage_id_after
    JOIN after.ground_content AS new_content ON new_content.lineage_id = new_ground.node
),
differing AS (
    SELECT
        coalesce(old_side.table_name, new_side.table_name) AS table_name, coalesce(old_side.figure, new_side.figure) AS figure,
        coalesce(old_side.kind, new_side.kind) AS kind, coalesce(old_side.label, new_side.label) AS label,
        old_side.label IS NOT NULL AND new_side.label IS NOT NULL AS in_both,
        coalesce(new_side.content, old_side.content) AS content
    FROM old_side
    FULL JOIN new_side
        ON new_side.table_name = old_side.table_name AND new_side.figure = old_side.figure AND new_side.kind = old_side.kind
        AND new_side.label = old_side.label
    WHERE old_side.content IS DISTINCT FROM new_side.content
        -- Of a report made before targets were grounds nothing is known of them.
        AND (coalesce(old_side.label, new_side.label) NOT LIKE 'targets %' OR EXISTS (
            FROM before.ground_content WHERE label LIKE 'targets %'
        ))
),
ground AS (
    SELECT
        table_name, figure, CASE WHEN kind = 'source_answer' THEN concat(label, ' ', left(content, 8)) ELSE label END AS label,
        -- Every figure hangs on the municipality's own entry, which says little of why one changed.
        kind = 'definition' AND label LIKE 'municipality %' AS of_all,
        CASE
            WHEN kind = 'check' THEN 'check'
            WHEN kind = 'model' THEN 'changed_model'
            WHEN kind = 'source_answer' THEN 'own_file'
            WHEN kind = 'value' THEN CASE WHEN in_both THEN 'revision' ELSE 'new_value' END
            WHEN regexp_matches(label, '^forecasts |forecasts\.') THEN 'own_forecast'
            WHEN regexp_matches(label,
                '^(goals|plans|targets|units|reorganisations|steering_documents|vision) |^(budgets|investments) ')
                AND NOT regexp_matches(label, 'outcomes\.') THEN 'decision'
            WHEN regexp_matches(label, '^(municipality|indicators|service_areas|sources|corrections) ') THEN 'changed_definition'
            ELSE 'reported'
        END AS cause
    FROM differing
),
-- An outcome hangs on no frame or forecast, but on where its unit stood; a frame on no forecast, and how far a piece of work has come on nothing but
-- what is told of it.
fitting AS (
    SELECT
        cell.table_name, cell.figure, cell.column_name, ground.cause,
        arg_min(ground.label, (ground.of_all, ground.label)) AS label,
        CASE
            WHEN bool_and(ground.of_all) THEN 8.5
            WHEN ground.cause = 'own_file' AND cell.table_name <> 'budget' THEN 1.5
            ELSE list_position(
                ['check', 'changed_definition', 'decision', 'own_forecast', 'own_file', 'reported', 'revision', 'new_value',
                    'changed_model'], ground.cause)
        END AS place
    FROM cell
    JOIN ground ON ground.table_name = cell.table_name AND ground.figure = cell.figure
    WHERE NOT (ground.cause = 'own_forecast' AND cell.column_name IN ('outcome', 'budget', 'budget_to_date'))
        AND NOT (ground.cause = 'decision' AND cell.column_name = 'outcome'
            AND NOT regexp_matches(ground.label, '^(units|reorganisations) '))
        AND NOT (ground.cause = 'reported' AND cell.column_name IN ('budget', 'budget_to_date'))
        AND NOT (
            cell.table_name IN ('activities', 'assignments') AND cell.column_name NOT IN ('contributed', 'basis')
            AND ground.cause NOT IN ('reported', 'own_file')
        )
    GROUP BY cell.table_name, cell.figure, cell.column_name, ground.cause
),
first_of AS (
    SELECT
        table_name, figure, column_name,
        list(cause ORDER BY place) AS causes,
        map_from_entries(list((cause, label))) AS labels
    FROM fitting
    GROUP BY ALL
),
-- What is normal for a series, and how often others came where we aim, hang on more values than a figure names as its grounds.
behind AS (
    SELECT
        indicator_id,
        CASE
            WHEN bool_or(moved = 'own' AND kind <> 'added') THEN 'revision'
            WHEN bool_or(moved = 'own') THEN 'new_value'
            WHEN bool_or(moved = 'set') THEN 'changed_set'
            ELSE 'others_values'
        END AS values_cause
    FROM (
        SELECT indicator_id, CASE WHEN own THEN 'own' ELSE 'others' END AS moved, kind
        FROM value_change WHERE kind <> 'reflagged'
        UNION ALL
        SELECT unnest(string_split(indicator_ids, ',')), 'set', kind FROM set_change
    )
    GROUP BY indicator_id
),
-- The same value, of the same year.
same_value AS (
    SELECT table_name, figure FROM cell GROUP BY ALL HAVING NOT bool_or(column_name IN ('value', 'year'))
)
SELECT
    cell.table_name, cell.figure, cell.unit_id, cell.column_name, cell.value_before AS "before", cell.value_after AS "after",
    TRY_CAST(cell.value_before AS DOUBLE) AS number_before, TRY_CAST(cell.value_after AS DOUBLE) AS number_after,
    CASE
        WHEN changed.lineage_id_before IS NULL THEN 'added'
        WHEN changed.lineage_id_after IS NULL THEN 'removed'
        WHEN cell.column_name = 'publication' AND same_value.figure IS NOT NULL THEN 'reflagged'
        WHEN first_of.causes[1] IS NOT NULL
            AND NOT (first_of.causes[1] = 'changed_model' AND old_report.report <> new_report.report) THEN first_of.causes[1]
        WHEN behind.values_cause IS NOT NULL THEN behind.values_cause
        -- Of others' earlier years a report carries no value; nothing else is left that it could hang on.
        WHEN cell.table_name = 'target_realism' AND old_report.year = new_report.year THEN 'others_values'
        WHEN old_report.report <> new_report.report THEN 'new_period'
        ELSE 'unknown'
    END AS cause,
    first_of.labels[first_of.causes[1]] AS ground,
    nullif(array_to_string(first_of.causes[CASE WHEN cause = 'reflagged' THEN 1 ELSE 2 END:], ', '), '') AS also,
    changed.lineage_id_before, changed.lineage_id_after
FROM cell
JOIN changed ON changed.table_name = cell.table_name AND changed.figure = cell.figure
LEFT JOIN first_of
    ON first_of.table_name = cell.table_name AND first_of.figure = cell.figure AND first_of.column_name = cell.column_name
LEFT JOIN behind ON behind.indicator_id = cell.indicator_id
LEFT JOIN same_value ON same_value.table_name = cell.table_name AND same_value.figure = cell.figure
CROSS JOIN before.this_report AS old_report
CROSS JOIN after.this_report AS new_report
-- A month that one report alone has is told by what its series came to.
LEFT JOIN old_row AS old_series ON old_series.table_name = cell.table_name AND old_series.figure = cell.series
LEFT JOIN new_row AS new_series ON new_series.table_name = cell.table_name AND new_series.figure = cell.series
WHERE (changed.lineage_id_before IS NOT NULL AND changed.lineage_id_after IS NOT NULL)
    OR old_series.figure IS NULL OR new_series.figure IS NULL
ORDER BY cell.table_name, cell.figure, cell.column_name
