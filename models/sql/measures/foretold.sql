-- table: foretold
-- section: measures.md §4
-- key: indicator_id, unit_id, gender
-- needs: part_of_year, indicator, suppressed, this_report
-- what: The full year foretold from the months so far, by the indicator's declared kind: a flow by the share of the year
--   that had come by now in the three years before, a ratio by its numerator and denominator each in its own way, a rate
--   by the last twelve months. Nothing is foretold from a month that is withheld or lacking.
-- columns:
--   indicator_id  text    the indicator
--   unit_id       text    the unit
--   gender        text{T,K,M}   T, K or M
--   value         float?  the full year
--   share         float?  the share of the year that had come by now, median of three years
--   fallback      bool    months by twelve, or expected months by all of them, stood in for that share
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
        END AS foretold
    FROM part_of_year
    CROSS JOIN this_report
    LEFT JOIN share
        ON share.indicator_id = part_of_year.indicator_id AND share.unit_id = part_of_year.unit_id
        AND share.gender = part_of_year.gender AND share.part = part_of_year.part
    WHERE part_of_year.year = this_report.year AND this_report.basis <> 'outcome'
)
SELECT
    part.indicator_id, part.unit_id, part.gender,
    CASE WHEN any_value(indicator.forecast) IN ('ratio', 'rate') AND count(*) FILTER (part = 'value') = 0
        THEN any_value(indicator.factor) * max(foretold) FILTER (part = 'numerator')
            / nullif(max(foretold) FILTER (part = 'denominator'), 0)
        ELSE max(foretold) FILTER (part = 'value')
    END AS value,
    max(share) AS share,
    bool_or(fallback) AS fallback
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
ORDER BY part.indicator_id, part.unit_id, part.gender
