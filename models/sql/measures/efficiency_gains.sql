-- table: efficiency_gains
-- section: measures.md §7
-- key: gain_id
-- needs: gain, this_report
-- what: Effektivisering and besparing as the units recorded them for this report. Cause and new way of working are the
--   unit's own analysis: nothing here is computed, and no cause is claimed.
-- parents:
--   definition_node  p.section = 'gains' AND p.id = f.gain_id
--   model_node       p.model = 'efficiency_gains'
-- columns:
--   report              text    the report's id
--   gain_id             text    its id
--   unit_id             text    the unit
--   item_kind           text{activity,assignment,service}?   what it concerns
--   item_id             text?   which
--   kind                text{freed_resources,productivity,quality,saving}   what kind of gain
--   amount              float?  kronor a year
--   measure             text?   what it is measured by, where not in kronor
--   evidence            text    what it is founded on
--   cause               text?   the unit's own analysis: why
--   new_way_of_working  text?   the unit's own analysis: how from now on
--   lineage_id          text    leads to where it comes from
SELECT
    this_report.report, gain.gain_id, gain.unit_id, gain.item_kind, gain.item_id, gain.kind, gain.amount, gain.measure,
    gain.evidence, gain.cause,
    gain.new_way_of_working,
    short_id(concat_ws('|', 'efficiency_gains', this_report.municipality_id, this_report.report, this_report.as_of,
        gain.gain_id)) AS lineage_id
FROM gain
CROSS JOIN this_report
ORDER BY gain.unit_id, gain.kind, gain.gain_id
