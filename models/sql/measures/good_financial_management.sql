-- table: good_financial_management
-- section: measures.md §13
-- title: God ekonomisk hushållning
-- published: 21
-- key: part, goal_id, unit_id
-- figure: part, goal_id?, unit_id
-- needs: scope_status, husbandry_goal, goal, judgement, budget, council_result, balance_requirement, unit, this_report
-- what: God ekonomisk hushållning, for the council. A row for all financial goals and for all operational goals (goal_id
--   null), over their distinct leaves as §5; a row for each such goal; the balance requirement, met where the full year's
--   result as foretold, or the balance result where its figures are given, is 0 or more; a row for each committee's deviation, by its result or, where it has none, its cost;
--   and the council's own judgement of the whole, with what it says of the way towards the vision.
-- parents:
--   goal_status  p.goal_id = f.goal_id AND p.unit_id IS NULL
--   definition_node  p.section = 'municipality' OR p.section = 'goals' AND p.id = f.goal_id
--   scope_leaf  f.goal_id IS NULL AND p.scope = f.part
--   budget  p.unit_id = f.unit_id AND p.kind = f.kind AND p.month = t.month
--   balance_requirement  f.part = 'balance_requirement'
--   judgement_node  (f.own_judgement IS NOT NULL OR f.towards_vision IS NOT NULL) AND p.unit_id = f.unit_id
--                   AND p.goal_id IS NOT DISTINCT FROM f.goal_id AND p.indicator_id IS NULL
--   model_node  p.model = 'good_financial_management'
-- columns:
--   report             text    «Rapport» the report's id
--   part               text{financial_goals,operational_goals,balance_requirement,committee_deviation,own_judgement}   «Del» what the row is about
--   unit_id            text    «Enhet» the council, or the committee whose deviation it is
--   goal_id            text?   «Mål» the goal; null for all of them
--   title              text?   «Namn» the goal's or the committee's name
--   n_goals            int?    «Antal mål» goals, in the rows for all of them
--   n_met              int?    «Antal uppfyllda» leaves met
--   n_partly           int?    «Antal delvis uppfyllda» leaves partly met
--   n_not_met          int?    «Antal ej uppfyllda» leaves not met
--   n_not_assessed     int?    «Antal ej bedömda» leaves not assessed
--   n_no_judgement     int?    «Antal som inte ska bedömas» leaves that are not to be judged
--   coverage           float?  «Går att bedöma» assessed weight by the weight that can be assessed
--   score              float?  «Poäng» weighted mean of 1, 0.5 and 0 over assessed leaves
--   status             text{met,partly,not_met,not_assessed}?   «Bedömning» the judgement (§5); of the balance requirement from the forecast
--   reason             text{no_taxes,no_outcome,no_capital_gains,no_reserve}?   «Skäl» why the balance requirement is not judged: taxes and grants stand neither in the ledger nor in the budget, or a figure of its own table lacks
--   kind               text{result,cost}?   «Slag» what the amounts are of
--   budget             float?  «Budget, helår» the full year's frame, kronor
--   forecast           float?  «Prognos, helår» the full year's forecast
--   deviation          float?  «Avvikelse» + is a surplus
--   deviation_percent  float?  «Avvikelse, procent» percent of the frame
--   escalation         text{none,committee,council}?   «Vem som ska agera» who must act
--   own_judgement      text{met,partly,not_met,not_assessed}?   «Egen bedömning» the council's own judgement, beside ours
--   own_motivation     text?   «Motivering» why
--   towards_vision     text?   «Väg mot visionen» what it says of the way towards the vision
--   lineage_id         text    «Spårnummer» leads to where the figure comes from
WITH council AS (
    SELECT unit_id FROM unit WHERE level = 'council'
),
now AS (
    SELECT budget.* FROM budget CROSS JOIN this_report WHERE budget.month = this_report.month
),
part_row AS (
    SELECT
        1 AS part_no, scope_status.scope AS part, council.unit_id, NULL AS goal_id, NULL AS title,
        (SELECT count(*) FROM husbandry_goal WHERE husbandry_goal.part = scope_status.scope) AS n_goals,
        scope_status.n_met, scope_status.n_partly, scope_status.n_not_met, scope_status.n_not_assessed,
        scope_status.n_no_judgement, scope_status.coverage, scope_status.score, scope_status.status
    FROM scope_status
    CROSS JOIN council
    WHERE scope_status.scope IN ('financial_goals', 'operational_goals')
    UNION ALL
    SELECT
        2, husbandry_goal.part, council.unit_id, husbandry_goal.goal_id, goal.title, NULL,
        scope_status.n_met, scope_status.n_partly, scope_status.n_not_met, scope_status.n_not_assessed,
        scope_status.n_no_judgement, scope_status.coverage, scope_status.score, scope_status.status
    FROM husbandry_goal
    CROSS JOIN council
    JOIN goal ON goal.goal_id = husbandry_goal.goal_id
    JOIN scope_status ON scope_status.scope = 'goal' AND scope_status.goal_id = husbandry_goal.goal_id
),
money_row AS (
    SELECT
        3 AS part_no, 'balance_requirement' AS part, council.unit_id, NULL AS title,
        CASE
            WHEN balance_result.status IS NOT NULL THEN balance_result.status
            WHEN now.forecast IS NULL OR NOT council_result.has_taxes THEN 'not_assessed'
            WHEN now.forecast >= 0 THEN 'met'
            ELSE 'not_met'
        END AS status,
        CASE WHEN NOT council_result.has_taxes THEN 'no_taxes' ELSE balance_result.reason END AS reason,
        now.kind, now.budget, now.forecast, now.deviation, now.deviation_percent, now.escalation
    FROM council
    LEFT JOIN now ON now.unit_id = council.unit_id AND now.kind = 'result'
    JOIN council_result ON council_result.unit_id = council.unit_id
    LEFT JOIN balance_requirement AS balance_result
        ON balance_result.unit_id = council.unit_id AND balance_result.step = 'balance_result'
    UNION ALL
    SELECT
        4, 'committee_deviation', unit.unit_id, unit.title, NULL, NULL, now.kind, now.budget, now.forecast, now.deviation,
        now.deviation_percent,
        now.escalation
    FROM unit
    JOIN now ON now.unit_id = unit.unit_id AND now.kind IN ('result', 'cost') AND now.budget IS NOT NULL
    WHERE unit.level IN ('executive', 'committee', 'joint_committee', 'company')
    QUALIFY row_number() OVER (PARTITION BY unit.unit_id ORDER BY now.kind DESC) = 1
),
own AS (
    SELECT council.unit_id, judgement.goal_id, judgement.status, judgement.motivation, judgement.towards_vision
    FROM judgement
    JOIN council ON council.unit_id = judgement.unit_id
    WHERE judgement.indicator_id IS NULL
),
every_row AS (
    SELECT
        part_row.*, NULL AS reason, NULL AS kind, NULL AS budget, NULL AS forecast, NULL AS deviation, NULL AS deviation_percent,
        NULL AS escalation, own.status AS own_judgement, own.motivation AS own_motivation, own.towards_vision
    FROM part_row
    LEFT JOIN own ON own.goal_id = part_row.goal_id
    UNION ALL
    SELECT
        part_no, part, unit_id, NULL, title, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, status,
        reason, kind, budget, forecast, deviation, deviation_percent, escalation, NULL, NULL, NULL
    FROM money_row
    UNION ALL
    SELECT
        5, 'own_judgement', council.unit_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, own.status, own.motivation, own.towards_vision
    FROM council
    LEFT JOIN own ON own.goal_id IS NULL
)
SELECT
    this_report.report, every_row.* EXCLUDE (part_no)
FROM every_row
CROSS JOIN this_report
ORDER BY every_row.part_no, every_row.part, every_row.goal_id NULLS FIRST, every_row.unit_id
