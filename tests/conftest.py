"""Where tests find real data and PostgreSQL, and why those that need them are skipped."""

import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.command import COMMAND, ROOT, environment, styrtal
from tests.postgres import Postgres, postgres, why_not

REAL = ROOT.parent / "shared" / "kolada"
# Minutes each on two cores: they run with `pytest -m slow`, so that the README's command stays short.
SLOW_FILES = {
    "test_many", "test_faults", "test_operations", "test_lake_operations", "test_live_daemon", "test_refresh_command",
    "test_second_efficiency", "test_second_economy", "test_second_method", "test_diff_of_vintages", "test_installed", "test_a_year",
    "test_benchmarks", "test_second_municipality", "test_one_clock",
}  # fmt: skip

# The README's command tries the same examples each time; `--hypothesis-profile search` looks for others. How long one
# takes is no law.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("same")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine or call does not have, with the reason."""
    chosen = config.getoption("-m") or ""
    for item in items:
        if "tests/real" in item.path.as_posix() and not REAL.is_dir():
            item.add_marker(pytest.mark.skip(reason="../shared/kolada is absent: real data is not part of the project"))
        if item.get_closest_marker("live") and "live" not in chosen:
            item.add_marker(pytest.mark.skip(reason="asks the real Kolada API: run with a network and -m live"))
        if item.path.stem in SLOW_FILES:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow") and "slow" not in chosen:
            item.add_marker(pytest.mark.skip(reason="slow: run with -m slow"))


def pytest_collection_finish() -> None:
    """Spare what has been read by now, which lives as long as the process, from being looked through for what is left."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A PostgreSQL for all tests that need one."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    with postgres() as running:
        yield running


def _run_example(place: Path) -> None:
    """Run the example, and leave what it said or why it failed; however slow the machine is, a run that goes on is no fault."""
    # Not by a fork: the bytes of this run are held against those of forks, which sort their sets by another seed.
    command = [*COMMAND, "run", "--json", "--openlineage", str(place / "events.jsonl")]
    env = environment(place / "home")
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    name, said = (
        ("told.json", done.stdout) if done.returncode == 0 else ("failed.txt", done.stderr or "nothing was said")
    )
    (place / f"{name}.part").write_text(said, encoding="utf-8")
    (place / f"{name}.part").rename(place / name)


@pytest.fixture(scope="session")
def example_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where the example has been run once, for all of pytest's processes: nobody changes anything there.

    Beside it lie `told.json`, what the command said, and `events.jsonl`, its OpenLineage events.
    """
    place = tmp_path_factory.getbasetemp()
    place = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "example-run"
    place.mkdir(exist_ok=True)
    with FileLock(place / "lock"):
        if not (place / "told.json").exists() and not (place / "failed.txt").exists():
            _run_example(place)
    # One try for all processes: what failed once is told to each, and is not waited for again.
    if (place / "failed.txt").exists():
        pytest.fail(f"the example could not be run: {(place / 'failed.txt').read_text(encoding='utf-8')}")
    return place / "home"


@pytest.fixture(scope="session")
def second_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the second made-up municipality's April, August and December reports, for all of pytest's processes.

    Beside the reports lie what people work on of one committee's August (`documents`).
    """
    place = tmp_path_factory.getbasetemp()
    place = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "second-run"
    place.mkdir(exist_ok=True)
    failed = place / "failed.txt"
    with FileLock(place / "lock"):
        if not (place / "done").exists() and not failed.exists():
            folder = ROOT / "data" / "sagolunda"
            asked = [
                ("run", "--municipality", folder, "--report", f"{month}") for month in ("2025-12", "2026-04", "2026-08")
            ]
            for each in (*asked, ("documents", "sagolunda/2026-08", "--unit", "omsorgsutskottet")):
                done = styrtal(place / "home", *each)
                if done.returncode not in {0, 1}:
                    failed.write_text(f"{each}: {done.stderr}", encoding="utf-8")
                    break
            else:
                (place / "done").touch()
    if failed.exists():
        pytest.fail(f"the second municipality could not be run: {failed.read_text(encoding='utf-8')}")
    return place / "home"


@pytest.fixture(scope="module")
def example(example_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of the module's own, where the example has been run once, without options."""
    return Path(shutil.copytree(example_run, tmp_path_factory.mktemp("example") / "home"))
