-- statement: open_listed
-- speaks of: kpi, kpi_id
-- needs: listed, listed_anew, answer_of_bytes, this_harvest
-- what: Begins a version of each row that came otherwise than it is known. It speaks of KPIs, as listed_anew does.
INSERT INTO kpi BY NAME
SELECT listed.* EXCLUDE (filename), this_harvest."at" AS known_from, answer_of_bytes.source_answer_id
FROM listed
SEMI JOIN listed_anew USING (kpi_id)
CROSS JOIN this_harvest
JOIN answer_of_bytes ON contains(listed.filename, answer_of_bytes.sha256)
ORDER BY listed.kpi_id
