"""Tells on a terminal what a workbook changes in the definitions."""

import json

import typer

from assets.definitions_in_excel.take_back import Difference
from assets.own_files.cell_faults import masked
from models.words import definitions_in_excel as sv


def print_difference(difference: Difference) -> None:
    """Print each definition that is added, changed or removed, with old and new values, and how many there are."""
    for change in difference.changes:
        place = f" ({change.place})" if change.place else ""
        typer.echo(f"{sv.CHANGE[change.kind]}: {change.sheet.one} {change.name}{place}")
        for item in change.fields:
            after = _quoted(item.after)
            text = after if change.kind == "added" else f"{_quoted(item.before)} -> {after}"
            typer.echo(f"    {item.column.title} ({item.column.field}): {text}")
    if not difference.changes:
        typer.echo("Inget skiljer sig i det som läses in: definitionerna är som de vita cellerna säger.")
        return
    counts = ", ".join(f"{word.lower()} {difference.count(kind)}" for kind, word in sv.CHANGE.items())
    typer.echo(f"{counts}, i {', '.join(sorted(difference.after))}. De ändrade definitionerna har inga fel.")


def _quoted(text: str) -> str:
    """Return a cell's text on one line, without personal identity numbers."""
    return json.dumps(masked(text), ensure_ascii=False) if text else "(tomt)"
