-- table: value_interval
-- section: measures.md §18
-- key: indicator_id, area_id, year, gender
-- needs: compared, indicator, known_value, share_of
-- what: Between which each of Kolada's values probably lies by chance alone: by its published uncertainty, else by how many
--   are behind it. Only of indicators for which something is declared that tells.
-- columns:
--   indicator_id  text    the indicator
--   area_id       text    the municipality
--   year          int     the year
--   gender        text{T,K,M}   T, K or M
--   value         float   the value
--   margin        float?  Kolada's published uncertainty: half the width of 95 %
--   per           float?  what events ÷ base is multiplied by
--   events        int?    how many of them it is so for, or how many events
--   base          float?  how many it is a share of, or inhabitants
--   behind        int?    how many the interval stands on: those it is a share of, or the events
--   basis         text{published,component,derived}?   how that is known; null where it is not
--   low           float?  the lower end
--   high          float?  the upper end
WITH of_area AS (
    SELECT
        compared.indicator_id, compared.area_id, compared.year, compared.gender, compared.value,
        indicator.is_share AS share, CASE WHEN indicator.is_share THEN 100 ELSE indicator.factor END AS per,
        CASE WHEN margin.value >= 0 THEN margin.value END AS margin,
        CASE
            WHEN component.value > 0 THEN component.value
            WHEN indicator.count_kpi IS NULL AND indicator.is_share AND share_of.n >= 5 THEN share_of.n
        END AS base,
        CASE WHEN component.value > 0 THEN 'component' ELSE 'derived' END AS base_basis
    FROM compared
    JOIN indicator ON indicator.indicator_id = compared.indicator_id
    LEFT JOIN known_value AS margin
        ON margin.kpi_id = indicator.margin_kpi AND margin.area_id = compared.area_id AND margin.year = compared.year
        AND margin.gender = compared.gender
    LEFT JOIN known_value AS component
        ON component.kpi_id = indicator.count_kpi AND component.area_id = compared.area_id
        AND component.year = compared.year AND component.gender = compared.gender
    LEFT JOIN share_of
        ON share_of.indicator_id = compared.indicator_id AND share_of.area_id = compared.area_id
        AND share_of.year = compared.year AND share_of.gender = compared.gender
    WHERE compared.shown
        AND (indicator.margin_kpi IS NOT NULL OR indicator.count_kpi IS NOT NULL OR indicator.counts IS NOT NULL)
),
-- Of a share that is none, nothing is told; of a component by decimals, in whole persons.
counted AS (
    SELECT
        *, CASE WHEN value >= 0 AND NOT (share AND value > 100) AND base IS NOT NULL
            THEN CAST(round(value * base / per) AS BIGINT) END AS events
    FROM of_area
),
bounded AS (
    SELECT
        *, CASE WHEN events IS NULL THEN NULL WHEN share THEN CAST(round(base) AS BIGINT) ELSE events END AS behind,
        CASE
            WHEN margin IS NOT NULL THEN value - margin
            WHEN events IS NULL THEN NULL
            WHEN share THEN per * wilson(value / per, base, -1)
            ELSE per * byar_low(events) / base
        END AS low,
        CASE
            WHEN margin IS NOT NULL THEN value + margin
            WHEN events IS NULL THEN NULL
            WHEN share THEN per * wilson(value / per, base, 1)
            ELSE per * byar_high(events) / base
        END AS high
    FROM counted
)
SELECT
    indicator_id, area_id, year, gender, value, margin, CASE WHEN events IS NOT NULL THEN per END AS per, events,
    CASE WHEN events IS NOT NULL THEN base END AS base, behind,
    CASE WHEN margin IS NOT NULL THEN 'published' WHEN events IS NOT NULL THEN base_basis END AS basis, low, high
FROM bounded
ORDER BY indicator_id, area_id, year, gender
