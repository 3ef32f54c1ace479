"""Finds a source's files inside the municipality's folder, reads each once within limits, and keeps what was read."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from assets.own_files.cell_faults import Wrong
from assets.storage.kept_bytes import KeptBytes, not_written
from assets.storage.write_whole import append_line
from models.definitions.own_files import Source
from models.errors import system_words
from models.words.numbers import number

MAX_BYTES = 100_000_000
_LOCK_FILE = "~$"


@dataclass(frozen=True)
class ReadFile:
    """A file's name in the municipality's folder, the SHA-256 of its bytes and their number."""

    name: str
    sha256: str
    size: int


class FileStore(KeptBytes):
    """Every version of every file that was read, and a log of which file had which bytes from when.

    With `until`, it is as it was at that instant, and nothing is kept.
    """

    def __init__(self, folder: Path, until: datetime | None = None) -> None:
        super().__init__(folder)
        self._until = until

    @property
    def log(self) -> Path:
        """Where it is written which file had which bytes."""
        return self.folder / "files.jsonl"

    def keep(self, source_id: str, name: str, data: bytes, at: datetime) -> None:
        """Keep a file's bytes; a line of the log tells of them if they differ from the file's last ones.

        Raises:
            PlaceError: the folder could not be written.
        """
        sha256 = self.put(data)
        if self.versions(name)[-1:] == [sha256]:
            return
        line = {"file": name, "source": source_id, "sha256": sha256, "size": len(data), "kept_at": at.isoformat()}
        # A crash may have cut off the last line.
        whole = not self.log.exists() or self.log.read_bytes()[-1:] in {b"", b"\n"}
        try:
            append_line(self.log, ("" if whole else "\n") + json.dumps(line, ensure_ascii=False))
        except OSError as error:
            raise not_written(error, self.log) from error

    def versions(self, name: str) -> list[str]:
        """Return the SHA-256 of each version of a file, the oldest first."""
        if not self.log.exists():
            return []
        found: list[str] = []
        for text in self.log.read_text(encoding="utf-8").splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue  # a line that was cut off by a crash: its bytes are kept, and it is written again
            known = self._until is None or datetime.fromisoformat(line["kept_at"]) <= self._until
            if line["file"] == name and known:
                found.append(str(line["sha256"]))
        return found

    def version_before(self, name: str, sha256: str) -> bytes | None:
        """Return the bytes of the version of a file that was kept before the one with this hash; None where there is none."""
        versions = self.versions(name)
        if versions[-1:] == [sha256]:
            versions.pop()
        return self.get(versions[-1]) if versions else None


def find_files(folder: Path, source: Source) -> list[str]:
    """Return the names of a source's files, in order, as paths within the folder with /.

    Raises:
        Wrong: no file is there, or the folder leads out of the municipality's or cannot be read.
    """
    pattern = PurePosixPath(source.file)
    parent = folder.joinpath(*pattern.parent.parts)
    names = names_in(folder, parent)
    if any(mark in pattern.name for mark in "*?["):
        # As Windows and macOS match names: whatever the capitals, and however å, ä and ö are put together.
        wanted = same_name(pattern.name)
        found = [name for name in names if PurePosixPath(same_name(name)).match(wanted)]
        if not found:
            near = get_close_matches(wanted, [same_name(name) for name in names], 1)
            hint = f" Menas '{near[0]}'?" if near else ""
            raise Wrong(
                "ingen fil har ett sådant namn.",
                f"Lägg filerna i {_place(pattern)}, eller rätta namnet i mappningen.{hint}",
            )
        return [(pattern.parent / name).as_posix() for name in found]
    if not parent.joinpath(pattern.name).exists():
        near = get_close_matches(pattern.name, names, 1)
        hint = f" Menas '{near[0]}'?" if near else ""
        raise Wrong("finns inte.", f"Lägg filen i {_place(pattern)}, eller rätta namnet i mappningen.{hint}")
    return [source.file]


def same_name(name: str) -> str:
    """Return a file's name as it is matched: whatever its capitals, and in one Unicode form."""
    return unicodedata.normalize("NFC", name).casefold()


def names_in(folder: Path, parent: Path) -> list[str]:
    """Return the names of the files in a folder within the municipality's, in order, less Excel's lock files."""
    try:
        if not parent.resolve().is_relative_to(folder.resolve()):
            raise Wrong(
                "ligger i en länkad mapp som leder ut ur kommunens mapp.",
                "Lägg själva filen i mappen.",
            )
        found = sorted(path.name for path in parent.iterdir() if path.is_file()) if parent.is_dir() else []
    except OSError as error:
        raise Wrong(
            f"gick inte att leta efter: {system_words(error)}.", "Kontrollera behörigheten till mappen."
        ) from error
    return [name for name in found if not name.startswith(_LOCK_FILE)]


def _place(pattern: PurePosixPath) -> str:
    return "kommunens mapp" if pattern.parent == PurePosixPath() else f"mappen '{pattern.parent}'"


def read_bytes(folder: Path, name: str) -> bytes:
    """Return a file's bytes.

    Raises:
        Wrong: the file leads out of the folder, is too large or empty, or cannot be read.
    """
    path = folder.joinpath(*PurePosixPath(name).parts)
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise Wrong("är en länk som leder ut ur kommunens mapp.", "Lägg själva filen i mappen.")
        if not path.is_file():
            raise Wrong("är en mapp, inte en fil.", "Ange filens eget namn.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Wrong(
                f"är {number(size, 0)} byte; en fil får vara högst {number(MAX_BYTES, 0)}.",
                "Dela upp filen, eller exportera färre kolumner eller år.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise Wrong(
            f"gick inte att läsa: {system_words(error)}.",
            "Kontrollera behörigheten, och stäng filen om den är öppen någon annanstans.",
        ) from error
    if not data.strip():
        raise Wrong("är tom.", "Exportera filen på nytt.")
    return data


def described(name: str, data: bytes) -> ReadFile:
    """Return what a file was when it was read."""
    return ReadFile(name, hashlib.sha256(data).hexdigest(), len(data))
