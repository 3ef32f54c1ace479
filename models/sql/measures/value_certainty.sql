-- table: value_certainty
-- section: measures.md §18
-- title: Värdets säkerhet
-- published: 29
-- key: indicator_id, unit_id, gender
-- figure: indicator_id, unit_id, gender
-- needs: value_used, value_interval, year_value, indicator, known_value, series_since, threshold, figure_origin, this_report
-- what: How sure the value of each leaf is, where its indicator says what tells: between which it probably lies, whether it
--   differs from the measurement before and from Riket by more than the margin of error, and of few three years together.
-- parents:
--   value_node       p.latest AND p.area_id IN (t.area_id, '0000') AND p.gender = f.gender
--                    AND EXISTS (FROM indicator WHERE indicator.indicator_id = f.indicator_id
--                        AND p.kpi_id IN (indicator.kpi_id, indicator.margin_kpi, indicator.count_kpi)
--                        AND p.year BETWEEN f.year - 2 * indicator.every AND f.year)
--   own_node         p.indicator_id = f.indicator_id AND p.above_id = f.unit_id AND p.gender = f.gender
--                    AND EXISTS (FROM indicator WHERE indicator.indicator_id = f.indicator_id
--                        AND p.year BETWEEN f.year - 2 * indicator.every AND f.year)
--   definition_node  p.section = 'indicators' AND p.id = f.indicator_id OR p.section = 'municipality'
--   model_node       p.model = 'value_certainty'
-- columns:
--   report             text    «Rapport» the report's id
--   indicator_id       text    «Indikator» the indicator
--   kpi_id             text?   «Nyckeltal» Kolada's KPI
--   unit_id            text    «Enhet» the leaf's unit
--   gender             text{T,K,M}   «Kön» T, K or M
--   year               int     «År» the value's own year
--   value              float   «Värde» the value
--   basis              text{published,component,source,derived}?   «Underlag» how it is known: Kolada's uncertainty figure, or how many are behind the value by another KPI, by the source, or by the value's own decimals; null where it is not known
--   margin             float?  «Felmarginal» Kolada's published uncertainty, half the width of 95 %
--   behind             int?    «Antal bakom värdet» how many it is a share of, or how many events
--   low                float?  «Sannolikt minst» the lower end of 95 %
--   high               float?  «Sannolikt högst» the upper end
--   change             float?  «Förändring» change against the measurement before
--   change_certainty   text{certain,within_margin}?   «Förändringen» whether it is more than both margins
--   riket_difference   float?  «Mot Riket» value less that of Riket
--   riket_certainty    text{certain,within_margin}?   «Skillnaden mot Riket» whether it is more than both margins
--   behind_three       int?    «Antal bakom tre år» where few are behind the value: how many behind three measurements
--   value_three        float?  «Tre år tillsammans» all they are of ÷ all that there are
--   low_three          float?  «Tre år, sannolikt minst» its lower end
--   high_three         float?  «Tre år, sannolikt högst» its upper end
--   source_label       text    «Källa» the source, as it must be named
--   lineage_id         text    «Spårnummer» leads to where the figure comes from
WITH measured AS (
    SELECT
        value_interval.indicator_id, NULL AS unit_id, value_interval.gender, value_interval.year, value_interval.value,
        value_interval.margin, value_interval.per, value_interval.events, value_interval.base, value_interval.behind,
        value_interval.basis, value_interval.low, value_interval.high
    FROM value_interval
    JOIN this_report ON this_report.area_id = value_interval.area_id
    UNION ALL
    SELECT
        indicator_id, unit_id, gender, year, value, NULL, CASE WHEN events IS NOT NULL THEN 100 END, events,
        CASE WHEN events IS NOT NULL THEN count END, CASE WHEN events IS NOT NULL THEN count END,
        CASE WHEN events IS NOT NULL THEN 'source' END,
        CASE WHEN events IS NOT NULL THEN 100 * wilson(value / 100, count, -1) END,
        CASE WHEN events IS NOT NULL THEN 100 * wilson(value / 100, count, 1) END
    FROM (
        SELECT
            year_value.indicator_id, year_value.unit_id, year_value.gender, year_value.year, year_value.value,
            year_value.count,
            CASE WHEN year_value.count > 0 AND year_value.value BETWEEN 0 AND 100
                THEN CAST(round(year_value.value * year_value.count / 100) AS BIGINT) END AS events
        FROM year_value
        JOIN indicator ON indicator.indicator_id = year_value.indicator_id
        WHERE year_value.value IS NOT NULL AND indicator.counts IS NOT NULL AND indicator.is_share
    ) AS of_unit
),
leaf AS (
    SELECT
        value_used.indicator_id, value_used.unit_id, value_used.gender, value_used.year, value_used.value, value_used.change,
        indicator.kpi_id, indicator.margin_kpi, indicator.every, indicator.is_share AS share, measured.basis, measured.margin,
        measured.behind, measured.low, measured.high, measured.unit_id AS measured_by, value_used.source_label AS own_label
    FROM value_used
    JOIN indicator ON indicator.indicator_id = value_used.indicator_id
    JOIN measured
        ON measured.indicator_id = value_used.indicator_id AND measured.year = value_used.year
        AND measured.gender = value_used.gender AND measured.value = value_used.value
        AND measured.unit_id IS NOT DISTINCT FROM CASE WHEN indicator.kpi_id IS NULL THEN value_used.unit_id END
    WHERE NOT value_used.forecast
),
-- What three measurements in a row have in all, where the latest alone has few behind it.
pooled AS (
    SELECT
        leaf.indicator_id, leaf.unit_id, leaf.gender, any_value(leaf.share) AS share, any_value(three.per) AS per,
        sum(three.events) AS events, CAST(sum(exact(three.base)) AS DOUBLE) AS base
    FROM leaf
    CROSS JOIN threshold
    JOIN series_since ON series_since.indicator_id = leaf.indicator_id AND series_since.year <= leaf.year - 2 * leaf.every
    JOIN measured AS three
        ON three.indicator_id = leaf.indicator_id AND three.gender = leaf.gender
        AND three.unit_id IS NOT DISTINCT FROM leaf.measured_by
        AND three.year IN (leaf.year, leaf.year - leaf.every, leaf.year - 2 * leaf.every) AND three.events IS NOT NULL
    WHERE leaf.behind < threshold.few_behind_value
    GROUP BY leaf.indicator_id, leaf.unit_id, leaf.gender
    HAVING count(*) = 3
)
SELECT
    this_report.report, leaf.indicator_id, leaf.kpi_id, leaf.unit_id, leaf.gender, leaf.year, leaf.value, leaf.basis,
    leaf.margin, leaf.behind, leaf.low, leaf.high, leaf.change,
    margin_word(leaf.change, leaf.margin, margin_before.value) AS change_certainty,
    leaf.value - riket.value AS riket_difference,
    margin_word(leaf.value - riket.value, leaf.margin, riket_margin.value) AS riket_certainty,
    CAST(CASE WHEN pooled.share THEN round(pooled.base) ELSE pooled.events END AS BIGINT) AS behind_three,
    pooled.per * pooled.events / pooled.base AS value_three,
    CASE WHEN pooled.share THEN pooled.per * wilson(pooled.events / pooled.base, pooled.base, -1)
        ELSE pooled.per * byar_low(pooled.events) / pooled.base END AS low_three,
    CASE WHEN pooled.share THEN pooled.per * wilson(pooled.events / pooled.base, pooled.base, 1)
        ELSE pooled.per * byar_high(pooled.events) / pooled.base END AS high_three,
    coalesce(figure_origin.processed_label, leaf.own_label, '–') AS source_label
FROM leaf
CROSS JOIN this_report
LEFT JOIN known_value AS margin_before
    ON margin_before.kpi_id = leaf.margin_kpi AND margin_before.area_id = this_report.area_id
    AND margin_before.year = leaf.year - leaf.every AND margin_before.gender = leaf.gender
LEFT JOIN known_value AS riket
    ON riket.kpi_id = leaf.kpi_id AND riket.area_id = '0000' AND riket.year = leaf.year AND riket.gender = leaf.gender
LEFT JOIN known_value AS riket_margin
    ON riket_margin.kpi_id = leaf.margin_kpi AND riket_margin.area_id = '0000' AND riket_margin.year = leaf.year
    AND riket_margin.gender = leaf.gender
LEFT JOIN pooled
    ON pooled.indicator_id = leaf.indicator_id AND pooled.unit_id = leaf.unit_id AND pooled.gender = leaf.gender
LEFT JOIN figure_origin ON figure_origin.kpi_id = leaf.kpi_id
ORDER BY leaf.indicator_id, leaf.unit_id, leaf.gender
