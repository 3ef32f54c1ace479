-- table: outer_weight
-- section: measures.md §7
-- key: scope, goal_id, unit_id, level, item_kind, item_id
-- needs: work_scoped, work_judged
-- what: What outer efficiency is summed from: what was carried out for a goal and can be judged, with its weight, which
--   depends on what it is summed with: its outcome in kronor where all of them have one that is not zero together, else 1.
-- columns:
--   scope        text{goal,goal_unit,unit,level}   what is summed
--   goal_id      text?  the goal
--   unit_id      text?  the unit
--   level        text?  the level
--   item_kind    text{activity,assignment,service}   what it is
--   item_id      text   its id
--   weight       float  its weight
--   weighted_by  text{kronor,number}   what the weight is
--   contributed  bool   it contributed
--   basis        text{recorded,computed}   how that is known
--   base_rate    float? share of all municipalities where what computes it says yes in the same years
WITH judged AS (
    SELECT
        work_scoped.*, work_judged.outcome,
        bool_and(work_judged.outcome IS NOT NULL) OVER everyone AND sum(work_judged.outcome) OVER everyone > 0 AS in_kronor
    FROM work_scoped
    JOIN work_judged USING (item_kind, item_id)
    WHERE work_scoped.contributed IS NOT NULL
    WINDOW everyone AS (PARTITION BY work_scoped.scope, work_scoped.goal_id, work_scoped.unit_id, work_scoped.level)
)
SELECT
    scope, goal_id, unit_id, level, item_kind, item_id,
    CASE WHEN in_kronor THEN outcome ELSE 1 END AS weight,
    CASE WHEN in_kronor THEN 'kronor' ELSE 'number' END AS weighted_by,
    contributed, basis, base_rate
FROM judged
ORDER BY scope, goal_id NULLS FIRST, unit_id NULLS FIRST, level NULLS FIRST, item_kind, item_id
