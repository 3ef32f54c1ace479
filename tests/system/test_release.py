"""A release: refused where it would not be what its version says, and running in an empty place by the README's command."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.system.test_command import EXAMPLE
from tools.release import RefusedError, release

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def git(folder: Path, *args: str) -> str:
    command = ["git", "-c", "user.name=Prov", "-c", "user.email=prov@prov.invalid", *args]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8", newline="\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Prov")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project under git, ready to be released as 1.2.0."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Prov")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "prov@prov.invalid")
    folder = tmp_path / "projekt"
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit(
        folder,
        pyproject__toml='[project]\nname = "prov"\nversion = "1.2.0"\n',
        CHANGELOG__md="# Changelog\n\n## Unreleased\n\n## 1.2.0 – 2026-11-23\n\n## 1.1.0\n",
        __gitignore="build/\n",
        kod__py="print('hej')\n",
    )
    return folder


def test_a_release_is_the_tagged_commits_files_under_one_folder_and_the_same_each_time(project: Path) -> None:
    path = release(project)
    assert path.name == "styrtal-1.2.0.tar.gz"
    assert git(project, "rev-list", "-n", "1", "v1.2.0") == git(project, "rev-parse", "HEAD")
    with tarfile.open(path) as archive:
        names = {member.name for member in archive.getmembers() if member.isfile()}
    assert names == {f"styrtal-1.2.0/{name}" for name in git(project, "ls-files").splitlines()}
    told = path.with_name(f"{path.name}.sha256").read_text(encoding="utf-8").split()
    assert told == [hashlib.sha256(path.read_bytes()).hexdigest(), path.name]
    before = path.read_bytes()
    assert release(project).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("a changed file", "kod.py"),
        ("a new file", "nytt.txt"),
        ("no heading", "no heading '## 1.2.0'"),
        ("only a longer version's heading", "no heading '## 1.2.0'"),
        ("another commit's tag", "the tag of another commit"),
    ],
)
def test_what_would_not_be_what_its_version_says_is_refused(project: Path, change: str, words: str) -> None:
    match change:
        case "a changed file":
            (project / "kod.py").write_text("print('nej')\n", encoding="utf-8")
        case "a new file":
            (project / "nytt.txt").write_text("", encoding="utf-8")
        case "no heading":
            commit(project, CHANGELOG__md="# Changelog\n\n## Unreleased\n\nVersion 1.2.0 kommer.\n")
        case "only a longer version's heading":
            commit(project, CHANGELOG__md="# Changelog\n\n## 1.2.0.1\n\n## 11.2.0\n")
        case _:
            release(project)
            commit(project, kod__py="print('nej')\n")
            shutil.rmtree(project / "build")
    with pytest.raises(RefusedError, match=words):
        release(project)
    assert not (project / "build").exists()
    assert change.startswith("another") or git(project, "tag", "--list") == ""


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no clone: a release is made from one")
def test_the_archive_runs_in_an_empty_place_by_the_readmes_command(tmp_path: Path) -> None:
    clone = tmp_path / "klon"
    git(tmp_path, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone))
    text = (clone / "CHANGELOG.md").read_text(encoding="utf-8")
    if f"## {VERSION}" not in text:
        commit(clone, CHANGELOG__md=text.replace("## Unreleased", f"## Unreleased\n\n## {VERSION}", 1))
    git(clone, "config", "user.name", "Prov")
    git(clone, "config", "user.email", "prov@prov.invalid")
    done = subprocess.run([sys.executable, "tools/release.py"], cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    wheel = clone / "build" / f"styrtal-{VERSION}-py3-none-any.whl"
    told = wheel.with_name(f"{wheel.name}.sha256").read_text(encoding="utf-8").split()
    assert told == [hashlib.sha256(wheel.read_bytes()).hexdigest(), wheel.name]
    assert (clone / "build" / "requirements.lock").read_bytes() == (ROOT / "requirements.lock").read_bytes()
    with tarfile.open(clone / "build" / f"styrtal-{VERSION}.tar.gz") as archive:
        archive.extractall(tmp_path / "tomt", filter="data")
    place = tmp_path / "tomt" / f"styrtal-{VERSION}"
    (first,) = re.findall(
        r"^ +pip install -q uv && (uv run styrtal run)$", (place / "README.md").read_text("utf-8"), re.MULTILINE
    )
    left_out = ("STYRTAL_", "DAGSTER_", "VIRTUAL_ENV", "UV_PROJECT", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    done = subprocess.run(first.split(), cwd=place, env=kept, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Öppna {place / 'data' / 'home' / 'reports' / EXAMPLE / 'index.html'}" in done.stdout
    report = place / "data" / "home" / "reports" / EXAMPLE
    assert (report / "index.html").stat().st_size > 1000
    assert (report / "manifest.json").exists()
