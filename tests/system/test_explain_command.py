"""`styrtal explain` from outside, on the example."""

import json
import subprocess
from pathlib import Path

import polars as pl
import pypdf
import pytest

from models.words.numbers import NBSP
from tests.system.test_trace_command import EXAMPLE, styrtal


@pytest.fixture
def home(example_run: Path) -> Path:
    return example_run


def test_a_judgement_of_the_example_is_told_as_on_paper(home: Path) -> None:
    wanted = ("--indicator", "vaxthusgaser", "--report", EXAMPLE, "--goal", "sbn-klimat")
    done = styrtal(home, "explain", *wanted)
    assert done.returncode == 0, done.stderr
    told = done.stdout.replace(NBSP, " ")
    # By hand: 3.55 is rounded to 3.6; halfway from 3.5 in 2025 to 3.3 in 2027 is 3.4; 3.4 − 3.6 = −0.2, within 0.3.
    for words in (
        "3,55 blir 3,6.",
        "3,5 + (3,3 − 3,5) · (2026 − 2025) ÷ (2027 − 2025) = 3,4 (egen beräkning).",
        "3,4 − 3,6 = −0,2.",
        "(−0,2 ≥ −0,3): Delvis uppfyllt.",
        "Alla kommuner: plats 8 av 26",
    ):
        assert words in told


def test_every_judgement_of_the_example_can_be_explained(home: Path) -> None:
    rows = pl.read_parquet(home / "reports" / EXAMPLE / "tables" / "fulfilment.parquet")
    for indicator in ("alla-amnen", "barn-per-grupp", "utredningstid", "kostnad-forskola"):
        done = styrtal(home, "explain", "--indicator", indicator, "--report", EXAMPLE, "--json")
        assert done.returncode == 0, done.stderr
        told = {each["lineage_id"]: each["status"] for each in json.loads(done.stdout)["judgements"]}
        of_report = rows.filter(indicator_id=indicator)
        assert told == dict(of_report.select("lineage_id", "status").iter_rows())


def test_what_is_unknown_ends_with_2_and_the_nearest(home: Path) -> None:
    done = styrtal(home, "explain", "--indicator", "meritvärde", "--report", EXAMPLE)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Närmast: meritvarde." in done.stderr
    done = styrtal(home, "explain", "--indicator", "meritvarde", "--report", "example/2020-08")
    assert done.returncode == 2
    assert "Det finns ingen rapport example/2020-08" in done.stderr


@pytest.mark.slow
def test_documents_are_written_where_asked_for_and_open_in_an_office(example: Path, tmp_path: Path) -> None:
    done = styrtal(example, "documents", "example/2026-08", "--unit", "socialnamnden", "--out", tmp_path / "ut")
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "ut").iterdir())
    assert names == [
        "socialnamnden-tjansteskrivelse.docx", "socialnamnden-verksamhetsberattelse.docx", "socialnamnden.pptx",
    ]  # fmt: skip
    if all((Path("/usr/lib/libreoffice/program") / name).exists() for name in ("swriter", "simpress")):
        profile = (tmp_path / "profil").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", "."]
        subprocess.run([*command, *names], cwd=tmp_path / "ut", check=True, capture_output=True, timeout=180)
        pages = {path.stem: len(pypdf.PdfReader(path).pages) for path in (tmp_path / "ut").glob("*.pdf")}
        assert pages.keys() == {name.rsplit(".", 1)[0] for name in names}
        assert 6 <= pages["socialnamnden"] <= 8, "six to eight slides for the meeting"
    # As a version of before this table left it: in the folder and the manifest alike.
    report = example / "reports" / EXAMPLE
    manifest = report / "manifest.json"
    names = ["tables/assessability.parquet"]
    kept = {path: path.read_bytes() for path in (manifest, *(report / name for name in names))}
    told = json.loads(kept[manifest])
    for name in names:
        del told["files"][name]
        (report / name).unlink()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    older = styrtal(example, "documents", "example/2026-08", "--out", tmp_path / "äldre")
    for path, body in kept.items():
        path.write_bytes(body)
    assert older.returncode == 2
    assert "har ingen tabell assessability: den gjordes av en tidigare version" in older.stderr
    wrong = styrtal(example, "documents", "example/2026-08", "--unit", "finns-inte")
    assert wrong.returncode == 2
    assert "Ange någon av kommunfullmaktige" in wrong.stderr
