-- query: cells_by_page
-- needs: incoming, page_answer
-- what: How many cells each page brought of each KPI.
SELECT source_answer_id, kpi_id, n
FROM (SELECT page, kpi_id, count(*) AS n FROM incoming GROUP BY page, kpi_id)
JOIN page_answer USING (page)
