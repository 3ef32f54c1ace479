"""Notebooks run as they are, and say so where they lack data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

STUDY = ROOT / "notebooks" / "cost_and_quality.py"


@pytest.mark.parametrize("given", [False, True])
def test_the_study_says_why_it_is_skipped_where_there_is_no_data(tmp_path: Path, given: bool) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "STYRTAL_STUDY_DATA"}
    command = [sys.executable, str(STUDY), *(["--data", str(tmp_path)] if given else [])]
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    why = "har inte mapparna values och metadata" if given else "Ingen datamapp är given"
    assert f"Studien hoppas över: {str(tmp_path) + ' ' if given else ''}{why}" in done.stdout


def test_marimo_finds_nothing_wrong_with_the_study() -> None:
    command = [sys.executable, "-m", "marimo", "check", "--strict", str(STUDY)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
