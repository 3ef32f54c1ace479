-- check: answer_not_loaded
-- title: Det senaste svaret är inläst
-- severity: warning
-- needs: indicator, this_report
-- what: The last answer could not be loaded, or says that it is older than what is known, so that nothing of it is.
WITH refused AS (
    SELECT kpi_id, max("at") AS "at"
    FROM (SELECT unnest(string_split(kpi_ids, ',')) AS kpi_id, "at" FROM warehouse.refused_harvest) AS each_kpi
    WHERE "at" <= (SELECT as_of FROM this_report)
    GROUP BY kpi_id
),
fetched AS (
    SELECT harvest_id, max(fetched_at) AS fetched_at
    FROM warehouse.source_answer
    GROUP BY harvest_id
),
asked AS (
    SELECT kpi_asked.kpi_id, max(kpi_asked."at") FILTER (kpi_asked.outcome <> 'older') AS loaded_at,
        arg_max(kpi_asked.outcome, fetched.fetched_at) = 'older' AS is_older,
        arg_max(kpi_asked."at", fetched.fetched_at) AS answered_at
    FROM warehouse.kpi_asked
    JOIN fetched ON fetched.harvest_id = kpi_asked.harvest_id
    WHERE kpi_asked."at" <= (SELECT as_of FROM this_report)
    GROUP BY kpi_asked.kpi_id
),
told AS (
    SELECT indicator.indicator_id, indicator.kpi_id, coalesce(asked.is_older, false) AS is_older,
        coalesce(refused."at" > coalesce(asked.loaded_at, TIMESTAMP '-infinity'), false) AS is_refused,
        CASE WHEN asked.is_older THEN asked.answered_at ELSE refused."at" END AS answered_at
    FROM indicator
    LEFT JOIN refused ON refused.kpi_id = indicator.kpi_id
    LEFT JOIN asked ON asked.kpi_id = indicator.kpi_id
    WHERE indicator.kpi_id IS NOT NULL
)
SELECT indicator_id AS subject, 1 AS n_checked, CAST(is_older OR is_refused AS INTEGER) AS n_failed,
    strftime(answered_at, '%Y-%m-%d') AS sample, kpi_id AS kpi, strftime(answered_at, '%Y-%m-%d') AS day,
    CASE WHEN is_older THEN 'är äldre än det som är känt' ELSE 'gick inte att läsa in' END AS why
FROM told
