-- table: financial_analysis
-- section: measures.md §21
-- title: Finansiell analys
-- published: 66
-- key: aspect, figure, indicator_id, year
-- figure: aspect, figure, indicator_id?, year
-- needs: analysed, year_money, own_value, year_value, suppressed, withheld, indicator, unit, this_report
-- what: Five years of the municipality's finances by result, capacity, risk and control: in the annual report its own year and the
--   four before it, else the five before its own. From the municipality's own money the result, investments, and how far the
--   result was from the council's budget and from its last forecast; and the indicators that it has named. A figure that
--   lacks has its reason.
-- parents:
--   record_node      f.indicator_id IS NULL AND p.section IN ('budgets', 'investments') AND p.year = f.year AND p.unit_id = f.unit_id
--   file_node        f.indicator_id IS NULL AND p.kind IN ('ledger', 'budget', 'budget_forecast')
--   value_node       p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = 'T' AND p.year = f.year
--   own_node         p.indicator_id = f.indicator_id AND p.above_id = f.unit_id AND p.gender = 'T' AND p.year = f.year
--   definition_node  p.section = 'municipality' OR p.section = 'indicators' AND p.id = f.indicator_id
--   model_node       p.model = 'financial_analysis'
-- columns:
--   report        text    «Rapport» the report's id
--   unit_id       text    «Enhet» the council
--   aspect        text{result,capacity,risk,control}   «Perspektiv» what it tells of
--   place         int     «Ordning» its place among those of the aspect
--   figure        text{result,investment,budget_deviation,forecast_deviation,indicator}   «Slag» what it is
--   indicator_id  text?   «Indikator» the indicator; null of an amount of kronor
--   kpi_id        text?   «Nyckeltal» Kolada's KPI
--   year          int     «År» the year
--   value         float?  «Värde» kronor, or in the indicator's own unit; + is a surplus
--   reason        text{missing,incomplete,privacy,not_applicable,failed_check,no_outcome,no_taxes,no_budget,no_forecast,not_booked}?   «Skäl» why there is none
--   lineage_id    text    «Spårnummer» leads to where the figure comes from
WITH analysed_year AS (
    SELECT unnest(generate_series(year - 5 + counted(basis = 'outcome'), year - 1 + counted(basis = 'outcome'))) AS year
    FROM this_report
),
-- A ledger stands instead of outcomes written by hand.
booked AS (
    SELECT year, kind, outcome, last_month
    FROM year_money
    WHERE booked
    QUALIFY of_file = bool_or(of_file) OVER (PARTITION BY year)
),
spent AS (
    SELECT
        year, max(last_month) = 12 AS whole,
        max(kronor(outcome)) FILTER (kind = 'investment') AS investment,
        count(*) FILTER (kind = 'investment') = count(outcome) FILTER (kind = 'investment') AS investments_known,
        CASE WHEN bool_or(kind = 'result') AND bool_or(kind IN ('cost', 'revenue')) THEN NULL
            WHEN bool_or(kind = 'result') THEN max(kronor(outcome)) FILTER (kind = 'result')
            ELSE max(kronor(outcome)) FILTER (kind = 'revenue') - max(kronor(outcome)) FILTER (kind = 'cost') END AS result
    FROM booked
    GROUP BY year
),
planned AS (
    SELECT year, kind, sum(kronor(budget)) AS budget, max_by(forecast, of_file) FILTER (forecast IS NOT NULL) AS forecast,
        max_by(forecast_month, of_file) FILTER (forecast IS NOT NULL) AS forecast_month, bool_or(of_council) AS of_council
    FROM year_money
    GROUP BY year, kind
),
aimed AS (
    SELECT
        year, bool_or(of_council AND kind IN ('revenue', 'result')) AS has_taxes,
        coalesce(max(budget) FILTER (kind = 'result'),
            max(budget) FILTER (kind = 'revenue') - max(budget) FILTER (kind = 'cost')) AS budget,
        coalesce(max(kronor(forecast)) FILTER (kind = 'result'),
            CASE WHEN max(forecast_month) FILTER (kind = 'revenue') = max(forecast_month) FILTER (kind = 'cost')
                THEN max(kronor(forecast)) FILTER (kind = 'revenue') - max(kronor(forecast)) FILTER (kind = 'cost') END)
            AS forecast
    FROM planned
    GROUP BY year
),
money AS (
    SELECT
        analysed_year.year, aimed.budget, aimed.forecast,
        CASE WHEN spent.whole AND aimed.has_taxes THEN spent.result END AS result,
        CASE WHEN NOT coalesce(spent.whole, false) OR spent.result IS NULL THEN 'no_outcome'
            WHEN NOT aimed.has_taxes THEN 'no_taxes' END AS reason,
        CASE WHEN spent.whole AND spent.investments_known THEN spent.investment END AS investment,
        CASE WHEN NOT coalesce(spent.whole AND spent.investments_known, false) THEN 'no_outcome'
            WHEN spent.investment IS NULL THEN 'not_booked' END AS no_investment
    FROM analysed_year
    LEFT JOIN spent ON spent.year = analysed_year.year
    LEFT JOIN aimed ON aimed.year = analysed_year.year
    WHERE EXISTS (FROM year_money)
),
indicator_value AS (
    SELECT
        analysed.aspect, analysed.place, analysed.indicator_id, indicator.kpi_id, analysed_year.year,
        CASE WHEN withheld.indicator_id IS NULL THEN coalesce(own_value.value, year_value.value) END AS value,
        CASE WHEN withheld.indicator_id IS NOT NULL THEN 'failed_check'
            WHEN coalesce(own_value.value, year_value.value) IS NULL
                THEN coalesce(own_value.reason, year_value.reason, 'missing') END AS reason
    FROM analysed
    CROSS JOIN analysed_year
    CROSS JOIN (SELECT unit_id FROM unit WHERE level = 'council') AS council
    JOIN indicator ON indicator.indicator_id = analysed.indicator_id
    LEFT JOIN (SELECT DISTINCT indicator_id FROM withheld) AS withheld ON withheld.indicator_id = analysed.indicator_id
    LEFT JOIN own_value
        ON own_value.indicator_id = analysed.indicator_id AND own_value.unit_id IS NULL AND own_value.month IS NULL
        AND own_value.gender = 'T' AND own_value.year = analysed_year.year
    LEFT JOIN year_value
        ON year_value.indicator_id = analysed.indicator_id AND year_value.unit_id = council.unit_id
        AND year_value.gender = 'T' AND year_value.year = analysed_year.year
),
every_figure AS (
    SELECT
        'result' AS aspect, -1 AS place, 'result' AS figure, NULL AS indicator_id, NULL AS kpi_id, year, result AS value, reason
    FROM money
    UNION ALL
    SELECT 'capacity', -1, 'investment', NULL, NULL, year, investment, no_investment
    FROM money
    UNION ALL
    SELECT 'control', -2, 'budget_deviation', NULL, NULL, year, result - budget,
        coalesce(reason, CASE WHEN budget IS NULL THEN 'no_budget' END)
    FROM money
    UNION ALL
    SELECT 'control', -1, 'forecast_deviation', NULL, NULL, year, result - forecast,
        coalesce(reason, CASE WHEN forecast IS NULL THEN 'no_forecast' END)
    FROM money
    UNION ALL
    SELECT aspect, place, 'indicator', indicator_id, kpi_id, year, value, reason FROM indicator_value
)
SELECT
    this_report.report, unit.unit_id, every_figure.aspect, every_figure.place, every_figure.figure, every_figure.indicator_id,
    every_figure.kpi_id, every_figure.year, every_figure.value, every_figure.reason
FROM every_figure
CROSS JOIN this_report
JOIN unit ON unit.level = 'council'
ORDER BY every_figure.aspect, every_figure.place, every_figure.figure, every_figure.indicator_id, every_figure.year
