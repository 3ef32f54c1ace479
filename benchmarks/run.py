"""Runs the benchmarks, each in a process of its own, and prints what was measured beside its bound.

    uv run python benchmarks/run.py                       all of them
    uv run python benchmarks/run.py load_answers          one
    uv run python benchmarks/run.py revise_values --values 40000000

It ends with 1 where a number is out of bounds, or a benchmark failed.
"""

import json
import subprocess
import sys
from pathlib import Path

from figures import Figure

HERE = Path(__file__).resolve().parent
BENCHMARKS = (
    "load_answers",
    "load_again",
    "revise_values",
    "compare_places",
    "compare_sets",
    "tell_realism",
    "share_of_certainty",
    "check_values",
    "check_real",
    "run_example",
    "find_on_page",
    "many_at_once",
    "own_files",
    "refresh",
    "start_command",
)


def run(name: str, options: list[str]) -> list[Figure] | None:
    """Run a benchmark and return its figures, or None where it failed."""
    command = [sys.executable, str(HERE / f"{name}.py"), *options]
    done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return None
    return [Figure(**json.loads(line)) for line in done.stdout.splitlines()]


def show(name: str, figure: Figure) -> None:
    """Print a figure as a row of the table."""
    bound = "" if figure.bound is None else f"{figure.sense} {figure.bound:g}"
    verdict = "within" if figure.passed else "OUT OF BOUNDS"
    print(f"{name:<15} {figure.name:<50} {figure.measured:>8.3f} {figure.unit:<3}  {bound:<13} {verdict}")
    if figure.detail:
        print(f"{'':<15} {figure.detail}", flush=True)


def main() -> int:
    """Run what is asked for, or all; return 1 where something is out of bounds."""
    names = [argument for argument in sys.argv[1:] if argument in BENCHMARKS]
    options = [argument for argument in sys.argv[1:] if argument not in BENCHMARKS]
    passed = True
    for name in names or BENCHMARKS:
        figures = run(name, options)
        if figures is None:
            print(f"{name:<15} FAILED", flush=True)
            passed = False
            continue
        for figure in figures:
            show(name, figure)
            passed = passed and figure.passed
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
