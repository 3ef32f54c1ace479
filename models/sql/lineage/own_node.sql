-- table: own_node
-- section: architecture.md, the way of a figure
-- key: lineage_id, above_id
-- needs: measurement, suppressed, own_value, unit_above
-- what: The municipality's own measurements as nodes of lineage, but for those that are withheld: for the unit measured and
--   every unit above it then.
-- columns:
--   lineage_id    text    the node
--   indicator_id  text    the indicator
--   unit_id       text    the unit measured
--   above_id      text    the unit, or one above it
--   year          int     the year
--   gender        text{T,K,M}   T, K or M
--   value         float?  the value, where it is one number
--   place         text    file, sheet and row
--   file_id       text    the file that it stands in
SELECT
    short_id(concat_ws('|', 'own', m.indicator_id, m.unit_id, m.year, m.month, m.gender, m.place, m.sha256)) AS lineage_id,
    m.indicator_id, m.unit_id, a.above_id, m.year, m.gender, m.value, m.place,
    short_id(concat_ws('|', 'file', m.file, m.sha256)) AS file_id
FROM measurement AS m
JOIN own_value AS o
    ON o.indicator_id = m.indicator_id AND o.unit_id = m.unit_id AND o.year = m.year
    AND o.month IS NOT DISTINCT FROM m.month AND o.gender = m.gender
JOIN unit_above AS a ON a.day = o.measured_on AND a.unit_id = m.unit_id
ANTI JOIN suppressed AS s
    ON s.indicator_id = m.indicator_id AND s.unit_id = m.unit_id AND s.year = m.year AND s.gender = m.gender
ORDER BY m.indicator_id, m.unit_id, m.year, m.month NULLS FIRST, m.gender, a.above_id
