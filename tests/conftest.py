"""Where tests find real data and PostgreSQL, and why those that need them are skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, postgres, why_not

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "kolada"
# Minutes each on two cores: they run with `pytest -m slow`, so that the README's command stays short.
SLOW_FILES = {
    "test_many", "test_faults", "test_operations", "test_live_daemon", "test_second_efficiency", "test_second_economy", "test_diff_of_vintages",
}  # fmt: skip


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


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A PostgreSQL for all tests that need one."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    with postgres() as running:
        yield running
