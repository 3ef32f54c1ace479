-- table: movement
-- section: measures.md §14
-- title: Rörelse
-- published: 25
-- key: indicator_id, unit_id, gender, monthly, forecast_of
-- figure: indicator_id, unit_id?, gender, monthly, forecast_of?
-- needs: own_value, year_value, unit_value, value_used, indicator, series_break, content_change, suppressed,
--   withheld, figure_origin, this_report
-- what: The last point of each of the municipality's own series up to the report, and each forecast held against the series
--   that it goes on: whether it lies beyond what is normal for the series (XmR). The points are Kolada's values of the
--   municipality, or a unit's whole years, or its months, since the last series break or reorganisation.
-- parents:
--   value_node       p.latest AND p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND
--                    p.year BETWEEN f.first_year AND f.year
--   correction_node  p.kpi_id = f.kpi_id AND p.area_id = t.area_id AND p.gender = f.gender AND
--                    p.year BETWEEN f.first_year AND f.year
--   own_node         p.indicator_id = f.indicator_id AND p.above_id = f.unit_id AND p.gender = f.gender
--                    AND p.year BETWEEN f.first_year AND f.year
--   definition_node  p.section = 'indicators' AND p.id = f.indicator_id
--   definition_node  p.section = 'forecasts' AND EXISTS (FROM manual_forecast
--                    WHERE manual_forecast.place = p.id AND manual_forecast.indicator_id = f.indicator_id
--                        AND manual_forecast.unit_id = f.forecast_of AND manual_forecast.gender = f.gender)
--   model_node       p.model = 'movement'
-- columns:
--   report        text    «Rapport» the report's id
--   indicator_id  text    «Indikator» the indicator
--   kpi_id        text?   «Nyckeltal» Kolada's KPI
--   unit_id       text?   «Enhet» the unit measured; null for Kolada's value of the whole municipality
--   gender        text{T,K,M}   «Kön» T, K or M
--   monthly       bool    «Månadsvis» the points are months
--   forecast_of   text?   «Prognos för» the unit whose forecast the point is; null where it is measured
--   year          int     «År» the point's year
--   month         int?    «Månad» its month; null for a whole year
--   value         float?  «Värde» its value; null for a month: months are not shown by themselves (§12)
--   first_year    int     «Första året» the year of the first point
--   n_points      int     «Antal punkter» points, this one among them
--   mean          float   «Medel» their mean
--   mean_range    float?  «Medelskillnad» AMR: the mean difference from one point to the next, great leaps left out
--   lower         float?  «Nedre gräns» mean − 2.66·AMR; null where the series is too short
--   upper         float?  «Övre gräns» mean + 2.66·AMR
--   side          text{above,below}?   «Sida» where the point lies of the mean
--   sign          text{beyond_limits,seven_in_a_row,two_of_three}?   «Tecken» what tells that it is beyond the normal
--   movement      text{outside_normal,within_normal,series_too_short}   «Rörelse» whether the point tells something
--   source_label  text    «Källa» the source, as it must be named
--   lineage_id    text    «Spårnummer» leads to where the figure comes from
WITH measured AS (
    SELECT own_value.indicator_id, NULL AS unit_id, own_value.gender, false AS monthly, own_value.year, NULL AS month,
        own_value.value, figure_origin.processed_label AS source_label
    FROM own_value
    JOIN indicator USING (indicator_id)
    JOIN figure_origin USING (kpi_id)
    CROSS JOIN this_report
    WHERE own_value.unit_id IS NULL AND own_value.value IS NOT NULL AND own_value.year <= this_report.year
    UNION ALL
    SELECT year_value.indicator_id, year_value.unit_id, year_value.gender, false, year_value.year, NULL, year_value.value,
        year_value.source_label
    FROM year_value
    CROSS JOIN this_report
    WHERE year_value.value IS NOT NULL AND year_value.year <= this_report.year
    UNION ALL
    SELECT unit_value.indicator_id, unit_value.unit_id, unit_value.gender, true, unit_value.year, unit_value.month,
        unit_value.value, unit_value.source_label
    FROM unit_value
    WHERE unit_value.month IS NOT NULL AND unit_value.value IS NOT NULL
        AND NOT EXISTS (
            FROM suppressed
            WHERE suppressed.indicator_id = unit_value.indicator_id AND suppressed.unit_id = unit_value.unit_id
                AND suppressed.gender = unit_value.gender AND suppressed.year = unit_value.year
        )
),
-- What nobody has measured yet goes on the series as if it were its next point.
point AS (
    SELECT
        measured.*, NULL AS forecast_of, 12 * measured.year + coalesce(measured.month, last_month(indicator.measured)) AS month_no
    FROM measured
    JOIN indicator USING (indicator_id)
    UNION ALL
    SELECT
        value_used.indicator_id, CASE WHEN indicator.kpi_id IS NULL THEN value_used.unit_id END AS unit_id,
        value_used.gender, false AS monthly, value_used.year, NULL AS month, value_used.value,
        coalesce(figure_origin.processed_label, value_used.source_label, '–') AS source_label,
        value_used.unit_id AS forecast_of,
        12 * value_used.year + last_month(indicator.measured) AS month_no
    FROM value_used
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    LEFT JOIN figure_origin USING (kpi_id)
    WHERE value_used.value IS NOT NULL AND value_used.forecast
),
-- Where what a unit is made of has changed, the points before do not stand for the same thing.
new_series AS (
    SELECT series_break.indicator_id, NULL AS unit_id, 12 * series_break.year + 1 AS month_no
    FROM series_break
    CROSS JOIN this_report
    UNION ALL
    SELECT NULL, unit_id, 12 * year(changed_at) + month(changed_at)
    FROM content_change
),
in_series AS (
    SELECT
        point.indicator_id, point.unit_id, point.gender, point.monthly, point.year, point.month, point.value,
        point.source_label, point.forecast_of, point.month_no,
        coalesce(max(new_series.month_no), 0) AS since
    FROM point
    LEFT JOIN new_series
        ON new_series.month_no <= point.month_no AND (new_series.indicator_id = point.indicator_id
            OR new_series.unit_id = point.unit_id)
    WHERE point.indicator_id NOT IN (SELECT indicator_id FROM withheld)
    GROUP BY ALL
),
last_point AS (
    SELECT *
    FROM in_series
    QUALIFY forecast_of IS NOT NULL OR month_no = max(month_no) FILTER (forecast_of IS NULL) OVER (
        PARTITION BY indicator_id, unit_id, gender, monthly
    )
),
-- A row for each point that a last point is held against, itself among them; counted backwards, itself is 1.
held AS (
    SELECT
        last_point.indicator_id, last_point.unit_id, last_point.gender, last_point.monthly, last_point.forecast_of,
        in_series.year, in_series.month_no, exact(in_series.value) AS value,
        row_number() OVER (backwards) AS place,
        abs(exact(in_series.value) - lead(exact(in_series.value)) OVER (backwards)) AS leap
    FROM last_point
    JOIN in_series
        ON in_series.indicator_id = last_point.indicator_id
        AND in_series.unit_id IS NOT DISTINCT FROM last_point.unit_id
        AND in_series.gender = last_point.gender AND in_series.monthly = last_point.monthly
        AND in_series.since = last_point.since
        AND (in_series.forecast_of IS NULL AND in_series.month_no < last_point.month_no
            OR in_series.month_no = last_point.month_no AND in_series.forecast_of IS NOT DISTINCT FROM last_point.forecast_of)
    WINDOW backwards AS (
        PARTITION BY last_point.indicator_id, last_point.unit_id, last_point.gender, last_point.monthly,
            last_point.forecast_of
        ORDER BY in_series.month_no DESC
    )
),
first_mean AS (
    SELECT *,
        count(*) OVER series AS n_points, sum(value) OVER series AS total,
        -- Exact, as all that decides is: a leap above 3.267 times the mean leap is left out.
        leap * count(leap) OVER series <= written(3.267) * sum(leap) OVER series AS usual
    FROM held
    WINDOW series AS (PARTITION BY indicator_id, unit_id, gender, monthly, forecast_of)
),
summed AS (
    SELECT *, count(*) FILTER (usual) OVER series AS n_leaps, coalesce(sum(leap) FILTER (usual) OVER series, 0) AS leaps
    FROM first_mean
    WINDOW series AS (PARTITION BY indicator_id, unit_id, gender, monthly, forecast_of)
),
beside_mean AS (
    SELECT *,
        sign(n_points * value - total) AS way,
        -- How far from the mean, and how long AMR is, in the same small parts: both times n_points and n_leaps.
        abs(n_points * value - total) * n_leaps AS away, n_points * leaps AS one
    FROM summed
),
own_way AS (
    SELECT *, max(way) FILTER (place = 1) OVER (PARTITION BY indicator_id, unit_id, gender, monthly, forecast_of) AS last_way
    FROM beside_mean
),
told AS (
    SELECT
        indicator_id, unit_id, gender, monthly, forecast_of, min(year) AS first_year,
        any_value(n_points) AS n_points, any_value(last_way) AS way,
        CAST(any_value(total) AS DOUBLE) / any_value(n_points) AS mean,
        CAST(any_value(leaps) AS DOUBLE) / nullif(any_value(n_leaps), 0) AS mean_range,
        any_value(n_points) >= CASE WHEN monthly THEN 12 ELSE 8 END AS long_enough,
        bool_or(place = 1 AND away > written(2.66) * one) AS beyond_limits,
        count(*) FILTER (place <= 7 AND way = last_way) = 7 AS seven_in_a_row,
        bool_or(place = 1 AND away > written(1.77) * one)
        AND count(*) FILTER (place <= 3 AND way = last_way AND away > written(1.77) * one) >= 2 AS two_of_three
    FROM own_way
    GROUP BY indicator_id, unit_id, gender, monthly, forecast_of
),
with_sign AS (
    SELECT
        *,
        CASE
            WHEN NOT long_enough OR way = 0 THEN NULL
            WHEN beyond_limits THEN 'beyond_limits'
            WHEN seven_in_a_row THEN 'seven_in_a_row'
            WHEN two_of_three THEN 'two_of_three'
        END AS sign
    FROM told
)
SELECT
    this_report.report, with_sign.indicator_id, indicator.kpi_id, with_sign.unit_id, with_sign.gender, with_sign.monthly,
    with_sign.forecast_of, last_point.year, last_point.month,
    CASE WHEN NOT with_sign.monthly THEN last_point.value END AS value,
    with_sign.first_year, with_sign.n_points, with_sign.mean, with_sign.mean_range,
    CASE WHEN with_sign.long_enough THEN with_sign.mean - 2.66 * with_sign.mean_range END AS lower,
    CASE WHEN with_sign.long_enough THEN with_sign.mean + 2.66 * with_sign.mean_range END AS upper,
    CASE with_sign.way WHEN 1 THEN 'above' WHEN -1 THEN 'below' END AS side,
    with_sign.sign,
    CASE
        WHEN NOT with_sign.long_enough THEN 'series_too_short'
        WHEN with_sign.sign IS NULL THEN 'within_normal'
        ELSE 'outside_normal'
    END AS movement,
    last_point.source_label
FROM with_sign
CROSS JOIN this_report
JOIN indicator USING (indicator_id)
JOIN last_point
    ON last_point.indicator_id = with_sign.indicator_id AND last_point.unit_id IS NOT DISTINCT FROM with_sign.unit_id
    AND last_point.gender = with_sign.gender AND last_point.monthly = with_sign.monthly
    AND last_point.forecast_of IS NOT DISTINCT FROM with_sign.forecast_of
ORDER BY with_sign.indicator_id, with_sign.unit_id NULLS FIRST, with_sign.gender, with_sign.monthly,
    with_sign.forecast_of NULLS FIRST
