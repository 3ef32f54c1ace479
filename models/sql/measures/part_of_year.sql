-- table: part_of_year
-- section: measures.md §4
-- key: indicator_id, unit_id, gender, part, year
-- needs: unit_value, indicator, expected_month, this_report
-- what: What is measured month by month, summed: each unit's value, or its numerator and denominator apart, in each year
--   up to the report's month, over the whole year, and over twelve months up to the report's month. A sum lacks no month that is
--   expected; a level of declared parts is that of the last expected one.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text    the unit
--   gender        text{T,K,M}   T, K or M
--   part          text{value,numerator,denominator}   what is summed
--   kind          text{flow,rate,annual}   how it is foretold
--   year          int     the year
--   n_months      int     months of it that have a value
--   to_date       float?  from January to the report's month
--   expected_to_date  float   share of the year's expected months that have come by the report's month
--   whole_year    float?  all expected months
--   twelve        float?  twelve months up to the report's month
--   last_month    int?    the last month with a value
--   last_value    float?  its value, or of a level of declared parts that of the last expected part so far
--   at_report     float?  the value of the last expected month up to the report's
WITH part AS (
    SELECT unit_value.indicator_id, unit_value.unit_id, unit_value.gender, unit_value.year, unit_value.month,
        'value' AS part, indicator.forecast AS kind, unit_value.value AS amount
    FROM unit_value JOIN indicator USING (indicator_id)
    WHERE indicator.forecast <> 'ratio' AND (indicator.forecast <> 'rate' OR indicator.aggregation = 'sum')
    UNION ALL
    SELECT unit_value.indicator_id, unit_value.unit_id, unit_value.gender, unit_value.year, unit_value.month, 'numerator',
        coalesce(indicator.numerator_kind, 'rate'), unit_value.numerator
    FROM unit_value JOIN indicator USING (indicator_id)
    WHERE (indicator.forecast = 'ratio' OR indicator.forecast = 'rate' AND indicator.aggregation <> 'sum')
        AND unit_value.value IS NOT NULL
    UNION ALL
    SELECT unit_value.indicator_id, unit_value.unit_id, unit_value.gender, unit_value.year, unit_value.month, 'denominator',
        coalesce(indicator.denominator_kind, 'rate'), unit_value.denominator
    FROM unit_value JOIN indicator USING (indicator_id)
    WHERE (indicator.forecast = 'ratio' OR indicator.forecast = 'rate' AND indicator.aggregation <> 'sum')
        AND unit_value.value IS NOT NULL
),
monthly AS (
    SELECT *, 12 * year + month AS month_no FROM part WHERE month IS NOT NULL AND amount IS NOT NULL
),
expected AS (
    SELECT
        expected_month.indicator_id, is_level(any_value(indicator.measured)) AS is_level, count(*) AS n,
        count(*) FILTER (expected_month.month <= this_report.month) AS n_to_date, max(expected_month.month) AS last_part,
        max(expected_month.month) FILTER (expected_month.month <= this_report.month) AS part_at_report
    FROM expected_month
    CROSS JOIN this_report
    JOIN indicator ON indicator.indicator_id = expected_month.indicator_id
    GROUP BY expected_month.indicator_id
),
span AS (
    SELECT DISTINCT monthly.indicator_id, monthly.unit_id, monthly.gender, monthly.part, monthly.kind, monthly.year,
        expected.n AS n_expected, expected.n_to_date, expected.is_level, expected.part_at_report,
        CASE WHEN monthly.year = this_report.year THEN expected.part_at_report ELSE expected.last_part END AS last_part
    FROM monthly
    CROSS JOIN this_report
    JOIN expected ON expected.indicator_id = monthly.indicator_id
)
SELECT
    span.indicator_id, span.unit_id, span.gender, span.part, span.kind, span.year,
    count(*) FILTER (monthly.year = span.year) AS n_months,
    CASE WHEN count(*) FILTER (monthly.year = span.year AND monthly.month <= this_report.month) = span.n_to_date
        THEN sum(exact(monthly.amount))
            FILTER (monthly.year = span.year AND monthly.month <= this_report.month) END AS to_date,
    span.n_to_date / span.n_expected AS expected_to_date,
    CASE WHEN count(*) FILTER (monthly.year = span.year) = span.n_expected
        THEN sum(exact(monthly.amount)) FILTER (monthly.year = span.year) END AS whole_year,
    CASE WHEN count(*)
        FILTER (monthly.month_no > 12 * span.year + this_report.month - 12
            AND monthly.month_no <= 12 * span.year + this_report.month) = span.n_expected
        THEN sum(exact(monthly.amount))
            FILTER (monthly.month_no > 12 * span.year + this_report.month - 12
                AND monthly.month_no <= 12 * span.year + this_report.month)
        END AS twelve,
    max(monthly.month) FILTER (monthly.year = span.year) AS last_month,
    CASE WHEN span.is_level THEN max(monthly.amount) FILTER (monthly.year = span.year AND monthly.month = span.last_part)
        ELSE arg_max(monthly.amount, monthly.month) FILTER (monthly.year = span.year) END AS last_value,
    max(monthly.amount) FILTER (monthly.year = span.year AND monthly.month = span.part_at_report) AS at_report
FROM span
CROSS JOIN this_report
JOIN monthly
    ON monthly.indicator_id = span.indicator_id AND monthly.unit_id = span.unit_id AND monthly.gender = span.gender
    AND monthly.part = span.part
    AND monthly.year BETWEEN span.year - 1 AND span.year
GROUP BY span.indicator_id, span.unit_id, span.gender, span.part, span.kind, span.year, span.n_expected, span.n_to_date,
    span.is_level, span.part_at_report, span.last_part, this_report.month
ORDER BY span.indicator_id, span.unit_id, span.gender, span.part, span.year
