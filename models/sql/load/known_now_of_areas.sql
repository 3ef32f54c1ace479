-- view: known_now
-- key: kpi_id, place_id, period, gender
-- needs: kolada_value, covered, to_compare
-- what: The current versions of what was asked for, of municipalities.
-- columns:
--   kpi_id         text    the KPI
--   place_id       text    the area
--   period         int     the year
--   gender         text    T, K or M
--   value          float?  the value known
--   status         text    Kolada's status
--   count          int?    Kolada's count
--   known_from     time    from when it was known so, UTC
--   row_no         int     the version's row
--   complete       bool    everything was asked for, so that what did not come is no longer
--   in_catalogue   bool    the KPI is in the catalogue
SELECT
    known.kpi_id, known.area_id AS place_id, known.period, known.gender, known.value, known.status, known.count,
    known.known_from, known.rowid AS row_no, asked_for.complete, asked_for.in_catalogue
FROM kolada_value AS known
JOIN (
    SELECT covered.*, to_compare.in_catalogue
    FROM covered
    JOIN to_compare USING (kpi_id)
) AS asked_for
    ON asked_for.kpi_id = known.kpi_id AND asked_for.area_id = known.area_id
    AND (asked_for."first" IS NULL OR known.period BETWEEN asked_for."first" AND asked_for."last")
WHERE known.known_to IS NULL
