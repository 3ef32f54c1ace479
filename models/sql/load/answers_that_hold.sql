-- query: answers_that_hold
-- needs: source_answer, kolada_value, kpi, area, area_group
-- what: The hashes of the answers that brought what holds now.
SELECT DISTINCT sha256
FROM warehouse.source_answer
WHERE source_answer_id IN (
    SELECT source_answer_id FROM warehouse.kolada_value WHERE known_to IS NULL
    UNION
    SELECT source_answer_id FROM warehouse.kpi WHERE known_to IS NULL
    UNION
    SELECT source_answer_id FROM warehouse.area WHERE known_to IS NULL
    UNION
    SELECT source_answer_id FROM warehouse.area_group WHERE known_to IS NULL
)
