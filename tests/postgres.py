"""A PostgreSQL of a test's own, from the system's package: on 127.0.0.1, with passwords, gone when the tests end."""

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

USER = "styrtal_test"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def why_not() -> str | None:
    """Return why the tests of many at once cannot run here; None where they can."""
    for module in ("duckdb_extension_ducklake", "duckdb_extension_postgres_scanner", "psycopg2", "dagster_postgres"):
        if importlib.util.find_spec(module) is None:
            return f"{module} is not installed: uv run --extra lake --group dev pytest"
    if programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if os.name == "posix" and os.getuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and setpriv is not installed"
    return None


class Postgres:
    """A server; `begin` starts it, and again after `crash`."""

    def __init__(self, port: int, password: str, command: list[str], folder: Path) -> None:
        self.port = port
        self.password = password
        self._command, self._folder = command, folder

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, cwd=self._folder, stdout=log, stderr=log)
        _wait_for(self, self._process, self._folder / "log")

    def crash(self) -> None:
        """End it at once, with all that it does for others: nothing is written down."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=30)

    def end(self) -> None:
        """Shut it down: it waits for no client."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=30)

    def address(self, database: str = "postgres", user: str = USER, password: str | None = None) -> str:
        return f"postgresql://{user}:{quote(password or self.password)}@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str, database: str = "postgres") -> list[tuple]:
        import psycopg2

        connection = psycopg2.connect(self.address(database))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def database(self) -> str:
        """Make an empty database and return its name."""
        name = f"t{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name}")
        return name


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a server, as another user than root, and stop it when the block ends."""
    where = programs()
    assert where is not None
    folder = Path(tempfile.mkdtemp(prefix="styrtal-pg-"))
    as_user: list[str] = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    password = f"hemligt-{secrets.token_hex(12)}"
    (folder / "password").write_text(password, encoding="utf-8")
    (folder / "password").chmod(0o644)
    init = [where / "initdb", "-D", folder / "data", "-U", USER, "-A", "scram-sha-256", "--no-sync", "-E", "UTF8"]
    subprocess.run(
        [*as_user, *map(str, init), f"--pwfile={folder / 'password'}"], cwd=folder, check=True, capture_output=True
    )
    port = free_port()
    settings = {
        "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off", "max_connections": 200,
    }  # fmt: skip
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*as_user, str(where / "postgres"), "-D", str(folder / "data"), *options]
    server = Postgres(port, password, command, folder)
    try:
        server.begin()
        yield server
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: Postgres, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg2

    for _ in range(300):
        try:
            server.execute("SELECT 1")
        except psycopg2.OperationalError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))
