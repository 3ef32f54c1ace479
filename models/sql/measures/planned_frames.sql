-- table: planned_frames
-- section: measures.md §20
-- title: Ramar i planen
-- published: 61
-- key: unit_id, kind, year
-- needs: planning, planned_frame, frame, unit, unit_below, this_report
-- what: Frames of the years that are planned for beside this year's, by the organisation of the period's last day. A unit's own
--   frame is its own; of another it is the sum of the nearest below that have one of the kind in any of the years; a result
--   only where all that has cost or revenue below has one, and where no result is given it is revenue less cost. It is not told for a year for which one of them has none. Of the first year a row stands though none of them has one, where others have.
-- parents:
--   record_node      p.section IN ('budgets', 'investments') AND p.unit_id = f.unit_id AND p.year = t.year
--                    AND (p.kind = f.kind OR f.kind = 'result')
--   file_node        p.kind = 'budget'
--   definition_node  p.section = 'plans' AND EXISTS (FROM planned_frame WHERE planned_frame.plan_version = p.id)
--   model_node       p.model = 'planned_frames'
-- columns:
--   report          text    «Rapport» the report's id
--   unit_id         text    «Enhet» the unit
--   level           text    «Nivå» its level
--   kind            text{cost,revenue,result,investment}   «Slag» what kind of frame
--   year            int     «År» the year
--   decided_at      date?   «Beslutad» when the last of the frames that it is made of was decided, with its plan; null while one is a proposal
--   amount          float?  «Ram» kronor; null where a part has none
--   current         float?  «Årets ram» this year's frame with its changes, of the same parts; null where one of them has none
--   change          float?  «Förändring» the frame less this year's
--   change_percent  float?  «Förändring, procent» percent of this year's absolute amount; null where that is 0
--   n_parts         int     «Antal ramar» frames that it is made of: 1 where it is the unit's own
--   n_missing       int     «Antal ramar som saknas» of them, without a frame for the year
--   lineage_id      text    «Spårnummer» leads to where the figure comes from
WITH given AS (
    SELECT frame.unit_id, frame.kind, this_report.year, CAST(NULL AS DATE) AS decided_at, sum(kronor(frame.amount)) AS amount
    FROM frame
    CROSS JOIN planning
    CROSS JOIN this_report
    GROUP BY frame.unit_id, frame.kind, this_report.year
    UNION ALL
    SELECT unit_id, kind, year, decided_at, kronor(amount) FROM planned_frame
),
framed AS (
    SELECT DISTINCT given.unit_id, given.kind FROM given JOIN unit ON unit.unit_id = given.unit_id
),
part AS (
    SELECT unit_below.unit_id, framed.kind, framed.unit_id AS part_id
    FROM framed
    JOIN unit_below ON unit_below.below_id = framed.unit_id
    WHERE NOT EXISTS (
        FROM framed AS nearer
        JOIN unit_below AS within ON within.unit_id = nearer.unit_id
        JOIN unit_below AS over ON over.below_id = nearer.unit_id
        WHERE nearer.kind = framed.kind AND nearer.unit_id <> framed.unit_id
            AND within.below_id = framed.unit_id AND over.unit_id = unit_below.unit_id
    )
),
uncovered AS (
    SELECT DISTINCT unit_below.unit_id
    FROM unit_below
    JOIN framed ON framed.unit_id = unit_below.below_id AND framed.kind IN ('cost', 'revenue')
    WHERE NOT EXISTS (
        FROM part
        JOIN unit_below AS within ON within.unit_id = part.part_id
        WHERE part.unit_id = unit_below.unit_id AND part.kind = 'result' AND within.below_id = framed.unit_id
    )
),
of_kind AS (
    SELECT
        part.unit_id, part.kind, planned.year, count(*) AS n_parts, count(*) - count(given.amount) AS n_missing,
        CASE WHEN bool_and(given.amount IS NULL OR given.decided_at IS NOT NULL)
            THEN max(given.decided_at) END AS decided_at,
        CASE WHEN count(*) = count(given.amount) THEN sum(given.amount) END AS amount
    FROM part
    JOIN (SELECT DISTINCT kind, year FROM given) AS planned ON planned.kind = part.kind
    LEFT JOIN given ON given.unit_id = part.part_id AND given.kind = part.kind AND given.year = planned.year
    WHERE part.kind <> 'result' OR part.unit_id NOT IN (SELECT unit_id FROM uncovered)
    GROUP BY part.unit_id, part.kind, planned.year
),
summed AS (
    FROM of_kind
    UNION ALL
    SELECT
        revenue.unit_id, 'result', revenue.year, revenue.n_parts + cost.n_parts, revenue.n_missing + cost.n_missing,
        CASE WHEN cost.decided_at IS NOT NULL AND revenue.decided_at IS NOT NULL
            THEN greatest(cost.decided_at, revenue.decided_at) END, revenue.amount - cost.amount
    FROM of_kind AS revenue
    JOIN of_kind AS cost ON cost.unit_id = revenue.unit_id AND cost.year = revenue.year AND cost.kind = 'cost'
    WHERE revenue.kind = 'revenue' AND revenue.unit_id NOT IN (SELECT unit_id FROM part WHERE kind = 'result')
)
SELECT
    this_report.report, summed.unit_id, unit.level, summed.kind, summed.year, summed.decided_at,
    CAST(summed.amount AS DOUBLE) AS amount,
    CAST(now.amount AS DOUBLE) AS current, CAST(summed.amount - now.amount AS DOUBLE) AS change,
    CAST(100 * (summed.amount - now.amount) AS DOUBLE) / CAST(nullif(abs(now.amount), 0) AS DOUBLE) AS change_percent,
    summed.n_parts, summed.n_missing
FROM summed
CROSS JOIN this_report
CROSS JOIN planning
JOIN unit ON unit.unit_id = summed.unit_id
LEFT JOIN summed AS now ON now.unit_id = summed.unit_id AND now.kind = summed.kind AND now.year = this_report.year
WHERE summed.year > this_report.year AND (summed.n_missing < summed.n_parts OR summed.year = planning.first_year)
ORDER BY summed.unit_id, summed.kind, summed.year
