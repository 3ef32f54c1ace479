"""Notebooks run as they are, and say so where they lack data."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import ROOT

OWN = ROOT / "notebooks" / "own_municipality.py"
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


@pytest.mark.parametrize("notebook", [STUDY, OWN], ids=lambda path: path.stem)
def test_marimo_finds_nothing_wrong(notebook: Path) -> None:
    command = [sys.executable, "-m", "marimo", "check", "--strict", str(notebook)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def own(*given: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(OWN), *given], env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_own_municipality_is_skipped_with_its_reason_where_there_is_no_report(tmp_path: Path) -> None:
    assert "Analysen hoppas över: Ingen rapport är given" in own()
    assert f"{tmp_path} är ingen rapport med jämförelser" in own("--report", str(tmp_path))


def test_the_own_municipality_is_told_from_a_reports_tables(tmp_path: Path) -> None:
    # Ten municipalities; the second indicator goes the other way but for two that have changed places.
    values = {"a": [*range(10)], "b": [9, 8, 7, 6, 5, 4, 3, 2, 0, 1]}
    rows = [
        {"indicator_id": name, "area_id": str(area), "year": year, "gender": "T", "group_id": kind, "group_kind": kind,
         "value": float(value), "p25": 2.0, "median": 4.5, "p75": 7.0, "rank": 10 - value, "n": 10}
        for name, listed in values.items() for area, value in enumerate(listed)
        for year in (2023, 2024) for kind in ("all", "similar") if kind == "all" or area == 0
    ]  # fmt: skip
    sure = [
        {
            "indicator_id": "a",
            "area_id": "0",
            "year": 2024,
            "gender": "T",
            "group_id": "similar",
            "rank_low": 8,
            "rank_high": 10,
        }
    ]
    (tmp_path / "tables").mkdir()
    for name, frame in {"comparison": rows, "place_certainty": sure, "fulfilment": [{"indicator_id": "a"}]}.items():
        pl.DataFrame(frame).write_parquet(tmp_path / "tables" / f"{name}.parquet")
    told = own("--report", str(tmp_path))
    assert "2 indikatorer har en plats bland liknande kommuner." in told
    # 1 - 6·Σd²/(n(n² - 1)): Σd² = 330 - 2·1 for the two changed.
    assert "Rangkorrelation, a och b, 10 kommuner: −0,99." in told
    sys.path.insert(0, str(ROOT / "notebooks"))
    notebook = importlib.import_module("own_municipality")
    comparison, certainty = (
        pl.read_parquet(tmp_path / "tables" / f"{n}.parquet") for n in ("comparison", "place_certainty")
    )
    assert notebook.series(comparison, "0", "a")["year"].to_list() == [2023, 2024]
    assert notebook.places(comparison, certainty, "0").select("indicator_id", "year", "rank", "rank_low", "rank_high").rows() == [
        ("a", 2024, 10, 8, 10), ("b", 2024, 1, None, None),
    ]  # fmt: skip
    assert notebook.together(notebook.both(comparison, "a", "b").head(7)) is None
