"""What every benchmark needs: a clock, the most memory used, DuckDB's plain reads, and figures handed to `run.py`."""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import duckdb

# So that `python benchmarks/<name>.py` finds the project without being told where it is.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

AREAS = 290
MEMORY_LIMIT = "1500MB"
PEAK_BOUND_GIB = 2.0


@dataclass(frozen=True)
class Figure:
    """One measured number and the bound that it is held to; without a bound it is only told."""

    name: str
    measured: float
    unit: str = "×"
    bound: float | None = None
    sense: Literal["under", "at least"] = "under"
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the number is within its bound."""
        if self.bound is None:
            return True
        return self.measured < self.bound if self.sense == "under" else self.measured >= self.bound


@dataclass
class Stopwatch:
    """Seconds by the name of what was done; of several rounds, the fastest."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, name: str) -> Generator[None]:
        """Time a block."""
        begun = time.perf_counter()
        yield
        self.add(name, time.perf_counter() - begun)

    def add(self, name: str, taken: float) -> None:
        """Write down a round that was timed otherwise."""
        self.seconds[name] = min(taken, self.seconds.get(name, taken))

    def ratio(self, name: str, to: str) -> float:
        """Return how many times the one took of the other."""
        return self.seconds[name] / self.seconds[to]

    def __str__(self) -> str:
        return ", ".join(f"{name} {taken:.2f} s" for name, taken in self.seconds.items())


def parser(doc: str | None, values: int) -> argparse.ArgumentParser:
    """Return a parser with the options that all benchmarks have."""
    made = argparse.ArgumentParser(description=(doc or "").splitlines()[0])
    made.add_argument("--values", type=int, default=values, help=f"how many values (default {values:,})")
    made.add_argument("--rounds", type=int, default=3, help="how many times what can be repeated is timed (default 3)")
    return made


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder that is gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="styrtal-benchmark-") as folder:
        yield Path(folder)


@contextmanager
def plain_duckdb(folder: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Open DuckDB alone, with as much memory as the warehouse is given."""
    with duckdb.connect() as con:
        con.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        con.execute("SET temp_directory = ?", [str(folder / "tmp")])
        con.execute("SET preserve_insertion_order = false")
        yield con


def peak_figure(bound: float = PEAK_BOUND_GIB) -> Figure:
    """Return the most memory that this process has held until now."""
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Figure("peak memory", kib / 1024**2, "GiB", bound)


def tell(*figures: Figure) -> None:
    """Hand figures over, a line each."""
    for figure in figures:
        print(json.dumps(asdict(figure)), flush=True)
