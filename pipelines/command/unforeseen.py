"""What the command says of an error that nobody foresaw: in words, with the whole of it in a file that can be sent."""

import os
import platform
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pydantic import SecretStr, ValidationError

from models.errors import causes

UNFORESEEN = 70
_IN_ADDRESS = re.compile(r"://[^/\s@'\"]+@")


def write_down_unforeseen(error: BaseException) -> str:
    """Write an error down, and return what to say of it: what it was, in which file it stands, and to whom to send it."""
    # What an asset raised, and not what Dagster made of it.
    own = next((each for each in causes(error) if not type(each).__module__.startswith("dagster")), error)
    words = _without_secrets(str(own).strip().partition("\n")[0][:200])
    at = datetime.now(tz=UTC)
    name = f"error-{at:%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
    text = (
        f"{at:%Y-%m-%dT%H:%M:%SZ}, styrtal {version('styrtal')}, DuckDB {version('duckdb')}, Dagster {version('dagster')}\n"
        f"Python {platform.python_version()} on {platform.platform()}\nstyrtal {' '.join(sys.argv[1:])}\n\n"
        f"{''.join(traceback.format_exception(error))}"
    )
    file = _write(name, _without_secrets(text))
    return (
        f"styrtal met an error that it does not know: {type(own).__name__}: {words}\n"
        f"All of it stands in {file}. Send that file to {_to_whom()}; read it first, since it may name what was worked on."
        " What was fetched is kept, and what was done before stands: run again, or ask first."
    )


def _write(name: str, text: str) -> Path | str:
    """Write the file in the home's `logs`, or where the home cannot be written, in the folder for temporary files."""
    from pipelines.settings import Settings

    for folder in (lambda: Settings().home.resolve() / "logs", lambda: Path(tempfile.gettempdir())):
        try:
            path = folder() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except (OSError, ValidationError):
            continue
        return path
    return f"no file, since none could be written:\n{text}"


def _to_whom() -> str:
    return os.environ.get("STYRTAL_SUPPORT") or "whoever looks after styrtal for you (STYRTAL_SUPPORT can say who)"


def _without_secrets(text: str) -> str:
    """Return a text without what the settings hold that is secret, and without passwords in addresses."""
    from pipelines.settings import Settings

    try:
        settings = Settings()
    except ValidationError:
        settings = None
    secrets = (
        [value.get_secret_value() for value in vars(settings).values() if isinstance(value, SecretStr)]
        if settings
        else []
    )
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***")
    return _IN_ADDRESS.sub("://***@", text)
