"""The warehouse as a DuckLake: Parquet files in a folder that all share, and their catalogue in PostgreSQL.

Many processes read it at any time, each as it was when it began. They load in turns, which PostgreSQL keeps: a load
compares with what is known, so two that began from the same state would both open the same version. A killed
process's turn ends with its connection.
"""

import importlib
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import duckdb

from models.errors import PlaceError, UsageError

SCHEME = "ducklake:"
TURN_WAIT_SECONDS = 3600
_EXTENSIONS = ("postgres_scanner", "ducklake")
_INSTALL = "Installera styrtal med tillägget 'lake': uv sync --extra lake."


@dataclass(frozen=True)
class Lake:
    """Where a DuckLake is. The address may hold a password, so no text of ours ever shows it."""

    address: str = field(repr=False)
    schema: str
    files: Path
    folder: Path

    def __str__(self) -> str:
        """Return what a person may read of it."""
        return f"Databasen i PostgreSQL (schemat {self.schema})"


def lake_at(setting: str, schema: str, files: Path, folder: Path) -> Lake:
    """Return the lake that STYRTAL_WAREHOUSE names: `ducklake:postgres://user:password@host:port/database`.

    Args:
        setting: the address.
        schema: the PostgreSQL schema of its catalogue.
        files: the folder of its Parquet files, which every process reaches by the same path.
        folder: this machine's own, for temporary files.

    Raises:
        UsageError: the setting is no such address; its text is not shown.
    """
    address = setting.removeprefix(SCHEME)
    if not setting.startswith(SCHEME) or not address.startswith(("postgres://", "postgresql://")):
        raise UsageError(
            "STYRTAL_WAREHOUSE går inte att läsa (värdet visas inte, eftersom det kan ha ett lösenord). "
            "Skriv ducklake:postgres://user@host:port/database, eller utelämna den för en DuckDB-fil."
        )
    return Lake(address, schema, files, folder)


def attach(
    con: duckdb.DuckDBPyConnection, lake: Lake, *, read_only: bool, snapshot: int | None = None, name: str = "warehouse"
) -> None:
    """Attach a lake as `warehouse` or another name: for writing made where it is not there yet, for reading as of a snapshot.

    Raises:
        PlaceError: PostgreSQL could not be reached or let us not in, the lake is not there, or the extra is not installed.
    """
    for extension in _EXTENSIONS:
        con.execute(f"LOAD {_quoted(_extension(extension))}")
    options = [f"METADATA_SCHEMA {_quoted(lake.schema)}"]
    if read_only:
        options += ["READ_ONLY"] + ([f"SNAPSHOT_VERSION {snapshot}"] if snapshot is not None else [])
    else:
        # Small tables as files too: rows kept in the catalogue would be tables of its own, with rights of their own.
        options += [f"DATA_PATH {_quoted(lake.files.as_posix() + '/')}", "DATA_INLINING_ROW_LIMIT 0"]
    try:
        con.execute(f"ATTACH {_quoted(f'ducklake:postgres:{lake.address}')} AS {name} ({', '.join(options)})")
    except duckdb.Error as error:
        # DuckDB's own words hold the address with its password: neither they nor their cause go further.
        raise _in_words(lake, str(error)) from None


def is_made(lake: Lake) -> bool:
    """Return whether the lake's catalogue is there; PostgreSQL tells it to every role.

    Raises:
        PlaceError: PostgreSQL could not be reached or let us not in.
    """
    psycopg2 = _psycopg2()
    try:
        connection = psycopg2.connect(lake.address, application_name="styrtal", connect_timeout=10)
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'ducklake_metadata'",
                    [lake.schema],
                )
                return bool(cursor.fetchone()[0])
        finally:
            connection.close()
    except psycopg2.Error as error:
        raise _in_words(lake, str(error)) from None


@dataclass(frozen=True)
class LakeContent:
    """What a lake holds: its newest snapshot and when it was made (UTC), and its current files with their sizes."""

    snapshot: int
    at: datetime
    files: dict[Path, int]


def look_into(lake: Lake) -> LakeContent:
    """Return what a lake holds as its catalogue has it; no data is read.

    Raises:
        PlaceError: as `attach`.
    """
    with discreet(lake), duckdb.connect() as con:
        attach(con, lake, read_only=True)
        snapshot, at = con.execute(
            "SELECT snapshot_id, timezone('UTC', snapshot_time) FROM ducklake_snapshots('warehouse')"
            " ORDER BY snapshot_id DESC LIMIT 1"
        ).fetchall()[0]
        names = con.execute("SELECT table_name FROM ducklake_table_info('warehouse') ORDER BY ALL").fetchall()
        files: dict[Path, int] = {}
        for (name,) in names:
            snapshots = con.execute(
                "SELECT unnest([data_file, delete_file]), unnest([data_file_size_bytes, delete_file_size_bytes])"
                f" FROM ducklake_list_files('warehouse', {_quoted(name)})"
            ).fetchall()
            files |= {Path(path): size for path, size in snapshots if path is not None}
        return LakeContent(snapshot, at, files)


def newest_snapshot(con: duckdb.DuckDBPyConnection) -> int:
    """Return the newest snapshot of the attached lake."""
    return con.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('warehouse')").fetchall()[0][0]


@contextmanager
def discreet(lake: Lake) -> Generator[None]:
    """Let no error leave the block that shows the lake's address or password, in its own words or in its cause's.

    Raises:
        PlaceError: instead of such an error.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, duckdb.Error) and "permission denied" in str(error):
            raise _in_words(lake, "permission denied") from None
        trace_text = "".join(traceback.format_exception(error))
        password = urlsplit(lake.address).password
        secrets = [lake.address, *([password, unquote(password)] if password else [])]
        if not any(secret in trace_text for secret in secrets):
            raise
        words = str(error).splitlines()[0]
        for secret in secrets:
            words = words.replace(secret, "***")
        raise PlaceError(f"{lake} gick inte att läsa eller skriva: {words[:200]} Inget är halvskrivet.") from None


class Turn:
    """A turn at loading, held for as long as a connection to PostgreSQL lives."""

    def __init__(self, lake: Lake, connection: Any) -> None:  # psycopg2's, which is an extra and tells no types
        self._lake = lake
        self._connection = connection

    def check(self) -> None:
        """See that the turn is still ours, as the very last thing before a transaction is committed.

        Raises:
            PlaceError: the connection that held it has ended.
        """
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except _psycopg2().Error:
            text = f"{self._lake} släppte vår förbindelse under en inläsning. Inget ändrades: kör igen."
            raise PlaceError(text) from None


@contextmanager
def taking_turn(lake: Lake, *, wait: float = TURN_WAIT_SECONDS) -> Generator[Turn]:
    """Hold the turn at loading into a lake until the block ends.

    Raises:
        PlaceError: another process did not let go of it in time, or PostgreSQL could not be reached.
    """
    psycopg2 = _psycopg2()
    try:
        connection = psycopg2.connect(lake.address, application_name="styrtal load")
    except psycopg2.Error as error:
        raise _in_words(lake, str(error)) from None
    try:
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{round(wait * 1000)}ms"])
                cursor.execute("SELECT pg_advisory_lock(hashtext('styrtal'), hashtext(%s))", [lake.schema])
        except psycopg2.errors.LockNotAvailable:
            text = (
                f"En annan process har läst in i {lake.schema} i {wait:.0f} s. Vänta tills den är klar, och kör igen."
            )
            raise PlaceError(text) from None
        yield Turn(lake, connection)
    finally:
        connection.close()


def _psycopg2() -> Any:  # it tells no types
    try:
        return importlib.import_module("psycopg2")
    except ImportError as error:
        raise PlaceError(
            f"STYRTAL_WAREHOUSE nämner en databassjö, och psycopg2 är inte installerat. {_INSTALL}"
        ) from error


def _extension(name: str) -> str:
    """Return the file of a DuckDB extension, from its wheel: nothing is fetched while running."""
    try:
        package = importlib.import_module(f"duckdb_extension_{name}")
    except ImportError as error:
        raise PlaceError(
            f"STYRTAL_WAREHOUSE nämner en databassjö, och DuckDB:s {name} är inte installerat. {_INSTALL}"
        ) from error
    folder = Path(str(package.__file__)).parent
    path = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not path.exists():
        raise PlaceError(f"DuckDB:s {name} är av en annan version än DuckDB {duckdb.__version__}. {_INSTALL}")
    return path.as_posix()


def _in_words(lake: Lake, text: str) -> PlaceError:
    if "does not exist - and creating" in text:
        return PlaceError(f"{lake} finns inte: inget har hämtats ännu. Kör styrtal run först.")
    causes = {
        "DATA_PATH parameter": "STYRTAL_LAKE_FILES är en annan mapp än den där dess filer ligger.",
        "password authentication failed": "PostgreSQL godtog inte lösenordet.",
        "no password supplied": "PostgreSQL kräver ett lösenord.",
        "role": "PostgreSQL har ingen sådan roll, eller så får den inte logga in.",
        "permission denied": "Rollen saknar rättigheter: se deploy/roles.sql.",
        "database": "PostgreSQL har ingen sådan databas.",
    }
    # Only what stands after the address is searched: an address may hold any of these words.
    tail = text.rsplit("FATAL:", maxsplit=1)[-1] if "FATAL:" in text else text.replace(lake.address, "")
    cause = next((words for part, words in causes.items() if part in tail), "PostgreSQL gick inte att nå.")
    return PlaceError(f"{lake} gick inte att öppna: {cause} Rätta STYRTAL_WAREHOUSE, och kör igen.")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
