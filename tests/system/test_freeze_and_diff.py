"""Freeze, verify and diff from outside, on the example."""

import json
import stat
from pathlib import Path

import pytest

from tests.system.test_command import EXAMPLE, digest, styrtal


@pytest.fixture(scope="module")
def home(example: Path) -> Path:
    """A home where the example has been run for two reports, and the later one frozen."""
    made = example
    assert styrtal(made, "run", "--report", "2025-12").returncode == 0
    done = styrtal(made, "freeze", EXAMPLE, "--by", "chief-of-quality", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["name"] == f"{EXAMPLE}/1"
    return made


def test_the_example_is_frozen_as_it_is_and_verified(home: Path) -> None:
    done = styrtal(home, "verify", EXAMPLE)
    assert done.returncode == 0, done.stdout
    assert f"{EXAMPLE}/1 is unchanged" in done.stdout
    again = styrtal(home, "freeze", EXAMPLE, "--by", "chief-of-quality")
    assert again.returncode == 2
    assert "already frozen as edition 1" in again.stderr


def test_no_command_changes_what_is_frozen(home: Path) -> None:
    before = digest(home / "frozen" / EXAMPLE / "1")
    ran = styrtal(home, "run")
    assert "Frozen as edition 1" in ran.stdout
    assert "this run is a new working copy" in ran.stdout
    assert styrtal(home, "run", "--out", home / "frozen").returncode == 2
    assert styrtal(home, "diff", "example/2025-12", f"{EXAMPLE}/1").returncode == 0
    assert styrtal(home, "freeze", EXAMPLE, "--by", "chef", "--reopen", "Prov").returncode == 0
    assert digest(home / "frozen" / EXAMPLE / "1") == before
    assert styrtal(home, "verify", f"{EXAMPLE}/1").returncode == 0
    assert styrtal(home, "verify", f"{EXAMPLE}/2").returncode == 0


def test_a_flipped_byte_ends_with_1_and_the_files_name(home: Path) -> None:
    path = home / "frozen" / EXAMPLE / "1" / "council.html"
    data = path.read_bytes()
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    path.write_bytes(bytes([data[0] ^ 1, *data[1:]]))
    try:
        done = styrtal(home, "verify", f"{EXAMPLE}/1")
        assert done.returncode == 1
        assert "council.html: has changed" in done.stdout
        assert styrtal(home, "diff", f"{EXAMPLE}/1", EXAMPLE).returncode == 1
    finally:
        path.write_bytes(data)
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
    assert (same.returncode, "Nothing changed." in same.stdout) == (0, True)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["freeze", "example/1999-12", "--by", "chef"], "There is no report example/1999-12"),
        (["freeze", EXAMPLE, "--by", "a@b.se"], "looks like an e-mail address"),
        (["verify", "example/2025-12"], "has no frozen edition"),
        (["diff", EXAMPLE, "example"], "is not a report's name"),
        (["diff", EXAMPLE, f"{EXAMPLE}/9"], "There is no edition"),
    ],
)
def test_wrong_use_is_told(home: Path, args: list[str], words: str) -> None:
    done = styrtal(home, *args)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
