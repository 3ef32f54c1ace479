-- statement: refuse_unit_answers
-- needs: unit_answer_refused, this_harvest
-- what: Notes what is wrong with answers about units, and compares nothing of them.
UPDATE kpi_asked SET n_conflicts = refused.n_conflicts, outcome = refused.outcome
FROM unit_answer_refused AS refused, this_harvest
WHERE kpi_asked.harvest_id = this_harvest.harvest_id AND kpi_asked.kpi_id = refused.kpi_id;

DELETE FROM unit_asked
WHERE kpi_id IN (SELECT kpi_id FROM unit_answer_refused)
