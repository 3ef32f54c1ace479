"""The definitions that a run stands on, each municipality's read once, and the places that they decide."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from assets.definitions.folder_versions import FolderVersion, FolderVersions
from assets.definitions.let_in import LetIn, LetInLog
from assets.definitions.read_yaml import Definitions, read_definitions
from assets.workplace import Workplace
from models.definitions.municipality import Municipality
from models.errors import UsageError


def store_of(home: Path, model: Municipality) -> Path:
    """Return where a municipality's answers and files are kept. Made-up values have a place of their own, beside no real ones."""
    return home / "example" if model.municipality.fictional else home


def files_folder(store: Path, municipality: str) -> Path:
    """Return the folder of every version of a municipality's definitions and own files."""
    return store / "files" / municipality


@dataclass(frozen=True)
class _Read:
    """A municipality's definitions, the folder that they lie in, and the version where it is one that was laid out again."""

    definitions: Definitions
    folder: Path
    version: FolderVersion | None = None
    laid_out: TemporaryDirectory[str] | None = None


class RunDefinitions:
    """Every municipality's definitions as they were when this run first read them, so that a whole run uses the same.

    Where the run is asked for what was known at an instant, they are those of the version of the folder known then.
    """

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self._now: dict[str, Definitions] = {}
        self._read: dict[str, _Read] = {}
        self._let_in: dict[str, LetIn | None] = {}

    def now(self, municipality: str) -> Definitions:
        """Return a municipality's definitions as they lie in its folder.

        Raises:
            UsageError: there is no such municipality.
            DefinitionError: with every fault.
        """
        if municipality not in self._now:
            folders = self.workplace.municipalities
            if municipality not in folders:
                raise UsageError(f"Det finns ingen kommun '{municipality}'. Ange dess mapp med --municipality.")
            self._now[municipality] = read_definitions(folders[municipality])
        return self._now[municipality]

    def of(self, municipality: str) -> Definitions:
        """Return the definitions that the run stands on.

        Raises:
            UsageError, DefinitionError: as `now`.
            PlaceError: what was known then can no longer be read.
        """
        return self._of(municipality).definitions

    def folder(self, municipality: str) -> Path:
        """Return the folder that the run's definitions and own files lie in."""
        return self._of(municipality).folder

    def earlier_version(self, municipality: str) -> FolderVersion | None:
        """Return the version of the folder that the run was asked for; None where it stands on the folder as it lies."""
        return self._of(municipality).version

    def versions(self, municipality: str) -> FolderVersions:
        """Return the log of the versions of the municipality's folder."""
        return FolderVersions(files_folder(self.store(municipality), municipality))

    def let_in_log(self, municipality: str) -> LetInLog:
        """Return the log of which of Kolada's answers the municipality has let in."""
        return LetInLog(self.store(municipality), municipality)

    def let_in(self, municipality: str) -> LetIn | None:
        """Return which of Kolada's answers the run's reports stand on; None for all that have come.

        It is the same for a whole run. With `with_waiting` it is as if a yes to what waits were said now.
        """
        place = self.workplace
        key = f"{municipality} {place.as_of} {place.with_waiting}"
        if key not in self._let_in:
            log = self.let_in_log(municipality)
            waits = self.of(municipality).model.municipality.schedules.refresh_waits
            line = log.known_at(place.as_of) if waits else None
            waiting = log.waiting() if line is not None and place.with_waiting else None
            if line is not None and waiting is not None:
                at = self.versions(municipality).next_instant(place.now()).replace(tzinfo=None)
                line = replace(waiting, at=at, by="preview")
            self._let_in[key] = line
        return self._let_in[key]

    def waiting(self, municipality: str) -> LetIn | None:
        """Return which of Kolada's answers wait for the municipality's yes; None where none does, or it does not wait."""
        return self.let_in_log(municipality).waiting() if self.let_in(municipality) is not None else None

    def _of(self, municipality: str) -> _Read:
        # Another instant may be asked for after the definitions were first read to see that they are whole.
        as_of = self.workplace.as_of
        key = f"{municipality} {as_of}"
        if key not in self._read:
            self._read[key] = self._known_at(municipality, as_of)
        return self._read[key]

    def _known_at(self, municipality: str, as_of: datetime | None) -> _Read:
        now = self.now(municipality)
        lies = _Read(now, self.workplace.municipalities[municipality])
        versions = self.versions(municipality)
        # What lies there is taken in by this run, and known from that instant.
        if as_of is None or as_of >= versions.next_instant(self.workplace.now()):
            return lies
        version = versions.known_at(as_of)
        if version is None:
            return lies
        laid_out = versions.lay_out(version, self.workplace.home / "staging")
        folder = Path(laid_out.name)
        return _Read(read_definitions(folder, municipality), folder, version, laid_out)

    def read_again(self, municipality: str) -> Definitions:
        """Return a municipality's definitions as they are now: for what lives longer than a run.

        Raises:
            UsageError, DefinitionError: as `of`.
        """
        self._now.pop(municipality, None)
        self._let_in.clear()
        self._read = {key: read for key, read in self._read.items() if key.partition(" ")[0] != municipality}
        return self.of(municipality)

    def store(self, municipality: str) -> Path:
        """Return where answers and the warehouse are kept."""
        return store_of(self.workplace.home, self.now(municipality).model)

    def answers(self, municipality: str) -> Path:
        """Return the folder of stored answers."""
        return self.store(municipality) / "answers"
