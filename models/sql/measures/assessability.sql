-- table: assessability
-- section: measures.md §19
-- title: Kan det bedömas?
-- published: 51
-- key: kind, item_id
-- needs: goal, goal_below, goal_status, fulfilment, work_judged, work_item, work_goal, judgement, steering_document, document_goal,
--   unit, this_report
-- what: For each goal, assignment and steering document, whether it can be judged, and by what: that it is measured, has a target, a
--   value, a forecast and recorded evidence; and the first thing that lacks where it cannot. A goal with those below it; a document by
--   all of its goals.
-- parents:
--   goal_status      f.kind = 'goal' AND p.goal_id = f.item_id AND p.unit_id IS NULL
--   goal_status      f.kind = 'steering_document' AND p.unit_id IS NULL AND EXISTS (FROM document_goal
--                    WHERE document_goal.document_id = f.item_id AND document_goal.goal_id = p.goal_id)
--   outer_efficiency_items  f.kind = 'goal' AND EXISTS (FROM goal_below
--                    WHERE goal_below.goal_id = f.item_id AND goal_below.below_id = p.goal_id)
--   outer_efficiency_items  f.kind = 'steering_document' AND EXISTS (FROM document_goal
--                    WHERE document_goal.document_id = f.item_id AND document_goal.goal_id = p.goal_id)
--   assignments      f.kind = 'assignment' AND p.item_id = f.item_id
--   definition_node  p.id = f.item_id AND p.section = CASE f.kind WHEN 'goal' THEN 'goals' WHEN 'assignment' THEN 'assignments'
--                    ELSE 'steering_documents' END
--   model_node       p.model = 'assessability'
-- columns:
--   report        text   «Rapport» the report's id
--   kind          text{goal,assignment,steering_document}   «Slag» what it is
--   item_id       text   «Post» its id
--   title         text   «Namn» its name
--   unit_id       text   «Enhet» the unit that is responsible for it, or owns it
--   level         text?  «Nivå» the unit's level
--   measurable    bool?  «Mätbart» a goal has an indicator, or assignments that carry it; an assignment an end; all of a document's goals
--                        are measurable. Null of a document that says how things are done, and asks for no follow-up
--   has_target    bool?  «Har målvärde» some indicator of it has a decided target; an assignment serves a goal
--   has_value     bool?  «Har värde» some target of it is judged; of an assignment it can be told whether it is done
--   has_forecast  bool?  «Har prognos» some target of it is judged by a forecast of the year; null in the annual report, and of assignments
--   has_evidence  bool?  «Har underlag» a contribution to it is recorded with what that is founded on, or its unit has judged it; of an
--                        assignment its quality or contribution
--   assessable    bool?  «Kan bedömas» a goal has a status (§5); an assignment is measurable and has a value; all of a document's goals can
--   lacks         text{goal,validity,measure,target,value,coverage,end,day}?   «Saknas först» the first thing that lacks where it cannot
--   status        text{met,partly,not_met,not_assessed}?   «Bedömning» a goal's status
--   coverage      float[0..1]?  «Går att bedöma» of a goal, assessed weight by the weight that can be assessed
--   lineage_id    text   «Spårnummer» leads to where it comes from
WITH carried AS (
    SELECT DISTINCT goal_below.goal_id
    FROM goal_below
    JOIN work_goal ON work_goal.goal_id = goal_below.below_id AND work_goal.item_kind = 'assignment'
),
evidenced AS (
    SELECT goal_below.goal_id
    FROM goal_below
    JOIN work_goal ON work_goal.goal_id = goal_below.below_id
    JOIN work_item ON work_item.item_kind = work_goal.item_kind AND work_item.item_id = work_goal.item_id
    WHERE work_item.contributed IS NOT NULL AND work_item.evidence IS NOT NULL
    UNION
    SELECT goal_id FROM judgement WHERE goal_id IS NOT NULL
),
leaf AS (
    SELECT
        goal_below.goal_id, fulfilment.target IS NOT NULL OR fulfilment.target_low IS NOT NULL AS aimed,
        fulfilment.status IN ('met', 'partly', 'not_met') AS judged,
        (fulfilment.basis = 'manual_forecast'
            OR fulfilment.basis = 'auto_forecast' AND coalesce(fulfilment.forecast_flag, '') <> 'no_new_measurement') AS foretold
    FROM goal_below
    JOIN fulfilment ON fulfilment.goal_id = goal_below.below_id
),
leaves AS (
    SELECT goal_id, bool_or(aimed) AS aimed, bool_or(judged) AS judged, bool_or(judged AND foretold) AS foretold
    FROM leaf
    GROUP BY goal_id
),
of_goal AS (
    SELECT
        goal.goal_id, goal.title, goal.unit_id, goal_status.status, goal_status.coverage,
        leaves.goal_id IS NOT NULL OR carried.goal_id IS NOT NULL AS measurable,
        coalesce(leaves.aimed, carried.goal_id IS NOT NULL) AS has_target,
        -- Without an indicator it is judged by the assignments that carry it.
        coalesce(leaves.judged, goal_status.status <> 'not_assessed') AS has_value,
        CASE WHEN this_report.basis <> 'outcome' THEN coalesce(leaves.foretold, false) END AS has_forecast,
        EXISTS (FROM evidenced WHERE evidenced.goal_id = goal.goal_id) AS has_evidence,
        goal_status.status <> 'not_assessed' AS assessable
    FROM goal
    CROSS JOIN this_report
    JOIN goal_status ON goal_status.goal_id = goal.goal_id AND goal_status.unit_id IS NULL
    LEFT JOIN leaves ON leaves.goal_id = goal.goal_id
    LEFT JOIN carried ON carried.goal_id = goal.goal_id
),
of_assignment AS (
    SELECT
        work_judged.item_id, work_item.title, work_judged.unit_id, work_item.planned_end IS NOT NULL AS measurable, EXISTS (
            FROM work_goal
            WHERE work_goal.item_kind = work_judged.item_kind AND work_goal.item_id = work_judged.item_id
        ) AS has_target,
        work_item.state <> 'done' OR work_item.actual_end IS NOT NULL AS has_value,
        work_item.quality IS NOT NULL OR work_item.contributed IS NOT NULL AND work_item.evidence IS NOT NULL AS has_evidence
    FROM work_judged
    JOIN work_item ON work_item.item_kind = work_judged.item_kind AND work_item.item_id = work_judged.item_id
    WHERE work_judged.item_kind = 'assignment'
),
of_document AS (
    SELECT
        steering_document.document_id, any_value(steering_document.title) AS title,
        any_value(steering_document.unit_id) AS unit_id, any_value(steering_document.valid_to) AS valid_to,
        count(of_goal.goal_id) AS n_goals, any_value(steering_document.follow_up) OR n_goals > 0 AS asks,
        bool_and(of_goal.measurable) AS measurable, bool_and(of_goal.has_target) AS has_target,
        bool_and(of_goal.has_value) AS has_value, bool_and(of_goal.has_forecast) AS has_forecast,
        bool_and(of_goal.has_evidence) AS has_evidence, bool_and(of_goal.assessable) AS assessable
    FROM steering_document
    LEFT JOIN document_goal ON document_goal.document_id = steering_document.document_id
    LEFT JOIN of_goal ON of_goal.goal_id = document_goal.goal_id
    GROUP BY steering_document.document_id
),
every_item AS (
    SELECT
        1 AS kind_no, 'goal' AS kind, goal_id AS item_id, title, unit_id, measurable, has_target, has_value, has_forecast,
        has_evidence, assessable,
        CASE
            WHEN assessable THEN NULL
            WHEN NOT measurable THEN 'measure'
            WHEN NOT has_target THEN 'target'
            WHEN NOT has_value THEN 'value'
            ELSE 'coverage'
        END AS lacks,
        status, coverage
    FROM of_goal
    UNION ALL
    SELECT
        2, 'assignment', item_id, title, unit_id, measurable, has_target, has_value, NULL, has_evidence,
        measurable AND has_value, CASE WHEN NOT measurable THEN 'end' WHEN NOT has_value THEN 'day' END, NULL, NULL
    FROM of_assignment
    UNION ALL
    SELECT
        3, 'steering_document', document_id, title, unit_id,
        CASE WHEN asks THEN coalesce(measurable, false) END, CASE WHEN asks THEN coalesce(has_target, false) END,
        CASE WHEN asks THEN coalesce(has_value, false) END,
        CASE WHEN asks AND this_report.basis <> 'outcome' THEN coalesce(has_forecast, false) END,
        CASE WHEN asks THEN coalesce(has_evidence, false) END,
        CASE WHEN asks THEN coalesce(assessable, false) AND coalesce(valid_to >= this_report.period_end, true) END,
        CASE
            WHEN NOT asks THEN NULL
            WHEN n_goals = 0 THEN 'goal'
            WHEN valid_to < this_report.period_end THEN 'validity'
            WHEN assessable THEN NULL
            WHEN NOT measurable THEN 'measure'
            WHEN NOT has_target THEN 'target'
            WHEN NOT has_value THEN 'value'
            ELSE 'coverage'
        END, NULL, NULL
    FROM of_document
    CROSS JOIN this_report
)
SELECT
    this_report.report, every_item.kind, every_item.item_id, every_item.title, every_item.unit_id, unit.level,
    every_item.measurable, every_item.has_target, every_item.has_value, every_item.has_forecast, every_item.has_evidence,
    every_item.assessable, every_item.lacks, every_item.status, every_item.coverage
FROM every_item
CROSS JOIN this_report
LEFT JOIN unit ON unit.unit_id = every_item.unit_id
ORDER BY every_item.kind_no, every_item.item_id
