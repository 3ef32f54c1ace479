-- view: opening
-- key: kpi_id, place_id, period, gender
-- needs: opened_cell, page_answer
-- what: The versions that begin: known from the server's clock when their page came.
-- columns:
--   kpi_id             text    the KPI
--   place_id           text    the area or unit
--   period             int     the year
--   gender             text    T, K or M
--   value              float?  the value as answered
--   status             text    Kolada's status
--   count              int?    Kolada's count
--   known_from         time    the server's clock, UTC
--   source_answer_id   text    the answer that brought it
SELECT
    opened_cell.* EXCLUDE (page), page_answer."at" AS known_from, page_answer.source_answer_id
FROM opened_cell
JOIN page_answer USING (page)
