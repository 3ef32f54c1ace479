-- table: staff_withheld
-- section: measures.md §12
-- key: year, month, plane, unit_id
-- needs: staff_summed, unit, threshold
-- what: Which rows of staff are withheld: those of a few persons (zero is not few) or of unknown number, and what would
--   give them away. The genders of a unit are withheld together, so that one is not the total less the other. Of a
--   unit, its parts below and its own staff, which is never shown by itself, as many are withheld that no single one can
--   be worked out and those withheld are not themselves few: first the smallest part, and where none is left the whole.
-- columns:
--   year     int    the year
--   month    int    the month
--   plane    text{total,genders}   the total, or both genders
--   unit_id  text   the unit
WITH RECURSIVE by_gender AS (
    SELECT
        staff_summed.year, staff_summed.month, staff_summed.unit_id, unit.parent_id,
        count(*) FILTER (staff_summed.gender <> 'T') AS n_genders,
        count(*) FILTER (staff_summed.gender = 'T') AS n_totals,
        max(staff_summed.headcount) FILTER (staff_summed.gender = 'T') AS t,
        max(staff_summed.own_headcount) FILTER (staff_summed.gender = 'T') AS own_t,
        max(staff_summed.headcount) FILTER (staff_summed.gender = 'K') AS k,
        max(staff_summed.own_headcount) FILTER (staff_summed.gender = 'K') AS own_k,
        max(staff_summed.headcount) FILTER (staff_summed.gender = 'M') AS m,
        max(staff_summed.own_headcount) FILTER (staff_summed.gender = 'M') AS own_m
    FROM staff_summed
    JOIN unit ON unit.unit_id = staff_summed.unit_id
    GROUP BY staff_summed.year, staff_summed.month, staff_summed.unit_id, unit.parent_id
),
cell AS MATERIALIZED (
    SELECT
        year, month, 'total' AS plane, unit_id, parent_id, t AS size, t AS first, 0 AS second,
        coalesce(own_t, 0) AS own_first, 0 AS own_second
    FROM by_gender
    WHERE n_totals > 0
    UNION ALL
    SELECT
        year, month, 'genders', unit_id, parent_id, coalesce(t, k + m, k, m), k, m, coalesce(own_k, 0), coalesce(own_m, 0)
    FROM by_gender
    WHERE n_genders > 0
),
hidden (year, month, plane, unit_id) USING KEY (year, month, plane, unit_id) AS (
    SELECT cell.year, cell.month, cell.plane, cell.unit_id
    FROM cell
    CROSS JOIN threshold
    WHERE cell.first IS NULL OR cell.second IS NULL OR cell.first BETWEEN 1 AND threshold.min_persons - 1
        OR cell.second BETWEEN 1 AND threshold.min_persons - 1
    UNION
    SELECT also.year, also.month, also.plane, also.unit_id
    FROM (
        SELECT
            whole_cell.year, whole_cell.month, whole_cell.plane, whole_cell.unit_id AS whole,
            whole.unit_id IS NOT NULL AS whole_hidden,
            count(part.unit_id) AS n_hidden, whole_cell.own_first + whole_cell.own_second > 0 AS own_staff,
            whole_cell.own_first + coalesce(sum(part_cell.first) FILTER (part.unit_id IS NOT NULL), 0) AS hidden_first,
            whole_cell.own_second + coalesce(sum(part_cell.second) FILTER (part.unit_id IS NOT NULL), 0) AS hidden_second,
            arg_min(part_cell.unit_id, (part_cell.size, part_cell.unit_id))
                FILTER (part.unit_id IS NULL AND part_cell.size > 0) AS smallest,
            any_value(threshold.min_persons) AS least
        FROM cell AS whole_cell
        CROSS JOIN threshold
        JOIN cell AS part_cell
            ON part_cell.year = whole_cell.year AND part_cell.month = whole_cell.month AND part_cell.plane = whole_cell.plane
            AND part_cell.parent_id = whole_cell.unit_id
        LEFT JOIN recurring.hidden AS part
            ON part.year = part_cell.year AND part.month = part_cell.month AND part.plane = part_cell.plane
            AND part.unit_id = part_cell.unit_id
        LEFT JOIN recurring.hidden AS whole
            ON whole.year = whole_cell.year AND whole.month = whole_cell.month AND whole.plane = whole_cell.plane
            AND whole.unit_id = whole_cell.unit_id
        GROUP BY whole_cell.year, whole_cell.month, whole_cell.plane, whole_cell.unit_id, whole.unit_id,
            whole_cell.own_first, whole_cell.own_second
    ) AS family
    JOIN cell AS also
        ON also.year = family.year AND also.month = family.month AND also.unit_id = coalesce(family.smallest, family.whole)
        AND (also.plane = family.plane OR family.plane = 'total')
    WHERE (family.smallest IS NOT NULL OR NOT family.whole_hidden)
        AND (
            (family.n_hidden + CAST(family.whole_hidden AS INTEGER) = 1 AND NOT family.own_staff)
            OR (NOT family.whole_hidden
                AND (family.hidden_first BETWEEN 1 AND family.least - 1
                    OR family.hidden_second BETWEEN 1 AND family.least - 1))
        )
)
SELECT year, month, plane, unit_id FROM hidden ORDER BY year, month, plane, unit_id
