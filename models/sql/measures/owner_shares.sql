-- table: owner_shares
-- section: measures.md §10
-- title: Ägarnas andelar
-- published: 65
-- key: unit_id, owner, kind, month
-- needs: owner, budget, this_report
-- what: Each owner's part of the money of a joint committee or a company, month by month up to the report's: the share of each
--   amount of budget, exactly and not rounded, so that the owners' parts come to the unit's own. Where owners or shares
--   have changed within the year no amount is divided.
-- parents:
--   budget           p.unit_id = f.unit_id AND p.kind = f.kind AND p.month = f.month
--   definition_node  p.section = 'units' AND p.id = f.unit_id
--   model_node       p.model = 'owner_shares'
-- columns:
--   report          text    «Rapport» the report's id
--   unit_id         text    «Enhet» the joint committee or company
--   owner           text    «Ägare» who owns the part
--   share           float[0..100]  «Andel, procent» the part, percent, on the last day of the period
--   kind            text{cost,revenue,result,investment}   «Slag» what kind
--   month           int     «Månad» the month
--   budget          float?  «Budget, helår» its part of the full year's frame, kronor
--   budget_to_date  float?  «Budget hittills» its part of what of it lies in the months up to this one
--   outcome         float?  «Utfall» its part of what is booked in the months up to this one
--   forecast        float?  «Prognos, helår» its part of the full year's forecast
--   deviation       float?  «Avvikelse» its part of the deviation; + is a surplus
--   reason          text{owners_changed}?  «Skäl» why nothing is divided
--   lineage_id      text    «Spårnummer» leads to where the figure comes from
WITH part AS (
    SELECT
        unit_id, owner, share, changed,
        CASE WHEN NOT changed THEN CAST(CAST(share AS VARCHAR) AS DECIMAL(7, 4)) * CAST(0.01 AS DECIMAL(3, 2)) END AS fraction
    FROM owner
)
SELECT
    this_report.report, part.unit_id, part.owner, part.share, budget.kind, budget.month,
    CAST(kronor(budget.budget) * part.fraction AS DOUBLE) AS budget,
    CAST(kronor(budget.budget_to_date) * part.fraction AS DOUBLE) AS budget_to_date,
    CAST(kronor(budget.outcome) * part.fraction AS DOUBLE) AS outcome,
    CAST(kronor(budget.forecast) * part.fraction AS DOUBLE) AS forecast,
    CAST(kronor(budget.deviation) * part.fraction AS DOUBLE) AS deviation,
    CASE WHEN part.changed THEN 'owners_changed' END AS reason
FROM part
CROSS JOIN this_report
JOIN budget ON budget.unit_id = part.unit_id
ORDER BY part.unit_id, part.owner, budget.kind, budget.month
