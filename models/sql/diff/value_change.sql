-- table: value_change
-- section: freezing-and-diff.md
-- title: Ändrade värden
-- key: indicator_id, area_id, year, gender
-- needs: known_cell, indicator, checks, this_report
-- what: Values added, removed, revised or published anew, of the indicators that both reports compared by the same KPI. For
--   other municipalities only the years that both reports show.
-- columns:
--   indicator_id        text   «Indikator» the indicator
--   kpi_id              text   «Nyckeltal» Kolada's KPI
--   area_id             text   «Kommun» the municipality
--   own                 bool   «Egen kommun» the report's own municipality
--   year                int   «År» the year
--   gender              text{T,K,M}   «Kön» T, K or M
--   kind                text{added,removed,revised,reflagged}   «Vad som hände» reflagged: the same value, but preliminary became final
--   value_before        float?  «Värde förut» the earlier value
--   value_after         float?  «Värde nu» the later value
--   known_from_before   time?  «Känt från, förut» from when the earlier version was known
--   known_from_after    time?  «Känt från, nu» from when the later version was known
--   publication_before  text?  «Publicering förut» preliminary or final
--   publication_after   text?  «Publicering nu» preliminary or final
WITH withheld AS (
    SELECT subject FROM before.checks WHERE status = 'failed' AND severity = 'error'
    UNION
    SELECT subject FROM after.checks WHERE status = 'failed' AND severity = 'error'
),
comparable AS (
    SELECT
        old.indicator_id, greatest(old_report.year - old.lag, new_report.year - new.lag) AS oldest,
        least(old_report.year, new_report.year) AS newest
    FROM before.indicator AS old
    JOIN after.indicator AS new ON new.indicator_id = old.indicator_id AND new.kpi_id = old.kpi_id
    CROSS JOIN before.this_report AS old_report
    CROSS JOIN after.this_report AS new_report
    WHERE old.indicator_id NOT IN (SELECT subject FROM withheld)
),
both_sides AS (
    SELECT
        coalesce(old.indicator_id, new.indicator_id) AS indicator_id, coalesce(old.kpi_id, new.kpi_id) AS kpi_id,
        coalesce(old.area_id, new.area_id) AS area_id, coalesce(old.own, new.own) AS own,
        coalesce(old.year, new.year) AS year,
        coalesce(old.gender, new.gender) AS gender, old.value AS value_before, new.value AS value_after,
        old.known_from AS known_from_before, new.known_from AS known_from_after,
        old.publication AS publication_before, new.publication AS publication_after
    FROM before.known_cell AS old
    FULL JOIN after.known_cell AS new
        ON new.indicator_id = old.indicator_id AND new.area_id = old.area_id AND new.year = old.year
        AND new.gender = old.gender
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
SELECT told.*
FROM told
JOIN comparable USING (indicator_id)
WHERE told.kind IS NOT NULL AND (told.own OR told.year BETWEEN comparable.oldest AND comparable.newest)
ORDER BY told.own DESC, told.indicator_id, told.year DESC, told.gender, told.area_id
