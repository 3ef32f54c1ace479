"""A lake's part of a backup: a plain DuckDB file with all of its tables at one snapshot.

A dump of the catalogue beside a copy of the Parquet files would be two copies of two moments, and would come back to the
same PostgreSQL and the same folder only. The file goes into a lake or stands as it is, wherever it is restored.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assets.warehouse.lake import Lake, attach, discreet, is_made
from assets.warehouse.store import connected, ensure_schema, migrate, reading, transaction, writing
from models.errors import UsageError
from models.tables.header import tables


def copy_out(lake: Lake, file: Path) -> bool:
    """Write all tables of a lake as they are at its newest snapshot to a new DuckDB file; false where there is no lake yet.

    Raises:
        PlaceError: the lake could not be read or the file not written.
        VersionError: the lake is of another version.
    """
    if not is_made(lake):
        return False
    with connected(file) as con:
        ensure_schema(con, file)
    with reading(lake) as con:
        con.execute(f"ATTACH '{_escaped(file)}' AS copied")
        for name in tables("warehouse"):
            con.execute(f"INSERT INTO copied.{name} BY NAME SELECT * FROM warehouse.{name}")
        con.execute("CHECKPOINT copied")
        con.execute("DETACH copied")
    return True


def must_be_empty(lake: Lake) -> None:
    """See that nothing has been loaded into a lake.

    Raises:
        UsageError: something has.
        PlaceError: the lake could not be read.
    """
    if not is_made(lake):
        return
    # Only to be read: to be written, a lake must be told of the very folder in which its files lie.
    with discreet(lake), duckdb.connect() as con:
        attach(con, lake, read_only=True)
        rows = con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'warehouse'").fetchall()
        made = tables("warehouse").keys() & {row[0] for row in rows}
        held = [name for name in sorted(made) if con.execute(f"FROM warehouse.{name} LIMIT 1").fetchall()]
    if held:
        text = f"{lake} är inte tom (den har {held[0]}), och inget återställs någonsin över det som finns."
        raise UsageError(f"{text} Ange en tom databas i STYRTAL_WAREHOUSE.")


@contextmanager
def copied_in(files: dict[Path, Lake]) -> Generator[None]:
    """Load DuckDB files into empty lakes, each in one transaction; if the block fails, they are emptied again.

    Raises:
        PlaceError: a lake could not be written. Nothing is left in any.
        VersionError: a file is of a version that cannot be read.
    """
    filled: list[Lake] = []
    try:
        for file, lake in files.items():
            old = migrate(file)
            if old is not None:
                old.unlink()
            filled.append(lake)
            _copy_in(file, lake)
        yield
    except BaseException:
        for lake in filled:
            with writing(lake) as con, transaction(con):
                for name in tables("warehouse"):
                    con.execute(f"DELETE FROM {name}")
        raise


def _copy_in(file: Path, lake: Lake) -> None:
    with discreet(lake), writing(lake) as con:
        con.execute(f"ATTACH '{_escaped(file)}' AS copied (READ_ONLY)")
        with transaction(con):
            for name in tables("warehouse"):
                con.execute(f"INSERT INTO warehouse.{name} BY NAME SELECT * FROM copied.{name}")
        con.execute("DETACH copied")


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
