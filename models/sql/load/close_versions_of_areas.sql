-- statement: close_versions
-- needs: closing
-- what: Ends versions of municipalities' values.
MERGE INTO kolada_value AS known
USING closing ON known.rowid = closing.row_no
WHEN MATCHED THEN UPDATE SET known_to = closing.known_to, closed_by = closing.closed_by
