-- table: work_judged
-- section: measures.md §6, §7
-- key: item_kind, item_id
-- needs: work_item, unit, unit_change, this_report
-- what: The activities and assignments of the plan year and the unfinished ones from before, and every service, as they
--   stood on the day by which something is due; an assignment that is proposed is none yet. What is judged of the carrying out is null until it is carried out.
-- columns:
--   item_kind        text{activity,assignment,service}   what it is
--   item_id          text    its id
--   unit_id          text    who carries it out: of a unit that has ended, the one unit that carries on its work
--   planned_start    date?   planned start; null for a service
--   state            text{not_started,ongoing,done,late,cancelled}   where it stood on that day
--   due              bool    planned to end by that day, in a year that has begun, and not cancelled by a decision; never so for a service
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
    SELECT unit_change.unit_id, carries_on.now_id
    FROM unit_change
    CROSS JOIN this_report
    JOIN carries_on ON carries_on.unit_id = unit_change.successor_id
    WHERE unit_change.unit_id NOT IN (SELECT unit_id FROM unit) AND unit_change.changed_at <= this_report.period_end
),
one_successor AS (
    SELECT unit_id, any_value(now_id) AS now_id FROM carries_on GROUP BY unit_id HAVING count(*) = 1
),
of_the_year AS (
    SELECT
        work_item.*, this_report.due_by, make_date(this_report.year, 1, 1) <= this_report.due_by AS begun,
        work_item.state = 'cancelled' AND work_item.cancelled_by IS NOT NULL AS is_cancelled,
        work_item.item_kind = 'service' OR coalesce(work_item.actual_end <= this_report.due_by, false) AS carried_out
    FROM work_item
    CROSS JOIN this_report
    WHERE work_item.item_kind = 'service'
        OR (work_item.item_kind = 'activity' OR work_item.decided_at IS NOT NULL)
        AND work_item.planned_start <= make_date(this_report.year, 12, 31) AND (
            work_item.planned_end >= make_date(this_report.year, 1, 1)
            OR NOT is_cancelled
            AND (work_item.actual_end IS NULL OR work_item.actual_end >= make_date(this_report.year, 1, 1))
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
    conditions.item_kind, conditions.item_id, coalesce(one_successor.now_id, conditions.unit_id) AS unit_id,
    conditions.planned_start,
    CASE
        WHEN conditions.item_kind = 'service' THEN 'ongoing'
        WHEN conditions.carried_out THEN 'done'
        WHEN conditions.state = 'cancelled' THEN 'cancelled'
        WHEN conditions.planned_end <= conditions.due_by THEN 'late'
        WHEN conditions.planned_start > conditions.due_by THEN 'not_started'
        WHEN conditions.state = 'done' THEN 'ongoing'
        ELSE conditions.state
    END AS state,
    conditions.item_kind <> 'service' AND conditions.planned_end <= conditions.due_by AND conditions.begun
        AND NOT conditions.is_cancelled AS due,
    conditions.carried_out, conditions.on_time, conditions.within_budget, conditions.quality_passed,
    CASE WHEN conditions.item_kind <> 'service' AND conditions.carried_out
        THEN conditions.on_time AND coalesce(conditions.within_budget, true)
            AND coalesce(conditions.quality_passed, true) END AS right_way,
    CASE WHEN conditions.item_kind <> 'service' AND conditions.carried_out
        THEN conditions.within_budget IS NOT NULL AND conditions.quality_passed IS NOT NULL END AS all_three,
    conditions.outcome
FROM conditions
LEFT JOIN one_successor USING (unit_id)
ORDER BY conditions.item_kind, conditions.item_id
