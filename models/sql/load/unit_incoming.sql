-- table: unit_incoming
-- key: none
-- needs: page_answer, unit_asked
-- what: Every cell that came of a unit: of the KPIs and years that were asked for, of known genders.
-- parameters:
--   files   text   the files of its pages
-- columns:
--   kpi_id           text    the KPI
--   kolada_unit_id   text    the unit
--   period           int     the year
--   gender           text    T, K or M
--   value            float?  the value as answered
--   status           text    Kolada's status
--   count            int?    Kolada's count
--   isdeleted        bool    the cell is no longer
--   page             int     the page that brought it
SELECT
    answered.kpi AS kpi_id, answered.ou AS kolada_unit_id, answered.period, answered.cell.gender AS gender,
    CASE WHEN is_possible(answered.cell.value) THEN answered.cell.value END AS value,
    CASE WHEN NOT is_possible(answered.cell.value) THEN 'Impossible' ELSE coalesce(answered.cell.status, '') END AS status,
    answered.cell.count AS count,
    coalesce(answered.cell.isdeleted, false) AS isdeleted, page_answer.page
FROM (
    SELECT v.kpi AS kpi, v.ou AS ou, v.period AS period, unnest(v."values") AS cell, filename
    FROM (
        SELECT unnest("values") AS v, filename
        FROM read_json($files, filename = true, maximum_object_size = 33554432, columns = { 'values': 'STRUCT(
            kpi VARCHAR, ou VARCHAR, period INTEGER,
            "values" STRUCT(gender VARCHAR, count INTEGER, status VARCHAR, value DOUBLE, isdeleted BOOLEAN)[])[]' })
    )
) AS answered
JOIN page_answer ON contains(answered.filename, page_answer.sha256)
SEMI JOIN unit_asked
    ON unit_asked.kpi_id = answered.kpi AND answered.period BETWEEN unit_asked."first" AND unit_asked."last"
WHERE answered.cell.gender IN ('T', 'K', 'M')
