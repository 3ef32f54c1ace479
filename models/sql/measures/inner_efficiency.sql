-- table: inner_efficiency
-- section: measures.md §6
-- title: Inre effektivitet
-- published: 10
-- key: goal_id, unit_id, level
-- figure: goal_id?, unit_id?, level?
-- needs: work_scoped, work_judged, scope_status, threshold, this_report
-- what: Did what was planned, in the right way, contributing to the goals. One row for each goal and unit with its
--   subtree, each goal as a whole (unit_id and level null), each unit with its subtree (goal_id null), and each level
--   (unit_id and goal_id null); each from its distinct activities and assignments. G, R and B are about what was due.
-- parents:
--   file_node    p.kind IN ('activities', 'assignments')
--   work_scoped  p.goal_id IS NOT DISTINCT FROM f.goal_id AND p.unit_id IS NOT DISTINCT FROM f.unit_id
--                AND p.level IS NOT DISTINCT FROM f.level AND p.lineage_id IS NOT NULL
--   definition_node  p.section = 'municipality' OR p.section = 'goals' AND p.id = f.goal_id
--   model_node   p.model = 'inner_efficiency'
-- columns:
--   report           text    «Rapport» the report's id
--   unit_id          text?   «Enhet» the unit; null for a goal as a whole and for a level
--   level            text?   «Nivå» its level; null for a goal as a whole
--   goal_id          text?   «Mål» the goal and those that serve it; null: all goals, and what serves none
--   due              int     «Skulle vara klara» planned to end by the period's last day
--   carried_out      int     «Genomförda» of those due, done by that day
--   g                float?  «Genomfört, andel» carried_out by due: did what was planned
--   right_way        int     «På rätt sätt» of those carried out, passed every condition that is known
--   r                float?  «På rätt sätt, andel» right_way by carried_out: in the right way
--   all_three        int     «Prövade i alla tre avseenden» of those carried out, all three conditions are known: on time, within budget, quality
--   all_three_share  float?  «Andel prövade i alla tre avseenden» all_three by carried_out
--   judged           int     «Kan bedömas» of those carried out, whether they contributed can be judged
--   contributed      int     «Bidrog» of those judged, contributed
--   b                float?  «Bidrog, andel» contributed by judged: contributing to fulfilment
--   base_rate        float[0..1]?  «Samma svar i alla kommuner, andel» the mean, over what is judged by computation, of the share of all municipalities where the same rule says yes in the same years
--   status           text{efficient,change_ways_of_working,not_assessed}   «Bedömning» the judgement
--   short_of         text?   «Det som brister» what falls short, of carried_out, right_way and contributed
--   lineage_id       text    «Spårnummer» leads to where the figure comes from
WITH every_scope AS (
    SELECT scope, goal_id, unit_id, level FROM scope_status WHERE scope IN ('goal', 'goal_unit', 'unit', 'level')
    UNION
    SELECT scope, goal_id, unit_id, level FROM work_scoped
),
due AS (
    SELECT work_scoped.scope, work_scoped.goal_id, work_scoped.unit_id, work_scoped.level, work_judged.carried_out,
        work_judged.right_way, work_judged.all_three, work_scoped.contributed, work_scoped.base_rate
    FROM work_scoped
    JOIN work_judged USING (item_kind, item_id)
    WHERE work_judged.due
),
counted AS (
    SELECT
        every_scope.scope, every_scope.goal_id, every_scope.unit_id, every_scope.level,
        count(due.scope) AS due,
        count(*) FILTER (due.carried_out) AS carried_out,
        count(*) FILTER (due.carried_out AND due.right_way) AS right_way,
        count(*) FILTER (due.carried_out AND due.all_three) AS all_three,
        count(*) FILTER (due.carried_out AND due.contributed IS NOT NULL) AS judged,
        count(*) FILTER (due.carried_out AND due.contributed) AS contributed,
        avg(CAST(due.base_rate AS DECIMAL(38, 18))) FILTER (due.carried_out AND due.contributed IS NOT NULL) AS base_rate
    FROM every_scope
    LEFT JOIN due
        ON due.scope = every_scope.scope
        AND due.goal_id IS NOT DISTINCT FROM every_scope.goal_id
        AND due.unit_id IS NOT DISTINCT FROM every_scope.unit_id
        AND due.level IS NOT DISTINCT FROM every_scope.level
    GROUP BY every_scope.scope, every_scope.goal_id, every_scope.unit_id, every_scope.level
),
with_short AS (
    SELECT
        counted.*,
        concat_ws(',',
            CASE WHEN counted.carried_out < written(threshold.carried_out_share) * counted.due THEN 'carried_out' END,
            CASE WHEN counted.right_way < written(threshold.right_way_share) * counted.carried_out THEN 'right_way' END,
            CASE WHEN counted.contributed < written(threshold.contributed_share) * counted.judged
                THEN 'contributed' END) AS short_of
    FROM counted
    CROSS JOIN threshold
)
SELECT
    this_report.report, with_short.unit_id, with_short.level, with_short.goal_id, with_short.due, with_short.carried_out,
    with_short.carried_out / nullif(with_short.due, 0) AS g,
    with_short.right_way, with_short.right_way / nullif(with_short.carried_out, 0) AS r,
    with_short.all_three, with_short.all_three / nullif(with_short.carried_out, 0) AS all_three_share,
    with_short.judged, with_short.contributed, with_short.contributed / nullif(with_short.judged, 0) AS b, with_short.base_rate,
    CASE
        WHEN with_short.due = 0 THEN 'not_assessed'
        WHEN with_short.short_of <> '' THEN 'change_ways_of_working'
        WHEN with_short.judged = 0 THEN 'not_assessed'
        ELSE 'efficient'
    END AS status,
    nullif(with_short.short_of, '') AS short_of
FROM with_short
CROSS JOIN this_report
ORDER BY with_short.goal_id NULLS FIRST, with_short.unit_id NULLS FIRST, with_short.level NULLS FIRST
