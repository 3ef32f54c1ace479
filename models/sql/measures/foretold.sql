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
--   fallback      bool    months by twelve stood in for that share
WITH share AS (
    SELECT
        n.indicator_id, n.unit_id, n.gender, n.part, median(p.to_date / p.whole_year) AS s
    FROM part_of_year AS n
    CROSS JOIN this_report AS t
    JOIN part_of_year AS p
        ON p.indicator_id = n.indicator_id AND p.unit_id = n.unit_id AND p.gender = n.gender AND p.part = n.part
        AND p.year BETWEEN n.year - 3 AND n.year - 1
    WHERE n.year = t.year AND p.to_date IS NOT NULL AND p.whole_year <> 0
    GROUP BY n.indicator_id, n.unit_id, n.gender, n.part
),
part AS (
    SELECT
        p.indicator_id, p.unit_id, p.gender, p.part, p.kind,
        CASE WHEN p.kind = 'flow' THEN s.s END AS share,
        p.kind = 'flow' AND coalesce(s.s, 0) = 0 AS fallback,
        CASE p.kind
            WHEN 'flow' THEN p.to_date / CASE WHEN coalesce(s.s, 0) = 0 THEN t.month / 12 ELSE s.s END
            WHEN 'rate' THEN p.twelve
            ELSE p.last_value
        END AS foretold
    FROM part_of_year AS p
    CROSS JOIN this_report AS t
    LEFT JOIN share AS s
        ON s.indicator_id = p.indicator_id AND s.unit_id = p.unit_id AND s.gender = p.gender AND s.part = p.part
    WHERE p.year = t.year AND t.basis <> 'outcome'
)
SELECT
    p.indicator_id, p.unit_id, p.gender,
    CASE WHEN any_value(i.forecast) IN ('ratio', 'rate') AND count(*) FILTER (part = 'value') = 0
        THEN any_value(i.factor) * max(foretold) FILTER (part = 'numerator')
            / nullif(max(foretold) FILTER (part = 'denominator'), 0)
        ELSE max(foretold) FILTER (part = 'value')
    END AS value,
    max(share) AS share,
    bool_or(fallback) AS fallback
FROM part AS p
CROSS JOIN this_report AS t
JOIN indicator AS i USING (indicator_id)
WHERE i.forecast <> 'annual'
    AND NOT EXISTS (
        FROM suppressed AS s
        WHERE s.indicator_id = p.indicator_id AND s.unit_id = p.unit_id AND s.gender = p.gender AND s.year = t.year
    )
GROUP BY p.indicator_id, p.unit_id, p.gender
ORDER BY p.indicator_id, p.unit_id, p.gender
