-- table: good_financial_management
-- section: measures.md §13
-- title: God ekonomisk hushållning
-- published: 21
-- key: part, goal_id, unit_id
-- figure: part, goal_id?, unit_id
-- needs: scope_status, husbandry_goal, goal, judgement, budget, unit, this_report
-- what: God ekonomisk hushållning, for the council. A row for all financial goals and for all operational goals (goal_id
--   null), over their distinct leaves as §5; a row for each such goal; the balance requirement, met where the full year's
--   result as foretold is 0 or more; a row for each committee's deviation, by its result or, where it has none, its cost;
--   and the council's own judgement of the whole, with what it says of the way towards the vision.
-- parents:
--   goal_status  p.goal_id = f.goal_id AND p.unit_id IS NULL
--   definition_node  p.section = 'municipality' OR p.section = 'goals' AND p.id = f.goal_id
--   scope_leaf  f.goal_id IS NULL AND p.scope = f.part
--   budget  p.unit_id = f.unit_id AND p.kind = f.kind AND p.month = t.month
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
--   coverage           float?  «Täckning» assessed weight by the weight that can be assessed
--   score              float?  «Poäng» weighted mean of 1, 0.5 and 0 over assessed leaves
--   status             text{met,partly,not_met,not_assessed}?   «Bedömning» the judgement (§5); of the balance requirement from the forecast
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
    SELECT b.* FROM budget AS b CROSS JOIN this_report AS t WHERE b.month = t.month
),
part_row AS (
    SELECT
        1 AS part_no, s.scope AS part, c.unit_id, NULL AS goal_id, NULL AS title,
        (SELECT count(*) FROM husbandry_goal AS h WHERE h.part = s.scope) AS n_goals,
        s.n_met, s.n_partly, s.n_not_met, s.n_not_assessed, s.n_no_judgement, s.coverage, s.score, s.status
    FROM scope_status AS s
    CROSS JOIN council AS c
    WHERE s.scope IN ('financial_goals', 'operational_goals')
    UNION ALL
    SELECT
        2, h.part, c.unit_id, h.goal_id, g.title, NULL,
        s.n_met, s.n_partly, s.n_not_met, s.n_not_assessed, s.n_no_judgement, s.coverage, s.score, s.status
    FROM husbandry_goal AS h
    CROSS JOIN council AS c
    JOIN goal AS g ON g.goal_id = h.goal_id
    JOIN scope_status AS s ON s.scope = 'goal' AND s.goal_id = h.goal_id
),
money_row AS (
    SELECT
        3 AS part_no, 'balance_requirement' AS part, c.unit_id, NULL AS title,
        CASE WHEN n.forecast IS NULL THEN 'not_assessed' WHEN n.forecast >= 0 THEN 'met' ELSE 'not_met' END AS status,
        n.kind, n.budget, n.forecast, n.deviation, n.deviation_percent, n.escalation
    FROM council AS c
    LEFT JOIN now AS n ON n.unit_id = c.unit_id AND n.kind = 'result'
    UNION ALL
    SELECT
        4, 'committee_deviation', u.unit_id, u.title, NULL, n.kind, n.budget, n.forecast, n.deviation, n.deviation_percent,
        n.escalation
    FROM unit AS u
    JOIN now AS n ON n.unit_id = u.unit_id AND n.kind IN ('result', 'cost') AND n.budget IS NOT NULL
    WHERE u.level IN ('executive', 'committee', 'joint_committee', 'company')
    QUALIFY row_number() OVER (PARTITION BY u.unit_id ORDER BY n.kind DESC) = 1
),
own AS (
    SELECT c.unit_id, j.goal_id, j.status, j.motivation, j.towards_vision
    FROM judgement AS j
    JOIN council AS c ON c.unit_id = j.unit_id
),
every_row AS (
    SELECT
        p.*, NULL AS kind, NULL AS budget, NULL AS forecast, NULL AS deviation, NULL AS deviation_percent,
        NULL AS escalation, o.status AS own_judgement, o.motivation AS own_motivation, o.towards_vision
    FROM part_row AS p
    LEFT JOIN own AS o ON o.goal_id = p.goal_id
    UNION ALL
    SELECT
        part_no, part, unit_id, NULL, title, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, status,
        kind, budget, forecast, deviation, deviation_percent, escalation, NULL, NULL, NULL
    FROM money_row
    UNION ALL
    SELECT
        5, 'own_judgement', c.unit_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, o.status, o.motivation, o.towards_vision
    FROM council AS c
    LEFT JOIN own AS o ON o.goal_id IS NULL
)
SELECT
    t.report, e.* EXCLUDE (part_no)
FROM every_row AS e
CROSS JOIN this_report AS t
ORDER BY e.part_no, e.part, e.goal_id NULLS FIRST, e.unit_id
