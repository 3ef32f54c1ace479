-- table: audit_questions
-- section: measures.md §19
-- title: Lagens två frågor
-- published: 53
-- key: question, part, goal_id, unit_id
-- figure: question, part, goal_id?, unit_id
-- needs: good_financial_management, assessability, this_report
-- what: What speaks for and against on the two questions that the law asks of the auditors: is the result compatible with the goals that
--   the council has decided (each goal of god ekonomisk hushållning, by its status), and is the economy in balance (the balance
--   requirement, and each committee's deviation from its frame). No answer: that is the auditors'.
-- parents:
--   good_financial_management  p.part = f.part AND p.unit_id = f.unit_id AND p.goal_id IS NOT DISTINCT FROM f.goal_id
--   assessability              f.question = 'goals' AND p.kind = 'goal' AND p.item_id = f.goal_id
--   model_node                 p.model = 'audit_questions'
-- columns:
--   report      text   «Rapport» the report's id
--   question    text{goals,economy}   «Fråga» which of the two
--   side        text{speaks_for,partly,speaks_against,unknown}   «Talar» for, partly, against; or it cannot be said
--   part        text{financial_goals,operational_goals,balance_requirement,committee_deviation}   «Del» what the row is about
--   goal_id     text?  «Mål» the goal
--   unit_id     text   «Enhet» the council, or the committee whose deviation it is
--   title       text?  «Namn» the goal's or the committee's name
--   coverage    float[0..1]?  «Går att bedöma» of a goal, assessed weight by the weight that can be assessed
--   amount      float?  «Belopp» kronor: the full year's result, or the deviation, + is a surplus
--   reason      text{measure,target,value,coverage,no_taxes,no_outcome,no_capital_gains,no_reserve,no_forecast}?   «Skäl» why it cannot be said: what a
--                       goal lacks, or a figure of the economy
--   lineage_id  text   «Spårnummer» leads to where it comes from
WITH told AS (
    SELECT
        'goals' AS question,
        CASE managed.status
            WHEN 'met' THEN 'speaks_for' WHEN 'partly' THEN 'partly' WHEN 'not_met' THEN 'speaks_against' ELSE 'unknown'
        END AS side,
        managed.part, managed.goal_id, managed.unit_id, managed.title, managed.coverage, NULL AS amount,
        assessability.lacks AS reason
    FROM good_financial_management AS managed
    JOIN assessability ON assessability.kind = 'goal' AND assessability.item_id = managed.goal_id
    WHERE managed.part IN ('financial_goals', 'operational_goals')
    UNION ALL
    SELECT
        'economy', CASE status WHEN 'met' THEN 'speaks_for' WHEN 'not_met' THEN 'speaks_against' ELSE 'unknown' END, part, NULL,
        unit_id, NULL, NULL, forecast, CASE WHEN status = 'not_assessed' THEN coalesce(reason, 'no_forecast') END
    FROM good_financial_management
    WHERE part = 'balance_requirement'
    UNION ALL
    SELECT
        'economy',
        CASE WHEN deviation IS NULL THEN 'unknown' WHEN deviation < 0 THEN 'speaks_against' ELSE 'speaks_for' END, part, NULL,
        unit_id, title, NULL, deviation, CASE WHEN deviation IS NULL THEN 'no_forecast' END
    FROM good_financial_management
    WHERE part = 'committee_deviation'
)
SELECT this_report.report, told.*
FROM told
CROSS JOIN this_report
ORDER BY
    place_of(['goals', 'economy'], told.question),
    place_of(['speaks_for', 'partly', 'speaks_against', 'unknown'], told.side),
    place_of(['operational_goals', 'financial_goals', 'balance_requirement', 'committee_deviation'], told.part),
    told.goal_id NULLS FIRST, told.unit_id
