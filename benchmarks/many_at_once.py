"""Municipalities a minute with 1, 2 and 4 run workers that share a DuckLake, against one after another in a file."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from figures import Figure, parser, scratch, tell

from assets.playback.server import serving
from tests.many import recordings, write_municipalities
from tests.postgres import Postgres, postgres, why_not

WORKERS = (1, 2, 4)
ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """A run worker that has made a report already: what it imports on the way is imported."""

    def __init__(self, settings: dict[str, str], warm: str) -> None:
        pipe = subprocess.PIPE
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("STYRTAL_", "DAGSTER_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.many"],
            cwd=ROOT,
            env={**kept, **settings},
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.make([warm])

    def make(self, keys: list[str]) -> None:
        """Make reports, and come back when they are there."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(" ".join(keys) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n", "a run worker failed"

    def end(self) -> None:
        """Let the process end."""
        self.process.communicate(timeout=60)


def measure(folder: Path, keys: list[str], source: str, workers: int, server: Postgres | None) -> tuple[float, float]:
    """Return the seconds that so many workers need for all the reports, and the processor's seconds for one of them.

    The last keys are those that workers begin with, outside the time; their start is in the processor's seconds.
    """
    settings = {"STYRTAL_DATA": str(folder / "data"), "STYRTAL_KOLADA_URL": source}
    settings["STYRTAL_HOME"] = str(folder / f"home-{workers}-{'file' if server is None else 'lake'}")
    if server is not None:
        settings["STYRTAL_WAREHOUSE"] = f"ducklake:{server.address(server.database())}"
    count = len(keys) - max(WORKERS)
    before = os.times()
    started = [Worker(settings, keys[count + n]) for n in range(workers)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda n: started[n].make(keys[n:count:workers]), range(workers)))
    taken = time.perf_counter() - begun
    for worker in started:
        worker.end()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return taken, used / (count + workers)


def main() -> None:
    """Measure."""
    made = parser(__doc__, 0)
    made.add_argument("--municipalities", type=int, default=12, help="how many (default 12)")
    options = made.parse_args()
    reason = why_not()
    if reason is not None:
        print(f"skipped: {reason}", file=sys.stderr)
        return
    count: int = options.municipalities
    every = count + max(WORKERS)
    with scratch() as folder, postgres() as server, serving(recordings(every)[0]) as source:
        keys = write_municipalities(folder / "data", every)
        found = {0: measure(folder, keys, source.url, 1, None)}
        found |= {n: measure(folder, keys, source.url, n, server) for n in WORKERS}
    rates = {n: 60 * count / seconds for n, (seconds, _) in found.items()}
    used = {n: processor for n, (_, processor) in found.items()}
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    detail = f"{count} municipalities: a file {found[0][0]:.1f} s, " + ", ".join(
        f"{n} workers {found[n][0]:.1f} s" for n in WORKERS
    )
    tell(
        Figure("one after another in a file", rates[0], unit="/min"),
        *(Figure(f"{n} workers on a lake", rates[n], unit="/min") for n in WORKERS),
        Figure("processor of a report, in a file", used[0], unit="s"),
        *(Figure(f"processor of a report, {n} workers", used[n], unit="s") for n in WORKERS),
        Figure(
            "2 workers, of 1", rates[2] / rates[1], bound=1.2, sense="at least",
            detail=f"{detail}; {load:.1f} processes wanted the processor at the end",
        ),
    )  # fmt: skip


if __name__ == "__main__":
    main()
