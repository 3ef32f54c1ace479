"""Every check of a report, described once: in the header of its SQL file in `models/sql/checks`.

    -- check: level_shift
    -- title: Nivån skiftar inte i hela landet på ett år
    -- severity: error
    -- needs: known_value, indicator
    -- what: From one year to the next …

The query below it gives a row for each subject: subject, n_checked, n_failed, sample (where it fails, never a value), and
the words that its Swedish sentence in `models.words.checks` names. A check without a query is made where its data are.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

from models.tables.header import parse_header, split_names

Severity = Literal["error", "warning"]
# Made where acknowledgements are set beside findings, which no query over the values could find.
WITHOUT_FINDING = "acknowledgement_without_finding"
_FIELDS = frozenset({"check", "title", "severity", "needs", "what"})


@dataclass(frozen=True)
class Check:
    """A check: its id and Swedish title, its severity, what it stands on, what it looks for, and the query that finds what fails."""

    id: str
    title: str
    severity: Severity
    needs: tuple[str, ...]
    what: str
    sql: str


def parse_check(name: str, text: str) -> Check:
    """Read a check's SQL file.

    Raises:
        ValueError: the header lacks something, or a line of it cannot be read.
    """
    place = f"checks/{name}.sql"
    header = parse_header(place, text, _FIELDS, _FIELDS)
    fields = header.fields
    if fields["check"] != name or fields["severity"] not in {"error", "warning"}:
        raise ValueError(f"{place}: the header lacks its own name or severity")
    severity = cast("Severity", fields["severity"])
    return Check(name, fields["title"], severity, split_names(fields["needs"]), fields["what"], header.sql)


@cache
def checks() -> dict[str, Check]:
    """Return every check of a report by its id, in the order of their ids."""
    root = resources.files("models") / "sql" / "checks"
    return {
        name: parse_check(name, item.read_text(encoding="utf-8"))
        for item in sorted(root.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".sql") and (name := item.name.removesuffix(".sql"))
    }
