-- statement: write_asked
-- needs: asked, this_harvest
-- what: Keeps how each KPI was asked for and what was done with the answer.
INSERT INTO kpi_asked BY NAME
SELECT asked.*, this_harvest.harvest_id, this_harvest.base_url, this_harvest."at"
FROM asked
CROSS JOIN this_harvest
ORDER BY asked.kpi_id
