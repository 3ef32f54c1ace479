"""A command that fails at one of its writes: the n-th thing that Python does to a file below a folder, or forces to the disk.

What libraries write by themselves (DuckDB, Polars, SQLite) is no event of Python. `full` reaches them too: from the n-th
write on no file grows, as on a disk without room.
"""

import atexit
import errno
import io
import json
import os
import resource
import signal
import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

# Which arguments of an event are paths, and which the open folders that they are in.
EVENTS = {
    "open": ((0,), ()), "os.rename": ((0, 1), (2, 3)), "os.mkdir": ((0,), (2,)), "os.remove": ((0,), (1,)),
    "os.rmdir": ((0,), (1,)), "os.link": ((0, 1), (2, 3)), "os.truncate": ((0,), ()), "os.chmod": ((0,), (2,)),
}  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What the system says once; says from then on; the disk fills; the process ends.
FAULTS = ("enospc", "eio", "full", "kill")


def arm(asked: str) -> None:
    """Let this process fail as JSON asks, and its clock stand still.

    `below` is the folder, `at` which write fails (0 for none), `fault` how, `tally` the file that is to list the writes, and
    `clock` the instant.
    """
    given = json.loads(asked)
    instant = datetime.fromisoformat(given["clock"])
    vars(import_module("pipelines.clock"))["now"] = lambda: instant
    failing = _Failing(given["below"], given["at"], given["fault"])
    sys.addaudithook(failing.heard)
    real = os.fsync

    def fsync(file: int) -> None:
        failing.wrote("fsync", str(_opened(file)))
        real(file)

    os.fsync = fsync
    atexit.register(lambda: Path(given["tally"]).write_text("\n".join(failing.done), encoding="utf-8"))


class _Failing:
    """Counts what is written, and fails where it is to."""

    def __init__(self, below: str, at: int, fault: str) -> None:
        self.below, self.at, self.fault = below + os.sep, at, fault
        self.done: list[str] = []

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take an event of Python's."""
        if event not in EVENTS or (event == "open" and not (arguments[2] or 0) & WRITES):
            return
        paths, folders = EVENTS[event]
        for i, place in enumerate(paths):
            path, folder = arguments[place], arguments[folders[i]] if i < len(folders) else -1
            path = _opened(path) if isinstance(path, int) else Path(os.fsdecode(path))
            name = str(_opened(folder) / path if isinstance(folder, int) and folder >= 0 else path.absolute())
            if name.startswith(self.below):
                self.wrote(event, name)
                return

    def wrote(self, event: str, name: str) -> None:
        """Count a write, and fail if it is the one."""
        if not name.startswith(self.below):
            return
        self.done.append(f"{event} {name}")
        number = len(self.done)
        if self.at == 0 or number < self.at or (number > self.at and self.fault != "eio"):
            return
        if self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.fault == "full":
            _fill_the_disk()
        else:
            code = getattr(errno, self.fault.upper())
            raise OSError(code, os.strerror(code), name)


def _opened(file: int) -> Path:
    return Path(f"/proc/self/fd/{file}").readlink()


def _fill_the_disk() -> None:
    """Let no file grow; what is said is kept until the process ends, as it goes to files too."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    out, err = sys.stdout, sys.stderr
    kept = sys.stdout, sys.stderr = io.StringIO(), io.StringIO()

    def empty() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        out.write(kept[0].getvalue())
        err.write(kept[1].getvalue())
        sys.stdout, sys.stderr = out, err

    atexit.register(empty)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
