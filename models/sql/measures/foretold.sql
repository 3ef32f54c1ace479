-- table: foretold
-- section: measures.md §4
-- key: indicator_id, unit_id, gender
-- needs: part_of_year, indicator, suppressed, content_change, this_report
-- what: The full year foretold from the months so far, by the indicator's declared kind: a flow by the share of the year
--   that had come by now in the three years before, a ratio by its numerator and denominator each in its own way, a rate
--   by the last twelve months. Nothing is foretold from a month that is withheld or lacking, nor for a unit that is made
--   of something else than in the months that it would be foretold from; a year before such a change is no pattern.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text    the unit
--   gender        text{T,K,M}   T, K or M
--   value         float?  the full year
--   share         float?  the share of the year that had come by now, median of three years
--   fallback      bool    months by twelve, or expected months by all of them, stood in for that share
--   reorganised   bool    it would have been foretold, but for what the unit is made of having changed since
WITH share AS (
    SELECT
        this_year.indicator_id, this_year.unit_id, this_year.gender, this_year.part,
        median(earlier.to_date / earlier.whole_year) AS s
    FROM part_of_year AS this_year
    CROSS JOIN this_report
    JOIN part_of_year AS earlier
        ON earlier.indicator_id = this_year.indicator_id AND earlier.unit_id = this_year.unit_id
        AND earlier.gender = this_year.gender AND earlier.part = this_year.part
        AND earlier.year BETWEEN this_year.year - 3 AND this_year.year - 1
    WHERE this_year.year = this_report.year AND earlier.to_date IS NOT NULL AND earlier.whole_year <> 0
        AND NOT EXISTS (
            FROM content_change
            WHERE content_change.unit_id = this_year.unit_id AND content_change.changed_at > make_date(earlier.year, 1, 1)
        )
    GROUP BY this_year.indicator_id, this_year.unit_id, this_year.gender, this_year.part
),
part AS (
    SELECT
        part_of_year.indicator_id, part_of_year.unit_id, part_of_year.gender, part_of_year.part, part_of_year.kind,
        CASE WHEN part_of_year.kind = 'flow' THEN share.s END AS share,
        part_of_year.kind = 'flow' AND coalesce(share.s, 0) = 0 AS fallback,
        CASE part_of_year.kind
            WHEN 'flow'
                THEN part_of_year.to_date / CASE WHEN coalesce(share.s, 0) = 0 THEN part_of_year.expected_to_date ELSE share.s END
            WHEN 'rate' THEN part_of_year.twelve
            ELSE part_of_year.last_value
        END AS foretold,
        part_of_year.kind <> 'annual' AND EXISTS (
            FROM content_change
            WHERE content_change.unit_id = part_of_year.unit_id
                AND content_change.changed_at > CASE part_of_year.kind
                    WHEN 'flow' THEN make_date(this_report.year, 1, 1)
                    ELSE date_add(this_report.period_end + 1, INTERVAL (-12) MONTH)
                END
        ) AS reorganised
    FROM part_of_year
    CROSS JOIN this_report
    LEFT JOIN share
        ON share.indicator_id = part_of_year.indicator_id AND share.unit_id = part_of_year.unit_id
        AND share.gender = part_of_year.gender AND share.part = part_of_year.part
    WHERE part_of_year.year = this_report.year AND this_report.basis <> 'outcome'
),
whole AS (
    SELECT
        part.indicator_id, part.unit_id, part.gender,
        CASE WHEN any_value(indicator.forecast) IN ('ratio', 'rate') AND count(*) FILTER (part = 'value') = 0
            THEN any_value(indicator.factor) * max(foretold) FILTER (part = 'numerator')
                / nullif(max(foretold) FILTER (part = 'denominator'), 0)
            ELSE max(foretold) FILTER (part = 'value')
        END AS value,
        max(share) AS share,
        bool_or(fallback) AS fallback,
        bool_or(reorganised) AS reorganised
    FROM part
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    WHERE indicator.forecast <> 'annual'
        AND NOT EXISTS (
            FROM suppressed
            WHERE suppressed.indicator_id = part.indicator_id AND suppressed.unit_id = part.unit_id
                AND suppressed.gender = part.gender AND suppressed.year = this_report.year
        )
    GROUP BY part.indicator_id, part.unit_id, part.gender
)
SELECT
    indicator_id, unit_id, gender, CASE WHEN NOT reorganised THEN value END AS value, share, fallback,
    reorganised AND value IS NOT NULL AS reorganised
FROM whole
ORDER BY indicator_id, unit_id, gender
