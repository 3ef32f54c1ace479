"""What units have approved of a report, compared with the report as it is now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assets.finished.approvals import Approval, latest_by_unit, read_approvals
from assets.finished.diff import Diff, compare_reports
from assets.finished.open_finished import Side, open_approved
from assets.workplace import Workplace
from models.definitions.municipality import Municipality
from models.definitions.steering import Level, Unit, subtree
from models.tables.rows import FigureChangeRow
from models.tables.typed_rows import rows_of

SHOWN = 5


@dataclass(frozen=True)
class CommentChange:
    """A comment that stands in one of the two alone: whose it is, and its text as approved and now."""

    unit: str
    by: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ApprovedPart:
    """A unit's latest approval, and what of its part is not as it was approved; `diff` is None where nothing changed at all."""

    unit: Unit
    approval: Approval
    diff: Diff | None
    figures: Sequence[FigureChangeRow]
    comments: Sequence[CommentChange]

    @property
    def n_differing(self) -> int:
        """How many figures, judgements and comments are not as they were approved."""
        return len(self.figures) + len(self.comments)

    def told(self) -> list[str]:
        """Return the first of them as lines: what, as approved, now, and the cause."""
        lines = [
            f"{row['table_name']}, {row['figure']}, {row['column_name']}: godkänt {row['before'] or '–'}, "
            f"nu {row['after'] or '–'} ({row['cause']})"
            for row in self.figures
        ]
        lines += [f"kommentar av {c.by}: godkänt {c.before or '–'}, nu {c.after or '–'}" for c in self.comments]
        more = [f"och {len(lines) - SHOWN} till"] if len(lines) > SHOWN else []
        return [*lines[:SHOWN], *more]


def approved_parts(workplace: Workplace, this: Side, at: datetime | None = None) -> list[ApprovedPart]:
    """Return what each unit has approved of a report, in the order of its units, compared with the report as it is now.

    Args:
        workplace: where things are kept.
        this: the report.
        at: the instant that is asked for; approvals after it are not known. None: now.

    Raises:
        UsageError: the ledger cannot be read, or an earlier version made what was approved.
        BlockedError: what was approved is not as it was.
    """
    name, model = this.name, this.definitions.model
    known = [
        row for row in read_approvals(workplace.frozen(), name) if at is None or row.at <= f"{at:%Y-%m-%dT%H:%M:%SZ}"
    ]
    latest = latest_by_unit(known)
    diffs: dict[str, Diff] = {}
    parts: list[ApprovedPart] = []
    for unit in model.units:
        approval = latest.get(unit.id)
        if approval is None:
            continue
        if approval.report_sha256 == this.sha256:
            parts.append(ApprovedPart(unit, approval, None, [], []))
            continue
        if approval.report_sha256 not in diffs:
            diffs[approval.report_sha256] = compare_reports(open_approved(workplace, name, approval), this)
        diff = diffs[approval.report_sha256]
        covered = part_of(model, unit)
        rows = rows_of(diff.tables["figure_change"], FigureChangeRow)
        figures = [row for row in rows if covered is None or row["unit_id"] in covered]
        parts.append(ApprovedPart(unit, approval, diff, figures, _comments(diff, covered)))
    return parts


def part_of(model: Municipality, unit: Unit) -> frozenset[str] | None:
    """Return the units whose figures a unit approves: its own and those below it; the executive the whole report, None."""
    return None if unit.level is Level.EXECUTIVE else frozenset(subtree(model.units, unit.id))


def who_approve(model: Municipality, report: str) -> list[Unit]:
    """Return the units whose approval comes before the council's, the executive last."""
    return sorted(model.committees(report), key=lambda unit: unit.level is Level.EXECUTIVE)


def _comments(diff: Diff, covered: frozenset[str] | None) -> list[CommentChange]:
    """Return the comments of a part that stand in one of the two reports alone."""
    old, new = (
        Counter(
            (c.unit, c.by, c.goal or "", c.indicator or "", f"{c.date} {c.text}")
            for c in side.definitions.model.comments
            if c.report == side.name.report and (covered is None or c.unit in covered)
        )
        for side in (diff.before, diff.after)
    )
    gone = [CommentChange(unit, by, text, None) for unit, by, _, _, text in sorted((old - new).elements())]
    return [*gone, *(CommentChange(unit, by, None, text) for unit, by, _, _, text in sorted((new - old).elements()))]
