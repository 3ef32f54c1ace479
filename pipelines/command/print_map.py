"""What `styrtal map` prints: what a file seems to hold, a mapping for it with its doubts, and the receipt that it gives."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assets.own_files.cell_faults import Wrong, fault_table, masked, shown
from assets.own_files.file_store import read_bytes
from assets.own_files.look_at_file import LOOKED_AT, SeenColumn, SeenFile, SeenTable, format_of, look_at
from assets.own_files.propose_mapping import Proposal, as_yaml, propose, read_by
from assets.own_files.read_source import SourceReading
from assets.storage.write_whole import write_whole
from models.definitions.own_files import Known
from models.errors import UsageError
from models.words import mapping as sv
from models.words.numbers import count
from models.words.receipts import receipt_in_full
from pipelines.command.print_check import WIDTH


def print_map(folder: Path, file: Path, known: Known, *, sheet: str | None, out: Path | None, as_json: bool) -> None:
    """Print what a file holds, the mapping proposed for it and its receipt; write the mapping where `out` asks.

    Args:
        folder: the municipality's; a file in it is named from there.
        file: the file to look at.
        known: the ids that the municipality's files may name.
        sheet: which sheet of a workbook; None for the likeliest.
        out: a file for the mapping, which must not be there yet.
        as_json: print one line of JSON.

    Raises:
        UsageError: the file cannot be read, or there is something at `out` already.
    """
    if out is not None and out.exists():
        raise UsageError(f"{out} finns redan, och skrivs inte över. Välj ett annat namn.")
    is_inside = file.resolve().is_relative_to(folder.resolve())
    place = folder if is_inside else file.parent
    name = file.resolve().relative_to(folder.resolve()).as_posix() if is_inside else file.name
    try:
        seen = look_at(read_bytes(place, name), name, format_of(name), sheet)
    except Wrong as wrong:
        raise UsageError(f"{file}: {masked(wrong.wrong)} {wrong.mend}") from wrong
    table, proposal = propose(seen, known)
    if not is_inside:
        proposal.ask("file", "place")
    reading = read_by(proposal, place, known)
    mapping = as_yaml(proposal)
    if as_json:
        typer.echo(json.dumps(_as_json(seen, table, proposal, mapping, reading), ensure_ascii=False, default=str))
    else:
        _print_seen(seen, table, proposal)
        _print_proposal(mapping, proposal, reading, known)
    if out is not None:
        write_whole(out, mapping.encode())
        if not as_json:
            typer.echo(sv.WROTE.format(path=out))


def _print_seen(seen: SeenFile, table: SeenTable, proposal: Proposal) -> None:
    if seen.sheets:
        listed = (name if visible else sv.SHEET_HIDDEN.format(sheet=name) for name, visible in seen.sheets)
        typer.echo(sv.SHEETS.format(sheets=", ".join(listed)))
    if len(seen.tables) > 1:
        typer.echo(sv.SHEET_CHOSEN.format(sheet=table.table.sheet))
    for sheet, wrong in seen.unread:
        typer.echo(sv.SHEET_UNREAD.format(sheet=sheet, wrong=f"{wrong.wrong} {wrong.mend}"))
    first, last = (table.table.rows[i].number for i in (table.first, table.last))
    heading = sv.HEADING_AT if first == last else sv.HEADING_OVER
    typer.echo((heading if first else sv.HEADING_NAMES).format(first=first, last=last))
    below = len(table.table.rows) - table.last - 1
    typer.echo(sv.ROWS_BELOW.format(n=count(below, "rad", "rader")))
    if below > LOOKED_AT:
        typer.echo(sv.LOOKED_AT_FIRST.format(n=LOOKED_AT))
    if table.totals:
        row, text = table.totals[0]
        typer.echo(sv.TOTALS_SEEN.format(n=len(table.totals), row=row, text=text))
    else:
        typer.echo(sv.NO_TOTALS_SEEN)
    shown_table = Table(title=sv.COLUMNS_SEEN)
    for heading in sv.COLUMN_HEADINGS:
        shown_table.add_column(heading, overflow="fold")
    for column in table.columns:
        cells = (
            column.letter,
            shown(column.heading),
            _holds(column),
            str(column.filled),
            ", ".join(_fills(column, proposal)),
            " · ".join(column.sample),
        )
        shown_table.add_row(*map(Text, cells))
    Console(width=None if Console().is_terminal else WIDTH).print(shown_table)


def _print_proposal(mapping: str, proposal: Proposal, reading: SourceReading | None, known: Known) -> None:
    typer.echo(f"\n{sv.PROPOSED}\n{sv.PASTE}\n\n{mapping}")
    if reading is None:
        typer.echo(sv.NO_RECEIPT.format(lacking=", ".join(proposal.lacking)))
    else:
        typer.echo(sv.RECEIPT_OF)
        titles = {name: unit.title for name, unit in known.units.items()}
        for line in receipt_in_full(reading.receipt(0), titles):
            typer.echo(line)
        if reading.faults:
            Console(width=None if Console().is_terminal else WIDTH).print(fault_table(reading.faults, every=False))
    typer.echo(sv.NOTHING_KEPT)


def _holds(column: SeenColumn) -> str:
    holds = sv.HOLDS[column.holds]
    return sv.BUT_OTHER.format(holds=holds, n=column.other) if column.other else holds


def _fills(column: SeenColumn, proposal: Proposal) -> Iterator[str]:
    """Yield what of the mapping a column fills."""
    for target, filled in proposal.columns.items():
        if column.name in ([filled] if isinstance(filled, str) else filled.values()):
            yield target
    wide = proposal.mapping.get("wide")
    if (
        wide
        and column.position in proposal.taken
        and not any(
            column.name in ([filled] if isinstance(filled, str) else filled.values())
            for filled in proposal.columns.values()
        )
    ):
        yield str(wide["into"])


def _as_json(
    seen: SeenFile, table: SeenTable, proposal: Proposal, mapping: str, reading: SourceReading | None
) -> dict[str, object]:
    return {
        "file": seen.name,
        "format": seen.format,
        "sheets": [{"name": name, "visible": visible} for name, visible in seen.sheets],
        "sheet": table.table.sheet or None,
        "heading_rows": [table.table.rows[table.first].number, table.table.rows[table.last].number],
        "rows": len(table.table.rows) - table.last - 1,
        "totals": [{"row": row, "text": text} for row, text in table.totals],
        "columns": [
            {
                "letter": column.letter,
                "heading": shown(column.heading),
                "holds": column.holds,
                "filled": column.filled,
                "other": column.other,
                "sample": column.sample,
                "fills": list(_fills(column, proposal)),
            }
            for column in table.columns
        ],
        "kind": proposal.mapping.get("kind"),
        "mapping": mapping,
        "questions": proposal.questions,
        "lacking": proposal.lacking,
        "receipt": None if reading is None else [asdict(line) for line in reading.receipt(0)],
        "faults": None if reading is None else [asdict(fault) for fault in reading.faults],
    }
