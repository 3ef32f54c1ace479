"""Municipalities a minute with 1, 2 and 4 run workers that share a DuckLake, against one after another in a file."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from figures import Figure, parser, scratch, tell

from assets.kolada.replay import serving
from tests.many import recordings, write_municipalities
from tests.postgres import Postgres, postgres, why_not

WORKERS = (1, 2, 4)
ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """A run worker that has imported what it needs."""

    def __init__(self, settings: dict[str, str]) -> None:
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
        self.make([])

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


def measure(folder: Path, keys: list[str], source: str, workers: int, server: Postgres | None) -> float:
    """Return the seconds that so many workers need for all the reports, from nothing."""
    settings = {"STYRTAL_DATA": str(folder / "data"), "STYRTAL_KOLADA_URL": source}
    settings["STYRTAL_HOME"] = str(folder / f"home-{workers}-{'file' if server is None else 'lake'}")
    if server is not None:
        settings["STYRTAL_WAREHOUSE"] = f"ducklake:{server.address(server.database())}"
    started = [Worker(settings) for _ in range(workers)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda n: started[n].make(keys[n::workers]), range(workers)))
    taken = time.perf_counter() - begun
    for worker in started:
        worker.end()
    return taken


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
    with scratch() as folder, postgres() as server, serving(recordings(count)[0]) as source:
        keys = write_municipalities(folder / "data", count)
        seconds = {0: measure(folder, keys, source.url, 1, None)}
        seconds |= {n: measure(folder, keys, source.url, n, server) for n in WORKERS}
    detail = f"{count} municipalities: a file {seconds[0]:.1f} s, " + ", ".join(
        f"{n} workers {seconds[n]:.1f} s" for n in WORKERS
    )
    rates = {n: 60 * count / taken for n, taken in seconds.items()}
    tell(
        Figure("one after another in a file", rates[0], unit="/min"),
        *(Figure(f"{n} workers on a lake", rates[n], unit="/min") for n in WORKERS),
        Figure("2 workers, of 1", rates[2] / rates[1], bound=1.2, sense="at least", detail=detail),
    )


if __name__ == "__main__":
    main()
