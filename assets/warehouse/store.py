"""Opens the warehouse. One writer at a time; a connection is closed whatever happens."""

import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assets.lock import locked
from models.errors import PlaceError, VersionError
from models.tables import sql_text, tables

SCHEMA_VERSION = 1
# The statements that lead from each earlier version to the next. Whoever changes models/sql/warehouse adds one.
MIGRATIONS: dict[int, str] = {}


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
    except (duckdb.TransactionException, duckdb.FatalException) as error:
        # A full disk may show first when the transaction is to land.
        if "Could not write" not in str(error):
            raise
        raise _in_words(path, error) from error
    except duckdb.OutOfMemoryException as error:
        text = (
            f"{path} needs more memory or temporary disk than there is. Make room and run again; nothing was changed."
        )
        raise PlaceError(text) from error
    finally:
        if con is not None:
            con.close()


def _in_words(path: Path, error: duckdb.Error) -> PlaceError | VersionError:
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
    if found and found[0][0] != SCHEMA_VERSION:
        raise _other_version(path, found[0][0])
    # A table that an older warehouse of the version lacks begins empty.
    for table in tables("warehouse").values():
        con.execute(table.ddl.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))


def migrate(path: Path) -> Path | None:
    """Bring a warehouse of an earlier version to this one, and return where the old one was copied first; None if none was.

    All steps land or none does. The copy beside it stays: with an earlier styrtal it can be put back.

    Raises:
        VersionError: the warehouse is newer, or so old that no way leads from it.
        PlaceError: the copy could not be written, or as `connected`.
    """
    if not path.exists():
        return None
    with connected(path) as con:
        found = read_version(con)
    if found is None or found == SCHEMA_VERSION:
        return None
    if found > SCHEMA_VERSION or not set(range(found, SCHEMA_VERSION)) <= set(MIGRATIONS):
        raise _other_version(path, found)
    before = path.with_name(f"{path.stem}.v{found}{path.suffix}")
    part = before.with_name(f"{before.name}.part")
    try:
        shutil.copyfile(path, part)
        part.replace(before)
    except OSError as error:
        part.unlink(missing_ok=True)
        text = f"{before} could not be written: {error.strerror or error}. Make room; the warehouse was not changed."
        raise PlaceError(text) from error
    with connected(path) as con, transaction(con):
        for version in range(found, SCHEMA_VERSION):
            con.execute(MIGRATIONS[version])
        con.execute("UPDATE warehouse_version SET version = ?", [SCHEMA_VERSION])
    return before


def read_version(con: duckdb.DuckDBPyConnection) -> int | None:
    """Return the version of an open warehouse; None where it is empty."""
    tables_found = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "warehouse_version" not in tables_found:
        return None
    found = con.execute("SELECT version FROM warehouse_version").fetchall()
    return found[0][0] if found else None


def _other_version(path: Path, found: int) -> VersionError:
    mend = "Use the newer styrtal that wrote it." if found > SCHEMA_VERSION else "Use the styrtal that wrote it."
    return VersionError(
        f"{path} is a warehouse of version {found}; this styrtal reads version {SCHEMA_VERSION}. {mend}"
    )


@contextmanager
def writing(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, of this version and for this process alone; what must land whole is done in `transaction`.

    Raises:
        PlaceError: as `locked` and `connected`.
        VersionError: the warehouse is of another version.
    """
    with locked(path.parent), locked(path.parent, name="warehouse"):
        migrate(path)
        with connected(path) as con:
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
