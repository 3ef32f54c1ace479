-- check: similar_group_found
-- title: Gruppen av liknande kommuner finns
-- severity: warning
-- needs: indicator, comparison_set, this_report
-- what: The service area whose similar municipalities the indicator is compared with has no group for the municipality.
SELECT indicator.indicator_id AS subject, 1 AS n_checked, CAST(similar_set.service_area IS NULL AS INTEGER) AS n_failed,
    indicator.similar_area AS sample, indicator.similar_area AS similar_area
FROM indicator
CROSS JOIN this_report
LEFT JOIN (SELECT DISTINCT service_area, owner_id FROM comparison_set WHERE group_kind = 'similar') AS similar_set
    ON similar_set.service_area = indicator.similar_area AND similar_set.owner_id = this_report.area_id
WHERE indicator.kpi_id IS NOT NULL
