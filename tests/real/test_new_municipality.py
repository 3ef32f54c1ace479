"""From an empty folder to a report on real values, by filling in five indicators and no Python."""

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl

from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from tests.conftest import REAL

FIVE = {"N15428": "higher", "N11821": "lower", "N09890": "higher", "N17461": "higher", "N15030": "higher"}


def styrtal(home: Path, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines.command.main", *map(str, args)]
    env = {**os.environ, "STYRTAL_HOME": str(home)}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=env)


def test_a_third_municipality_needs_no_python(tmp_path: Path) -> None:
    folder = tmp_path / "fargelanda"
    assert styrtal(tmp_path / "home", "init", folder, "--title", "Färgelanda", "--area-id", "1439").returncode == 0
    assert styrtal(tmp_path / "home", "check", "--municipality", folder).returncode == 0
    indicators = "\n".join(
        f"  - {{id: {kpi.lower()}, title: Mått {kpi}, kpi_id: {kpi}, direction: {direction}, scale: {{kind: amount}},"
        " unit_of_measure: procent, decimals: 1, precision: 0.1, aggregation: none, service_area: grundskola,"
        " similar: grundskola, lag: 2, why: Prov}"
        for kpi, direction in FIVE.items()
    )
    named = ", ".join(kpi.lower() for kpi in FIVE)
    for name, old, new in (
        ("indicators", "indicators: []", f"indicators:\n{indicators}"),
        ("goals", "# indicators: [meritvarde]", f"indicators: [{named}]"),
    ):
        path = folder / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    recording = Recording(
        read_vintages([REAL / "values" / "didreport_2024-12-12.parquet"]), read_metadata(REAL / "metadata"), at=-1,
        origin="replay",
    )  # fmt: skip
    with serving(recording) as server:
        done = styrtal(
            tmp_path / "home", "run", "--municipality", folder, "--kolada-url", server.url, "--report", "2023-12", "--json"
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = Path(json.loads(done.stdout)["folder"])
    found = pl.read_parquet(report / "tables" / "fulfilment.parquet")
    assert set(found["kpi_id"]) == set(FIVE)
    assert found["value"].is_not_null().any()
    assert "Färgelanda" in (report / "index.html").read_text(encoding="utf-8")


def test_a_code_that_is_no_municipality_is_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    assert styrtal(tmp_path / "home", "init", folder).returncode == 0
    recording = Recording(
        read_vintages([REAL / "values" / "didreport_2024-12-12.parquet"]), read_metadata(REAL / "metadata"), at=-1,
        origin="replay",
    )  # fmt: skip
    with serving(recording) as server:
        done = styrtal(tmp_path / "home", "run", "--municipality", folder, "--kolada-url", server.url)
    assert done.returncode == 2
    assert "municipality.yaml:9 municipality.area_id: '0000' är ingen kommun hos Kolada." in done.stderr
