"""What is left on a disk when the power is cut: only what has been forced there."""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """What a folder would hold after a power cut: each file as it was when it was last forced, in forced folders.

    What is there from the beginning counts as forced. Files are known by their inodes, so that a name leads to the bytes
    that were forced, whatever the file was called then.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bytes: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        for path in (folder, *folder.rglob("*")):
            self.force(path)

    def force(self, path: Path) -> None:
        """Note a file's bytes, or a folder's names, as what stays."""
        number = path.stat().st_ino
        if path.is_dir():
            self._names[number] = {each.name: each.lstat().st_ino for each in path.iterdir()}
        else:
            self._bytes[number] = path.read_bytes()

    def after_a_power_cut(self) -> dict[str, bytes | None]:
        """Return every file that stays, by its path; None for one whose bytes never reached the disk."""
        found: dict[str, bytes | None] = {}

        def walk(number: int, above: str) -> None:
            for name, inner in self._names.get(number, {}).items():
                if inner in self._names:
                    walk(inner, f"{above}{name}/")
                else:
                    found[f"{above}{name}"] = self._bytes.get(inner)

        walk(self.folder.stat().st_ino, "")
        return found

    def holds(self, path: Path) -> bool:
        """Return whether a file, as it is now, stays."""
        return self.after_a_power_cut().get(path.relative_to(self.folder).as_posix()) == path.read_bytes()


@contextmanager
def watching(folder: Path) -> Generator[Disk]:
    """Note all that is forced to the disk below a folder while the block runs; it is forced in earnest too."""
    disk = Disk(folder)
    real = os.fsync

    def fsync(file: int) -> None:
        real(file)
        path = Path(f"/proc/self/fd/{file}").readlink()
        if stat.S_IFMT(os.fstat(file).st_mode) in {stat.S_IFREG, stat.S_IFDIR} and path.is_relative_to(folder):
            disk.force(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield disk
