-- table: definition_change
-- section: freezing-and-diff.md
-- key: section, id, field
-- needs: definition_field
-- what: Definitions and thresholds that were added, removed or changed, key by key.
-- columns:
--   section  text   municipality, units, indicators, goals, plans …
--   id       text   the definition's id
--   field    text   the key; empty where the whole definition was added or removed
--   kind     text{added,removed,changed}   what happened to it
--   before   text?  what stood there
--   after    text?  what stands there
WITH whole AS (
    SELECT
        section, id,
        CASE WHEN bool_or(is_before) AND bool_or(NOT is_before) THEN 'changed' WHEN bool_or(is_before) THEN 'removed'
            ELSE 'added' END AS kind
    FROM (
        SELECT section, id, true AS is_before FROM before.definition_field
        UNION ALL
        SELECT section, id, false FROM after.definition_field
    )
    GROUP BY section, id
),
field AS (
    SELECT
        coalesce(b.section, a.section) AS section, coalesce(b.id, a.id) AS id, coalesce(b.field, a.field) AS field,
        b.value AS before, a.value AS after
    FROM before.definition_field AS b
    FULL JOIN after.definition_field AS a ON a.section = b.section AND a.id = b.id AND a.field = b.field
    WHERE b.value IS DISTINCT FROM a.value
)
SELECT section, id, '' AS field, kind, NULL AS before, NULL AS after FROM whole WHERE kind <> 'changed'
UNION ALL
SELECT f.section, f.id, f.field, w.kind, f.before, f.after
FROM field AS f
JOIN whole AS w USING (section, id)
WHERE w.kind = 'changed'
ORDER BY section, id, field
