"""The `styrtal` command. It starts fast: Dagster, Polars and DuckDB are imported only where they are needed."""

import io
import json
import os
import subprocess
import sys
from _thread import interrupt_main, start_new_thread
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from assets.operations.backup import Backup

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
STOPPED = "Stopped. What was fetched is kept; run again to go on from there."

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
JsonOption = Annotated[bool, typer.Option("--json", help="Print one line of JSON, for machines.")]


@contextmanager
def _plain_errors() -> Generator[None]:
    """End with the error's own exit status and its message, never a traceback."""
    from models.errors import StyrtalError, causes

    try:
        yield
    except (typer.Exit, SystemExit):
        raise
    except BaseException as error:
        # Dagster may wrap what an asset raised.
        for cause in causes(error):
            if isinstance(cause, StyrtalError):
                _fail(str(cause), cause.exit_status)
            if type(cause).__name__ == "ValidationError" and getattr(cause, "title", "") == "Settings":
                _fail(f"The environment is wrong: {_wrong_settings(cause)}", 2)
            if type(cause).__name__ in {"KeyboardInterrupt", "DagsterExecutionInterruptedError"}:
                _fail(STOPPED, INTERRUPTED)
            if any(sign in str(cause) for sign in FULL_DISK):
                _fail("The disk is full. Make room and run again; nothing is half-written.", 4)
            if isinstance(cause, OSError):
                place = cause.filename or "a file"
                _fail(f"{place} could not be read or written: {cause.strerror or cause}. Nothing is half-written.", 4)
        raise


def _wrong_settings(error: BaseException) -> str:
    """Say which settings are wrong and why, and never what they hold: it may be a secret."""
    from pydantic import ValidationError

    faults = error.errors(include_input=False, include_url=False) if isinstance(error, ValidationError) else []
    return "; ".join(f"STYRTAL_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in faults)


def _fail(message: str, status: int) -> NoReturn:
    _tell(message, "error")
    raise typer.Exit(status)


def _parse_time(text: str | None) -> datetime | None:
    """Read an instant; a day alone means the end of that day in Sweden."""
    from models.errors import UsageError

    if text is None:
        return None
    try:
        if len(text) == len("2025-01-31"):
            return datetime.combine(date.fromisoformat(text), time.max, ZoneInfo("Europe/Stockholm")).astimezone(UTC)
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of '{text}' is not a time. Write 2025-01-31 or 2025-01-31T12:00:00Z.") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _folder(municipality: Path | None) -> Path:
    from models.errors import UsageError
    from pipelines.settings import EXAMPLE, Settings

    folder = municipality if municipality is not None else Settings().data / EXAMPLE
    if not folder.is_dir():
        named = Settings().data / folder
        if len(folder.parts) == 1 and named.is_dir():
            return named
        raise UsageError(f"{folder} is not a folder. Give the municipality's folder, as data/vanersborg.")
    return folder


@contextmanager
def _progress(quiet: bool) -> Generator[Callable[[int, int], None] | None]:
    """Show a bar with rate and time left on a terminal, a line now and then otherwise."""
    if quiet:
        yield None
    elif sys.stderr.isatty() and os.environ.get("STYRTAL_LOG") != "json":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("Kolada"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Kolada", total=None, rate="")

            def show(done: int, total: int) -> None:
                speed = bar.tasks[0].speed
                bar.update(task, completed=done, total=total, rate=f"{speed:.1f}/s" if speed else "")

            yield show
    else:

        def line(done: int, total: int) -> None:
            if done == total or done % 50 == 0:
                _tell(f"Kolada: {done} of {total} questions answered")

        yield line


@app.command()
def run(
    municipality: MunicipalityOption = None,
    report: Annotated[str | None, typer.Option(help="The report, as 2025-08. Default: the latest.")] = None,
    kolada_url: Annotated[str | None, typer.Option(help="Another base than the real Kolada API.")] = None,
    as_of: Annotated[str | None, typer.Option(help="On what was known then, as 2025-01-31 or with a time.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to put the report. Default: STYRTAL_HOME/reports.")] = None,
    openlineage: Annotated[Path | None, typer.Option(help="A file to add OpenLineage events of the run to.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a report: fetch, check, load, measure, and write its tables, pages and workbooks."""
    with _plain_errors():
        from pipelines.settings import Settings

        folder = _folder(municipality)
        settings = Settings()
        instant = _parse_time(as_of)
        workplace = settings.workplace(folder)
        workplace.definitions(folder.resolve().name)
        from pipelines.attended import run_and_tell

        workplace.kolada_url = kolada_url or workplace.kolada_url
        workplace.as_of = instant
        workplace.tell = _tell
        workplace.out = out.resolve() if out is not None else None
        with _progress(as_json) as progress:
            workplace.progress = progress
            events = openlineage.resolve() if openlineage is not None else None
            outcome = run_and_tell(settings, workplace, folder.resolve().name, report, events)
        if as_json:
            typer.echo(
                json.dumps(
                    {
                        "report": outcome.name,
                        "as_of": f"{outcome.as_of:%Y-%m-%dT%H:%M:%SZ}",
                        "folder": str(outcome.folder),
                        "statuses": outcome.statuses,
                        "withheld": outcome.withheld,
                        "frozen": outcome.frozen.__dict__ if outcome.frozen else None,
                    },
                    ensure_ascii=False,
                    sort_keys=True,
                )
            )
        else:
            typer.echo(f"{outcome.title} ({outcome.name}), as of {outcome.as_of:%Y-%m-%dT%H:%M:%SZ}")
            words = ("met", "partly", "not_met", "not_assessed", "no_judgement")
            counted = ", ".join(f"{outcome.statuses.get(word, 0)} {word.replace('_', ' ')}" for word in words)
            typer.echo(f"Targets: {counted}")
            for row in outcome.withheld:
                typer.echo(f"Withheld: {row['subject']} ({row['check_id']}): {row['message']}")
            if outcome.frozen:
                edition = outcome.frozen
                typer.echo(f"Frozen as edition {edition.edition} at {edition.at}; this run is a new working copy.")
            typer.echo(f"Open {outcome.folder / 'index.html'}")
    raise typer.Exit(outcome.exit_status)


@app.command()
def check(
    municipality: MunicipalityOption = None,
    corrections: Annotated[
        Path | None,
        typer.Option("--corrections", help="Write the rows with faults to a workbook to correct from.", metavar="FILE"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read the definitions and the municipality's own files and tell every fault, with its place; fetches nothing."""
    with _plain_errors():
        from assets.local.definitions import read_definitions
        from assets.local.own import read_own
        from models.errors import DefinitionError
        from pipelines.check import tell

        folder = _folder(municipality)
        try:
            read = read_definitions(folder)
        except DefinitionError as error:
            if as_json:
                typer.echo(json.dumps([fault.__dict__ for fault in error.faults], ensure_ascii=False))
                raise typer.Exit(error.exit_status) from None
            raise
        raise typer.Exit(tell(folder, read, read_own(folder, read), corrections, as_json=as_json))


definitions_app = typer.Typer(
    help="Edit goals, indicators, plans, targets, activities and assignments in Excel.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(definitions_app, name="definitions")


@definitions_app.command(name="export")
def export_definitions(
    municipality: MunicipalityOption = None,
    out: Annotated[
        Path | None, typer.Option(help="The workbook's file. Default: <municipality>.xlsx here.", metavar="FILE.xlsx")
    ] = None,
) -> None:
    """Write the definitions as a workbook to edit, with drop-downs and explanations in Swedish."""
    with _plain_errors():
        from assets.local.definitions import read_definitions
        from assets.local.sheet_export import write_workbook

        read = read_definitions(_folder(municipality))
        path = out if out is not None else Path(f"{read.model.id}.xlsx")
        write_workbook(read, path)
        option = f" --municipality {municipality}" if municipality is not None else ""
        typer.echo(f"Wrote {path}. Edit it, and then: uv run styrtal definitions import {path}{option}")


@definitions_app.command(name="import")
def import_definitions(
    workbook: Annotated[Path, typer.Argument(help="The workbook that was exported and edited.", metavar="FILE.xlsx")],
    municipality: MunicipalityOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking, for machines.")] = False,
) -> None:
    """Show what an edited workbook changes, and write it into the YAML after a yes: all of it, or nothing."""
    with _plain_errors():
        from assets.local.sheet_import import compare, write
        from models.errors import UsageError
        from pipelines.difference import print_difference

        difference = compare(_folder(municipality), workbook)
        print_difference(difference)
        if not difference.after:
            return
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("Nothing was written: there is no terminal to ask on. Add --yes to write.")
            if not typer.confirm("Write this into the YAML?"):
                typer.echo("Nothing was written.")
                return
        for path in write(difference):
            typer.echo(f"Wrote {path}")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write, a ZIP file.", metavar="FILE")],
    as_json: JsonOption = False,
) -> None:
    """Copy all that cannot be made again to one archive, also while a run is going."""
    with _plain_errors():
        from assets.operations.backup import back_up
        from pipelines.settings import Settings

        workplace = Settings().workplace()
        made = back_up(workplace.home, file.resolve(), datetime.now(tz=UTC), tell=_tell, lakes=workplace.lakes())
        _tell_backup(made, "Backed up", as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The archive that `styrtal backup` wrote.", metavar="FILE")],
    as_json: JsonOption = False,
) -> None:
    """Put a backup into STYRTAL_HOME, which must be empty, having proved every file by its SHA-256."""
    with _plain_errors():
        from assets.operations.backup import restore as put_back
        from pipelines.settings import Settings

        workplace = Settings().workplace()
        _tell_backup(put_back(file.resolve(), workplace.home, workplace.lakes()), "Restored", as_json)


def _tell(message: str, level: str = "info") -> None:
    """Write a line for people, or with STYRTAL_LOG=json for machines."""
    if os.environ.get("STYRTAL_LOG") == "json":
        at = datetime.now(tz=UTC).isoformat(timespec="milliseconds")
        message = json.dumps({"at": at, "level": level, "message": message}, ensure_ascii=False)
    typer.echo(message, err=True)


def _tell_backup(made: "Backup", done: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({**made.__dict__, "path": str(made.path)}, ensure_ascii=False, sort_keys=True))
        return
    for note in made.notes:
        _tell(f"Note: {note}")
    typer.echo(f"{done} {made.n_files} files, {made.n_bytes / 1e6:.1f} MB, as of {made.at}: {made.path}")


@app.command()
def doctor(
    live: Annotated[bool, typer.Option("--live", help="Ask the API five questions too.")] = False,
    kolada_url: Annotated[str | None, typer.Option(help="Another base than the real Kolada API.")] = None,
    municipality: MunicipalityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell whether everything is in place, and if not, what to do."""
    with _plain_errors():
        from assets.operations.doctor import ask_live, examine
        from pipelines.settings import Settings

        settings = Settings()
        found = examine(settings.workplace(_folder(municipality) if municipality is not None else None))
        if live:
            from assets.kolada.client import REAL_API

            found += ask_live(kolada_url or settings.kolada_url or REAL_API)
        if as_json:
            typer.echo(json.dumps([finding.__dict__ for finding in found], ensure_ascii=False))
        else:
            for finding in found:
                typer.echo(f"{finding.status:7}  {finding.subject}: {finding.seen}")
                if finding.mend:
                    typer.echo(f"         {finding.mend}")
    raise typer.Exit(1 if any(finding.status == "error" for finding in found) else 0)


@app.command()
def status(municipality: MunicipalityOption = None, as_json: JsonOption = False) -> None:
    """Tell what is fresh, late, failed and frozen, how much room there is, and which versions."""
    with _plain_errors():
        from assets.operations.status import in_words, read_status
        from pipelines.settings import Settings

        workplace = Settings().workplace(_folder(municipality) if municipality is not None else None)
        found = read_status(workplace, datetime.now(tz=ZoneInfo("Europe/Stockholm")).date())
        for line in [found.as_json()] if as_json else in_words(found):
            typer.echo(line)


@app.command()
def prune(
    older_than: Annotated[str, typer.Option("--older-than", help="Which answers, by their age: 730d, 104w, 2y.")],
    apply: Annotated[bool, typer.Option("--apply", help="Throw them away. Without it they are only counted.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Count, or throw away, old answers of Kolada that no report and no value that holds now stands on."""
    with _plain_errors():
        from datetime import timedelta

        from assets.operations.retention import prune as throw_away
        from pipelines.calendar import parse_days
        from pipelines.settings import Settings

        before = datetime.now(tz=UTC) - timedelta(days=parse_days("--older-than", older_than, 30, 36500))
        workplace = Settings().workplace()
        done = throw_away(workplace.home, before, apply=apply, tell=_tell, lakes=workplace.lakes())
        if as_json:
            typer.echo(json.dumps({**done.__dict__, "applied": apply}, sort_keys=True))
        else:
            what = "Thrown away" if apply else "Would be thrown away (add --apply)"
            typer.echo(f"{what}: {done.answers} answers from before {before.date()}, {done.size / 1e6:.1f} MB")
            for why, n in sorted(done.kept.items()):
                typer.echo(f"Kept: {n} that old ({why})")


@app.command()
def schedule(
    within: Annotated[str, typer.Option("--next", help="How far ahead: 60d, 8w.")] = "60d",
    municipality: MunicipalityOption = None,
    everything: Annotated[bool, typer.Option("--all", help="As if every schedule were on.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what would run by itself when, and why, were every question answered with nothing new. Nothing is run."""
    with _plain_errors():
        from pipelines.calendar import told
        from pipelines.settings import Settings

        folder = _folder(municipality) if municipality is not None else None
        workplace = Settings().workplace(folder)
        names = [folder.resolve().name] if folder is not None else list(workplace.municipalities)
        for line in told(workplace, names, within, everything=everything, as_json=as_json):
            typer.echo(line)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder, named as the municipality's id.", metavar="DIR")],
    title: Annotated[str | None, typer.Option(help="The municipality's name. Default: the folder's.")] = None,
    area_id: Annotated[str, typer.Option("--area-id", help="The municipality's code, as 1487.")] = "0000",
) -> None:
    """Make a folder for a new municipality, to fill in: commented files in Swedish that pass `styrtal check` at once."""
    with _plain_errors():
        from assets.local.start import start

        for path in start(
            folder, title=title, area_id=area_id, today=datetime.now(tz=ZoneInfo("Europe/Stockholm")).date()
        ):
            typer.echo(path)
        if area_id == "0000":
            typer.echo("Write the municipality's code as area_id in municipality.yaml before the first run.")
        typer.echo(f"Next: uv run styrtal check --municipality {folder}")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="The earlier report, or /1 for an edition of it.", metavar="NAME1")],
    after: Annotated[str, typer.Argument(help="The later report, or /1 for an edition of it.", metavar="NAME2")],
    as_json: JsonOption = False,
) -> None:
    """Tell what changed between two reports, and why: as tables here, and as a page for people."""
    with _plain_errors():
        from assets.followup import diff as comparing
        from assets.followup.diff_page import write_diff
        from pipelines.diff import as_json as told_as_json
        from pipelines.diff import print_diff
        from pipelines.settings import Settings

        workplace = Settings().workplace()
        workplace.tell = lambda message: typer.echo(message, err=True)
        found = comparing.compare(comparing.open_side(workplace, before), comparing.open_side(workplace, after))
        folder = write_diff(workplace, found)
        if as_json:
            typer.echo(told_as_json(found, folder))
        else:
            print_diff(found, folder)


class JudgedGender(StrEnum):
    """Whose value is judged: the total, women's or men's."""

    TOTAL = "T"
    WOMEN = "K"
    MEN = "M"


@app.command()
def explain(
    indicator: Annotated[str, typer.Option("--indicator", help="The indicator's id.", metavar="ID")],
    report: Annotated[
        str,
        typer.Option(
            "--report", help="<municipality>/<report>, as vanersborg/2025-08; /1 for an edition.", metavar="NAME"
        ),
    ],
    goal: Annotated[str | None, typer.Option("--goal", help="Under this goal only.", metavar="ID")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Of this unit only.", metavar="ID")] = None,
    gender: Annotated[JudgedGender | None, typer.Option("--gender", help="T, K (women) or M (men) only.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell a judgement step by step, with its numbers, as a colleague would on paper."""
    with _plain_errors():
        from assets.followup import explain as explaining
        from assets.followup.diff import open_side
        from pipelines.explain import as_json as told_as_json
        from pipelines.explain import as_text
        from pipelines.settings import Settings

        workplace = Settings().workplace()
        workplace.tell = lambda message: typer.echo(message, err=True)
        side = open_side(workplace, report)
        wanted = gender.value if gender is not None else None
        found = explaining.explain(side, indicator, goal=goal, unit=unit, gender=wanted)
        if as_json:
            typer.echo(json.dumps(told_as_json(side, found), ensure_ascii=False, sort_keys=True))
        else:
            typer.echo(as_text(side, found), nl=False)


@app.command()
def freeze(
    name: NameArgument,
    by: Annotated[str, typer.Option("--by", help="The role that answers for it, as chief-of-quality.", metavar="ROLE")],
    reopen: Annotated[
        str | None,
        typer.Option("--reopen", help="Why a frozen report gets a new edition beside the old.", metavar="REASON"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Lock a report with its figures, pages, definitions and hashes as an edition that no command changes."""
    with _plain_errors():
        from assets.followup import freeze as freezing
        from pipelines.settings import Settings

        workplace = Settings().workplace()
        workplace.tell = lambda message: typer.echo(message, err=True)
        report = freezing.parse_name(name)
        edition, warnings = freezing.freeze(workplace, report, by=by, reopen=reopen)
        folder = workplace.frozen() / report.municipality / report.report / str(edition.edition)
        if as_json:
            made = {"name": f"{report}/{edition.edition}", "folder": str(folder), "warnings": warnings}
            typer.echo(json.dumps({**edition.__dict__, **made}, ensure_ascii=False, sort_keys=True))
        else:
            for row in warnings:
                typer.echo(f"Warning: {row['subject']} ({row['check_id']}): {row['message']}")
            typer.echo(f"{report} is frozen as edition {edition.edition}, at {edition.at} by {edition.by}.")
            typer.echo(f"Seal, to be written in the minutes: {edition.seal}")
            typer.echo(f"Open {folder / 'index.html'}")


@app.command()
def columns(
    out: Annotated[Path | None, typer.Option(help="The page's file. Default: columns.html in STYRTAL_HOME.")] = None,
) -> None:
    """Draw from which columns each column of each table stems, as one HTML page."""
    with _plain_errors():
        from assets.followup.columns import column_page
        from pipelines.settings import Settings

        path = out if out is not None else Settings().home / "columns.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(column_page(), encoding="utf-8", newline="\n")
        typer.echo(f"Open {path}")


@app.command(name="kolada-replay")
def kolada_replay(
    values: Annotated[list[Path], typer.Option("--values", help="Recorded values, Parquet, dated by name.")],
    metadata: Annotated[Path, typer.Option("--metadata", help="Folder with recorded metadata.")],
    more_values: Annotated[list[Path] | None, typer.Argument(help="More values files.")] = None,
    at: Annotated[
        int, typer.Option("--at", help="Which file to serve, from 0 for the oldest. Default: the last.")
    ] = -1,
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 chooses a free one.")] = 8899,
    fault: Annotated[
        str, typer.Option("--fault", help="As 429:0.1,500:0.05,slow:2s,truncate:0.02,html:0.01,cycle.")
    ] = "",
) -> None:
    """Serve recorded Kolada data as the v3 API on 127.0.0.1."""
    with _plain_errors():
        from assets.kolada.replay import Faults, Recording, ReplayServer, read_catalogue, read_vintages

        vintages = read_vintages([*values, *(more_values or [])])
        recording = Recording(vintages, read_catalogue(metadata), at=at, origin="replay")
        server = ReplayServer(recording, port=port, faults=Faults.parse(fault))
        typer.echo(f"Serving {recording.day.isoformat()} at {server.url} until Ctrl-C", err=False)
        sys.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            typer.echo("Stopped.")
        finally:
            server.server_close()


class TraceFormat(StrEnum):
    """How the way of a figure is told."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@app.command()
def trace(
    lineage_id: Annotated[str, typer.Argument(help="The figure's id, or the beginning of it.")],
    as_format: Annotated[TraceFormat, typer.Option("--format", help="How to tell it.")] = TraceFormat.TEXT,
    municipality: MunicipalityOption = None,
    out: Annotated[Path | None, typer.Option(help="A file to write to. Default: the terminal.")] = None,
) -> None:
    """Tell where a figure comes from, back to each source answer, whose stored bytes are checked."""
    with _plain_errors():
        from pipelines.settings import Settings
        from pipelines.trace import tell

        told, damaged = tell(Settings(), lineage_id, as_format.value, municipality)
        if out is not None:
            out.write_text(told, encoding="utf-8", newline="\n")
            typer.echo(f"Written to {out}")
        else:
            typer.echo(told, nl=False)
        for step in damaged:
            typer.echo(f"The stored bytes of source answer {step.lineage_id} are {step.state}: {step.label}", err=True)
    raise typer.Exit(1 if damaged else 0)


@app.command()
def ui(
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1.")] = 3000,
) -> None:
    """Open Dagster's web interface on 127.0.0.1 with everything loaded."""
    with _plain_errors():
        from pipelines.settings import ROOT, Settings

        settings = Settings()
        settings.home.mkdir(parents=True, exist_ok=True)
        home = settings.dagster_home()
        environment = {**os.environ, "DAGSTER_HOME": str(home), "STYRTAL_HOME": str(settings.home.resolve())}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        command = [
            sys.executable,
            "-m",
            "dagster",
            "dev",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-m",
            "pipelines.definitions",
            "--log-format",
            "json" if settings.log == "json" else "colored",
        ]
        typer.echo(f"Dagster at http://127.0.0.1:{port} until Ctrl-C")
        try:
            status = subprocess.run(command, cwd=home, env=environment, check=False).returncode  # noqa: S603
        except KeyboardInterrupt:
            status = 0
    raise typer.Exit(status)


@app.command()
def verify(name: NameArgument, as_json: JsonOption = False) -> None:
    """Prove that a frozen report is as it was frozen, down to the byte; without an edition, the newest one."""
    with _plain_errors():
        from assets.followup import freeze as freezing
        from pipelines.settings import Settings

        found = freezing.verify(Settings().workplace().frozen(), freezing.parse_name(name))
        if as_json:
            edition = found.edition.__dict__ if found.edition else None
            told = {"name": str(found.name), "unchanged": not found.changes, "n_files": found.n_files}
            told |= {"changes": found.changes, "edition": edition}
            typer.echo(json.dumps(told, ensure_ascii=False, sort_keys=True))
        elif found.changes:
            typer.echo(f"{found.name} is not as it was frozen:")
            for change in found.changes:
                typer.echo(f"  {change['file']}: {change['what']}")
        elif found.edition:
            edition = found.edition
            typer.echo(f"{found.name} is unchanged: {found.n_files} files, frozen at {edition.at} by {edition.by}.")
            typer.echo(f"Seal: {edition.seal}")
    raise typer.Exit(1 if found.changes else 0)


def _interrupt_later() -> None:
    sleep(0.05)
    interrupt_main()


def _ask_again(ignored: "sys.UnraisableHookArgs") -> None:
    """Send a Ctrl-C again that fell into a finaliser, where Python prints and forgets it."""
    if issubclass(ignored.exc_type, KeyboardInterrupt):
        start_new_thread(_interrupt_later, ())
    else:
        sys.__unraisablehook__(ignored)


def main() -> None:
    """Run the command."""
    sys.unraisablehook = _ask_again
    # Windows terminals may have a code page without å, ä and ö in UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
