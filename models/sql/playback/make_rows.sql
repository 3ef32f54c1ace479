-- statement: make_rows
-- speaks of: answered_row, municipality
-- what: Makes the rows that questions about values are answered with, empty. It speaks of municipalities; of units with
--   theirs in place.
CREATE TABLE answered_row (
    kpi VARCHAR,
    municipality VARCHAR,
    period INTEGER,
    cells STRUCT(gender VARCHAR, count INTEGER, status VARCHAR, value DOUBLE, isdeleted BOOLEAN)[]
)
