"""What docs/security.md promises: servers for this machine alone, and secrets that nothing shows."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assets.playback.recording import Recording
from assets.playback.server import ReplayServer
from tests.command import environment, styrtal
from tests.conftest import ROOT
from tests.postgres import Postgres, free_port, why_not
from tests.small import catalogue, cells, vintage


def test_the_replay_listens_on_this_machine_alone() -> None:
    server = ReplayServer(Recording([vintage("2024-01-01", cells({2023: 1.0}))], catalogue(), origin="replay"))
    try:
        assert server.socket.getsockname()[0] == "127.0.0.1"
    finally:
        server.server_close()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="who listens where is read from Linux's /proc")
def test_the_web_interface_and_all_that_it_starts_listen_on_this_machine_alone(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.command.main", "ui", "--port", str(port)],
        cwd=ROOT, env=environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + 120
        while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.3)
        found = listening(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    # Dagster, and the reports beside it.
    assert {("127.0.0.1", port), ("127.0.0.1", port + 1)} <= found
    assert {address for address, _ in found} <= {"127.0.0.1", "::1"}


def parents() -> dict[int, int]:
    """Each process's parent."""
    found: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
    return found


def listening(started: int) -> set[tuple[str, int]]:
    """Addresses that a process and all that it has started listen on."""
    above = parents()
    family = {started}
    while more := {child for child, parent in above.items() if parent in family} - family:
        family |= more
    inodes: set[str] = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int(folder.name) not in family:
                continue
            links = [str(link.readlink()) for link in (folder / "fd").iterdir()]
        except OSError:
            continue
        inodes |= {link[8:-1] for link in links if link.startswith("socket:[")}
    found: set[tuple[str, int]] = set()
    for table, size in (("tcp", 4), ("tcp6", 16)):
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and parts[9] in inodes:
                address, port = parts[1].split(":")
                words = [bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, size * 2, 8)]
                family = socket.AF_INET if size == 4 else socket.AF_INET6
                found.add((socket.inet_ntop(family, b"".join(words)), int(port, 16)))
    return found


def everything_written(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.slow
def test_an_address_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    address = f"ducklake:postgres://styrtal:planterad-hemlighet@127.0.0.1:{free_port()}/warehouse"
    done = styrtal(tmp_path / "home", "run", STYRTAL_WAREHOUSE=address)
    assert done.returncode == 4, done.stderr
    assert "gick inte att öppna" in done.stderr
    for text in (done.stdout, done.stderr, everything_written(tmp_path).decode(errors="replace")):
        assert "planterad-hemlighet" not in text
        assert "Traceback" not in done.stderr


def test_an_address_that_cannot_be_read_is_told_without_being_shown(tmp_path: Path) -> None:
    done = styrtal(tmp_path / "home", "run", STYRTAL_WAREHOUSE="postgres:planterad-hemlighet")
    assert done.returncode == 2, done.stderr
    assert "STYRTAL_WAREHOUSE går inte att läsa" in done.stderr
    assert "planterad-hemlighet" not in done.stdout + done.stderr
    assert b"planterad-hemlighet" not in everything_written(tmp_path)


@pytest.mark.slow
def test_a_secret_in_a_file_opens_the_lake_and_is_written_nowhere(server: Postgres, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "styrtal_warehouse").write_text(f"ducklake:{server.address(server.database())}\n", encoding="utf-8")
    home = tmp_path / "home"
    command = [sys.executable, "-m", "pipelines.command.main", "run", "--json"]
    env = environment(home, STYRTAL_SECRETS=str(secrets))
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["report"] == "example/2026-08"
    assert not list(home.rglob("warehouse.duckdb"))
    assert list((home / "lake" / "styrtal_example").rglob("*.parquet"))
    assert server.password not in done.stdout + done.stderr
    assert server.password.encode() not in everything_written(home)
