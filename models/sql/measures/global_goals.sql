-- table: global_goals
-- section: domain.md, Agenda 2030
-- title: Agenda 2030
-- published: 41
-- key: sdg, goal_id, indicator_id, unit_id
-- needs: global_goal, goal, goal_status, fulfilment, comparison, place_certainty, this_report
-- what: What the municipality does for each global goal of Agenda 2030: the goals that serve it with their status, and the
--   indicators (of those goals, or that serve it themselves) with their value, movement and place among similar
--   municipalities. Indicators are told by their total.
-- parents:
--   fulfilment       p.goal_id = f.goal_id AND p.indicator_id = f.indicator_id AND p.unit_id = f.unit_id AND p.gender = 'T'
--   goal_status      f.indicator_id IS NULL AND p.goal_id = f.goal_id AND p.unit_id IS NULL
--   definition_node  p.section = 'goals' AND p.id = f.goal_id OR p.section = 'indicators' AND p.id = f.indicator_id
--   model_node       p.model = 'global_goals'
-- columns:
--   report        text    «Rapport» the report's id
--   sdg           int[1..17]   «Globalt mål» the global goal's number
--   goal_id       text    «Mål» the goal
--   indicator_id  text?   «Indikator» the indicator; null in the goal's own row
--   unit_id       text    «Enhet» the responsible unit
--   status        text{met,partly,not_met,not_assessed,no_judgement}   «Bedömning» the judgement
--   value         float?  «Värde» the value, unrounded
--   year          int?    «År» the value's own year
--   trend         text?   «Rörelse» what the change since the measurement before tells (measures.md §14)
--   rank          int?    «Plats» its place among similar municipalities, in the value's year
--   n             int?    «Antal kommuner» how many they are
--   rank_low      int?    «Plats, bäst» the best place that is probable (measures.md §15); null where that is not known
--   rank_high     int?    «Plats, sämst» the worst
--   lineage_id    text    «Spårnummer» leads to where it comes from
WITH served AS (
    SELECT global_goal.sdg, goal_status.goal_id, goal.unit_id, goal_status.status
    FROM global_goal
    JOIN goal_status ON goal_status.goal_id = global_goal.id AND goal_status.unit_id IS NULL
    JOIN goal ON goal.goal_id = global_goal.id
    WHERE global_goal.section = 'goals'
),
leaf AS (
    SELECT DISTINCT global_goal.sdg, fulfilment.goal_id, fulfilment.indicator_id, fulfilment.unit_id
    FROM global_goal
    JOIN fulfilment ON fulfilment.gender = 'T' AND CASE global_goal.section
        WHEN 'goals' THEN fulfilment.goal_id = global_goal.id ELSE fulfilment.indicator_id = global_goal.id END
),
place AS (
    SELECT
        comparison.indicator_id, comparison.year, comparison.rank, comparison.n, place_certainty.rank_low,
        place_certainty.rank_high
    FROM comparison
    JOIN this_report ON comparison.area_id = this_report.area_id
    LEFT JOIN place_certainty
        ON place_certainty.indicator_id = comparison.indicator_id AND place_certainty.area_id = comparison.area_id
        AND place_certainty.year = comparison.year AND place_certainty.gender = comparison.gender
        AND place_certainty.group_id = comparison.group_id
    WHERE comparison.group_kind = 'similar' AND comparison.gender = 'T'
)
SELECT
    this_report.report, served.sdg, served.goal_id, NULL AS indicator_id, served.unit_id, served.status,
    CAST(NULL AS DOUBLE) AS value, CAST(NULL AS BIGINT) AS year, NULL AS trend, CAST(NULL AS BIGINT) AS rank,
    CAST(NULL AS BIGINT) AS n, CAST(NULL AS BIGINT) AS rank_low, CAST(NULL AS BIGINT) AS rank_high
FROM served
CROSS JOIN this_report
UNION ALL
SELECT
    this_report.report, leaf.sdg, leaf.goal_id, leaf.indicator_id, leaf.unit_id, fulfilment.status, fulfilment.value,
    fulfilment.year, fulfilment.trend, place.rank, place.n, place.rank_low, place.rank_high
FROM leaf
CROSS JOIN this_report
JOIN fulfilment
    ON fulfilment.goal_id = leaf.goal_id AND fulfilment.indicator_id = leaf.indicator_id
    AND fulfilment.unit_id = leaf.unit_id AND fulfilment.gender = 'T'
LEFT JOIN place ON place.indicator_id = leaf.indicator_id AND place.year = fulfilment.year AND fulfilment.kpi_id IS NOT NULL
ORDER BY sdg, goal_id, indicator_id NULLS FIRST, unit_id
