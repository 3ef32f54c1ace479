-- table: last_asked
-- section: tables.md, The replay's clock and catalogue
-- key: kpi_id
-- needs: shared_report
-- what: What came of the last time that each KPI was asked for in full, and whether the last catalogue had it.
-- columns:
--   kpi_id        text   the KPI
--   in_catalogue  bool   the KPI was in the last harvest's catalogue
--   n_cells       int    cells that came back
--   n_conflicts   int    cells that came back twice with different contents
--   outcome       text{loaded,unchanged,answered_empty,conflicting}   what was done with the answer
WITH asked AS (
    SELECT kpi_asked.*
    FROM warehouse.kpi_asked
    CROSS JOIN shared_report
    WHERE kpi_asked."at" <= shared_report.as_of AND kpi_asked.outcome <> 'older'
),
-- The catalogue is asked for each time, the values in full only now and then.
newest AS (
    SELECT kpi_id, in_catalogue
    FROM asked
    QUALIFY row_number() OVER (PARTITION BY kpi_id ORDER BY "at" DESC, harvest_id DESC) = 1
),
in_full AS (
    SELECT kpi_id, n_cells, n_conflicts, outcome
    FROM asked
    WHERE complete
    QUALIFY row_number() OVER (PARTITION BY kpi_id ORDER BY "at" DESC, harvest_id DESC) = 1
)
SELECT kpi_id, newest.in_catalogue, in_full.n_cells, in_full.n_conflicts, in_full.outcome
FROM newest
JOIN in_full USING (kpi_id)
ORDER BY kpi_id
