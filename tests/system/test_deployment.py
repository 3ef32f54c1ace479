"""The deployment's own processes: code server, daemon and web server with their state in PostgreSQL, and their run workers."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from assets.kolada.replay import serving
from assets.workplace import Workplace
from pipelines.jobs import REPORT_JOB
from tests.conftest import ROOT
from tests.many import contents, make_reports, recordings, write_municipalities
from tests.postgres import Postgres, free_port
from tests.system.test_command import digest, environment

BIN = Path(sys.executable).parent
DEPLOY = ROOT / "deploy"


@contextlib.contextmanager
def deployment(folder: Path, settings: dict[str, str], web_port: int) -> Iterator[None]:
    """Start the processes of deploy/compose.yaml, with their commands and settings, on 127.0.0.1."""
    code_port = free_port()
    home = folder / "many"
    dagster_home = folder / "dagster"
    dagster_home.mkdir()
    (dagster_home / "dagster.yaml").write_bytes((DEPLOY / "dagster.yaml").read_bytes())
    env = environment(
        home,
        **settings,
        DAGSTER_HOME=str(dagster_home),
        DAGSTER_COMPUTE_LOGS=str(folder / "logs"),
        STYRTAL_CODE_HOST="127.0.0.1",
        STYRTAL_CODE_PORT=str(code_port),
    )
    workspace = ["--workspace", str(DEPLOY / "workspace.yaml")]
    commands = {
        "code": ["dagster", "code-server", "start", "--port", str(code_port), "--module-name", "pipelines.definitions"],
        "daemon": ["dagster-daemon", "run", *workspace],
        "web": ["dagster-webserver", "--port", str(web_port), *workspace],
    }
    with contextlib.ExitStack() as stack:
        for name, command in commands.items():
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = subprocess.Popen(
                [BIN / command[0], *command[1:]], cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )
            stack.callback(end, process)
            port = {"code": code_port, "web": web_port}.get(name)
            if port is not None:
                wait_for_port(port, process, folder / f"{name}.log")
        yield


def end(process: subprocess.Popen[bytes]) -> None:
    import signal

    process.send_signal(signal.SIGINT)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(30)
    # Its run workers and code servers are of its own session.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8")[-4000:]
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8")[-4000:])


def make_at_once(port: int, keys: list[str], log: Path) -> None:
    """Queue a run for every report, as a person does in the web server, and wait until all have ended well."""
    from dagster_graphql import DagsterGraphQLClient

    client = DagsterGraphQLClient("127.0.0.1", port_number=port)
    left = {
        client.submit_job_execution(REPORT_JOB, tags={"dagster/partition": key, "dagster/max_retries": "0"})
        for key in keys
    }
    until = time.monotonic() + 60 * len(keys)
    while left and time.monotonic() < until:
        states = {run: client.get_run_status(run).value for run in left}
        assert not {"FAILURE", "CANCELED"} & set(states.values()), log.read_text(encoding="utf-8", errors="replace")[
            -6000:
        ]
        left -= {run for run, state in states.items() if state == "SUCCESS"}
        time.sleep(2)
    assert not left, "the runs took too long"


@pytest.mark.slow
def test_thirty_municipalities_at_once_make_the_same_tables_and_reports(
    server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = int(os.environ.get("STYRTAL_TEST_MUNICIPALITIES", "30"))
    data = tmp_path / "data"
    keys = write_municipalities(data, count)
    port, web_port = free_port(), free_port()
    warehouse = f"ducklake:{server.address(server.database())}"
    state = server.database()
    common = {"STYRTAL_DATA": str(data), "STYRTAL_KOLADA_URL": f"http://127.0.0.1:{port}/v3"}
    for name, value in {**common, "STYRTAL_HOME": str(tmp_path / "one")}.items():
        monkeypatch.setenv(name, value)
    settings = {
        **common,
        "STYRTAL_WAREHOUSE": warehouse,
        "DAGSTER_POSTGRES_URL": server.address(state).replace("postgresql", "postgresql+psycopg2", 1),
    }
    days = recordings(count)
    with deployment(tmp_path, settings, web_port):
        for recording in days:
            with serving(recording, port=port):
                make_at_once(web_port, keys, tmp_path / "code.log")
    for recording in days:
        with serving(recording, port=port):
            make_reports(keys)

    folders = {key.split("/")[0]: data / key.split("/")[0] for key in keys}
    one = contents(Workplace(home=tmp_path / "one", municipalities=folders), "prov00")
    many = contents(Workplace(home=tmp_path / "many", municipalities=folders, lake=warehouse), "prov00")
    for name, frame in one.items():
        assert frame.height > 0, name
        assert_frame_equal(frame, many[name], check_exact=True)
    assert digest(tmp_path / "one" / "reports") == digest(tmp_path / "many" / "reports")
    assert not list((tmp_path / "many").rglob("warehouse.duckdb"))

    # Passwords are in the settings of every process, and in nothing that any of them wrote.
    told = [tmp_path / f"{name}.log" for name in ("code", "daemon", "web")]
    written = [path for place in ("many", "logs") for path in (tmp_path / place).rglob("*") if path.is_file()]
    for path in told + written:
        assert server.password.encode() not in path.read_bytes(), path
    sql = f"SELECT count(*), count(*) FILTER (WHERE event LIKE '%{server.password}%') FROM event_logs"
    n, with_password = server.execute(sql, database=state)[0]
    assert n > 20 * count
    assert with_password == 0
