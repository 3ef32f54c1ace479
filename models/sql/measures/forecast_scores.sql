-- table: forecast_scores
-- section: measures.md §4, §16
-- title: Prognosers träffsäkerhet
-- published: 5
-- key: forecast_report, goal_id, indicator_id, unit_id, gender, basis
-- needs: earlier_forecast, fulfilment, first_known, year_value, indicator, unit, unit_below, this_report
-- what: In the annual report, each forecast of the year's interim reports against the outcome: the error in units of the
--   tolerance, and whether the status was foretold. Manual forecasts and the automatic ones beside them are scored apart. A
--   row with goal_id null sums a unit and those below it, by interim report and kind of forecast. What was not foretold, or
--   has no outcome, is not scored, nor what was already measured when it was told, or told when the outcome may have been known.
-- parents:
--   fulfilment   p.indicator_id = f.indicator_id AND p.unit_id = f.unit_id AND p.gender = f.gender AND p.goal_id = f.goal_id
--   scope_leaf   f.goal_id IS NULL AND p.scope = 'unit' AND p.unit_id = f.unit_id
--   model_node   p.model = 'forecast_scores'
-- columns:
--   report               text    «Rapport» the annual report
--   forecast_report      text    «Prognosens rapport» the interim report that foretold
--   unit_id              text    «Enhet» the leaf's unit, or the unit summed
--   level                text    «Nivå» its level
--   goal_id              text?   «Mål» the goal; null for a sum
--   indicator_id         text?   «Indikator» the indicator; null for a sum
--   kpi_id               text?   «Nyckeltal» Kolada's KPI
--   gender               text{T,K,M}?   «Kön» T, K or M; null for a sum
--   basis                text{manual_forecast,auto_forecast}   «Underlag» by hand or not
--   forecast             float?  «Prognos, helår» what was foretold
--   outcome              float?  «Utfall» what it became
--   error                float?  «Prognosfel, toleranser» forecast less outcome, in units of the tolerance; null where the tolerance is 0 or none
--   foretold_status      text{met,partly,not_met}?   «Förutsedd bedömning» the status that the forecast gave
--   status               text{met,partly,not_met}?   «Bedömning» the status that it became
--   hit                  bool?   «Rätt förutsedd» the status was foretold
--   n                    int     «Antal prognoser» forecasts scored
--   hit_rate             float?  «Andel rätt förutsedda» share of them whose status was foretold
--   mean_error           float?  «Medelfel» mean of their errors
--   mean_absolute_error  float?  «Medelfel, storlek» mean of their sizes
--   p_met                float?  «Sannolikhet att nå målet» how probable it was held that the target would be met (§16)
--   brier                float[0..1]?  «Brierpoäng» (p_met − met)², 0 is best; of a sum the mean
--   base_brier           float[0..1]?  «Brierpoäng av andelen» of a sum: what the share of the targets that were met alone would score
--   lineage_id           text    «Spårnummer» leads to where the figure comes from
WITH foretold AS (
    SELECT * EXCLUDE (auto_value) FROM earlier_forecast
    UNION ALL
    SELECT * EXCLUDE (auto_value) REPLACE ('auto_forecast' AS basis, auto_value AS value, NULL AS year, NULL AS p_met)
    FROM earlier_forecast
    WHERE basis = 'manual_forecast'
),
with_gap AS (
    SELECT
        foretold.report AS forecast_report, foretold.goal_id, foretold.indicator_id, foretold.unit_id, foretold.gender,
        foretold.basis, foretold.value AS forecast, foretold.p_met,
        foretold.tolerance AS forecast_tolerance, fulfilment.kpi_id, fulfilment.level, fulfilment.value AS outcome,
        fulfilment.tolerance, fulfilment.status,
        foretold.direction, round_half_up(foretold.value, foretold.decimals) AS x,
        gap_of(foretold.direction, round_half_up(foretold.value, foretold.decimals),
            round_half_up(foretold.target, foretold.decimals),
            round_half_up(foretold.target_low, foretold.decimals),
            round_half_up(foretold.target_high, foretold.decimals)) AS gap
    FROM foretold
    CROSS JOIN this_report
    JOIN fulfilment USING (goal_id, indicator_id, unit_id, gender)
    JOIN indicator ON indicator.indicator_id = foretold.indicator_id
    WHERE this_report.basis = 'outcome' AND foretold.as_of <= this_report.as_of AND foretold.value IS NOT NULL
        AND fulfilment.status IN ('met', 'partly', 'not_met')
        -- Kolada's outcome is known from when it first came, one's own at the earliest when what it measures has ended.
        AND NOT EXISTS (
            FROM first_known
            WHERE first_known.kpi_id = fulfilment.kpi_id AND first_known.year = fulfilment.year
                AND first_known.gender = fulfilment.gender AND first_known.known_from <= foretold.as_of
        )
        AND NOT EXISTS (
            FROM year_value
            WHERE year_value.indicator_id = fulfilment.indicator_id AND year_value.unit_id = fulfilment.unit_id
                AND year_value.gender = fulfilment.gender AND year_value.year = fulfilment.year
                AND year_value.measured_on < CAST(foretold.as_of AS DATE)
        )
        -- What was measured already tells nothing of forecasts: the year's own value, or the very outcome.
        AND NOT (foretold.basis = 'auto_forecast' AND (indicator.kpi_id IS NOT NULL OR indicator.forecast = 'annual')
            AND indicator.foretold_by IS NULL
            AND coalesce(foretold.year = this_report.year, foretold.value = fulfilment.value))
),
scored AS (
    SELECT
        *,
        CASE WHEN tolerance > 0 THEN (forecast - outcome) / tolerance END AS error,
        status_of(direction, x, gap, written(forecast_tolerance)) AS foretold_status
    FROM with_gap
    WHERE gap IS NOT NULL
),
-- A leaf under two goals is foretold once.
leaf AS (
    SELECT DISTINCT forecast_report, indicator_id, unit_id, gender, basis, forecast, outcome, error, foretold_status, status,
        p_met, counted(status = 'met') AS met
    FROM scored
),
summed AS (
    SELECT
        leaf.forecast_report, unit_below.unit_id, unit.level, leaf.basis, count(*) AS n,
        count(*) FILTER (leaf.foretold_status = leaf.status) / count(*) AS hit_rate,
        avg(exact((leaf.p_met - leaf.met) * (leaf.p_met - leaf.met))) AS brier,
        count(*) FILTER (leaf.p_met IS NOT NULL AND leaf.met = 1)
        * count(*) FILTER (leaf.p_met IS NOT NULL AND leaf.met = 0)
        / nullif(count(leaf.p_met) * count(leaf.p_met), 0) AS base_brier,
        avg(exact(leaf.error)) AS mean_error, avg(abs(exact(leaf.error))) AS mean_absolute_error
    FROM leaf
    JOIN unit_below ON unit_below.below_id = leaf.unit_id
    JOIN unit ON unit.unit_id = unit_below.unit_id
    GROUP BY leaf.forecast_report, unit_below.unit_id, unit.level, leaf.basis
)
SELECT
    this_report.report, scored.forecast_report, scored.unit_id, scored.level, scored.goal_id, scored.indicator_id,
    scored.kpi_id, scored.gender, scored.basis, scored.forecast,
    scored.outcome, scored.error, scored.foretold_status, scored.status, scored.foretold_status = scored.status AS hit,
    1 AS n, NULL AS hit_rate,
    NULL AS mean_error, NULL AS mean_absolute_error, scored.p_met,
    (scored.p_met - counted(scored.status = 'met')) * (scored.p_met - counted(scored.status = 'met')) AS brier,
    NULL AS base_brier
FROM scored
CROSS JOIN this_report
UNION ALL
SELECT
    this_report.report, summed.forecast_report, summed.unit_id, summed.level, NULL, NULL, NULL, NULL, summed.basis, NULL,
    NULL, NULL, NULL, NULL, NULL,
    summed.n, summed.hit_rate, summed.mean_error, summed.mean_absolute_error, NULL, summed.brier, summed.base_brier
FROM summed
CROSS JOIN this_report
ORDER BY forecast_report, unit_id, goal_id NULLS FIRST, indicator_id, gender, basis
