-- table: investments
-- section: measures.md §10
-- title: Investeringar per projekt
-- published: 67
-- key: project_id
-- needs: project, project_month, unit, this_report
-- what: Each investment project of the report's year: the year's money, outcome and latest forecast, and the whole project's budget, what
--   it has come to in all, and what it is foretold to come to. Nothing that is not known is taken for 0.
-- parents:
--   definition_node  p.section = 'investments' AND p.id = f.project_id
--   model_node       p.model = 'investments'
-- columns:
--   report           text    «Rapport» the report's id
--   project_id       text    «Projekt-id» the project
--   title            text    «Projekt» its name
--   unit_id          text    «Enhet» the unit
--   budget           float   «Budget, året» the year's money, kronor
--   outcome          float?  «Utfall, året» what it came to in the year up to the report's month; null where a month of these is not known
--   forecast         float?  «Prognos, året» the year as foretold last; after December the outcome
--   forecast_month   int?    «Prognosens månad» the month after which it was
--   total_budget     float?  «Budget, hela projektet» what was decided for all of it
--   total_outcome    float?  «Utfall, hela projektet» what it has come to since it began
--   total_forecast   float?  «Prognos, hela projektet» what it has come to in earlier years, the year's forecast, and what is planned for later ones
--   total_deviation  float?  «Avvikelse, hela projektet» its budget less its forecast; + is less than the budget
--   lineage_id       text    «Spårnummer» leads to where the figure comes from
WITH by_now AS (
    SELECT
        project_month.project_id, count(*) FILTER (project_month.what = 'outcome') AS n_months,
        sum(kronor(project_month.amount)) FILTER (project_month.what = 'outcome') AS outcome,
        max_by(kronor(project_month.amount), project_month.month) FILTER (project_month.what = 'forecast') AS forecast,
        max(project_month.month) FILTER (project_month.what = 'forecast') AS forecast_month
    FROM project_month
    JOIN this_report ON project_month.month <= this_report.month
    GROUP BY project_month.project_id
),
known AS (
    SELECT
        project.*, this_report.report, this_report.month, by_now.forecast AS recorded, by_now.forecast_month AS recorded_month,
        CASE WHEN by_now.n_months = this_report.month THEN by_now.outcome END AS outcome
    FROM project
    CROSS JOIN this_report
    LEFT JOIN by_now ON by_now.project_id = project.project_id
),
foretold AS (
    SELECT
        *, CASE WHEN month = 12 THEN coalesce(outcome, recorded) ELSE recorded END AS forecast,
        CASE WHEN month = 12 AND outcome IS NOT NULL THEN 12 ELSE recorded_month END AS forecast_month
    FROM known
)
SELECT
    foretold.report, foretold.project_id, foretold.title, foretold.unit_id, foretold.budget, foretold.outcome, foretold.forecast,
    foretold.forecast_month, foretold.total_budget, kronor(foretold.earlier) + foretold.outcome AS total_outcome,
    kronor(foretold.earlier) + foretold.forecast + kronor(foretold.later) AS total_forecast,
    kronor(foretold.total_budget) - (kronor(foretold.earlier) + foretold.forecast + kronor(foretold.later)) AS total_deviation
FROM foretold
JOIN unit ON unit.unit_id = foretold.unit_id
ORDER BY foretold.project_id
