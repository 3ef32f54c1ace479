"""A large file shows on a terminal how far it has come, and the rows are the same."""

import sys

import pytest

from assets.own_files import show_progress
from assets.own_files.show_progress import followed


@pytest.mark.parametrize("is_total", [True, False])
def test_on_a_terminal_many_rows_have_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, is_total: bool
) -> None:
    monkeypatch.setattr(show_progress, "LARGE", 3)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(followed(iter("abc"), "bok.csv", 3, is_total=is_total)) == ["a", "b", "c"]
    said = capsys.readouterr()
    assert "Läser bok.csv" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("n", "on_terminal"), [(2, True), (3, False)])
def test_few_rows_and_machines_have_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], n: int, *, on_terminal: bool
) -> None:
    monkeypatch.setattr(show_progress, "LARGE", 3)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: on_terminal)
    assert list(followed("abc", "bok.csv", n)) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")
