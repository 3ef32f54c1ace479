"""Commands that look up: explain, realism, documents, trace, columns, diff, approve, freeze, publish, verify."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.command.app import (
    AsOfOption,
    JsonOption,
    MunicipalityOption,
    NameArgument,
    OutOption,
    app,
    municipality_folder,
    open_workplace,
    plain_errors,
)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="The earlier report, or /1 for an edition of it.", metavar="NAME1")],
    after: Annotated[str, typer.Argument(help="The later report, or /1 for an edition of it.", metavar="NAME2")],
    as_json: JsonOption = False,
) -> None:
    """Tell what changed between two reports, and why: as tables here, and as a page for people."""
    with plain_errors():
        from assets.finished import diff as comparing
        from assets.finished.open_finished import open_side
        from assets.followup.change_pages.page import write_diff
        from pipelines.command.print_diff import as_json as told_as_json
        from pipelines.command.print_diff import print_diff

        workplace = open_workplace()
        changes = comparing.compare_reports(open_side(workplace, before), open_side(workplace, after))
        folder = write_diff(workplace, changes)
        if as_json:
            typer.echo(told_as_json(changes, folder))
        else:
            print_diff(changes, folder)


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
    with plain_errors():
        from assets.finished import explain as explaining
        from assets.finished.open_finished import open_side
        from pipelines.command.print_explain import as_json as told_as_json
        from pipelines.command.print_explain import as_text

        workplace = open_workplace()
        side = open_side(workplace, report)
        gender_id = gender.value if gender is not None else None
        explanations = explaining.explain(side, indicator, goal=goal, unit=unit, gender=gender_id)
        if as_json:
            typer.echo(json.dumps(told_as_json(side, explanations), ensure_ascii=False, sort_keys=True))
        else:
            typer.echo(as_text(side, explanations), nl=False)


@app.command()
def realism(
    name: NameArgument, municipality: MunicipalityOption = None, out: OutOption = None, as_json: JsonOption = False
) -> None:
    """Tell of each target how often other municipalities have moved as far from where we stand."""
    with plain_errors():
        from assets.finished.open_finished import open_side
        from pipelines.command.print_realism import as_json as told_as_json
        from pipelines.command.print_realism import as_text, realism_of

        workplace = open_workplace(municipality, out=out)
        side = open_side(workplace, name)
        told = realism_of(side)
        if as_json:
            typer.echo(json.dumps(told_as_json(side, told), ensure_ascii=False, sort_keys=True))
        else:
            typer.echo(as_text(side, told), nl=False)


@app.command()
def documents(
    name: NameArgument,
    unit: Annotated[
        str | None,
        typer.Option("--unit", help="Of this unit only. Default: the council and each committee.", metavar="ID"),
    ] = None,
    word: Annotated[Path | None, typer.Option("--word", help="The municipality's own template, .docx.")] = None,
    slides: Annotated[Path | None, typer.Option("--slides", help="The municipality's own template, .pptx.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to put them. Default: STYRTAL_HOME/documents.")
    ] = None,
) -> None:
    """Write what people work on of a report: a proposal and an account in Word, and slides, for each committee."""
    with plain_errors():
        from assets.followup.of_finished import documents_of

        workplace = open_workplace()
        for path in documents_of(workplace, name, unit, out, word, slides):
            typer.echo(str(path))


@app.command()
def approve(
    name: NameArgument,
    unit: Annotated[str, typer.Option("--unit", help="The unit whose part is approved.", metavar="ID")],
    by: Annotated[str, typer.Option("--by", help="The role that answers for it, as chairman.", metavar="ROLE")],
    decision: Annotated[
        str | None, typer.Option("--decision", help='The decision, as "§ 45, 2026-09-22".', metavar="TEXT")
    ] = None,
    as_of: AsOfOption = None,
    municipality: MunicipalityOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a unit's part of a report as it was approved; the council's edition must then be as each unit approved it."""
    with plain_errors():
        from assets.finished import approve as approving
        from assets.storage.report_folders import parse_name

        workplace = open_workplace(municipality, out=out, as_of=as_of)
        report = parse_name(name)
        approval = approving.approve(workplace, report, unit=unit, by=by, decision=decision)
        if as_json:
            typer.echo(json.dumps({"name": str(report), **approval.__dict__}, ensure_ascii=False, sort_keys=True))
        else:
            decided = f" ({approval.decision})" if approval.decision else ""
            typer.echo(f"{report}: {unit} är godkänd, {approval.at} av {approval.by}{decided}.")
            typer.echo(f"Sigill, att skriva i protokollet: {approval.seal}")


@app.command()
def freeze(
    name: NameArgument,
    by: Annotated[str, typer.Option("--by", help="The role that answers for it, as chief-of-quality.", metavar="ROLE")],
    reopen: Annotated[
        str | None,
        typer.Option("--reopen", help="Why a frozen report gets a new edition beside the old.", metavar="REASON"),
    ] = None,
    accept: Annotated[
        str | None,
        typer.Option("--accept", help="The role that accepts what is not as units approved it.", metavar="ROLE"),
    ] = None,
    as_of: AsOfOption = None,
    municipality: MunicipalityOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lock a report with its figures, pages, definitions and hashes as an edition that no command changes."""
    with plain_errors():
        from assets.finished import freeze as freezing
        from assets.storage.report_folders import parse_name

        workplace = open_workplace(municipality, out=out, as_of=as_of)
        report = parse_name(name)
        edition, warnings = freezing.freeze(workplace, report, by=by, reopen=reopen, accept=accept)
        folder = workplace.frozen() / report.municipality / report.report / str(edition.edition)
        if as_json:
            frozen = {"name": f"{report}/{edition.edition}", "folder": str(folder), "warnings": warnings}
            typer.echo(json.dumps({**edition.__dict__, **frozen}, ensure_ascii=False, sort_keys=True))
        else:
            for row in warnings:
                typer.echo(f"Varning: {row['subject']} ({row['check_id']}): {row['message']}")
            typer.echo(f"{report} är fryst som utgåva {edition.edition}, {edition.at} av {edition.by}.")
            typer.echo(f"Sigill, att skriva i protokollet: {edition.seal}")
            typer.echo(f"Öppna {folder / 'index.html'}")


@app.command()
def audit(
    name: NameArgument,
    package: Annotated[Path, typer.Option("--package", help="The file to write.", metavar="FILE.zip")],
    municipality: MunicipalityOption = None,
    out: OutOption = None,
) -> None:
    """Pack what the auditors examine: the page "Kan det bedömas?", its tables, and what they were made of, as a bag in a zip."""
    with plain_errors():
        from assets.finished.open_finished import open_side
        from assets.finished.page_package import write_package
        from assets.followup.view import AUDIT
        from models.words.audit import PACKED

        workplace = open_workplace(municipality, out=out)
        n = write_package(
            open_side(workplace, name), AUDIT, ("assessability", "assessability_summed", "audit_questions"), package
        )
        typer.echo(PACKED.format(path=package, n=n))


@app.command()
def columns(
    out: Annotated[Path | None, typer.Option(help="The page's file. Default: columns.html in STYRTAL_HOME.")] = None,
) -> None:
    """Draw from which columns each column of each table stems, as one HTML page."""
    with plain_errors():
        from assets.followup.lineage_pages.columns import column_page

        path = out if out is not None else open_workplace().home / "columns.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(column_page(), encoding="utf-8", newline="\n")
        typer.echo(f"Öppna {path}")


@app.command()
def publish(
    to: Annotated[Path, typer.Option("--to", help="The folder of published data.", metavar="FOLDER")],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Reports or editions of the municipality. Default: every frozen edition.", metavar="[NAME]..."
        ),
    ] = None,
    municipality: MunicipalityOption = None,
    csv: Annotated[bool, typer.Option("--csv", help="Each table as CSV too.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be published, and write nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add reports to a folder of open data: a star schema in Parquet, described by a Data Package and DCAT-AP-SE."""
    with plain_errors():
        from assets.definitions.read_yaml import read_definitions
        from assets.publishing.published_folder import publish_reports
        from models.words import publishing as sv

        workplace = open_workplace(municipality)
        model = read_definitions(municipality_folder(municipality)).model
        done = publish_reports(workplace, model, names or [], to.resolve(), csv=csv, dry_run=dry_run)
        if as_json:
            made = {"folder": str(done.folder), "reports": done.reports, "rows": done.n_rows, "dry_run": dry_run}
            left = {"tables_left_out": done.tables_left_out, "units_left_out": done.units_left_out}
            typer.echo(json.dumps({**made, **left}, ensure_ascii=False, sort_keys=True))
        else:
            for line in sv.told(
                done.folder,
                done.reports,
                done.n_rows,
                done.tables_left_out,
                done.units_left_out,
                done.without_own_series,
                written=not dry_run,
            ):
                typer.echo(line)


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
    out: Annotated[
        Path | None,
        typer.Option(
            help="A file to write to (default: the terminal), or the folder that run --out put the report in."
        ),
    ] = None,
) -> None:
    """Tell where a figure comes from, back to each source answer, whose stored bytes are checked."""
    with plain_errors():
        from pipelines.command.print_trace import trace_told
        from pipelines.settings import Settings

        reports = out.resolve() if out is not None and out.is_dir() else None
        text, damaged = trace_told(Settings(), lineage_id, as_format.value, municipality, reports)
        if out is not None and reports is None:
            out.write_text(text, encoding="utf-8", newline="\n")
            typer.echo(f"{out} är skriven")
        else:
            typer.echo(text, nl=False)
        for step in damaged:
            typer.echo(
                f"De sparade byten för källsvaret {step.lineage_id} {'är borta' if step.state == 'gone' else 'stämmer inte med kontrollsumman'}: {step.label}",
                err=True,
            )
    raise typer.Exit(1 if damaged else 0)


@app.command()
def verify(name: NameArgument, out: OutOption = None, as_json: JsonOption = False) -> None:
    """Prove that a frozen report is as it was frozen, down to the byte; without an edition, the newest one.

    With --out, also that the report that lies there is that edition.
    """
    with plain_errors():
        from assets.finished import verify as verifying
        from assets.storage.report_folders import parse_name

        verified = verifying.verify(open_workplace().frozen(), parse_name(name), out)
        if as_json:
            edition = verified.edition.__dict__ if verified.edition else None
            summary = {"name": str(verified.name), "unchanged": not verified.changes, "n_files": verified.n_files}
            summary |= {"changes": verified.changes, "edition": edition}
            typer.echo(json.dumps(summary, ensure_ascii=False, sort_keys=True))
        elif verified.changes:
            typer.echo(f"{verified.name} är inte som när den frystes:")
            for change in verified.changes:
                typer.echo(f"  {change['file']}: {change['what']}")
        elif verified.edition:
            edition = verified.edition
            typer.echo(f"{verified.name} är oförändrad: {verified.n_files} filer, fryst {edition.at} av {edition.by}.")
            typer.echo(f"Sigill: {edition.seal}")
        else:
            typer.echo(f"{verified.name} är inte fryst; dess {verified.n_approvals} godkännanden är oförändrade.")
    raise typer.Exit(1 if verified.changes else 0)
