-- table: shortfall_series
-- section: measures.md §11
-- title: Brister år för år
-- published: 20
-- key: goal_id, indicator_id, unit_id, gender, year
-- figure: goal_id, unit_id, indicator_id, gender, year
-- needs: goal, goal_indicator, indicator, target, own_value, comparison, series_break, suppressed, withheld,
--   threshold, this_report
-- what: The quality factors' indicators year by year, from the first known value to the last that is expected by now: the
--   value, the target that held that year (as in §2, by the plans decided by the as-of instant), the score against the
--   similar set, and whether it fell short. Of the municipality's own measurements those of whole years of the goal's unit,
--   but none that may not be shown (§12).
-- parents:
--   value_node  p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND p.year = f.year
--   definition_node  p.section = 'goals' AND p.id = f.goal_id OR p.section = 'indicators' AND p.id = f.indicator_id
--   model_node  p.model = 'shortfall_series'
-- columns:
--   report        text    «Rapport» the report's id
--   goal_id       text    «Mål» the quality factor
--   unit_id       text    «Enhet» the responsible unit
--   indicator_id  text    «Indikator» the indicator
--   kpi_id        text?   «Nyckeltal» Kolada's KPI
--   gender        text{T,K,M}   «Kön» T, K or M
--   year          int     «År» the year
--   value         float?  «Värde» the value
--   reason        text{missing,privacy,not_applicable}?   «Skäl» why there is none
--   target        float?  «Målvärde» the target, rounded
--   target_low    float?  «Målvärde, nedre gräns» the lower end of an interval, rounded
--   target_high   float?  «Målvärde, övre gräns» the upper end of it, rounded
--   status        text{met,partly,not_met}?   «Bedömning» against the target; null without value or target
--   score         float?  «Poäng» against the similar set
--   new_series    bool    «Ny tidsserie» a series break stands between this year and the one before
--   shortfall     bool?   «Brist» not met, or in the worst quarter; null where there is no value or nothing to judge it by
--   run           int     «Följd» years with one number are one run: a value that does not fall short begins a new one, as a new series
--   n_in_a_row    int     «Mätningar i rad» shortfalls in a row up to and with this year
--   lineage_id    text    «Spårnummer» leads to where the figure comes from
WITH leaf AS (
    SELECT
        l.goal_id, l.unit_id, l.indicator_id, l.gender, i.kpi_id, i.direction, i.decimals, i.tolerance,
        t.report, t.year AS report_year, t.as_of, t.area_id
    FROM goal_indicator AS l
    CROSS JOIN this_report AS t
    JOIN goal AS g ON g.goal_id = l.goal_id
    JOIN indicator AS i ON i.indicator_id = l.indicator_id
    WHERE g.kind = 'quality_factor' AND l.indicator_id NOT IN (SELECT indicator_id FROM withheld)
),
measured AS (
    SELECT
        l.goal_id, l.unit_id, l.indicator_id, l.gender, v.year,
        CASE WHEN s.unit_id IS NULL THEN v.value END AS value,
        CASE WHEN s.unit_id IS NULL THEN v.reason ELSE 'privacy' END AS reason
    FROM leaf AS l
    JOIN own_value AS v
        ON v.indicator_id = l.indicator_id AND v.gender = l.gender AND v.month IS NULL AND v.year <= l.report_year
        AND v.unit_id IS NOT DISTINCT FROM CASE WHEN l.kpi_id IS NULL THEN l.unit_id END
    LEFT JOIN suppressed AS s
        ON s.indicator_id = v.indicator_id AND s.unit_id = v.unit_id AND s.gender = v.gender AND s.year = v.year
),
expected AS (
    SELECT
        goal_id, unit_id, indicator_id, gender,
        unnest(range(min(year) FILTER (value IS NOT NULL), max(year) + 1)) AS year
    FROM measured
    GROUP BY goal_id, unit_id, indicator_id, gender
),
decided AS (
    SELECT e.year, p.*
    FROM expected AS e
    JOIN target AS p
        ON p.goal_id = e.goal_id AND p.indicator_id = e.indicator_id AND p.unit_id = e.unit_id AND p.gender = e.gender
        AND e.year BETWEEN p.year1 AND p.year3
    CROSS JOIN this_report AS t
    WHERE p.decided_at <= t.as_of
),
for_year AS (
    SELECT
        year, goal_id, unit_id, indicator_id, gender, tolerance,
        written(year1_value) AS target, written(year1_low) AS low, written(year1_high) AS high
    FROM decided
    WHERE year = year1 AND (year1_value IS NOT NULL OR year1_low IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY year, goal_id, unit_id, indicator_id, gender ORDER BY decided_at DESC, plan_version DESC
    ) = 1
),
on_the_way AS (
    SELECT
        year, goal_id, unit_id, indicator_id, gender, tolerance,
        on_line(year1_value, year3_value, year, year1, year3) AS target,
        on_line(year1_low, year3_low, year, year1, year3) AS low,
        on_line(year1_high, year3_high, year, year1, year3) AS high
    FROM decided
    WHERE year > year1
        AND ((year1_value IS NOT NULL AND year3_value IS NOT NULL) OR (year1_low IS NOT NULL AND year3_low IS NOT NULL))
    QUALIFY row_number() OVER (
        PARTITION BY year, goal_id, unit_id, indicator_id, gender ORDER BY decided_at, plan_version
    ) = 1
),
aimed AS (
    SELECT
        e.*, l.kpi_id, l.direction, l.report, l.area_id, m.value,
        CASE WHEN m.value IS NULL THEN coalesce(m.reason, 'missing') END AS reason,
        round_half_up(m.value, l.decimals) AS x,
        round_half_up(coalesce(y.target, w.target), l.decimals) AS target,
        round_half_up(coalesce(y.low, w.low), l.decimals) AS low,
        round_half_up(coalesce(y.high, w.high), l.decimals) AS high,
        tolerance_of(coalesce(y.tolerance, w.tolerance), l.tolerance, l.direction, coalesce(y.target, w.target),
            h.tolerance_share_higher, h.tolerance_share_lower) AS tolerance
    FROM expected AS e
    CROSS JOIN threshold AS h
    JOIN leaf AS l USING (goal_id, unit_id, indicator_id, gender)
    LEFT JOIN measured AS m USING (goal_id, unit_id, indicator_id, gender, year)
    LEFT JOIN for_year AS y USING (goal_id, unit_id, indicator_id, gender, year)
    LEFT JOIN on_the_way AS w USING (goal_id, unit_id, indicator_id, gender, year)
),
judged AS (
    SELECT
        a.*, c.score, b.year IS NOT NULL AS new_series,
        gap_of(a.direction, a.x, a.target, a.low, a.high) AS gap
    FROM aimed AS a
    LEFT JOIN comparison AS c
        ON c.indicator_id = a.indicator_id AND c.area_id = a.area_id AND c.year = a.year AND c.gender = a.gender
        AND c.group_kind = 'similar'
    LEFT JOIN series_break AS b ON b.indicator_id = a.indicator_id AND b.year = a.year
),
weighed AS (
    SELECT
        j.*, CASE WHEN gap IS NOT NULL THEN status_of(direction, value, gap, tolerance) END AS status,
        CASE WHEN gap IS NOT NULL OR score IS NOT NULL
            THEN coalesce(gap < -tolerance, false) OR coalesce(score <= h.shortfall_score, false) END AS shortfall
    FROM judged AS j
    CROSS JOIN threshold AS h
),
-- A run begins anew where a value does not fall short, and at a series break; what is missing does neither.
in_run AS (
    SELECT
        *, count(*) FILTER (shortfall = false OR new_series) OVER (
            PARTITION BY goal_id, unit_id, indicator_id, gender ORDER BY year
        ) AS run
    FROM weighed
)
SELECT
    report, goal_id, unit_id, indicator_id, kpi_id, gender, year, value, reason, target, low AS target_low,
    high AS target_high, status, score, new_series, shortfall, run,
    count(*) FILTER (shortfall) OVER (PARTITION BY goal_id, unit_id, indicator_id, gender, run ORDER BY year) AS n_in_a_row
FROM in_run
ORDER BY goal_id, unit_id, indicator_id, gender, year
