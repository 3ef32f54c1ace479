"""A report's name: `<municipality>/<report>`, and its edition where one is meant."""

import re
from dataclasses import dataclass

from models.errors import UsageError

MANIFEST = "manifest.json"


NAME = re.compile(r"^([a-z0-9][a-z0-9-]*)/([0-9]{4}-(?:0[1-9]|1[0-2]))(?:/([1-9][0-9]{0,5}))?$")


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
            f"'{text}' is not a report's name. Write <municipality>/<report>, as vanersborg/2025-08, and for one frozen "
            "edition of it <municipality>/<report>/<edition>, as vanersborg/2025-08/1."
        )
    municipality, report, edition = match.groups()
    return Name(municipality, report, int(edition) if edition else None)
