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
--   status           text{efficient,change_ways_of_working,not_assessed}   «Bedömning» the judgement
--   short_of         text?   «Det som brister» what falls short, of carried_out, right_way and contributed
--   lineage_id       text    «Spårnummer» leads to where the figure comes from
WITH every_scope AS (
    SELECT scope, goal_id, unit_id, level FROM scope_status WHERE scope IN ('goal', 'goal_unit', 'unit', 'level')
    UNION
    SELECT scope, goal_id, unit_id, level FROM work_scoped
),
due AS (
    SELECT s.scope, s.goal_id, s.unit_id, s.level, j.carried_out, j.right_way, j.all_three, s.contributed
    FROM work_scoped AS s
    JOIN work_judged AS j USING (item_kind, item_id)
    WHERE j.due
),
counted AS (
    SELECT
        e.scope, e.goal_id, e.unit_id, e.level,
        count(d.scope) AS due,
        count(*) FILTER (d.carried_out) AS carried_out,
        count(*) FILTER (d.carried_out AND d.right_way) AS right_way,
        count(*) FILTER (d.carried_out AND d.all_three) AS all_three,
        count(*) FILTER (d.carried_out AND d.contributed IS NOT NULL) AS judged,
        count(*) FILTER (d.carried_out AND d.contributed) AS contributed
    FROM every_scope AS e
    LEFT JOIN due AS d
        ON d.scope = e.scope
        AND d.goal_id IS NOT DISTINCT FROM e.goal_id
        AND d.unit_id IS NOT DISTINCT FROM e.unit_id
        AND d.level IS NOT DISTINCT FROM e.level
    GROUP BY e.scope, e.goal_id, e.unit_id, e.level
),
with_short AS (
    SELECT
        c.*,
        concat_ws(',',
            CASE WHEN c.carried_out < written(h.carried_out_share) * c.due THEN 'carried_out' END,
            CASE WHEN c.right_way < written(h.right_way_share) * c.carried_out THEN 'right_way' END,
            CASE WHEN c.contributed < written(h.contributed_share) * c.judged THEN 'contributed' END) AS short_of
    FROM counted AS c
    CROSS JOIN threshold AS h
)
SELECT
    t.report, c.unit_id, c.level, c.goal_id, c.due, c.carried_out,
    c.carried_out / nullif(c.due, 0) AS g,
    c.right_way, c.right_way / nullif(c.carried_out, 0) AS r,
    c.all_three, c.all_three / nullif(c.carried_out, 0) AS all_three_share,
    c.judged, c.contributed, c.contributed / nullif(c.judged, 0) AS b,
    CASE
        WHEN c.due = 0 THEN 'not_assessed'
        WHEN c.short_of <> '' THEN 'change_ways_of_working'
        WHEN c.judged = 0 THEN 'not_assessed'
        ELSE 'efficient'
    END AS status,
    nullif(c.short_of, '') AS short_of
FROM with_short AS c
CROSS JOIN this_report AS t
ORDER BY c.goal_id NULLS FIRST, c.unit_id NULLS FIRST, c.level NULLS FIRST
