-- table: gains_summed
-- section: measures.md §7
-- title: Summa av effektivisering och besparing
-- published: 42
-- key: unit_id, kind
-- needs: efficiency_gains, counted_unit, unit, this_report
-- what: What the units of each subtree recorded as effektivisering and besparing for this report, in sum by kind: how many, and
--   the kronor a year of those that have an amount. The sum is of what was recorded; nothing is computed beside it.
-- parents:
--   efficiency_gains  p.kind = f.kind AND EXISTS (FROM counted_unit JOIN this_report USING (month)
--                         WHERE counted_unit.unit_id = f.unit_id AND counted_unit.below_id = p.unit_id)
--   model_node        p.model = 'gains_summed'
-- columns:
--   report            text    «Rapport» the report's id
--   unit_id           text    «Enhet» the unit
--   level             text    «Nivå» its level
--   kind              text{freed_resources,productivity,quality,saving}   «Slag» what kind of gain
--   n                 int     «Antal» how many of the kind
--   n_without_amount  int     «Antal utan belopp» those that are measured in something else than kronor
--   amount            float?  «Belopp, kronor om året» kronor a year of those with an amount; null where none has one
--   lineage_id        text    «Spårnummer» leads to where the figure comes from
SELECT
    this_report.report, counted_unit.unit_id, unit.level, efficiency_gains.kind, count(*) AS n,
    count(*) FILTER (efficiency_gains.amount IS NULL) AS n_without_amount,
    CAST(sum(kronor(efficiency_gains.amount)) AS DOUBLE) AS amount
FROM efficiency_gains
CROSS JOIN this_report
JOIN counted_unit ON counted_unit.below_id = efficiency_gains.unit_id AND counted_unit.month = this_report.month
JOIN unit ON unit.unit_id = counted_unit.unit_id
GROUP BY this_report.report, counted_unit.unit_id, unit.level, efficiency_gains.kind
ORDER BY counted_unit.unit_id, efficiency_gains.kind
