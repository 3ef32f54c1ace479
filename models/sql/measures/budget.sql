-- table: budget
-- section: measures.md §10
-- title: Ekonomi
-- published: 16
-- key: unit_id, kind, month
-- needs: rolled_money, counted_unit, unit, threshold, this_report
-- what: Every unit's frame, outcome and full-year forecast, month by month up to the report's. A unit that has a frame of
--   its own stands by that, and its rows are what is booked on it and below it; a unit without is the sum of the nearest
--   frames below. The result is the one given; where none is given at or below a unit it is revenue less cost, and where it is
--   given for everything below, the sum of those. Where results are booked as such beside cost or revenue, what the
--   whole came to is not known. The deviation is of the full year, and + is a surplus.
-- parents:
--   record_node  p.section IN ('budgets', 'investments') AND p.unit_id = f.unit_id AND (p.kind = f.kind OR f.kind = 'result')
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
--   forecast           float?  «Prognos, helår» the full year's forecast as made after this month; after December the outcome, where none is recorded
--   forecast_basis     text{recorded,outcome}?   «Prognosens underlag» which of the two
--   deviation          float?  «Avvikelse» cost and investment: frame less forecast; revenue and result: forecast less frame
--   deviation_percent  float?  «Avvikelse, procent» percent of the frame's absolute amount; null where the frame is 0
--   escalation         text{none,committee,council}?   «Vem som ska agera» who must act: past the first limit the committee, past the second the council
--   measure            text?   «Åtgärd» what is recorded as done about the deviation
--   measure_missing    bool    «Åtgärd saknas» a measure is expected, and none is recorded
--   own_frame          bool    «Egen ram» the unit has a frame of its own of this kind
--   n_parts            int     «Antal ramar» frames that its own is made of: 1 where it has its own
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
        r.unit_id, 'result' AS kind, r.month, false AS own_frame, r.n_parts + c.n_parts AS n_parts,
        r.budget - c.budget AS budget, r.budget_to_date - c.budget_to_date AS budget_to_date,
        r.outcome - c.outcome AS outcome, r.forecast - c.forecast AS forecast,
        nullif(concat_ws(' ', c.measure, r.measure), '') AS measure
    FROM given AS r
    JOIN given AS c ON c.unit_id = r.unit_id AND c.month = r.month AND c.kind = 'cost'
    WHERE r.kind = 'revenue'
),
-- A given result stands for everything below its unit only if each frame of cost and revenue there has a result above it.
uncovered AS (
    SELECT DISTINCT b.unit_id
    FROM counted_unit AS b
    JOIN given AS f ON f.unit_id = b.now_id AND f.own_frame AND f.kind IN ('cost', 'revenue') AND f.month = 1
    WHERE NOT EXISTS (
        FROM counted_unit AS a
        JOIN given AS o ON o.unit_id = a.unit_id AND o.own_frame AND o.kind = 'result' AND o.month = 1
        JOIN counted_unit AS w ON w.unit_id = b.unit_id AND w.now_id = a.unit_id
        WHERE a.now_id = f.unit_id
    )
),
result AS (
    SELECT
        u.unit_id, 'result' AS kind, m.month, coalesce(g.own_frame, false) AS own_frame,
        coalesce(CASE WHEN g.n_parts > 0 THEN g.n_parts END, d.n_parts, 0) AS n_parts,
        CASE WHEN g.n_parts > 0 THEN g.budget ELSE d.budget END AS budget,
        CASE WHEN g.n_parts > 0 THEN g.budget_to_date ELSE d.budget_to_date END AS budget_to_date,
        CASE WHEN g.outcome IS NULL THEN d.outcome WHEN s.unit_id IS NULL THEN g.outcome END AS outcome,
        CASE WHEN g.n_parts > 0 THEN g.forecast ELSE d.forecast END AS forecast,
        CASE WHEN g.n_parts > 0 THEN g.measure ELSE d.measure END AS measure
    FROM unit AS u
    JOIN (SELECT DISTINCT unit_id, month FROM given WHERE kind <> 'investment') AS m ON m.unit_id = u.unit_id
    LEFT JOIN given AS g ON g.unit_id = u.unit_id AND g.month = m.month AND g.kind = 'result'
    LEFT JOIN derived AS d ON d.unit_id = u.unit_id AND d.month = m.month
    LEFT JOIN (
        SELECT DISTINCT unit_id, month FROM given WHERE kind IN ('cost', 'revenue') AND outcome IS NOT NULL
    ) AS s ON s.unit_id = u.unit_id AND s.month = m.month
    WHERE coalesce(g.own_frame, false) OR coalesce(g.n_parts, 0) = 0
        OR u.unit_id NOT IN (SELECT unit_id FROM uncovered)
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
        * REPLACE (CASE WHEN forecast IS NULL AND month = 12 THEN outcome ELSE forecast END AS forecast),
        CASE WHEN forecast IS NOT NULL THEN 'recorded' WHEN month = 12 AND outcome IS NOT NULL THEN 'outcome' END
            AS forecast_basis
    FROM every_kind
),
deviating AS (
    SELECT *, CASE WHEN kind IN ('cost', 'investment') THEN budget - forecast ELSE forecast - budget END AS deviation
    FROM foretold
),
judged AS (
    SELECT
        d.*,
        CASE
            WHEN d.deviation IS NULL THEN NULL
            WHEN -100 * d.deviation > written(h.deviation_council) * abs(d.budget) THEN 'council'
            WHEN -100 * d.deviation > written(h.deviation_committee) * abs(d.budget) THEN 'committee'
            ELSE 'none'
        END AS escalation
    FROM deviating AS d
    CROSS JOIN threshold AS h
)
SELECT
    t.report, j.unit_id, u.level, j.kind, j.month, j.budget, j.budget_to_date, j.outcome, j.forecast, j.forecast_basis,
    j.deviation, CASE WHEN j.budget <> 0 THEN 100 * j.deviation / abs(j.budget) END AS deviation_percent, j.escalation,
    j.measure, coalesce(j.escalation, 'none') <> 'none' AND j.measure IS NULL AS measure_missing, j.own_frame, j.n_parts
FROM judged AS j
CROSS JOIN this_report AS t
JOIN unit AS u ON u.unit_id = j.unit_id
ORDER BY j.unit_id, j.kind, j.month
