-- table: difference
-- key: kpi_id, place_id, period, gender
-- needs: known_now, came_now, decimals_row
-- what: Every cell that came otherwise than it is known, and of which kind the difference is. What did not come is gone only
--   where everything was asked for. Rounding noise is a value that moved by less than half a unit of the last decimal that
--   its indicator shows, and by less than a hundred-thousandth, while status and count stayed.
-- columns:
--   kpi_id       text    the KPI
--   place_id     text    the area or unit
--   period       int     the year
--   gender       text    T, K or M
--   value        float?  the value that came
--   status       text?   the status that came
--   count        int?    the count that came
--   page         int?    the page that brought it; null where nothing came
--   row_no       int?    the row of the version known; null where none was
--   known_from   time?   from when that version was known
--   kind         text{absent,withdrawn,deleted,new,noise,revised}   what differs
SELECT
    kpi_id, place_id, period, gender, came.value, came.status, came.count, came.page, known.row_no, known.known_from,
    CASE
        WHEN came.came_kpi IS NULL AND known.in_catalogue THEN 'absent'
        WHEN came.came_kpi IS NULL THEN 'withdrawn'
        WHEN came.isdeleted THEN 'deleted'
        WHEN known.known_kpi IS NULL THEN 'new'
        WHEN
            known.status = came.status AND (known.count IS NOT DISTINCT FROM came.count)
            AND abs(known.value - came.value) < least(0.00001, 0.5 * power(10.0, -decimals_row.decimals)) THEN 'noise'
        ELSE 'revised'
    END AS kind
FROM (SELECT *, kpi_id AS known_kpi FROM known_now) AS known
FULL JOIN (SELECT *, kpi_id AS came_kpi FROM came_now) AS came USING (kpi_id, place_id, period, gender)
LEFT JOIN decimals_row USING (kpi_id)
WHERE
    (came.came_kpi IS NULL AND known.complete)
    OR (came.came_kpi IS NOT NULL AND known.known_kpi IS NULL AND NOT came.isdeleted)
    OR (
        came.came_kpi IS NOT NULL AND known.known_kpi IS NOT NULL
        AND (
            came.isdeleted
            OR (known.value, known.status, known.count) IS DISTINCT FROM (came.value, came.status, came.count)
        )
    )
