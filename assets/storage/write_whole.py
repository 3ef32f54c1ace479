"""Files written whole: one way for all of them, and one rule for what a power cut may take.

A file is filled beside its place, forced to the disk, put in place, and its folder forced to the disk too. Whoever reads
it sees the old or the new, and what has been told as done is there after the power is cut.
"""

import json
import os
import stat
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


@contextmanager
def filling(path: Path, part: Path | None = None) -> Generator[Path]:
    """Give a place beside `path` to be filled; when the block ends, it is put in the place of `path`.

    If the block fails, nothing of it is left, and what stood at `path` still stands. A file that is replaced gives its
    permissions on.

    Args:
        path: the file, in a folder that is there.
        part: where it is filled, in the same folder; by default a name that no other thread uses.

    Raises:
        OSError: the file could not be written.
    """
    part = part or path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        part.touch()
        yield part
        _sync(part)
        if path.exists():
            part.chmod(stat.S_IMODE(path.stat().st_mode))
            if os.name == "nt":
                # There, a read-only file is not replaced.
                path.chmod(stat.S_IREAD | stat.S_IWRITE)
        part.replace(path)
        sync_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its folder is made where it is not there.

    Raises:
        OSError: it could not be written; what stood there still stands.
    """
    make_folder(path.parent)
    with filling(path) as part:
        part.write_bytes(data)


def append_line(path: Path, text: str, *, lasting: bool = True) -> None:
    """Add a line to a log; its folder is made where it is not there. What a crash left of the last line is a line of its own.

    Args:
        path: the log.
        text: the line, without its end.
        lasting: whether it must be there after a power cut. Otherwise it is so together with the next that must.

    Raises:
        OSError: it could not be written.
    """
    make_folder(path.parent)
    new = not path.exists()
    with path.open("ab+") as log:
        cut = log.seek(0, os.SEEK_END) > 0 and log.seek(-1, os.SEEK_END) >= 0 and log.read(1) != b"\n"
        log.write(b"\n" * cut + f"{text}\n".encode())
        log.flush()
        if lasting:
            os.fsync(log.fileno())
    if new and lasting:
        sync_folder(path.parent)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a log of JSON, each type with fields of its own; one that a crash cut off is passed over."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for text in file:
                with suppress(ValueError):
                    yield json.loads(text)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are not there, so that they stay."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in made:
        sync_folder(each.parent)


def sync_tree(folder: Path) -> None:
    """Force a folder, and every file and folder below it, to the disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path.is_file() and not path.is_symlink():
            _sync(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Force which files a folder holds to the disk; Windows does so by itself, and opens no folder."""
    if os.name != "nt":
        _sync(folder)


def _sync(path: Path) -> None:
    # Windows forces only what is open for writing; elsewhere a read-only file can be forced too.
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
