-- table: efficiency_gains
-- section: measures.md §7
-- title: Effektivisering och besparing
-- published: 14
-- key: gain_id
-- needs: gain, this_report
-- what: Effektivisering and besparing as the units recorded them for this report. Cause and new way of working are the
--   unit's own analysis: nothing here is computed, and no cause is claimed.
-- parents:
--   definition_node  p.section = 'gains' AND p.id = f.gain_id
--   model_node       p.model = 'efficiency_gains'
-- columns:
--   report              text    «Rapport» the report's id
--   gain_id             text    «Effektivisering eller besparing» its id
--   unit_id             text    «Enhet» the unit
--   item_kind           text{activity,assignment,service}?   «Vad det är» what it concerns
--   item_id             text?   «Det som gjordes» which
--   kind                text{freed_resources,productivity,quality,saving}   «Slag» what kind of gain
--   amount              float?  «Belopp, kronor om året» kronor a year
--   measure             text?   «Mått» what it is measured by, where not in kronor
--   evidence            text    «Belägg» what it is founded on
--   cause               text?   «Orsak» the unit's own analysis: why
--   new_way_of_working  text?   «Nytt arbetssätt» the unit's own analysis: how from now on
--   lineage_id          text    «Spårnummer» leads to where it comes from
SELECT
    this_report.report, gain.gain_id, gain.unit_id, gain.item_kind, gain.item_id, gain.kind, gain.amount, gain.measure,
    gain.evidence, gain.cause,
    gain.new_way_of_working
FROM gain
CROSS JOIN this_report
ORDER BY gain.unit_id, gain.kind, gain.gain_id
