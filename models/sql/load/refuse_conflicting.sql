-- statement: refuse_conflicting
-- needs: conflicting
-- what: Notes which KPIs contradict themselves, and compares nothing of them.
UPDATE asked SET outcome = 'conflicting', n_conflicts = conflicting.n
FROM conflicting
WHERE asked.kpi_id = conflicting.kpi_id;

DELETE FROM to_compare
WHERE kpi_id IN (SELECT kpi_id FROM conflicting)
