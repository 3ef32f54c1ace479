-- table: assignments
-- section: measures.md §6
-- title: Uppdrag
-- published: 9
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
--   report            text    «Rapport» the report's id
--   item_id           text    «Uppdrag» the assignment
--   unit_id           text    «Enhet» who carries it out
--   goal_id           text?   «Mål» a goal that it serves
--   title             text    «Namn» its name
--   responsible_role  text    «Ansvarig» who answers for it, by role
--   decided_by        text    «Beslutad av» the political level that gave it
--   decided_at        date    «Beslutad» when
--   decision          text?   «Beslut» the paragraph or diary number of that decision
--   financing         text?   «Finansiering» its financing decision
--   planned_start     date    «Planerad start» planned start
--   planned_end       date    «Planerat slut» planned end
--   actual_end        date?   «Klar» when it was done, if by the period's last day
--   state             text{not_started,ongoing,done,late,cancelled}   «Läge» where it stood on that day
--   due               bool    «Skulle vara klart» planned to end by that day, and not cancelled by a decision
--   carried_out       bool    «Genomfört» done by that day
--   on_time           bool?   «I tid» done by its planned end
--   within_budget     bool?   «Inom budget» its outcome is within its budget; null where either is unknown
--   quality_passed    bool?   «Godkänd kvalitet» its quality was judged and passed
--   contributed       bool?   «Bidrog» it contributed to the goal; null where that cannot be judged
--   basis             text{recorded,computed}?   «Underlag» how that is known
--   budget            float?  «Budget» kronor
--   outcome           float?  «Utfall» kronor
--   cancelled_by      text?   «Avbruten genom» the decision that cancelled it
--   cancelled_at      date?   «Avbruten» the day of that decision
--   lineage_id        text    «Spårnummer» leads to where it comes from
SELECT
    this_report.report, work_judged.item_id, work_judged.unit_id, work_goal.goal_id, work_item.title,
    work_item.responsible_role, work_item.decided_by, work_item.decided_at, work_item.decision, work_item.financing,
    work_item.planned_start, work_item.planned_end,
    CASE WHEN work_judged.carried_out THEN work_item.actual_end END AS actual_end, work_judged.state,
    work_judged.due, work_judged.carried_out, work_judged.on_time, work_judged.within_budget, work_judged.quality_passed,
    work_contribution.contributed, work_contribution.basis,
    work_item.budget, work_item.outcome, work_item.cancelled_by, work_item.cancelled_at
FROM work_judged
CROSS JOIN this_report
JOIN work_item USING (item_kind, item_id)
LEFT JOIN work_goal USING (item_kind, item_id)
LEFT JOIN work_contribution USING (item_kind, item_id, goal_id)
WHERE work_judged.item_kind = 'assignment'
ORDER BY work_judged.item_id, work_goal.goal_id
