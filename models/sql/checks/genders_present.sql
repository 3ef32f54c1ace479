-- check: genders_present
-- title: Könsuppdelade värden finns där de ska bedömas
-- severity: warning
-- needs: goal_indicator, indicator, known_value, this_report
-- what: Values of women or men are to be judged, and the municipality has none.
SELECT g.indicator_id AS subject, count(DISTINCT g.gender) AS n_checked,
    count(DISTINCT g.gender) FILTER (v.gender IS NULL) AS n_failed, any_value(i.kpi_id) AS sample,
    any_value(i.kpi_id) AS kpi
FROM (SELECT DISTINCT indicator_id, gender FROM goal_indicator WHERE gender <> 'T') AS g
CROSS JOIN this_report AS t
JOIN indicator AS i USING (indicator_id)
LEFT JOIN (SELECT DISTINCT kpi_id, area_id, gender FROM known_value) AS v
    ON v.kpi_id = i.kpi_id AND v.gender = g.gender AND v.area_id = t.area_id
WHERE EXISTS (FROM known_value AS k WHERE k.kpi_id = i.kpi_id AND k.area_id = t.area_id)
GROUP BY g.indicator_id
