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
--   file        text?  «Fil» the file of a definition or model
--   line        int?   «Rad» the line that a definition begins on
WITH RECURSIVE set_link AS (
    SELECT s.lineage_id, s.ground_id AS parent_id FROM set_node AS s
    UNION
    SELECT s.lineage_id, v.source_answer_id
    FROM set_node AS s
    JOIN set_member AS m USING (group_id)
    JOIN value_node AS v
        ON v.kpi_id = s.kpi_id AND v.area_id = m.area_id AND v.year = s.year AND v.gender = s.gender
        AND v.latest AND v.value IS NOT NULL
    UNION
    SELECT s.lineage_id, g.source_answer_id
    FROM set_node AS s
    CROSS JOIN this_report AS t
    JOIN warehouse.area_group AS g
        ON g.group_id = s.group_id AND g.known_from <= t.as_of AND (g.known_to IS NULL OR g.known_to > t.as_of)
    UNION
    SELECT s.lineage_id, d.lineage_id
    FROM set_node AS s JOIN definition_node AS d ON s.group_kind = 'own' AND d.section = 'municipality'
),
ground AS (
    SELECT DISTINCT ground_id AS lineage_id, indicator_id FROM set_node
),
ground_link AS (
    SELECT g.lineage_id, g.indicator_id, m.lineage_id AS parent_id
    FROM ground AS g JOIN model_node AS m ON m.model = 'comparison'
    UNION
    SELECT g.lineage_id, g.indicator_id, d.lineage_id
    FROM ground AS g
    JOIN definition_node AS d
        ON d.section = 'indicators' AND d.id = g.indicator_id OR d.section = 'municipality'
    UNION
    SELECT g.lineage_id, g.indicator_id, c.lineage_id
    FROM ground AS g JOIN check_node AS c ON c.subject = g.indicator_id
),
model_link AS (
    SELECT m.lineage_id, p.lineage_id AS parent_id
    FROM model_need AS n
    JOIN model_node AS m ON m.model = n.model
    JOIN model_node AS p ON p.model = n.needs
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
    SELECT a.parent_id FROM reached AS r JOIN above AS a ON a.lineage_id = r.lineage_id
),
value_row AS (
    SELECT
        v.lineage_id, unnest([v.source_answer_id, v.earlier_id]) AS parent_id,
        concat_ws(' ', v.kpi_id, v.area_id, v.year, v.gender) AS label, v.known_from AS "at",
        v.value, v.status, v.known_to, v.closed_by
    FROM value_node AS v
    WHERE v.lineage_id IN (SELECT lineage_id FROM reached)
),
node AS (
    SELECT
        f.lineage_id, 'figure' AS kind, f.parent_id, f.label, NULL AS sha256, t.as_of AS "at", NULL AS value, NULL AS status,
        NULL AS known_to, NULL AS closed_by, NULL AS size, NULL AS origin, NULL AS file, NULL AS line
    FROM figure_link AS f CROSS JOIN this_report AS t
    UNION ALL
    SELECT
        s.lineage_id, 'figure', k.parent_id, concat_ws(' ', 'set', s.indicator_id, s.year, s.gender, s.group_title), NULL,
        t.as_of, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM set_node AS s CROSS JOIN this_report AS t JOIN set_link AS k ON k.lineage_id = s.lineage_id
    UNION ALL
    SELECT
        g.lineage_id, 'figure', g.parent_id, concat('ground ', g.indicator_id), NULL, t.as_of, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL
    FROM ground_link AS g CROSS JOIN this_report AS t
    UNION ALL
    SELECT
        lineage_id, 'value', parent_id, label, NULL, "at", value, status, known_to, closed_by, NULL, NULL, NULL, NULL
    FROM value_row
    WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT
        o.lineage_id, 'value', o.file_id, concat_ws(' ', o.indicator_id, o.unit_id, o.year, o.gender), NULL, t.as_of, o.value,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM own_node AS o
    CROSS JOIN this_report AS t
    WHERE o.lineage_id IN (SELECT lineage_id FROM reached)
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
        m.lineage_id, 'model', k.parent_id, m.file, m.sha256, NULL, NULL, NULL, NULL, NULL, NULL, NULL, m.file, NULL
    FROM model_node AS m LEFT JOIN model_link AS k ON k.lineage_id = m.lineage_id
    WHERE m.lineage_id IN (SELECT lineage_id FROM reached)
    UNION ALL
    SELECT
        lineage_id, 'check', parent_id, concat_ws(' ', check_id, subject), NULL, NULL, NULL, status, NULL, NULL, NULL, NULL, NULL,
        NULL
    FROM check_node
    WHERE lineage_id IN (SELECT lineage_id FROM reached)
)
SELECT
    lineage_id, kind, parent_id, label, sha256, "at", value, status, known_to, closed_by, size, origin, file, line
FROM node
ORDER BY kind, lineage_id, parent_id NULLS FIRST
