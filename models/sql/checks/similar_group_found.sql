-- check: similar_group_found
-- title: Gruppen av liknande kommuner finns
-- severity: warning
-- needs: indicator, comparison_set, this_report
-- what: The service area whose similar municipalities the indicator is compared with has no group for the municipality.
SELECT i.indicator_id AS subject, 1 AS n_checked, CAST(s.service_area IS NULL AS INTEGER) AS n_failed,
    i.similar_area AS sample, i.similar_area AS similar_area
FROM indicator AS i
CROSS JOIN this_report AS t
LEFT JOIN (SELECT DISTINCT service_area, owner_id FROM comparison_set WHERE group_kind = 'similar') AS s
    ON s.service_area = i.similar_area AND s.owner_id = t.area_id
WHERE i.kpi_id IS NOT NULL
