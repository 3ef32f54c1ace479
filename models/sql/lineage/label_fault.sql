-- table: label_fault
-- section: measures.md §12
-- key: lineage_id
-- needs: figure_label, figure_link, value_node, answer_node, lineage
-- what: Figures whose source is named otherwise than their lineage says. A figure is unprocessed only where it is, to the
--   last digit, a source value of its own year, and stands on no other figure than the place that its target asks for; all
--   else is computed. What stands on the municipality's own sources alone is named by them, computed or not, never by Kolada.
-- columns:
--   lineage_id    text   the figure
--   label         text   the figure's table and key
--   source_label  text   the source, as it is named
--   wrong         text{computed_as_unprocessed,computed_without_saying,made_up_as_real,real_as_made_up}   what is wrong
WITH RECURSIVE from_origin AS (
    SELECT lineage_id, CASE WHEN origin LIKE 'example%' THEN 'example' WHEN origin LIKE 'local%' THEN 'local'
        ELSE 'kolada' END AS origin
    FROM answer_node
    UNION
    SELECT lineage.lineage_id, from_origin.origin
    FROM from_origin JOIN lineage ON lineage.parent_id = from_origin.lineage_id
),
origins AS (
    SELECT lineage_id, list_sort(list(DISTINCT origin)) AS origins FROM from_origin GROUP BY lineage_id
),
on_figures AS (
    SELECT DISTINCT figure_link.lineage_id
    FROM figure_link JOIN lineage ON lineage.lineage_id = figure_link.parent_id AND lineage.kind = 'figure'
    WHERE NOT (starts_with(figure_link.label, 'fulfilment ') AND starts_with(lineage.label, 'comparison '))
),
judged AS (
    SELECT
        figure_label.lineage_id, figure_label.label, figure_label.source_label, origins.origins,
        figure_label.lineage_id IN (SELECT lineage_id FROM on_figures)
        OR NOT EXISTS (
            SELECT 1
            FROM figure_link JOIN value_node ON value_node.lineage_id = figure_link.parent_id
            WHERE figure_link.lineage_id = figure_label.lineage_id AND value_node.latest
                AND value_node.year = figure_label.year AND value_node.value = figure_label.value
        ) AS computed
    FROM figure_label
    JOIN origins USING (lineage_id)
    WHERE figure_label.value IS NOT NULL
),
with_fault AS (
    SELECT
        lineage_id, label, source_label,
        CASE
            WHEN list_contains(origins, 'example') AND source_label <> 'Påhittade exempeldata' THEN 'made_up_as_real'
            WHEN NOT list_contains(origins, 'example') AND source_label = 'Påhittade exempeldata' THEN 'real_as_made_up'
            WHEN computed AND source_label LIKE 'Källa:%' AND (origins <> ['local'] OR source_label = 'Källa: Kolada')
                THEN 'computed_as_unprocessed'
            WHEN computed AND origins = ['kolada'] AND source_label <> 'Egen bearbetning av data från Kolada'
                THEN 'computed_without_saying'
        END AS wrong
    FROM judged
)
SELECT lineage_id, label, source_label, wrong
FROM with_fault
WHERE wrong IS NOT NULL
ORDER BY lineage_id
