-- statement: look_closer
-- needs: incoming, fresh, suspect
-- what: Lets suspect KPIs of which nothing is known be compared one by one as well.
INSERT INTO chosen BY NAME
SELECT *
FROM incoming
SEMI JOIN (SELECT * FROM fresh SEMI JOIN suspect USING (kpi_id)) AS suspect_and_fresh USING (kpi_id);

DELETE FROM fresh
WHERE kpi_id IN (SELECT kpi_id FROM suspect)
