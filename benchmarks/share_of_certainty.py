"""What the rules of certainty (docs/measures.md §14–§18) add to a report's measures: the example's, and Vänersborg's on real values.

Each table is timed as it is made, and the rules' are held against all the rest, lineage with it. Without the recorded downloads
in `../shared/kolada` only the example is measured.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import duckdb
from figures import Figure, parser, scratch, tell

from assets.definitions.of_run import RunDefinitions
from assets.measures import assets as of_measures
from assets.measures import comparison, compute
from assets.open_report import create
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from models.tables.header import Table
from pipelines.command.run_report import run_report
from pipelines.settings import Settings

REAL = Path(__file__).resolve().parents[2] / "shared" / "kolada"
VALUES = REAL / "values" / "didreport_2024-12-12.parquet"


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Add up what the rules' tables and what all tables of the measures take, made in the block."""
    seconds = {"rules": 0.0, "all": 0.0}
    whole = of_measures.compute

    def one(con: duckdb.DuckDBPyConnection, described: Table) -> int:
        begun = time.perf_counter()
        rows = create(con, described)
        # One that stands in an older section too, as fulfilment does, was there without them.
        if re.match(r"measures\.md §1[4-8]", described.section):
            seconds["rules"] += time.perf_counter() - begun
        return rows

    def everything(*args: Any) -> dict[str, int]:
        begun = time.perf_counter()
        rows = whole(*args)
        seconds["all"] += time.perf_counter() - begun
        return rows

    with ExitStack() as patched:
        patched.enter_context(patch.object(compute, "create", one))
        patched.enter_context(patch.object(comparison, "create", one))
        patched.enter_context(patch.object(of_measures, "compute", everything))
        yield seconds


def shares(home: Path, rounds: int, *report: str, url: str = "") -> tuple[float, str]:
    """Return the median of what the rules add, of so many reports made, and the seconds of each."""
    found: list[dict[str, float]] = []
    for number in range(rounds):
        workplace = Settings(home=home / str(number)).workplace()
        if url:
            workplace.kolada_url = url
        with timed() as seconds:
            run_report(Settings(home=home / str(number)), RunDefinitions(workplace), *report)
        found.append(seconds)
    told = ", ".join(f"{each['rules']:.2f} of {each['all']:.2f} s" for each in found)
    return median(each["rules"] / (each["all"] - each["rules"]) for each in found), told


def main() -> None:
    """Measure."""
    options = parser(__doc__, 0).parse_args()
    with scratch() as folder:
        share, told = shares(folder / "example", options.rounds, "example", "2026-08")
        tell(Figure("the rules of certainty, of the other measures: example", share, "×", bound=0.2, detail=told))
        if not VALUES.exists():
            return
        recording = Recording(read_vintages([VALUES]), read_metadata(REAL / "metadata"), at=0, origin="replay")
        with serving(recording) as server:
            share, told = shares(folder / "real", options.rounds, "vanersborg", "2024-08", url=server.url)
        tell(Figure("… Vänersborg", share, "×", bound=0.2, detail=told))


if __name__ == "__main__":
    main()
