"""Opens the warehouse: a DuckDB file or a DuckLake (lake.py), and nothing else knows which.

One writer at a time; a connection is closed whatever happens.
"""

import logging
import random
import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import duckdb

from assets.definitions.let_in import LetIn
from assets.storage.one_writer import locked
from assets.storage.write_whole import filling
from assets.warehouse import lake as ducklake
from assets.warehouse.lake import Lake
from models.errors import DamagedWarehouseError, PlaceError, VersionError, system_words
from models.tables.header import sql_text, tables

SCHEMA_VERSION = 2
# The statements that lead from each earlier version to the next. Whoever changes models/sql/warehouse adds one.
MIGRATIONS: dict[int, str] = {
    1: "CREATE TABLE IF NOT EXISTS refused_harvest (harvest_id VARCHAR NOT NULL, origin VARCHAR NOT NULL,"
    ' "at" TIMESTAMP NOT NULL, kpi_ids VARCHAR NOT NULL, why VARCHAR NOT NULL)',
}
ATTEMPTS = 8
_log = logging.getLogger(__name__)
_turns: dict[int, ducklake.Turn] = {}
T = TypeVar("T")


@contextmanager
def connected(
    path: Path, *, read_only: bool = False, named: Path | None = None
) -> Generator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB file until the block ends.

    `named` is the file that errors speak of: what will be attached, or what this is a copy of.

    Raises:
        VersionError: the file was written by another version.
        DamagedWarehouseError: what was read is not what was written.
        PlaceError: the file could not be opened or written, or the disk is full.
    """
    named = named or path
    con: duckdb.DuckDBPyConnection | None = None
    try:
        # Only this version of DuckDB or a newer one reads the file, which is pinned; it is written in half the time.
        con = duckdb.connect(path, read_only=read_only, config={"storage_compatibility_version": "latest"})
        _set_temporary(con, path.parent)
        con.execute("SET preserve_insertion_order = false")
        yield con
    except duckdb.IOException as error:
        raise _in_words(named, error) from error
    except (duckdb.TransactionException, duckdb.FatalException) as error:
        # A full disk may show first when the transaction is to land, and damage when the file is written anew.
        if "Could not write" not in str(error) and not _tells_damage(str(error)):
            raise
        raise _in_words(named, error) from error
    except duckdb.OutOfMemoryException as error:
        text = (
            f"{named} kräver mer minne eller tillfälligt diskutrymme än vad som finns. Gör plats på "
            "disken och kör igen; inget ändrades."
        )
        raise PlaceError(text) from error
    finally:
        if con is not None:
            con.close()


def _tells_damage(text: str) -> bool:
    """Whether DuckDB says that a block's checksum is another than when it was written, or that the file ends too soon."""
    return "Corrupt" in text or "checksum" in text or "Could not read enough bytes" in text


def _in_words(path: Path, error: duckdb.Error) -> PlaceError | VersionError:
    text = str(error)
    if _tells_damage(text):
        return DamagedWarehouseError(
            f"{path} är skadad: den har inte det som skrevs. Återställ den nyaste säkerhetskopian i en "
            "tom STYRTAL_HOME (styrtal restore). Om det inte finns någon, flytta bort filen och kör igen: "
            "den görs om av de sparade svaren, utom dem som styrtal prune har gallrat."
        )
    if "lock on file" in text or "used by another process" in text:
        return PlaceError(f"{path} är öppen i ett annat program. Stäng det och kör igen.")
    if "version number" in text or "newer version" in text or "storage version" in text.lower():
        return VersionError(f"{path} skrevs av en annan version av DuckDB. Använd den styrtal som skrev den.")
    if "not a valid DuckDB" in text:
        return VersionError(f"{path} är ingen databas. Flytta bort den, och kör igen för att hämta allt på nytt.")
    return PlaceError(f"{path} gick inte att skriva eller läsa: {text.splitlines()[0][:200]} Inget ändrades.")


def ensure_schema(con: duckdb.DuckDBPyConnection, place: Path | Lake) -> None:
    """Create the tables of an empty warehouse, or see that an older one is of this version.

    Raises:
        VersionError: the warehouse is of another version.
    """
    con.execute("CREATE TABLE IF NOT EXISTS warehouse_version (version INTEGER NOT NULL)")
    versions = con.execute("SELECT version FROM warehouse_version").fetchall()
    if not versions:
        con.execute("INSERT INTO warehouse_version VALUES (?)", [SCHEMA_VERSION])
    if versions and versions[0][0] != SCHEMA_VERSION:
        raise _other_version(place, versions[0][0])
    # A table that an older warehouse of the version lacks begins empty.
    for table in tables("warehouse").values():
        ddl = table.narrow_ddl if isinstance(place, Path) else table.ddl
        con.execute(ddl.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))


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
        version = read_version(con)
    if version is None or version == SCHEMA_VERSION:
        return None
    if not _can_migrate(version):
        raise _other_version(path, version)
    before = path.with_name(f"{path.stem}.v{version}{path.suffix}")
    try:
        with filling(before) as part:
            shutil.copyfile(path, part)
    except OSError as error:
        text = f"{before} gick inte att skriva: {system_words(error)}. Gör plats på disken; databasen ändrades inte."
        raise PlaceError(text) from error
    with connected(path) as con, transaction(con):
        _migrate(con, version)
    return before


def _can_migrate(version: int) -> bool:
    return version < SCHEMA_VERSION and set(range(version, SCHEMA_VERSION)) <= set(MIGRATIONS)


def _migrate(con: duckdb.DuckDBPyConnection, found: int) -> None:
    for version in range(found, SCHEMA_VERSION):
        con.execute(MIGRATIONS[version])
    con.execute("UPDATE warehouse_version SET version = ?", [SCHEMA_VERSION])


def _migrate_lake(con: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Bring an open lake of an earlier version to this one; the snapshot before it is the copy, which stays."""
    version = read_version(con)
    if version is None or not _can_migrate(version):
        return
    before = ducklake.newest_snapshot(con)
    with transaction(con):
        _migrate(con, version)
    _log.info("%s is now of version %s; snapshot %s has it as it was.", lake, SCHEMA_VERSION, before)


def read_version(con: duckdb.DuckDBPyConnection) -> int | None:
    """Return the version of an open warehouse; None where it is empty."""
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
    tables_found = {row[0] for row in con.execute(sql).fetchall()}
    if "warehouse_version" not in tables_found:
        return None
    versions = con.execute("SELECT version FROM warehouse_version").fetchall()
    return versions[0][0] if versions else None


def _other_version(path: Path | Lake, version: int) -> VersionError:
    mend = (
        "Använd den nyare styrtal som skrev den." if version > SCHEMA_VERSION else "Använd den styrtal som skrev den."
    )
    if _can_migrate(version):
        mend = (
            "Kör styrtal run, eller en uppdatering: den gör om databasen till denna version, och behåller "
            "den gamla bredvid."
        )
    return VersionError(
        f"{path} är en databas av version {version}; denna styrtal läser version {SCHEMA_VERSION}. {mend}"
    )


@contextmanager
def writing(place: Path | Lake) -> Generator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, of this version and for this process alone; what must land whole is done in `transaction`.

    Raises:
        PlaceError: as `locked` and `connected`, or `lake.attach` and `lake.taking_turn`.
        VersionError: the warehouse is of another version.
    """
    with _opened(place) as con:
        con.execute("SET memory_limit = '1500MB'")
        with transaction(con):
            ensure_schema(con, place)
            macros = sql_text("macros.sql")
            con.execute(macros if isinstance(place, Path) else macros.replace("REPLACE MACRO", "REPLACE TEMP MACRO"))
        yield con


@contextmanager
def _opened(place: Path | Lake) -> Generator[duckdb.DuckDBPyConnection]:
    if isinstance(place, Path):
        with locked(place.parent), locked(place.parent, name="warehouse"):
            migrate(place)
            with connected(place) as con:
                yield con
        return
    with ducklake.discreet(place), ducklake.taking_turn(place) as turn, connected(Path(":memory:")) as con:
        _set_temporary(con, place.folder)
        ducklake.attach(con, place, read_only=False)
        con.execute("USE warehouse")
        _turns[id(con)] = turn
        try:
            _migrate_lake(con, place)
            yield con
        finally:
            del _turns[id(con)]


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Generator[None]:
    """All of the block lands in the warehouse, or nothing does."""
    con.execute("BEGIN TRANSACTION")
    try:
        yield
        if id(con) in _turns:
            _turns[id(con)].check()
        con.execute("COMMIT")
    except BaseException:
        _roll_back(con)
        raise


def again_on_conflict(work: Callable[[], T]) -> T:
    """Do work that ends in a transaction, and again from its beginning where another's was committed meanwhile.

    Loads take turns, so it is maintenance (merged files) that comes between. A file has one writer, and no conflicts.

    Raises:
        PlaceError: it met a conflict every time.
    """
    for attempt in range(ATTEMPTS):
        try:
            return work()
        except duckdb.TransactionException as error:
            if "onflict" not in str(error):
                raise
            _log.info("The warehouse was changed during a load, which begins again (%s).", attempt + 1)
            time.sleep(random.uniform(0.5, 1.0) * 0.1 * 2**attempt)  # noqa: S311
    raise PlaceError("Databasen ändrades under varje försök att läsa in. Vi ändrade inget: kör igen.")


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    try:
        con.execute("ROLLBACK")
    except duckdb.Error:
        # The commit itself failed: DuckDB has already rolled back.
        return


@contextmanager
def reading(place: Path | Lake, let_in: LetIn | None = None) -> Generator[duckdb.DuckDBPyConnection]:
    """Open a workplace in memory with the warehouse beside it as `warehouse`, read only.

    With `let_in` it is as it was before any later answer was loaded.

    Another process cannot even read a file while one writes it, so the lock is held for the moment that this takes.
    A lake is read as it was when this began, whoever loads meanwhile.

    Raises:
        PlaceError: there is no warehouse yet, or as `locked` or `lake.attach`.
        VersionError: the warehouse is of another version.
    """
    name = "warehouse" if let_in is None else "whole_warehouse"
    with _attached(place, name) as (con, folder):
        version = con.execute(f"SELECT version FROM {name}.warehouse_version").fetchall()
        if not version:
            raise PlaceError(f"{place} har inget: inget har hämtats ännu. Kör styrtal run först.")
        if version[0][0] != SCHEMA_VERSION:
            raise _other_version(place, version[0][0])
        _set_temporary(con, folder)
        con.execute("SET memory_limit = '1200MB'")
        con.execute(sql_text("macros.sql"))
        if let_in is not None:
            _bound(con, name, let_in.until)
        yield con


def _bound(con: duckdb.DuckDBPyConnection, name: str, until: datetime) -> None:
    """Make a schema `warehouse` of views that know only what had come by an instant."""
    con.execute("CREATE SCHEMA warehouse")
    at = f"TIMESTAMP '{until:%Y-%m-%d %H:%M:%S}'"
    for described in tables("warehouse").values():
        columns = {column.name for column in described.columns}
        came = next((column for column in ("known_from", "at") if column in columns), None)
        ended = [f"CASE WHEN known_to <= {at} THEN {c} END AS {c}" for c in ("known_to", "closed_by") if c in columns]
        replaced = f" REPLACE ({', '.join(ended)})" if ended else ""
        when = f' WHERE "{came}" <= {at}' if came is not None else ""
        con.execute(f"CREATE VIEW warehouse.{described.name} AS SELECT *{replaced} FROM {name}.{described.name}{when}")


@contextmanager
def _attached(place: Path | Lake, name: str) -> Generator[tuple[duckdb.DuckDBPyConnection, Path]]:
    if isinstance(place, Lake):
        with ducklake.discreet(place), connected(Path(":memory:")) as con:
            ducklake.attach(con, place, read_only=True)
            snapshot = ducklake.newest_snapshot(con)
            con.execute("DETACH warehouse")
            ducklake.attach(con, place, read_only=True, snapshot=snapshot, name=name)
            yield con, place.folder
        return
    if not place.exists():
        raise PlaceError(f"{place} finns inte: inget har hämtats ännu. Kör styrtal run först.")
    with locked(place.parent):
        _wait_for_file(place)
        with connected(Path(":memory:"), named=place) as con:
            con.execute(f"ATTACH {_quoted(place)} AS {name} (READ_ONLY)")
            yield con, place.parent


def _set_temporary(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    con.execute("SET temp_directory = ?", [str(folder / "tmp")])


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
