-- query: answer_page
-- speaks of: answered_row, municipality
-- what: The rows of a page as JSON, and one more where there is one; an empty list of ids asks for all.
-- parameters:
--   kpis     text   the KPIs asked for
--   areas    text   the municipalities or units asked for
--   years    text   the years asked for
--   n        int    how many rows at most
--   passed   int    how many rows the pages before have
SELECT to_json({ 'values': cells, 'kpi': kpi, 'period': period, 'municipality': municipality }) AS answered
FROM answered_row
WHERE
    (len($kpis) = 0 OR list_contains($kpis, kpi))
    AND (len($areas) = 0 OR list_contains($areas, municipality))
    AND (len($years) = 0 OR list_contains($years, CAST(period AS VARCHAR)))
ORDER BY kpi, municipality, period
LIMIT $n OFFSET $passed
