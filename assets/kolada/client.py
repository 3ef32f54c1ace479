"""A client of the Kolada API, version 3 (docs/architecture.md, the source Kolada).

Usable from a notebook by itself:

    from assets.kolada.client import KoladaClient
    KoladaClient().data(["N15428"], ["1487", "1484"])

It asks politely (a few questions a second), asks again after 429, 5xx, time-outs and broken bodies, follows
`next_url` on its own base, and reports asked-for ids that do not come back.
"""

import logging
import math
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TypeVar
from urllib.parse import urlsplit

import polars as pl
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from assets.kolada import wire
from assets.kolada.intake import AnswerPage, WireError, read_page
from models.errors import SourceError

REAL_API = "https://api.kolada.se/v3"
MAX_IDS = 25
MAX_PAGE = 5000
# Kolada's series are mostly 10–30 years; used to plan questions about all years, which have no list of years.
ASSUMED_YEARS = 25
# A server that asks for more patience than this is asked again after it; the run then ends with what it has.
LONGEST_WAIT = 600
# A server's clock that is further from this machine's is not believed.
CLOCKS_DIFFER = timedelta(days=1)
REPLAY_HEADER = "X-Styrtal-Replay"
_OK = 200
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}

_log = logging.getLogger(__name__)
T = TypeVar("T")
Progress = Callable[[int, int], None]


class UnansweredWarning(UserWarning):
    """Ids were asked for and did not come back: unknown, withdrawn or misspelt. It is not "no data"."""


@dataclass(frozen=True)
class Question:
    """One question to the API: what is asked, and for which ids. `years` None means all that Kolada has.

    With more areas than a list takes, the address names none: every area is answered, and only these are read.
    """

    kind: str
    kpi_ids: tuple[str, ...] = ()
    area_ids: tuple[str, ...] = ()
    years: tuple[int, ...] | None = None
    from_date: date | None = None

    @property
    def path(self) -> str:
        """The question as a path and query below the base."""
        parts = [self.kind]
        if self.kind in {"data", "oudata"}:
            area = "municipality" if self.kind == "data" else "ou"
            areas = self.area_ids if len(self.area_ids) <= MAX_IDS else ()
            segments = [("kpi", self.kpi_ids), (area, areas), ("year", self.years or ())]
            parts += [f"{name}/{','.join(str(i) for i in ids)}" for name, ids in segments if ids]
        elif self.kpi_ids or self.area_ids:
            parts.append(",".join(self.kpi_ids or self.area_ids))
        query = f"per_page={MAX_PAGE}"
        if self.from_date is not None:
            query += f"&from_date={self.from_date.isoformat()}"
        return f"{'/'.join(parts)}?{query}"


@dataclass(frozen=True)
class Answer:
    """One page of an answer, as it came. `at` is the server's own clock (its HTTP `Date`)."""

    question: Question
    page: int
    url: str
    at: datetime
    fetched_at: datetime
    status: int
    body: bytes
    taken_in: AnswerPage
    origin: str

    @property
    def rows(self) -> list[dict[str, object]]:
        """The page's rows as plain data."""
        return self.taken_in.rows()

    @property
    def next_url(self) -> str | None:
        """The address of the next page; None where this is the last."""
        return self.taken_in.next_url


def split_evenly(items: Sequence[T], parts: int) -> list[tuple[T, ...]]:
    """Split into so many parts, whose sizes differ by one at most."""
    size, extra = divmod(len(items), parts)
    ends = [size * i + min(i, extra) for i in range(parts + 1)]
    return [tuple(items[a:b]) for a, b in pairwise(ends) if b > a]


def plan_questions(
    kpi_ids: Sequence[str],
    area_ids: Sequence[str],
    years: Sequence[int] | None = None,
    *,
    from_date: date | None = None,
    kind: str = "data",
) -> list[Question]:
    """Plan the fewest pages that ask for every KPI and area: at most 25 ids a list, 5,000 rows a page.

    With years given each question is one page. Without them the number of rows is not known beforehand, and a
    question may go on over several pages.
    """
    if not kpi_ids or not area_ids:
        return []
    if years is not None and len(years) > MAX_IDS:
        chunks = split_evenly(sorted(years), math.ceil(len(years) / MAX_IDS))
        return [q for chunk in chunks for q in plan_questions(kpi_ids, area_ids, chunk, from_date=from_date, kind=kind)]
    rows = ASSUMED_YEARS if years is None else max(1, len(years))
    if from_date is not None:
        rows = 1

    def cost(kpis: int, areas: int) -> tuple[int, int]:
        questions = math.ceil(len(kpi_ids) / kpis) * math.ceil(len(area_ids) / areas)
        return questions * math.ceil(kpis * areas * rows / MAX_PAGE), questions

    sizes = [
        (kpis, areas)
        for kpis in range(1, min(MAX_IDS, len(kpi_ids)) + 1)
        for areas in range(1, min(MAX_IDS, len(area_ids)) + 1)
        if years is None or kpis * areas * rows <= MAX_PAGE
    ]
    kpis, areas = min(sizes, key=lambda size: cost(*size))
    return [
        Question(kind, kpi_part, area_part, None if years is None else tuple(years), from_date)
        for kpi_part in split_evenly(kpi_ids, math.ceil(len(kpi_ids) / kpis))
        for area_part in split_evenly(area_ids, math.ceil(len(area_ids) / areas))
    ]


class _Pace:
    """Lets a call through when its turn comes: so many a second, over all threads."""

    def __init__(self, per_second: float | None) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap
        time.sleep(max(0.0, turn - now))


class KoladaClient:
    """Asks the v3 API. One client may be used from several threads.

    Args:
        base_url: where the API is; a replay's address for recorded data.
        per_second: questions a second at most; None for no limit. Default 5, and no limit on this machine itself.
        attempts: how often a question is asked before giving up.
        backoff: seconds before the second attempt; doubled for each one after.
        timeout: seconds to wait for a connection, and for an answer.
        threads: how many questions are under way at once.
        known_as: the base that answers are kept under, where the address asked is another each time.
    """

    def __init__(
        self,
        base_url: str = REAL_API,
        *,
        per_second: float | None = -1,
        attempts: int = 7,
        backoff: float = 0.5,
        timeout: tuple[float, float] = (10, 60),
        threads: int = 4,
        known_as: str | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.known_as = known_as or self.base_url
        address = urlsplit(self.base_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise SourceError(f"'{base_url}' is not an address. Give one like {REAL_API}.")
        if per_second == -1:
            per_second = None if address.hostname in _LOOPBACK else 5.0
        self._pace = _Pace(per_second)
        self._attempts = attempts
        self._backoff = backoff
        self._timeout = timeout
        self._threads = threads
        self._stop = threading.Event()
        self._local = threading.local()
        self._told_of_clock = False

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            retry = Retry(
                total=self._attempts - 1,
                connect=2,
                backoff_factor=self._backoff,
                backoff_max=60,
                status_forcelist=(429, 500, 502, 503, 504),
                allowed_methods=("GET",),
                respect_retry_after_header=True,
                retry_after_max=LONGEST_WAIT,
                raise_on_status=False,
            )
            session = requests.Session()
            session.headers["User-Agent"] = "styrtal"
            session.headers["Accept"] = "application/json"
            for scheme in ("http://", "https://"):
                session.mount(scheme, HTTPAdapter(max_retries=retry))
            self._local.session = session
        return self._local.session

    def _get(self, question: Question, path: str, page: int) -> Answer:
        """Ask for one page until its body is sound; urllib3 sees to statuses and connections."""
        url = f"{self.base_url}/{path}"
        wrong = ""
        for attempt in range(self._attempts):
            if attempt:
                self._stop.wait(min(60.0, self._backoff * 2 ** (attempt - 1)))
            if self._stop.is_set():
                raise SourceError("Stopped before the question was answered.")
            self._pace.wait()
            try:
                response = self._session().get(url, timeout=self._timeout)
                body = response.content
            except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
                wrong = "the answer broke off"
                continue
            except requests.RequestException as error:
                raise SourceError(f"{self.base_url} could not be reached: {_cause(error)}. {_MEND}") from error
            if response.status_code != _OK:
                excerpt = body[:200].decode("utf-8", "replace").strip()
                text = f"{self.base_url} answered {response.status_code} to {path[:120]}: {excerpt}. {_MEND}"
                raise SourceError(text)
            try:
                taken_in = read_page(question.kind, body)
            except WireError as error:
                wrong = str(error)
                continue
            return Answer(
                question=question,
                page=page,
                url=f"{self.known_as}/{path}",
                at=self._server_time(response),
                fetched_at=datetime.now(UTC),
                status=response.status_code,
                body=body,
                taken_in=taken_in,
                origin=response.headers.get(REPLAY_HEADER, "kolada"),
            )
        raise SourceError(f"{url[:200]} gave no sound answer in {self._attempts} attempts: {wrong}. {_MEND}")

    def _server_time(self, response: requests.Response) -> datetime:
        """Return the server's clock. Where it cannot be read, or is more than a day from ours, ours is used and that is told.

        A replay is dated by its recording, and apart from this.
        """
        ours = datetime.now(UTC).replace(microsecond=0)
        try:
            theirs = parsedate_to_datetime(response.headers["Date"]).astimezone(UTC).replace(microsecond=0)
        except (KeyError, ValueError, TypeError, OverflowError):
            return ours
        if REPLAY_HEADER in response.headers or abs(theirs - ours) <= CLOCKS_DIFFER:
            return theirs
        if not self._told_of_clock:
            self._told_of_clock = True
            text = (
                "%s dates its answers %s, and this machine's clock is %s. Ours is used. Set the clock if it is wrong."
            )
            _log.warning(text, self.base_url, f"{theirs:%Y-%m-%dT%H:%M:%SZ}", f"{ours:%Y-%m-%dT%H:%M:%SZ}")
        return ours

    def pages(self, question: Question) -> Iterator[Answer]:
        """Ask a question and yield its pages in order.

        Raises:
            SourceError: the API cannot be reached, refuses, answers something else than v3, or pages in a cycle.
        """
        path, seen = question.path, set[str]()
        page = 1
        while True:
            if path in seen:
                raise SourceError(f"{self.base_url} pages in a cycle at {path[:120]}. {_MEND}")
            seen.add(path)
            answer = self._get(question, path, page)
            yield answer
            if answer.next_url is None:
                return
            path = self._own_path(answer.next_url)
            page += 1

    def _own_path(self, next_url: str) -> str:
        """Return the path and query of `next_url`, below our own base: it may name another host."""
        url = urlsplit(next_url)
        path = url.path.removeprefix(urlsplit(self.base_url).path).removeprefix("/v3").lstrip("/")
        return f"{path}?{url.query}" if url.query else path

    def ask(
        self,
        questions: Iterable[Question],
        keep: Callable[[Answer], None] | None = None,
        progress: Progress | None = None,
    ) -> list[Answer]:
        """Ask many questions, four at a time, and return every page, in the order of the questions.

        Args:
            questions: what to ask.
            keep: called with each page as it comes, from the asking thread; pages are then not returned.
            progress: called with (questions answered, questions in all) after each question.

        Raises:
            SourceError: the first question that failed; what came before it has been kept.
        """
        left_to_ask = list(questions)
        pages: dict[int, list[Answer]] = {}

        def one(index: int) -> None:
            for answer in self.pages(left_to_ask[index]):
                if keep is not None:
                    keep(answer)
                else:
                    pages.setdefault(index, []).append(answer)

        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="kolada")
        try:
            futures = [pool.submit(one, index) for index in range(len(left_to_ask))]
            for done, future in enumerate(as_completed(futures), start=1):
                future.result()
                if progress is not None:
                    progress(done, len(left_to_ask))
        except BaseException:
            self._stop.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self._stop.clear()
        return [answer for index in sorted(pages) for answer in pages[index]]

    def _rows(self, questions: list[Question], progress: Progress | None = None) -> list[dict[str, object]]:
        return [row for answer in self.ask(questions, progress=progress) for row in answer.rows]

    def _metadata(self, kind: str, ids: Sequence[str] | None) -> pl.DataFrame:
        if ids is None:
            return wire.metadata_frame(kind, self._rows([Question(kind)]))
        batches = split_evenly(ids, math.ceil(len(ids) / MAX_IDS)) if ids else []
        frame = wire.metadata_frame(kind, self._rows([Question(kind, batch) for batch in batches]))
        _report_unanswered(kind, ids, frame["id"])
        return frame

    def kpis(self, ids: Sequence[str] | None = None) -> pl.DataFrame:
        """Return KPIs, all or those given: id, title, description and the v3 fields, a row each."""
        return self._metadata("kpi", ids)

    def municipalities(self, ids: Sequence[str] | None = None) -> pl.DataFrame:
        """Return municipalities and regions: id, title, type (K or L)."""
        return self._metadata("municipality", ids)

    def municipality_groups(self, ids: Sequence[str] | None = None) -> pl.DataFrame:
        """Return groups of municipalities: id, title, members."""
        return self._metadata("municipality_groups", ids)

    def kpi_groups(self, ids: Sequence[str] | None = None) -> pl.DataFrame:
        """Return groups of KPIs: id, title, members."""
        return self._metadata("kpi_groups", ids)

    def units(self, ids: Sequence[str] | None = None) -> pl.DataFrame:
        """Return units such as schools: id, title, municipality."""
        return self._metadata("ou", ids)

    def data(
        self,
        kpi_ids: Sequence[str],
        area_ids: Sequence[str],
        years: Sequence[int] | None = None,
        *,
        from_date: date | None = None,
        progress: Progress | None = None,
    ) -> pl.DataFrame:
        """Return values of municipalities: kpi, municipality, period, gender, value, status, count, isdeleted.

        With `from_date`, only what changed since that day. KPIs without any row are reported as an
        `UnansweredWarning`, unless only changes were asked for.

        Raises:
            SourceError: as `pages`.
        """
        questions = plan_questions(kpi_ids, area_ids, years, from_date=from_date)
        frame = wire.data_frame(self._rows(questions, progress))
        if from_date is None:
            _report_unanswered("kpi", kpi_ids, frame["kpi"])
        return frame

    def unit_data(
        self, kpi_ids: Sequence[str], unit_ids: Sequence[str], years: Sequence[int] | None = None
    ) -> pl.DataFrame:
        """Return values of units: kpi, ou, period, gender, value, status, count, isdeleted."""
        questions = plan_questions(kpi_ids, unit_ids, years, kind="oudata")
        frame = wire.data_frame(self._rows(questions), "ou")
        _report_unanswered("kpi", kpi_ids, frame["kpi"])
        return frame


_MEND = "Check the address and the network, and run again; what was fetched is kept."


def _report_unanswered(kind: str, asked: Sequence[str], answered: pl.Series) -> None:
    missing = sorted(set(asked) - set(answered.unique()))
    if missing:
        text = f"asked for {len(asked)} {kind} ids; {len(missing)} did not come back: {', '.join(missing)}"
        warnings.warn(text, UnansweredWarning, stacklevel=3)


def _cause(error: requests.RequestException) -> str:
    """Return why a request failed, in a few words."""
    if isinstance(error, requests.exceptions.RetryError):
        return "it kept answering with an error"
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return "it did not answer in time"
    text = str(error)
    for sign, words in (
        ("NameResolution", "its name is unknown (no network, or a misspelt address)"),
        ("getaddrinfo", "its name is unknown (no network, or a misspelt address)"),
        ("refused", "nothing answers there"),
        ("unreachable", "the network is unreachable"),
        ("certificate", "its certificate is not trusted"),
    ):
        if sign.lower() in text.lower():
            return words
    return type(error).__name__
