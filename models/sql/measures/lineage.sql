-- table: lineage
-- section: architecture.md, the way of a figure
-- key: lineage_id, parent_id
-- needs: fulfilment, comparison, value_used, known_value, set_member, indicator, definition_place, model_file, checks,
--   acknowledgement, this_report
-- what: What each figure was made of: a row for each link from a figure up to what it stands on. A node without a parent
--   is where the way begins: a source answer, a definition, a model or a check.
-- columns:
--   lineage_id  text   the node
--   kind        text{figure,value,source_answer,definition,model,check}   what it is
--   parent_id   text?  what it was made of
--   label       text   in words
--   sha256      text?  hash of a source answer, definition or model
--   at          time?  when the value or answer became known, UTC
WITH value_node AS (
    SELECT
        short_id(concat_ws('|', 'value', kpi_id, area_id, year, gender, known_from)) AS lineage_id,
        concat_ws(' ', kpi_id, area_id, year, gender) AS label,
        *
    FROM known_value
    WHERE value IS NOT NULL
),
definition_node AS (
    SELECT
        id AS indicator_id,
        short_id(concat_ws('|', 'definition', section, id, sha256)) AS lineage_id,
        concat(file, ':', line, ' ', id) AS label,
        sha256
    FROM definition_place
    WHERE section = 'indicators'
),
goal_node AS (
    SELECT
        id AS goal_id,
        short_id(concat_ws('|', 'definition', section, id, sha256)) AS lineage_id,
        concat(file, ':', line, ' ', id) AS label,
        sha256
    FROM definition_place
    WHERE section = 'goals'
),
plan_node AS (
    SELECT
        id AS plan_version,
        short_id(concat_ws('|', 'definition', section, id, sha256)) AS lineage_id,
        concat(file, ':', line, ' ', id) AS label,
        sha256
    FROM definition_place
    WHERE section = 'plans'
),
correction_node AS (
    SELECT
        id AS correction_id,
        short_id(concat_ws('|', 'definition', section, id, sha256)) AS lineage_id,
        concat(file, ':', line, ' ', id) AS label,
        sha256
    FROM definition_place
    WHERE section = 'corrections'
),
model_node AS (
    SELECT model, short_id(concat_ws('|', 'model', model, sha256)) AS lineage_id, file AS label, sha256
    FROM model_file
),
check_node AS (
    SELECT
        c.subject,
        short_id(concat_ws('|', 'check', t.municipality_id, t.report, t.as_of, c.check_id, c.subject)) AS lineage_id,
        concat_ws(' ', c.check_id, c.subject, c.status, '(' || d.file || ':' || d.line || ')') AS label,
        d.sha256
    FROM checks AS c
    CROSS JOIN this_report AS t
    -- An acknowledged finding stands on the lines of the acknowledgement.
    LEFT JOIN acknowledgement AS k
        ON k.check_id = c.check_id AND k.subject = c.subject AND c.status = 'acknowledged'
    LEFT JOIN definition_place AS d ON d.section = 'acknowledgements' AND d.id = k.place
),
-- The set behind a comparison is a figure of its own: its values are too many to list under each member's place.
set_node AS (
    SELECT DISTINCT
        short_id(concat_ws('|', 'set', t.municipality_id, t.report, t.as_of, c.indicator_id, c.year, c.gender, c.group_id))
            AS lineage_id,
        concat_ws(' ', c.indicator_id, c.year, c.gender, c.group_title) AS label,
        c.indicator_id, c.kpi_id, c.year, c.gender, c.group_id
    FROM comparison AS c
    CROSS JOIN this_report AS t
),
-- What all sets of an indicator stand on alike.
ground_node AS (
    SELECT
        short_id(concat_ws('|', 'ground', t.municipality_id, t.report, t.as_of, i.indicator_id)) AS lineage_id,
        concat('comparison ', i.indicator_id) AS label, i.indicator_id, m.sha256
    FROM indicator AS i
    CROSS JOIN this_report AS t
    JOIN model_node AS m ON m.model = 'comparison'
),
set_answer AS (
    SELECT DISTINCT s.lineage_id, s.label, v.source_answer_id
    FROM set_node AS s
    JOIN set_member AS m USING (group_id)
    JOIN value_node AS v ON v.kpi_id = s.kpi_id AND v.area_id = m.area_id AND v.year = s.year AND v.gender = s.gender
),
fulfilment_label AS (
    SELECT *, concat_ws(' ', goal_id, indicator_id, unit_id, gender) AS label
    FROM fulfilment
),
comparison_label AS (
    SELECT *, concat_ws(' ', indicator_id, area_id, year, gender, group_title) AS label
    FROM comparison
),
used_value AS (
    SELECT kpi_id, area_id, year, gender, lineage_id, label, source_answer_id, known_from, correction_id FROM value_node
),
shown_value AS (
    SELECT v.*
    FROM used_value AS v
    WHERE v.lineage_id IN (
        SELECT u.lineage_id
        FROM used_value AS u
        JOIN (SELECT DISTINCT kpi_id, area_id, year, gender FROM comparison) AS c USING (kpi_id, area_id, year, gender)
        UNION
        SELECT u.lineage_id
        FROM used_value AS u
        CROSS JOIN this_report AS t
        JOIN fulfilment AS f ON u.kpi_id = f.kpi_id AND u.gender = f.gender AND u.year IN (f.year, f.year - 1)
        WHERE u.area_id = t.area_id
    )
),
answer AS (
    SELECT source_answer_id, any_value(url ORDER BY harvest_id) AS url, any_value(sha256 ORDER BY harvest_id) AS sha256,
        min("at") AS "at"
    FROM warehouse.source_answer
    GROUP BY source_answer_id
),
link AS (
    SELECT f.lineage_id, 'figure' AS kind, v.lineage_id AS parent_id, f.label, NULL AS sha256, f.as_of AS "at"
    FROM fulfilment_label AS f
    CROSS JOIN this_report AS t
    JOIN used_value AS v
        ON v.kpi_id = f.kpi_id AND v.area_id = t.area_id AND v.gender = f.gender AND v.year IN (f.year, f.year - 1)
    UNION ALL
    SELECT f.lineage_id, 'figure', d.lineage_id, f.label, NULL, f.as_of
    FROM fulfilment_label AS f JOIN definition_node AS d USING (indicator_id)
    UNION ALL
    SELECT f.lineage_id, 'figure', d.lineage_id, f.label, NULL, f.as_of
    FROM fulfilment_label AS f JOIN goal_node AS d USING (goal_id)
    UNION ALL
    SELECT f.lineage_id, 'figure', d.lineage_id, f.label, NULL, f.as_of
    FROM fulfilment_label AS f JOIN plan_node AS d USING (plan_version)
    UNION ALL
    -- A value that was corrected to null leads nowhere itself.
    SELECT f.lineage_id, 'figure', d.lineage_id, f.label, NULL, f.as_of
    FROM fulfilment_label AS f
    CROSS JOIN this_report AS t
    JOIN known_value AS v
        ON v.kpi_id = f.kpi_id AND v.gender = f.gender AND v.area_id = t.area_id AND v.value IS NULL
            AND v.year <= t.year AND v.year > coalesce(f.year, v.year - 1)
    JOIN correction_node AS d USING (correction_id)
    UNION ALL
    SELECT f.lineage_id, 'figure', m.lineage_id, f.label, NULL, f.as_of
    FROM fulfilment_label AS f JOIN model_node AS m ON m.model = 'fulfilment'
    UNION ALL
    SELECT f.lineage_id, 'figure', c.lineage_id, f.label, NULL, f.as_of
    FROM fulfilment_label AS f JOIN check_node AS c ON c.subject = f.indicator_id
    UNION ALL
    SELECT c.lineage_id, 'figure', v.lineage_id, c.label, NULL, t.as_of
    FROM comparison_label AS c
    CROSS JOIN this_report AS t
    JOIN used_value AS v ON v.kpi_id = c.kpi_id AND v.area_id = c.area_id AND v.year = c.year AND v.gender = c.gender
    UNION ALL
    SELECT c.lineage_id, 'figure',
        short_id(concat_ws('|', 'set', t.municipality_id, t.report, t.as_of, c.indicator_id, c.year, c.gender, c.group_id)),
        c.label, NULL, t.as_of
    FROM comparison_label AS c
    CROSS JOIN this_report AS t
    UNION ALL
    SELECT s.lineage_id, 'figure', g.lineage_id, s.label, NULL, t.as_of
    FROM set_node AS s CROSS JOIN this_report AS t JOIN ground_node AS g USING (indicator_id)
    UNION ALL
    SELECT g.lineage_id, 'model', m.lineage_id, g.label, g.sha256, NULL
    FROM ground_node AS g JOIN model_node AS m ON m.model = 'comparison'
    UNION ALL
    SELECT g.lineage_id, 'model', d.lineage_id, g.label, g.sha256, NULL
    FROM ground_node AS g JOIN definition_node AS d USING (indicator_id)
    UNION ALL
    SELECT g.lineage_id, 'model', c.lineage_id, g.label, g.sha256, NULL
    FROM ground_node AS g JOIN check_node AS c ON c.subject = g.indicator_id
    UNION ALL
    SELECT s.lineage_id, 'figure', s.source_answer_id, s.label, NULL, t.as_of
    FROM set_answer AS s CROSS JOIN this_report AS t
    UNION ALL
    SELECT v.lineage_id, 'value', v.source_answer_id, v.label, NULL, v.known_from
    FROM shown_value AS v
    UNION ALL
    SELECT v.lineage_id, 'value', d.lineage_id, v.label, NULL, v.known_from
    FROM shown_value AS v JOIN correction_node AS d USING (correction_id)
)
SELECT DISTINCT lineage_id, kind, parent_id, label, sha256, "at" FROM link
UNION ALL
SELECT a.source_answer_id, 'source_answer', NULL, a.url, a.sha256, a."at"
FROM answer AS a
WHERE a.source_answer_id IN (SELECT parent_id FROM link)
UNION ALL
SELECT lineage_id, 'definition', NULL, label, sha256, NULL FROM (
    SELECT * EXCLUDE (indicator_id) FROM definition_node
    UNION ALL SELECT * EXCLUDE (goal_id) FROM goal_node
    UNION ALL SELECT * EXCLUDE (plan_version) FROM plan_node
    UNION ALL SELECT * EXCLUDE (correction_id) FROM correction_node
)
WHERE lineage_id IN (SELECT parent_id FROM link)
UNION ALL
SELECT lineage_id, 'model', NULL, label, sha256, NULL FROM model_node WHERE lineage_id IN (SELECT parent_id FROM link)
UNION ALL
SELECT lineage_id, 'check', NULL, label, sha256, NULL FROM check_node WHERE lineage_id IN (SELECT parent_id FROM link)
ORDER BY kind, lineage_id, parent_id NULLS FIRST
