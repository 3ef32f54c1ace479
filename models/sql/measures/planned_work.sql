-- table: planned_work
-- section: measures.md §20
-- title: Planerade uppdrag och aktiviteter
-- published: 63
-- key: item_kind, item_id, goal_id
-- figure: item_kind, item_id, goal_id?
-- needs: planning, work_item, work_goal, unit, this_report
-- what: The assignments and activities that lie in the first year that is planned for, and are not ended: a row for each goal that one
--   serves (goal_id null where it serves none). An assignment without a day of decision is a proposal.
-- parents:
--   definition_node  p.section = CASE f.item_kind WHEN 'activity' THEN 'activities' ELSE 'assignments' END AND p.id = f.item_id
--   file_node        p.kind IN ('activities', 'assignments')
--   model_node       p.model = 'planned_work'
-- columns:
--   report            text    «Rapport» the report's id
--   item_kind         text{activity,assignment}   «Slag» which of them
--   item_id           text    «Post» its id
--   unit_id           text    «Enhet» who carries it out
--   goal_id           text?   «Mål» a goal that it serves
--   title             text    «Vad» its name
--   responsible_role  text    «Ansvarig» who answers for it, by role
--   planned_start     date    «Planerad start» planned start
--   planned_end       date    «Planerat slut» planned end
--   budget            float?  «Budget» kronor
--   decided_by        text?   «Beslutas av» who gives the assignment
--   decided_at        date?   «Beslutat» when
--   financing         text?   «Finansiering» its financing decision
--   lineage_id        text    «Spårnummer» leads to where it comes from
SELECT
    this_report.report, work_item.item_kind, work_item.item_id, work_item.unit_id, work_goal.goal_id, work_item.title,
    work_item.responsible_role, work_item.planned_start, work_item.planned_end, work_item.budget, work_item.decided_by,
    work_item.decided_at, work_item.financing
FROM work_item
CROSS JOIN this_report
CROSS JOIN planning
JOIN unit ON unit.unit_id = work_item.unit_id
LEFT JOIN work_goal ON work_goal.item_kind = work_item.item_kind AND work_goal.item_id = work_item.item_id
WHERE work_item.item_kind <> 'service' AND work_item.state NOT IN ('done', 'cancelled')
    AND work_item.planned_start <= make_date(planning.first_year, 12, 31)
    AND work_item.planned_end >= make_date(planning.first_year, 1, 1)
ORDER BY work_item.item_kind, work_item.item_id, work_goal.goal_id
