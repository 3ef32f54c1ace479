-- table: known_value
-- section: measures.md §1, §12
-- key: kpi_id, area_id, year, gender
-- needs: shared_report, indicator, correction
-- what: The versions that the warehouse knew at the as-of instant, for the KPIs that the definitions name, those that tell how sure an indicator is
--   among them. A value that stands beside a status Missing, Privacy or Not applicable is not a value that may be used; its status is the reason.
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
    SELECT DISTINCT correction.* EXCLUDE (indicator_id)
    FROM correction
    CROSS JOIN shared_report
    WHERE correction.until >= CAST(shared_report.as_of AS DATE)
)
SELECT
    kolada_value.kpi_id,
    kolada_value.area_id,
    kolada_value.period AS year,
    kolada_value.gender,
    CASE
        WHEN kolada_value.status <> '' THEN NULL
        WHEN in_force.correction_id IS NULL THEN kolada_value.value
        WHEN in_force.factor IS NOT NULL THEN CAST(written(kolada_value.value) * written(in_force.factor) AS DOUBLE)
        ELSE in_force.right_value
    END AS value,
    CASE WHEN kolada_value.status = '' THEN kolada_value.value END AS answered,
    in_force.correction_id,
    CASE
        WHEN kolada_value.status = 'Privacy' THEN 'privacy'
        WHEN kolada_value.status = 'Not applicable' THEN 'not_applicable'
        WHEN kolada_value.status <> '' OR kolada_value.value IS NULL THEN 'missing'
        WHEN in_force.correction_id IS NOT NULL AND in_force.factor IS NULL AND in_force.right_value IS NULL THEN 'missing'
    END AS reason,
    kolada_value.status,
    (kolada_value.status <> '') = (kolada_value.value IS NOT NULL) AS contradicted,
    kolada_value.known_from,
    kolada_value.source_answer_id
FROM warehouse.kolada_value
CROSS JOIN shared_report
LEFT JOIN in_force
    ON in_force.kpi_id = kolada_value.kpi_id AND in_force.year = kolada_value.period
    AND in_force.gender = kolada_value.gender AND coalesce(in_force.area_id, kolada_value.area_id) = kolada_value.area_id
        AND kolada_value.status = '' AND kolada_value.value BETWEEN in_force.wrong_low AND in_force.wrong_high
WHERE kolada_value.known_from <= shared_report.as_of
    AND (kolada_value.known_to IS NULL OR kolada_value.known_to > shared_report.as_of)
    AND kolada_value.kpi_id IN (SELECT unnest([kpi_id, margin_kpi, count_kpi]) FROM indicator)
ORDER BY kolada_value.kpi_id, kolada_value.area_id, year, kolada_value.gender
