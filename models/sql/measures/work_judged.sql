-- table: work_judged
-- section: measures.md §6, §7
-- key: item_kind, item_id
-- needs: work_item, unit, unit_change, this_report
-- what: The activities and assignments of the plan year and the unfinished ones from before, and every service, as they
--   stood on the period's last day. What is judged of the carrying out is null until it is carried out.
-- columns:
--   item_kind        text{activity,assignment,service}   what it is
--   item_id          text    its id
--   unit_id          text    who carries it out: of a unit that has ended, the one unit that carries on its work
--   planned_start    date?   planned start; null for a service
--   state            text{not_started,ongoing,done,late,cancelled}   where it stood on the period's last day
--   due              bool    planned to end by that day, and not cancelled by a decision; never so for a service
--   carried_out      bool    done by that day; a service is carried out as long as it is given
--   on_time          bool?   done by its planned end
--   within_budget    bool?   its outcome is within its budget; null where either is unknown
--   quality_passed   bool?   its quality was judged and passed
--   right_way        bool?   passes every condition of the three that is known
--   all_three        bool?   all three conditions are known
--   outcome          float?  kronor
WITH RECURSIVE carries_on AS (
    SELECT unit_id, unit_id AS now_id FROM unit
    UNION
    SELECT c.unit_id, n.now_id
    FROM unit_change AS c
    CROSS JOIN this_report AS t
    JOIN carries_on AS n ON n.unit_id = c.successor_id
    WHERE c.unit_id NOT IN (SELECT unit_id FROM unit) AND c.changed_at <= t.period_end
),
one_successor AS (
    SELECT unit_id, any_value(now_id) AS now_id FROM carries_on GROUP BY unit_id HAVING count(*) = 1
),
of_the_year AS (
    SELECT
        w.*, t.period_end,
        w.state = 'cancelled' AND w.cancelled_by IS NOT NULL AS is_cancelled,
        w.item_kind = 'service' OR coalesce(w.actual_end <= t.period_end, false) AS carried_out
    FROM work_item AS w
    CROSS JOIN this_report AS t
    WHERE w.item_kind = 'service'
        OR w.planned_start <= make_date(t.year, 12, 31) AND (
            w.planned_end >= make_date(t.year, 1, 1)
            OR NOT is_cancelled AND (w.actual_end IS NULL OR w.actual_end >= make_date(t.year, 1, 1))
        )
),
conditions AS (
    SELECT
        *,
        CASE WHEN carried_out THEN actual_end <= planned_end END AS on_time,
        CASE WHEN carried_out THEN outcome <= budget END AS within_budget,
        CASE WHEN carried_out THEN quality = 'passed' END AS quality_passed
    FROM of_the_year
)
SELECT
    w.item_kind, w.item_id, coalesce(s.now_id, w.unit_id) AS unit_id, w.planned_start,
    CASE
        WHEN w.item_kind = 'service' THEN 'ongoing'
        WHEN w.carried_out THEN 'done'
        WHEN w.state = 'cancelled' THEN 'cancelled'
        WHEN w.planned_end <= w.period_end THEN 'late'
        WHEN w.planned_start > w.period_end THEN 'not_started'
        WHEN w.state = 'done' THEN 'ongoing'
        ELSE w.state
    END AS state,
    w.item_kind <> 'service' AND w.planned_end <= w.period_end AND NOT w.is_cancelled AS due,
    w.carried_out, w.on_time, w.within_budget, w.quality_passed,
    CASE WHEN w.item_kind <> 'service' AND w.carried_out
        THEN w.on_time AND coalesce(w.within_budget, true) AND coalesce(w.quality_passed, true) END AS right_way,
    CASE WHEN w.item_kind <> 'service' AND w.carried_out
        THEN w.within_budget IS NOT NULL AND w.quality_passed IS NOT NULL END AS all_three,
    w.outcome
FROM conditions AS w
LEFT JOIN one_successor AS s USING (unit_id)
ORDER BY w.item_kind, w.item_id
