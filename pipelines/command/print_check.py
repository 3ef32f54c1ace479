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

WIDTH = 160


def print_check(folder: Path, read: Definitions, own: OwnSources, corrections: Path | None, *, as_json: bool) -> int:
    """Print what the check found; return the exit status: 1 where rows of the municipality's own files are left out."""
    faults = own.faults
    if corrections is not None and faults:
        write_corrections(own.readings, corrections)
    if as_json:
        typer.echo(json.dumps([asdict(fault) for fault in faults], ensure_ascii=False, default=str))
        return int(bool(faults))
    for reading in own.readings:
        for note in reading.notes:
            typer.echo(f"{reading.source.id}: {note}")
    model = read.model
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
