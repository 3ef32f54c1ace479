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
    whole = (
        f"{at:%Y-%m-%dT%H:%M:%SZ}, styrtal {version('styrtal')}, DuckDB {version('duckdb')}, Dagster {version('dagster')}\n"
        f"Python {platform.python_version()} on {platform.platform()}\nstyrtal {' '.join(sys.argv[1:])}\n\n"
        f"{''.join(traceback.format_exception(error))}"
    )
    file = _write(name, _without_secrets(whole))
    return (
        f"styrtal mötte ett fel som det inte känner: {type(own).__name__}: {words}\nHela felet står i "
        f"{file}. Skicka den filen till {support()}; läs den först, för den kan nämna det som "
        "bearbetades. Det som har hämtats är sparat, och det som gjordes tidigare står kvar: kör igen, "
        "eller fråga först."
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
    return f"ingen fil, för ingen gick att skriva:\n{text}"


def support() -> str:
    """Return whom an error is sent to, as the settings say."""
    return os.environ.get("STYRTAL_SUPPORT") or "den som sköter styrtal hos er (STYRTAL_SUPPORT kan säga vem)"


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
