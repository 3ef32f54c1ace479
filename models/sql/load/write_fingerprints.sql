-- statement: write_fingerprints
-- needs: to_compare, coverage, came
-- what: Keeps the fingerprint of each KPI that was compared and asked for in full.
DELETE FROM kpi_fingerprint
WHERE kpi_id IN (SELECT kpi_id FROM to_compare);

INSERT INTO kpi_fingerprint BY NAME
SELECT coverage.kpi_id, coverage.coverage, coalesce(came.fingerprint, '') AS fingerprint
FROM coverage
JOIN to_compare USING (kpi_id)
LEFT JOIN came USING (kpi_id)
WHERE coverage.complete
