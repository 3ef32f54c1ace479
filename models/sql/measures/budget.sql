-- table: budget
-- section: measures.md §10
-- title: Ekonomi
-- published: 16
-- key: unit_id, kind, month
-- needs: rolled_money, booked, counted_unit, content_change, unit, threshold, this_report
-- what: Every unit's frame, outcome and full-year forecast, month by month up to the report's. A unit that has a frame of
--   its own stands by that, and its rows are what is booked on it and below it; a unit without is the sum of the nearest
--   frames below. The result is the one given; where none is given at or below a unit it is revenue less cost, and where it is
--   given for everything below, the sum of those. Where results are booked as such beside cost or revenue, what the
--   whole came to is not known. The deviation is of the full year, and + is a surplus.
-- parents:
--   record_node  p.section IN ('budgets', 'investments') AND p.unit_id = f.unit_id AND p.year = t.year
--                AND (p.kind = f.kind OR f.kind = 'result')
--   record_node  p.section IN ('units', 'reorganisations') AND p.unit_id = f.unit_id
--   definition_node  p.section = 'municipality'
--   file_node        p.kind IN ('ledger', 'budget', 'budget_forecast')
--   model_node  p.model = 'budget'
-- columns:
--   report             text    «Rapport» the report's id
--   unit_id            text    «Enhet» the unit
--   level              text    «Nivå» its level
--   kind               text{cost,revenue,result,investment}   «Slag» what kind
--   month              int     «Månad» the month
--   budget             float?  «Budget, helår» the full year's frame, kronor
--   budget_to_date     float?  «Budget hittills» what of it lies in the months up to this one
--   outcome            float?  «Utfall» booked in the months up to this one, cumulative
--   outcome_withheld   bool    «Utfallet undanhålls» there is no outcome, since a fault of the ledger withholds part of it
--   forecast           float?  «Prognos, helår» the full year's forecast as made after this month; after December the outcome, where it is there
--   forecast_change    float?  «Prognosens ändring» the forecast less the latest one made after an earlier month of the year; null where what the unit is made of changed since
--   changed_since      int?    «Ändrad sedan månad» the month after which that one was made
--   forecast_basis     text{recorded,outcome}?   «Prognosens underlag» which of the two
--   deviation          float?  «Avvikelse» cost and investment: frame less forecast; revenue and result: forecast less frame
--   deviation_percent  float?  «Avvikelse, procent» percent of the frame's absolute amount; null where the frame is 0
--   escalation         text{none,committee,council}?   «Vem som ska agera» who must act: past the first limit the committee, past the second the council
--   measure            text?   «Åtgärd» what is recorded as done about the deviation
--   measure_missing    bool    «Åtgärd saknas» a measure is expected, and none is recorded
--   own_frame          bool    «Egen ram» the unit has a frame of its own of this kind
--   n_parts            int     «Antal ramar» frames that its own is made of: 1 where it has its own
--   reorganised_at     date?   «Omorganiserad» the day in the year, up to this month, on which what the unit is made of was last changed
--   lineage_id         text    «Spårnummer» leads to where the figure comes from
WITH given AS (
    SELECT * REPLACE (
        kronor(budget) AS budget, kronor(budget_to_date) AS budget_to_date, kronor(outcome) AS outcome,
        kronor(forecast) AS forecast
    )
    FROM rolled_money
),
derived AS (
    SELECT
        revenue.unit_id, 'result' AS kind, revenue.month, false AS own_frame, revenue.n_parts + cost.n_parts AS n_parts,
        revenue.budget - cost.budget AS budget, revenue.budget_to_date - cost.budget_to_date AS budget_to_date,
        revenue.outcome - cost.outcome AS outcome, revenue.forecast - cost.forecast AS forecast,
        nullif(concat_ws(' ', cost.measure, revenue.measure), '') AS measure
    FROM given AS revenue
    JOIN given AS cost ON cost.unit_id = revenue.unit_id AND cost.month = revenue.month AND cost.kind = 'cost'
    WHERE revenue.kind = 'revenue'
),
-- A given result stands for everything below its unit only if each frame of cost and revenue there has a result above it.
uncovered AS (
    SELECT DISTINCT below.unit_id, below.month
    FROM counted_unit AS below
    JOIN given AS framed
        ON framed.unit_id = below.now_id AND framed.month = below.month AND framed.own_frame
        AND framed.kind IN ('cost', 'revenue')
    WHERE NOT EXISTS (
        FROM counted_unit AS above
        JOIN given AS own
            ON own.unit_id = above.unit_id AND own.month = above.month AND own.own_frame AND own.kind = 'result'
        JOIN counted_unit AS within ON within.month = above.month AND within.now_id = above.unit_id
        WHERE above.now_id = framed.unit_id AND above.month = framed.month AND within.unit_id = below.unit_id
    )
),
result AS (
    SELECT
        unit.unit_id, 'result' AS kind, months.month, coalesce(given.own_frame, false) AS own_frame,
        coalesce(CASE WHEN given.n_parts > 0 THEN given.n_parts END, derived.n_parts, 0) AS n_parts,
        CASE WHEN given.n_parts > 0 THEN given.budget ELSE derived.budget END AS budget,
        CASE WHEN given.n_parts > 0 THEN given.budget_to_date ELSE derived.budget_to_date END AS budget_to_date,
        CASE WHEN given.outcome IS NULL THEN derived.outcome WHEN booked_part.unit_id IS NULL
            THEN given.outcome END AS outcome,
        CASE WHEN given.n_parts > 0 THEN given.forecast ELSE derived.forecast END AS forecast,
        CASE WHEN given.n_parts > 0 THEN given.measure ELSE derived.measure END AS measure
    FROM unit
    JOIN (SELECT DISTINCT unit_id, month FROM given WHERE kind <> 'investment') AS months ON months.unit_id = unit.unit_id
    LEFT JOIN given ON given.unit_id = unit.unit_id AND given.month = months.month AND given.kind = 'result'
    LEFT JOIN derived ON derived.unit_id = unit.unit_id AND derived.month = months.month
    LEFT JOIN (
        SELECT DISTINCT unit_id, month FROM given WHERE kind IN ('cost', 'revenue') AND outcome IS NOT NULL
    ) AS booked_part ON booked_part.unit_id = unit.unit_id AND booked_part.month = months.month
    LEFT JOIN uncovered ON uncovered.unit_id = unit.unit_id AND uncovered.month = months.month
    WHERE coalesce(given.own_frame, false) OR coalesce(given.n_parts, 0) = 0 OR uncovered.unit_id IS NULL
),
every_kind AS (
    SELECT unit_id, kind, month, own_frame, n_parts, budget, budget_to_date, outcome, forecast, measure
    FROM given
    WHERE kind <> 'result'
    UNION ALL
    SELECT unit_id, kind, month, own_frame, n_parts, budget, budget_to_date, outcome, forecast, measure
    FROM result
    WHERE budget IS NOT NULL OR outcome IS NOT NULL
),
foretold AS (
    SELECT
        * REPLACE (CASE WHEN month = 12 THEN coalesce(outcome, forecast) ELSE forecast END AS forecast),
        CASE WHEN month = 12 AND outcome IS NOT NULL THEN 'outcome' WHEN forecast IS NOT NULL THEN 'recorded' END
            AS forecast_basis
    FROM every_kind
),
followed AS (
    SELECT
        *, forecast - last_value(forecast IGNORE NULLS) OVER before AS forecast_change,
        CASE WHEN forecast IS NOT NULL
            THEN last_value(CASE WHEN forecast IS NOT NULL THEN month END IGNORE NULLS) OVER before END AS changed_since
    FROM foretold
    WINDOW before AS (
        PARTITION BY unit_id, kind ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
deviating AS (
    SELECT *, CASE WHEN kind IN ('cost', 'investment') THEN budget - forecast ELSE forecast - budget END AS deviation
    FROM followed
),
judged AS (
    SELECT
        deviating.*,
        CASE
            WHEN deviating.deviation IS NULL THEN NULL
            WHEN -100 * deviating.deviation > written(threshold.deviation_council) * abs(deviating.budget) THEN 'council'
            WHEN -100 * deviating.deviation > written(threshold.deviation_committee) * abs(deviating.budget) THEN 'committee'
            ELSE 'none'
        END AS escalation
    FROM deviating
    CROSS JOIN threshold
),
-- From which month on a fault of the ledger touches what is booked on a unit and below it; a result is of all but investments.
faulty AS (
    SELECT counted_unit.unit_id, booked.kind, booked.month
    FROM booked
    JOIN counted_unit ON counted_unit.month = booked.month AND counted_unit.below_id = booked.unit_id
    WHERE booked.amount IS NULL
    UNION
    SELECT unit_id, kind, month FROM booked WHERE amount IS NULL
),
faulty_from AS (
    SELECT unit_id, kind, min(month) AS month
    FROM (
        SELECT unit_id, kind, month FROM faulty
        UNION ALL
        SELECT unit_id, 'result' AS kind, month FROM faulty WHERE kind <> 'investment'
    )
    GROUP BY unit_id, kind
),
reorganised AS (
    SELECT given.unit_id, given.month, max(content_change.changed_at) AS at
    FROM (SELECT DISTINCT unit_id, month FROM given) AS given
    CROSS JOIN this_report
    JOIN content_change ON content_change.unit_id = given.unit_id
    WHERE content_change.changed_at > make_date(this_report.year, 1, 1)
        AND content_change.changed_at <= last_day(make_date(this_report.year, given.month, 1))
    GROUP BY given.unit_id, given.month
),
with_change AS (
    SELECT
        judged.*, reorganised.at AS reorganised_at,
        coalesce(reorganised.at <= last_day(make_date(this_report.year, judged.changed_since, 1)), true) AS same
    FROM judged
    CROSS JOIN this_report
    LEFT JOIN reorganised ON reorganised.unit_id = judged.unit_id AND reorganised.month = judged.month
)
SELECT
    this_report.report, told.unit_id, unit.level, told.kind, told.month, told.budget,
    told.budget_to_date, told.outcome, told.outcome IS NULL AND faulty_from.unit_id IS NOT NULL AS outcome_withheld,
    told.forecast, CASE WHEN told.same THEN told.forecast_change END AS forecast_change,
    CASE WHEN told.same THEN told.changed_since END AS changed_since, told.forecast_basis,
    told.deviation, CASE WHEN told.budget <> 0 THEN 100 * told.deviation / abs(told.budget) END AS deviation_percent,
    told.escalation,
    told.measure, coalesce(told.escalation, 'none') <> 'none' AND told.measure IS NULL AS measure_missing,
    told.own_frame, told.n_parts, told.reorganised_at
FROM with_change AS told
CROSS JOIN this_report
JOIN unit ON unit.unit_id = told.unit_id
LEFT JOIN faulty_from
    ON faulty_from.unit_id = told.unit_id AND faulty_from.kind = told.kind AND faulty_from.month <= told.month
ORDER BY told.unit_id, told.kind, told.month
