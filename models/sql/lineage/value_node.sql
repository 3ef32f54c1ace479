-- table: value_node
-- section: architecture.md, the way of a figure
-- key: lineage_id
-- needs: indicator, this_report
-- what: Every version of a value that had been known by the as-of instant, for the KPIs that the definitions name, as
--   nodes of lineage. What ended a version after that instant is not told: a report made again says the same.
-- columns:
--   lineage_id        text    the node
--   kpi_id            text    Kolada's KPI
--   area_id           text    the area, or the school, preschool or home
--   year              int     the year
--   gender            text{T,K,M}   T, K or M
--   value             float?  the value, where its status lets it be used
--   status            text    Kolada's status, as it came
--   known_from        time    from when the version was known, UTC
--   known_to          time?   until when it was, as known at the as-of instant
--   closed_by         text{revised,deleted,absent,withdrawn}?   what ended it
--   source_answer_id  text    the answer that brought it
--   earlier_id        text?   the version that it came after
--   latest            bool    no later version was known
WITH version AS (
    SELECT
        v.kpi_id, v.area_id, v.period AS year, v.gender, CASE WHEN v.status = '' THEN v.value END AS value, v.status,
        v.known_from, v.source_answer_id,
        CASE WHEN v.known_to <= t.as_of THEN v.known_to END AS known_to,
        CASE WHEN v.known_to <= t.as_of THEN v.closed_by END AS closed_by,
        row_number() OVER (
            PARTITION BY v.kpi_id, v.area_id, v.period, v.gender ORDER BY v.known_from, v.known_to NULLS LAST
        ) AS version_no
    FROM warehouse.kolada_value AS v
    CROSS JOIN this_report AS t
    WHERE v.known_from <= t.as_of AND v.kpi_id IN (SELECT kpi_id FROM indicator)
    UNION ALL
    SELECT
        v.kpi_id, v.kolada_unit_id, v.period, v.gender, CASE WHEN v.status = '' THEN v.value END, v.status,
        v.known_from, v.source_answer_id,
        CASE WHEN v.known_to <= t.as_of THEN v.known_to END,
        CASE WHEN v.known_to <= t.as_of THEN v.closed_by END,
        row_number() OVER (
            PARTITION BY v.kpi_id, v.kolada_unit_id, v.period, v.gender ORDER BY v.known_from, v.known_to NULLS LAST
        )
    FROM warehouse.kolada_unit_value AS v
    CROSS JOIN this_report AS t
    WHERE v.known_from <= t.as_of AND v.kpi_id IN (SELECT kpi_id FROM indicator WHERE compare_units)
),
named AS (
    SELECT *, short_id(concat_ws('|', 'value', kpi_id, area_id, year, gender, known_from, version_no)) AS lineage_id
    FROM version
)
SELECT
    lineage_id, kpi_id, area_id, year, gender, value, status, known_from, known_to, closed_by, source_answer_id,
    lag(lineage_id) OVER one_cell AS earlier_id,
    lead(lineage_id) OVER one_cell IS NULL AS latest
FROM named
WINDOW one_cell AS (PARTITION BY kpi_id, area_id, year, gender ORDER BY version_no)
ORDER BY kpi_id, area_id, year, gender, version_no
