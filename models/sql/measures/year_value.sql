-- table: year_value
-- section: measures.md §1, §4
-- key: indicator_id, unit_id, gender, year
-- needs: unit_value, part_of_year, indicator, suppressed
-- what: The municipality's own measurements of each unit and whole year: the year's own measurement, or its expected months
--   put together as the indicator is counted. What few are behind, or would give such a value away, is withheld.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text    the unit
--   gender        text{T,K,M}   T, K or M
--   year          int     the year
--   value         float?  the value, where it may be shown
--   reason        text{missing,incomplete,privacy,not_applicable}?   why there is none
--   count         int?    how many are behind it
--   measured_on   date    the last day of what was measured
--   coverage      float?  share of the units that use to be measured that were
--   publication   text{final,preliminary}?   preliminary if any of it is
--   source_label  text    the source, as it must be named
--   computed      bool    it was put together or rolled up, not taken as it was
--   of_months     bool    it is of the year's months, or of one of them
WITH of_months AS (
    SELECT
        part_of_year.indicator_id, part_of_year.unit_id, part_of_year.gender, part_of_year.year,
        CASE any_value(indicator.forecast)
            WHEN 'ratio' THEN any_value(indicator.factor) * max(total) FILTER (part = 'numerator')
                / nullif(max(total) FILTER (part = 'denominator'), 0)
            WHEN 'rate' THEN coalesce(
                any_value(indicator.factor) * max(total)
                    FILTER (part = 'numerator') / nullif(max(total) FILTER (part = 'denominator'), 0),
                max(total) FILTER (part = 'value'))
            ELSE max(total) FILTER (part = 'value')
        END AS value
    FROM (SELECT *, CASE kind WHEN 'annual' THEN last_value ELSE whole_year END AS total FROM part_of_year) AS part_of_year
    JOIN indicator USING (indicator_id)
    GROUP BY part_of_year.indicator_id, part_of_year.unit_id, part_of_year.gender, part_of_year.year
),
from_months AS (
    SELECT
        of_months.indicator_id, of_months.unit_id, of_months.gender, of_months.year, of_months.value,
        max(unit_value.measured_on) AS measured_on,
        min(unit_value.coverage) AS coverage, max(unit_value.count) AS count,
        CASE WHEN bool_or(unit_value.publication = 'preliminary') THEN 'preliminary'
            ELSE min(unit_value.publication) END AS publication,
        sources_of(list(unit_value.source_label)) AS source_label,
        count(*) > 1 OR bool_or(unit_value.rolled_up) AS computed,
        bool_or(suppressed.unit_id IS NOT NULL) AS withheld
    FROM of_months
    JOIN unit_value
        ON unit_value.indicator_id = of_months.indicator_id AND unit_value.unit_id = of_months.unit_id
        AND unit_value.gender = of_months.gender AND unit_value.year = of_months.year
        AND unit_value.month IS NOT NULL
    LEFT JOIN suppressed
        ON suppressed.indicator_id = unit_value.indicator_id AND suppressed.unit_id = unit_value.unit_id
        AND suppressed.gender = unit_value.gender AND suppressed.year = unit_value.year
    GROUP BY of_months.indicator_id, of_months.unit_id, of_months.gender, of_months.year, of_months.value
),
every_year AS (
    SELECT
        unit_value.indicator_id, unit_value.unit_id, unit_value.gender, unit_value.year, unit_value.value, unit_value.reason,
        unit_value.count, unit_value.measured_on, unit_value.coverage, unit_value.publication,
        unit_value.source_label, unit_value.rolled_up OR unit_value.numerator IS NOT NULL AS computed,
        suppressed.unit_id IS NOT NULL AS withheld, false AS of_months
    FROM unit_value
    LEFT JOIN suppressed
        ON suppressed.indicator_id = unit_value.indicator_id AND suppressed.unit_id = unit_value.unit_id
        AND suppressed.gender = unit_value.gender AND suppressed.year = unit_value.year
    WHERE unit_value.month IS NULL
    UNION ALL
    SELECT
        indicator_id, unit_id, gender, year, value, CASE WHEN value IS NULL THEN 'incomplete' END, count, measured_on, coverage,
        publication, source_label, computed, withheld, true
    FROM from_months
)
SELECT
    indicator_id, unit_id, gender, year,
    CASE WHEN NOT withheld THEN value END AS value,
    CASE WHEN withheld THEN 'privacy' ELSE reason END AS reason,
    CASE WHEN NOT withheld THEN count END AS count,
    measured_on, coverage, publication, source_label, computed, of_months
FROM every_year
QUALIFY row_number() OVER (PARTITION BY indicator_id, unit_id, gender, year
    ORDER BY value IS NULL, computed, reason, of_months) = 1
ORDER BY indicator_id, unit_id, gender, year
