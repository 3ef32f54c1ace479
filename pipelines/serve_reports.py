"""The finished reports on 127.0.0.1, beside Dagster's interface, whose links lead to them; browsers refuse file:// there."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from models.errors import PlaceError, system_words

HOST = "127.0.0.1"
# What of the home people read; all else there is nobody's to fetch.
SHOWN = ("reports", "frozen", "diffs")


class _Reports(SimpleHTTPRequestHandler):
    """Files of finished reports, read only, asked for by this machine's own name."""

    def __init__(self, *args: object, home: Path, **kwargs: object) -> None:
        self.home = home.resolve()
        super().__init__(*args, directory=str(self.home), **kwargs)  # pyright: ignore[reportArgumentType]

    def send_head(self):  # noqa: ANN202 as the base class, whose type is private
        """Refuse what is no file of a report, and whoever came by another name (DNS rebinding)."""
        named = self.headers.get("Host", "").rpartition(":")[0]
        path = (self.home / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        shown = any(path.is_relative_to(self.home / top) for top in SHOWN)
        if named not in {HOST, "localhost"} or not shown or not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

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
