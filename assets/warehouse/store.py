"""Opens the warehouse. One writer at a time; a connection is closed whatever happens."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assets.lock import locked
from models.errors import PlaceError, VersionError
from models.tables import sql_text, tables

SCHEMA_VERSION = 1


@contextmanager
def connected(path: Path, *, read_only: bool = False) -> Generator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB file until the block ends.

    Raises:
        VersionError: the file was written by another version.
        PlaceError: the file could not be opened or written, or the disk is full.
    """
    con: duckdb.DuckDBPyConnection | None = None
    try:
        # Only this version of DuckDB or a newer one reads the file, which is pinned; it is written in half the time.
        con = duckdb.connect(path, read_only=read_only, config={"storage_compatibility_version": "latest"})
        con.execute("SET temp_directory = ?", [str(path.parent / "tmp")])
        con.execute("SET preserve_insertion_order = false")
        yield con
    except duckdb.IOException as error:
        raise _in_words(path, error) from error
    except duckdb.OutOfMemoryException as error:
        text = (
            f"{path} needs more memory or temporary disk than there is. Make room and run again; nothing was changed."
        )
        raise PlaceError(text) from error
    finally:
        if con is not None:
            con.close()


def _in_words(path: Path, error: duckdb.IOException) -> PlaceError | VersionError:
    text = str(error)
    if "lock" in text.lower():
        return PlaceError(f"{path} is open in another program. Close it and run again.")
    if "version number" in text or "newer version" in text or "storage version" in text.lower():
        return VersionError(f"{path} was written by another version of DuckDB. Use the styrtal that wrote it.")
    if "not a valid DuckDB" in text:
        return VersionError(f"{path} is not a warehouse. Move it away, and run again to fetch everything anew.")
    return PlaceError(f"{path} could not be written or read: {text.splitlines()[0][:200]} Nothing was changed.")


def ensure_schema(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Create the tables of an empty warehouse, or see that an older one is of this version.

    Raises:
        VersionError: the warehouse is of another version.
    """
    con.execute("CREATE TABLE IF NOT EXISTS warehouse_version (version INTEGER NOT NULL)")
    found = con.execute("SELECT version FROM warehouse_version").fetchall()
    if not found:
        con.execute("INSERT INTO warehouse_version VALUES (?)", [SCHEMA_VERSION])
    if not found or found[0][0] == SCHEMA_VERSION:
        # A table that an older warehouse of the version lacks begins empty.
        for table in tables("warehouse").values():
            con.execute(table.ddl.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))
    else:
        is_newer = found[0][0] > SCHEMA_VERSION
        mend = "Use the newer styrtal that wrote it." if is_newer else "Run the version of styrtal that migrates it."
        raise VersionError(
            f"{path} is a warehouse of version {found[0][0]}; this styrtal reads version {SCHEMA_VERSION}. {mend}"
        )


@contextmanager
def writing(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, of this version and for this process alone; what must land whole is done in `transaction`.

    Raises:
        PlaceError: as `locked` and `connected`.
        VersionError: the warehouse is of another version.
    """
    with locked(path.parent), connected(path) as con:
        con.execute("SET memory_limit = '1500MB'")
        with transaction(con):
            ensure_schema(con, path)
            con.execute(sql_text("macros.sql"))
        yield con


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Generator[None]:
    """All of the block lands in the warehouse, or nothing does."""
    con.execute("BEGIN TRANSACTION")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        _roll_back(con)
        raise


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    try:
        con.execute("ROLLBACK")
    except duckdb.Error:
        # The commit itself failed: DuckDB has already rolled back.
        return


@contextmanager
def reading(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Open a workplace in memory with the warehouse beside it as `warehouse`, read only.

    Another process cannot even read while one writes, so the lock is held for the moment that this takes.

    Raises:
        PlaceError: there is no warehouse yet, or as `locked`.
        VersionError: the warehouse is of another version.
    """
    if not path.exists():
        raise PlaceError(f"{path} does not exist: nothing has been fetched yet. Run styrtal run first.")
    with locked(path.parent):
        _wait_for_file(path)
        with connected(Path(":memory:")) as con:
            con.execute(f"ATTACH {_quoted(path)} AS warehouse (READ_ONLY)")
            version = con.execute("SELECT version FROM warehouse.warehouse_version").fetchall()
            if not version or version[0][0] != SCHEMA_VERSION:
                raise VersionError(f"{path} is a warehouse of another version. Use the styrtal that wrote it.")
            con.execute("SET temp_directory = ?", [str(path.parent / "tmp")])
            con.execute("SET memory_limit = '1200MB'")
            con.execute(sql_text("macros.sql"))
            yield con


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _wait_for_file(path: Path) -> None:
    """Wait a moment where a killed writer's process has not yet let go of the file (Windows)."""
    for _ in range(20):
        try:
            with path.open("rb"):
                return
        except PermissionError:
            time.sleep(0.1)
