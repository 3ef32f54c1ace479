"""Dagster as a process of ours, with all that it starts: ended by Ctrl-C or TERM, nothing of it is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic

# Dagster ends its own parts when it is asked to; whoever has not by then is ended.
PATIENCE = 10.0
LOOK_EVERY = 0.5
_GROUPS = os.name == "posix"


def run_to_the_end(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Run a command until it ends, or until this process is told to end; return its exit status, 0 where it was told.

    The command and all that it starts are one group of processes, which is asked to end and then ended.
    """
    process = subprocess.Popen(command, cwd=folder, env=dict(environment), start_new_session=_GROUPS)  # noqa: S603
    told_at: list[float] = []

    def tell(*_: object) -> None:
        told_at.append(monotonic())
        _signal(process, signal.SIGINT)

    before = {each: signal.signal(each, tell) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        # A wait without an end would not notice that it was told.
        while process.poll() is None and not (told_at and monotonic() > told_at[0] + PATIENCE):
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_EVERY)
    finally:
        # Also what outlived its parent.
        _signal(process, signal.SIGKILL if _GROUPS else signal.SIGTERM)
        process.wait()
        for each, handler in before.items():
            signal.signal(each, handler)
    return 0 if told_at else process.returncode


def _signal(process: "subprocess.Popen[bytes]", number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if _GROUPS:
            os.killpg(process.pid, number)
        elif sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S603, S607
