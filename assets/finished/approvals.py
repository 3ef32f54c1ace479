"""What has been approved of a report, unit by unit, as its ledger has it: rows with seals, like the editions beside them.

frozen/<municipality>/<report>/approvals.json      a row an approval, in one chain of seals with the editions
frozen/<municipality>/<report>/approved/<sha256>/  the report as it was approved, once for all who approved the same
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assets.finished.editions import Edition, seal_of
from assets.storage.report_folders import Name
from models.errors import UsageError

APPROVALS = "approvals.json"


@dataclass(frozen=True)
class Approval:
    """One approval: which unit's part, by which role, when, by what decision, and of which bytes.

    `report_sha256` is of the approved report's manifest, which holds that of every file. `edition` is the newest edition when
    it was approved, 0 where there was none; `previous` is the seal of what came before in the chain.
    """

    number: int
    unit: str
    by: str
    at: str
    as_of: str
    decision: str | None
    report_sha256: str
    edition: int
    previous: str
    seal: str

    def expected_seal(self) -> str:
        """Return the seal that the other fields give."""
        return seal_of(asdict(self))


def read_approvals(frozen: Path, name: Name) -> list[Approval]:
    """Return a report's approvals, oldest first.

    Raises:
        UsageError: the ledger cannot be read as one.
    """
    path = frozen / name.municipality / name.report / APPROVALS
    if not path.exists():
        return []
    try:
        return [Approval(**row) for row in json.loads(path.read_text(encoding="utf-8"))["approvals"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} är inte den lista över godkännanden som skrevs. Lägg tillbaka den från en säkerhetskopia."
        ) from error


def latest_by_unit(listed: Sequence[Approval]) -> dict[str, Approval]:
    """Return each unit's latest approval."""
    return {approval.unit: approval for approval in listed}


def approved_folder(place: Path, approval: Approval) -> Path:
    """Return where the report lies as it was approved; `place` holds the editions of the report."""
    return place / "approved" / approval.report_sha256


def end_of_chain(listed: Sequence[Approval], editions: Sequence[Edition]) -> tuple[int, str]:
    """Return the newest edition's number, 0 where there is none, and the seal that the next approval follows."""
    newest = len(editions)
    if listed and listed[-1].edition == newest:
        return newest, listed[-1].seal
    return newest, editions[-1].seal if editions else ""


def approval_changes(listed: Sequence[Approval], editions: Sequence[Edition]) -> Iterator[dict[str, str]]:
    """Yield what is wrong with the list of approvals: its seals, and their order among the editions'."""
    for number, approval in enumerate(listed, start=1):
        known = editions[: approval.edition]
        expected = (number, *end_of_chain(listed[: number - 1], known), approval.expected_seal())
        if (approval.number, approval.edition, approval.previous, approval.seal) != expected:
            yield {"file": APPROVALS, "what": f"sigillet för godkännande {number} stämmer inte"}
