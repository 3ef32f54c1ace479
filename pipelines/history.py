"""How long Dagster's own history of runs is kept: every run leaves 1.6 MB, for ever, where nobody takes it away."""

import shutil
import sqlite3
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import dagster as dg

HISTORY = Path("dagster", "storage", "history")
ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def prune_history(instance: dg.DagsterInstance, home: Path, before: datetime) -> int:
    """Take away runs that ended before a time, with their events and logs, and return how many.

    The last run of each job and report that went well stays however old it is: it says when the report's assets were made,
    and what follows a change goes by that.

    Args:
        instance: whose runs; in SQLite below the home, or in PostgreSQL.
        home: where everything is kept.
        before: by this machine's clock, with its time zone.
    """
    ended = instance.get_run_records(dg.RunsFilter(statuses=ENDED))
    last: dict[tuple[str, str], str] = {}
    # Newest first.
    for record in sorted(ended, key=lambda each: each.storage_id, reverse=True):
        run = record.dagster_run
        if run.status == dg.DagsterRunStatus.SUCCESS:
            last.setdefault((run.job_name, run.tags.get("dagster/partition", "")), run.run_id)
    gone = [
        record.dagster_run.run_id
        for record in ended
        if record.update_timestamp.timestamp() < before.timestamp() and record.dagster_run.run_id not in last.values()
    ]
    for run_id in gone:
        instance.delete_run(run_id)
        # SQLite keeps the room that deleted events had, in a file for each run.
        for file in (home / HISTORY / "runs").glob(f"{run_id}.db*"):
            with suppress(OSError):
                file.unlink()
        shutil.rmtree(home / "dagster" / "compute_logs" / run_id, ignore_errors=True)
    return len(gone)


@contextmanager
def held_open(home: Path, run_id: str) -> Generator[None]:
    """Hold the files of SQLite open to which a run's events are written, until the block ends.

    Dagster opens and closes a file for each of hundreds of events. Whoever closes a file as the last has its log written
    into it, and waits for the disk: longer than all else that an event takes.
    """
    with ExitStack() as open_files:
        for name in ("runs.db", "runs/index.db", f"runs/{run_id}.db"):
            con = open_files.enter_context(closing(sqlite3.connect(home / HISTORY / name)))
            # As Dagster sets it; a file that is not there yet is to have it before the first event.
            con.execute("PRAGMA journal_mode = WAL").fetchall()
            con.execute("SELECT count(*) FROM sqlite_master").fetchall()
        yield
