-- table: receipts
-- section: local-sources.md, the receipt
-- title: Kvitton för egna filer
-- published: 24
-- key: source_id, file, part, subject, unit_id, year, month, note
-- needs: file_receipt, this_report
-- what: The receipt of each of the municipality's own files: rows read, reported and passed over by which rule, columns read
--   and not, sums by unit and month, files whose names nearly fit, and what differs from the version before.
-- parents:
--   definition_node  p.section = 'sources' AND p.id = f.source_id
--   file_node  p.file = f.file
--   model_node  p.model = 'receipts'
-- columns:
--   report      text    «Rapport» the report's id
--   source_id   text    «Källa» the source
--   file        text    «Fil» the file's name in the municipality's folder; of a near file its source's pattern
--   part        text{rows,rule,column,sum,near,change}   «Del av kvittot» rows counted, rows that a rule passed over, a column,
--               a sum, a file whose name nearly fits, or what differs from the version before
--   subject     text    «Vad» which count, rule, heading, kind of amount, file or change
--   unit_id     text?   «Enhet» the unit of a sum
--   year        int?    «År» its year
--   month       int?    «Månad» its month
--   n           int?    «Antal» rows, or how many
--   amount      float?  «Belopp» kronor
--   before      float?  «Förra gången» what it was in the version before
--   first_row   int?    «Första raden» the first row that the rule passed over
--   note        text?   «Anmärkning» its first cell; what a column fills; what is new or gone
--   lineage_id  text    «Spårnummer» leads to where it comes from
SELECT this_report.report, file_receipt.*
FROM file_receipt
CROSS JOIN this_report
ORDER BY
    file_receipt.source_id, file_receipt.file, file_receipt.part, file_receipt.subject, file_receipt.unit_id NULLS FIRST,
    file_receipt.year NULLS FIRST, file_receipt.month NULLS FIRST, file_receipt.note NULLS FIRST
