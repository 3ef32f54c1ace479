"""Places, and what a run was asked for. Nothing else: definitions and own files are handed in beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from models.errors import UsageError

Progress = Callable[[int, int], None]


def _machine_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Workplace:
    """Where things are, and the run's wishes.

    `now` tells the instant at which something is taken in, approved or frozen; `today` the day in Sweden, by which a report is a draft or not. `reports_url` is where `styrtal ui` serves the finished reports. `lake` is the address of a warehouse that many processes share, and `lake_files` where its files lie, where one is used. With `csv` a report has its tables as CSV too; `with_waiting` it stands on answers that wait for a yes too, as a preview does.
    """

    home: Path
    municipalities: dict[str, Path]
    kolada_url: str | None = None
    as_of: datetime | None = None
    out: Path | None = None
    csv: bool = False
    with_waiting: bool = False
    asked_for: str | None = None
    progress: Progress | None = None
    tell: Callable[[str], None] | None = None
    now: Callable[[], datetime] = _machine_clock
    today: Callable[[], date] | None = None
    lake: str | None = field(default=None, repr=False)
    lake_files: Path | None = None
    reports_url: str = "http://127.0.0.1:3001"

    def staging(self, municipality: str, report: str) -> Path:
        """Return where a report's tables lie while it is being made."""
        return self.home / "staging" / municipality / report

    def made_from(self, municipality: str, report: str) -> Path:
        """Return the file that says in which folder the definitions lay that a report was last made from, on this machine."""
        return self.home / "made-from" / municipality / report

    def definitions_folder(self, municipality: str, report: str) -> Path | None:
        """Return the folder of the definitions that a report was made from, where it is there; else the municipality's own."""
        if municipality == self.asked_for:
            return self.municipalities[municipality]
        made_from = self.made_from(municipality, report)
        folder = Path(made_from.read_text(encoding="utf-8")) if made_from.is_file() else None
        return folder if folder is not None and folder.is_dir() else self.municipalities.get(municipality)

    def report_folder(self, municipality: str, report: str) -> Path:
        """Return where the finished report lies: the working copy, which a later run replaces.

        Raises:
            UsageError: it would lie among the frozen reports.
        """
        folder = (self.out or self.home / "reports") / municipality / report
        if folder.is_relative_to(self.frozen()):
            raise UsageError(
                f"{folder} ligger bland de frysta rapporterna, som ingen körning får ändra. Välj en annan --out."
            )
        return folder

    def served(self, municipality: str, report: str, file: str) -> str:
        """Return the address at which `styrtal ui` serves a file of a report."""
        return f"{self.reports_url}/reports/{municipality}/{report}/{file}"

    def frozen(self) -> Path:
        """Return where frozen reports are kept."""
        return self.home / "frozen"
