-- table: rolled_money
-- section: measures.md §10
-- key: unit_id, kind, month
-- needs: frame, booked, budget_forecast, counted_unit, unit
-- what: Money as given, rolled up for each month of the year up to the report's, each month's share by the tree of that month
--   and what lies ahead by the row's own: what is moved takes no earlier month along. A unit's parts are its own frame if it has
--   one of the kind, else the nearest frames below it; that of a unit that has ended, and whose work no one
--   unit carries on, is one below the unit that it last stood under. The frame and the forecast are those of its
--   parts, the forecast null unless every part has one for that month; the outcome is all that is booked on it and below.
--   Of a part that has come or left within the year, the outcome of the months that stand elsewhere is taken from the
--   forecast, or that of the months that stand here is what it adds.
-- columns:
--   unit_id         text    the unit
--   kind            text{cost,revenue,result,investment}   what kind
--   month           int     the month
--   own_frame       bool    the unit has a frame of its own of this kind
--   n_parts         int     frames that its own is made of, those that have left within the year among them
--   budget          float?  the full year's frame
--   budget_to_date  float?  what of it lies in the months up to this one
--   outcome         float?  booked in the months up to this one; null where nothing is booked, where a fault withholds part of it, or for months not yet booked
--   forecast        float?  the full year's forecast as recorded after this month
--   measure         text?   what is recorded as done about the deviation
WITH month_of_year AS (
    SELECT DISTINCT month FROM counted_unit
),
-- Whose frame it is, each month: of the unit that a unit's work lies in then, or of the ended unit itself, below where it stood.
place AS (
    SELECT month, below_id, now_id, CASE WHEN under THEN below_id ELSE now_id END AS part_id, under
    FROM counted_unit
    WHERE unit_id = now_id
),
lot AS (
    SELECT place.month, place.below_id, place.now_id, place.part_id, place.under, frame.kind
    FROM (SELECT DISTINCT unit_id, kind FROM frame) AS frame
    JOIN place ON place.below_id = frame.unit_id
),
own_part AS (
    SELECT DISTINCT month, kind, part_id, now_id, under FROM lot
),
below AS (
    SELECT month, unit_id, now_id FROM counted_unit WHERE now_id = below_id
),
-- A frame below another frame of the kind, itself below the unit, is a part of that one.
part AS (
    SELECT below.month, below.unit_id, own_part.kind, own_part.part_id
    FROM own_part
    JOIN below ON below.month = own_part.month AND below.now_id = own_part.now_id
    WHERE NOT EXISTS (
        FROM below AS above
        JOIN own_part AS other_part
            ON other_part.month = above.month AND other_part.part_id = above.unit_id AND NOT other_part.under
        JOIN below AS within ON within.month = above.month AND within.now_id = above.unit_id
        WHERE above.month = own_part.month AND above.now_id = own_part.now_id AND above.unit_id <> own_part.part_id
            AND other_part.kind = own_part.kind AND within.unit_id = below.unit_id
    )
),
share AS (
    SELECT
        part.unit_id, part.kind, part.month, coalesce(sum(kronor(frame.amount)) FILTER (frame.month = part.month), 0) AS here,
        coalesce(sum(kronor(frame.amount)) FILTER (frame.month > part.month), 0) AS ahead
    FROM part
    JOIN lot ON lot.month = part.month AND lot.kind = part.kind AND lot.part_id = part.part_id
    JOIN frame ON frame.unit_id = lot.below_id AND frame.kind = lot.kind
    GROUP BY part.unit_id, part.kind, part.month
),
framed AS (
    SELECT
        share.unit_id, share.kind, month_of_year.month, sum(share.here) AS budget_to_date,
        sum(share.here) + coalesce(sum(share.ahead) FILTER (share.month = month_of_year.month), 0) AS budget
    FROM share
    JOIN month_of_year ON month_of_year.month >= share.month
    GROUP BY share.unit_id, share.kind, month_of_year.month
),
numbered AS (
    SELECT
        part.unit_id, part.kind, month_of_year.month, count(DISTINCT part.part_id) AS n_parts,
        bool_or(part.part_id = part.unit_id AND part.month = month_of_year.month) AS own_frame
    FROM part
    JOIN month_of_year ON month_of_year.month >= part.month
    GROUP BY part.unit_id, part.kind, month_of_year.month
),
own_forecast AS (
    SELECT
        place.part_id, budget_forecast.kind, budget_forecast.month, sum(kronor(budget_forecast.amount)) AS forecast,
        string_agg(budget_forecast.measure, ' ' ORDER BY budget_forecast.unit_id) AS measure
    FROM budget_forecast
    JOIN place ON place.month = budget_forecast.month AND place.below_id = budget_forecast.unit_id
    GROUP BY place.part_id, budget_forecast.kind, budget_forecast.month
),
-- A unit that has ended, and that no one carries on, has what is booked on it afterwards beside where it stands.
spender AS (
    SELECT month, unit_id, below_id FROM counted_unit
    UNION ALL
    SELECT month, part_id, below_id FROM place WHERE under
),
spent_by_month AS (
    SELECT
        spender.unit_id, cost.kind, cost.month, count(*) AS n, count(cost.amount) AS n_known, sum(kronor(cost.amount)) AS amount
    FROM booked AS cost
    JOIN spender ON spender.month = cost.month AND spender.below_id = cost.unit_id
    GROUP BY spender.unit_id, cost.kind, cost.month
),
booked_until AS (
    SELECT max(month) AS month FROM booked WHERE amount IS NOT NULL
),
spent AS (
    SELECT
        spent_by_month.unit_id, spent_by_month.kind, month_of_year.month, sum(spent_by_month.n_known) AS n_known,
        CASE WHEN sum(spent_by_month.n) = sum(spent_by_month.n_known) THEN sum(spent_by_month.amount) END AS outcome
    FROM spent_by_month
    JOIN month_of_year ON month_of_year.month >= spent_by_month.month
    JOIN booked_until ON booked_until.month >= month_of_year.month
    GROUP BY spent_by_month.unit_id, spent_by_month.kind, month_of_year.month
),
-- Parts that have come or left within the year: what was booked on them then stands where they were.
unsteady AS (
    SELECT unit_id, kind, part_id, list(month) AS months
    FROM part
    GROUP BY unit_id, kind, part_id
    HAVING count(*) < (SELECT count(*) FROM month_of_year)
),
moved_month AS (
    SELECT
        unsteady.unit_id, unsteady.kind, unsteady.part_id, month_of_year.month, earlier.month AS then_month,
        list_contains(unsteady.months, month_of_year.month) AS is_here
    FROM unsteady
    CROSS JOIN month_of_year
    JOIN month_of_year AS earlier ON earlier.month < month_of_year.month
    WHERE list_contains(unsteady.months, month_of_year.month) <> list_contains(unsteady.months, earlier.month)
),
-- What a unit's forecast is of stands in its own row: what counted in another part then is in that one's.
counted_then AS (
    SELECT moved_month.*,
        EXISTS (
            FROM counted_unit
            WHERE counted_unit.month = moved_month.then_month AND counted_unit.unit_id = moved_month.unit_id
                AND counted_unit.below_id = moved_month.part_id
        ) AS was_below,
        EXISTS (
            FROM counted_unit
            JOIN part ON part.part_id = counted_unit.unit_id
            WHERE counted_unit.month = moved_month.then_month AND counted_unit.below_id = moved_month.part_id
                AND counted_unit.unit_id <> moved_month.part_id AND part.unit_id = moved_month.unit_id
                AND part.kind = moved_month.kind
                AND part.month = CASE WHEN moved_month.is_here THEN moved_month.then_month ELSE moved_month.month END
        ) AS in_another
    FROM moved_month
),
elsewhere AS (
    SELECT
        counted_then.unit_id, counted_then.kind, counted_then.month,
        sum(CASE WHEN counted_then.is_here THEN -spent_by_month.amount ELSE spent_by_month.amount END) AS amount,
        bool_and(
            coalesce(spent_by_month.n = spent_by_month.n_known, true)
            AND EXISTS (FROM booked WHERE booked.amount IS NOT NULL AND booked.month >= counted_then.then_month)
            AND EXISTS (
                FROM spent_by_month AS any_month
                WHERE any_month.unit_id = counted_then.part_id AND any_month.kind = counted_then.kind
            )
        ) AS known
    FROM counted_then
    LEFT JOIN spent_by_month
        ON spent_by_month.unit_id = counted_then.part_id AND spent_by_month.kind = counted_then.kind
        AND spent_by_month.month = counted_then.then_month
    WHERE CASE WHEN counted_then.is_here THEN NOT counted_then.was_below OR counted_then.in_another
        ELSE NOT counted_then.in_another END
    GROUP BY counted_then.unit_id, counted_then.kind, counted_then.month
),
foretold AS (
    SELECT
        framed.unit_id, framed.kind, framed.month, string_agg(own_forecast.measure, ' ' ORDER BY part.part_id) AS measure,
        CASE WHEN count(part.part_id) = count(own_forecast.forecast) AND coalesce(any_value(elsewhere.known), true)
            AND (count(part.part_id) > 0 OR any_value(elsewhere.known))
                THEN coalesce(sum(own_forecast.forecast), 0) + coalesce(any_value(elsewhere.amount), 0) END AS forecast
    FROM framed
    LEFT JOIN part ON part.unit_id = framed.unit_id AND part.kind = framed.kind AND part.month = framed.month
    LEFT JOIN own_forecast
        ON own_forecast.part_id = part.part_id AND own_forecast.kind = part.kind AND own_forecast.month = part.month
    LEFT JOIN elsewhere
        ON elsewhere.unit_id = framed.unit_id AND elsewhere.kind = framed.kind AND elsewhere.month = framed.month
    GROUP BY framed.unit_id, framed.kind, framed.month
)
SELECT
    unit.unit_id, of_kind.kind, of_kind.month, coalesce(numbered.own_frame, false) AS own_frame,
    coalesce(numbered.n_parts, 0) AS n_parts, framed.budget,
    framed.budget_to_date, spent.outcome, foretold.forecast, foretold.measure
FROM (
    SELECT unit_id, kind, month FROM framed
    UNION
    SELECT unit_id, kind, month FROM spent WHERE n_known > 0
) AS of_kind
JOIN unit ON unit.unit_id = of_kind.unit_id
LEFT JOIN framed ON framed.unit_id = of_kind.unit_id AND framed.kind = of_kind.kind AND framed.month = of_kind.month
LEFT JOIN numbered ON numbered.unit_id = of_kind.unit_id AND numbered.kind = of_kind.kind AND numbered.month = of_kind.month
LEFT JOIN foretold ON foretold.unit_id = of_kind.unit_id AND foretold.kind = of_kind.kind AND foretold.month = of_kind.month
LEFT JOIN spent ON spent.unit_id = of_kind.unit_id AND spent.kind = of_kind.kind AND spent.month = of_kind.month
ORDER BY unit.unit_id, of_kind.kind, of_kind.month
