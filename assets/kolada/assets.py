"""Source answers from Kolada, as an asset: what the definitions name is asked for and kept as it came."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

import dagster as dg
from pydantic import Field

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import Definitions
from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.kolada.client import REAL_API, KoladaClient
from assets.kolada.plan_harvest import (
    RIKET,
    Catalogue,
    Wanted,
    begin_harvest,
    finish_harvest,
    last_asked,
    plan_harvest,
    read_asked_before,
)
from assets.playback.made_up import example_source
from assets.playback.recording import Recording
from assets.playback.server import serving
from assets.specs import plain_failure, split_key
from assets.storage.one_writer import locked
from models.errors import DefinitionError, Fault

# The in-process replay listens on a free port; its answers are kept under one address, so that they stay the same.
EXAMPLE_BASE = "http://exempeldata.invalid/v3"


class Ask(dg.Config):
    """What a run asks for: these KPIs alone, or with none named all that the definitions name."""

    kpi_ids: list[str] = Field(default_factory=list[str])


def kolada_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Return the assets of this room."""

    @dg.asset(
        partitions_def=partitions,
        deps=["definitions"],
        group_name="kolada",
        owners=["team:analysts"],
        kinds={"api", "json"},
        code_version="1",
        pool="warehouse",
        description="Answers of the Kolada API, kept as they came: compressed, named by their SHA-256, with address and "
        "time. The catalogue is asked for each time; values in full every 30 days, otherwise what has changed.",
    )
    @plain_failure
    def kolada_answers(
        context: dg.AssetExecutionContext, config: Ask, defined: dg.ResourceParam[RunDefinitions]
    ) -> dg.MaterializeResult[Any]:  # of no value: Dagster's word for it is private
        municipality, _ = split_key(context)
        harvests = fetch(defined, municipality, only=config.kpi_ids)
        answers = [answer for harvest in harvests for answer in harvest.answers.values()]
        return dg.MaterializeResult(
            metadata={
                "harvests": len(harvests),
                "answers": len(answers),
                "bytes": sum(answer.size for answer in answers),
                "source": ", ".join(sorted({harvest.origin for harvest in harvests})) or "nothing asked",
            }
        )

    return [kolada_answers]


def fetch(defined: RunDefinitions, municipality: str, only: Sequence[str] = ()) -> list[Harvest]:
    """Fetch what a municipality's definitions name, or only some KPIs of it; the example from its own recordings, one after the other.

    A report as of a time before the last question asks for nothing: no answer of today can change what was known.

    Raises:
        DefinitionError: a definition names a KPI that no catalogue has ever had.
        SourceError: the API could not be reached or did not keep its contract.
        PlaceError: answers could not be kept.
    """
    workplace, definitions = defined.workplace, defined.of(municipality)
    store = AnswerStore(defined.answers(municipality))
    first_years = {kpi: item.from_year for item in reversed(definitions.model.indicators) for kpi in item.kpi_ids}
    with_units = {item.kpi_id for item in definitions.model.indicators if item.compare_units}
    wanted = [
        Wanted(kpi_id, from_year, kpi_id in with_units)
        for kpi_id, from_year in sorted(first_years.items())
        if not only or kpi_id in only
    ]
    asked = last_asked(list_harvests(store))
    everything = [asked.get(kpi_id) for kpi_id in first_years]
    if workplace.as_of is not None and all(at is not None and workplace.as_of <= at for at in everything):
        return []

    def look(catalogue: Catalogue, known_kpis: set[str]) -> None:
        never_known(definitions, catalogue, known_kpis)

    return _ask(defined, municipality, wanted, everything, look)


def fetch_kpis(defined: RunDefinitions, municipality: str, kpi_ids: Sequence[str]) -> list[Harvest]:
    """Fetch Kolada's catalogue, and the values of KPIs that no definition need name.

    Raises:
        SourceError, PlaceError: as `fetch`.
    """
    asked = last_asked(list_harvests(AnswerStore(defined.answers(municipality))))
    return _ask(defined, municipality, [Wanted(kpi_id) for kpi_id in sorted(kpi_ids)], [asked.get(k) for k in kpi_ids])


def _ask(
    defined: RunDefinitions,
    municipality: str,
    wanted: Sequence[Wanted],
    asked: Sequence[datetime | None],
    look: Callable[[Catalogue, set[str]], None] | None = None,
) -> list[Harvest]:
    """Ask each client for what is wanted; `look` may stop it by what the catalogue has, and what was known before."""
    workplace, store = defined.workplace, AnswerStore(defined.answers(municipality))
    harvests: list[Harvest] = []
    # Closed whatever happens: the example's server must have ended before the process does.
    with (
        locked(defined.store(municipality)),
        closing(_clients(defined, municipality, asked, store)) as clients,
    ):
        for client in clients:
            before = list_harvests(store)
            harvest, catalogue = begin_harvest(client, store, wanted)
            if look is not None:
                look(catalogue, set(last_asked(before)))
            questions = plan_harvest(wanted, catalogue, read_asked_before(before, client.known_as))
            finish_harvest(client, harvest, questions, workplace.progress)
            harvests.append(harvest)
    return harvests


def _clients(
    defined: RunDefinitions, municipality: str, asked: Sequence[datetime | None], store: AnswerStore
) -> Generator[KoladaClient]:
    """Yield the client to ask; for the example one for each of its days that has not been asked for."""
    workplace = defined.workplace
    if workplace.kolada_url is not None or not defined.of(municipality).model.municipality.fictional:
        yield KoladaClient(workplace.kolada_url or REAL_API)
        return
    vintages, catalogue = example_source(workplace.municipalities[municipality] / "source" / "kolada.yaml")
    ended = {harvest.started_at.date() for harvest in list_harvests(store) if harvest.ended}
    for at, vintage in enumerate(vintages):
        if vintage.day in ended and all(last is not None and last.date() >= vintage.day for last in asked):
            continue
        recording = Recording(vintages, catalogue, at=at, origin="example")
        with closing(recording), serving(recording) as server:
            yield KoladaClient(server.url, known_as=EXAMPLE_BASE)


def never_known(definitions: Definitions, catalogue: Catalogue, known_kpis: set[str]) -> None:
    """Stop where a definition names a municipality that Kolada does not have, or a KPI that no catalogue has ever had.

    Raises:
        DefinitionError: with the file and line of each.
    """
    profile = definitions.model.municipality
    faults: list[Fault] = []
    if profile.area_id == RIKET or profile.area_id not in catalogue.area_ids:
        file, line = definitions.places[("municipality", profile.id)]
        wrong = f"'{profile.area_id}' är ingen kommun hos Kolada."
        mend = "Ange kommunens egen kod, fyra siffror inom citattecken."
        faults.append(Fault(file, line, "municipality.area_id", wrong, mend))
    faults += [
        Fault(
            file,
            line,
            f"indicators '{indicator.id}'.{key}",
            f"'{kpi_id}' finns inte i Koladas katalog, och har aldrig funnits.",
            "Rätta id:t; katalogen finns på kolada.se.",
        )
        for indicator in definitions.model.indicators
        for key in ("kpi_id", "margin_kpi", "count_kpi")
        if (kpi_id := getattr(indicator, key)) is not None and kpi_id not in catalogue.kpi_ids | known_kpis
        for file, line in [definitions.places[("indicators", indicator.id)]]
    ]
    if faults:
        raise DefinitionError(faults)
