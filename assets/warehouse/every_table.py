"""Reads all that a warehouse holds, so that damage shows before it is needed."""

import duckdb


def read_every_table(con: duckdb.DuckDBPyConnection, database: str) -> int:
    """Read every value of every table of an attached database, and return how many rows there are.

    DuckDB holds each block of a file against the checksum that was written with it, but only when the block is read;
    counting rows reads few of them. Parquet files of a lake have no checksums: there, what cannot be decoded shows.

    Raises:
        duckdb.Error: a block is not what was written; `connected` and `discreet` put it in words.
    """
    listed = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY ALL"
    n_rows = 0
    for schema, name in con.execute(listed, [database]).fetchall():
        whole = f'"{database}"."{schema}"."{name}"'
        n_rows += con.execute(f"SELECT count(*), bit_xor(hash(each_row)) FROM {whole} AS each_row").fetchall()[0][0]
    return n_rows
