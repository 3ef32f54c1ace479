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
--   forecast          bool    it is nobody's measurement: made by hand, or foretold from months
--   known_from        time?   from when Kolada's version was known
--   source_answer_id  text?   the answer that brought it
--   correction_id     text?   the declared correction that was applied
WITH judged AS (
    SELECT DISTINCT goal_indicator.indicator_id, goal_indicator.unit_id, goal_indicator.gender, indicator.kpi_id,
        indicator.lag
    FROM goal_indicator
    JOIN indicator USING (indicator_id)
),
own_year AS (
    SELECT
        judged.indicator_id, judged.unit_id, judged.gender, known_value.year, known_value.value, known_value.reason,
        NULL AS count, NULL AS coverage, NULL AS publication,
        NULL AS source_label, NULL AS measured_on, known_value.correction_id IS NOT NULL AS computed, known_value.known_from,
        known_value.source_answer_id,
        known_value.correction_id
    FROM judged
    CROSS JOIN this_report
    JOIN known_value
        ON known_value.kpi_id = judged.kpi_id AND known_value.gender = judged.gender
        AND known_value.area_id = this_report.area_id
    UNION ALL
    SELECT
        judged.indicator_id, judged.unit_id, judged.gender, year_value.year, year_value.value, year_value.reason,
        year_value.count, year_value.coverage, year_value.publication,
        year_value.source_label, year_value.measured_on, year_value.computed, NULL, NULL, NULL
    FROM judged
    JOIN year_value
        ON year_value.indicator_id = judged.indicator_id AND year_value.unit_id = judged.unit_id
        AND year_value.gender = judged.gender
),
in_time AS (
    SELECT own_year.*, own_year.year BETWEEN this_report.year - indicator.lag AND this_report.year AS in_window,
        own_year.year < this_report.year - indicator.lag AS too_old
    FROM own_year
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
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
    SELECT judged.indicator_id, judged.unit_id, judged.gender, foretold.value, foretold.fallback
    FROM judged
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    LEFT JOIN foretold
        ON foretold.indicator_id = judged.indicator_id AND foretold.unit_id = judged.unit_id
        AND foretold.gender = judged.gender
    WHERE indicator.forecast <> 'annual' AND indicator.kpi_id IS NULL AND this_report.basis <> 'outcome'
),
manual AS (
    SELECT manual_forecast.*
    FROM manual_forecast
    CROSS JOIN this_report
    WHERE manual_forecast.report = this_report.report
),
with_reason AS (
    SELECT
        judged.indicator_id, judged.unit_id, judged.gender, judged.kpi_id,
        manual.value AS manual_value, manual.by_role, manual.made_at, manual.motivation,
        foretold_leaf.indicator_id IS NOT NULL AS is_foretold, foretold_leaf.value AS foretold_value, foretold_leaf.fallback,
        CASE WHEN withheld.indicator_id IS NULL THEN newest.year END AS newest_year,
        CASE
            WHEN withheld.indicator_id IS NOT NULL THEN 'failed_check'
            WHEN manual.value IS NOT NULL OR foretold_leaf.value IS NOT NULL THEN NULL
            WHEN foretold_leaf.indicator_id IS NOT NULL THEN coalesce(
                (SELECT year_value.reason FROM year_value CROSS JOIN this_report AS own_report
                    WHERE year_value.indicator_id = judged.indicator_id AND year_value.unit_id = judged.unit_id
                        AND year_value.gender = judged.gender AND year_value.year = own_report.year),
                'missing')
            WHEN newest.year IS NOT NULL THEN NULL
            WHEN newest.newest_reason IS NOT NULL THEN newest.newest_reason
            WHEN newest.has_older THEN 'no_new_measurement'
            WHEN known_kpi.publ_period BETWEEN this_report.year - judged.lag AND this_report.year
                AND coalesce(known_kpi.prel_publication_date, known_kpi.publication_date) > this_report.as_of
                    THEN 'not_yet_published'
            ELSE 'missing'
        END AS reason
    FROM judged
    CROSS JOIN this_report
    LEFT JOIN newest USING (indicator_id, unit_id, gender)
    LEFT JOIN manual USING (indicator_id, unit_id, gender)
    LEFT JOIN foretold_leaf USING (indicator_id, unit_id, gender)
    LEFT JOIN known_kpi ON known_kpi.kpi_id = judged.kpi_id
    LEFT JOIN withheld ON withheld.indicator_id = judged.indicator_id
),
chosen AS (
    SELECT
        with_reason.*,
        CASE
            WHEN this_report.basis = 'outcome' THEN 'outcome'
            WHEN with_reason.manual_value IS NOT NULL THEN 'manual_forecast'
            ELSE 'auto_forecast'
        END AS basis,
        CASE WHEN with_reason.is_foretold OR with_reason.manual_value IS NOT NULL THEN this_report.year
            ELSE with_reason.newest_year END AS year
    FROM with_reason
    CROSS JOIN this_report
),
-- The tree may have changed between what is compared: then the two do not stand for the same thing.
changed_tree AS (
    SELECT DISTINCT unit_above.above_id AS unit_id, year(unit_change.changed_at) AS year
    FROM unit_change
    JOIN unit_above ON unit_above.unit_id = unit_change.unit_id OR unit_above.unit_id = unit_change.successor_id
),
with_value AS (
    SELECT
        chosen.*,
        CASE
            WHEN chosen.reason IS NOT NULL THEN NULL
            WHEN chosen.basis = 'manual_forecast' THEN chosen.manual_value
            WHEN chosen.is_foretold THEN chosen.foretold_value
            ELSE measured.value
        END AS value,
        CASE WHEN (chosen.reason IS DISTINCT FROM 'failed_check')
            THEN CASE WHEN chosen.is_foretold THEN chosen.foretold_value ELSE newest_own.value END END AS auto_value,
        previous.value AS previous_value,
        changed_tree.unit_id IS NOT NULL AND chosen.kpi_id IS NULL AS reorganised,
        measured.count, CASE WHEN chosen.basis <> 'manual_forecast' THEN of_months.coverage END AS coverage,
        CASE WHEN chosen.basis <> 'manual_forecast' THEN of_months.publication END AS publication,
        of_months.source_label AS own_label, previous.source_label AS previous_label,
        chosen.is_foretold OR chosen.basis = 'manual_forecast' OR coalesce(measured.computed, false) AS computed,
        measured.known_from, measured.source_answer_id, measured.correction_id
    FROM (
        SELECT *, CASE WHEN NOT is_foretold AND basis <> 'manual_forecast' THEN year END AS measured_year FROM chosen
    ) AS chosen
    LEFT JOIN own_year AS measured
        ON measured.indicator_id = chosen.indicator_id AND measured.unit_id = chosen.unit_id
        AND measured.gender = chosen.gender AND measured.year = chosen.measured_year
    -- What a forecast is made from is this year's months.
    LEFT JOIN own_year AS of_months
        ON of_months.indicator_id = chosen.indicator_id AND of_months.unit_id = chosen.unit_id
        AND of_months.gender = chosen.gender AND of_months.year = chosen.year
    LEFT JOIN own_year AS newest_own
        ON newest_own.indicator_id = chosen.indicator_id AND newest_own.unit_id = chosen.unit_id
        AND newest_own.gender = chosen.gender AND newest_own.year = chosen.newest_year
    LEFT JOIN own_year AS previous
        ON previous.indicator_id = chosen.indicator_id AND previous.unit_id = chosen.unit_id
        AND previous.gender = chosen.gender AND previous.year = chosen.year - 1
    LEFT JOIN changed_tree ON changed_tree.unit_id = chosen.unit_id AND changed_tree.year = chosen.year
)
SELECT
    with_value.indicator_id, with_value.unit_id, with_value.gender, with_value.basis,
    CASE WHEN with_value.value IS NOT NULL THEN with_value.year END AS year,
    with_value.value, with_value.auto_value, with_value.reason,
    CASE WHEN with_value.value IS NOT NULL THEN with_value.previous_value END AS previous_value,
    CASE WHEN series_break.indicator_id IS NULL AND NOT with_value.reorganised
        THEN with_value.value - with_value.previous_value END AS change,
    with_value.reorganised, with_value.count,
    CASE WHEN with_value.value IS NOT NULL THEN with_value.coverage END AS coverage,
    CASE
        WHEN with_value.kpi_id IS NULL THEN CASE WHEN with_value.value IS NOT NULL THEN with_value.publication END
        WHEN with_value.year < known_kpi.publ_period THEN 'final'
        WHEN with_value.year = known_kpi.publ_period AND this_report.as_of >= known_kpi.publication_date THEN 'final'
        WHEN with_value.year = known_kpi.publ_period
            AND this_report.as_of >= known_kpi.prel_publication_date THEN 'preliminary'
    END AS publication,
    with_value.by_role AS forecast_by, with_value.made_at AS forecast_made_at, with_value.motivation AS forecast_reason,
    CASE
        WHEN with_value.basis <> 'auto_forecast' OR with_value.value IS NULL THEN NULL
        WHEN with_value.is_foretold AND with_value.fallback THEN 'months_by_twelve'
        WHEN NOT with_value.is_foretold AND with_value.year < this_report.year THEN 'no_new_measurement'
    END AS forecast_flag,
    coalesce(with_value.own_label, with_value.previous_label) AS source_label, with_value.computed,
    with_value.is_foretold OR with_value.basis = 'manual_forecast' AS forecast, with_value.known_from,
    with_value.source_answer_id,
    with_value.correction_id
FROM with_value
CROSS JOIN this_report
LEFT JOIN known_kpi ON known_kpi.kpi_id = with_value.kpi_id
LEFT JOIN series_break ON series_break.indicator_id = with_value.indicator_id AND series_break.year = with_value.year
ORDER BY with_value.indicator_id, with_value.unit_id, with_value.gender
