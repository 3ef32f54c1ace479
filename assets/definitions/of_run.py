"""The definitions that a run stands on, each municipality's read once, and the places that they decide."""

from pathlib import Path

from assets.definitions.read_yaml import Definitions, read_definitions
from assets.workplace import Workplace
from models.definitions.municipality import Municipality
from models.errors import UsageError


def store_of(home: Path, model: Municipality) -> Path:
    """Return where a municipality's answers and files are kept. Made-up values have a place of their own, beside no real ones."""
    return home / "example" if model.municipality.fictional else home


class RunDefinitions:
    """Every municipality's definitions as they were when this run first read them, so that a whole run uses the same."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self._read: dict[str, Definitions] = {}

    def of(self, municipality: str) -> Definitions:
        """Return a municipality's definitions.

        Raises:
            UsageError: there is no such municipality.
            DefinitionError: with every fault.
        """
        if municipality not in self._read:
            folders = self.workplace.municipalities
            if municipality not in folders:
                raise UsageError(f"Det finns ingen kommun '{municipality}'. Ange dess mapp med --municipality.")
            self._read[municipality] = read_definitions(folders[municipality])
        return self._read[municipality]

    def read_again(self, municipality: str) -> Definitions:
        """Return a municipality's definitions as they are now: for what lives longer than a run.

        Raises:
            UsageError, DefinitionError: as `of`.
        """
        self._read.pop(municipality, None)
        return self.of(municipality)

    def store(self, municipality: str) -> Path:
        """Return where answers and the warehouse are kept."""
        return store_of(self.workplace.home, self.of(municipality).model)

    def answers(self, municipality: str) -> Path:
        """Return the folder of stored answers."""
        return self.store(municipality) / "answers"
