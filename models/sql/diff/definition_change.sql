-- table: definition_change
-- section: freezing-and-diff.md
-- title: Ändrade definitioner
-- key: section, id, field
-- needs: definition_field
-- what: Definitions and thresholds that were added, removed or changed, key by key; of targets the rules, since
--   target_change tells the numbers.
-- columns:
--   section  text   «Avsnitt» municipality, units, indicators, goals, plans …
--   id       text   «Id» the definition's id
--   field    text   «Uppgift» the key; empty where the whole definition was added or removed
--   kind     text{added,removed,changed}   «Vad som hände» what happened to it
--   before   text?  «Förut» what stood there
--   after    text?  «Nu» what stands there
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
    WHERE section <> 'targets'
    GROUP BY section, id
),
field AS (
    SELECT
        coalesce(old.section, new.section) AS section, coalesce(old.id, new.id) AS id,
        coalesce(old.field, new.field) AS field,
        old.value AS before, new.value AS after
    FROM before.definition_field AS old
    FULL JOIN after.definition_field AS new ON new.section = old.section AND new.id = old.id AND new.field = old.field
    WHERE old.value IS DISTINCT FROM new.value
)
SELECT section, id, '' AS field, kind, NULL AS before, NULL AS after FROM whole WHERE kind <> 'changed'
UNION ALL
SELECT field.section, field.id, field.field, whole.kind, field.before, field.after
FROM field
JOIN whole USING (section, id)
WHERE whole.kind = 'changed'
ORDER BY section, id, field
