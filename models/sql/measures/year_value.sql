-- table: year_value
-- section: measures.md §1, §4
-- key: indicator_id, unit_id, gender, year
-- needs: unit_value, part_of_year, indicator, suppressed
-- what: The municipality's own measurements of each unit and whole year: the year's own measurement, or its twelve months
--   put together as the indicator is counted. What few are behind, or would give such a value away, is withheld.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text    the unit
--   gender        text{T,K,M}   T, K or M
--   year          int     the year
--   value         float?  the value, where it may be shown
--   reason        text{missing,privacy,not_applicable}?   why there is none
--   count         int?    how many are behind it
--   measured_on   date    the last day of what was measured
--   coverage      float?  share of the units that use to be measured that were
--   publication   text{final,preliminary}?   preliminary if any of it is
--   source_label  text    the source, as it must be named
--   computed      bool    it was put together or rolled up, not taken as it was
WITH of_months AS (
    SELECT
        p.indicator_id, p.unit_id, p.gender, p.year,
        CASE any_value(i.forecast)
            WHEN 'ratio' THEN any_value(i.factor) * max(total) FILTER (part = 'numerator')
                / nullif(max(total) FILTER (part = 'denominator'), 0)
            WHEN 'rate' THEN coalesce(
                any_value(i.factor) * max(total) FILTER (part = 'numerator') / nullif(max(total) FILTER (part = 'denominator'), 0),
                max(total) FILTER (part = 'value'))
            ELSE max(total) FILTER (part = 'value')
        END AS value
    FROM (SELECT *, CASE kind WHEN 'annual' THEN last_value ELSE whole_year END AS total FROM part_of_year) AS p
    JOIN indicator AS i USING (indicator_id)
    GROUP BY p.indicator_id, p.unit_id, p.gender, p.year
),
from_months AS (
    SELECT
        m.indicator_id, m.unit_id, m.gender, m.year, m.value, max(u.measured_on) AS measured_on,
        min(u.coverage) AS coverage, max(u.count) AS count,
        CASE WHEN bool_or(u.publication = 'preliminary') THEN 'preliminary' ELSE min(u.publication) END AS publication,
        sources_of(list(u.source_label)) AS source_label,
        count(*) > 1 OR bool_or(u.rolled_up) AS computed,
        bool_or(s.unit_id IS NOT NULL) AS withheld
    FROM of_months AS m
    JOIN unit_value AS u
        ON u.indicator_id = m.indicator_id AND u.unit_id = m.unit_id AND u.gender = m.gender AND u.year = m.year
        AND u.month IS NOT NULL
    LEFT JOIN suppressed AS s
        ON s.indicator_id = u.indicator_id AND s.unit_id = u.unit_id AND s.gender = u.gender AND s.year = u.year
    GROUP BY m.indicator_id, m.unit_id, m.gender, m.year, m.value
),
every_year AS (
    SELECT
        u.indicator_id, u.unit_id, u.gender, u.year, u.value, u.reason, u.count, u.measured_on, u.coverage, u.publication,
        u.source_label, u.rolled_up OR u.numerator IS NOT NULL AS computed, s.unit_id IS NOT NULL AS withheld, false AS of_months
    FROM unit_value AS u
    LEFT JOIN suppressed AS s
        ON s.indicator_id = u.indicator_id AND s.unit_id = u.unit_id AND s.gender = u.gender AND s.year = u.year
    WHERE u.month IS NULL
    UNION ALL
    SELECT
        indicator_id, unit_id, gender, year, value, CASE WHEN value IS NULL THEN 'missing' END, count, measured_on, coverage,
        publication, source_label, computed, withheld, true
    FROM from_months
)
SELECT
    indicator_id, unit_id, gender, year,
    CASE WHEN NOT withheld THEN value END AS value,
    CASE WHEN withheld THEN 'privacy' ELSE reason END AS reason,
    CASE WHEN NOT withheld THEN count END AS count,
    measured_on, coverage, publication, source_label, computed
FROM every_year
QUALIFY row_number() OVER (PARTITION BY indicator_id, unit_id, gender, year ORDER BY value IS NULL, computed, reason, of_months) = 1
ORDER BY indicator_id, unit_id, gender, year
