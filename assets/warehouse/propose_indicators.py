"""Proposes indicators for KPIs from what Kolada says of them and from their values, which are fetched where they are not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from assets.definitions.of_run import RunDefinitions
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.assets import fetch_kpis
from assets.kolada.plan_harvest import StoredCatalogue, last_asked, read_stored_catalogue
from assets.storage.one_writer import locked
from assets.storage.run_sql import run
from assets.warehouse.place import warehouse_of
from assets.warehouse.store import reading, writing
from assets.warehouse.waiting import load_answers
from models.definitions.base import Plain
from models.definitions.proposals import KnownKpi, Proposal, propose
from models.errors import SourceError, UsageError
from models.words.proposals import HAS_ALREADY, NO_VALUES, REGIONAL, UNKNOWN_AREA, UNKNOWN_UNIT, why_of


@dataclass(frozen=True)
class Proposed:
    """What is proposed of some KPIs, and a sentence on each that nothing is proposed of."""

    proposals: Sequence[Proposal]
    left_out: Sequence[str]


def read_catalogue(defined: RunDefinitions, municipality: str, kpi_ids: Sequence[str] = ()) -> StoredCatalogue:
    """Return Kolada's catalogue as it is stored, or, where none is or a KPI is in none, as it is now.

    Raises:
        SourceError, PlaceError: as `fetch_kpis`.
        UsageError: a KPI is not in it.
    """
    store = AnswerStore(defined.answers(municipality))
    stored = read_stored_catalogue(store)
    if stored is None or not set(kpi_ids) <= stored.kpis.keys():
        fetch_kpis(defined, municipality, [])
        stored = read_stored_catalogue(store)
    if stored is None:
        raise SourceError("Koladas katalog kom inte. Kör igen.")
    unknown = [kpi_id for kpi_id in kpi_ids if kpi_id not in stored.kpis]
    if unknown:
        raise UsageError(
            f"{', '.join(unknown)} finns inte i Koladas katalog. Rätta id:t; katalogen finns på kolada.se."
        )
    return stored


def propose_indicators(defined: RunDefinitions, municipality: str, kpi_ids: Sequence[str]) -> Proposed:
    """Return what is proposed of KPIs of the catalogue, in their order; those that have never been asked for are fetched.

    Raises:
        SourceError, PlaceError: what is not known could not be fetched, kept or read.
    """
    model = defined.of(municipality).model
    has = {kpi_id: item.id for item in model.indicators for kpi_id in [item.kpi_id] if kpi_id is not None}
    left_out = [HAS_ALREADY.format(kpi=kpi_id, indicator=has[kpi_id]) for kpi_id in kpi_ids if kpi_id in has]
    wanted = [kpi_id for kpi_id in dict.fromkeys(kpi_ids) if kpi_id not in has]
    store = AnswerStore(defined.answers(municipality))
    with locked(defined.store(municipality)):
        asked = last_asked(list_harvests(store))
        if any(kpi_id not in asked for kpi_id in wanted):
            fetch_kpis(defined, municipality, wanted)
        place = warehouse_of(defined, municipality)
        with writing(place) as con:
            load_answers(con, defined, municipality, list_harvests(store))
    asked = last_asked(list_harvests(store))
    with reading(place) as con:
        known = _read_known(con, wanted, model.municipality.area_id, {kpi: at.year for kpi, at in asked.items()})
        areas = [row[0] for row in run(con, "similar_areas", area_id=model.municipality.area_id)]
    margins = read_catalogue(defined, municipality, wanted).margins()
    months = sorted({report.month for report in model.municipality.reports})
    taken = {item.id for item in model.indicators}
    proposals: list[Proposal] = []
    for kpi_id in wanted:
        kpi, municipality_type = known[kpi_id]
        if municipality_type == "L" or kpi.low is None:
            left_out.append((REGIONAL if municipality_type == "L" else NO_VALUES).format(kpi=kpi_id, title=kpi.title))
            continue
        unknown = (UNKNOWN_UNIT, UNKNOWN_AREA)
        made = propose(kpi, unknown, areas=areas, margin=margins.get(kpi_id), months=months, taken=taken)
        taken.add(str(made.keys["id"]))
        proposals.append(made)
    return Proposed(proposals, left_out)


def as_definition(proposal: Proposal) -> dict[str, Plain]:
    """Return a proposal as it stands in the YAML: with its reason, and what nobody has confirmed."""
    return {**proposal.keys, "why": why_of(proposal), "proposed": proposal.proposed}


def _read_known(
    con: duckdb.DuckDBPyConnection, kpi_ids: Sequence[str], area_id: str, asked: dict[str, int]
) -> dict[str, tuple[KnownKpi, str | None]]:
    known: dict[str, tuple[KnownKpi, str | None]] = {}
    for row in run(con, "kpis_described", kpi_ids=list(kpi_ids), area_id=area_id):
        kpi_id, title, description, municipality_type, area, published, year, low, high, decimals, newest, *own = row
        years, figures, by_gender = own
        kpi = KnownKpi(
            kpi_id=kpi_id,
            title=title,
            description=description,
            operating_area=area,
            published=published,
            published_year=year,
            low=None if low is None else Decimal(low),
            high=None if high is None else Decimal(high),
            decimals=decimals,
            newest_year=newest,
            own=[(one, Decimal(figure)) for one, figure in zip(years or [], figures or [], strict=True)],
            own_by_gender=by_gender,
            asked_year=asked[kpi_id],
        )
        known[kpi_id] = kpi, municipality_type
    return known
