"""What `styrtal check` prints: every fault of the municipality's own files, or that there are none."""

import json
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console

from assets.definitions.read_yaml import Definitions
from assets.own_files.cell_faults import fault_table
from assets.own_files.correction_workbook import write_corrections
from assets.own_files.own_sources import OwnSources
from assets.own_files.unusable import tell_unusable
from models.words.receipts import receipt_in_full, receipt_in_short

WIDTH = 160


def print_check(
    folder: Path, read: Definitions, own: OwnSources, corrections: Path | None, *, receipts: bool, as_json: bool
) -> int:
    """Print what the check found; return the exit status: 1 where rows of the municipality's own files are left out.

    The receipts of the files are told in short; in full where they are asked for.
    """
    faults = own.faults
    if corrections is not None and faults:
        write_corrections(own.readings, corrections)
    model = read.model
    lines = own.receipts(float(model.municipality.thresholds.receipt_share))
    if as_json:
        listed = [asdict(fault) for fault in faults]
        told = {"faults": listed, "receipts": [asdict(line) for line in lines]} if receipts else listed
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return int(bool(faults))
    for reading in own.readings:
        for note in reading.notes:
            typer.echo(f"{reading.source.id}: {note}")
    titles = {unit.id: unit.title for unit in model.units}
    for text in receipt_in_full(lines, titles) if receipts else receipt_in_short(lines, titles):
        typer.echo(text)
    for text in tell_unusable(model, own):
        typer.echo(text)
    counts = f"{len(model.units)} units, {len(model.goals)} goals, {len(model.indicators)} indicators, {len(model.plans)} plans"
    files = len(read.files) + sum(len(reading.files) for reading in own.readings)
    if not faults:
        typer.echo(f"{folder}: no faults in {files} files ({counts}).")
        return 0
    console = Console(width=None if Console().is_terminal else WIDTH)
    console.print(fault_table(faults))
    rows = len({(fault.file, fault.sheet, fault.row) for fault in faults})
    typer.echo(
        f"{folder}: {len(faults)} faults in {rows} rows, which are left out; everything else is used ({counts})."
    )
    typer.echo(
        f"Correct them in {corrections}."
        if corrections
        else "Add --corrections FILE.xlsx for a workbook to correct from."
    )
    return 1
