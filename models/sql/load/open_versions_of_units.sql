-- statement: open_versions
-- needs: opening
-- what: Begins versions of units' values.
INSERT INTO kolada_unit_value BY NAME
SELECT place_id AS kolada_unit_id, * EXCLUDE (place_id)
FROM opening
