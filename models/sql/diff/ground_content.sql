-- table: ground_content
-- section: freezing-and-diff.md, Figures
-- key: lineage_id, label
-- needs: lineage, checks, definition_named, definition_field
-- what: What each ground of one report's figures holds, as text: values, own files, models, the checks that
--   withhold, and definitions key by key.
-- columns:
--   lineage_id  text   the ground's node
--   kind        text   check, value, model, source_answer or definition
--   label       text   what it is called
--   content     text   what it holds
SELECT DISTINCT
    lineage_id, kind, label, concat_ws(' ', sha256, written("value"), status) AS content
FROM lineage
WHERE kind IN ('value', 'model') OR kind = 'source_answer' AND label NOT LIKE 'http%'
    OR kind = 'check' AND label IN (
        SELECT concat_ws(' ', checks.check_id, checks.subject) FROM checks
        WHERE checks.severity = 'error' AND checks.status = 'failed'
    )
UNION ALL
SELECT
    node.lineage_id, 'definition', concat_ws(' ', definition_field.section, definition_field.id, definition_field.field),
    definition_field.value
FROM (SELECT DISTINCT lineage_id, file, line FROM lineage WHERE kind = 'definition') AS node
JOIN definition_named ON definition_named.file = node.file AND definition_named.line = node.line
JOIN definition_field ON definition_field.section = definition_named.section AND definition_field.id = definition_named.id
-- A plan's targets are grounds of their own: each is the ground of its leaf alone.
WHERE NOT (definition_field.section = 'plans' AND starts_with(definition_field.field, 'targets.'))
UNION ALL
-- Of rows that no report carries, as staff, the file's version is all that can be told apart.
SELECT DISTINCT lineage.lineage_id, 'source_answer', lineage.file, lineage.sha256
FROM lineage
WHERE lineage.kind = 'definition' AND NOT EXISTS (
    FROM definition_named WHERE definition_named.file = lineage.file AND definition_named.line = lineage.line
)
