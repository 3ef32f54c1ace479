"""The deployment's own processes: code server, daemon and web server with their state in PostgreSQL, and their run workers."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
import yaml

from assets.playback.server import serving
from assets.workplace import Workplace
from pipelines.jobs import REPORT_JOB
from tests.command import digest, environment
from tests.conftest import ROOT
from tests.many import assert_same, contents, make_reports, recordings, write_municipalities
from tests.postgres import Postgres, free_port

BIN = Path(sys.executable).parent
DEPLOY = ROOT / "deploy"


COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
WITH_SECRETS = ["sh", str(DEPLOY / "with-secrets.sh")]


def in_place(words: list[str], ports: dict[str, int]) -> list[str]:
    """Return a command of deploy/compose.yaml for this machine: its folder, its free ports, and 127.0.0.1 alone."""
    here = {"0.0.0.0": "127.0.0.1", "4000": str(ports["code"]), "3000": str(ports["web"])}  # noqa: S104
    text = [word.replace("/app/", f"{ROOT.as_posix()}/").replace(":3000/", f":{ports['web']}/") for word in words]
    return [here.get(word, word) for word in text]


@contextlib.contextmanager
def deployment(folder: Path, settings: dict[str, str], secrets: dict[str, str], web_port: int) -> Generator[None]:
    """Start the processes of deploy/compose.yaml on 127.0.0.1 as a container would, and wait until all are healthy.

    Each has a home of its own and finds its secrets as files. A health check is given the container's environment, in
    which what a program was given when it began is not.
    """
    ports = {"code": free_port(), "web": web_port}
    (folder / "secrets").mkdir()
    for name, value in secrets.items():
        (folder / "secrets" / name).write_text(value, encoding="utf-8")
    common = environment(
        folder / "many",
        **settings,
        PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}",
        STYRTAL_SECRETS=str(folder / "secrets"),
        DAGSTER_COMPUTE_LOGS=str(folder / "logs"),
        STYRTAL_CODE_HOST="127.0.0.1",
        STYRTAL_CODE_PORT=str(ports["code"]),
    )
    with contextlib.ExitStack() as stack:
        for name in ("code", "daemon", "web"):
            service = COMPOSE["services"][name]
            env = {**common, "DAGSTER_HOME": str(folder / f"dagster-{name}")}
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = subprocess.Popen(
                [*WITH_SECRETS, *in_place(service["command"], ports)],
                cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
            stack.callback(end, process)
            wait_until_healthy(
                in_place(service["healthcheck"]["test"][1:], ports), env, process, folder / f"{name}.log"
            )
        yield


def wait_until_healthy(check: list[str], env: dict[str, str], process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 240
    while (done := subprocess.run(check, cwd=ROOT, env=env, capture_output=True, text=True, check=False)).returncode:
        told = done.stdout + done.stderr + log.read_text(encoding="utf-8")[-4000:]
        assert process.poll() is None, told
        assert time.monotonic() < until, told
        time.sleep(1)


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
    until = time.monotonic() + 300 + 60 * len(keys)
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
    secrets = {
        "styrtal_warehouse": warehouse,
        "dagster_postgres_url": server.address(state).replace("postgresql", "postgresql+psycopg2", 1),
    }
    days = recordings(count)
    with deployment(tmp_path, common, secrets, web_port):
        for recording in days:
            with serving(recording, port=port):
                make_at_once(web_port, keys, tmp_path / "code.log")
    for recording in days:
        with serving(recording, port=port):
            make_reports(keys)

    folders = {key.split("/")[0]: data / key.split("/")[0] for key in keys}
    one = contents(Workplace(home=tmp_path / "one", municipalities=folders), "prov00")
    many = contents(Workplace(home=tmp_path / "many", municipalities=folders, lake=warehouse), "prov00")
    assert_same(one, many)
    assert digest(tmp_path / "one" / "reports") == digest(tmp_path / "many" / "reports")
    assert not list((tmp_path / "many").rglob("warehouse.duckdb"))

    # Passwords are known to every process, and are in nothing that any of them wrote.
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name != "secrets"]
    assert {f"{name}.log" for name in ("code", "daemon", "web")} <= {path.name for path in written}
    for path in written:
        assert server.password.encode() not in path.read_bytes(), path
    sql = f"SELECT count(*), count(*) FILTER (WHERE event LIKE '%{server.password}%') FROM event_logs"
    n, with_password = server.execute(sql, database=state)[0]
    assert n > 20 * count
    assert with_password == 0
