-- table: own_value
-- section: measures.md §1, §5
-- key: indicator_id, unit_id, year, month, gender
-- needs: known_value, indicator, measurement, this_report
-- what: The municipality's own history: Kolada's values of it (unit_id null: the whole municipality) and its own
--   measurements of units, as known at the as-of instant. A month says that the row is that month's part of the year.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text?   the unit measured; null for Kolada's value of the whole municipality
--   year          int     the year
--   month         int?    the month; null for the whole year
--   gender        text{T,K,M}   T, K or M
--   measured_on   date    the last day of what was measured
--   value         float?  the value
--   reason        text{missing,privacy,not_applicable}?   why there is none
--   numerator     float?  a ratio's numerator
--   denominator   float?  a ratio's denominator, or the weight of a weighted mean
--   count         int?    how many are behind the value
SELECT
    i.indicator_id, NULL AS unit_id, v.year, NULL AS month, v.gender, make_date(v.year, 12, 31) AS measured_on,
    v.value, v.reason, NULL AS numerator, NULL AS denominator, NULL AS count
FROM known_value AS v
CROSS JOIN this_report AS t
JOIN indicator AS i USING (kpi_id)
WHERE v.area_id = t.area_id
UNION ALL
SELECT
    m.indicator_id, m.unit_id, m.year, m.month, m.gender, last_day(make_date(m.year, coalesce(m.month, 12), 1)),
    CASE
        WHEN m.value IS NOT NULL THEN m.value
        WHEN m.denominator <> 0 THEN i.factor * m.numerator / m.denominator
    END,
    CASE WHEN m.value IS NULL AND (m.denominator IS NULL OR m.denominator = 0) THEN coalesce(m.reason, 'missing') END,
    m.numerator, m.denominator, m.count
FROM measurement AS m
CROSS JOIN this_report AS t
JOIN indicator AS i USING (indicator_id)
WHERE last_day(make_date(m.year, coalesce(m.month, 12), 1)) <= t.period_end
ORDER BY 1, 2 NULLS FIRST, 3, 4 NULLS FIRST, 5
