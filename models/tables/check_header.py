"""Every check of a report, described once: in the header of its SQL file in `models/sql/checks`.

    -- check: level_shift
    -- severity: error
    -- needs: known_value, indicator
    -- what: From one year to the next …

The query below it gives a row for each subject: subject, n_checked, n_failed, sample (where it fails, never a value), and
the words that its Swedish sentence in `models.words.judgements` names.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

Severity = Literal["error", "warning"]
# Made where acknowledgements are set beside findings, which no query over the values could find.
WITHOUT_FINDING = "acknowledgement_without_finding"
_FIELD = re.compile(r"^-- (check|severity|needs|what): (.+)$")


@dataclass(frozen=True)
class Check:
    """A check: its id, its severity, what it stands on, what it looks for, and the query that finds what fails."""

    id: str
    severity: Severity
    needs: tuple[str, ...]
    what: str
    sql: str


def parse_check(name: str, text: str) -> Check:
    """Read a check's SQL file.

    Raises:
        ValueError: the header lacks something, or a line of it cannot be read.
    """
    fields: dict[str, str] = {}
    current = ""
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:body]:
        if match := _FIELD.match(line):
            current = match.group(1)
            fields[current] = match.group(2)
        elif current == "what" and line.startswith("--   "):
            fields["what"] += f" {line.removeprefix('--   ')}"
        else:
            raise ValueError(f"checks/{name}.sql: the header line '{line}' cannot be read")
    missing = {"check", "severity", "needs", "what"} - set(fields)
    if missing or fields["check"] != name or fields["severity"] not in {"error", "warning"}:
        raise ValueError(
            f"checks/{name}.sql: the header lacks {', '.join(sorted(missing)) or 'its own name or severity'}"
        )
    needs = tuple(need.strip() for need in fields["needs"].split(","))
    sql = "\n".join(lines[body:]).strip()
    return Check(name, cast("Severity", fields["severity"]), needs, fields["what"], sql)


@cache
def checks() -> dict[str, Check]:
    """Return every check of a report by its id, in the order of their ids."""
    root = resources.files("models") / "sql" / "checks"
    return {
        name: parse_check(name, item.read_text(encoding="utf-8"))
        for item in sorted(root.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".sql") and (name := item.name.removesuffix(".sql"))
    }


def check_severities() -> dict[str, Severity]:
    """Return the severity of each check of a report, with those that are not queries."""
    found: dict[str, Severity] = {check.id: check.severity for check in checks().values()}
    return {**found, WITHOUT_FINDING: "warning", "own_source_read": "error", "ledger_reconciles": "error"}
