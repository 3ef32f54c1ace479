-- table: fact_efficiency
-- section: publishing.md
-- title: Inre och yttre effektivitet
-- key: report_key, unit_key, level, goal_key
-- needs: dim_report, inner_efficiency, outer_efficiency
-- what: Inner and outer efficiency by unit with all below it, by level and by goal: shares, which are not to be
--   summed.
-- columns:
--   report_key         text «Rapport» the report or edition that says so
--   unit_key           text? «Enhet» the unit; null for a goal as a whole and for a level
--   level              text? «Nivå» its level
--   goal_key           text? «Mål» the goal; null for all
--   inner_status       text{efficient,change_ways_of_working,not_assessed} «Inre effektivitet» whether things are done right
--   outer_status       text{right_things,reconsider,not_assessed}? «Yttre effektivitet» whether the right things are done
--   carried_out_share  float? «Genomfört, andel» carried out by due, 0 to 1
--   right_way_share    float? «På rätt sätt, andel» of those carried out, 0 to 1
--   contributed_share  float? «Bidrog, andel» of those judged, 0 to 1
--   right_things_share float? «Gör rätt saker, andel» by weight, 0 to 1
SELECT
    report_key, CASE WHEN inside.unit_id IS NOT NULL THEN concat_ws('|', report_key, inside.unit_id) END AS unit_key,
    inside.level, CASE WHEN inside.goal_id IS NOT NULL THEN concat_ws('|', report_key, inside.goal_id) END AS goal_key,
    inside.status AS inner_status, outside.status AS outer_status, inside.g AS carried_out_share,
    inside.r AS right_way_share, inside.b AS contributed_share, outside.y AS right_things_share
FROM inner_efficiency AS inside
CROSS JOIN dim_report
LEFT JOIN outer_efficiency AS outside
    ON outside.unit_id IS NOT DISTINCT FROM inside.unit_id AND outside.level IS NOT DISTINCT FROM inside.level
    AND outside.goal_id IS NOT DISTINCT FROM inside.goal_id
ORDER BY unit_key NULLS FIRST, level NULLS FIRST, goal_key NULLS FIRST
