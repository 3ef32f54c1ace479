-- query: statuses_answered
-- needs: page_value
-- what: Every status that the pages in hand hold.
SELECT DISTINCT coalesce(cell.status, '') AS status
FROM (SELECT unnest(v."values") AS cell FROM page_value)
