"""Each benchmark runs through on few values: a table that it makes by hand has what the product reads of it today."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

OF_VALUES = (
    "load_answers", "load_again", "revise_values", "compare_places", "compare_sets", "tell_realism", "check_values",
)  # fmt: skip


@pytest.mark.parametrize("name", OF_VALUES)
def test_it_runs_through_and_tells_its_figures(name: str) -> None:
    command = [sys.executable, f"benchmarks/{name}.py", "--values", "200000", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(json.loads(line)["measured"] > 0 for line in done.stdout.splitlines())
