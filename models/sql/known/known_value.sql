-- table: known_value
-- section: measures.md §1, §12
-- key: kpi_id, area_id, year, gender
-- needs: shared_report, indicator, correction
-- what: The versions that the warehouse knew at the as-of instant, for the KPIs that the definitions name. A value that
--   stands beside a status Missing, Privacy or Not applicable is not a value that may be used; its status is the reason.
--   What a declared correction says is wrong is read as it says (docs/quality.md).
-- columns:
--   kpi_id            text    Kolada's KPI
--   area_id           text    the area
--   year              int     the year
--   gender            text{T,K,M}   T, K or M
--   value             float?  the value, where it may be used
--   answered          float?  the value as Kolada gave it, where it may be used
--   correction_id     text?   the declared correction that was applied
--   reason            text{missing,privacy,not_applicable}?   why there is none
--   status            text    Kolada's status, as it came
--   contradicted      bool    a status without value came with one, or a null without status
--   known_from        time    from when the version was known
--   source_answer_id  text    the answer that brought it
WITH in_force AS (
    SELECT DISTINCT c.* EXCLUDE (indicator_id)
    FROM correction AS c
    CROSS JOIN shared_report AS t
    WHERE c.until >= CAST(t.as_of AS DATE)
)
SELECT
    v.kpi_id,
    v.area_id,
    v.period AS year,
    v.gender,
    CASE
        WHEN v.status <> '' THEN NULL
        WHEN c.correction_id IS NULL THEN v.value
        WHEN c.factor IS NOT NULL THEN CAST(written(v.value) * written(c.factor) AS DOUBLE)
        ELSE c.right_value
    END AS value,
    CASE WHEN v.status = '' THEN v.value END AS answered,
    c.correction_id,
    CASE
        WHEN v.status = 'Privacy' THEN 'privacy'
        WHEN v.status = 'Not applicable' THEN 'not_applicable'
        WHEN v.status <> '' OR v.value IS NULL THEN 'missing'
        WHEN c.correction_id IS NOT NULL AND c.factor IS NULL AND c.right_value IS NULL THEN 'missing'
    END AS reason,
    v.status,
    (v.status <> '') = (v.value IS NOT NULL) AS contradicted,
    v.known_from,
    v.source_answer_id
FROM warehouse.kolada_value AS v
CROSS JOIN shared_report AS t
LEFT JOIN in_force AS c
    ON c.kpi_id = v.kpi_id AND c.year = v.period AND c.gender = v.gender AND coalesce(c.area_id, v.area_id) = v.area_id
        AND v.status = '' AND v.value BETWEEN c.wrong_low AND c.wrong_high
WHERE v.known_from <= t.as_of
    AND (v.known_to IS NULL OR v.known_to > t.as_of)
    AND v.kpi_id IN (SELECT kpi_id FROM indicator)
ORDER BY v.kpi_id, v.area_id, year, v.gender
