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
    short_id(concat_ws('|', 'own', measurement.indicator_id, measurement.unit_id, measurement.year, measurement.month,
        measurement.gender, measurement.place, measurement.sha256)) AS lineage_id,
    measurement.indicator_id, measurement.unit_id, unit_above.above_id, measurement.year, measurement.gender,
    measurement.value, measurement.place,
    short_id(concat_ws('|', 'file', measurement.file, measurement.sha256)) AS file_id
FROM measurement
JOIN own_value
    ON own_value.indicator_id = measurement.indicator_id AND own_value.unit_id = measurement.unit_id
    AND own_value.year = measurement.year
    AND own_value.month IS NOT DISTINCT FROM measurement.month AND own_value.gender = measurement.gender
JOIN unit_above ON unit_above.day = own_value.measured_on AND unit_above.unit_id = measurement.unit_id
ANTI JOIN suppressed
    ON suppressed.indicator_id = measurement.indicator_id AND suppressed.unit_id = measurement.unit_id
    AND suppressed.year = measurement.year AND suppressed.gender = measurement.gender
ORDER BY measurement.indicator_id, measurement.unit_id, measurement.year, measurement.month NULLS FIRST, measurement.gender,
    unit_above.above_id
