-- table: value_used
-- section: measures.md §1, §4
-- key: indicator_id, unit_id, gender
-- needs: known_value, known_kpi, indicator, goal_indicator, series_break, withheld, this_report, year_value, foretold,
--   manual_forecast, unit_above, unit_change
-- what: The value that stands for the report's year, for each leaf's unit and judged gender: the newest known one that is not
--   older than the indicator's lag allows, or the reason why there is none. In an interim report a manual forecast comes
--   first, then what the indicator's kind foretells from the months so far, then the newest measurement of a whole year.
-- columns:
--   indicator_id      text    the indicator
--   unit_id           text    the leaf's unit
--   gender            text{T,K,M}   T, K or M
--   basis             text{outcome,manual_forecast,auto_forecast}   what is judged
--   year              int?    the value's own year
--   value             float?  the value, unrounded
--   auto_value        float?  what is foretold without anybody's hand, also where a manual forecast comes first
--   reason            text{missing,privacy,not_applicable,not_yet_published,no_new_measurement,failed_check}?   why there is none
--   previous_value    float?  the value of the year before
--   change            float?  value less previous value; null across a series break or a reorganisation
--   reorganised       bool    the unit, or one below it, was reorganised between the two
--   count             int?    how many are behind the value
--   coverage          float?  share of the units below that it stands on, where it is rolled up
--   publication       text{final,preliminary}?   by the KPI's publication dates or the local source; null where they do not tell
--   forecast_by       text?   who made the manual forecast, by role
--   forecast_made_at  date?   when
--   forecast_reason   text?   why
--   forecast_flag     text{no_new_measurement,months_by_twelve}?   what an automatic forecast rests on, where it is weak
--   source_label      text?   of a local value, as it must be named
--   computed          bool    we put it together: rolled up, from months, or foretold
--   known_from        time?   from when Kolada's version was known
--   source_answer_id  text?   the answer that brought it
--   correction_id     text?   the declared correction that was applied
WITH judged AS (
    SELECT DISTINCT g.indicator_id, g.unit_id, g.gender, i.kpi_id, i.lag
    FROM goal_indicator AS g
    JOIN indicator AS i USING (indicator_id)
),
own_year AS (
    SELECT
        j.indicator_id, j.unit_id, j.gender, k.year, k.value, k.reason, NULL AS count, NULL AS coverage, NULL AS publication,
        NULL AS source_label, NULL AS measured_on, k.correction_id IS NOT NULL AS computed, k.known_from, k.source_answer_id,
        k.correction_id
    FROM judged AS j
    CROSS JOIN this_report AS t
    JOIN known_value AS k ON k.kpi_id = j.kpi_id AND k.gender = j.gender AND k.area_id = t.area_id
    UNION ALL
    SELECT
        j.indicator_id, j.unit_id, j.gender, y.year, y.value, y.reason, y.count, y.coverage, y.publication,
        y.source_label, y.measured_on, y.computed, NULL, NULL, NULL
    FROM judged AS j
    JOIN year_value AS y ON y.indicator_id = j.indicator_id AND y.unit_id = j.unit_id AND y.gender = j.gender
),
in_time AS (
    SELECT o.*, o.year BETWEEN t.year - i.lag AND t.year AS in_window, o.year < t.year - i.lag AS too_old
    FROM own_year AS o
    CROSS JOIN this_report AS t
    JOIN indicator AS i USING (indicator_id)
),
newest AS (
    SELECT
        indicator_id, unit_id, gender,
        max(year) FILTER (in_window AND value IS NOT NULL) AS year,
        arg_max(reason, year) FILTER (in_window AND value IS NULL) AS newest_reason,
        bool_or(too_old AND value IS NOT NULL) AS has_older
    FROM in_time
    GROUP BY indicator_id, unit_id, gender
),
-- What is counted month by month is foretold or lacking in an interim report: last year's total is no forecast of it.
foretold_leaf AS (
    SELECT j.indicator_id, j.unit_id, j.gender, f.value, f.fallback
    FROM judged AS j
    CROSS JOIN this_report AS t
    JOIN indicator AS i USING (indicator_id)
    LEFT JOIN foretold AS f ON f.indicator_id = j.indicator_id AND f.unit_id = j.unit_id AND f.gender = j.gender
    WHERE i.forecast <> 'annual' AND i.kpi_id IS NULL AND t.basis <> 'outcome'
),
manual AS (
    SELECT m.*
    FROM manual_forecast AS m
    CROSS JOIN this_report AS t
    WHERE m.report = t.report
),
with_reason AS (
    SELECT
        j.indicator_id, j.unit_id, j.gender, j.kpi_id,
        m.value AS manual_value, m.by_role, m.made_at, m.motivation,
        f.indicator_id IS NOT NULL AS is_foretold, f.value AS foretold_value, f.fallback,
        CASE WHEN w.indicator_id IS NULL THEN n.year END AS newest_year,
        CASE
            WHEN w.indicator_id IS NOT NULL THEN 'failed_check'
            WHEN m.value IS NOT NULL OR f.value IS NOT NULL THEN NULL
            WHEN f.indicator_id IS NOT NULL THEN coalesce(
                (SELECT y.reason FROM year_value AS y CROSS JOIN this_report AS r
                    WHERE y.indicator_id = j.indicator_id AND y.unit_id = j.unit_id AND y.gender = j.gender AND y.year = r.year),
                'missing')
            WHEN n.year IS NOT NULL THEN NULL
            WHEN n.newest_reason IS NOT NULL THEN n.newest_reason
            WHEN n.has_older THEN 'no_new_measurement'
            WHEN k.publ_period BETWEEN t.year - j.lag AND t.year
                AND coalesce(k.prel_publication_date, k.publication_date) > t.as_of THEN 'not_yet_published'
            ELSE 'missing'
        END AS reason
    FROM judged AS j
    CROSS JOIN this_report AS t
    LEFT JOIN newest AS n USING (indicator_id, unit_id, gender)
    LEFT JOIN manual AS m USING (indicator_id, unit_id, gender)
    LEFT JOIN foretold_leaf AS f USING (indicator_id, unit_id, gender)
    LEFT JOIN known_kpi AS k ON k.kpi_id = j.kpi_id
    LEFT JOIN withheld AS w ON w.indicator_id = j.indicator_id
),
chosen AS (
    SELECT
        r.*,
        CASE
            WHEN t.basis = 'outcome' THEN 'outcome'
            WHEN r.manual_value IS NOT NULL THEN 'manual_forecast'
            ELSE 'auto_forecast'
        END AS basis,
        CASE WHEN r.is_foretold OR r.manual_value IS NOT NULL THEN t.year ELSE r.newest_year END AS year
    FROM with_reason AS r
    CROSS JOIN this_report AS t
),
-- The tree may have changed between what is compared: then the two do not stand for the same thing.
changed_tree AS (
    SELECT DISTINCT a.above_id AS unit_id, year(c.changed_at) AS year
    FROM unit_change AS c
    JOIN unit_above AS a ON a.unit_id = c.unit_id OR a.unit_id = c.successor_id
),
with_value AS (
    SELECT
        c.*,
        CASE
            WHEN c.reason IS NOT NULL THEN NULL
            WHEN c.basis = 'manual_forecast' THEN c.manual_value
            WHEN c.is_foretold THEN c.foretold_value
            ELSE v.value
        END AS value,
        CASE WHEN c.reason IS DISTINCT FROM 'failed_check'
            THEN CASE WHEN c.is_foretold THEN c.foretold_value ELSE n.value END END AS auto_value,
        p.value AS previous_value,
        r.unit_id IS NOT NULL AND c.kpi_id IS NULL AS reorganised,
        v.count, CASE WHEN c.basis <> 'manual_forecast' THEN y.coverage END AS coverage,
        CASE WHEN c.basis <> 'manual_forecast' THEN y.publication END AS publication,
        y.source_label AS own_label, p.source_label AS previous_label,
        c.is_foretold OR c.basis = 'manual_forecast' OR coalesce(v.computed, false) AS computed,
        v.known_from, v.source_answer_id, v.correction_id
    FROM (
        SELECT *, CASE WHEN NOT is_foretold AND basis <> 'manual_forecast' THEN year END AS measured_year FROM chosen
    ) AS c
    LEFT JOIN own_year AS v
        ON v.indicator_id = c.indicator_id AND v.unit_id = c.unit_id AND v.gender = c.gender AND v.year = c.measured_year
    -- What a forecast is made from is this year's months.
    LEFT JOIN own_year AS y
        ON y.indicator_id = c.indicator_id AND y.unit_id = c.unit_id AND y.gender = c.gender AND y.year = c.year
    LEFT JOIN own_year AS n
        ON n.indicator_id = c.indicator_id AND n.unit_id = c.unit_id AND n.gender = c.gender AND n.year = c.newest_year
    LEFT JOIN own_year AS p
        ON p.indicator_id = c.indicator_id AND p.unit_id = c.unit_id AND p.gender = c.gender AND p.year = c.year - 1
    LEFT JOIN changed_tree AS r ON r.unit_id = c.unit_id AND r.year = c.year
)
SELECT
    w.indicator_id, w.unit_id, w.gender, w.basis,
    CASE WHEN w.value IS NOT NULL THEN w.year END AS year,
    w.value, w.auto_value, w.reason,
    CASE WHEN w.value IS NOT NULL THEN w.previous_value END AS previous_value,
    CASE WHEN b.indicator_id IS NULL AND NOT w.reorganised THEN w.value - w.previous_value END AS change,
    w.reorganised, w.count, CASE WHEN w.value IS NOT NULL THEN w.coverage END AS coverage,
    CASE
        WHEN w.kpi_id IS NULL THEN CASE WHEN w.value IS NOT NULL THEN w.publication END
        WHEN w.year < k.publ_period THEN 'final'
        WHEN w.year = k.publ_period AND t.as_of >= k.publication_date THEN 'final'
        WHEN w.year = k.publ_period AND t.as_of >= k.prel_publication_date THEN 'preliminary'
    END AS publication,
    w.by_role AS forecast_by, w.made_at AS forecast_made_at, w.motivation AS forecast_reason,
    CASE
        WHEN w.basis <> 'auto_forecast' OR w.value IS NULL THEN NULL
        WHEN w.is_foretold AND w.fallback THEN 'months_by_twelve'
        WHEN NOT w.is_foretold AND w.year < t.year THEN 'no_new_measurement'
    END AS forecast_flag,
    coalesce(w.own_label, w.previous_label) AS source_label, w.computed, w.known_from, w.source_answer_id,
    w.correction_id
FROM with_value AS w
CROSS JOIN this_report AS t
LEFT JOIN known_kpi AS k ON k.kpi_id = w.kpi_id
LEFT JOIN series_break AS b ON b.indicator_id = w.indicator_id AND b.year = w.year
ORDER BY w.indicator_id, w.unit_id, w.gender
