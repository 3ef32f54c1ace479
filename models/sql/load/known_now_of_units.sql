-- view: known_now
-- key: kpi_id, place_id, period, gender
-- needs: kolada_unit_value, unit_asked
-- what: The current versions of what was asked for, of units; they are always asked for in full.
-- columns:
--   kpi_id         text    the KPI
--   place_id       text    the unit
--   period         int     the year
--   gender         text    T, K or M
--   value          float?  the value known
--   status         text    Kolada's status
--   count          int?    Kolada's count
--   known_from     time    from when it was known so, UTC
--   row_no         int     the version's row
--   complete       bool    everything was asked for, so that what did not come is no longer
--   in_catalogue   bool    true: which units' values are withdrawn is not told apart
SELECT
    known.kpi_id, known.kolada_unit_id AS place_id, known.period, known.gender, known.value, known.status, known.count,
    known.known_from, known.rowid AS row_no, true AS complete, true AS in_catalogue
FROM kolada_unit_value AS known
JOIN unit_asked ON unit_asked.kpi_id = known.kpi_id AND known.period BETWEEN unit_asked."first" AND unit_asked."last"
WHERE known.known_to IS NULL
