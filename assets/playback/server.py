"""Recorded data as the v3 API on 127.0.0.1, with faults on request."""

import json
import random
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from assets.playback.recording import Recording
from models.errors import PlaceError, UsageError

MAX_IDS = 25


MAX_PAGE = 5000


HEADER = "X-Styrtal-Replay"


_DEFAULT_FAULT = {"slow": 2.0}


@dataclass(frozen=True)
class Faults:
    """What goes wrong, and how often: probabilities by kind, and seconds that each answer waits."""

    shares: dict[str, float]
    slow: float = 0.0
    cycle: bool = False

    @classmethod
    def parse(cls, text: str) -> "Faults":
        """Read `429:0.1,500:0.05,slow:2s,truncate:0.02,html:0.01,cycle`.

        Raises:
            UsageError: a kind is unknown or its number cannot be read.
        """
        shares: dict[str, float] = {}
        slow, cycle = 0.0, False
        for part in filter(None, text.split(",")):
            kind, _, number = part.strip().partition(":")
            try:
                if kind == "cycle":
                    cycle = True
                elif kind == "slow":
                    slow = float(number.removesuffix("s") or _DEFAULT_FAULT["slow"])
                elif kind in {"429", "500", "502", "503", "truncate", "html"}:
                    shares[kind] = float(number or "0.1")
                else:
                    raise ValueError(kind)  # noqa: TRY301  told with the same words as an unreadable number
            except ValueError as error:
                allowed = "429, 500, 502, 503, truncate, html (var och en med en andel), slow:SEKUNDER och cycle"
                raise UsageError(f"--fault '{part}' går inte att läsa. Kända fel: {allowed}.") from error
        return cls(shares, slow, cycle)


NO_FAULTS = Faults({})


class _Handler(BaseHTTPRequestHandler):
    """Answers GET as the v3 API; the server carries the recording and the faults."""

    protocol_version = "HTTP/1.1"
    server: "ReplayServer"  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        """Answer one question."""
        if self.server.faults.slow:
            time.sleep(self.server.faults.slow)
        kind = self.server.draw()
        if kind in {"429", "500", "502", "503"}:
            self._fail(int(kind))
            return
        status, body = self._answer()
        if kind == "html":
            self._send(200, b"<html><body><h1>Service temporarily unavailable</h1></body></html>", "text/html")
        elif kind == "truncate":
            self._send(status, body, cut=len(body) // 2)
        else:
            self._send(status, body)

    def _answer(self) -> tuple[int, bytes]:  # noqa: PLR0911  one return a kind of question
        url = urlsplit(self.path)
        query = {key: values[-1] for key, values in parse_qs(url.query).items()}
        parts = [unquote(part) for part in url.path.strip("/").split("/")]
        if parts[:1] == ["v2"]:
            return 410, b'{"error": "This endpoint is deprecated. Please use /v3 instead."}'
        if parts[:1] == ["v3"]:
            parts = parts[1:]
        try:
            page, per_page = int(query.get("page", "1")), int(query.get("per_page", str(MAX_PAGE)))
            since = date.fromisoformat(query["from_date"][:10]) if "from_date" in query else None
        except ValueError:
            return _refusal("page, per_page and from_date must be a number, a number and a date")
        if per_page > MAX_PAGE or per_page < 1 or page < 1:
            return _refusal(f"per_page must be 1 to {MAX_PAGE}")
        if parts[0] in {"data", "oudata"}:
            return self._data(parts, query, since, page, per_page)
        ids = parts[1].split(",") if len(parts) > 1 else []
        if len(ids) > MAX_IDS:
            return _refusal(f"at most {MAX_IDS} ids")
        rows = self.server.recording.metadata(parts[0], ids, query)
        if rows is None or len(parts) > 2:  # noqa: PLR2004  /kind/{ids} and nothing below
            return 404, b'{"detail": "Not Found"}'
        chosen = rows[(page - 1) * per_page : page * per_page]
        text = json.dumps(chosen, ensure_ascii=False)[1:-1]
        return 200, self._envelope(text, len(chosen), page, more=len(rows) > page * per_page)

    def _data(
        self, parts: list[str], query: dict[str, str], since: date | None, page: int, per_page: int
    ) -> tuple[int, bytes]:
        area = "municipality" if parts[0] == "data" else "ou"
        columns = {"kpi": "kpi", area: area, "year": "period"}
        filters = {
            columns[key]: text.split(",") for key, text in zip(parts[1::2], parts[2::2], strict=False) if key in columns
        }
        for key, column in (("kpi_id", "kpi"), (f"{area}_id", area), ("year", "period")):
            if key in query:
                filters[column] = query[key].split(",")
        if any(len(ids) > MAX_IDS for ids in filters.values()):
            return _refusal(f"at most {MAX_IDS} ids")
        if len(filters) < 2:  # noqa: PLR2004  any two of kpi, area and year
            return _refusal("at least two of kpi, municipality and year are needed")
        text, count, more = self.server.recording.data(parts[0], filters, since, page, per_page)
        return 200, self._envelope(text, count, page, more=more)

    def _envelope(self, text: str, count: int, page: int, *, more: bool) -> bytes:
        following = json.dumps(self._page_url(1 if self.server.faults.cycle else page + 1) if more else None)
        previous = json.dumps(self._page_url(page - 1) if page > 1 else None)
        return f'{{"values": [{text}], "next_url": {following}, "previous_url": {previous}, "count": {count}}}'.encode()

    def _page_url(self, page: int) -> str:
        url = urlsplit(self.path)
        query = {key: values[-1] for key, values in parse_qs(url.query).items()} | {"page": str(page)}
        # The real API names its own host here, whatever address was asked.
        return f"https://api.kolada.se{url.path}?{urlencode(query)}"

    def _fail(self, status: int) -> None:
        body = json.dumps({"detail": "Too Many Requests" if status == 429 else "Server Error"}).encode()  # noqa: PLR2004
        self._send(status, body, retry_after=status == 429 and self.server.coin())  # noqa: PLR2004

    def _send(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json",
        *,
        cut: int | None = None,
        retry_after: bool = False,
    ) -> None:
        self.send_response_only(status)
        self.send_header("Server", "styrtal-replay")
        self.send_header("Date", self.server.http_date)
        self.send_header(HEADER, self.server.recording.origin)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if retry_after:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Stay silent: the questions are counted by the server instead."""


def _refusal(message: str) -> tuple[int, bytes]:
    return 422, json.dumps({"detail": [{"msg": message, "type": "value_error"}]}).encode()


class ReplayServer(ThreadingHTTPServer):
    """The replay on 127.0.0.1. `questions` counts the requests so far."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, recording: Recording, *, port: int = 0, faults: Faults = NO_FAULTS, seed: int = 0) -> None:
        self.recording = recording
        self.faults = faults
        self.questions = 0
        midnight = datetime(recording.day.year, recording.day.month, recording.day.day, tzinfo=UTC)
        self.http_date = format_datetime(midnight, usegmt=True)
        self._random = random.Random(seed)  # noqa: S311  faults, not secrets
        self._draw_lock = threading.Lock()
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise PlaceError(f"Port {port} på 127.0.0.1 är upptagen. Välj en annan med --port.") from error

    @property
    def url(self) -> str:
        """The base that a client asks."""
        return f"http://127.0.0.1:{self.server_port}/v3"

    def draw(self) -> str | None:
        """Count a question and return the fault that it meets, if any."""
        with self._draw_lock:
            self.questions += 1
            chance = self._random.random()
            for kind, share in self.faults.shares.items():
                if chance < share:
                    return kind
                chance -= share
        return None

    def coin(self) -> bool:
        """Return true for half of the calls: 429 comes with and without Retry-After."""
        with self._draw_lock:
            return self._random.random() < 0.5  # noqa: PLR2004  half

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore clients that hang up."""


@contextmanager
def serving(recording: Recording, *, faults: Faults = NO_FAULTS, port: int = 0) -> Generator[ReplayServer]:
    """Serve a recording in this process, on a free port, until the block ends."""
    server = ReplayServer(recording, port=port, faults=faults)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
