"""The own files that a run stands on, each municipality's read once."""

from datetime import UTC, datetime
from pathlib import Path

from assets.definitions.of_run import RunDefinitions
from assets.own_files.file_store import FileStore
from assets.own_files.own_sources import OwnSources, read_own
from assets.storage.one_writer import locked


def files_folder(store: Path, municipality: str) -> Path:
    """Return the folder of every version of a municipality's own files."""
    return store / "files" / municipality


class RunOwnFiles:
    """What every municipality's own sources held when this run first read them."""

    def __init__(self, defined: RunDefinitions) -> None:
        self.defined = defined
        self._read: dict[str, OwnSources] = {}

    def of(self, municipality: str) -> OwnSources:
        """Return what a municipality's own sources held; their bytes are kept.

        Raises:
            PlaceError: the bytes could not be kept.
        """
        if municipality not in self._read:
            definitions = self.defined.of(municipality)
            with locked(self.defined.store(municipality)):
                files = FileStore(self.folder(municipality))
                folder = self.defined.workplace.municipalities[municipality]
                self._read[municipality] = read_own(folder, definitions, files, datetime.now(tz=UTC))
        return self._read[municipality]

    def folder(self, municipality: str) -> Path:
        """Return the folder of every version of the municipality's own files."""
        return files_folder(self.defined.store(municipality), municipality)
