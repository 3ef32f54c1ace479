-- table: dim_goal
-- section: publishing.md
-- title: Mål
-- key: goal_key
-- needs: dim_report, goal, goal_parent, global_goal
-- what: The goals in force in each report.
-- columns:
--   goal_key    text «Målets nyckel» the goal in the report
--   report_key  text «Rapport» the report or edition that says so
--   goal_id     text «Mål» the goal
--   title       text «Namn» its words
--   kind        text «Slag» its kind
--   unit_key    text «Ansvarig enhet» the responsible unit
--   perspective text? «Perspektiv» the perspective it is sorted into
--   parents     text? «Tjänar» the goals that it serves, their ids
--   sdg         text? «Globala mål» the global goals of Agenda 2030, their numbers
--   valid_from  date? «Gäller från» since when it is in force
--   valid_to    date? «Gäller till» until when
SELECT
    concat_ws('|', report_key, goal.goal_id) AS goal_key, report_key, goal.goal_id, goal.title, goal.kind,
    concat_ws('|', report_key, goal.unit_id) AS unit_key, goal.perspective, parent.parents, sdg.sdg,
    goal.valid_from, goal.valid_to
FROM goal
CROSS JOIN dim_report
LEFT JOIN (
    SELECT goal_id, string_agg(parent_id, ', ' ORDER BY parent_id) AS parents FROM goal_parent GROUP BY goal_id
) AS parent ON parent.goal_id = goal.goal_id
LEFT JOIN (
    SELECT id, string_agg(sdg, ', ' ORDER BY sdg) AS sdg FROM global_goal WHERE section = 'goals' GROUP BY id
) AS sdg ON sdg.id = goal.goal_id
ORDER BY goal_key
