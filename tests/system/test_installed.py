"""The program as an installed tool: built as a wheel, installed without a clone, and used from an empty folder."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import yaml

from assets.playback.recording import Recording
from assets.playback.server import serving
from tests.conftest import ROOT
from tests.small import OWN, catalogue, cells, indicator, vintage
from tests.system.test_command import EXAMPLE, digest

pytestmark = pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed")
LEFT_OUT = ("STYRTAL_", "DAGSTER_", "VIRTUAL_ENV", "UV_", "PYTHON", "PYTEST_")
Styrtal = Callable[..., subprocess.CompletedProcess[str]]


def environment(place: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(LEFT_OUT)}
    return kept | {"UV_TOOL_DIR": str(place / "tools"), "UV_TOOL_BIN_DIR": str(place / "bin")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed tool in `bin`, installed by the words of docs/operations.md, and an empty folder `tom`."""
    place = tmp_path_factory.mktemp("installed")
    made = place / "build"
    build = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(made), str(ROOT)]
    subprocess.run(build, env=environment(place), check=True, timeout=300)
    (wheel,) = made.glob("*.whl")
    shutil.copy(ROOT / "requirements.lock", made)
    (said,) = re.findall(r"uv tool install .*\.whl", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    install = [*said.split()[:-1], wheel.name]
    subprocess.run(install, cwd=made, env=environment(place), check=True, timeout=1200)
    (place / "tom").mkdir()
    return place


@pytest.fixture(scope="module")
def styrtal(place: Path) -> Styrtal:
    def call(*args: object) -> subprocess.CompletedProcess[str]:
        command = [str(place / "bin" / "styrtal"), *map(str, args)]
        return subprocess.run(
            command, cwd=place / "tom", env=environment(place), capture_output=True, text=True, timeout=300
        )

    return call


@pytest.fixture(scope="module", autouse=True)
def nothing_is_written_where_the_program_lies(place: Path) -> Iterator[None]:
    (lies,) = (place / "tools").glob("styrtal/lib/*/site-packages")

    def files() -> set[Path]:
        return {path for path in lies.rglob("*") if path.suffix != ".pyc" and path.name != "__pycache__"}

    before = files()
    example = digest(lies / "styrtal_bundled")
    yield
    assert files() - before == set()
    assert digest(lies / "styrtal_bundled") == example


def test_the_example_is_made_beside_where_it_is_called_with_the_bytes_of_a_clone(
    place: Path, styrtal: Styrtal, example_run: Path
) -> None:
    done = styrtal("run")
    assert done.returncode == 0, done.stderr
    report = place / "tom" / "styrtal-home" / "reports" / EXAMPLE
    assert f"Öppna {report / 'index.html'}" in done.stdout
    assert [path.name for path in (place / "tom").iterdir()] == ["styrtal-home"]
    assert digest(report) == digest(example_run / "reports" / EXAMPLE)
    assert styrtal("run", "-m", "example", "--report", "2026-04", "--json").returncode == 0


def test_the_example_is_not_changed_by_its_workbook(styrtal: Styrtal) -> None:
    assert styrtal("definitions", "export", "--out", "exempel.xlsx").returncode == 0
    done = styrtal("definitions", "import", "exempel.xlsx", "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert "lämnas som det är. Ange --municipality MAPP." in done.stderr


def test_a_municipality_of_its_own_is_begun_checked_edited_and_run(place: Path, styrtal: Styrtal) -> None:
    done = styrtal("init", "min-kommun", "--title", "Min kommun", "--area-id", OWN)
    assert done.stdout.splitlines()[-1] == "Sedan: styrtal check --municipality min-kommun"
    done = styrtal("check", "--municipality", "./min-kommun")
    assert done.returncode == 0, done.stderr
    assert "inga fel" in done.stdout
    done = styrtal("definitions", "export", "-m", "min-kommun")
    assert "och kör sedan: styrtal definitions import min-kommun.xlsx --municipality min-kommun" in done.stdout
    assert styrtal("definitions", "import", "min-kommun.xlsx", "-m", "min-kommun", "--yes").returncode == 0
    fill_in = yaml.safe_dump({"indicators": [indicator()]}, allow_unicode=True, sort_keys=False)
    (place / "tom" / "min-kommun" / "indicators.yaml").write_text(fill_in, encoding="utf-8")
    recording = Recording([vintage("2026-03-01", cells({2024: 90.0}))], catalogue(), origin="replay")
    with serving(recording) as server:
        done = styrtal("run", "--municipality", "./min-kommun", "--kolada-url", server.url)
    assert done.returncode == 0, done.stderr
    assert list((place / "tom" / "styrtal-home" / "reports" / "min-kommun").glob("*/index.html"))


def test_the_web_interface_shows_the_example_and_the_municipality(place: Path, styrtal: Styrtal) -> None:
    if not (place / "tom" / "min-kommun").exists():
        assert styrtal("init", "min-kommun").returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(place / "bin" / "styrtal"), "ui", "--port", str(port)]
    with (place / "ui.log").open("w") as log:
        ui = subprocess.Popen(
            command, cwd=place / "tom", env=environment(place), stdout=log, stderr=log, start_new_session=True
        )
    try:
        shown = _partitions(port, time.monotonic() + 120)
    finally:
        os.killpg(ui.pid, signal.SIGTERM)
        ui.wait(timeout=30)
    assert {name.partition("/")[0] for name in shown} == {"example", "min-kommun"}, (place / "ui.log").read_text()


def _partitions(port: int, until: float) -> list[str]:
    """Ask Dagster for the reports that it can make, until it answers."""
    query = "{ assetNodes { partitionKeys } }"
    while time.monotonic() < until:
        try:
            answer = requests.post(f"http://127.0.0.1:{port}/graphql", json={"query": query}, timeout=10).json()
        except (requests.ConnectionError, requests.Timeout, requests.JSONDecodeError):
            answer = {}
        if nodes := (answer.get("data") or {}).get("assetNodes"):
            return nodes[0]["partitionKeys"]
        time.sleep(1)
    return []
