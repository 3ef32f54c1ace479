-- table: fact_unit
-- section: publishing.md
-- title: Bedömning av enheter
-- key: report_key, level, unit_key
-- needs: dim_report, level_status, unit
-- what: How each unit with all below it was judged, and each level as a whole, with unit_key null. The counts of a unit's row
--   are what is not in the rows of the units right below it, so that a sum over units is the report's figure, and those of
--   units that are not published are in it; a level's row counts nothing.
-- columns:
--   report_key      text «Rapport» the report or edition that says so
--   unit_key        text? «Enhet» the unit; null for a level as a whole
--   level           text «Nivå» its level
--   is_total        bool «Nivån som helhet» the level as a whole
--   status          text{met,partly,not_met,not_assessed} «Bedömning» the judgement
--   own_judgement   text{met,partly,not_met,not_assessed}? «Egen bedömning» the unit's own judgement
--   coverage        float? «Går att bedöma» assessed weight by the weight that can be assessed, 0 to 1
--   score           float? «Poäng» weighted mean of 1, 0.5 and 0, 0 to 1
--   n_units         int «Antal enheter» 1 for a unit, else 0
--   n_met           int «Uppfyllda» targets met
--   n_partly        int «Delvis uppfyllda» targets partly met
--   n_not_met       int «Ej uppfyllda» targets not met
--   n_not_assessed  int «Ej bedömda» targets that could not be assessed
--   lineage_id      text «Spårnummer» leads to where the figure comes from
WITH below AS (
    SELECT
        unit.parent_id AS unit_id, sum(n_met) AS n_met, sum(n_partly) AS n_partly, sum(n_not_met) AS n_not_met,
        sum(n_not_assessed) AS n_not_assessed
    FROM level_status JOIN unit ON unit.unit_id = level_status.unit_id
    GROUP BY ALL
)
SELECT
    report_key, CASE WHEN told.unit_id IS NOT NULL THEN concat_ws('|', report_key, told.unit_id) END AS unit_key, told.level,
    told.unit_id IS NULL AS is_total, told.status, told.own_judgement, told.coverage, told.score,
    CAST(told.unit_id IS NOT NULL AS INTEGER) AS n_units,
    n_units * (told.n_met - coalesce(below.n_met, 0)) AS n_met,
    n_units * (told.n_partly - coalesce(below.n_partly, 0)) AS n_partly,
    n_units * (told.n_not_met - coalesce(below.n_not_met, 0)) AS n_not_met,
    n_units * (told.n_not_assessed - coalesce(below.n_not_assessed, 0)) AS n_not_assessed,
    told.lineage_id
FROM level_status AS told
CROSS JOIN dim_report
LEFT JOIN below ON below.unit_id = told.unit_id
ORDER BY told.level, unit_key NULLS FIRST
