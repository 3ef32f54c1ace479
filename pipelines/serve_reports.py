"""The finished reports on 127.0.0.1, beside Dagster's interface, whose links lead to them; browsers refuse file:// there."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assets.storage.report_folders import ReportFolder, every_report
from models.errors import PlaceError, system_words
from models.words.pages import NOTHING_SERVED, OTHER_REPORTS, REPORT_SERVED, REPORTS_SERVED

HOST = "127.0.0.1"
# What of the home people read; all else there is nobody's to fetch.
SHOWN = ("reports", "frozen", "diffs")
# Where the list of the reports stands: what the command prints, and what people cut an address down to.
INDEX = frozenset({"/", "/reports", "/reports/"})


def reports_index(home: Path) -> str:
    """Return a page that lists every report of a home that has an overview, the newest of each municipality first."""
    lines = [
        f'<li><a href="/{report.folder.relative_to(home).as_posix()}/index.html">{_said(report)}</a></li>'
        for report in every_report(home)
        if (report.folder / "index.html").is_file()
    ]
    listed = f"<ul>{''.join(lines)}</ul>" if lines else f"<p>{escape(NOTHING_SERVED)}</p>"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{REPORTS_SERVED}</title>'
    return f'<!DOCTYPE html><html lang="sv"><head>{head}</head><body><h1>{REPORTS_SERVED}</h1>{listed}</body></html>\n'


def with_other_reports(home: Path, path: Path) -> bytes:
    """Return a page of a report with links to the same page of the municipality's other reports and editions in the home.

    They stand in no report's own bytes, which do not hang on what lies beside it, and lead nowhere where a folder lies alone.
    """
    page = path.read_bytes()
    links = [
        f'<li><a href="/{(report.folder / path.name).relative_to(home).as_posix()}">{_said(report)}</a></li>'
        for report in every_report(home)
        if report.name.municipality == path.relative_to(home).parts[1] and report.folder != path.parent
        if (report.folder / path.name).is_file()
    ]
    if not links or path.name.startswith("trace-"):
        return page
    control = (
        f'<nav class="other-reports" aria-label="{OTHER_REPORTS}"><details class="contents"><summary>{OTHER_REPORTS}</summary>'
        f"<ul>{''.join(links)}</ul></details></nav>\n"
    )
    return page.replace(b"</header>", f"{control}</header>".encode(), 1)


def _said(report: ReportFolder) -> str:
    name = report.name
    told = REPORT_SERVED[name.edition is not None]
    return escape(told.format(report=f"{name.municipality}/{name.report}", edition=name.edition))


class _Reports(SimpleHTTPRequestHandler):
    """Files of finished reports, read only, asked for by this machine's own name."""

    def __init__(self, *args: object, home: Path, **kwargs: object) -> None:
        self.home = home.resolve()
        super().__init__(*args, directory=str(self.home), **kwargs)  # pyright: ignore[reportArgumentType]

    def send_head(self):  # noqa: ANN202 as the base class, whose type is private
        """Refuse what is no file of a report, and whoever came by another name (DNS rebinding)."""
        named = self.headers.get("Host", "").rpartition(":")[0]
        if named in {HOST, "localhost"} and urlsplit(self.path).path in INDEX:
            return self._page(reports_index(self.home).encode())
        path = (self.home / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        shown = any(path.is_relative_to(self.home / top) for top in SHOWN)
        if named not in {HOST, "localhost"} or not shown or not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if path.suffix == ".html" and self._of_report(path):
            return self._page(with_other_reports(self.home, path))
        return super().send_head()

    def _of_report(self, path: Path) -> bool:
        """Tell whether a page is a report's own: it lies right in the folder of a report or edition."""
        top, *name = path.parent.relative_to(self.home).parts
        return len(name) == {"reports": 2, "frozen": 3}.get(top)

    def _page(self, page: bytes) -> BytesIO:
        """Answer with a page that is made here."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return BytesIO(page)

    def end_headers(self) -> None:
        """Let a browser ask again each time: a report may have been made anew."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing of each request."""


@contextmanager
def reports_served(home: Path, port: int) -> Generator[str]:
    """Serve a home's reports until the block ends; yield the address.

    Raises:
        PlaceError: the port is taken.
    """

    def handler(*args: object, **kwargs: object) -> _Reports:
        return _Reports(*args, home=home, **kwargs)

    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise PlaceError(
            f"Port {port} på {HOST} är upptagen: {system_words(error)}. Välj en annan med --port."
        ) from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
