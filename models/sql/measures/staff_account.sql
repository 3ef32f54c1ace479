-- table: staff_account
-- section: measures.md §12
-- title: Personalredovisning
-- published: 68
-- key: year, month, measure, gender
-- needs: staff_part, staff_month, staff_summed, staff_withheld, counted_unit, unit, threshold, this_report
-- what: The staff of the whole municipality by age, full time, leavers, long sick leave and overtime: how many, and the share of all
--   that they are part of. What a unit with staff does not tell makes the sum unknown. Small counts are withheld, with all
--   that they could be worked out from; nothing is told of single units.
-- parents:
--   record_node  p.section = 'staff' AND p.unit_id = f.unit_id AND p.year = f.year AND p.month = f.month
--   file_node    p.kind = 'staff'
--   definition_node  p.section = 'municipality'
--   model_node   p.model = 'staff_account'
-- columns:
--   report      text    «Rapport» the report's id
--   unit_id     text    «Enhet» the council: the whole municipality
--   year        int     «År» the year
--   month       int     «Månad» the month
--   measure     text{under_30,aged_30_49,aged_50_up,full_time,leavers,long_sick_hours,overtime_hours}   «Mått» what
--   gender      text{T,K,M}   «Kön» T, K or M
--   amount      float?  «Antal» persons, or hours
--   share       float?  «Andel, procent» percent of the employees; of hours of sick leave; of scheduled hours
--   withheld    bool    «Undanhålls» it is of a few persons, or would give such a number away
--   incomplete  bool    «Ofullständig» some unit with staff does not tell it
--   lineage_id  text    «Spårnummer» leads to where the figure comes from
WITH with_total AS (
    SELECT unit_id, year, month, gender, measure, written(amount) AS amount FROM staff_part
    UNION ALL
    SELECT women.unit_id, women.year, women.month, 'T', women.measure, written(women.amount) + written(men.amount)
    FROM staff_part AS women
    JOIN staff_part AS men
        ON men.unit_id = women.unit_id AND men.year = women.year AND men.month = women.month
        AND men.measure = women.measure AND men.gender = 'M'
    WHERE women.gender = 'K'
        AND NOT EXISTS (
            FROM staff_part AS total
            WHERE total.unit_id = women.unit_id AND total.year = women.year AND total.month = women.month
                AND total.measure = women.measure AND total.gender = 'T'
        )
),
summed AS (
    SELECT
        counted_unit.unit_id, with_total.year, with_total.month, with_total.measure, with_total.gender,
        sum(with_total.amount) AS amount, count(DISTINCT with_total.unit_id) AS n_units
    FROM with_total
    CROSS JOIN this_report
    JOIN counted_unit ON counted_unit.month = this_report.month AND counted_unit.below_id = with_total.unit_id
    JOIN unit ON unit.unit_id = counted_unit.unit_id AND unit.level = 'council'
    GROUP BY counted_unit.unit_id, with_total.year, with_total.month, with_total.measure, with_total.gender
),
of_whole AS (
    SELECT
        summed.unit_id, summed.year, summed.month, summed.measure, summed.gender, staff_summed.headcount,
        CASE WHEN summed.n_units = staffed.n_units THEN summed.amount END AS amount,
        CASE WHEN summed.measure IN ('under_30', 'aged_30_49', 'aged_50_up') THEN 'age' ELSE summed.measure END AS kind,
        CASE summed.measure WHEN 'long_sick_hours' THEN written(staff_summed.sick_hours)
            WHEN 'overtime_hours' THEN written(staff_summed.scheduled_hours) ELSE staff_summed.headcount END AS whole
    FROM summed
    JOIN staff_summed
        ON staff_summed.unit_id = summed.unit_id AND staff_summed.year = summed.year AND staff_summed.month = summed.month
        AND staff_summed.gender = summed.gender
    JOIN (SELECT year, month, count(DISTINCT unit_id) AS n_units FROM staff_month GROUP BY year, month) AS staffed
        ON staffed.year = summed.year AND staffed.month = summed.month
),
-- Of persons only. A gender that is not known, where the other is, would be the total less that one. Those who are not employed full time are as few, or not, as those who are.
few AS (
    SELECT
        of_whole.year, of_whole.month, of_whole.kind, bool_and(of_whole.gender = 'T') AS of_total,
        bool_or(of_whole.amount BETWEEN 1 AND threshold.min_persons - 1
            OR (of_whole.kind = 'full_time'
                AND of_whole.headcount - of_whole.amount BETWEEN 1 AND threshold.min_persons - 1))
            OR (NOT bool_and(of_whole.gender = 'T') AND count(of_whole.amount) < 2 * count(DISTINCT of_whole.measure)) AS hidden
    FROM of_whole
    CROSS JOIN threshold
    WHERE of_whole.kind IN ('age', 'full_time', 'leavers')
    GROUP BY of_whole.year, of_whole.month, of_whole.kind, of_whole.gender = 'T'
),
judged AS (
    SELECT
        of_whole.*,
        of_whole.amount IS NOT NULL AND (EXISTS (
            FROM few
            WHERE few.hidden AND few.year = of_whole.year AND few.month = of_whole.month AND few.kind = of_whole.kind
                AND (few.of_total OR of_whole.gender <> 'T')
        )
        OR EXISTS (
            FROM staff_withheld
            WHERE staff_withheld.unit_id = of_whole.unit_id AND staff_withheld.year = of_whole.year
                AND staff_withheld.month = of_whole.month
                AND (staff_withheld.plane = 'total' OR of_whole.gender <> 'T')
        )) AS withheld
    FROM of_whole
)
SELECT
    this_report.report, judged.unit_id, judged.year, judged.month, judged.measure, judged.gender,
    CASE WHEN NOT judged.withheld THEN judged.amount END AS amount,
    CASE WHEN NOT judged.withheld AND judged.whole > 0 THEN 100 * judged.amount / judged.whole END AS share,
    judged.withheld, judged.amount IS NULL AS incomplete
FROM judged
CROSS JOIN this_report
ORDER BY judged.year, judged.month, judged.measure, judged.gender
