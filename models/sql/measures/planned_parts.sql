-- table: planned_parts
-- section: measures.md §20
-- title: Ramarnas delar
-- published: 62
-- key: unit_id, kind, year, place
-- needs: planned_part, unit, this_report
-- what: What the frames of the years that are planned for are made of, as the definitions say: by area of operations, so many
--   times what each costs where it is set so, and what is granted for a special purpose.
-- parents:
--   definition_node  p.section = 'budgets' AND EXISTS (FROM planned_part WHERE planned_part.budget = p.id
--                        AND planned_part.unit_id = f.unit_id AND planned_part.kind = f.kind AND planned_part.year = f.year)
--   model_node       p.model = 'planned_parts'
-- columns:
--   report      text    «Rapport» the report's id
--   unit_id     text    «Enhet» the unit
--   level       text    «Nivå» its level
--   kind        text{cost,revenue,result,investment}   «Slag» what kind of frame
--   year        int     «År» the year
--   place       int     «Plats» its place in the frame
--   title       text    «Verksamhet eller ändamål» what it is for
--   purpose     bool    «Särskilt ändamål» it is granted for a special purpose
--   volume      float?  «Volym» how many are counted on
--   volume_of   text?   «Volymen räknas i» of what
--   price       float?  «Kronor för var och en» kronor for each
--   amount      float   «Belopp» kronor
--   lineage_id  text    «Spårnummer» leads to where the figure comes from
SELECT
    this_report.report, planned_part.unit_id, unit.level, planned_part.kind, planned_part.year, planned_part.place,
    planned_part.title, planned_part.purpose, planned_part.volume, planned_part.volume_of, planned_part.price,
    planned_part.amount
FROM planned_part
CROSS JOIN this_report
JOIN unit ON unit.unit_id = planned_part.unit_id
ORDER BY planned_part.unit_id, planned_part.kind, planned_part.year, planned_part.place
