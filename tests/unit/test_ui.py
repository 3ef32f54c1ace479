"""Beside Dagster's interface: the reports served to this machine alone, and nothing left when it is told to end."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import dagster as dg
import pytest

from assets.definitions.of_run import RunDefinitions
from assets.workplace import Workplace
from models.errors import PlaceError, SourceError, causes
from pipelines.definitions import build_definitions
from pipelines.jobs import REPORT_JOB
from pipelines.serve_reports import reports_served
from tests.conftest import ROOT
from tests.small import write


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/reports/prov/2025-12/index.html", "127.0.0.1", 200),
        ("/reports/prov/2025-12/index.html", "localhost", 200),
        ("/reports/prov/2025-12/index.html", "onda.example", 404),
        ("/reports/prov/2025-12/", "127.0.0.1", 404),
        ("/reports/../warehouse.duckdb", "127.0.0.1", 404),
        ("/reports/%2e%2e/warehouse.duckdb", "127.0.0.1", 404),
        ("/warehouse.duckdb", "127.0.0.1", 404),
        ("/reports/lank.html", "127.0.0.1", 404),
    ],
)
def test_only_files_of_reports_are_served_and_only_by_this_machines_name(
    tmp_path: Path, path: str, host: str, status: int
) -> None:
    page = tmp_path / "reports" / "prov" / "2025-12" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<h1>å</h1>", encoding="utf-8")
    (tmp_path / "warehouse.duckdb").write_bytes(b"secret")
    (tmp_path / "reports" / "lank.html").symlink_to(tmp_path / "warehouse.duckdb")
    with reports_served(tmp_path, 0) as address:
        port = int(address.rpartition(":")[2])
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path, headers={"Host": f"{host}:{port}"})
        answer = connection.getresponse()
        assert (answer.status, b"secret" in answer.read()) == (status, False)


def answered(address: str, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
    port = int(address.rpartition(":")[2])
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("path", ["/", "/reports", "/reports/"])
def test_the_address_that_is_printed_opens_a_list_whose_every_link_opens(tmp_path: Path, path: str) -> None:
    for folder in ("reports/prov/2025-08", "reports/prov/2025-12", "frozen/prov/2025-08/1"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "index.html").write_text(folder, encoding="utf-8")
    (tmp_path / "reports" / "prov" / "2026-04").mkdir()
    with reports_served(tmp_path, 0) as address:
        status, page = answered(address, path)
        assert status == 200
        links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', page)
        assert [said for _, said in links] == ["prov/2025-12", "prov/2025-08", "prov/2025-08, fryst utgåva 1"]
        assert [answered(address, link) for link, _ in links] == [
            (200, link.strip("/").removesuffix("/index.html")) for link, _ in links
        ]
        assert answered(address, path, "onda.example")[0] == 404


def test_a_home_without_a_report_says_so(tmp_path: Path) -> None:
    with reports_served(tmp_path, 0) as address:
        assert "Det finns ingen rapport ännu" in answered(address, "/")[1]


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with reports_served(tmp_path, 0) as address, pytest.raises(PlaceError, match="är upptagen"):
        port = int(address.rpartition(":")[2])
        with reports_served(tmp_path, port):
            pass


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        os.kill(pid, 0)
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
    except ProcessLookupError:
        return False
    return not state.strip().startswith("Z") and bool(state.strip())


STUBBORN = """
import signal, subprocess, sys, time
child = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
made = subprocess.Popen([sys.executable, "-c", child])
print(made.pid, flush=True)
made.wait()
"""
RUN = """
import sys
from pathlib import Path
from pipelines import run_dagster
run_dagster.PATIENCE = 1.0
sys.exit(run_dagster.run_to_the_end([sys.executable, "-c", sys.argv[1]], Path.cwd(), {}))
"""


@pytest.mark.skipif(os.name != "posix", reason="groups of processes are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_started_ends_with_it_also_what_will_not(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, STUBBORN], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    stopper = threading.Timer(30, process.kill)
    stopper.start()
    child = int(process.stdout.readline())
    process.send_signal(number)
    assert process.wait(20) == 0
    stopper.cancel()
    until = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_alive(child)


def test_a_failed_step_says_the_products_own_message_first(tmp_path: Path) -> None:
    place = Workplace(
        home=tmp_path / "home", municipalities={"prov": write(tmp_path)}, kolada_url="http://127.0.0.1:9/v3"
    )
    job = build_definitions(RunDefinitions(place), ["prov/2025-12"]).resolve_job_def(REPORT_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        done = job.execute_in_process(instance=instance, partition_key="prov/2025-12", raise_on_error=False)
        (failed,) = [event for event in done.all_events if event.is_step_failure]
        user_failure = failed.step_failure_data.user_failure_data
        assert user_failure is not None
        assert str(user_failure.description).startswith("http://127.0.0.1:9/v3 gick inte att nå")
        # The command still finds its own error, with its exit status.
        with pytest.raises(dg.Failure) as raised:
            job.execute_in_process(instance=instance, partition_key="prov/2025-12")
    assert any(isinstance(cause, SourceError) for cause in causes(raised.value))


def test_a_page_leads_to_the_same_page_of_the_municipalitys_other_reports_and_its_file_does_not(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html><header><h1>x</h1></header><main></main></html>"
    for where in ("reports/prov/2024-08", "reports/prov/2024-12", "frozen/prov/2024-12/1", "reports/annan/2024-12"):
        (tmp_path / where).mkdir(parents=True)
        (tmp_path / where / "bun.html").write_text(page, encoding="utf-8")
    (tmp_path / "reports/prov/2023-12").mkdir()
    with reports_served(tmp_path, 0) as address, urlopen(f"{address}/reports/prov/2024-12/bun.html") as answer:  # noqa: S310
        text = answer.read().decode()
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', text) == [
        ("/reports/prov/2024-08/bun.html", "prov/2024-08"),
        ("/frozen/prov/2024-12/1/bun.html", "prov/2024-12, fryst utgåva 1"),
    ]
    assert "<summary>Samma sida i andra rapporter</summary>" in text
    assert (tmp_path / "reports/prov/2024-12/bun.html").read_text(encoding="utf-8") == page
