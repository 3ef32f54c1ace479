-- statement: changed_cells
-- speaks of: changed_cell, municipality
-- needs: earlier_value, later_value
-- what: Makes the cells that differ between two recordings; one that is gone is deleted.
CREATE TEMP TABLE changed_cell AS
SELECT
    kpi, municipality, period, gender, later.value, later.status, later.count, later.present IS NULL AS isdeleted
FROM (SELECT *, kpi AS present FROM earlier_value) AS earlier
FULL JOIN (SELECT *, kpi AS present FROM later_value) AS later USING (kpi, municipality, period, gender)
WHERE
    earlier.present IS NULL OR later.present IS NULL
    OR (earlier.value, earlier.status, earlier.count) IS DISTINCT FROM (later.value, later.status, later.count)
