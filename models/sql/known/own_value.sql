-- table: own_value
-- section: measures.md §1, §5
-- key: indicator_id, unit_id, year, month, gender
-- needs: known_value, indicator, measurement, unit_place, this_report
-- what: The municipality's own history: Kolada's values of it (unit_id null: the whole municipality) and its own
--   measurements of units, as known at the as-of instant. A month says that the row is that month's part of the year.
--   An interim report does not know the year's total of what is counted month by month.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text?   the unit measured; null for Kolada's value of the whole municipality
--   year          int     the year
--   month         int?    the month; null for the whole year
--   gender        text{T,K,M}   T, K or M
--   measured_on   date    the last day of what was measured, or the unit's own last day where it ended before
--   value         float?  the value
--   reason        text{missing,privacy,not_applicable}?   why there is none
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
        m.*, i.factor, least(last_day(make_date(m.year, coalesce(m.month, 12), 1)), p.ended) AS measured_on
    FROM measurement AS m
    CROSS JOIN this_report AS t
    JOIN indicator AS i USING (indicator_id)
    LEFT JOIN last_place AS p USING (unit_id)
    WHERE CASE WHEN m.month IS NULL THEN m.year < t.year OR m.year = t.year AND (t.month = 12 OR i.forecast = 'annual')
        ELSE 12 * m.year + m.month <= 12 * t.year + t.month END
)
SELECT
    i.indicator_id, NULL AS unit_id, v.year, NULL AS month, v.gender, make_date(v.year, 12, 31) AS measured_on,
    v.value, v.reason, NULL AS numerator, NULL AS denominator, NULL AS count, NULL AS publication, NULL AS source_label
FROM known_value AS v
CROSS JOIN this_report AS t
JOIN indicator AS i USING (kpi_id)
WHERE v.area_id = t.area_id
UNION ALL
SELECT
    indicator_id, unit_id, year, month, gender, measured_on,
    CASE
        WHEN value IS NOT NULL THEN value
        WHEN denominator <> 0 THEN factor * numerator / denominator
    END AS used,
    CASE WHEN used IS NULL THEN coalesce(reason, 'missing') END,
    numerator, denominator, count, publication, source_label
FROM local_value
ORDER BY 1, 2 NULLS FIRST, 3, 4 NULLS FIRST, 5
