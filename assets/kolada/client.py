"""A client of the Kolada API, version 3 (docs/architecture.md, the source Kolada).

Usable from a notebook by itself:

    from assets.kolada.client import KoladaClient
    KoladaClient().data(["N15428"], ["1487", "1484"])

It asks politely (a few questions a second), asks again after 429, 5xx, time-outs and broken bodies, follows
`next_url` on its own base, and reports asked-for ids that do not come back. What an answer may take of time, bytes and
pages is bounded, whoever it is that answers.
"""

import logging
import math
import re
import socket
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TypeVar
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import polars as pl
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import MaxRetryError
from urllib3.util import Retry

from assets.kolada import wire
from assets.kolada.intake import AnswerPage, WireError, read_page
from models.errors import SourceError, UsageError
from models.words.numbers import number

REAL_API = "https://api.kolada.se/v3"
MAX_IDS = 25
MAX_PAGE = 5000
# Kolada's series are mostly 10–30 years; used to plan questions about all years, which have no list of years.
ASSUMED_YEARS = 25
# A server that asks for more patience than this is asked again after it; the run then ends with what it has.
LONGEST_WAIT = 600
# Whoever looks on takes a silent half minute for a hang.
TOLD_WAIT = 30
# Seconds for an answer as a whole. The time-out of a read begins anew with each byte, so that one a second would do.
ANSWER_DEADLINE = 180
# Bytes of a page, unpacked: the largest real one, the whole catalogue of KPIs, is below 10 MB.
MAX_BODY = 64 * 2**20
# Pages and bytes of a question: a KPI's values of all units in all years are some 150 pages of 1–2 MB.
MAX_PAGES = 1000
MAX_BYTES = 2 * 2**30
# Redirects of a request, on the same host: http to https, and a path that has moved.
MAX_REDIRECTS = 3
# A server's clock that is further from this machine's is not believed.
CLOCKS_DIFFER = timedelta(days=1)
REPLAY_HEADER = "X-Styrtal-Replay"
_OK = 200
_PASSING = {429, 500, 502, 503, 504}
_PORTS = {"http": 80, "https": 443}
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


class _Deadline:
    """The time that one answer may take; when it is out, the connection is shut, in the midst of whatever line or byte."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._connection: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def watch(self, connection: socket.socket | None) -> None:
        self._connection = connection
        if self.passed:
            self._pass()

    def _pass(self) -> None:
        self.passed = True
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def running(self) -> Generator[None]:
        _under_way.deadline = self
        self._timer.start()
        try:
            yield
        finally:
            self._timer.cancel()
            _under_way.deadline = None


# The deadline of the answer that a thread is waiting for: a connection is made and taken out of the pool below requests.
_under_way = threading.local()


def _watch(connection: HTTPConnection) -> None:
    deadline: _Deadline | None = getattr(_under_way, "deadline", None)
    if deadline is not None:
        deadline.watch(connection.sock)


class _WatchedConnection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:
        _watch(self)
        return super().getresponse()


class _WatchedTlsConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:
        _watch(self)
        return super().getresponse()


class _Adapter(HTTPAdapter):
    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,
        proxies: dict[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> HTTPConnectionPool:
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        watched = _WatchedTlsConnection if pool.scheme == "https" else _WatchedConnection
        pool.ConnectionCls = watched  # pyright: ignore[reportAttributeAccessIssue]  as urllib3 itself sets it
        return pool


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return none: requests would read a redirect's body to its end before it is asked whether to follow."""


class KoladaClient:
    """Asks the v3 API. One client may be used from several threads.

    Args:
        base_url: where the API is; a replay's address for recorded data. A name and password in it are sent, and never
            told nor kept.
        per_second: questions a second at most; None for no limit. Default 5, and no limit on this machine itself.
        attempts: how often a question is asked before giving up.
        backoff: seconds before the second attempt; doubled for each one after.
        timeout: seconds to wait for a connection, and for each part of an answer; the whole has `ANSWER_DEADLINE`.
        threads: how many questions are under way at once.
        known_as: the base that answers are kept under, where the address asked is another each time.

    Raises:
        UsageError: `base_url` is no address that can be asked.
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
        address = _read_address(base_url)
        self._auth = None
        if address.username is not None:
            self._auth = (unquote(address.username), unquote(address.password or ""))
        self.base_url = address._replace(netloc=address.netloc.rpartition("@")[2]).geturl().rstrip("/")
        self.known_as = known_as or self.base_url
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
        self._told_until = 0.0

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            # Only connections are tried again down there: it would wait without end, and read refusals to their end.
            retry = Retry(
                total=2,
                connect=2,
                read=False,
                status=0,
                other=0,
                backoff_factor=self._backoff,
                respect_retry_after_header=False,
            )
            session = _Session()
            session.headers["User-Agent"] = "styrtal"
            session.headers["Accept"] = "application/json"
            session.auth = self._auth
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Adapter(max_retries=retry))
            self._local.session = session
        return self._local.session

    def _get(self, question: Question, path: str, page: int) -> Answer:
        """Ask for one page until its body is sound."""
        url = f"{self.base_url}/{path}"
        wrong, refused, wait = "", None, 0.0
        for attempt in range(self._attempts):
            if attempt:
                self._wait(wait)
            if self._stop.is_set():
                raise SourceError("Stoppades innan frågan var besvarad.")
            self._pace.wait()
            refused, wait = None, min(60.0, self._backoff * 2**attempt)
            deadline = _Deadline(ANSWER_DEADLINE)
            try:
                with deadline.running():
                    response, body = self._fetch(url)
            except requests.RequestException as error:
                if not _passes(error):
                    raise SourceError(f"{self.base_url} gick inte att nå: {_cause(error)}. {_MEND}") from error
                wrong = _TOO_LATE if deadline.passed else _cause(error)
                continue
            # Without a length, an answer that was cut off looks like a whole one.
            if deadline.passed:
                wrong = _TOO_LATE
                continue
            if response.status_code != _OK:
                excerpt = body[:200].decode("utf-8", "replace").strip()
                refused = f"{self.base_url} svarade {response.status_code} på {path[:120]}: {excerpt}. {_MEND}"
                if response.status_code not in _PASSING:
                    raise SourceError(refused)
                wait = _patience(response.headers.get("Retry-After", ""), wait)
                continue
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
        raise SourceError(refused or f"{url[:200]} gav inget helt svar på {self._attempts} försök: {wrong}. {_MEND}")

    def _fetch(self, url: str) -> tuple[requests.Response, bytes]:
        """Return an answer and its body, unpacked piece by piece so that a little cannot become very much."""
        for _ in range(MAX_REDIRECTS + 1):
            with self._session().get(url, timeout=self._timeout, stream=True, allow_redirects=False) as response:
                if response.is_redirect:
                    url = self._redirected(url, response.headers["Location"])
                    continue
                body = bytearray()
                for piece in response.iter_content(2**16):
                    body += piece
                    if len(body) > MAX_BODY:
                        text = (
                            f"{self.base_url} svarade med mer än {number(MAX_BODY, 0)} byte, vilket ingen "
                            f"sida i v3 har. {_MEND}"
                        )
                        raise SourceError(text)
                return response, bytes(body)
        raise SourceError(f"{self.base_url} hänvisar vidare mer än {MAX_REDIRECTS} gånger. {_MEND}")

    def _redirected(self, url: str, location: str) -> str:
        """Return where a redirect leads: what is believed of one host is not believed of another."""
        try:
            theirs = _read_address(urljoin(url, location), with_query=True)
        except (UsageError, ValueError) as error:
            raise SourceError(f"{self.base_url} hänvisar till något som inte är en adress. {_MEND}") from error
        ours = urlsplit(url)
        before, after = ((to.scheme, to.hostname, to.port or _PORTS[to.scheme]) for to in (ours, theirs))
        made_safe = (("http", ours.hostname, 80), ("https", ours.hostname, 443))
        if theirs.username is not None or (before != after and (before, after) != made_safe):
            where = f"{theirs.scheme}://{theirs.netloc.rpartition('@')[2]}"
            text = (
                f"{self.base_url} hänvisar till {where}, vilket inte följs. Om den adressen är rätt, ange den. {_MEND}"
            )
            raise SourceError(text)
        return theirs.geturl()

    def _wait(self, seconds: float) -> None:
        """Wait before asking again, unless stopped; a long wait is told by one line, of however many threads."""
        now = time.monotonic()
        if seconds > TOLD_WAIT and now >= self._told_until:
            self._told_until = now + seconds
            _log.warning("%s asks for patience: waiting %.0f s before asking again.", self.base_url, seconds)
        self._stop.wait(seconds)

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
            _log.warning(
                "%s dates its answers %s, and this machine's clock is %s. Ours is used. Set the clock if it is wrong.",
                self.base_url,
                f"{theirs:%Y-%m-%dT%H:%M:%SZ}",
                f"{ours:%Y-%m-%dT%H:%M:%SZ}",
            )
        return ours

    def pages(self, question: Question) -> Iterator[Answer]:
        """Ask a question and yield its pages in order.

        Raises:
            SourceError: the API cannot be reached, refuses, answers something else than v3, or pages in a cycle or
                without end.
        """
        path, seen = question.path, set[str]()
        page, size = 1, 0
        while True:
            if path in seen:
                raise SourceError(f"{self.base_url} bläddrar i en ring vid {path[:120]}. {_MEND}")
            seen.add(path)
            answer = self._get(question, path, page)
            size += len(answer.body)
            if size > MAX_BYTES or (page == MAX_PAGES and answer.next_url is not None):
                bounds = f"{number(MAX_PAGES, 0)} sidor eller {number(MAX_BYTES, 0)} byte"
                raise SourceError(f"{self.base_url} svarar på {question.path[:120]} med mer än {bounds}. {_MEND}")
            yield answer
            if answer.next_url is None:
                return
            path = self._own_path(answer.next_url)
            page += 1

    def _own_path(self, next_url: str) -> str:
        """Return the path and query of `next_url`, below our own base: it may name another host."""
        try:
            url = urlsplit(next_url)
        except ValueError as error:
            raise SourceError(
                f"{self.base_url} anger en nästa sida som inte är en adress: {_without_password(next_url)}. {_MEND}"
            ) from error
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


_MEND = "Kontrollera adressen och nätet, och kör igen; det som har hämtats är sparat."
_TOO_LATE = "hela svaret kom inte i tid"


def _read_address(url: str, *, with_query: bool = False) -> SplitResult:
    """Return an http address's parts.

    Raises:
        UsageError: it cannot be asked; a name and password in it are not told.
    """
    try:
        address = urlsplit(url)
        usable = address.scheme in _PORTS and bool(address.hostname) and address.port != 0
        (address.hostname or "").encode("idna")
        requests.Request("GET", url).prepare()
    except (ValueError, requests.RequestException):
        usable = False
        address = SplitResult("", "", "", "", "")
    if not usable or re.search(r"[\s\x00-\x1f]", url) or (not with_query and (address.query or address.fragment)):
        raise UsageError(f"'{_without_password(url)}' är ingen adress som går att fråga. Ange en som {REAL_API}.")
    return address


def _without_password(url: str) -> str:
    """Return an address, or what was given as one, in short and without a name and password."""
    return re.sub(r"(^|//).*@", r"\1", url, flags=re.DOTALL)[:120]


def _patience(retry_after: str, otherwise: float) -> float:
    """Return the seconds that `Retry-After` asks for, by number or date; `otherwise` where it asks for none or makes no sense."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text)
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return otherwise
    return min(seconds, LONGEST_WAIT) if seconds > 0 else otherwise


def _passes(error: requests.RequestException) -> bool:
    """Whether the same question may be answered if asked again: connections have been tried again already."""
    if error.args and isinstance(error.args[0], MaxRetryError):
        return False
    broken = requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError
    return isinstance(error, requests.ConnectionError | requests.Timeout | broken)


def _report_unanswered(kind: str, asked: Sequence[str], answered: pl.Series) -> None:
    missing = sorted(set(asked) - set(answered.unique()))
    if missing:
        text = f"frågade efter {len(asked)} id ({kind}); {len(missing)} kom inte tillbaka: {', '.join(missing)}"
        warnings.warn(text, UnansweredWarning, stacklevel=3)


def _cause(error: requests.RequestException) -> str:
    """Return why a request failed, in a few words."""
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return "svaret bröts av"
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return "den svarade inte i tid"
    text = str(error)
    for sign, words in (
        ("NameResolution", "namnet är okänt (inget nät, eller felstavad adress)"),
        ("getaddrinfo", "namnet är okänt (inget nät, eller felstavad adress)"),
        ("refused", "inget svarar där"),
        ("unreachable", "nätet går inte att nå"),
        ("certificate", "dess certifikat är inte betrott"),
    ):
        if sign.lower() in text.lower():
            return words
    return type(error).__name__
