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
        s.year, s.month, s.unit_id, u.parent_id, count(*) FILTER (s.gender <> 'T') AS n_genders,
        count(*) FILTER (s.gender = 'T') AS n_totals,
        max(s.headcount) FILTER (s.gender = 'T') AS t, max(s.own_headcount) FILTER (s.gender = 'T') AS own_t,
        max(s.headcount) FILTER (s.gender = 'K') AS k, max(s.own_headcount) FILTER (s.gender = 'K') AS own_k,
        max(s.headcount) FILTER (s.gender = 'M') AS m, max(s.own_headcount) FILTER (s.gender = 'M') AS own_m
    FROM staff_summed AS s
    JOIN unit AS u ON u.unit_id = s.unit_id
    GROUP BY s.year, s.month, s.unit_id, u.parent_id
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
    SELECT c.year, c.month, c.plane, c.unit_id
    FROM cell AS c
    CROSS JOIN threshold AS t
    WHERE c.first IS NULL OR c.second IS NULL OR c.first BETWEEN 1 AND t.min_persons - 1
        OR c.second BETWEEN 1 AND t.min_persons - 1
    UNION
    SELECT also.year, also.month, also.plane, also.unit_id
    FROM (
        SELECT
            p.year, p.month, p.plane, p.unit_id AS whole, whole.unit_id IS NOT NULL AS whole_hidden,
            count(part.unit_id) AS n_hidden, p.own_first + p.own_second > 0 AS own_staff,
            p.own_first + coalesce(sum(c.first) FILTER (part.unit_id IS NOT NULL), 0) AS hidden_first,
            p.own_second + coalesce(sum(c.second) FILTER (part.unit_id IS NOT NULL), 0) AS hidden_second,
            arg_min(c.unit_id, (c.size, c.unit_id)) FILTER (part.unit_id IS NULL AND c.size > 0) AS smallest,
            any_value(t.min_persons) AS least
        FROM cell AS p
        CROSS JOIN threshold AS t
        JOIN cell AS c ON c.year = p.year AND c.month = p.month AND c.plane = p.plane AND c.parent_id = p.unit_id
        LEFT JOIN recurring.hidden AS part
            ON part.year = c.year AND part.month = c.month AND part.plane = c.plane AND part.unit_id = c.unit_id
        LEFT JOIN recurring.hidden AS whole
            ON whole.year = p.year AND whole.month = p.month AND whole.plane = p.plane AND whole.unit_id = p.unit_id
        GROUP BY p.year, p.month, p.plane, p.unit_id, whole.unit_id, p.own_first, p.own_second
    ) AS f
    JOIN cell AS also
        ON also.year = f.year AND also.month = f.month AND also.unit_id = coalesce(f.smallest, f.whole)
        AND (also.plane = f.plane OR f.plane = 'total')
    WHERE (f.smallest IS NOT NULL OR NOT f.whole_hidden)
        AND (
            (f.n_hidden + CAST(f.whole_hidden AS INTEGER) = 1 AND NOT f.own_staff)
            OR (NOT f.whole_hidden AND (f.hidden_first BETWEEN 1 AND f.least - 1 OR f.hidden_second BETWEEN 1 AND f.least - 1))
        )
)
SELECT year, month, plane, unit_id FROM hidden ORDER BY year, month, plane, unit_id
