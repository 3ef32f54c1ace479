"""Commands that make: run, ui, schedule."""

import json
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    pass
from pipelines.command.app import (
    JsonOption,
    MunicipalityOption,
    app,
    municipality_folder,
    parse_time,
    plain_errors,
    print_line,
)


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
                print_line(f"Kolada: {done} av {total} frågor besvarade")

        yield line


@app.command()
def run(
    municipality: MunicipalityOption = None,
    report: Annotated[
        str | None, typer.Option(help="The report, as 2025-08, or 2025-06-plan for what plans. Default: the latest.")
    ] = None,
    kolada_url: Annotated[str | None, typer.Option(help="Another base than the real Kolada API.")] = None,
    as_of: Annotated[str | None, typer.Option(help="On what was known then, as 2025-01-31 or with a time.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to put the report. Default: STYRTAL_HOME/reports.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Each table as CSV too.")] = False,
    openlineage: Annotated[Path | None, typer.Option(help="A file to add OpenLineage events of the run to.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a report: fetch, check, load, measure, and write its tables, pages and workbooks."""
    with plain_errors():
        from assets.definitions.of_run import RunDefinitions
        from models.words.own_names import statuses_named
        from pipelines.settings import Settings

        folder = municipality_folder(municipality)
        settings = Settings()
        instant = parse_time(as_of)
        workplace = settings.workplace(folder)
        defined = RunDefinitions(workplace)
        defined.of(folder.resolve().name)
        from pipelines.command.run_and_alert import run_and_alert

        workplace.kolada_url = kolada_url or workplace.kolada_url
        workplace.as_of = instant
        workplace.tell = print_line
        workplace.out = out.resolve() if out is not None else None
        workplace.csv = csv
        with _progress(as_json) as progress:
            workplace.progress = progress
            events = openlineage.resolve() if openlineage is not None else None
            outcome = run_and_alert(settings, defined, folder.resolve().name, report, events)
        if as_json:
            typer.echo(
                json.dumps(
                    {
                        "report": outcome.name,
                        "as_of": f"{outcome.as_of:%Y-%m-%dT%H:%M:%SZ}",
                        "folder": str(outcome.folder),
                        "statuses": outcome.statuses,
                        "withheld": outcome.withheld,
                        "left_out": outcome.left_out,
                        "frozen": outcome.frozen.__dict__ if outcome.frozen else None,
                    },
                    ensure_ascii=False,
                    sort_keys=True,
                )
            )
        else:
            typer.echo(f"{outcome.title} ({outcome.name}), per {outcome.as_of:%Y-%m-%dT%H:%M:%SZ}")
            municipality_id, _, report_id = outcome.name.partition("/")
            model = defined.of(municipality_id).model
            named = statuses_named(model.municipality.words).items()
            counted = ", ".join(f"{outcome.statuses.get(status, 0)} {word.lower()}" for status, word in named)
            if model.follows_up_goals(report_id):
                typer.echo(f"Målvärden: {counted}")
            for row in outcome.withheld:
                typer.echo(f"Hålls inne: {row['subject']} ({row['check_id']}): {row['message']}")
            for sentence in outcome.left_out:
                typer.echo(sentence)
            if outcome.frozen:
                edition = outcome.frozen
                typer.echo(f"Fryst som utgåva {edition.edition} {edition.at}; denna körning är en ny arbetskopia.")
            typer.echo(f"Öppna {outcome.folder / 'index.html'}")
    raise typer.Exit(outcome.exit_status)


@app.command()
def refresh(
    preview: Annotated[
        bool,
        typer.Option("--preview", help="Tell what a report made now would change, and leave the one that lies there."),
    ] = False,
    let_in: Annotated[
        bool,
        typer.Option("--let-in", help="Let the answers that wait into the reports, as the last preview told them."),
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", help="The role that lets them in, as chief-of-quality.", metavar="ROLE")
    ] = None,
    municipality: MunicipalityOption = None,
    report: Annotated[str | None, typer.Option(help="The report, as 2025-08. Default: the latest.")] = None,
    kolada_url: Annotated[str | None, typer.Option(help="Another base than the real Kolada API.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Before a harvest or a new own file is let into a report: tell what it would change; and let in what waits for a yes."""
    with plain_errors():
        from assets.definitions.of_run import RunDefinitions
        from assets.finished.freeze import check_text
        from assets.warehouse.waiting import let_in as let_answers_in
        from models.errors import UsageError
        from pipelines.command.print_diff import as_json as told_as_json
        from pipelines.command.print_diff import print_diff
        from pipelines.command.run_report import preview_report
        from pipelines.settings import Settings

        if preview == let_in or (by is not None) != let_in:
            raise UsageError(
                "refresh visar vad som skulle ändras, med --preview, eller släpper in det som väntar, med --let-in --by ROLL. "
                "Gör rapporten med styrtal run."
            )
        folder = municipality_folder(municipality)
        settings = Settings()
        workplace = settings.workplace(folder)
        if by is not None:
            workplace.tell = print_line
            check_text("--by", by, "rollen som släpper in svaren, som kvalitetschef")
            line = let_answers_in(RunDefinitions(workplace), folder.resolve().name, by)
            text = f"{line.answers} svar från Kolada är insläppta av {line.by}. Gör om rapporten med styrtal run."
            typer.echo(
                json.dumps(asdict(line), default=lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}", sort_keys=True)
                if as_json
                else text
            )
            return
        workplace.kolada_url = kolada_url or workplace.kolada_url
        workplace.tell = print_line
        with _progress(as_json) as progress:
            workplace.progress = progress
            changes, page = preview_report(settings, RunDefinitions(workplace), folder.resolve().name, report)
        if as_json:
            typer.echo(told_as_json(changes, page))
        else:
            print_diff(changes, page)
            waiting = RunDefinitions(workplace).waiting(folder.resolve().name)
            told = f"{waiting.in_words()}." if waiting else "Gör om den med styrtal run när ändringarna är godkända."
            typer.echo(f"{changes.before.name} är som den var. {told}")


@app.command()
def schedule(
    within: Annotated[str, typer.Option("--next", help="How far ahead: 60d, 8w.")] = "60d",
    municipality: MunicipalityOption = None,
    everything: Annotated[bool, typer.Option("--all", help="As if every schedule were on.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what would run by itself when, and why, were every question answered with nothing new. Nothing is run."""
    with plain_errors():
        from assets.definitions.of_run import RunDefinitions
        from pipelines.command.print_calendar import calendar_lines
        from pipelines.settings import Settings

        folder = municipality_folder(municipality) if municipality is not None else None
        workplace = Settings().workplace(folder)
        names = [folder.resolve().name] if folder is not None else list(workplace.municipalities)
        for line in calendar_lines(RunDefinitions(workplace), names, within, everything=everything, as_json=as_json):
            typer.echo(line)


@app.command()
def ui(
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1.", min=1, max=65_534)] = 3000,
) -> None:
    """Open Dagster's web interface on 127.0.0.1 with everything loaded, and the reports beside it on the next port."""
    with plain_errors():
        from pipelines.command.unforeseen import UNFORESEEN
        from pipelines.run_dagster import run_to_the_end
        from pipelines.serve_reports import reports_served
        from pipelines.settings import ROOT, Settings

        settings = Settings()
        settings.home.mkdir(parents=True, exist_ok=True)
        home = settings.dagster_home()
        environment = {**os.environ, "DAGSTER_HOME": str(home), "STYRTAL_HOME": str(settings.home.resolve())}
        # Dagster's processes are started elsewhere, and the default for both is where this one was called.
        environment["STYRTAL_DATA"] = str(settings.data.resolve())
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
        with reports_served(settings.home, port + 1) as address:
            environment["STYRTAL_REPORTS_URL"] = address
            typer.echo(f"Dagster på http://127.0.0.1:{port}, rapporterna på {address}/, tills Ctrl-C")
            sys.stdout.flush()
            status = run_to_the_end(command, home, environment)
        if status > 0:
            print_line(
                (
                    "Dagster slutade av sig själv; det säger ovan varför. Om dess port är upptagen, ange en "
                    "annan med --port."
                ),
                "error",
            )
    raise typer.Exit(UNFORESEEN if status > 0 else status)
