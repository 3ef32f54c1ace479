"""What `styrtal check` prints: every fault of the municipality's own files, or that there are none."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import typer
from rich.console import Console

from assets.definitions.read_yaml import Definitions
from assets.own_files.cell_faults import fault_table, grouped
from assets.own_files.correction_workbook import write_corrections
from assets.own_files.own_sources import OwnSources, own_money, with_own_decisions, years_of_own_money
from assets.own_files.unusable import (
    tell_documents,
    tell_lacking,
    tell_margins,
    tell_unconfirmed,
    tell_undecided,
    tell_unusable,
)
from assets.quality.amounts_check import amount_checks, years_of_money
from assets.quality.run_checks import weaker_targets
from models.definitions.due import Publication
from models.definitions.municipality import Municipality
from models.tables.rows import ChecksRow
from models.words import receipts as sv
from models.words.amounts import CHECK_AMOUNTS
from models.words.checks import SEVERITY
from models.words.left_out import left_out

WIDTH = 160


def print_check(
    folder: Path,
    read: Definitions,
    own: OwnSources,
    publications: Sequence[Publication],
    titles: Mapping[str, str],
    corrections: Path | None,
    today: date,
    *,
    receipts: bool,
    every: bool,
    as_json: bool,
) -> int:
    """Print what the check found; return the exit status: 1 where rows of the own files, or what rests on an amount, are left out.

    The receipts of the files are told in short, and faults by their causes; in full where they are asked for.
    """
    faults = own.faults
    if corrections is not None and faults:
        write_corrections(own.readings, corrections)
    model = read.model
    decided = with_own_decisions(own, read)
    # Money and work of the files are looked at with their rows; goals and targets have none of their own.
    with_goals = model.model_copy(update={"goals": decided.model.goals, "plans": decided.model.plans})
    money = _of_money(decided.model, own)
    weaker = weaker_targets(read, today)
    withheld = {row["message"] for row in money if row["severity"] == "error"}
    lines = own.receipts(float(model.municipality.thresholds.receipt_share))
    if as_json:
        listed = [asdict(fault) for fault in faults]
        told = {"faults": listed, "receipts": [asdict(line) for line in lines]} if receipts else listed
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return int(bool(faults or withheld))
    for reading in own.readings:
        for note in reading.notes:
            typer.echo(f"{reading.source.id}: {note}")
    units = {unit.id: unit.title for unit in model.units}
    for text in sv.receipt_in_full(lines, units) if receipts else sv.receipt_in_short(lines, units):
        typer.echo(text)
    for text in [
        *dict.fromkeys(f"{SEVERITY[row['severity']]}: {row['message']}" for row in (*money, *weaker)),
        *(left_out(one) for one in decided.left_out),
        *tell_unusable(with_goals, own, publications),
        *tell_undecided(decided.model),
        *tell_unconfirmed(model),
        *tell_lacking(decided.model, today),
        *tell_documents(decided.model, today),
        *tell_margins(model, titles),
    ]:
        typer.echo(text)
    counted = sv.CHECK_COUNTED.format(
        goals=len(with_goals.goals),
        **{name: _counted(len(getattr(with_goals, name)), name) for name in ("units", "indicators", "plans")},
    )
    if not faults:
        files = len(read.files) + sum(len(reading.files) for reading in own.readings)
        ended = CHECK_AMOUNTS if withheld else sv.NO_FAULTS
        typer.echo(ended.format(folder=folder, files=_counted(files, "files"), n=len(withheld), counted=counted))
        return int(bool(withheld))
    console = Console(width=None if Console().is_terminal else WIDTH)
    console.print(fault_table(faults, every=every))
    rows = len({(fault.file, fault.sheet, fault.row) for fault in faults})
    typer.echo(sv.CHECK_FAULTS.format(folder=folder, faults=len(faults), rows=_counted(rows, "rows"), counted=counted))
    if not every and len(grouped(faults)) < len(faults):
        typer.echo(sv.EVERY_FAULT)
    typer.echo(sv.CORRECT_IN.format(path=corrections) if corrections else sv.CORRECTIONS)
    return 1


def _counted(n: int, name: str) -> str:
    one, many = sv.COUNTED[name]
    return f"{n} {one if n == 1 else many}"


def _of_money(model: Municipality, own: OwnSources) -> list[ChecksRow]:
    """Return what fails of every year's amounts."""
    years = years_of_money(model, years_of_own_money(own))
    return [row for year in years for row in amount_checks(model, own_money(own, model, year), year)]
