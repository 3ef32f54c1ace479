-- statement: open_versions
-- needs: opening
-- what: Begins versions of municipalities' values.
INSERT INTO kolada_value BY NAME
SELECT place_id AS area_id, * EXCLUDE (place_id)
FROM opening
