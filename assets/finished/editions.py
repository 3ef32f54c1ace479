"""The frozen editions of a report, as their ledger has them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from assets.finished.hashes import sha256_of
from assets.storage.report_folders import SEAL, Name
from models.errors import UsageError

LEDGER = "editions.json"


@dataclass(frozen=True)
class Edition:
    """One frozen edition as the ledger has it: who froze it, when, why it was reopened, and its seal."""

    edition: int
    by: str
    at: str
    as_of: str
    reopened: str | None
    frozen_sha256: str
    previous: str
    seal: str

    def expected_seal(self) -> str:
        """Return the seal that the other fields give."""
        return seal_of(asdict(self))


def seal_of(row: Mapping[str, object]) -> str:
    """Return the seal that the other fields of a ledger's row give."""
    content = {key: value for key, value in row.items() if key != "seal"}
    return sha256_of(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())


def editions(frozen: Path, name: Name) -> list[Edition]:
    """Return a report's editions as the ledger has them, oldest first.

    Raises:
        UsageError: the ledger cannot be read as one.
    """
    path = frozen / name.municipality / name.report / LEDGER
    if not path.exists():
        return []
    try:
        return [Edition(**row) for row in json.loads(path.read_text(encoding="utf-8"))["editions"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} är inte den lista över utgåvor som skrevs. Lägg tillbaka den från en säkerhetskopia."
        ) from error


def edition_folder(place: Path, edition: Edition) -> Path:
    """Return where an edition lies; one whose freeze was broken off after it was sealed lies beside its place until the next."""
    folder, beside = place / str(edition.edition), place / f".{edition.edition}.new"
    seal = beside / SEAL
    whole = not folder.exists() and seal.is_file() and sha256_of(seal.read_bytes()) == edition.frozen_sha256
    return beside if whole else folder


def find_edition(frozen: Path, name: Name) -> tuple[Edition, Path]:
    """Return an edition, or the newest where the name gives none, and its folder.

    Raises:
        UsageError: there is no such edition.
    """
    listed = editions(frozen, name)
    place = frozen / name.municipality / name.report
    if not listed:
        raise UsageError(
            f"{name.municipality}/{name.report} har ingen fryst utgåva i {frozen}. Frys den: styrtal freeze."
        )
    if name.edition is None:
        return listed[-1], edition_folder(place, listed[-1])
    for edition in listed:
        if edition.edition == name.edition:
            return edition, edition_folder(place, edition)
    numbers = ", ".join(str(edition.edition) for edition in listed)
    raise UsageError(f"Det finns ingen utgåva {name}. {name.municipality}/{name.report} har: {numbers}.")
