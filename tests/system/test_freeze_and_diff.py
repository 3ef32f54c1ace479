"""Freeze, verify and diff from outside, on the example."""

import json
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from models.tables.header import published_tables
from tests.command import EXAMPLE, digest, environment, styrtal
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(example: Path) -> Path:
    """A home where the example has been run for two reports, and the later one frozen."""
    made = example
    assert styrtal(made, "run", "--report", "2025-12", "--csv").returncode == 0
    assert {path.stem for path in (made / "reports" / "example" / "2025-12" / "tables").glob("*.csv")} == {
        *published_tables()
    }
    done = styrtal(made, "freeze", EXAMPLE, "--by", "chief-of-quality", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["name"] == f"{EXAMPLE}/1"
    return made


def test_the_example_is_frozen_as_it_is_and_verified(home: Path) -> None:
    done = styrtal(home, "verify", EXAMPLE)
    assert done.returncode == 0, done.stdout
    assert f"{EXAMPLE}/1 är oförändrad" in done.stdout
    again = styrtal(home, "freeze", EXAMPLE, "--by", "chief-of-quality")
    assert again.returncode == 2
    assert "redan fryst som utgåva 1" in again.stderr


def test_no_command_changes_what_is_frozen(home: Path) -> None:
    before = digest(home / "frozen" / EXAMPLE / "1")
    ran = styrtal(home, "run")
    assert "Fryst som utgåva 1" in ran.stdout
    assert "denna körning är en ny arbetskopia" in ran.stdout
    assert styrtal(home, "run", "--out", home / "frozen").returncode == 2
    assert styrtal(home, "diff", "example/2025-12", f"{EXAMPLE}/1").returncode == 0
    assert styrtal(home, "freeze", EXAMPLE, "--by", "chef", "--reopen", "Prov").returncode == 0
    assert digest(home / "frozen" / EXAMPLE / "1") == before
    assert styrtal(home, "verify", f"{EXAMPLE}/1").returncode == 0
    assert styrtal(home, "verify", f"{EXAMPLE}/2").returncode == 0


def test_a_flipped_byte_ends_with_1_and_the_files_name(home: Path) -> None:
    path = home / "frozen" / EXAMPLE / "1" / "council.html"
    data, mode = path.read_bytes(), path.stat().st_mode
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    path.write_bytes(bytes([data[0] ^ 1, *data[1:]]))
    try:
        done = styrtal(home, "verify", f"{EXAMPLE}/1")
        assert done.returncode == 1
        assert "council.html: har ändrats" in done.stdout
        assert styrtal(home, "diff", f"{EXAMPLE}/1", EXAMPLE).returncode == 1
    finally:
        path.write_bytes(data)
        path.chmod(mode)
    assert styrtal(home, "verify", f"{EXAMPLE}/1").returncode == 0


def test_the_diff_is_told_with_causes_that_add_up(home: Path) -> None:
    done = styrtal(home, "diff", "example/2025-12", EXAMPLE, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert sum(told["status_causes"].values()) == len(told["status_change"]) > 0
    assert sum(told["colour_causes"].values()) == len(told["colour_change"])
    page = (Path(told["folder"]) / "index.html").read_text(encoding="utf-8")
    assert "Påhittade exempeldata" in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    same = styrtal(home, "diff", EXAMPLE, f"{EXAMPLE}/1")
    assert (same.returncode, "Inget har ändrats." in same.stdout) == (0, True)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["freeze", "example/1999-12", "--by", "chef"], "Det finns ingen rapport example/1999-12"),
        (["freeze", EXAMPLE, "--by", "a@b.se"], "liknar en e-postadress"),
        (["verify", "example/2025-12"], "har ingen fryst utgåva"),
        (["diff", EXAMPLE, "example"], "är inget namn på en rapport"),
        (["diff", EXAMPLE, f"{EXAMPLE}/9"], "Det finns ingen utgåva"),
    ],
)
def test_wrong_use_is_told(home: Path, args: list[str], words: str) -> None:
    done = styrtal(home, *args)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def _holds(home: Path) -> int | None:
    """The process that holds the home for writing, as it has written down itself."""
    try:
        return json.loads((home / "styrtal.lock.json").read_text(encoding="utf-8"))["pid"]
    except (OSError, ValueError):
        return None


@pytest.fixture(scope="module")
def restored(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was backed up while a run was going in it, restored in an empty place."""
    folder = tmp_path_factory.mktemp("backup")
    place = folder / "igång"
    shutil.copytree(home, place)
    running = subprocess.Popen(
        [sys.executable, "-m", "pipelines.command.main", "run", "--report", "2025-12"],
        cwd=ROOT, env=environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while _holds(place) != running.pid:
            assert running.poll() is None
            time.sleep(0.02)
        done = styrtal(place, "backup", folder / "kopia.zip", "--json")
        assert done.returncode == 0, done.stderr
        assert running.poll() is None, "the run ended before the backup did"
        assert json.loads(done.stdout)["notes"] == []
    finally:
        running.kill()
        running.wait()
    done = styrtal(folder / "åter", "restore", folder / "kopia.zip")
    assert done.returncode == 0, done.stderr
    return folder / "åter"


def test_a_frozen_report_comes_back_from_a_backup_byte_for_byte_and_is_verified(home: Path, restored: Path) -> None:
    editions = sorted((home / "frozen").glob("*/*/[0-9]*"))
    assert editions
    assert digest(restored / "frozen") == digest(home / "frozen")
    for edition in editions:
        name = edition.relative_to(home / "frozen").as_posix()
        before, after = (json.loads(styrtal(place, "verify", name, "--json").stdout) for place in (home, restored))
        assert after == before
        done = styrtal(restored, "verify", name)
        assert (done.returncode, f"{name} är oförändrad" in done.stdout) == (0, True), done.stdout
        files = [path for path in (restored / "frozen" / name).rglob("*") if path.is_file()]
        assert not [path for path in files if path.stat().st_mode & stat.S_IWUSR]


def test_every_answer_that_a_frozen_report_stands_on_comes_back_and_its_figures_are_traced_to_them(
    home: Path, restored: Path
) -> None:
    manifest = json.loads((restored / "frozen" / EXAMPLE / "1" / "manifest.json").read_text(encoding="utf-8"))
    named = {answer["sha256"] for answer in manifest["source_answers"]}
    bodies = "example/answers/bodies"
    assert digest(restored / bodies) == digest(home / bodies)
    assert digest(restored / "example/files") == digest(home / "example/files")
    # Kolada's answers, the municipality's own files and its definitions are kept by their hash.
    kept = {path.name.split(".")[0] for path in (restored / "example").glob("**/bodies/*/*.gz")}
    assert named <= kept | set(digest(restored / "frozen" / EXAMPLE / "1").values())
    figures = pl.read_parquet(restored / "frozen" / EXAMPLE / "1" / "tables" / "fulfilment.parquet")
    figure = figures.filter(pl.col("value").is_not_null() & pl.col("kpi_id").is_not_null())["lineage_id"][0]
    told = [styrtal(place, "trace", figure, "--format", "json") for place in (home, restored)]
    assert told[1].returncode == 0, told[1].stderr
    assert told[1].stdout == told[0].stdout
    states = [step["state"] for step in json.loads(told[1].stdout)["steps"] if step["kind"] == "source_answer"]
    assert states
    assert set(states) == {"whole"}
    # And it is the stored bytes that are looked at: with one of them gone the same command says so.
    answer = next(step for step in json.loads(told[1].stdout)["steps"] if step["kind"] == "source_answer")
    next((restored / bodies).glob(f"*/{answer['sha256']}.json.gz")).unlink()
    assert styrtal(restored, "trace", figure).returncode == 1


def test_a_preview_tells_what_would_change_and_leaves_the_report_as_it_is(example: Path, tmp_path: Path) -> None:
    definitions = Path(shutil.copytree(ROOT / "data" / "example", tmp_path / "example"))
    plans = definitions / "plans.yaml"
    text = plans.read_text(encoding="utf-8")
    target = re.search(r"indicator: arets-resultat, year1: [0-9.]+", text)
    assert target is not None
    plans.write_text(text.replace(target.group(), "indicator: arets-resultat, year1: 39"), encoding="utf-8")
    left = ("reports", "made-from", "staging")
    before, (versions,) = [digest(example / each) for each in left], example.rglob("versions.jsonl")
    known = versions.read_bytes()
    told = styrtal(example, "refresh", "--preview", "--municipality", definitions, "--json")
    assert told.returncode == 0, told.stderr
    changed = json.loads(told.stdout)
    assert changed["target_change"], "the target that was written anew"
    assert [digest(example / each) for each in left] == before
    assert versions.read_bytes() == known, "what a preview reads is no version that anyone has let in"
    assert not (example / "preview").exists()
    assert styrtal(example, "refresh").returncode == 2
