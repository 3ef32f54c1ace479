"""Commands for operations: backup, restore, doctor, status, prune."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assets.operations.backup import Backup
from pipelines.command.app import JsonOption, MunicipalityOption, app, municipality_folder, plain_errors, print_line

# What `doctor` finds, and why old answers stay.
_FOUND = {"ok": "ok", "warning": "varning", "error": "fel"}
_KEPT_WHY = {
    "not loaded": "inte inlästa",
    "young": "finns också i yngre hämtningar",
    "holds now": "gäller nu",
    "working copy": "en rapport bygger på dem",
    "frozen report": "en fryst rapport bygger på dem",
}


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write, a ZIP file.", metavar="FILE")],
    for_others: Annotated[
        bool, typer.Option("--for-others", help="Only reports and frozen editions: what may be handed out.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Copy all that cannot be made again to one archive, also while a run is going."""
    with plain_errors():
        from assets.operations.backup import back_up
        from assets.warehouse.place import lakes_of
        from pipelines.settings import Settings

        workplace = Settings().workplace()
        home, lakes = workplace.home, lakes_of(workplace)
        archive = back_up(
            home, file.resolve(), datetime.now(tz=UTC), tell=print_line, lakes=lakes, for_others=for_others
        )
        _print_backup(archive, "Säkerhetskopierade", as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The archive that `styrtal backup` wrote.", metavar="FILE")],
    as_json: JsonOption = False,
) -> None:
    """Put a backup into STYRTAL_HOME, which must be empty, having proved every file by its SHA-256."""
    with plain_errors():
        from assets.operations.backup import restore as put_back
        from assets.warehouse.place import lakes_of
        from pipelines.settings import Settings

        workplace = Settings().workplace()
        _print_backup(put_back(file.resolve(), workplace.home, lakes_of(workplace)), "Återställde", as_json)


def _print_backup(archive: "Backup", done: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({**archive.__dict__, "path": str(archive.path)}, ensure_ascii=False, sort_keys=True))
        return
    for note in archive.notes:
        print_line(f"Observera: {note}")
    typer.echo(f"{done} {archive.n_files} filer, {archive.n_bytes / 1e6:.1f} MB, per {archive.at}: {archive.path}")


@app.command()
def doctor(
    live: Annotated[bool, typer.Option("--live", help="Ask the API five questions too.")] = False,
    kolada_url: Annotated[str | None, typer.Option(help="Another base than the real Kolada API.")] = None,
    municipality: MunicipalityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell whether everything is in place, and if not, what to do."""
    with plain_errors():
        from assets.operations.doctor import ask_live, examine
        from pipelines.settings import Settings

        settings = Settings()
        examined = examine(settings.workplace(municipality_folder(municipality) if municipality is not None else None))
        if live:
            from assets.kolada.client import REAL_API

            examined += ask_live(kolada_url or settings.kolada_url or REAL_API)
        if as_json:
            typer.echo(json.dumps([finding.__dict__ for finding in examined], ensure_ascii=False))
        else:
            for finding in examined:
                typer.echo(f"{_FOUND[finding.status]:7}  {finding.subject}: {finding.seen}")
                if finding.mend:
                    typer.echo(f"         {finding.mend}")
    raise typer.Exit(1 if any(finding.status == "error" for finding in examined) else 0)


@app.command()
def status(municipality: MunicipalityOption = None, as_json: JsonOption = False) -> None:
    """Tell what is fresh, late, failed and frozen, how much room there is, and which versions."""
    with plain_errors():
        from assets.operations.status import in_words, read_status
        from pipelines.clock import today
        from pipelines.settings import Settings

        workplace = Settings().workplace(municipality_folder(municipality) if municipality is not None else None)
        state = read_status(workplace, today())
        for line in [state.as_json()] if as_json else in_words(state):
            typer.echo(line)


@app.command()
def prune(
    older_than: Annotated[str, typer.Option("--older-than", help="Which answers, by their age: 730d, 104w, 2y.")],
    apply: Annotated[bool, typer.Option("--apply", help="Throw them away. Without it they are only counted.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Count, or throw away, old answers of Kolada that no report and no value that holds now stands on."""
    with plain_errors():
        from datetime import timedelta

        from assets.operations.retention import prune as throw_away
        from assets.warehouse.place import lakes_of
        from pipelines.command.print_calendar import parse_days
        from pipelines.settings import Settings

        before = datetime.now(tz=UTC) - timedelta(days=parse_days("--older-than", older_than, 30, 36500))
        workplace = Settings().workplace()
        done = throw_away(workplace.home, before, apply=apply, tell=print_line, lakes=lakes_of(workplace))
        if as_json:
            typer.echo(json.dumps({**done.__dict__, "applied": apply}, sort_keys=True))
        else:
            what = "Gallrade" if apply else "Skulle gallras (lägg till --apply)"
            typer.echo(f"{what}: {done.answers} svar från före {before.date()}, {done.size / 1e6:.1f} MB")
            for why, n in sorted(done.kept.items()):
                typer.echo(f"Kvar: {n} lika gamla ({_KEPT_WHY[why]})")
