-- table: forecast_scores
-- section: measures.md §4
-- title: Prognosers träffsäkerhet
-- published: 5
-- key: forecast_report, goal_id, indicator_id, unit_id, gender, basis
-- needs: earlier_forecast, fulfilment, unit, unit_below, this_report
-- what: In the annual report, each forecast of the year's interim reports against the outcome: the error in units of the
--   tolerance, and whether the status was foretold. Manual forecasts and the automatic ones beside them are scored apart. A
--   row with goal_id null sums a unit and those below it, by interim report and kind of forecast. What was not foretold, or
--   has no outcome, is not scored.
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
--   lineage_id           text    «Spårnummer» leads to where the figure comes from
WITH foretold AS (
    SELECT * EXCLUDE (auto_value) FROM earlier_forecast
    UNION ALL
    SELECT * EXCLUDE (auto_value) REPLACE ('auto_forecast' AS basis, auto_value AS value)
    FROM earlier_forecast
    WHERE basis = 'manual_forecast'
),
with_gap AS (
    SELECT
        e.report AS forecast_report, e.goal_id, e.indicator_id, e.unit_id, e.gender, e.basis, e.value AS forecast,
        e.tolerance AS forecast_tolerance, f.kpi_id, f.level, f.value AS outcome, f.tolerance, f.status,
        e.direction, round_half_up(e.value, e.decimals) AS x,
        gap_of(e.direction, round_half_up(e.value, e.decimals), round_half_up(e.target, e.decimals),
            round_half_up(e.target_low, e.decimals), round_half_up(e.target_high, e.decimals)) AS gap
    FROM foretold AS e
    CROSS JOIN this_report AS t
    JOIN fulfilment AS f USING (goal_id, indicator_id, unit_id, gender)
    WHERE t.basis = 'outcome' AND e.as_of <= t.as_of AND e.value IS NOT NULL
        AND f.status IN ('met', 'partly', 'not_met')
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
    SELECT DISTINCT forecast_report, indicator_id, unit_id, gender, basis, forecast, outcome, error, foretold_status, status
    FROM scored
),
summed AS (
    SELECT
        l.forecast_report, s.unit_id, u.level, l.basis, count(*) AS n,
        count(*) FILTER (l.foretold_status = l.status) / count(*) AS hit_rate,
        avg(exact(l.error)) AS mean_error, avg(abs(exact(l.error))) AS mean_absolute_error
    FROM leaf AS l
    JOIN unit_below AS s ON s.below_id = l.unit_id
    JOIN unit AS u ON u.unit_id = s.unit_id
    GROUP BY l.forecast_report, s.unit_id, u.level, l.basis
)
SELECT
    t.report, s.forecast_report, s.unit_id, s.level, s.goal_id, s.indicator_id, s.kpi_id, s.gender, s.basis, s.forecast,
    s.outcome, s.error, s.foretold_status, s.status, s.foretold_status = s.status AS hit, 1 AS n, NULL AS hit_rate,
    NULL AS mean_error, NULL AS mean_absolute_error
FROM scored AS s
CROSS JOIN this_report AS t
UNION ALL
SELECT
    t.report, s.forecast_report, s.unit_id, s.level, NULL, NULL, NULL, NULL, s.basis, NULL, NULL, NULL, NULL, NULL, NULL,
    s.n, s.hit_rate, s.mean_error, s.mean_absolute_error
FROM summed AS s
CROSS JOIN this_report AS t
ORDER BY forecast_report, unit_id, goal_id NULLS FIRST, indicator_id, gender, basis
