"""A finished report opened, to be read."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assets.definitions.read_yaml import Definitions, in_report, read_definitions
from assets.finished.approvals import Approval, approved_folder
from assets.finished.editions import editions, find_edition
from assets.finished.publish import Manifest, with_goals_of_files
from assets.finished.verify import kept_changes, read_whole, verify
from assets.storage.report_folders import MANIFEST, Name, ReportFolder, parse_name, standing
from assets.workplace import Workplace
from models.definitions.municipality import Municipality
from models.errors import BlockedError, UsageError
from models.words.goals import title_of_report


@dataclass(frozen=True)
class Side(ReportFolder):
    """A report opened, such as one of the two that are compared: with its definitions as they were used, and its instant.

    `sha256` is of its manifest, which holds that of every file; empty for a report that is still being made.
    """

    definitions: Definitions
    as_of: datetime
    frozen_at: str | None
    sha256: str = ""
    draft: bool = False

    @property
    def title(self) -> str:
        """What the report is called."""
        return title_of_report(self.definitions.model, self.name.report, draft=self.draft)


def open_side(workplace: Workplace, text: str) -> Side:
    """Return a report by its name: the working copy, or an edition where the name gives one.

    Raises:
        UsageError: there is no such report, or it is not as it was made.
        BlockedError: the edition is not as it was frozen.
    """
    name = parse_name(text)
    if name.edition is None:
        folder, frozen_at = workplace.report_folder(name.municipality, name.report), None
        if not (folder / MANIFEST).is_file():
            raise UsageError(f"Det finns ingen rapport {name} i {folder.parent.parent}. Gör den först: styrtal run.")
        manifest: Manifest = read_whole(folder, name)[1]
    else:
        edition, folder = find_edition(workplace.frozen(), name)
        frozen_at = edition.at
        if changes := verify(workplace.frozen(), name).changes:
            listed = "\n".join(f"  {change['file']}: {change['what']}" for change in changes)
            raise BlockedError(f"{name} är inte som när den frystes, och jämförs inte:\n{listed}")
        manifest = json.loads((folder / MANIFEST).read_bytes())
    return _side(name, folder, manifest, frozen_at)


def open_approved(workplace: Workplace, name: Name, approval: Approval) -> Side:
    """Return a report as a unit approved it.

    Raises:
        BlockedError: it is not as it was approved.
    """
    place = workplace.frozen() / name.municipality / name.report
    folder = approved_folder(place, approval)
    if changes := list(kept_changes(place, [approval])):
        listed = "\n".join(f"  {change['file']}: {change['what']}" for change in changes)
        raise BlockedError(
            f"{place} är inte som när {name} godkändes:\n{listed}\nLägg tillbaka det från en säkerhetskopia."
        )
    return _side(name, folder, json.loads((folder / MANIFEST).read_bytes()), approval.at)


def _side(name: Name, folder: Path, manifest: Manifest, frozen_at: str | None) -> Side:
    if not (folder / "definitions").is_dir():
        raise UsageError(f"{name} gjordes av en tidigare version, utan sina definitioner. Gör om den: styrtal run.")
    as_of = datetime.strptime(manifest["as_of"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  tables hold naive UTC
    sha256 = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    kept = folder / "definitions"
    definitions = with_goals_of_files(read_definitions(kept, name.municipality), kept)
    definitions = in_report(definitions, name.report, as_of)
    return Side(name, folder, definitions, as_of, frozen_at, sha256, "draft" in manifest)


def report_before(workplace: Workplace, model: Municipality, report: str) -> Side | None:
    """Return the report before one in the calendar: its standing edition, else its working copy; None where neither is.

    A month's economic follow-up tells itself how the forecast has moved since the month before, and has none.

    Raises:
        UsageError: it is not as it was made, or was made by an earlier version.
        BlockedError: it is not as it was frozen.
    """
    earlier = model.reports_before(report)
    if not earlier:
        return None
    name = Name(model.id, earlier[-1], None)
    if frozen := editions(workplace.frozen(), name):
        edition = frozen[standing([each.at for each in frozen], workplace.as_of)]
        return open_side(workplace, f"{name}/{edition.edition}")
    if not (workplace.report_folder(model.id, name.report) / MANIFEST).is_file():
        return None
    return open_side(workplace, str(name))


def report_before_or_told(workplace: Workplace, model: Municipality, report: str) -> Side | None:
    """Return the report before, or tell why it cannot be compared with: that is no reason not to show this one."""
    try:
        return report_before(workplace, model, report)
    except (UsageError, BlockedError) as error:
        if workplace.tell:
            workplace.tell(f"Vad som har ändrats sedan den förra rapporten visas inte. {error}")
        return None
