-- table: outer_efficiency_items
-- section: measures.md §7
-- title: Bidrag till mål
-- published: 12
-- key: unit_id, goal_id, item_kind, item_id
-- needs: work_contribution, work_judged, outer_weight, this_report
-- what: Each activity, assignment and service that was carried out for a goal, under each goal that it serves, with its
--   weight in the row of outer_efficiency for that unit and goal, and whether it should be reconsidered.
-- parents:
--   definition_node  p.section = section_of(f.item_kind) AND p.id = f.item_id
--   fulfilment       p.goal_id = f.goal_id AND f.basis = 'computed'
--   model_node       p.model = 'outer_efficiency_items'
-- columns:
--   report       text    «Rapport» the report's id
--   unit_id      text    «Enhet» who carried it out
--   goal_id      text    «Mål» a goal that it serves
--   item_kind    text{activity,assignment,service}   «Vad det är» what it is
--   item_id      text    «Det som gjordes» its id
--   weight       float?  «Vikt» kronor or 1; null where it cannot be judged
--   contributed  bool?   «Bidrog» it contributed to the goal; null where that cannot be judged
--   basis        text{recorded,computed}?   «Underlag» how that is known
--   evidence     text?   «Belägg» what that is founded on
--   verdict      text{right_things,reconsider,not_assessed}   «Omdöme» the judgement
--   lineage_id   text    «Spårnummer» leads to where it comes from
SELECT
    t.report, j.unit_id, c.goal_id, c.item_kind, c.item_id,
    CASE WHEN c.contributed IS NOT NULL THEN w.weight END AS weight,
    c.contributed, c.basis, c.evidence,
    CASE WHEN c.contributed THEN 'right_things' WHEN c.contributed IS NOT NULL THEN 'reconsider' ELSE 'not_assessed' END AS verdict
FROM work_contribution AS c
CROSS JOIN this_report AS t
JOIN work_judged AS j USING (item_kind, item_id)
LEFT JOIN outer_weight AS w
    ON w.scope = 'goal_unit' AND w.goal_id = c.goal_id AND w.unit_id = j.unit_id
    AND w.item_kind = c.item_kind AND w.item_id = c.item_id
ORDER BY j.unit_id, c.goal_id, c.item_kind, c.item_id
