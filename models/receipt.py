"""What the receipt of one of the municipality's own files says, line by line (docs/local-sources.md)."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["rows", "rule", "column", "sum", "near", "change"]
# What a column fills that nobody reads.
UNREAD, PERSONAL = "unread", "personal"


@dataclass(frozen=True)
class ReceiptLine:
    """One thing that a file's receipt says.

    Attributes:
        part: rows (in the file, read, reported), rule (rows passed over), column, sum, near (a file whose name nearly
            fits), change (since the file's version before).
        subject: which count, rule, heading, kind of amount, file or change.
        n: rows, or how many.
        amount: kronor.
        before: what it was in the version before: kronor of a sum, else rows.
        first_row: the first row that a rule passed over.
        note: that row's first cell; what a column fills; what is new or gone.
    """

    source_id: str
    file: str
    part: Part
    subject: str
    unit_id: str | None = None
    year: int | None = None
    month: int | None = None
    n: int | None = None
    amount: float | None = None
    before: float | None = None
    first_row: int | None = None
    note: str | None = None
