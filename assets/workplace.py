"""What an asset needs to know of its surroundings: where things are kept, and what this run was asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assets.definitions.read_yaml import Definitions, read_definitions
from assets.own_files.file_store import FileStore
from assets.own_files.own_sources import OwnSources, read_own
from assets.storage.one_writer import locked
from assets.warehouse.lake import Lake, lake_at
from models.errors import UsageError

if TYPE_CHECKING:
    pass

Progress = Callable[[int, int], None]


@dataclass
class Workplace:
    """Where things are, and the run's wishes. Definitions are read once, so that a whole run uses the same.

    `lake` is the address of a warehouse that many processes share, and `lake_files` where its files lie, where one is used.
    """

    home: Path
    municipalities: dict[str, Path]
    kolada_url: str | None = None
    as_of: datetime | None = None
    out: Path | None = None
    progress: Progress | None = None
    tell: Callable[[str], None] | None = None
    lake: str | None = field(default=None, repr=False)
    lake_files: Path | None = None
    _definitions: dict[str, Definitions] = field(default_factory=dict[str, Definitions])
    _own: dict[str, OwnSources] = field(default_factory=dict[str, OwnSources])

    def definitions(self, municipality: str) -> Definitions:
        """Return a municipality's definitions, as they were when this run first read them.

        Raises:
            UsageError: there is no such municipality.
            DefinitionError: with every fault.
        """
        if municipality not in self._definitions:
            if municipality not in self.municipalities:
                raise UsageError(f"There is no municipality '{municipality}'. Give its folder with --municipality.")
            self._definitions[municipality] = read_definitions(self.municipalities[municipality])
        return self._definitions[municipality]

    def own(self, municipality: str) -> OwnSources:
        """Return what the municipality's own sources held when this run first read them; their bytes are kept.

        Raises:
            PlaceError: the bytes could not be kept.
        """
        if municipality not in self._own:
            definitions = self.definitions(municipality)
            with locked(self.store(municipality)):
                files = FileStore(self.files(municipality))
                self._own[municipality] = read_own(self.municipalities[municipality], definitions, files)
        return self._own[municipality]

    def files(self, municipality: str) -> Path:
        """Return the folder of every version of the municipality's own files."""
        return self.store(municipality) / "files" / municipality

    def reread(self, municipality: str) -> Definitions:
        """Return a municipality's definitions as they are now: for what lives longer than a run.

        Raises:
            UsageError, DefinitionError: as `definitions`.
        """
        self._definitions.pop(municipality, None)
        return self.definitions(municipality)

    def store(self, municipality: str) -> Path:
        """Return where answers and the warehouse are kept. Made-up values have a place of their own, beside no real ones."""
        fictional = self.definitions(municipality).model.municipality.fictional
        return self.home / "example" if fictional else self.home

    def warehouse(self, municipality: str) -> Path | Lake:
        """Return the warehouse: its file, or the lake.

        Raises:
            UsageError: the lake's address cannot be read.
        """
        store = self.store(municipality)
        return self.lakes().get(store) or store / "warehouse.duckdb"

    def lakes(self) -> dict[Path, Lake]:
        """Return the lakes by the store that each is the warehouse of, real values and made-up ones; none where files are used.

        Raises:
            UsageError: the lake's address cannot be read.
        """
        if self.lake is None:
            return {}
        files = self.lake_files or self.home / "lake"
        schemas = {self.home: "styrtal", self.home / "example": "styrtal_example"}
        return {store: lake_at(self.lake, schema, files / schema, store) for store, schema in schemas.items()}

    def answers(self, municipality: str) -> Path:
        """Return the folder of stored answers."""
        return self.store(municipality) / "answers"

    def staging(self, municipality: str, report: str) -> Path:
        """Return where a report's tables lie while it is being made."""
        return self.home / "staging" / municipality / report

    def report_folder(self, municipality: str, report: str) -> Path:
        """Return where the finished report lies: the working copy, which a later run replaces.

        Raises:
            UsageError: it would lie among the frozen reports.
        """
        folder = (self.out or self.home / "reports") / municipality / report
        if folder.is_relative_to(self.frozen()):
            raise UsageError(f"{folder} lies among the frozen reports, which no run may change. Choose another --out.")
        return folder

    def frozen(self) -> Path:
        """Return where frozen reports are kept."""
        return self.home / "frozen"
