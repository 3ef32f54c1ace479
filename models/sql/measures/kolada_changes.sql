-- table: kolada_changes
-- section: tables.md, Tables
-- title: Koladas ändringar
-- published: 54
-- key: kpi_id, first_seen, change
-- needs: this_report
-- figure: kpi_id, first_seen, change
-- what: What Kolada has changed in what it had answered before, of every KPI that has been asked for: values revised,
--   rescaled or withdrawn, and new titles, by the answer that first showed it. A value that came where none had been is no
--   change, nor is a difference too small to be one.
-- parents:
--   answer_node     p.lineage_id = f.source_answer_id
--   catalogue_node  p.kpi_id = f.kpi_id
--   definition_node  p.section = 'municipality'
--   model_node      p.model = 'kolada_changes'
-- columns:
--   report            text    «Rapport» the report's id
--   kpi_id            text    «Nyckeltal» Kolada's KPI
--   title             text?   «Nyckeltalets namn» its title as known at the report's instant
--   first_seen        time    «Sågs först» the server's clock of the answer that first showed it, UTC
--   change            text{revised,rescaled,withdrawn,retitled}   «Ändring» values changed; changed by one factor, so that the unit is
--                             another; gone; or a new title
--   n_values          int[0..]    «Antal värden» values that changed
--   n_areas           int[0..]    «Antal kommuner» municipalities that they are of
--   first_year        int?    «Från år» the first year among them
--   last_year         int?    «Till år» the last
--   factor            float?  «Faktor» where rescaled, what nearly every value was multiplied by
--   own_year          int?    «Eget värde, år» the newest year of which the report's municipality's total changed
--   own_before        float?  «Eget värde, före» that value before
--   own_after         float?  «Eget värde, efter» and after; null where it was withdrawn
--   title_before      text?   «Tidigare namn» where retitled, the title before
--   source_answer_id  text?   «Källsvar» an answer that showed it; null where what is gone was in none
--   lineage_id        text    «Spårnummer» leads to where it comes from
WITH change AS (
    SELECT
        earlier.kpi_id, earlier.area_id, earlier.period, earlier.gender, earlier.known_to AS first_seen,
        earlier.value AS value_before, later.value AS value_after, later.source_answer_id,
        CASE WHEN later.value IS NULL THEN 'withdrawn' ELSE 'revised' END AS kind
    FROM warehouse.kolada_value AS earlier
    CROSS JOIN this_report
    LEFT JOIN warehouse.kolada_value AS later
        ON later.kpi_id = earlier.kpi_id AND later.area_id = earlier.area_id AND later.period = earlier.period
        AND later.gender = earlier.gender AND later.known_from = earlier.known_to
    WHERE earlier.known_to <= this_report.as_of AND earlier.value IS NOT NULL
        AND later.value IS DISTINCT FROM earlier.value
),
summed AS (
    SELECT
        change.kpi_id, change.first_seen, change.kind, count(*) AS n_values,
        count(DISTINCT change.area_id) AS n_areas, min(change.period) AS first_year, max(change.period) AS last_year,
        median(change.value_after / nullif(change.value_before, 0)) AS factor,
        count(*) FILTER (change.value_after / nullif(change.value_before, 0) NOT BETWEEN 0.5 AND 2) AS n_far,
        max(change.period) FILTER (own) AS own_year, arg_max(change.value_before, change.period) FILTER (own) AS own_before,
        arg_max(coalesce(change.value_after, 'NaN'), change.period) FILTER (own) AS own_after,
        min(change.source_answer_id) AS source_answer_id
    FROM (
        SELECT change.*, change.area_id = this_report.area_id AND change.gender = 'T' AS own
        FROM change CROSS JOIN this_report
    ) AS change
    GROUP BY ALL
),
named AS (
    SELECT
        kpi.kpi_id, kpi.title, kpi.known_from, kpi.known_to, kpi.source_answer_id,
        lag(kpi.title) OVER (PARTITION BY kpi.kpi_id ORDER BY kpi.known_from) AS title_before
    FROM warehouse.kpi
    CROSS JOIN this_report
    WHERE kpi.known_from <= this_report.as_of
),
told AS (
    SELECT
        kpi_id, first_seen, CASE WHEN n_far >= 20 AND n_far >= 0.8 * n_values THEN 'rescaled' ELSE kind END AS change,
        n_values, n_areas, first_year, last_year,
        CASE WHEN n_far >= 20 AND n_far >= 0.8 * n_values THEN round(factor, 1) END AS factor, own_year, own_before,
        CASE WHEN NOT isnan(own_after) THEN own_after END AS own_after, NULL AS title_before, source_answer_id
    FROM summed
    UNION ALL
    SELECT kpi_id, known_from, 'retitled', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, title_before, source_answer_id
    FROM named
    WHERE title_before IS NOT NULL AND title IS DISTINCT FROM title_before
)
SELECT
    this_report.report, told.kpi_id, newest.title, told.first_seen, told.change, told.n_values, told.n_areas,
    told.first_year, told.last_year, told.factor, told.own_year, told.own_before, told.own_after, told.title_before,
    told.source_answer_id
FROM told
CROSS JOIN this_report
LEFT JOIN (
    SELECT kpi_id, arg_max(title, known_from) AS title FROM named GROUP BY kpi_id
) AS newest ON newest.kpi_id = told.kpi_id
ORDER BY told.first_seen DESC, told.kpi_id, told.change
