"""One writer at a time: a lock on the place where answers and the warehouse are kept."""

import json
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assets.storage.write_whole import make_folder
from models.errors import PlaceError, system_words

LOCK_WAIT_SECONDS = 300.0
# In a home while a restore puts its files in place.
BEING_RESTORED = (".restoring", "backup.json")
_locks: dict[Path, FileLock] = {}


@contextmanager
def locked(
    home: Path,
    *,
    name: str = "styrtal",
    wait: float = LOCK_WAIT_SECONDS,
    tell: Callable[[str], None] | None = None,
) -> Generator[None]:
    """Hold the home for writing until the block ends; within one process it may be held again inside.

    Other names than `styrtal` are for parts of the home that are held for a moment only: `warehouse` while its file is
    open, `archive` while stored answers are copied or removed.

    Raises:
        PlaceError: another run holds it and did not let go in time, a restore into it was broken off, or it could not be written.
    """
    if home.joinpath(*BEING_RESTORED).exists():
        text = (
            f"{home} är återställd till hälften: styrtal restore pågår eller avbröts. Kör samma styrtal restore igen."
        )
        raise PlaceError(text)
    path = home / f"{name}.lock"
    holder = home / f"{name}.lock.json"
    try:
        make_folder(home)
        lock = _locks.setdefault(path, FileLock(path, thread_local=False))
        first = not lock.is_locked
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if tell is not None:
                tell(f"Väntar i högst {wait:.0f} s: {_held_by(holder)}.")
            lock.acquire(timeout=wait)
        if first:
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            holder.write_text(json.dumps({"pid": os.getpid(), "since": since}), encoding="utf-8")
    except Timeout as error:
        raise PlaceError(f"{_held_by(holder)}. Vänta tills den är klar, och kör igen.") from error
    except OSError as error:
        raise PlaceError(
            f"{home} gick inte att skriva: {system_words(error)}. Sätt STYRTAL_HOME till en annan mapp."
        ) from error
    try:
        yield
    finally:
        lock.release()
        if not lock.is_locked:
            # It says who holds the lock, and is written anew by the next: what went wrong before is what is told.
            with suppress(OSError):
                holder.unlink(missing_ok=True)


def _held_by(holder: Path) -> str:
    try:
        held = json.loads(holder.read_text(encoding="utf-8"))
        return f"En annan körning (process {held['pid']}, sedan {held['since']}) använder {holder.parent}"
    except (OSError, ValueError, KeyError):
        return f"En annan körning använder {holder.parent}"
