-- table: lineage
-- section: architecture.md, the way of a figure
-- title: Siffrornas ursprung
-- published: 22
-- key: lineage_id, parent_id
-- needs: figure_link, value_node, own_node, set_node, definition_node, catalogue_node, model_node, check_node, answer_node,
--   set_member, comparison_set, model_need, this_report
-- what: What each figure was made of: a row for each link from a node up to what it stands on. A node without a parent
--   is where the way begins: a source answer, a definition, a model or a check. A value's parents are the answer that
--   brought it and the version that it came after.
-- columns:
--   lineage_id  text   «Spårnummer» the node
--   kind        text{figure,value,source_answer,definition,model,check}   «Slag av led» what it is
--   parent_id   text?  «Gjord av» what it was made of
--   label       text   «Benämning» in words; the address of a source answer
--   sha256      text?  «Kontrollsumma» hash of a source answer, definition or model
--   at          time?  «Tidpunkt» when the value or answer became known, UTC
--   value       float?  «Värde» the value, where its status lets it be used
--   status      text?  «Status» Kolada's status of a value, or the outcome of a check
--   known_to    time?  «Känt till och med» until when the value was known, as known at the as-of instant
--   closed_by   text{revised,deleted,absent,withdrawn}?   «Upphörde genom» what ended it
--   size        int?   «Storlek, byte» bytes of a source answer
--   origin      text?  «Ursprung» where a source answer came from: kolada, or which recording
--   file        text?  «Fil» the file of a definition or model; of an own measurement its file, sheet and row
--   line        int?   «Rad» the line that a definition begins on
WITH RECURSIVE set_link AS (
    SELECT set_node.lineage_id, set_node.ground_id AS parent_id FROM set_node
    UNION
    SELECT set_node.lineage_id, value_node.source_answer_id
    FROM set_node
    JOIN set_member USING (group_id)
    JOIN value_node
        ON value_node.kpi_id = set_node.kpi_id AND value_node.area_id = set_member.area_id
        AND value_node.year = set_node.year AND value_node.gender = set_node.gender
        AND value_node.latest AND value_node.value IS NOT NULL
    UNION
    SELECT set_node.lineage_id, area_group.source_answer_id
    FROM set_node
    CROSS JOIN this_report
    JOIN warehouse.area_group
        ON area_group.group_id = set_node.group_id AND area_group.known_from <= this_report.as_of
        AND (area_group.known_to IS NULL OR area_group.known_to > this_report.as_of)
    UNION
    SELECT set_node.lineage_id, definition_node.lineage_id
    FROM set_node JOIN definition_node ON set_node.group_kind = 'own' AND definition_node.section = 'municipality'
),
ground AS (
    SELECT DISTINCT ground_id AS lineage_id, indicator_id FROM set_node
),
ground_link AS (
    SELECT ground.lineage_id, ground.indicator_id, model_node.lineage_id AS parent_id
    FROM ground JOIN model_node ON model_node.model = 'comparison'
    UNION
    SELECT ground.lineage_id, ground.indicator_id, definition_node.lineage_id
    FROM ground
    JOIN definition_node
        ON definition_node.section = 'indicators' AND definition_node.id = ground.indicator_id
        OR definition_node.section = 'municipality'
    UNION
    SELECT ground.lineage_id, ground.indicator_id, check_node.lineage_id
    FROM ground JOIN check_node ON check_node.subject = ground.indicator_id
),
model_link AS (
    SELECT model.lineage_id, needed.lineage_id AS parent_id
    FROM model_need
    JOIN model_node AS model ON model.model = model_need.model
    JOIN model_node AS needed ON needed.model = model_need.needs
),
above AS (
    SELECT lineage_id, parent_id FROM model_link
    UNION ALL
    SELECT lineage_id, earlier_id FROM value_node WHERE earlier_id IS NOT NULL
    UNION ALL
    SELECT lineage_id, source_answer_id FROM value_node
    UNION ALL
    SELECT lineage_id, file_id FROM own_node
    UNION ALL
    SELECT lineage_id, parent_id FROM check_node WHERE parent_id IS NOT NULL
),
linked AS (
    SELECT parent_id AS lineage_id FROM figure_link
    UNION
    SELECT parent_id FROM ground_link
    UNION
    SELECT parent_id FROM set_link
),
-- Models and values are many; only those that a figure stands on are told.
reached AS (
    SELECT lineage_id FROM linked
    UNION
    SELECT above.parent_id FROM reached JOIN above ON above.lineage_id = reached.lineage_id
),
value_row AS (
    SELECT
        value_node.lineage_id, unnest([value_node.source_answer_id, value_node.earlier_id]) AS parent_id,
        concat_ws(' ', value_node.kpi_id, value_node.area_id, value_node.year, value_node.gender) AS label,
        value_node.known_from AS "at",
        value_node.value, value_node.status, value_node.known_to, value_node.closed_by
    FROM value_node
    WHERE value_node.lineage_id IN (SELECT lineage_id FROM reached)
),
node AS (
    SELECT
        figure_link.lineage_id, 'figure' AS kind, figure_link.parent_id, figure_link.label, NULL AS sha256,
        this_report.as_of AS "at", NULL AS value, NULL AS status,
        NULL AS known_to, NULL AS closed_by, NULL AS size, NULL AS origin, NULL AS file, NULL AS line
    FROM figure_link CROSS JOIN this_report
    UNION ALL
    SELECT
        set_node.lineage_id, 'figure', set_link.parent_id,
        concat_ws(' ', 'set', set_node.indicator_id, set_node.year, set_node.gender, set_node.group_title), NULL,
        this_report.as_of, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM set_node CROSS JOIN this_report JOIN set_link ON set_link.lineage_id = set_node.lineage_id
    UNION ALL
    SELECT
        ground_link.lineage_id, 'figure', ground_link.parent_id, concat('ground ', ground_link.indicator_id), NULL,
        this_report.as_of, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL
    FROM ground_link CROSS JOIN this_report
    UNION ALL
    SELECT
        lineage_id, 'value', parent_id, label, NULL, "at", value, status, known_to, closed_by, NULL, NULL, NULL, NULL
    FROM value_row
    WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT
        own_node.lineage_id, 'value', own_node.file_id,
        concat_ws(' ', own_node.indicator_id, own_node.unit_id, own_node.year, own_node.gender), NULL, this_report.as_of,
        own_node.value,
        NULL, NULL, NULL, NULL, NULL, own_node.place, NULL
    FROM own_node
    CROSS JOIN this_report
    WHERE own_node.lineage_id IN (SELECT lineage_id FROM reached)
    UNION ALL
    SELECT lineage_id, 'source_answer', NULL, url, sha256, "at", NULL, NULL, NULL, NULL, size, origin, NULL, NULL
    FROM answer_node
    WHERE lineage_id IN (SELECT lineage_id FROM reached)
    UNION ALL
    SELECT
        lineage_id, 'definition', NULL, concat(file, ':', line, ' ', id), sha256, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        file, line
    FROM definition_node
    WHERE lineage_id IN (SELECT lineage_id FROM reached)
    UNION ALL
    SELECT
        model_node.lineage_id, 'model', model_link.parent_id, model_node.file, model_node.sha256, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, model_node.file, NULL
    FROM model_node LEFT JOIN model_link ON model_link.lineage_id = model_node.lineage_id
    WHERE model_node.lineage_id IN (SELECT lineage_id FROM reached)
    UNION ALL
    SELECT
        lineage_id, 'check', parent_id, concat_ws(' ', check_id, subject), NULL, NULL, NULL, status, NULL, NULL, NULL, NULL,
        NULL,
        NULL
    FROM check_node
    WHERE lineage_id IN (SELECT lineage_id FROM reached)
)
SELECT
    lineage_id, kind, parent_id, label, sha256, "at", value, status, known_to, closed_by, size, origin, file, line
FROM node
ORDER BY kind, label, lineage_id, parent_id NULLS FIRST
