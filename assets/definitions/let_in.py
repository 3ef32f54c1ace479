"""Which of Kolada's answers a municipality has let in, and what waits for its yes (`schedules.refresh_waits`). Naive UTC."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assets.storage.kept_bytes import not_written
from assets.storage.write_whole import append_line, read_lines


@dataclass(frozen=True)
class LetIn:
    """A line of a municipality's log: the answers up to an instant, let in or waiting.

    Attributes:
        until: the last instant of those answers, by the source's clock.
        at: from when they count, or when the line was written, by this machine's. The first line counts always.
        by: the role that said yes; empty where nobody was asked: what was known when the municipality began to wait, or came
            while it did not; None of what waits.
        answers: how many new answers about the municipality's KPIs, or about KPIs as such, came since those let in before.
        since: when the first of them came.
        changes: how many changed judgements and colours a preview told; None where none has told of all this.
        page: that preview's page, from the home.
    """

    until: datetime
    at: datetime
    by: str | None = ""
    answers: int = 0
    since: datetime | None = None
    changes: int | None = None
    page: str = ""

    def in_words(self) -> str:
        """Return what waits, as an analyst reads it, with what to do."""
        told = f"ändrade bedömningar och färger: {self.changes} ({self.page}), släpp in med styrtal refresh --let-in --by ROLL"
        if self.changes is None:
            told = "se vad som skulle ändras med styrtal refresh --preview"
        return f"{self.answers} svar väntar på ja sedan {self.since:%Y-%m-%d}: {told}"


class LetInLog:
    """A municipality's log, only ever added to."""

    def __init__(self, store: Path, municipality: str) -> None:
        self.path = store / "let-in" / f"{municipality}.jsonl"

    def all(self) -> list[LetIn]:
        """Return every line, the oldest first."""
        found: list[LetIn] = []
        for line in read_lines(self.path):
            line |= {name: datetime.fromisoformat(line[name]) for name in ("until", "at", "since") if line[name]}
            found.append(LetIn(**line))
        return found

    def known_at(self, instant: datetime | None) -> LetIn | None:
        """Return what was let in at an instant, or now; None where the municipality has never waited."""
        at = instant.astimezone(UTC).replace(tzinfo=None) if instant is not None else datetime.max  # noqa: DTZ901
        lines = [line for line in self.all() if line.by is not None]
        return next((line for line in reversed(lines) if line is lines[0] or line.at <= at), None)

    def waiting(self) -> LetIn | None:
        """Return what waits for a yes; None where nothing does."""
        return next((line for line in self.all()[-1:] if line.by is None), None)

    def add(self, line: LetIn) -> None:
        """Write a line down.

        Raises:
            PlaceError: it could not be written.
        """
        try:
            append_line(self.path, json.dumps(asdict(line), ensure_ascii=False, default=datetime.isoformat))
        except OSError as error:
            raise not_written(error, self.path) from error
