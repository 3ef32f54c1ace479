"""What every command of `styrtal` shares: the app, its options, one place for errors.

The command starts fast: Dagster, Polars and DuckDB are imported only where they are needed.
"""

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

if TYPE_CHECKING:
    from assets.workplace import Workplace

app = typer.Typer(
    help="The indicator warehouse and follow-up pipeline that a Swedish municipality runs its steering on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
INTERRUPTED = 130
# As the file system, SQLite and DuckDB say it.
FULL_DISK = ("No space left on device", "disk is full", "disk I/O error")
STOPPED = "Stoppad. Det som har hämtats är sparat; kör igen för att fortsätta därifrån."

MunicipalityOption = Annotated[
    Path | None,
    typer.Option(
        "--municipality",
        "-m",
        help="The municipality's folder. Default: the built-in example.",
        metavar="DIR",
    ),
]
NameArgument = Annotated[
    str, typer.Argument(help="<municipality>/<report>, as vanersborg/2025-08; /1 for a frozen edition.", metavar="NAME")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", help="The folder that run --out put the report in. Default: STYRTAL_HOME/reports."),
]
AsOfOption = Annotated[
    str | None, typer.Option(help="A report made as of then, whatever has changed since.", metavar="INSTANT")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one line of JSON, for machines.")]


@contextmanager
def plain_errors() -> Generator[None]:
    """End with the error's own exit status and its message, never a traceback; with 70 for what nobody foresaw."""
    from models.errors import StyrtalError, causes, system_words

    try:
        yield
    except (typer.Exit, typer.Abort, TyperException, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  whatever it is, it is told in words
        # Dagster may wrap what an asset raised.
        for cause in causes(error):
            if isinstance(cause, StyrtalError):
                _fail(str(cause), cause.exit_status)
            if type(cause).__name__ == "ValidationError" and getattr(cause, "title", "") == "Settings":
                _fail(f"Miljön är fel: {_wrong_settings(cause)}", 2)
            if type(cause).__name__ in {"KeyboardInterrupt", "DagsterExecutionInterruptedError"}:
                _fail(STOPPED, INTERRUPTED)
            if any(sign in str(cause) for sign in FULL_DISK):
                where = f" ({cause.filename})" if isinstance(cause, OSError) and cause.filename else ""
                _fail(f"Disken är full{where}. Gör plats och kör igen; inget är halvskrivet.", 4)
            if isinstance(cause, OSError):
                place = cause.filename or "en fil"
                _fail(f"{place} gick inte att läsa eller skriva: {system_words(cause)}. Inget är halvskrivet.", 4)
        from pipelines.command.unforeseen import UNFORESEEN, write_down_unforeseen

        _fail(write_down_unforeseen(error), UNFORESEEN)


def _wrong_settings(error: BaseException) -> str:
    """Say which settings are wrong and why, and never what they hold: it may be a secret."""
    from pydantic import ValidationError

    from models.words.definition_faults import fault_in_words

    faults = error.errors(include_input=False, include_url=False) if isinstance(error, ValidationError) else []
    told: list[str] = []
    for fault in faults:
        name = f"STYRTAL_{'_'.join(map(str, fault['loc'])).upper()}"
        told.append(f"{name}: {' '.join(fault_in_words(fault['type'], 'värdet', fault.get('ctx', {})))}")
    return " ".join(told)


def _fail(message: str, status: int) -> NoReturn:
    print_line(message, "error")
    raise typer.Exit(status)


def parse_time(text: str | None) -> datetime | None:
    """Read an instant; a day alone means the end of that day in Sweden."""
    from models.definitions.due import SWEDEN
    from models.errors import UsageError

    if text is None:
        return None
    try:
        if len(text) == len("2025-01-31"):
            return datetime.combine(date.fromisoformat(text), time.max, SWEDEN).astimezone(UTC)
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of '{text}' är ingen tidpunkt. Skriv 2025-01-31 eller 2025-01-31T12:00:00Z.") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def municipality_folder(municipality: Path | None) -> Path:
    """Return the municipality's folder: the one given, one of that name in STYRTAL_DATA, or the example's.

    Raises:
        UsageError: it is not a folder.
    """
    from models.errors import UsageError
    from pipelines.settings import Settings

    settings = Settings()
    folder = municipality if municipality is not None else settings.example()
    if not folder.is_dir():
        named = settings.municipalities().get(folder.name, settings.data / folder)
        if len(folder.parts) == 1 and named.is_dir():
            return named
        raise UsageError(f"{folder} är ingen mapp. Ange kommunens mapp, som data/vanersborg.")
    return folder


def folder_to_change(municipality: Path | None) -> Path:
    """Return the municipality's folder as `municipality_folder` does, where a command writes into it.

    Raises:
        UsageError: it is not a folder, or it is the example that came with the installed program.
    """
    from models.errors import UsageError
    from pipelines.settings import IN_PROJECT, Settings

    folder = municipality_folder(municipality)
    if not IN_PROJECT and folder == Settings().example():
        raise UsageError("Det inbyggda exemplet följde med programmet och lämnas som det är. Ange --municipality MAPP.")
    return folder


def command_called() -> str:
    """Return the command as it was called, for the line that says what comes next."""
    from pipelines.settings import IN_PROJECT

    return "uv run styrtal" if IN_PROJECT and "UV_RUN_RECURSION_DEPTH" in os.environ else "styrtal"


def open_workplace(
    municipality: Path | None = None, *, out: Path | None = None, as_of: str | None = None
) -> "Workplace":
    """Return the place that the settings name, with a command's wishes; what it waits for is told in the terminal."""
    from pipelines.settings import Settings

    workplace = Settings().workplace(municipality)
    workplace.tell, workplace.as_of = print_line, parse_time(as_of)
    workplace.out = out.resolve() if out is not None else None
    return workplace


def print_line(message: str, level: str = "info") -> None:
    """Write a line for people, or with STYRTAL_LOG=json for machines."""
    if os.environ.get("STYRTAL_LOG") == "json":
        at = datetime.now(tz=UTC).isoformat(timespec="milliseconds")
        message = json.dumps({"at": at, "level": level, "message": message}, ensure_ascii=False)
    typer.echo(message, err=True)
