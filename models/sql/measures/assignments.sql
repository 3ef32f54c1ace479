-- table: assignments
-- section: measures.md §6
-- key: item_id, goal_id
-- needs: work_judged, work_item, work_goal, work_contribution, this_report
-- what: The assignments of the plan year and the unfinished ones from before, as they stood on the period's last day: one row
--   for each goal that an assignment serves (goal_id null where it serves none), and what each condition says of it. What is
--   judged of the carrying out is null until it is carried out.
-- parents:
--   definition_node  p.section = 'assignments' AND p.id = f.item_id
--   fulfilment       p.goal_id = f.goal_id AND f.basis = 'computed'
--   file_node        p.kind IN ('assignments')
--   model_node       p.model = 'assignments'
-- columns:
--   report            text    the report's id
--   item_id           text    the assignment
--   unit_id           text    who carries it out
--   goal_id           text?   a goal that it serves
--   title             text    its name
--   responsible_role  text    who answers for it, by role
--   decided_by        text    the political level that gave it
--   decided_at        date    when
--   financing         text?   its financing decision
--   planned_start     date    planned start
--   planned_end       date    planned end
--   actual_end        date?   when it was done, if by the period's last day
--   state             text{not_started,ongoing,done,late,cancelled}   where it stood on that day
--   due               bool    planned to end by that day, and not cancelled by a decision
--   carried_out       bool    done by that day
--   on_time           bool?   done by its planned end
--   within_budget     bool?   its outcome is within its budget; null where either is unknown
--   quality_passed    bool?   its quality was judged and passed
--   contributed       bool?   it contributed to the goal; null where that cannot be judged
--   basis             text{recorded,computed}?   how that is known
--   budget            float?  kronor
--   outcome           float?  kronor
--   cancelled_by      text?   the decision that cancelled it
--   lineage_id        text    leads to where it comes from
SELECT
    this_report.report, work_judged.item_id, work_judged.unit_id, work_goal.goal_id, work_item.title,
    work_item.responsible_role, work_item.decided_by, work_item.decided_at, work_item.financing,
    work_item.planned_start, work_item.planned_end,
    CASE WHEN work_judged.carried_out THEN work_item.actual_end END AS actual_end, work_judged.state,
    work_judged.due, work_judged.carried_out, work_judged.on_time, work_judged.within_budget, work_judged.quality_passed,
    work_contribution.contributed, work_contribution.basis,
    work_item.budget, work_item.outcome, work_item.cancelled_by,
    short_id(concat_ws('|', 'assignments', this_report.municipality_id, this_report.report, this_report.as_of,
        work_judged.item_id, work_goal.goal_id)) AS lineage_id
FROM work_judged
CROSS JOIN this_report
JOIN work_item USING (item_kind, item_id)
LEFT JOIN work_goal USING (item_kind, item_id)
LEFT JOIN work_contribution USING (item_kind, item_id, goal_id)
WHERE work_judged.item_kind = 'assignment'
ORDER BY work_judged.item_id, work_goal.goal_id
