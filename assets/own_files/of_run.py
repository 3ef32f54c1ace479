"""The own files that a run stands on, each municipality's read once, and the version of the folder that it takes in."""

from pathlib import Path

from assets.definitions.folder_versions import FolderVersion
from assets.definitions.of_run import RunDefinitions, files_folder
from assets.definitions.read_yaml import Definitions
from assets.own_files.file_store import FileStore
from assets.own_files.own_sources import OwnSources, read_own, with_own_decisions
from assets.storage.one_writer import locked


class RunOwnFiles:
    """What every municipality's own sources held when this run first read them."""

    def __init__(self, defined: RunDefinitions) -> None:
        self.defined = defined
        self._read: dict[str, tuple[OwnSources, FolderVersion]] = {}
        self._decided: dict[str, Definitions] = {}

    def of(self, municipality: str) -> OwnSources:
        """Return what a municipality's own sources held; their bytes are kept.

        Raises:
            PlaceError: the bytes could not be kept.
        """
        return self._of(municipality)[0]

    def definitions(self, municipality: str) -> Definitions:
        """Return the definitions that the run stands on, with what the own files hold that somebody decided.

        Raises:
            PlaceError: as `of`.
        """
        if municipality not in self._decided:
            self._decided[municipality] = with_own_decisions(self.of(municipality), self.defined.of(municipality))
        return self._decided[municipality]

    def version(self, municipality: str) -> FolderVersion:
        """Return the version of the municipality's folder that the run stands on.

        Raises:
            PlaceError: as `of`.
        """
        return self._of(municipality)[1]

    def _of(self, municipality: str) -> tuple[OwnSources, FolderVersion]:
        if municipality not in self._read:
            with locked(self.defined.store(municipality)):
                taken = self._take_in(municipality)
                asked = self.defined.earlier_version(municipality)
                if asked is None:
                    self._read[municipality] = taken
                else:
                    definitions, folder = self.defined.of(municipality), self.defined.folder(municipality)
                    store = FileStore(self.folder(municipality), until=asked.taken_in)
                    self._read[municipality] = read_own(folder, definitions, store), asked
        return self._read[municipality]

    def _take_in(self, municipality: str) -> tuple[OwnSources, FolderVersion]:
        """Read the folder as it lies, keep its bytes, and write down its version where it is a new one."""
        definitions, versions = self.defined.now(municipality), self.defined.versions(municipality)
        at = versions.next_instant(self.defined.workplace.now())
        files = FileStore(self.folder(municipality))
        own = read_own(self.defined.workplace.municipalities[municipality], definitions, files, at)
        hashes = {file.name: versions.put(file.data) for file in definitions.files}
        hashes |= {file.name: file.sha256 for reading in own.readings for file in reading.files}
        beside = tuple(sorted({line.subject for line in own.near} - {*hashes}))
        return own, versions.take_in(hashes, beside, at)

    def folder(self, municipality: str) -> Path:
        """Return the folder of every version of the municipality's own files."""
        return files_folder(self.defined.store(municipality), municipality)
