-- table: value_used
-- section: measures.md §1, §4
-- key: indicator_id, unit_id, gender
-- needs: known_value, known_kpi, indicator, goal_indicator, series_break, withheld, this_report, year_value, part_of_year,
--   foretold, council_result, foretold_taxes, manual_forecast, suppressed, content_change
-- what: The value that stands for the report's year, for each leaf's unit and judged gender: the newest known one that is not
--   older than the indicator's lag allows, or the reason why there is none. In an interim report a manual forecast comes
--   first, then what the indicator's kind foretells from the months so far, or what follows from the municipality's own
--   forecast of its result, then the newest measurement of a whole year.
-- columns:
--   indicator_id      text    the indicator
--   unit_id           text    the leaf's unit
--   gender            text{T,K,M}   T, K or M
--   basis             text{outcome,manual_forecast,auto_forecast}   what is judged
--   year              int?    the value's own year
--   value             float?  the value, unrounded
--   auto_value        float?  what is foretold without anybody's hand, also where a manual forecast comes first
--   reason            text{missing,incomplete,privacy,not_applicable,not_yet_published,no_new_measurement,failed_check,period_not_over,reorganised,no_forecast}?   why there is none
--   previous_value    float?  the value of the measurement before: the year before, or the wave before
--   change            float?  value less previous value; null across a series break or a reorganisation
--   reorganised       bool    what the unit is made of changed between the two (§5)
--   count             int?    how many are behind the value
--   coverage          float?  share of the units below that it stands on, where it is rolled up
--   publication       text{final,preliminary}?   by the KPI's publication dates or the local source; null where they do not tell
--   forecast_by       text?   who made the manual forecast, by role
--   forecast_made_at  date?   when
--   forecast_reason   text?   why
--   forecast_flag     text{no_new_measurement,months_by_twelve,result_share}?   what an automatic forecast rests on, where that is to be said
--   source_label      text?   of a local value, as it must be named
--   computed          bool    we put it together: rolled up, from months, or foretold
--   forecast          bool    it is nobody's measurement: made by hand, or foretold from months
--   known_from        time?   from when Kolada's version was known
--   source_answer_id  text?   the answer that brought it
--   correction_id     text?   the declared correction that was applied
WITH judged AS (
    SELECT DISTINCT goal_indicator.indicator_id, goal_indicator.unit_id, goal_indicator.gender, indicator.kpi_id,
        indicator.lag, indicator.measured, indicator.every, indicator.wave, indicator.foretold_by,
        is_wave(this_report.year, indicator.every, indicator.wave) AS is_awaited
    FROM goal_indicator
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
),
own_year AS (
    SELECT
        judged.indicator_id, judged.unit_id, judged.gender, known_value.year, known_value.value, known_value.reason,
        false AS of_months, NULL AS count, NULL AS coverage, NULL AS publication,
        NULL AS source_label, NULL AS measured_on, known_value.correction_id IS NOT NULL AS computed, known_value.known_from,
        known_value.source_answer_id,
        known_value.correction_id
    FROM judged
    CROSS JOIN this_report
    JOIN known_value
        ON known_value.kpi_id = judged.kpi_id AND known_value.gender = judged.gender
        AND known_value.area_id = this_report.area_id AND is_wave(known_value.year, judged.every, judged.wave)
    UNION ALL
    SELECT
        judged.indicator_id, judged.unit_id, judged.gender, year_value.year, year_value.value, year_value.reason,
        year_value.of_months, year_value.count, year_value.coverage, year_value.publication,
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
-- Of the total of women and men something was measured, where either has a value.
one_gender AS (
    SELECT year_value.indicator_id, year_value.unit_id, max(year_value.year) AS year
    FROM year_value
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    WHERE year_value.gender <> 'T' AND year_value.value IS NOT NULL
        AND year_value.year BETWEEN this_report.year - indicator.lag AND this_report.year
    GROUP BY year_value.indicator_id, year_value.unit_id
),
result_share AS (
    SELECT foretold_taxes.month, 100 * kronor(council_result.forecast) / kronor(foretold_taxes.amount) AS value
    FROM council_result
    CROSS JOIN foretold_taxes
    WHERE council_result.has_taxes
),
-- What is counted month by month is foretold or lacking in an interim report: last year's total is no forecast of it.
foretold_leaf AS (
    SELECT judged.indicator_id, judged.unit_id, judged.gender, foretold.value, foretold.fallback, foretold.reorganised
    FROM judged
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    LEFT JOIN foretold
        ON foretold.indicator_id = judged.indicator_id AND foretold.unit_id = judged.unit_id
        AND foretold.gender = judged.gender
    WHERE indicator.forecast <> 'annual' AND indicator.kpi_id IS NULL AND this_report.basis <> 'outcome' AND judged.is_awaited
    UNION ALL
    -- The year's result by taxes and grants, both as the municipality foretells them: last year's share is no forecast of it.
    SELECT judged.indicator_id, judged.unit_id, judged.gender, result_share.value, false, false
    FROM judged
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    LEFT JOIN result_share ON result_share.month = this_report.month
    WHERE indicator.foretold_by = 'result_share' AND this_report.basis <> 'outcome'
),
manual AS (
    SELECT manual_forecast.*
    FROM manual_forecast
    CROSS JOIN this_report
    WHERE manual_forecast.report = this_report.report
),
with_reason AS (
    SELECT
        judged.indicator_id, judged.unit_id, judged.gender, judged.kpi_id, judged.measured, judged.every, judged.is_awaited,
        judged.foretold_by,
        manual.value AS manual_value, manual.by_role, manual.made_at, manual.motivation,
        foretold_leaf.indicator_id IS NOT NULL AS is_foretold, foretold_leaf.value AS foretold_value, foretold_leaf.fallback,
        CASE WHEN withheld.indicator_id IS NULL THEN newest.year END AS newest_year,
        CASE
            WHEN withheld.indicator_id IS NOT NULL THEN 'failed_check'
            WHEN this_report.due_by < this_report.period_end
                AND (this_report.basis = 'outcome' OR this_report.due_by < make_date(this_report.year, 1, 1))
                    THEN 'period_not_over'
            WHEN manual.value IS NOT NULL OR foretold_leaf.value IS NOT NULL THEN NULL
            WHEN foretold_leaf.reorganised THEN 'reorganised'
            WHEN foretold_leaf.indicator_id IS NOT NULL AND judged.foretold_by IS NOT NULL THEN 'no_forecast'
            WHEN foretold_leaf.indicator_id IS NOT NULL THEN coalesce(
                (SELECT year_value.reason FROM year_value CROSS JOIN this_report AS own_report
                    WHERE year_value.indicator_id = judged.indicator_id AND year_value.unit_id = judged.unit_id
                        AND year_value.gender = judged.gender AND year_value.year = own_report.year),
                CASE WHEN judged.gender = 'T' AND one_gender.year = this_report.year THEN 'incomplete' ELSE 'missing' END)
            WHEN newest.year IS NOT NULL THEN NULL
            WHEN newest.newest_reason IS NOT NULL THEN newest.newest_reason
            WHEN newest.has_older THEN 'no_new_measurement'
            WHEN known_kpi.publ_period BETWEEN this_report.year - judged.lag AND this_report.year
                AND is_wave(known_kpi.publ_period, judged.every, judged.wave)
                AND coalesce(known_kpi.prel_publication_date, known_kpi.publication_date) > this_report.as_of
                    THEN 'not_yet_published'
            WHEN judged.gender = 'T' AND one_gender.year IS NOT NULL THEN 'incomplete'
            ELSE 'missing'
        END AS reason
    FROM judged
    CROSS JOIN this_report
    LEFT JOIN newest USING (indicator_id, unit_id, gender)
    LEFT JOIN one_gender USING (indicator_id, unit_id)
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
placed AS (
    SELECT
        chosen.*, chosen.year - chosen.every AS year_before,
        CASE WHEN NOT chosen.is_foretold AND chosen.basis <> 'manual_forecast' THEN chosen.year END AS measured_year,
        is_level(chosen.measured) AND indicator.forecast = 'annual' AND chosen.year = this_report.year
            AND coalesce(own_year.of_months, false) AS at_a_part,
        indicator.forecast <> 'annual' AS is_summed
    FROM chosen
    CROSS JOIN this_report
    JOIN indicator ON indicator.indicator_id = chosen.indicator_id
    LEFT JOIN own_year
        ON own_year.indicator_id = chosen.indicator_id AND own_year.unit_id = chosen.unit_id
        AND own_year.gender = chosen.gender AND own_year.year = chosen.year
),
with_value AS (
    SELECT
        placed.*,
        CASE
            WHEN placed.reason IS NOT NULL THEN NULL
            WHEN placed.basis = 'manual_forecast' THEN placed.manual_value
            WHEN placed.is_foretold THEN placed.foretold_value
            ELSE measured.value
        END AS value,
        CASE WHEN (placed.reason IS DISTINCT FROM 'failed_check')
            THEN CASE WHEN placed.is_foretold THEN placed.foretold_value ELSE newest_own.value END END AS auto_value,
        -- Of a level that the report's own year has come to a part of, the same part of the year before.
        CASE WHEN placed.at_a_part
            THEN CASE WHEN suppressed.unit_id IS NULL THEN same_part.at_report END ELSE previous.value END AS previous_value,
        -- What the unit is made of changed between what is compared, or within the months that the former is the sum of.
        placed.kpi_id IS NULL AND EXISTS (
            FROM content_change
            WHERE content_change.unit_id = placed.unit_id
                AND (year_of_day(content_change.changed_at, placed.measured) BETWEEN placed.year_before + 1 AND placed.year
                    OR placed.is_summed AND previous.of_months AND year(content_change.changed_at) = placed.year_before
                    AND content_change.changed_at > make_date(placed.year_before, 1, 1))
        ) AS reorganised,
        measured.count, CASE WHEN placed.basis <> 'manual_forecast' THEN of_months.coverage END AS coverage,
        CASE WHEN placed.basis <> 'manual_forecast' THEN of_months.publication END AS publication,
        of_months.source_label AS own_label, previous.source_label AS previous_label,
        placed.is_foretold OR placed.basis = 'manual_forecast' OR coalesce(measured.computed, false) AS computed,
        measured.known_from, measured.source_answer_id, measured.correction_id
    FROM placed
    LEFT JOIN own_year AS measured
        ON measured.indicator_id = placed.indicator_id AND measured.unit_id = placed.unit_id
        AND measured.gender = placed.gender AND measured.year = placed.measured_year
    -- What a forecast is made from is this year's months.
    LEFT JOIN own_year AS of_months
        ON of_months.indicator_id = placed.indicator_id AND of_months.unit_id = placed.unit_id
        AND of_months.gender = placed.gender AND of_months.year = placed.year
    LEFT JOIN own_year AS newest_own
        ON newest_own.indicator_id = placed.indicator_id AND newest_own.unit_id = placed.unit_id
        AND newest_own.gender = placed.gender AND newest_own.year = placed.newest_year
    LEFT JOIN own_year AS previous
        ON previous.indicator_id = placed.indicator_id AND previous.unit_id = placed.unit_id
        AND previous.gender = placed.gender AND previous.year = placed.year_before
    LEFT JOIN part_of_year AS same_part
        ON same_part.indicator_id = placed.indicator_id AND same_part.unit_id = placed.unit_id
        AND same_part.gender = placed.gender AND same_part.year = placed.year_before AND same_part.part = 'value'
    LEFT JOIN suppressed
        ON suppressed.indicator_id = placed.indicator_id AND suppressed.unit_id = placed.unit_id
        AND suppressed.gender = placed.gender AND suppressed.year = placed.year_before
)
SELECT
    with_value.indicator_id, with_value.unit_id, with_value.gender, with_value.basis,
    CASE WHEN with_value.value IS NOT NULL THEN with_value.year END AS year,
    with_value.value, with_value.auto_value, with_value.reason,
    CASE WHEN with_value.value IS NOT NULL THEN with_value.previous_value END AS previous_value,
    CASE WHEN NOT with_value.reorganised AND NOT EXISTS (
        FROM series_break
        WHERE series_break.indicator_id = with_value.indicator_id
            AND series_break.year BETWEEN with_value.year_before + 1 AND with_value.year
    )
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
        WHEN with_value.basis <> 'auto_forecast' OR with_value.value IS NULL OR NOT with_value.is_awaited THEN NULL
        WHEN with_value.is_foretold AND with_value.foretold_by IS NOT NULL THEN with_value.foretold_by
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
ORDER BY with_value.indicator_id, with_value.unit_id, with_value.gender
