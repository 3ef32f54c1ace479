"""Source answers kept as they came, and the harvests that fetched them.

An answer's body lies compressed under the SHA-256 of its bytes; nothing is ever overwritten. A harvest is a log,
only ever added to: what was asked, and which answers came. A harvest that was broken off goes on from its log.

    answers/bodies/ab/abcd….json.gz      the body
    answers/harvests/<id>.jsonl          header, questions, answers, end
"""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from assets.kolada.client import CLOCKS_DIFFER, Answer, Question
from assets.storage.kept_bytes import KeptBytes, not_written
from assets.storage.write_whole import append_line, read_lines

RESUME_WITHIN = timedelta(hours=24)
PROGRESS = frozenset({"question", "answer"})
INTAKE = 1
"""The strict intake that bodies are kept by now; whoever makes it stricter raises it."""


@dataclass(frozen=True)
class StoredAnswer:
    """A stored page: which question and page of it, and everything that came with the body."""

    source_answer_id: str
    question: int
    page: int
    url: str
    at: str
    fetched_at: str
    status: int
    size: int
    sha256: str
    last: bool
    intake: int = 0
    """Which strict intake has taken its body in; 0 of one kept before there was one."""


class AnswerStore(KeptBytes):
    """Bodies of answers under one folder, by the SHA-256 of their bytes."""

    suffix = ".json.gz"


class Harvest:
    """One round of questions to one base, as a log on disk."""

    def __init__(self, store: AnswerStore, path: Path, header: Mapping[str, str]) -> None:
        self.store = store
        self.path = path
        self.id = path.stem
        self.base_url = str(header["base_url"])
        self.origin = str(header["origin"])
        self.started_at = datetime.fromisoformat(header["started_at"])
        self.key = str(header["key"])
        self.questions: list[Question] = []
        self.answers: dict[tuple[int, int], StoredAnswer] = {}
        self.ended = False
        self.refused = False
        self.doubted: set[str] = set()
        self._lock = threading.Lock()

    @classmethod
    def begin(cls, store: AnswerStore, *, base_url: str, origin: str, started_at: datetime, key: str) -> "Harvest":
        """Begin a harvest, or go on with the one that was broken off with the same questions within a day."""
        folder = store.folder / "harvests"
        for earlier in reversed(list_harvests(store)):
            same = (earlier.base_url, earlier.origin, earlier.key) == (base_url, origin, key)
            if (
                same
                and not earlier.ended
                and not earlier.refused
                and abs(earlier.started_at - started_at) <= RESUME_WITHIN
            ):
                return earlier
        stem = f"{started_at:%Y%m%dT%H%M%SZ}-{key[:8]}"
        number = len(list(folder.glob(f"{stem}-*.jsonl"))) + 1
        header = {
            "harvest": f"{stem}-{number}",
            "base_url": base_url,
            "origin": origin,
            "started_at": started_at.isoformat(),
            "key": key,
        }
        harvest = cls(store, folder / f"{stem}-{number}.jsonl", header)
        harvest._append({"type": "header", **header})
        return harvest

    @classmethod
    def read(cls, store: AnswerStore, path: Path) -> "Harvest | None":
        """Read a harvest's log; a last line that was cut off by a crash is passed over."""
        harvest: Harvest | None = None
        for line in read_lines(path):
            match line.pop("type"):
                case "header":
                    harvest = cls(store, path, line)
                case "question" if harvest:
                    harvest.questions.append(_question(line))
                case "answer" if harvest:
                    answer = StoredAnswer(**line)
                    harvest.answers[(answer.question, answer.page)] = answer
                case "end" if harvest:
                    harvest.ended = True
                case "reopened" | "pruned" if harvest:
                    harvest.ended = False
                case "refused" if harvest:
                    harvest.ended, harvest.refused = False, True
                case "doubted" if harvest:
                    harvest.doubted.update(line["kpi_ids"])
                case _:
                    pass
        return harvest

    def add_questions(self, questions: list[Question]) -> list[int]:
        """Write down questions, unless they are there from before; return the numbers of those still unanswered."""
        numbers: list[int] = []
        for question in questions:
            if question not in self.questions:
                self._append({"type": "question", **_plain(question)})
                self.questions.append(question)
            number = self.questions.index(question)
            if not self.complete(number):
                numbers.append(number)
        return numbers

    def keep(self, answer: Answer) -> None:
        """Keep a page: first its body, then the line that tells of it."""
        number = self.questions.index(answer.question)
        sha256 = self.store.put(answer.body)
        at = answer.at.strftime("%Y-%m-%d %H:%M:%S")
        name = f"{answer.url}\n{at}\n{sha256}".encode()
        stored = StoredAnswer(
            source_answer_id=hashlib.sha256(name).hexdigest()[:16],
            question=number,
            page=answer.page,
            url=answer.url,
            at=at,
            fetched_at=answer.fetched_at.strftime("%Y-%m-%d %H:%M:%S"),
            status=answer.status,
            size=len(answer.body),
            sha256=sha256,
            last=answer.next_url is None,
            intake=INTAKE,
        )
        with self._lock:
            self._append({"type": "answer", **asdict(stored)})
            self.answers[(number, answer.page)] = stored

    def end(self) -> None:
        """Write down that every question has been answered."""
        self._append({"type": "end"})
        self.ended = True

    def set_aside(self, page: StoredAnswer) -> Path:
        """Put a damaged body aside and open the harvest again, so that its question is asked anew; return where it lies."""
        path = self.store.path(page.sha256)
        aside = path.with_name(f"{path.name}.damaged")
        try:
            if path.exists():
                path.replace(aside)
        except OSError as error:
            raise not_written(error, path) from error
        self._append({"type": "reopened", "sha256": page.sha256})
        self.ended = False
        return aside

    @property
    def is_ahead(self) -> bool:
        """Whether it is dated after now: a clock was wrong, and it is not the newest. A replay has its recording's date."""
        return self.origin == "kolada" and self.started_at > datetime.now(UTC) + CLOCKS_DIFFER

    def refuse(self, why: str) -> None:
        """Write down that it cannot be loaded: it is not gone on with, and what it asked for is asked anew."""
        self._append({"type": "refused", "why": why})
        self.ended, self.refused = False, True

    def doubt(self, kpi_ids: list[str]) -> None:
        """Write down whose answers closed so much that they are to be asked for in full again."""
        self._append({"type": "doubted", "kpi_ids": kpi_ids})
        self.doubted.update(kpi_ids)

    def mark_pruned(self, sha256s: list[str], at: datetime) -> None:
        """Write down which bodies are thrown away: the harvest is then neither loaded again nor counted as asked."""
        self._append({"type": "pruned", "at": at.isoformat(timespec="seconds"), "sha256s": sha256s})
        self.ended = False

    def complete(self, number: int) -> bool:
        """Return whether every page of a question is there, with its body."""
        pages = self.pages(number)
        return bool(pages) and pages[-1].last and all(self.store.path(p.sha256).exists() for p in pages)

    def pages(self, number: int) -> list[StoredAnswer]:
        """Return the pages of a question from the first up to its last one, or to the first gap."""
        stored: list[StoredAnswer] = []
        while (number, len(stored) + 1) in self.answers:
            stored.append(self.answers[(number, len(stored) + 1)])
            if stored[-1].last:
                break
        return stored

    def _append(self, line: Mapping[str, object]) -> None:
        try:
            # What came is told as done by the harvest's end: until then a line that is lost is only asked for again.
            append_line(self.path, json.dumps(line, ensure_ascii=False), lasting=line["type"] not in PROGRESS)
        except OSError as error:
            raise not_written(error, self.path) from error


def list_harvests(store: AnswerStore, since: date | None = None) -> list[Harvest]:
    """Return all harvests, or those of a day and later, in the order in which they began, by the server's clock."""
    first = f"{since:%Y%m%d}" if since is not None else ""
    # A log is named by when it began: what is older need not be opened.
    paths = [path for path in (store.folder / "harvests").glob("*.jsonl") if path.name >= first]
    harvests = [harvest for path in paths if (harvest := Harvest.read(store, path)) is not None]
    return sorted(harvests, key=lambda harvest: (harvest.started_at, harvest.id))


def _plain(question: Question) -> dict[str, object]:
    return {**asdict(question), "from_date": question.from_date.isoformat() if question.from_date else None}


def _question(line: Mapping[str, Any]) -> Question:  # a line of `read_lines`
    years = line["years"]
    since = line["from_date"]
    return Question(
        kind=line["kind"],
        kpi_ids=tuple(line["kpi_ids"]),
        area_ids=tuple(line["area_ids"]),
        years=None if years is None else tuple(years),
        from_date=date.fromisoformat(since) if since else None,
    )
