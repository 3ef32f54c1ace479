-- table: work_scoped
-- section: measures.md §6, §7
-- key: scope, goal_id, unit_id, level, item_kind, item_id
-- needs: work_judged, work_contribution, work_goal, goal_below, unit_below, unit, definition_place
-- what: What each goal, unit and level is summed from: its distinct activities, assignments and services. A goal has those
--   that serve it or a goal below it; a unit, under a goal or in all, those of its subtree.
-- columns:
--   scope        text{goal,goal_unit,unit,level}   what is summed
--   goal_id      text?  the goal
--   unit_id      text?  the unit
--   level        text?  the level
--   item_kind    text{activity,assignment,service}   what it is
--   item_id      text   its id
--   contributed  bool?  it contributed to a goal within what is summed; null where that cannot be judged
--   basis        text{recorded,computed}?   how that is known
--   lineage_id   text?  where it is recorded: its definition
WITH linked AS (
    SELECT j.item_kind, j.item_id, j.unit_id, g.goal_id, c.contributed, c.basis
    FROM work_judged AS j
    LEFT JOIN work_goal AS g USING (item_kind, item_id)
    LEFT JOIN work_contribution AS c USING (item_kind, item_id, goal_id)
),
scoped AS (
    SELECT 'goal' AS scope, s.goal_id, NULL AS unit_id, NULL AS level, l.item_kind, l.item_id, l.contributed, l.basis
    FROM goal_below AS s JOIN linked AS l ON l.goal_id = s.below_id
    UNION ALL
    SELECT 'goal_unit', s.goal_id, u.unit_id, u.level, l.item_kind, l.item_id, l.contributed, l.basis
    FROM goal_below AS s JOIN linked AS l ON l.goal_id = s.below_id JOIN unit_below AS b ON b.below_id = l.unit_id
    JOIN unit AS u ON u.unit_id = b.unit_id
    UNION ALL
    SELECT 'unit', NULL, s.unit_id, u.level, l.item_kind, l.item_id, l.contributed, l.basis
    FROM unit_below AS s JOIN linked AS l ON l.unit_id = s.below_id JOIN unit AS u ON u.unit_id = s.unit_id
    UNION ALL
    SELECT 'level', NULL, NULL, u.level, l.item_kind, l.item_id, l.contributed, l.basis
    FROM unit_below AS s JOIN linked AS l ON l.unit_id = s.below_id JOIN unit AS u ON u.unit_id = s.unit_id
)
SELECT
    s.scope, s.goal_id, s.unit_id, s.level, s.item_kind, s.item_id, bool_or(s.contributed) AS contributed,
    max(s.basis) AS basis, any_value(definition_id(d.section, d.id, d.file, d.line, d.sha256)) AS lineage_id
FROM scoped AS s
LEFT JOIN definition_place AS d ON d.section = section_of(s.item_kind) AND d.id = s.item_id
GROUP BY s.scope, s.goal_id, s.unit_id, s.level, s.item_kind, s.item_id
ORDER BY scope, goal_id NULLS FIRST, unit_id NULLS FIRST, level NULLS FIRST, item_kind, item_id
