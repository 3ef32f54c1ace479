-- table: known_value
-- section: measures.md §1, §12
-- key: kpi_id, area_id, year, gender
-- needs: this_report, indicator
-- what: The versions that the warehouse knew at the as-of instant, for the KPIs that the definitions name. A value that
--   stands beside a status Missing, Privacy or Not applicable is not a value that may be used; its status is the reason.
-- columns:
--   kpi_id            text    Kolada's KPI
--   area_id           text    the area
--   year              int     the year
--   gender            text{T,K,M}   T, K or M
--   value             float?  the value, where it may be used
--   reason            text{missing,privacy,not_applicable}?   why there is none
--   status            text    Kolada's status, as it came
--   contradicted      bool    a status without value came with one, or a null without status
--   known_from        time    from when the version was known
--   source_answer_id  text    the answer that brought it
SELECT
    v.kpi_id,
    v.area_id,
    v.period AS year,
    v.gender,
    CASE WHEN v.status = '' THEN v.value END AS value,
    CASE
        WHEN v.status = 'Privacy' THEN 'privacy'
        WHEN v.status = 'Not applicable' THEN 'not_applicable'
        WHEN v.status <> '' OR v.value IS NULL THEN 'missing'
    END AS reason,
    v.status,
    (v.status <> '') = (v.value IS NOT NULL) AS contradicted,
    v.known_from,
    v.source_answer_id
FROM warehouse.kolada_value AS v
CROSS JOIN this_report AS t
WHERE v.known_from <= t.as_of
    AND (v.known_to IS NULL OR v.known_to > t.as_of)
    AND v.kpi_id IN (SELECT kpi_id FROM indicator)
ORDER BY v.kpi_id, v.area_id, year, v.gender
