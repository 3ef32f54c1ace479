-- table: outer_efficiency_items
-- section: measures.md §7
-- key: unit_id, goal_id, item_kind, item_id
-- needs: work_contribution, work_judged, outer_weight, this_report
-- what: Each activity, assignment and service that was carried out for a goal, under each goal that it serves, with its
--   weight in the row of outer_efficiency for that unit and goal, and whether it should be reconsidered.
-- parents:
--   definition_node  p.section = section_of(f.item_kind) AND p.id = f.item_id
--   fulfilment       p.goal_id = f.goal_id AND f.basis = 'computed'
--   model_node       p.model = 'outer_efficiency_items'
-- columns:
--   report       text    the report's id
--   unit_id      text    who carried it out
--   goal_id      text    a goal that it serves
--   item_kind    text{activity,assignment,service}   what it is
--   item_id      text    its id
--   weight       float?  kronor or 1; null where it cannot be judged
--   contributed  bool?   it contributed to the goal; null where that cannot be judged
--   basis        text{recorded,computed}?   how that is known
--   evidence     text?   what that is founded on
--   verdict      text{right_things,reconsider,not_assessed}   the judgement
--   lineage_id   text    leads to where it comes from
SELECT
    this_report.report, work_judged.unit_id, work_contribution.goal_id, work_contribution.item_kind,
    work_contribution.item_id,
    CASE WHEN work_contribution.contributed IS NOT NULL THEN outer_weight.weight END AS weight,
    work_contribution.contributed, work_contribution.basis, work_contribution.evidence,
    CASE WHEN work_contribution.contributed THEN 'right_things' WHEN work_contribution.contributed IS NOT NULL
        THEN 'reconsider' ELSE 'not_assessed' END AS verdict,
    short_id(concat_ws('|', 'outer_efficiency_items', this_report.municipality_id, this_report.report, this_report.as_of,
        work_judged.unit_id, work_contribution.goal_id,
        work_contribution.item_kind, work_contribution.item_id)) AS lineage_id
FROM work_contribution
CROSS JOIN this_report
JOIN work_judged USING (item_kind, item_id)
LEFT JOIN outer_weight
    ON outer_weight.scope = 'goal_unit' AND outer_weight.goal_id = work_contribution.goal_id
    AND outer_weight.unit_id = work_judged.unit_id
    AND outer_weight.item_kind = work_contribution.item_kind AND outer_weight.item_id = work_contribution.item_id
ORDER BY work_judged.unit_id, work_contribution.goal_id, work_contribution.item_kind, work_contribution.item_id
