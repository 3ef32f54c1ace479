-- query: kpi_titles
-- needs: kpi
-- what: Kolada's KPIs as its catalogue has them now, by their ids.
SELECT kpi_id, coalesce(title, kpi_id) AS title, coalesce(operating_area, '') AS operating_area, municipality_type
FROM warehouse.kpi
WHERE known_to IS NULL
ORDER BY kpi_id
