"""Which of Kolada's answers a municipality has let in, and what waits for its yes.

Where `schedules.refresh_waits` is on, its reports stand on the answers up to an instant, whatever has been loaded since.
All instants are naive UTC.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assets.storage.kept_bytes import not_written
from assets.storage.write_whole import append_line, write_whole


@dataclass(frozen=True)
class LetIn:
    """One line of the log: the answers up to `until`, by the source's clock, count from `at`, by this machine's.

    Attributes:
        until: the last instant of the answers that count.
        at: from when they count, in whole seconds. The first line of a log counts always.
        by: the role that said yes; empty where nobody was asked: what was known when the municipality began to wait, or came
            while it did not.
        answers: how many answers that was.
        changes: how many changes to the latest report were shown before the yes.
    """

    until: datetime
    at: datetime
    by: str = ""
    answers: int = 0
    changes: int = 0


@dataclass(frozen=True)
class Waiting:
    """What waits: answers after those let in, up to `until`, the first of them from `since`, by the source's clock.

    Attributes:
        until: the last instant of what has been loaded.
        since: when the first of them came.
        answers: how many answers hold something about the municipality's KPIs that no earlier answer had.
        shown: `until` as a preview last told it; None where none has.
        changes: how many changes to the report that preview told.
        page: its page, from the home.
    """

    until: datetime
    since: datetime
    answers: int
    shown: datetime | None = None
    changes: int = 0
    page: str = ""


class LetInLog:
    """A municipality's log, only ever added to, and beside it what waits, which every load writes anew."""

    def __init__(self, store: Path, municipality: str) -> None:
        self.log = store / "let-in" / f"{municipality}.jsonl"
        self._waits = store / "let-in" / f"{municipality}.waiting.json"

    def all(self) -> list[LetIn]:
        """Return every line, the oldest first."""
        found: list[LetIn] = []
        for text in self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []:
            try:
                found.append(LetIn(**_read(text)))
            except ValueError:
                continue  # a line that was cut off by a crash: the yes was never told as said
        return found

    def known_at(self, instant: datetime | None) -> LetIn | None:
        """Return the line that counts at an instant, or now; None where there is none."""
        at = instant.astimezone(UTC).replace(tzinfo=None) if instant is not None else None
        lines = self.all()
        return next((line for line in reversed(lines) if line is lines[0] or at is None or line.at <= at), None)

    def add(self, line: LetIn) -> None:
        """Write down what is let in; what waited until then waits no more.

        Raises:
            PlaceError: the log could not be written.
        """
        # A crash may have cut off the last line.
        whole = not self.log.exists() or self.log.read_bytes()[-1:] in {b"", b"\n"}
        try:
            append_line(self.log, ("" if whole else "\n") + _text(asdict(line)))
        except OSError as error:
            raise not_written(error, self.log) from error

    def waiting(self) -> Waiting | None:
        """Return what waits for a yes; None where nothing does."""
        lines = self.all()
        if not lines or not self._waits.exists():
            return None
        found = Waiting(**_read(self._waits.read_text(encoding="utf-8")))
        # A let-in that was killed after its line leaves the file as it was.
        return found if found.until > lines[-1].until else None

    def tell_waiting(self, waiting: Waiting | None) -> None:
        """Write down what waits; what a preview has told of it stands for as long as it is the same.

        Raises:
            PlaceError: it could not be written.
        """
        before = self.waiting()
        if waiting is not None and waiting.shown is None and before is not None:
            waiting = replace(waiting, shown=before.shown, changes=before.changes, page=before.page)
        try:
            if waiting is not None:
                write_whole(self._waits, _text(asdict(waiting)).encode())
            else:
                self._waits.unlink(missing_ok=True)
        except OSError as error:
            raise not_written(error, self._waits) from error


def waits_in_words(waiting: Waiting) -> str:
    """Return what waits, as an analyst reads it, with what to do."""
    told = "se vad som skulle ändras med styrtal refresh --preview"
    if waiting.shown == waiting.until:
        told = f"ändrade bedömningar och färger: {waiting.changes} ({waiting.page}), släpp in med styrtal refresh --let-in --by ROLL"
    return f"{waiting.answers} svar väntar på ja sedan {waiting.since:%Y-%m-%d}: {told}"


def _text(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False, default=lambda at: f"{at:%Y-%m-%dT%H:%M:%S}")


def _read(text: str) -> dict[str, Any]:  # a line as JSON says it
    fields = json.loads(text)
    return fields | {k: datetime.fromisoformat(fields[k]) for k in ("until", "at", "since", "shown") if fields.get(k)}
