-- table: part_of_year
-- section: measures.md §4
-- key: indicator_id, unit_id, gender, part, year
-- needs: unit_value, indicator, this_report
-- what: What is measured month by month, summed: each unit's value, or its numerator and denominator apart, in each year
--   up to the report's month, over the whole year, and over twelve months up to the report's month. A sum lacks no month.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text    the unit
--   gender        text{T,K,M}   T, K or M
--   part          text{value,numerator,denominator}   what is summed
--   kind          text{flow,rate,annual}   how it is foretold
--   year          int     the year
--   n_months      int     months of it that have a value
--   to_date       float?  from January to the report's month
--   whole_year    float?  all twelve months
--   twelve        float?  twelve months up to the report's month
--   last_month    int?    the last month with a value
--   last_value    float?  its value
WITH part AS (
    SELECT u.indicator_id, u.unit_id, u.gender, u.year, u.month, 'value' AS part, i.forecast AS kind, u.value AS amount
    FROM unit_value AS u JOIN indicator AS i USING (indicator_id)
    WHERE i.forecast <> 'ratio' AND (i.forecast <> 'rate' OR i.aggregation = 'sum')
    UNION ALL
    SELECT u.indicator_id, u.unit_id, u.gender, u.year, u.month, 'numerator', coalesce(i.numerator_kind, 'rate'), u.numerator
    FROM unit_value AS u JOIN indicator AS i USING (indicator_id)
    WHERE (i.forecast = 'ratio' OR i.forecast = 'rate' AND i.aggregation <> 'sum') AND u.value IS NOT NULL
    UNION ALL
    SELECT u.indicator_id, u.unit_id, u.gender, u.year, u.month, 'denominator', coalesce(i.denominator_kind, 'rate'), u.denominator
    FROM unit_value AS u JOIN indicator AS i USING (indicator_id)
    WHERE (i.forecast = 'ratio' OR i.forecast = 'rate' AND i.aggregation <> 'sum') AND u.value IS NOT NULL
),
monthly AS (
    SELECT *, 12 * year + month AS month_no FROM part WHERE month IS NOT NULL AND amount IS NOT NULL
),
span AS (
    SELECT DISTINCT indicator_id, unit_id, gender, part, kind, year FROM monthly
)
SELECT
    s.indicator_id, s.unit_id, s.gender, s.part, s.kind, s.year,
    count(*) FILTER (m.year = s.year) AS n_months,
    CASE WHEN count(*) FILTER (m.year = s.year AND m.month <= t.month) = t.month
        THEN sum(exact(m.amount)) FILTER (m.year = s.year AND m.month <= t.month) END AS to_date,
    CASE WHEN count(*) FILTER (m.year = s.year) = 12
        THEN sum(exact(m.amount)) FILTER (m.year = s.year) END AS whole_year,
    CASE WHEN count(*) FILTER (m.month_no > 12 * s.year + t.month - 12 AND m.month_no <= 12 * s.year + t.month) = 12
        THEN sum(exact(m.amount)) FILTER (m.month_no > 12 * s.year + t.month - 12 AND m.month_no <= 12 * s.year + t.month)
        END AS twelve,
    max(m.month) FILTER (m.year = s.year) AS last_month,
    arg_max(m.amount, m.month) FILTER (m.year = s.year) AS last_value
FROM span AS s
CROSS JOIN this_report AS t
JOIN monthly AS m
    ON m.indicator_id = s.indicator_id AND m.unit_id = s.unit_id AND m.gender = s.gender AND m.part = s.part
    AND m.year BETWEEN s.year - 1 AND s.year
GROUP BY s.indicator_id, s.unit_id, s.gender, s.part, s.kind, s.year, t.month
ORDER BY s.indicator_id, s.unit_id, s.gender, s.part, s.year
