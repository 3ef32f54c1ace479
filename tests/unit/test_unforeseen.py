"""An error that nobody foresaw: an end of its own, in words, with all of it in a file and no secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from models.errors import BlockedError, PlaceError, SourceError, UsageError
from pipelines.command.app import plain_errors
from pipelines.command.unforeseen import UNFORESEEN
from tests.conftest import ROOT

ADDRESS = "ducklake:postgres://anna:mycket-hemligt@127.0.0.1:1/warehouse"


def styrtal(home: Path, *args: object, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("STYRTAL_", "DAGSTER_"))}
    command = [sys.executable, "-m", "pipelines.command.main", *map(str, args)]
    given = {**kept, "STYRTAL_HOME": str(home), **env}
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120)


def broken(home: Path) -> Path:
    """A home with a file that is not what it was: nobody foresaw it, and status reads it."""
    (home / "example").mkdir(parents=True)
    (home / "example" / "publications.parquet").write_bytes(b"not Parquet")
    return home


def test_it_ends_with_70_in_words_with_all_of_it_in_a_file(tmp_path: Path) -> None:
    done = styrtal(broken(tmp_path / "home"), "status", STYRTAL_SUPPORT="it@prov.invalid")
    assert done.returncode == 70, done.stderr
    assert "Traceback" not in done.stderr
    (file,) = (tmp_path / "home" / "logs").iterdir()
    assert f"Hela felet står i {file}. Skicka den filen till it@prov.invalid" in done.stderr
    text = file.read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in text
    assert "styrtal status" in text


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="a place that cannot be written is made by permissions"
)
def test_where_the_home_cannot_be_written_it_stands_elsewhere(tmp_path: Path) -> None:
    home = broken(tmp_path / "home")
    home.chmod(0o500)
    done = styrtal(home, "status", TMPDIR=str(tmp_path))
    home.chmod(0o700)
    assert (done.returncode, len(list(tmp_path.glob("error-*.txt")))) == (70, 1), done.stderr


def test_a_home_that_is_a_file_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "home").write_text("i vägen", encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("STYRTAL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    with pytest.raises(typer.Exit) as ended, plain_errors():
        raise ZeroDivisionError("division by zero")
    assert ended.value.exit_code == UNFORESEEN
    (file,) = (tmp_path / "tmp").iterdir()
    assert f"ZeroDivisionError: division by zero\nHela felet står i {file}" in capsys.readouterr().err


def test_no_password_is_written_or_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STYRTAL_HOME", str(tmp_path))
    monkeypatch.setenv("STYRTAL_WAREHOUSE", ADDRESS)
    monkeypatch.setenv("STYRTAL_SMTP_PASSWORD", "också-hemligt")
    with pytest.raises(typer.Exit), plain_errors():
        raise RuntimeError(f"{ADDRESS} and postgres://bo:tredje@host/db and också-hemligt")
    (file,) = (tmp_path / "logs").iterdir()
    for text in (capsys.readouterr().err, file.read_text(encoding="utf-8")):
        assert not [word for word in ("mycket-hemligt", "också-hemligt", "tredje") if word in text]


@pytest.mark.parametrize(("error", "status"), [(UsageError, 2), (SourceError, 3), (PlaceError, 4), (BlockedError, 1)])
def test_what_was_foreseen_ends_as_before_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    monkeypatch.setenv("STYRTAL_HOME", str(tmp_path))
    with pytest.raises(typer.Exit) as ended, plain_errors():
        raise RuntimeError("around") from error("so")
    assert (ended.value.exit_code, list(tmp_path.iterdir())) == (status, [])


@pytest.mark.parametrize("end", [typer.Abort(), typer.BadParameter("så"), SystemExit(3)])
def test_what_the_command_line_ends_by_itself_stays(end: BaseException) -> None:
    with pytest.raises(type(end)), plain_errors():
        raise end


def test_an_end_that_is_no_error_stays(tmp_path: Path) -> None:
    assert styrtal(tmp_path / "home", "status").returncode == 0
    assert styrtal(tmp_path / "home", "finns-inte").returncode == 2
    assert styrtal(tmp_path / "home", "--help").returncode == 0
