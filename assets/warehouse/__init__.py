"""The warehouse: every Kolada value in every version, in DuckDB, with one writer at a time."""
