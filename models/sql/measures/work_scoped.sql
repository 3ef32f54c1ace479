-- table: work_scoped
-- section: measures.md §6, §7
-- key: scope, goal_id, unit_id, level, item_kind, item_id
-- needs: work_judged, work_contribution, work_window, window_moved, work_goal, goal_below, unit_below, unit, definition_place
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
--   base_rate    float? share of all municipalities where what computes it says yes in the same years; null where nothing does
--   lineage_id   text?  where it is recorded: its definition; null where that is a file
WITH linked AS (
    SELECT work_judged.item_kind, work_judged.item_id, work_judged.unit_id, work_goal.goal_id, work_contribution.contributed,
        work_contribution.basis, work_goal.goal_id AS served_id
    FROM work_judged
    LEFT JOIN work_goal USING (item_kind, item_id)
    LEFT JOIN work_contribution USING (item_kind, item_id, goal_id)
),
scoped AS (
    SELECT 'goal' AS scope, goal_below.goal_id, NULL AS unit_id, NULL AS level, linked.item_kind, linked.item_id,
        linked.contributed, linked.basis, linked.served_id
    FROM goal_below JOIN linked ON linked.goal_id = goal_below.below_id
    UNION ALL
    SELECT 'goal_unit', goal_below.goal_id, unit.unit_id, unit.level, linked.item_kind, linked.item_id, linked.contributed,
        linked.basis, linked.served_id
    FROM goal_below JOIN linked ON linked.goal_id = goal_below.below_id JOIN unit_below
        ON unit_below.below_id = linked.unit_id
    JOIN unit ON unit.unit_id = unit_below.unit_id
    UNION ALL
    SELECT 'unit', NULL, unit_below.unit_id, unit.level, linked.item_kind, linked.item_id,
        linked.contributed, linked.basis, linked.served_id
    FROM unit_below JOIN linked ON linked.unit_id = unit_below.below_id JOIN unit ON unit.unit_id = unit_below.unit_id
    UNION ALL
    SELECT 'level', NULL, NULL, unit.level, linked.item_kind, linked.item_id,
        linked.contributed, linked.basis, linked.served_id
    FROM unit_below JOIN linked ON linked.unit_id = unit_below.below_id JOIN unit ON unit.unit_id = unit_below.unit_id
),
-- By the same rule in the same years: what it says of every municipality, whatever it did.
elsewhere AS (
    SELECT work_window.item_kind, work_window.item_id, work_window.goal_id AS served_id, window_moved.area_id,
        bool_or(window_moved.contributed) AS contributed
    FROM work_window
    JOIN window_moved
        ON window_moved.indicator_id = work_window.indicator_id AND window_moved.gender = work_window.gender
        AND window_moved.year_before = work_window.year_before AND window_moved.year_after = work_window.year_after
    WHERE work_window.unit_id IS NULL
    GROUP BY work_window.item_kind, work_window.item_id, work_window.goal_id, window_moved.area_id
),
of_area AS (
    SELECT scoped.scope, scoped.goal_id, scoped.unit_id, scoped.level, scoped.item_kind, scoped.item_id, elsewhere.area_id,
        bool_or(elsewhere.contributed) AS contributed
    FROM scoped
    JOIN elsewhere
        ON elsewhere.item_kind = scoped.item_kind AND elsewhere.item_id = scoped.item_id
        AND elsewhere.served_id = scoped.served_id
    WHERE scoped.basis = 'computed'
    GROUP BY scoped.scope, scoped.goal_id, scoped.unit_id, scoped.level, scoped.item_kind, scoped.item_id, elsewhere.area_id
),
base AS (
    SELECT scope, goal_id, unit_id, level, item_kind, item_id, count(*) FILTER (contributed) / count(*) AS base_rate
    FROM of_area
    GROUP BY scope, goal_id, unit_id, level, item_kind, item_id
)
SELECT
    scoped.scope, scoped.goal_id, scoped.unit_id, scoped.level, scoped.item_kind, scoped.item_id,
    bool_or(scoped.contributed) AS contributed,
    max(scoped.basis) AS basis,
    any_value(base.base_rate) AS base_rate,
    any_value(CASE WHEN definition_place.id IS NOT NULL
        THEN definition_id(definition_place.section, definition_place.id, definition_place.file, definition_place.line,
            definition_place.sha256) END) AS lineage_id
FROM scoped
LEFT JOIN base
    ON base.scope = scoped.scope AND base.goal_id IS NOT DISTINCT FROM scoped.goal_id
    AND base.unit_id IS NOT DISTINCT FROM scoped.unit_id AND base.level IS NOT DISTINCT FROM scoped.level
    AND base.item_kind = scoped.item_kind AND base.item_id = scoped.item_id
LEFT JOIN definition_place
    ON definition_place.section = section_of(scoped.item_kind) AND definition_place.id = scoped.item_id
GROUP BY scoped.scope, scoped.goal_id, scoped.unit_id, scoped.level, scoped.item_kind, scoped.item_id
ORDER BY scoped.scope, scoped.goal_id NULLS FIRST, scoped.unit_id NULLS FIRST, scoped.level NULLS FIRST, scoped.item_kind,
    scoped.item_id
