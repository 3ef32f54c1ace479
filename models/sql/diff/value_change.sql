-- table: value_change
-- section: freezing-and-diff.md
-- key: indicator_id, area_id, year, gender
-- needs: known_cell, indicator, checks, this_report
-- what: Values added, removed, revised or published anew, of the indicators that both reports compared by the same KPI. For
--   other municipalities only the years that both reports show.
-- columns:
--   indicator_id        text    the indicator
--   kpi_id              text    Kolada's KPI
--   area_id             text    the municipality
--   own                 bool    the report's own municipality
--   year                int     the year
--   gender              text{T,K,M}   T, K or M
--   kind                text{added,removed,revised,reflagged}   reflagged: the same value, but preliminary became final
--   value_before        float?  the earlier value
--   value_after         float?  the later value
--   known_from_before   time?   from when the earlier version was known
--   known_from_after    time?   from when the later version was known
--   publication_before  text?   preliminary or final
--   publication_after   text?   preliminary or final
WITH withheld AS (
    SELECT subject FROM before.checks WHERE status = 'failed' AND severity = 'error'
    UNION
    SELECT subject FROM after.checks WHERE status = 'failed' AND severity = 'error'
),
comparable AS (
    SELECT
        b.indicator_id, greatest(s.year - b.lag, t.year - a.lag) AS oldest, least(s.year, t.year) AS newest
    FROM before.indicator AS b
    JOIN after.indicator AS a ON a.indicator_id = b.indicator_id AND a.kpi_id = b.kpi_id
    CROSS JOIN before.this_report AS s
    CROSS JOIN after.this_report AS t
    WHERE b.indicator_id NOT IN (SELECT subject FROM withheld)
),
both_sides AS (
    SELECT
        coalesce(b.indicator_id, a.indicator_id) AS indicator_id, coalesce(b.kpi_id, a.kpi_id) AS kpi_id,
        coalesce(b.area_id, a.area_id) AS area_id, coalesce(b.own, a.own) AS own, coalesce(b.year, a.year) AS year,
        coalesce(b.gender, a.gender) AS gender, b.value AS value_before, a.value AS value_after,
        b.known_from AS known_from_before, a.known_from AS known_from_after,
        b.publication AS publication_before, a.publication AS publication_after
    FROM before.known_cell AS b
    FULL JOIN after.known_cell AS a
        ON a.indicator_id = b.indicator_id AND a.area_id = b.area_id AND a.year = b.year AND a.gender = b.gender
),
told AS (
    SELECT
        *,
        CASE
            WHEN value_before IS NULL THEN 'added'
            WHEN value_after IS NULL THEN 'removed'
            WHEN value_before <> value_after THEN 'revised'
            WHEN publication_before <> publication_after THEN 'reflagged'
        END AS kind
    FROM both_sides
)
SELECT v.*
FROM told AS v
JOIN comparable AS c USING (indicator_id)
WHERE v.kind IS NOT NULL AND (v.own OR v.year BETWEEN c.oldest AND c.newest)
ORDER BY v.own DESC, v.indicator_id, v.year DESC, v.gender, v.area_id
