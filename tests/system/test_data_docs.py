"""Evidence from outside: the Data Docs of a run, what they fetch, and where a secret number could get out."""

import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.playback.recording import Recording
from assets.playback.server import serving
from assets.quality.evidence import Evidence, gather, write_data_docs
from models.tables.header import table
from models.tables.pandera_schemas import POLARS_TYPES
from models.tables.rules import rules
from tests.command import styrtal
from tests.conftest import REAL, ROOT
from tests.small import AREAS, catalogue, cells, definition, indicator, measured, plan, vintage, write

SECRET = 987654.321
HEAD = {"municipality": "Prov", "report": "År 2024", "as_of": "2026-01-01"}
NAMES = ("fulfilment", "goal_status", "level_status", "comparison", "lineage", "checks", "receipts")


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    with measured(tmp_path_factory.mktemp("small"), definition(), cells({2024: [80.0 + i for i in range(20)]})) as con:
        return {name: con.sql(f"FROM {name}").pl() for name in NAMES}


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    asked: list[Any] = []

    def refuse(self: socket.socket, address: Any) -> None:
        asked.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield asked
    assert asked == []


def docs(folder: Path, evidence: list[Evidence], frames: dict[str, pl.DataFrame]) -> dict[str, str]:
    write_data_docs(folder, evidence, frames, HEAD, {})
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


@pytest.mark.usefixtures("no_network")
def test_good_tables_meet_every_expectation_and_pages_fetch_nothing(
    frames: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    evidence = gather(frames)
    assert {one.table: one.broken for one in evidence} == {name: {} for name in NAMES}
    assert {one.table: len(one.expectations) for one in evidence} == {name: len(rules(name)) + 1 for name in NAMES}
    pages = docs(tmp_path / "one", evidence, frames)
    assert sorted(pages) == sorted(["index.html", "own_files.html", *(f"{name}.html" for name in NAMES)])
    for text in pages.values():
        assert not re.search(r"<script|<link|<img|@import|url\(|\bsrc=|https?://|\son\w+=", text)
        assert all(re.fullmatch(r"(\.\./)?[a-z_]+\.html", link) for link in re.findall(r'href="([^"]+)"', text))
        assert text.count("</div>") == len(re.findall(r"<div\b", text))
    assert "I Kön står bara T, K, M." in pages["fulfilment.html"]
    assert "Tabellen Måluppfyllelse" in pages["fulfilment.html"]
    assert 'lang="en"' not in "".join(pages.values())
    assert "✔ Uppfylld" in pages["fulfilment.html"]
    assert "Alla kontroller av indikatorerna" in pages["index.html"]
    # Made again, also later, they are the same bytes: they are part of the manifest.
    assert docs(tmp_path / "two", gather(frames), frames) == pages


FAULTS = [
    ("Varje rad har ett värde i Enhet.", {"unit_id": None}),
    ("I Kön står bara T, K, M.", {"gender": "X"}),
    ("Varje värde i Grad av målet ligger mellan 0 och 1.", {"degree": SECRET}),
    ("Varje värde i Vikt ligger på minst 0.", {"weight": -SECRET}),
    ("Ingen annan rad har samma Mål, Indikator, Enhet, Kön.", {}),
]


@pytest.mark.parametrize(("told", "change"), FAULTS)
@pytest.mark.usefixtures("no_network")
def test_a_broken_expectation_is_told_without_its_value(
    told: str, change: dict[str, Any], frames: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    good = frames["fulfilment"].to_dicts()[0]
    wrong = {**good, "value": SECRET, **({"goal_id": "annat"} if change else {}), **change}
    types = {column.name: POLARS_TYPES[column.kind] for column in table("fulfilment").columns}
    evidence = gather({"fulfilment": pl.DataFrame([good, wrong], schema=types, orient="row")})
    assert evidence[0].broken == {told: 1 if change else 2}
    pages = docs(tmp_path / "docs", evidence, frames)
    assert "✘ Ej uppfylld" in pages["fulfilment.html"]
    assert "Underkänd" in pages["index.html"]
    assert "987654" not in str(evidence) + "".join(pages.values())


def test_the_example_brings_its_evidence(example_run: Path) -> None:
    report = next((example_run / "reports" / "example").iterdir())
    assert 'href="quality/index.html"' in (report / "index.html").read_text(encoding="utf-8")
    manifest = (report / "manifest.json").read_text(encoding="utf-8")
    for name in ("index", *NAMES):
        assert (report / "quality" / f"{name}.html").is_file()
        assert f'"quality/{name}.html"' in manifest


def contents(path: Path) -> Iterator[str]:
    """What can be read out of a file: its text, a table's cells, or each part of a workbook."""
    if path.suffix == ".parquet":
        yield pl.read_parquet(path).write_csv()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    else:
        yield path.read_bytes().decode("utf-8", "replace")


def test_what_the_source_marks_as_secret_stands_in_no_output(tmp_path: Path) -> None:
    """A value beside the status Privacy is kept in the answer and in the warehouse, and comes out nowhere."""
    values = cells({2023: [50.0 + i for i in range(30)], 2024: [51.0 + i for i in range(30)]})
    secret = [("N99001", area, 2024, gender, SECRET, "Privacy") for area in AREAS[:3] for gender in ("T", "K", "M")]
    given = [cell for cell in values if cell[:4] not in {planted[:4] for planted in secret}] + secret
    narrow = indicator(scale={"kind": "share", "max": 60}, judged_genders=["T", "K", "M"])
    wide = definition(indicators=[narrow], plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 58}])])
    folder = write(tmp_path / "data", wide)
    home = tmp_path / "home"
    with serving(Recording([vintage("2025-01-15", given)], catalogue(), origin="replay")) as server:
        done = styrtal(home, "run", "--municipality", str(folder), "--kolada-url", server.url, "--report", "2024-12")
    # Values beyond the scale withhold the indicator, so that the checks have something to tell.
    assert (done.returncode, "hålls inne" in done.stdout.lower()) == (1, True), done.stderr
    told = pl.read_parquet(home / "reports/prov/2024-12/tables/checks.parquet").filter(status="failed")
    assert {"value_in_scale", "status_agrees_with_value"} <= set(told["check_id"])
    assert "987654" not in done.stdout + done.stderr
    kept = [path for path in home.rglob("*") if path.is_file()]
    warehouse = [path for path in kept if path.name.startswith("warehouse.duckdb")]
    outputs = [path for path in kept if "answers" not in path.relative_to(home).parts and path not in warehouse]
    assert warehouse
    assert len(outputs) > 30
    assert any(path.suffix == ".db" for path in outputs)
    leaking = [
        path.relative_to(home).as_posix() for path in outputs if any("987654" in text for text in contents(path))
    ]
    assert leaking == []


@pytest.mark.slow
def test_the_whole_real_set_is_checked_by_each_tool() -> None:
    """Every value of every download: the SQL checks, the rules in SQL, Pandera and Great Expectations."""
    if not REAL.is_dir():
        pytest.skip("../shared/kolada is absent: real data is not part of the project")
    command = [sys.executable, "-m", "tests.system.check_all_real"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "511230 values checked by 4 tools\n"
