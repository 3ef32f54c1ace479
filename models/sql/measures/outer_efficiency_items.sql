-- table: outer_efficiency_items
-- section: measures.md §7
-- title: Bidrag till mål
-- published: 12
-- key: unit_id, goal_id, item_kind, item_id
-- needs: work_contribution, work_judged, outer_weight, this_report
-- what: Each activity, assignment and service that was carried out for a goal, under each goal that it serves, with its
--   weight in the row of outer_efficiency for that unit and goal, and whether it should be reconsidered.
-- parents:
--   file_node    p.kind IN ('activities', 'assignments')
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
--   base_rate    float[0..1]?  «Samma svar i alla kommuner, andel» share of all municipalities where what computes it says yes in the same years
--   evidence     text?   «Belägg» what that is founded on
--   verdict      text{right_things,reconsider,not_assessed}   «Omdöme» the judgement
--   lineage_id   text    «Spårnummer» leads to where it comes from
SELECT
    this_report.report, work_judged.unit_id, work_contribution.goal_id, work_contribution.item_kind,
    work_contribution.item_id,
    CASE WHEN work_contribution.contributed IS NOT NULL THEN outer_weight.weight END AS weight,
    work_contribution.contributed, work_contribution.basis, outer_weight.base_rate,
    work_contribution.evidence,
    CASE WHEN work_contribution.contributed THEN 'right_things' WHEN work_contribution.contributed IS NOT NULL
        THEN 'reconsider' ELSE 'not_assessed' END AS verdict
FROM work_contribution
CROSS JOIN this_report
JOIN work_judged USING (item_kind, item_id)
LEFT JOIN outer_weight
    ON outer_weight.scope = 'goal_unit' AND outer_weight.goal_id = work_contribution.goal_id
    AND outer_weight.unit_id = work_judged.unit_id
    AND outer_weight.item_kind = work_contribution.item_kind AND outer_weight.item_id = work_contribution.item_id
ORDER BY work_judged.unit_id, work_contribution.goal_id, work_contribution.item_kind, work_contribution.item_id
