"""Recorded Kolada data served as the v3 API on 127.0.0.1, with faults on request.

Values files are dated by their names and are successive downloads ("vintages"); one of them is served, and every
answer carries that day as its HTTP `Date` (docs/tables.md, the replay's clock and catalogue).

Recorded answers of the real API back the envelope, the data rows and the metadata rows. No recording exists for
the following, which is built on what clients say of the API: 422 for more than 25 ids or `per_page` above 5000,
the body of such an answer, `from_date` and `isdeleted`, 429 and `Retry-After`, and unit data (`/ou`, `/oudata`).
"""

import json
import random
import re
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import duckdb
import polars as pl

from models.errors import PlaceError, UsageError

MAX_IDS = 25
MAX_PAGE = 5000
HEADER = "X-Styrtal-Replay"
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4})")
_UNITS = "ou_[0-9]*.parquet"
_DEFAULT_FAULT = {"slow": 2.0}


@dataclass(frozen=True)
class Vintage:
    """One download: the day it was made, and its values (kpi, municipality or ou, period, gender, value, …)."""

    day: date
    values: pl.DataFrame


@dataclass(frozen=True)
class Catalogue:
    """Metadata as frames with the v3 fields: KPIs, municipalities, groups with a row a member, and units where recorded."""

    kpis: pl.DataFrame
    municipalities: pl.DataFrame
    groups: pl.DataFrame
    units: pl.DataFrame | None = None


def read_vintages(files: Sequence[Path]) -> list[Vintage]:
    """Read values files (Parquet), oldest first.

    Raises:
        UsageError: a file is missing, is not Parquet with the columns needed, or has no date in its name.
    """
    vintages = [Vintage(_file_day(path), _read_values(path)) for path in files]
    return sorted(vintages, key=lambda vintage: vintage.day)


def read_catalogue(folder: Path) -> Catalogue:
    """Read the newest `kpi_*`, `municipality_*`, `municipality_groups_*` and, if there is one, `ou_*` Parquet of a folder.

    Raises:
        UsageError: the folder lacks one of them.
    """
    groups = _read_parquet(_newest(folder, "municipality_groups_[0-9]*.parquet"))
    return Catalogue(
        kpis=_read_parquet(_newest(folder, "kpi_[0-9]*.parquet")),
        municipalities=_read_parquet(_newest(folder, "municipality_[0-9]*.parquet")),
        groups=groups.rename({"group_id": "id", "group_title": "title"}),
        units=_read_parquet(_newest(folder, _UNITS)) if list(folder.glob(_UNITS)) else None,
    )


def _newest(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern), key=_file_day)
    if not found:
        raise UsageError(f"{folder} holds no {pattern}. Give the folder with the recorded metadata.")
    return found[-1]


def _file_day(path: Path) -> date:
    match = _DATE.search(path.stem)
    if match is None:
        raise UsageError(f"{path.name} has no date in its name. Name it like values_2024-12-12.parquet.")
    text = match.group(1)
    try:
        return date.fromisoformat({4: f"{text}-12-31", 7: f"{text}-01", 10: text}[len(text)])
    except ValueError as error:
        raise UsageError(f"{path.name} has no real date in its name: {text}. Correct the name.") from error


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except FileNotFoundError as error:
        raise UsageError(f"{path} does not exist. Give the path of a recorded Parquet file.") from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UsageError(f"{path} could not be read as Parquet. Give a recorded Parquet file.") from error


def _read_values(path: Path) -> pl.DataFrame:
    frame = _read_parquet(path)
    wanted = {"kpi", "period", "gender", "value", "status", "count"}
    missing = wanted - set(frame.columns)
    if missing or not {"municipality", "ou"} & set(frame.columns):
        raise UsageError(f"{path} lacks the columns {', '.join(sorted(missing or {'municipality'}))}.")
    return frame


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
                known = "429, 500, 502, 503, truncate, html (each with a share), slow:SECONDS and cycle"
                raise UsageError(f"--fault '{part}' cannot be read. Known faults: {known}.") from error
        return cls(shares, slow, cycle)


NO_FAULTS = Faults({})


class Recording:
    """Vintages and a catalogue, answering questions as the v3 API would.

    `at` picks the vintage served (0 is the oldest, default the last). The catalogue is the metadata plus the served
    file's KPIs, less the KPIs that only earlier files have; a KPI that is in no metadata gets its id as title.
    """

    def __init__(self, vintages: Sequence[Vintage], catalogue: Catalogue, *, at: int = -1, origin: str) -> None:
        if not vintages or not -len(vintages) <= at < len(vintages):
            raise UsageError(f"--at {at} does not exist: there are {len(vintages)} values files, counted from 0.")
        self._vintages = list(vintages[: at % len(vintages) + 1])
        served = self._vintages[-1]
        self.day = served.day
        self.origin = f"{origin} {served.day.isoformat()}"
        self._con = duckdb.connect()
        self._lock = threading.Lock()
        self._kinds = {"data": "municipality", "oudata": "ou"}
        for kind, area in self._kinds.items():
            self._con.execute(_ROWS_TABLE.format(kind=kind, area=area))
            frame = served.values
            if area in frame.columns:
                frame = frame.filter(pl.col(area).is_not_null())
                self._con.register("served", frame)
                self._con.execute(_FILL_ROWS.format(kind=kind, area=area, source="served"))
        self._metadata = {
            "kpi": self._kpi_rows(catalogue.kpis, served.values),
            "municipality": catalogue.municipalities.sort("id").to_dicts(),
            "municipality_groups": _group_rows(catalogue.groups),
            "kpi_groups": [],
            "ou": [] if catalogue.units is None else catalogue.units.sort("id").to_dicts(),
        }

    def _kpi_rows(self, kpis: pl.DataFrame, served: pl.DataFrame) -> list[dict[str, Any]]:
        now = set(served["kpi"].unique())
        before = {kpi for vintage in self._vintages[:-1] for kpi in vintage.values["kpi"].unique()}
        rows = [row for row in kpis.to_dicts() if row["id"] in now or row["id"] not in before]
        known = {row["id"] for row in rows}
        blank: dict[str, Any] = dict.fromkeys(kpis.columns)
        divided = set(served.filter(pl.col("gender") != "T")["kpi"].unique())
        for kpi in sorted(now - known):
            filled = {
                "id": kpi,
                "title": kpi,
                "is_divided_by_gender": kpi in divided,
                "municipality_type": "K",
            }
            rows.append({**blank, **filled})
        return sorted(rows, key=lambda row: str(row["id"]))

    def close(self) -> None:
        """Let go of the data; nothing can be asked any more."""
        with self._lock:
            self._con.close()

    def metadata(self, kind: str, ids: list[str], query: dict[str, str]) -> list[dict[str, Any]] | None:
        """Return the rows of a metadata question, or None where there is no such kind."""
        rows = self._metadata.get(kind)
        if rows is None:
            return None
        if ids:
            rows = [row for row in rows if row["id"] in set(ids)]
        if "title" in query:
            wanted = query["title"].lower()
            rows = [row for row in rows if wanted in str(row["title"]).lower()]
        if "region_type" in query:
            rows = [row for row in rows if row.get("type") == query["region_type"]]
        return rows

    def data(
        self, kind: str, filters: dict[str, list[str]], since: date | None, page: int, per_page: int
    ) -> tuple[str, int, bool]:
        """Return a page of data rows as JSON text, how many there are on it, and whether more follow."""
        area = self._kinds[kind]
        where = ["true"]
        values: list[Any] = []
        for column, wanted in filters.items():
            where.append(f"{column}::VARCHAR IN (SELECT unnest(?::VARCHAR[]))")
            values.append(wanted)
        with self._lock:
            table = self._changes_since(kind, since) if since else f"{kind}_row"
            sql = _PAGE.format(table=table, area=area, where=" AND ".join(where))
            rows = self._con.execute(sql, [*values, per_page + 1, (page - 1) * per_page]).fetchall()
        texts = [str(row[0]) for row in rows[:per_page]]
        return ",".join(texts), len(texts), len(rows) > per_page

    def _changes_since(self, kind: str, since: date) -> str:
        """Return the table of what differs from the last vintage dated on or before `since`."""
        earlier = [vintage for vintage in self._vintages[:-1] if vintage.day <= since]
        area = self._kinds[kind]
        if self._vintages[-1].day <= since:
            earlier = self._vintages
        if not earlier or area not in earlier[-1].values.columns:
            return f"{kind}_row"
        base = earlier[-1]
        name = f"{kind}_since_{base.day:%Y%m%d}"
        known = self._con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [name]).fetchall()
        if not known[0][0]:
            self._con.register("old", base.values)
            self._con.register("new", self._vintages[-1].values)
            self._con.execute(_DIFFERENCE.format(name=f"{name}_cell", area=area))
            self._con.execute(_ROWS_TABLE.format(kind=name, area=area).replace(f"{name}_row", name))
            self._con.execute(
                _FILL_ROWS.format(kind=name, area=area, source=f"{name}_cell").replace(f"{name}_row", name)
            )
        return name


_ROWS_TABLE = """
CREATE TABLE {kind}_row (kpi VARCHAR, {area} VARCHAR, period INTEGER,
  cells STRUCT(gender VARCHAR, count INTEGER, status VARCHAR, value DOUBLE, isdeleted BOOLEAN)[])
"""
# A frame without isdeleted has nothing deleted: TRY keeps one statement for both.
_FILL_ROWS = """
INSERT INTO {kind}_row
SELECT kpi, {area}, period,
  list({{'gender': gender, 'count': count, 'status': coalesce(status, ''), 'value': value,
         'isdeleted': coalesce(isdeleted, false)}} ORDER BY gender)
FROM (SELECT * FROM (SELECT NULL::BOOLEAN AS isdeleted WHERE false) UNION ALL BY NAME SELECT * FROM {source})
GROUP BY ALL ORDER BY kpi, {area}, period
"""
_PAGE = """
SELECT to_json({{'values': cells, 'kpi': kpi, 'period': period, '{area}': {area}}})
FROM {table} WHERE {where} ORDER BY kpi, {area}, period LIMIT ? OFFSET ?
"""
_DIFFERENCE = """
CREATE TEMP TABLE {name} AS
SELECT kpi, {area}, period, gender,
  n.value AS value, n.status AS status, n.count AS count, n.kpi IS NULL AS isdeleted
FROM (SELECT *, kpi AS present FROM old) AS o
FULL JOIN (SELECT *, kpi AS present FROM new) AS n USING (kpi, {area}, period, gender)
WHERE o.present IS NULL OR n.present IS NULL
  OR (o.value, o.status, o.count) IS DISTINCT FROM (n.value, n.status, n.count)
""".replace("n.kpi IS NULL", "n.present IS NULL")


def _group_rows(groups: pl.DataFrame) -> list[dict[str, Any]]:
    members = pl.struct("member_id", "member_title").alias("members")
    return groups.group_by("id", "title", maintain_order=True).agg(members).sort("id").to_dicts()


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

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
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
            raise PlaceError(f"Port {port} on 127.0.0.1 is taken. Choose another with --port.") from error

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

    def handle_error(self, request: Any, client_address: Any) -> None:
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
