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
        kolada_value.kpi_id, kolada_value.area_id, kolada_value.period AS year, kolada_value.gender,
        CASE WHEN kolada_value.status = '' THEN kolada_value.value END AS value, kolada_value.status,
        kolada_value.known_from, kolada_value.source_answer_id,
        CASE WHEN kolada_value.known_to <= this_report.as_of THEN kolada_value.known_to END AS known_to,
        CASE WHEN kolada_value.known_to <= this_report.as_of THEN kolada_value.closed_by END AS closed_by,
        row_number() OVER (
            PARTITION BY kolada_value.kpi_id, kolada_value.area_id, kolada_value.period,
                kolada_value.gender ORDER BY kolada_value.known_from, kolada_value.known_to NULLS LAST
        ) AS version_no
    FROM warehouse.kolada_value
    CROSS JOIN this_report
    WHERE kolada_value.known_from <= this_report.as_of
        AND kolada_value.kpi_id IN (SELECT unnest([kpi_id, margin_kpi, count_kpi]) FROM indicator)
    UNION ALL
    SELECT
        kolada_unit_value.kpi_id, kolada_unit_value.kolada_unit_id, kolada_unit_value.period, kolada_unit_value.gender,
        CASE WHEN kolada_unit_value.status = '' THEN kolada_unit_value.value END, kolada_unit_value.status,
        kolada_unit_value.known_from, kolada_unit_value.source_answer_id,
        CASE WHEN kolada_unit_value.known_to <= this_report.as_of THEN kolada_unit_value.known_to END,
        CASE WHEN kolada_unit_value.known_to <= this_report.as_of THEN kolada_unit_value.closed_by END,
        row_number() OVER (
            PARTITION BY kolada_unit_value.kpi_id, kolada_unit_value.kolada_unit_id, kolada_unit_value.period,
                kolada_unit_value.gender ORDER BY kolada_unit_value.known_from, kolada_unit_value.known_to NULLS LAST
        )
    FROM warehouse.kolada_unit_value
    CROSS JOIN this_report
    WHERE kolada_unit_value.known_from <= this_report.as_of
        AND kolada_unit_value.kpi_id IN (SELECT kpi_id FROM indicator WHERE compare_units)
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
