"""Every version of a municipality's folder that a run took in: which file had which bytes, and from when that was known.

Definitions and own files are one thing here, since a report stands on both as they lay side by side. The bytes are kept under
their hash beside the log (`assets.storage.kept_bytes`), so that the folder of any version can be laid out again.
"""

import json
import shutil
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from assets.storage.kept_bytes import KeptBytes, not_written
from assets.storage.write_whole import append_line, read_lines
from models.errors import PlaceError

SECOND = timedelta(seconds=1)
_LAID_OUT = "folder-"
_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class FolderVersion:
    """A version of the folder.

    Attributes:
        taken_in: the instant at which a run first took it in, UTC, in whole seconds.
        first: whether it is the first version ever taken in, which counts as known always.
        files: the SHA-256 of each file that was read, by its name in the folder with /.
        beside: the names of files that lay in the folders of own files and that nobody read; their bytes are not kept.
    """

    taken_in: datetime
    first: bool
    files: Mapping[str, str]
    beside: tuple[str, ...]

    @property
    def known_from(self) -> datetime | None:
        """From when it is known; None for always."""
        return None if self.first else self.taken_in


class FolderVersions(KeptBytes):
    """The log of a municipality's versions, oldest first, beside the bytes of their files."""

    @property
    def log(self) -> Path:
        """Where the versions are written down."""
        return self.folder / "versions.jsonl"

    def all(self) -> list[FolderVersion]:
        """Return every version, the oldest first."""
        found: list[FolderVersion] = []
        for line in read_lines(self.log):
            at = datetime.fromisoformat(line["known_from"])
            found.append(FolderVersion(at, not found, line["files"], tuple(line["beside"])))
        return found

    def known_at(self, instant: datetime) -> FolderVersion | None:
        """Return the version known at an instant; None where no run has taken in any."""
        versions = self.all()
        known = [version for version in versions if version.first or version.taken_in <= instant]
        return known[-1] if known else None

    def changes_after(self, version: FolderVersion) -> Iterator[tuple[str, datetime, bool]]:
        """Yield each file that came or changed after a version, with the instant and whether it was taken away."""
        before = version
        for later in (each for each in self.all() if each.taken_in > version.taken_in):
            for name in sorted({*before.files, *later.files}):
                if before.files.get(name) != later.files.get(name):
                    yield name, later.taken_in, name not in later.files
            before = later

    def next_instant(self, now: datetime) -> datetime:
        """Return the instant that a version taken in now is known from: whole seconds, rounded up, after every version's."""
        whole = now.astimezone(UTC).replace(microsecond=0)
        at = whole if whole == now else whole + SECOND
        versions = self.all()
        return max(at, versions[-1].taken_in + SECOND) if versions else at

    def take_in(self, files: Mapping[str, str], beside: tuple[str, ...], at: datetime) -> FolderVersion:
        """Return the version of these files: the newest where it is the same, else a new one, written down.

        Raises:
            PlaceError: the log could not be written.
        """
        versions = self.all()
        if versions and (dict(versions[-1].files), versions[-1].beside) == (dict(files), beside):
            return versions[-1]
        version = FolderVersion(at, not versions, dict(sorted(files.items())), beside)
        line = {"known_from": at.isoformat(), "files": version.files, "beside": list(beside)}
        try:
            append_line(self.log, json.dumps(line, ensure_ascii=False))
        except OSError as error:
            raise not_written(error, self.log) from error
        return version

    def lay_out(self, version: FolderVersion, place: Path) -> TemporaryDirectory[str]:
        """Return a folder with a version's files as they were; it goes when it is no longer held.

        Args:
            version: the version.
            place: where the folder is made, among what is only there while a report is made.

        Raises:
            PlaceError: a file's bytes are gone or damaged, or the place could not be written.
        """
        with not_made(place):
            place.mkdir(parents=True, exist_ok=True)
            _clear_killed(place)
            laid = TemporaryDirectory(prefix=_LAID_OUT, dir=place)
            for name, sha256 in version.files.items():
                data = self.get(sha256)
                if data is None:
                    raise PlaceError(
                        f"{self.path(sha256)} saknas eller är skadad: där ligger {name} som filen var"
                        f" {version.taken_in:%Y-%m-%dT%H:%M:%SZ}. Lägg tillbaka den från en säkerhetskopia."
                    )
                _put(Path(laid.name), name, data)
            for name in version.beside:
                _put(Path(laid.name), name, b"")
        return laid


def _clear_killed(place: Path) -> None:
    """Remove what runs that were killed left: own files may tell of few persons. A run that goes on is younger than a day."""
    for left in place.glob(f"{_LAID_OUT}*"):
        if time.time() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def not_made(place: Path) -> Generator[None]:
    """Tell that a folder could not be laid out as the user must know it."""
    try:
        yield
    except OSError as error:
        raise not_written(error, place) from error


def _put(folder: Path, name: str, data: bytes) -> None:
    path = folder.joinpath(*PurePosixPath(name).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
