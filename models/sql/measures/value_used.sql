-- table: value_used
-- section: measures.md §1
-- key: indicator_id, gender
-- needs: known_value, known_kpi, indicator, goal_indicator, series_break, withheld, this_report
-- what: The value that stands for the report's year, for each judged gender: the newest known one that is not older than
--   the indicator's lag allows, or the reason why there is none.
-- columns:
--   indicator_id      text    the indicator
--   gender            text{T,K,M}   T, K or M
--   year              int?    the value's own year
--   value             float?  the value, unrounded
--   reason            text{missing,privacy,not_applicable,not_yet_published,no_new_measurement,failed_check}?   why there is none
--   previous_value    float?  the value of the year before
--   change            float?  value less previous value; null across a series break
--   publication       text{final,preliminary}?   by the KPI's publication dates; null where they do not tell
--   known_from        time?   from when the version was known
--   source_answer_id  text?   the answer that brought it
--   correction_id     text?   the declared correction that was applied
WITH judged AS (
    SELECT DISTINCT g.indicator_id, g.gender, i.kpi_id, i.lag
    FROM goal_indicator AS g
    JOIN indicator AS i USING (indicator_id)
),
own_value AS (
    SELECT
        j.indicator_id, j.gender, k.year, k.value, k.reason, k.known_from, k.source_answer_id, k.correction_id,
        k.year BETWEEN t.year - j.lag AND t.year AS in_window, k.year < t.year - j.lag AS too_old
    FROM judged AS j
    CROSS JOIN this_report AS t
    JOIN known_value AS k ON k.kpi_id = j.kpi_id AND k.gender = j.gender AND k.area_id = t.area_id
),
newest AS (
    SELECT
        indicator_id, gender,
        max(year) FILTER (in_window AND value IS NOT NULL) AS year,
        arg_max(reason, year) FILTER (in_window AND value IS NULL) AS newest_reason,
        bool_or(too_old AND value IS NOT NULL) AS has_older
    FROM own_value
    GROUP BY indicator_id, gender
),
with_reason AS (
    SELECT
        j.indicator_id, j.gender, j.kpi_id,
        CASE WHEN w.indicator_id IS NULL THEN n.year END AS year,
        CASE
            WHEN w.indicator_id IS NOT NULL THEN 'failed_check'
            WHEN n.year IS NOT NULL THEN NULL
            WHEN n.newest_reason IS NOT NULL THEN n.newest_reason
            WHEN n.has_older THEN 'no_new_measurement'
            WHEN k.publ_period BETWEEN t.year - j.lag AND t.year
                AND coalesce(k.prel_publication_date, k.publication_date) > t.as_of THEN 'not_yet_published'
            ELSE 'missing'
        END AS reason
    FROM judged AS j
    CROSS JOIN this_report AS t
    LEFT JOIN newest AS n USING (indicator_id, gender)
    LEFT JOIN known_kpi AS k USING (kpi_id)
    LEFT JOIN withheld AS w USING (indicator_id)
)
SELECT
    r.indicator_id, r.gender, r.year, v.value, r.reason,
    p.value AS previous_value,
    CASE WHEN b.indicator_id IS NULL THEN v.value - p.value END AS change,
    CASE
        WHEN r.year < k.publ_period THEN 'final'
        WHEN r.year = k.publ_period AND t.as_of >= k.publication_date THEN 'final'
        WHEN r.year = k.publ_period AND t.as_of >= k.prel_publication_date THEN 'preliminary'
    END AS publication,
    v.known_from, v.source_answer_id, v.correction_id
FROM with_reason AS r
CROSS JOIN this_report AS t
LEFT JOIN known_kpi AS k USING (kpi_id)
LEFT JOIN own_value AS v ON v.indicator_id = r.indicator_id AND v.gender = r.gender AND v.year = r.year
LEFT JOIN own_value AS p ON p.indicator_id = r.indicator_id AND p.gender = r.gender AND p.year = r.year - 1
LEFT JOIN series_break AS b ON b.indicator_id = r.indicator_id AND b.year = r.year
ORDER BY r.indicator_id, r.gender
