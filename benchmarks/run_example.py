"""`styrtal run` without options, with compiled bytecode: what the example's report costs, against importing its libraries."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from figures import Figure, parser, scratch, tell

ROOT = Path(__file__).resolve().parent.parent
RUN = "from pipelines.command.main import main; main()"
IMPORTS = "import dagster, duckdb, polars, pandera.polars, jinja2, xlsxwriter, typst, great_expectations"


def measure(code: str, environment: dict[str, str], *args: str) -> tuple[float, float]:
    """Return the seconds of processor and of the clock that a Python process takes."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *args], check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    taken, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, taken


def main() -> None:
    """Measure, by turns; of the rounds the median counts, since both sides are as slow as the machine is."""
    options = parser(__doc__, 0).parse_args()
    imports: list[tuple[float, float]] = []
    runs: list[tuple[float, float]] = []
    with scratch() as folder:
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        # The first round compiles.
        for number in range(1 + options.rounds):
            imports.append(measure(IMPORTS, environment))
            runs.append(measure(RUN, {**environment, "STYRTAL_HOME": str(folder / f"home-{number}")}, "run"))
    told = ", ".join(f"run {run[0]:.1f} s, imports {read[0]:.1f} s" for run, read in zip(runs, imports, strict=True))
    processor, clock = (
        median(run[side] / read[side] for run, read in zip(runs[1:], imports[1:], strict=True)) for side in (0, 1)
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    tell(
        Figure("styrtal run, the example: processor", processor, "I", bound=2.2, detail=told),
        Figure("… clock", clock, "I", bound=1.6),
        Figure("… peak memory", peak, "MiB", bound=600),
    )


if __name__ == "__main__":
    main()
