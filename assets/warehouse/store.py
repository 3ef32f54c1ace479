"""Opens the warehouse. One writer at a time; a connection is closed whatever happens."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from models.errors import PlaceError, VersionError
from models.tables import sql_text, tables

SCHEMA_VERSION = 1
LOCK_WAIT_SECONDS = 60.0
_locks: dict[Path, FileLock] = {}


@contextmanager
def locked(home: Path, *, wait: float = LOCK_WAIT_SECONDS, tell: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the home for writing until the block ends; within one process it may be held again inside.

    Raises:
        PlaceError: another run holds it and did not let go in time, or the home could not be written.
    """
    path = home / "styrtal.lock"
    holder = home / "styrtal.lock.json"
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = _locks.setdefault(path, FileLock(path, thread_local=False))
        first = not lock.is_locked
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if tell is not None:
                tell(f"Waiting up to {wait:.0f} s: {_held_by(holder)}.")
            lock.acquire(timeout=wait)
        if first:
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            holder.write_text(json.dumps({"pid": os.getpid(), "since": since}), encoding="utf-8")
    except Timeout as error:
        raise PlaceError(f"{_held_by(holder)}. Wait until it is done, and run again.") from error
    except OSError as error:
        raise PlaceError(f"{home} could not be written: {error.strerror}. Set STYRTAL_HOME to another folder.") from error
    try:
        yield
    finally:
        lock.release()
        if not lock.is_locked:
            holder.unlink(missing_ok=True)


def _held_by(holder: Path) -> str:
    try:
        held = json.loads(holder.read_text(encoding="utf-8"))
        return f"Another run (process {held['pid']}, since {held['since']}) holds {holder.parent}"
    except (OSError, ValueError, KeyError):
        return f"Another run holds {holder.parent}"


@contextmanager
def connected(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB file until the block ends.

    Raises:
        VersionError: the file was written by another version.
        PlaceError: the file could not be opened or written, or the disk is full.
    """
    con: duckdb.DuckDBPyConnection | None = None
    try:
        con = duckdb.connect(path, read_only=read_only)
        con.execute("SET temp_directory = ?", [str(path.parent / "tmp")])
        con.execute("SET preserve_insertion_order = false")
        yield con
    except duckdb.IOException as error:
        raise _in_words(path, error) from error
    except duckdb.OutOfMemoryException as error:
        text = f"{path} needs more memory or temporary disk than there is. Make room and run again; nothing was changed."
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
        for table in tables("warehouse").values():
            con.execute(table.ddl)
        con.execute("INSERT INTO warehouse_version VALUES (?)", [SCHEMA_VERSION])
    elif found[0][0] != SCHEMA_VERSION:
        is_newer = found[0][0] > SCHEMA_VERSION
        mend = "Use the newer styrtal that wrote it." if is_newer else "Run the version of styrtal that migrates it."
        raise VersionError(f"{path} is a warehouse of version {found[0][0]}; this styrtal reads version {SCHEMA_VERSION}. {mend}")


@contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for one load: all of the block lands in it, or nothing does.

    Raises:
        PlaceError: as `locked` and `connected`.
        VersionError: the warehouse is of another version.
    """
    with locked(path.parent), connected(path) as con:
        con.execute("SET memory_limit = '1500MB'")
        con.execute("BEGIN TRANSACTION")
        try:
            ensure_schema(con, path)
            con.execute(sql_text("macros.sql"))
            yield con
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
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
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
