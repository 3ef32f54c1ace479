"""Where finished reports lie, working copies and frozen editions: named, and walked, in one way.

reports/<municipality>/<report>/            the working copy, which a later run replaces
frozen/<municipality>/<report>/<edition>/   an edition, which nothing changes
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.errors import UsageError

MANIFEST = "manifest.json"
# What an edition says of itself: who froze it, when, and the SHA-256 of every file of it.
SEAL = "frozen.json"
NAME = re.compile(r"^([a-z0-9][a-z0-9-]*)/([0-9]{4}-(?:0[1-9]|1[0-2])(?:-[a-z][a-z0-9-]*)?)(?:/([1-9][0-9]{0,5}))?$")


@dataclass(frozen=True)
class Name:
    """A report's name, `<municipality>/<report>`, and its edition where one is meant."""

    municipality: str
    report: str
    edition: int | None

    def __str__(self) -> str:
        """Return the name as it is written."""
        report = f"{self.municipality}/{self.report}"
        return report if self.edition is None else f"{report}/{self.edition}"


def parse_name(text: str) -> Name:
    """Read a report's name.

    Raises:
        UsageError: it is not one.
    """
    match = NAME.match(text.strip("/"))
    if match is None:
        raise UsageError(
            f"'{text}' är inget namn på en rapport. Skriv <kommun>/<rapport>, som vanersborg/2025-08, och "
            "för en fryst utgåva av den <kommun>/<rapport>/<utgåva>, som vanersborg/2025-08/1."
        )
    municipality, report, edition = match.groups()
    return Name(municipality, report, int(edition) if edition else None)


@dataclass(frozen=True)
class ReportFolder:
    """A finished report as it lies: its name, with the edition of a frozen one, and its folder."""

    name: Name
    folder: Path

    @property
    def manifest(self) -> Path:
        """What it was made from, and the hash of every file of it."""
        return self.folder / MANIFEST

    def table(self, name: str) -> Path:
        """Return where one of its tables lies."""
        return self.folder / "tables" / f"{name}.parquet"


def working_copies(reports: Path) -> Iterator[ReportFolder]:
    """Yield the reports under a folder of working copies, in the order of their names."""
    return _walk(reports, "*/*")


def frozen_editions(frozen: Path, municipality: str = "*", report: str = "*") -> Iterator[ReportFolder]:
    """Yield the frozen editions of all reports, or of one municipality's or one report, the oldest of a report first."""
    return _walk(frozen, f"{municipality}/{report}/*")


def standing(frozen_at: Sequence[str], as_of: datetime | None) -> int:
    """Return which of a report's editions stands, by when they were frozen, the oldest first: the newest, or the newest as of an instant.

    Where none was frozen by then it is the first: a report that was made on an edition and is made again as of its own instant,
    which may be before anyone froze anything, is the same.
    """
    if as_of is None:
        return len(frozen_at) - 1
    until = f"{as_of:%Y-%m-%dT%H:%M:%SZ}"
    return max((i for i, at in enumerate(frozen_at) if at <= until), default=0)


def standing_edition(frozen: Path, municipality: str, report: str, as_of: datetime | None) -> ReportFolder | None:
    """Return the edition of a report that stands; None where it was never frozen."""
    listed = list(frozen_editions(frozen, municipality, report))
    return listed[standing([_frozen_at(each) for each in listed], as_of)] if listed else None


def reopened_at(frozen: Path, municipality: str, reports: Iterable[str]) -> list[datetime]:
    """Return when each of some reports got an edition beside its first, UTC."""
    later = [each for report in reports for each in [*frozen_editions(frozen, municipality, report)][1:]]
    frozen_at = [_frozen_at(edition) for edition in later]
    return [datetime.fromisoformat(at) for at in frozen_at if at]


def _frozen_at(edition: ReportFolder) -> str:
    """Return when an edition was frozen; of one that has been damaged, which is told where it is opened, nothing."""
    try:
        return str(json.loads((edition.folder / SEAL).read_bytes())["at"])
    except (OSError, ValueError, KeyError):
        return ""


def every_report(home: Path) -> Iterator[ReportFolder]:
    """Yield every report under a home, working copies first and then frozen editions, the newest report first."""
    yield from reversed(list(working_copies(home / "reports")))
    yield from reversed(list(frozen_editions(home / "frozen")))


def _walk(top: Path, pattern: str) -> Iterator[ReportFolder]:
    """Yield folders that have a report's name: what is being put in place has another, and so have lists of editions."""
    named = (path for path in top.glob(pattern) if NAME.match(path.relative_to(top).as_posix()) and path.is_dir())
    found = (ReportFolder(parse_name(path.relative_to(top).as_posix()), path) for path in named)
    yield from sorted(found, key=lambda each: (each.name.municipality, each.name.report, each.name.edition or 0))
