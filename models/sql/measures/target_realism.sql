-- table: target_realism
-- section: measures.md §17
-- title: Är målet realistiskt?
-- published: 27
-- key: goal_id, indicator_id, unit_id, gender, group_kind
-- needs: fulfilment, planned_targets, movement, compared, similar_of_year, series_since, set_member, indicator, target, threshold,
--   figure_origin, this_report
-- what: Of the times that another municipality has stood about where we stand, how often it has moved as far, in as many years,
--   as our target asks: of all municipalities, and of the similar ones. Of each leaf on Kolada's values whose target, of the
--   plan's year 3 or else of the report's year, is ahead. Where a plan is being made, the last number that it asks of the leaf
--   stands in its place.
-- parents:
--   fulfilment       p.goal_id = f.goal_id AND p.indicator_id = f.indicator_id AND p.unit_id = f.unit_id AND p.gender = f.gender
--   planned_targets  p.goal_id = f.goal_id AND p.indicator_id = f.indicator_id AND p.unit_id = f.unit_id AND p.gender = f.gender
--                    AND p.year = f.target_year
--   definition_node  p.section = 'municipality'
--   model_node       p.model = 'target_realism'
-- columns:
--   report         text    «Rapport» the report's id
--   goal_id        text    «Mål» the goal
--   indicator_id   text    «Indikator» the indicator
--   kpi_id         text    «Nyckeltal» Kolada's KPI
--   unit_id        text    «Enhet» the leaf's unit
--   gender         text{T,K,M}   «Kön» T, K or M
--   group_kind     text{all,similar}   «Gruppens slag» which municipalities
--   value          float   «Värde» where we stand
--   year           int     «År» the value's year
--   target         float   «Målvärde» what is aimed at
--   target_year    int     «Målår» for which year
--   years          int[1..]   «År dit» from the one to the other
--   asked_change   float   «Förändring som krävs» target less value
--   nearness       float   «Räknas som lika» how near our value others were: AMR of our series (§14), else the least change
--   n              int     «Gånger» times that one of them stood there and is known so many years later
--   n_reached      int?    «Nådde dit» of them, moved at least as far; null where n is too few†
--   share          float[0..1]?  «Andel som nådde dit» n_reached by n
--   p25            float?  «Förändring, nedre kvartil» the middle half of what they did: first quartile
--   p75            float?  «Förändring, övre kvartil» third quartile
--   source_label   text    «Källa» the source, as it must be named
--   lineage_id     text    «Spårnummer» leads to where the figure comes from
WITH planned AS (
    SELECT goal_id, indicator_id, unit_id, gender, max_by(target, (year, plan_version)) AS target, max(year) AS year
    FROM planned_targets
    WHERE target IS NOT NULL
    GROUP BY goal_id, indicator_id, unit_id, gender
),
aimed AS (
    SELECT
        fulfilment.goal_id, fulfilment.indicator_id, fulfilment.kpi_id, fulfilment.unit_id, fulfilment.gender,
        fulfilment.value, fulfilment.year, sign_of(fulfilment.direction) AS good, indicator.similar_area,
        CASE WHEN planned.year IS NOT NULL THEN planned.target
            WHEN fulfilment.target_year3 IS NOT NULL AND plan.year3 > fulfilment.year
                THEN fulfilment.target_year3 ELSE fulfilment.target END AS target,
        CASE WHEN planned.year IS NOT NULL THEN planned.year
            WHEN fulfilment.target_year3 IS NOT NULL AND plan.year3 > fulfilment.year
                THEN plan.year3 ELSE this_report.year END AS target_year,
        CASE WHEN movement.lower IS NOT NULL THEN movement.mean_range ELSE indicator.min_change END AS nearness
    FROM fulfilment
    CROSS JOIN this_report
    JOIN indicator ON indicator.indicator_id = fulfilment.indicator_id
    LEFT JOIN planned
        ON planned.goal_id = fulfilment.goal_id AND planned.indicator_id = fulfilment.indicator_id
        AND planned.unit_id = fulfilment.unit_id AND planned.gender = fulfilment.gender
    LEFT JOIN (SELECT DISTINCT plan_version, year3 FROM target) AS plan ON plan.plan_version = fulfilment.plan_version
    LEFT JOIN movement
        ON movement.indicator_id = fulfilment.indicator_id AND movement.gender = fulfilment.gender
        AND movement.year = fulfilment.year AND movement.unit_id IS NULL AND movement.forecast_of IS NULL
    WHERE fulfilment.kpi_id IS NOT NULL AND fulfilment.basis <> 'manual_forecast' AND fulfilment.value IS NOT NULL
        AND fulfilment.direction IN ('higher', 'lower') AND fulfilment.forecast_flag IS DISTINCT FROM 'result_share'
        AND (planned.year IS NOT NULL OR plan.plan_version IS NOT NULL)
),
asked AS MATERIALIZED (
    SELECT *, target_year - year AS years, written(target) - written(value) AS asked_change
    FROM aimed
    WHERE target IS NOT NULL AND target_year > year AND good * (target - value) > 0
),
member AS MATERIALIZED (
    SELECT asked.goal_id, asked.indicator_id, asked.unit_id, asked.gender, 'all' AS group_kind, set_member.area_id
    FROM asked
    CROSS JOIN this_report
    JOIN set_member ON set_member.group_kind = 'all' AND set_member.area_id <> this_report.area_id
    UNION ALL
    SELECT asked.goal_id, asked.indicator_id, asked.unit_id, asked.gender, 'similar', set_member.area_id
    FROM asked
    CROSS JOIN this_report
    JOIN similar_of_year
        ON similar_of_year.year = asked.year AND similar_of_year.service_area = asked.similar_area
        AND similar_of_year.owner_id = this_report.area_id
    JOIN set_member ON set_member.set_no = similar_of_year.set_no AND set_member.area_id <> this_report.area_id
),
-- Before what they did is looked up: with one key of the year it is one row, without it every later year.
stood AS MATERIALIZED (
    SELECT asked.goal_id, asked.indicator_id, asked.unit_id, asked.gender, asked.good, asked.asked_change, compared.area_id,
        compared.value, compared.year + asked.years AS later_year
    FROM asked
    JOIN series_since ON series_since.indicator_id = asked.indicator_id
    JOIN compared
        ON compared.indicator_id = asked.indicator_id AND compared.gender = asked.gender
        AND abs(exact(compared.value) - exact(asked.value)) <= exact(asked.nearness)
        AND compared.year >= series_since.year
),
there AS MATERIALIZED (
    SELECT stood.goal_id, stood.indicator_id, stood.unit_id, stood.gender, stood.good, stood.asked_change, stood.area_id,
        exact(later.value) - exact(stood.value) AS change
    FROM stood
    JOIN compared AS later
        ON later.indicator_id = stood.indicator_id AND later.gender = stood.gender AND later.area_id = stood.area_id
        AND later.year = stood.later_year
),
counted AS (
    SELECT
        member.goal_id, member.indicator_id, member.unit_id, member.gender, member.group_kind, count(there.change) AS n,
        count(*) FILTER (there.good * there.change >= abs(there.asked_change)) AS n_reached,
        quartile(CAST(there.change AS DOUBLE), 0.25) AS p25, quartile(CAST(there.change AS DOUBLE), 0.75) AS p75
    FROM member
    LEFT JOIN there
        ON there.goal_id = member.goal_id AND there.indicator_id = member.indicator_id AND there.unit_id = member.unit_id
        AND there.gender = member.gender AND there.area_id = member.area_id
    GROUP BY member.goal_id, member.indicator_id, member.unit_id, member.gender, member.group_kind
)
SELECT
    this_report.report, asked.goal_id, asked.indicator_id, asked.kpi_id, asked.unit_id, asked.gender, counted.group_kind,
    asked.value, asked.year, asked.target, asked.target_year, asked.years, asked.asked_change, asked.nearness, counted.n,
    CASE WHEN counted.n >= threshold.realism_min_n THEN counted.n_reached END AS n_reached,
    CASE WHEN counted.n >= threshold.realism_min_n THEN counted.n_reached / counted.n END AS share,
    CASE WHEN counted.n >= threshold.realism_min_n THEN counted.p25 END AS p25,
    CASE WHEN counted.n >= threshold.realism_min_n THEN counted.p75 END AS p75,
    coalesce(figure_origin.processed_label, '–') AS source_label
FROM counted
CROSS JOIN this_report
CROSS JOIN threshold
JOIN asked
    ON asked.goal_id = counted.goal_id AND asked.indicator_id = counted.indicator_id AND asked.unit_id = counted.unit_id
    AND asked.gender = counted.gender
LEFT JOIN figure_origin ON figure_origin.kpi_id = asked.kpi_id
ORDER BY asked.goal_id, asked.indicator_id, asked.unit_id, asked.gender, counted.group_kind
