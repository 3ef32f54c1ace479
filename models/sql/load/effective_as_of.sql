-- query: effective_as_of
-- needs: kolada_value, kpi, kolada_unit_value, kpi_asked, refused_harvest
-- what: The latest instant, not after the one asked for, at which the warehouse came to know something that a report can use,
--   and the first of all (measures.md §1).
-- parameters:
--   until        time   the instant asked for, UTC
--   kpis         text   the KPIs that the definitions name
--   with_units   text   those of which units are compared
SELECT max(known_from) FILTER (WHERE known_from <= $until) AS latest, min(known_from) AS first
FROM (
    SELECT known_from FROM warehouse.kolada_value WHERE list_contains($kpis, kpi_id)
    UNION ALL
    SELECT known_from FROM warehouse.kpi WHERE list_contains($kpis, kpi_id)
    UNION ALL
    SELECT known_from FROM warehouse.kolada_unit_value WHERE list_contains($with_units, kpi_id)
    UNION ALL
    SELECT known_to FROM warehouse.kpi WHERE list_contains($kpis, kpi_id)
    UNION ALL
    SELECT "at"
    FROM warehouse.kpi_asked
    WHERE list_contains($kpis, kpi_id) AND outcome <> 'unchanged' AND outcome <> 'older'
    UNION ALL
    SELECT "at" FROM warehouse.refused_harvest WHERE list_has_any(string_split(kpi_ids, ','), $kpis)
)
