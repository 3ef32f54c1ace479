"""Commands for who defines: init, check, map, definitions export and import."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assets.definitions_in_excel.take_back import Difference
from pipelines.command.app import (
    JsonOption,
    MunicipalityOption,
    app,
    command_called,
    folder_to_change,
    municipality_folder,
    plain_errors,
)


@app.command()
def check(
    municipality: MunicipalityOption = None,
    corrections: Annotated[
        Path | None,
        typer.Option("--corrections", help="Write the rows with faults to a workbook to correct from.", metavar="FILE"),
    ] = None,
    receipts: Annotated[
        bool, typer.Option("--receipts", help="Tell everything of each file: columns, sums by unit and month.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Tell every fault by itself, not each cause once.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the definitions and the municipality's own files and tell every fault, with its place; fetches nothing."""
    with plain_errors():
        from assets.definitions.of_run import files_folder, store_of
        from assets.definitions.read_yaml import read_definitions
        from assets.own_files.file_store import FileStore
        from assets.own_files.own_sources import read_own
        from assets.warehouse.publications import read_publications, read_titles
        from models.errors import DefinitionError
        from pipelines.clock import today
        from pipelines.command.print_check import print_check
        from pipelines.settings import Settings

        folder = municipality_folder(municipality)
        try:
            read = read_definitions(folder)
        except DefinitionError as error:
            if as_json:
                typer.echo(json.dumps([fault.__dict__ for fault in error.faults], ensure_ascii=False))
                raise typer.Exit(error.exit_status) from None
            raise
        place = store_of(Settings().home, read.model)
        own = read_own(folder, read, FileStore(files_folder(place, read.model.id)))
        published = read_publications(place, read.model.kpi_ids)
        raise typer.Exit(
            print_check(
                folder,
                read,
                own,
                published,
                read_titles(place),
                corrections,
                today(),
                receipts=receipts,
                every=every,
                as_json=as_json,
            )
        )


@app.command(name="map")
def map_file(
    file: Annotated[Path, typer.Argument(help="A file of your own: Excel, CSV, JSON, Parquet or SIE.", metavar="FILE")],
    municipality: MunicipalityOption = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet. Default: the likeliest.", metavar="NAME")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the proposed mapping to a file that is not there yet.", metavar="FILE.yaml"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a file holds, and propose a mapping for it with its doubts and the receipt that it gives; keeps nothing."""
    with plain_errors():
        from assets.definitions.read_yaml import read_definitions
        from assets.own_files.own_sources import known_ids
        from pipelines.command.print_map import print_map

        folder = municipality_folder(municipality)
        read = read_definitions(folder)
        print_map(folder, file, known_ids(read.model), sheet=sheet, out=out, as_json=as_json)


definitions_app = typer.Typer(
    help="Edit goals, indicators, targets, work, judgements, frames and more in Excel.",
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
    unit: Annotated[
        str | None, typer.Option(help="A unit's own part alone, to be sent to it and taken back.", metavar="ID")
    ] = None,
) -> None:
    """Write the definitions as a workbook to edit, with drop-downs and explanations in Swedish."""
    with plain_errors():
        from assets.definitions.of_run import store_of
        from assets.definitions.read_yaml import read_definitions
        from assets.definitions_in_excel.export import write_workbook
        from assets.kolada.answers import AnswerStore
        from assets.kolada.plan_harvest import read_stored_catalogue
        from pipelines.command.print_proposals import of_kolada
        from pipelines.settings import Settings

        folder = municipality_folder(municipality)
        read = read_definitions(folder)
        path = out if out is not None else Path(f"{'-'.join(filter(None, [read.model.id, unit]))}.xlsx")
        store = AnswerStore(store_of(Settings().home, read.model) / "answers")
        write_workbook(read, path, of_kolada(read_stored_catalogue(store)), unit)
        option = f" --municipality {municipality}" if municipality is not None else ""
        typer.echo(
            f"{path} är skriven. Ändra i den, och kör sedan: {command_called()} definitions import {path}{option}"
        )


@definitions_app.command(name="import")
def import_definitions(
    workbook: Annotated[Path, typer.Argument(help="The workbook that was exported and edited.", metavar="FILE.xlsx")],
    municipality: MunicipalityOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking, for machines.")] = False,
) -> None:
    """Show what an edited workbook changes, and write it into the YAML after a yes: all of it, or nothing."""
    with plain_errors():
        from assets.definitions_in_excel.take_back import compare_workbook
        from pipelines.command.print_definitions_change import print_difference
        from pipelines.command.print_proposals import propose_in
        from pipelines.settings import Settings

        folder = folder_to_change(municipality)
        difference = compare_workbook(
            folder, workbook, lambda kpi_ids: propose_in(Settings().workplace(folder), folder, kpi_ids)
        )
        print_difference(difference)
        if difference.after:
            _write_after_yes(difference, yes=yes)


def _write_after_yes(difference: "Difference", *, yes: bool) -> None:
    """Write what was shown into the YAML, once it is agreed to.

    Raises:
        UsageError: nobody can be asked.
    """
    from assets.definitions_in_excel.take_back import write
    from models.errors import UsageError

    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("Inget skrevs: det finns ingen terminal att fråga på. Lägg till --yes för att skriva.")
        if not typer.confirm("Ska detta skrivas i YAML-filerna?"):
            typer.echo("Inget skrevs.")
            return
    for path in write(difference):
        typer.echo(f"{path} är skriven")


indicators_app = typer.Typer(
    help="Propose indicators by what Kolada says of its KPIs.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(indicators_app, name="indicators")


@indicators_app.command(name="add")
def add_indicators(
    kpi_ids: Annotated[list[str] | None, typer.Argument(help="Kolada's KPIs, as N15428.", metavar="[KPI]...")] = None,
    search: Annotated[
        list[str] | None, typer.Option("--search", help="KPIs whose title has these words.", metavar="WORDS")
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", help="One of Kolada's sets of KPIs, by its title, as agenda2030.", metavar="TITLE"),
    ] = None,
    municipality: MunicipalityOption = None,
    kolada_url: Annotated[str | None, typer.Option(help="Another base than the real Kolada API.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking, for machines.")] = False,
) -> None:
    """Propose each indicator's definition from Kolada's metadata and values, and write it after a yes, marked as proposed."""
    with plain_errors():
        from assets.definitions.of_run import RunDefinitions
        from assets.definitions_in_excel.take_back import add_indicators as adding
        from assets.warehouse.propose_indicators import as_definition, propose_indicators
        from pipelines.command.print_proposals import choose_kpis, print_proposals
        from pipelines.settings import Settings

        folder = folder_to_change(municipality)
        workplace = Settings().workplace(folder)
        workplace.kolada_url = kolada_url or workplace.kolada_url
        defined = RunDefinitions(workplace)
        name = folder.resolve().name
        chosen = choose_kpis(defined, name, kpi_ids or [], search or [], sets or [])
        found = propose_indicators(defined, name, chosen)
        difference = adding(folder, [as_definition(proposal) for proposal in found.proposals])
        print_proposals(found)
        if found.proposals:
            _write_after_yes(difference, yes=yes)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder, named as the municipality's id.", metavar="DIR")],
    title: Annotated[str | None, typer.Option(help="The municipality's name. Default: the folder's.")] = None,
    area_id: Annotated[str, typer.Option("--area-id", help="The municipality's code, as 1487.")] = "0000",
) -> None:
    """Make a folder for a new municipality, to fill in: commented files in Swedish that pass `styrtal check` at once."""
    with plain_errors():
        from assets.definitions.new_municipality import start
        from pipelines.clock import today

        for path in start(folder, title=title, area_id=area_id, today=today()):
            typer.echo(path)
        if area_id == "0000":
            typer.echo("Skriv kommunens kod som area_id i municipality.yaml före den första körningen.")
        typer.echo(f"Sedan: {command_called()} check --municipality {folder}")
