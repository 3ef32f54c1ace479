"""Asks and loads two days in processes that are killed at random points, and says after each what the warehouse knows.

python -m tests.killed FOLDER COUNT SEED    a line of JSON a point: when it was killed, and the SHA-256 of what stands after

A process is forked from this one, which has imported all and begun nothing, so that the points fall in the work itself
and not in Python's start. Half of the homes are killed in twice before they are run to the end.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import duckdb

from assets.kolada.answers import AnswerStore, list_harvests
from tests.small import AREAS, cells, fetch, load, vintage

# With what this machine's clock said left out.
TABLES = {
    "kolada_value": "", "kpi": "", "area": "", "area_group": "", "kpi_asked": "", "harvest": "",
    "source_answer": "EXCLUDE (fetched_at)", "question_answered": "", "kpi_fingerprint": "",
}  # fmt: skip


def work(home: Path) -> None:
    """Ask for two days and load them, as two runs do; what is done already is not done again."""
    first = {year: [60.0 + (7 * i + year) % 31 for i in range(len(AREAS))] for year in range(2018, 2024)}
    later = {**first, 2023: [value + 0.5 for value in first[2023]], 2024: 70.0}
    del later[2018]
    days = [vintage("2024-01-01", cells(dict(first))), vintage("2024-03-01", cells(dict(later)))]
    for at, day in enumerate(days):
        asked = {harvest.started_at.date() for harvest in list_harvests(AnswerStore(home / "answers")) if harvest.ended}
        if day.day not in asked:
            fetch(home, days, at=at)
        load(home)


def remember(home: Path) -> None:
    """Work to the end, and write down what the warehouse knows, less what this machine's clock said."""
    work(home)
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as con:
        rows = [(n, con.execute(f"SELECT * {e} FROM {n} ORDER BY ALL").fetchall()) for n, e in TABLES.items()]
    assert len(rows[0][1]) > 5 * len(AREAS)
    (home / "known").write_text(hashlib.sha256(repr(rows).encode()).hexdigest(), encoding="utf-8")


def forked(do: Callable[[Path], None], home: Path) -> int:
    """Start work in a process of its own; return its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        do(home)
    except BaseException:  # noqa: BLE001  the child must end here, and say why
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def stands_after(home: Path) -> str:
    """Return what the warehouse knows when the work has been done to its end."""
    _, status = os.waitpid(forked(remember, home), 0)
    return (home / "known").read_text(encoding="utf-8") if status == 0 else f"ended with {status}"


def say(what: dict[str, object]) -> None:
    """Print a line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(folder: Path, count: int, seed: int) -> None:
    """Kill and run as often as asked for."""
    points = random.Random(seed)
    stands_after(folder / "warm")
    begun = time.monotonic()
    told = stands_after(folder / "whole")
    whole = time.monotonic() - begun
    say({"point": None, "stands": told})
    for number in range(count):
        home = folder / f"{number}"
        shares = [points.uniform(0, 1.0) for _ in range(1 + number % 2)]
        ended = 0
        for share in shares:
            pid = forked(work, home)
            time.sleep(share * whole)
            os.kill(pid, signal.SIGKILL)
            ended += not os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        # What was left: how far it had come tells that the points fell in different places.
        harvests = len(list((home / "answers" / "harvests").glob("*.jsonl")))
        left = {"harvests": harvests, "warehouse": (home / "warehouse.duckdb").exists(), "ended": ended}
        say({"point": shares, "left": left, "stands": stands_after(home)})
        shutil.rmtree(home)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
