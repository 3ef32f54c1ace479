-- table: rolled_money
-- section: measures.md §10
-- key: unit_id, kind, month
-- needs: frame, booked, budget_forecast, counted_unit, unit, this_report
-- what: Money as given, rolled up over the unit tree, for each month of the year up to the report's. A unit's parts are its own
--   frame if it has one of the kind, else the nearest frames below it; that of a unit that has ended, and whose work no one
--   unit carries on, is one below the unit that it last stood under. The frame and the forecast are those of its
--   parts, the forecast null unless every part has one for that month; the outcome is all that is booked on it and below.
-- columns:
--   unit_id         text    the unit
--   kind            text{cost,revenue,result,investment}   what kind
--   month           int     the month
--   own_frame       bool    the unit has a frame of its own of this kind
--   n_parts         int     frames that its own is made of
--   budget          float?  the full year's frame
--   budget_to_date  float?  what of it lies in the months up to this one
--   outcome         float?  booked in the months up to this one; null where nothing is booked, where a fault withholds part of it, or for months not yet booked
--   forecast        float?  the full year's forecast as recorded after this month
--   measure         text?   what is recorded as done about the deviation
WITH month_of_year AS (
    SELECT CAST(months.month AS BIGINT) AS month
    FROM this_report
    CROSS JOIN range(1, 13) AS months (month)
    WHERE months.month <= this_report.month
),
-- Whose frame it is: of the unit that a unit's work lies in now, or of the ended unit itself, below where it stood.
place AS (
    SELECT below_id, now_id, CASE WHEN under THEN below_id ELSE now_id END AS part_id, under
    FROM counted_unit
    WHERE unit_id = now_id
),
own_part AS (
    SELECT
        place.part_id, place.now_id AS unit_id, place.under, frame.kind, month_of_year.month,
        sum(kronor(frame.amount)) AS budget,
        coalesce(sum(kronor(frame.amount)) FILTER (frame.month <= month_of_year.month), 0) AS to_date
    FROM frame
    JOIN place ON place.below_id = frame.unit_id
    CROSS JOIN month_of_year
    GROUP BY place.part_id, place.now_id, place.under, frame.kind, month_of_year.month
),
own_forecast AS (
    SELECT
        place.part_id, budget_forecast.kind, budget_forecast.month, sum(kronor(budget_forecast.amount)) AS forecast,
        string_agg(budget_forecast.measure, ' ' ORDER BY budget_forecast.unit_id) AS measure
    FROM budget_forecast
    JOIN place ON place.below_id = budget_forecast.unit_id
    GROUP BY place.part_id, budget_forecast.kind, budget_forecast.month
),
below AS (
    SELECT unit_id, now_id FROM counted_unit WHERE now_id = below_id
),
-- A frame below another frame of the kind, itself below the unit, is a part of that one.
part AS (
    SELECT below.unit_id, own_part.part_id, own_part.kind, own_part.month, own_part.budget, own_part.to_date,
        own_forecast.forecast, own_forecast.measure
    FROM own_part
    JOIN below ON below.now_id = own_part.unit_id
    LEFT JOIN own_forecast
        ON own_forecast.part_id = own_part.part_id AND own_forecast.kind = own_part.kind
        AND own_forecast.month = own_part.month
    WHERE NOT EXISTS (
        FROM below AS above
        JOIN own_part AS other_part
            ON other_part.part_id = above.unit_id AND NOT other_part.under
            AND other_part.kind = own_part.kind AND other_part.month = own_part.month
        JOIN below AS within ON within.unit_id = below.unit_id AND within.now_id = above.unit_id
        WHERE above.now_id = own_part.unit_id AND above.unit_id <> own_part.part_id
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
    SELECT
        counted_unit.unit_id, cost.kind, month_of_year.month, count(cost.amount) AS n_known,
        CASE WHEN count(*) = count(cost.amount) THEN sum(kronor(cost.amount)) END AS outcome
    FROM booked AS cost
    JOIN counted_unit ON counted_unit.below_id = cost.unit_id
    JOIN month_of_year ON month_of_year.month >= cost.month
    WHERE month_of_year.month <= (SELECT max(month) FROM booked WHERE amount IS NOT NULL)
    GROUP BY counted_unit.unit_id, cost.kind, month_of_year.month
)
SELECT
    unit.unit_id, of_kind.kind, of_kind.month, coalesce(framed.own_frame, false) AS own_frame,
    coalesce(framed.n_parts, 0) AS n_parts, framed.budget,
    framed.budget_to_date, spent.outcome, framed.forecast, framed.measure
FROM (
    SELECT unit_id, kind, month FROM framed
    UNION
    SELECT unit_id, kind, month FROM spent WHERE n_known > 0
) AS of_kind
JOIN unit ON unit.unit_id = of_kind.unit_id
LEFT JOIN framed ON framed.unit_id = of_kind.unit_id AND framed.kind = of_kind.kind AND framed.month = of_kind.month
LEFT JOIN spent ON spent.unit_id = of_kind.unit_id AND spent.kind = of_kind.kind AND spent.month = of_kind.month
ORDER BY unit.unit_id, of_kind.kind, of_kind.month
