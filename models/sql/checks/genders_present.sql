-- check: genders_present
-- title: Könsuppdelade värden finns där de ska bedömas
-- severity: warning
-- needs: goal_indicator, indicator, known_value, this_report
-- what: Values of women or men are to be judged, and the municipality has none.
SELECT judged.indicator_id AS subject, count(DISTINCT judged.gender) AS n_checked,
    count(DISTINCT judged.gender) FILTER (known.gender IS NULL) AS n_failed, any_value(indicator.kpi_id) AS sample,
    any_value(indicator.kpi_id) AS kpi
FROM (SELECT DISTINCT indicator_id, gender FROM goal_indicator WHERE gender <> 'T') AS judged
CROSS JOIN this_report
JOIN indicator USING (indicator_id)
LEFT JOIN (SELECT DISTINCT kpi_id, area_id, gender FROM known_value) AS known
    ON known.kpi_id = indicator.kpi_id AND known.gender = judged.gender AND known.area_id = this_report.area_id
WHERE EXISTS (FROM known_value AS other WHERE other.kpi_id = indicator.kpi_id AND other.area_id = this_report.area_id)
GROUP BY judged.indicator_id
