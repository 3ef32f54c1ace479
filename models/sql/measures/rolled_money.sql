-- table: rolled_money
-- section: measures.md §10
-- key: unit_id, kind, month
-- needs: frame, booked, budget_forecast, counted_unit, unit, this_report
-- what: Money as given, rolled up over the unit tree, for each month of the year up to the report's. A unit's parts are its own
--   frame if it has one of the kind, else the nearest frames below it. The frame and the forecast are those of its
--   parts, the forecast null unless every part has one for that month; the outcome is all that is booked on it and below.
-- columns:
--   unit_id         text    the unit
--   kind            text{cost,revenue,result,investment}   what kind
--   month           int     the month
--   own_frame       bool    the unit has a frame of its own of this kind
--   n_parts         int     frames that its own is made of
--   budget          float?  the full year's frame
--   budget_to_date  float?  what of it lies in the months up to this one
--   outcome         float?  booked in the months up to this one; null where nothing is booked, or for months not yet booked
--   forecast        float?  the full year's forecast as recorded after this month
--   measure         text?   what is recorded as done about the deviation
WITH month_of_year AS (
    SELECT CAST(m.month AS BIGINT) AS month
    FROM this_report AS t
    CROSS JOIN range(1, 13) AS m(month)
    WHERE m.month <= t.month
),
own_part AS (
    SELECT
        c.now_id AS unit_id, f.kind, m.month, sum(kronor(f.amount)) AS budget,
        coalesce(sum(kronor(f.amount)) FILTER (f.month <= m.month), 0) AS to_date
    FROM frame AS f
    JOIN counted_unit AS c ON c.unit_id = c.now_id AND c.below_id = f.unit_id
    CROSS JOIN month_of_year AS m
    GROUP BY c.now_id, f.kind, m.month
),
own_forecast AS (
    SELECT
        c.now_id AS unit_id, f.kind, f.month, sum(kronor(f.amount)) AS forecast,
        string_agg(f.measure, ' ' ORDER BY f.unit_id) AS measure
    FROM budget_forecast AS f
    JOIN counted_unit AS c ON c.unit_id = c.now_id AND c.below_id = f.unit_id
    GROUP BY c.now_id, f.kind, f.month
),
below AS (
    SELECT unit_id, now_id FROM counted_unit WHERE now_id = below_id
),
-- A frame below another frame of the kind, itself below the unit, is a part of that one.
part AS (
    SELECT b.unit_id, p.unit_id AS part_id, p.kind, p.month, p.budget, p.to_date, f.forecast, f.measure
    FROM own_part AS p
    JOIN below AS b ON b.now_id = p.unit_id
    LEFT JOIN own_forecast AS f ON f.unit_id = p.unit_id AND f.kind = p.kind AND f.month = p.month
    WHERE NOT EXISTS (
        FROM below AS above
        JOIN own_part AS o ON o.unit_id = above.unit_id AND o.kind = p.kind AND o.month = p.month
        JOIN below AS within ON within.unit_id = b.unit_id AND within.now_id = above.unit_id
        WHERE above.now_id = p.unit_id AND above.unit_id <> p.unit_id
    )
),
framed AS (
    SELECT
        unit_id, kind, month, bool_or(part_id = unit_id) AS own_frame, count(*) AS n_parts, sum(budget) AS budget,
        sum(to_date) AS budget_to_date, CASE WHEN count(*) = count(forecast) THEN sum(forecast) END AS forecast,
        string_agg(measure, ' ' ORDER BY part_id) AS measure
    FROM part
    GROUP BY unit_id, kind, month
),
spent AS (
    SELECT c.unit_id, b.kind, m.month, sum(kronor(b.amount)) AS outcome
    FROM booked AS b
    JOIN counted_unit AS c ON c.below_id = b.unit_id
    JOIN month_of_year AS m ON m.month >= b.month
    WHERE m.month <= (SELECT max(month) FROM booked)
    GROUP BY c.unit_id, b.kind, m.month
)
SELECT
    u.unit_id, k.kind, k.month, coalesce(f.own_frame, false) AS own_frame, coalesce(f.n_parts, 0) AS n_parts, f.budget,
    f.budget_to_date, s.outcome, f.forecast, f.measure
FROM (
    SELECT unit_id, kind, month FROM framed UNION SELECT unit_id, kind, month FROM spent
) AS k
JOIN unit AS u ON u.unit_id = k.unit_id
LEFT JOIN framed AS f ON f.unit_id = k.unit_id AND f.kind = k.kind AND f.month = k.month
LEFT JOIN spent AS s ON s.unit_id = k.unit_id AND s.kind = k.kind AND s.month = k.month
ORDER BY u.unit_id, k.kind, k.month
