-- table: own_value
-- section: measures.md §1, §5
-- key: indicator_id, unit_id, year, month, gender
-- needs: known_value, indicator, measurement, unit_place, this_report
-- what: The municipality's own history: Kolada's values of it (unit_id null: the whole municipality) and its own
--   measurements of units, as known at the as-of instant. A month says that the row is that month's part of the year.
--   An interim report does not know the year's total of what is counted month by month. Kolada's value of a year that is no
--   wave is no measurement.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text?   the unit measured; null for Kolada's value of the whole municipality
--   year          int     the year
--   month         int?    the month; null for the whole year
--   gender        text{T,K,M}   T, K or M
--   measured_on   date    the last day of what was measured, or the unit's own last day where it ended before
--   value         float?  the value
--   reason        text{missing,incomplete,privacy,not_applicable}?   why there is none
--   numerator     float?  a ratio's numerator
--   denominator   float?  a ratio's denominator, or the weight of a weighted mean
--   count         int?    how many are behind the value
--   publication   text{final,preliminary}?   of a local measurement, where its source says so
--   source_label  text?   of a local measurement, as it must be named
WITH last_place AS (
    SELECT unit_id, CASE WHEN count(valid_to) = count(*) THEN max(valid_to) END AS ended FROM unit_place GROUP BY unit_id
),
local_value AS (
    SELECT
        measurement.*, indicator.factor,
        least(last_day(make_date(measurement.year,
            coalesce(measurement.month, CASE indicator.measured WHEN 'school_year' THEN 6 ELSE 12 END), 1)), last_place.ended)
            AS measured_on
    FROM measurement
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    LEFT JOIN last_place USING (unit_id)
    WHERE CASE WHEN measurement.month IS NULL THEN measurement.year < this_report.year OR measurement.year = this_report.year
        AND (this_report.month = 12 OR indicator.forecast = 'annual')
        ELSE 12 * measurement.year + measurement.month <= 12 * this_report.year + this_report.month END
)
SELECT
    indicator.indicator_id, NULL AS unit_id, known_value.year, NULL AS month, known_value.gender,
    last_day(make_date(known_value.year, CASE indicator.measured WHEN 'school_year' THEN 6 ELSE 12 END, 1)) AS measured_on,
    known_value.value, known_value.reason, NULL AS numerator, NULL AS denominator, NULL AS count, NULL AS publication,
    NULL AS source_label
FROM known_value
CROSS JOIN this_report
JOIN indicator USING (kpi_id)
WHERE known_value.area_id = this_report.area_id AND is_wave(known_value.year, indicator.every, indicator.wave)
UNION ALL
SELECT
    indicator_id, unit_id, year, month, gender, measured_on,
    CASE
        WHEN value IS NOT NULL THEN value
        WHEN denominator <> 0 THEN factor * numerator / denominator
    END AS used,
    CASE WHEN used IS NULL THEN coalesce(reason, CASE WHEN numerator IS NULL THEN 'missing' ELSE 'incomplete' END) END,
    numerator, denominator, count, publication, source_label
FROM local_value
ORDER BY 1, 2 NULLS FIRST, 3, 4 NULLS FIRST, 5
