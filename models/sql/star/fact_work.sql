-- table: fact_work
-- section: publishing.md
-- title: Uppdrag och aktiviteter
-- key: report_key, item_kind, item_id
-- needs: dim_report, activities, assignments
-- what: Each activity and assignment once, whatever goals it serves, with counts that can be summed.
-- columns:
--   report_key    text «Rapport» the report or edition that says so
--   item_kind     text{activity,assignment} «Slag» what it is
--   item_id       text «Aktivitet eller uppdrag» its id
--   title         text «Namn» its name
--   unit_key      text «Enhet» who carries it out
--   goals         text? «Mål» the goals that it serves, their ids
--   state         text{not_started,ongoing,done,late,cancelled} «Läge» where it stood on the period's last day
--   n_due         int «Skulle vara klara» 1 where it planned to end by that day
--   n_carried_out int «Genomförda» 1 where it was due and done by that day
--   n_contributed int «Bidrog» 1 where it was due and done, and contributed to every goal for which that can be judged
--   budget        float? «Budget» kronor
--   outcome       float? «Utfall» kronor
SELECT
    report_key, item_kind, item_id, any_value(work.title) AS title, concat_ws('|', report_key, any_value(unit_id)) AS unit_key,
    string_agg(goal_id, ', ' ORDER BY goal_id) AS goals, any_value(state) AS state,
    CAST(bool_or(due) AS INTEGER) AS n_due, CAST(bool_or(due AND carried_out) AS INTEGER) AS n_carried_out,
    CAST(coalesce(bool_and(contributed) FILTER (due AND carried_out), false) AS INTEGER) AS n_contributed,
    any_value(budget) AS budget, any_value(outcome) AS outcome
FROM (
    SELECT 'activity' AS item_kind, item_id, title, unit_id, goal_id, state, due, carried_out, contributed, budget, outcome
    FROM activities
    UNION ALL BY NAME
    SELECT 'assignment' AS item_kind, item_id, title, unit_id, goal_id, state, due, carried_out, contributed, budget, outcome
    FROM assignments
) AS work
CROSS JOIN dim_report
GROUP BY report_key, item_kind, item_id
ORDER BY item_kind, item_id
