-- table: last_asked
-- section: tables.md, The replay's clock and catalogue
-- key: kpi_id
-- needs: this_report
-- what: What came of the last time that each KPI was asked for in full, at the as-of instant.
-- columns:
--   kpi_id        text   the KPI
--   in_catalogue  bool   the KPI was in that harvest's catalogue
--   n_cells       int    cells that came back
--   n_conflicts   int    cells that came back twice with different contents
--   outcome       text{loaded,unchanged,answered_empty,conflicting}   what was done with the answer
SELECT k.kpi_id, k.in_catalogue, k.n_cells, k.n_conflicts, k.outcome
FROM warehouse.kpi_asked AS k
CROSS JOIN this_report AS t
WHERE k."at" <= t.as_of AND k.complete AND k.outcome <> 'older'
QUALIFY row_number() OVER (PARTITION BY k.kpi_id ORDER BY k."at" DESC, k.harvest_id DESC) = 1
ORDER BY k.kpi_id
