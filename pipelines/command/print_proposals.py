"""What `styrtal indicators add` chooses and says: the KPIs asked for, what is proposed of each, and what is left to a person."""

from collections.abc import Sequence
from pathlib import Path

import typer

from assets.definitions.of_run import RunDefinitions
from assets.definitions_in_excel.export import OfKolada
from assets.kolada.plan_harvest import StoredCatalogue
from assets.warehouse.propose_indicators import Proposed, as_definition, propose_indicators, read_catalogue
from assets.workplace import Workplace
from models.definitions.base import Plain
from models.errors import UsageError
from models.words import proposals as sv
from models.words.judgements import DIRECTION


def choose_kpis(
    defined: RunDefinitions, municipality: str, named: Sequence[str], searched: Sequence[str], sets: Sequence[str]
) -> list[str]:
    """Return the KPIs asked for, each once: those named, those of the sets, and those that a search finds.

    Raises:
        UsageError: nothing was asked for, a KPI is none of Kolada's, or a search or a set finds nothing.
        SourceError, PlaceError: the catalogue could not be fetched or kept.
    """
    if not (named or searched or sets):
        raise UsageError("Ange vilka nyckeltal: deras id, som N15428, eller --search med ord ur titeln, eller --set.")
    catalogue = read_catalogue(defined, municipality, named)
    chosen = list(named)
    for text in sets:
        found = catalogue.find_sets(text)
        if not found:
            known = ", ".join(sorted(one.title for one in catalogue.sets)[:10]) or "ingen"
            raise UsageError(f"Kolada har ingen samling vars titel har '{text}'. Samlingar: {known}.")
        for one in found:
            typer.echo(sv.IN_SET.format(title=one.title, n=len(one.kpi_ids)))
            chosen += [kpi_id for kpi_id in one.kpi_ids if kpi_id in catalogue.kpis]
    for text in searched:
        found_ids = catalogue.search(text)
        if not found_ids:
            raise UsageError(f"Inget nyckeltal för kommuner har '{text}' i sin titel.")
        chosen += found_ids
    return list(dict.fromkeys(chosen))


def propose_in(workplace: Workplace, folder: Path, kpi_ids: Sequence[str]) -> list[dict[str, Plain]]:
    """Return what is proposed of the KPIs that a workbook says to add; what is left out is printed.

    Raises:
        UsageError: a KPI is none of Kolada's.
        SourceError, PlaceError: what is not known could not be fetched, kept or read.
    """
    defined, name = RunDefinitions(workplace), folder.resolve().name
    found = propose_indicators(defined, name, choose_kpis(defined, name, kpi_ids, [], []))
    for text in found.left_out:
        typer.echo(text)
    return [as_definition(proposal) for proposal in found.proposals]


def of_kolada(catalogue: StoredCatalogue | None) -> OfKolada | None:
    """Return what a workbook offers of a stored catalogue; nothing where none is stored."""
    if catalogue is None:
        return None
    kpis = [
        (kpi, catalogue.kpis[kpi].title, catalogue.kpis[kpi].operating_area) for kpi in catalogue.of_municipalities()
    ]
    return OfKolada(kpis, catalogue.margins())


def print_proposals(found: Proposed) -> None:
    """Print a line for each indicator that is proposed, what is left out, and what comes next."""
    for text in found.left_out:
        typer.echo(text)
    for proposal in found.proposals:
        keys = proposal.keys
        noise = f", ändring från {sv.shown_number(keys['min_change'])}" if "min_change" in keys else ""
        typer.echo(
            f"{proposal.kpi.kpi_id}  {keys['id']}: {proposal.kpi.title} ({keys['unit_of_measure']}, "
            f"{DIRECTION[str(keys['direction'])]}{noise})"
        )
        if proposal.closed:
            typer.echo(sv.CLOSED.format(kpi=proposal.kpi.kpi_id, title=proposal.kpi.title))
    if not found.proposals:
        typer.echo(sv.NOTHING)
        return
    left_open = sum(proposal.direction_open for proposal in found.proposals)
    typer.echo(sv.NEXT.format(open=left_open, n=len(found.proposals)))
