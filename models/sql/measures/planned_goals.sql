-- table: planned_goals
-- section: measures.md §20
-- title: Målen inom ramen
-- published: 64
-- key: goal_id
-- needs: planning, planned_work, planned_frames, goal, unit, this_report
-- what: What is planned for each goal in the first year that is planned for, and what of it is priced, beside the frame of the unit that answers
--   for the goal. What serves several goals stands under each of them, so the rows have no sum.
-- parents:
--   planned_work     p.goal_id = f.goal_id
--   planned_frames   p.unit_id = f.unit_id AND p.kind = f.frame_kind AND p.year = t.year + 1
--   definition_node  p.section = 'goals' AND p.id = f.goal_id
--   model_node       p.model = 'planned_goals'
-- columns:
--   report          text    «Rapport» the report's id
--   goal_id         text    «Mål» the goal
--   unit_id         text    «Enhet» the unit that answers for it
--   level           text    «Nivå» its level
--   n_assignments   int     «Uppdrag» assignments that serve it
--   n_activities    int     «Aktiviteter» activities that serve it
--   cost            float?  «Budget för arbetet» the budgets of these, kronor; null where none has one
--   n_without_cost  int     «Utan budget» of them, without a budget
--   frame_kind      text{cost,result}?   «Ramens slag» the unit's frame of costs, else of its result
--   frame           float?  «Enhetens ram» kronor
--   share           float?  «Andel av ramen» cost by the frame's absolute amount; null where one of them is not known
--   lineage_id      text    «Spårnummer» leads to where the figure comes from
WITH work AS (
    SELECT
        goal_id, count(*) FILTER (item_kind = 'assignment') AS n_assignments,
        count(*) FILTER (item_kind = 'activity') AS n_activities, sum(kronor(budget)) AS cost,
        count(*) FILTER (budget IS NULL) AS n_without_cost
    FROM planned_work
    GROUP BY goal_id
),
framed AS (
    SELECT
        planned_frames.unit_id, min(planned_frames.kind) AS kind,
        min_by(planned_frames.amount, planned_frames.kind) AS amount
    FROM planned_frames
    JOIN planning ON planning.first_year = planned_frames.year
    WHERE planned_frames.kind IN ('cost', 'result') AND planned_frames.amount IS NOT NULL
    GROUP BY planned_frames.unit_id
)
SELECT
    this_report.report, goal.goal_id, goal.unit_id, unit.level, coalesce(work.n_assignments, 0) AS n_assignments,
    coalesce(work.n_activities, 0) AS n_activities, CAST(work.cost AS DOUBLE) AS cost,
    coalesce(work.n_without_cost, 0) AS n_without_cost, framed.kind AS frame_kind, framed.amount AS frame,
    CAST(work.cost AS DOUBLE) / nullif(abs(framed.amount), 0) AS share
FROM goal
CROSS JOIN this_report
CROSS JOIN planning
JOIN unit ON unit.unit_id = goal.unit_id
LEFT JOIN work ON work.goal_id = goal.goal_id
LEFT JOIN framed ON framed.unit_id = goal.unit_id
ORDER BY goal.goal_id
