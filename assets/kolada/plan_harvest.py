"""Fetches what the definitions name: the catalogue, and the values of every municipality, as a harvest."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import cast

from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.kolada.client import MAX_IDS, KoladaClient, Progress, Question, plan_questions, split_evenly
from assets.kolada.intake import WireError, read_page
from models.definitions.margins import PREFIX, pair_margins
from models.errors import RefusedAnswerError, SourceError

RIKET = "0000"
OVERLAP = timedelta(days=30)
FULL_EVERY = timedelta(days=30)
# An answer that closed many values is believed where it is the same so long after.
DOUBTED_FOR = timedelta(days=7)
CATALOGUE = (Question("kpi"), Question("municipality"), Question("municipality_groups"), Question("kpi_groups"))


UNITS = Question("ou")


@dataclass(frozen=True)
class Wanted:
    """A KPI that the definitions name, the first year asked for (None: all that Kolada has), and whether units are too."""

    kpi_id: str
    from_year: int | None = None
    units: bool = False


@dataclass(frozen=True)
class AskedBefore:
    """Where the client is with a KPI on one base, by the server's clock."""

    last_full: datetime
    last_asked: datetime
    areas_hash: str
    from_year: int | None


@dataclass(frozen=True)
class Catalogue:
    """What a harvest's catalogue says: the KPIs that exist, the areas to ask for, and the server's clock."""

    kpi_ids: frozenset[str]
    area_ids: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class KpiTitle:
    """A KPI's title and Kolada's own area, and whether it is of municipalities (K), regions (L) or both (A)."""

    title: str
    operating_area: str
    municipality_type: str


@dataclass(frozen=True)
class KpiSet:
    """One of Kolada's own sets of KPIs: its title, and the KPIs' ids."""

    title: str
    kpi_ids: tuple[str, ...]


@dataclass(frozen=True)
class StoredCatalogue:
    """Kolada's KPIs by id, and its sets of them, as they were last answered."""

    kpis: Mapping[str, KpiTitle]
    sets: Sequence[KpiSet]

    def search(self, text: str) -> list[str]:
        """Return the KPIs of municipalities whose title has every word of a text; those of uncertainty figures are left out."""
        words = text.casefold().split()
        return [
            kpi for kpi in self.of_municipalities() if all(word in self.kpis[kpi].title.casefold() for word in words)
        ]

    def of_municipalities(self) -> list[str]:
        """Return the ids of the KPIs of municipalities, without those of uncertainty figures."""
        return [
            kpi_id
            for kpi_id, kpi in sorted(self.kpis.items())
            if kpi.municipality_type != "L" and not kpi.title.startswith(PREFIX.strip())
        ]

    def margins(self) -> dict[str, str]:
        """Return the KPI of uncertainty figures of each KPI whose title pairs with it exactly."""
        paired = pair_margins({kpi_id: kpi.title for kpi_id, kpi in self.kpis.items()})
        return {one.kpi_ids[0]: one.margin_kpi for one in paired if one.found == "exact"}

    def find_sets(self, text: str) -> list[KpiSet]:
        """Return the sets whose title has a text, whatever its spaces, signs and capitals."""
        wanted = _letters(text)
        return [one for one in self.sets if wanted and wanted in _letters(one.title)]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def hash_areas(area_ids: Sequence[str]) -> str:
    """Return a short hash of a set of areas."""
    return hashlib.sha256(",".join(sorted(area_ids)).encode()).hexdigest()[:16]


def begin_harvest(client: KoladaClient, store: AnswerStore, wanted: Sequence[Wanted]) -> tuple[Harvest, Catalogue]:
    """Ask for the catalogue and return it with the harvest that holds it; a broken-off one goes on.

    Raises:
        SourceError: the API could not be reached, or its catalogue is empty.
    """
    text = "\n".join(sorted(f"{w.kpi_id} {w.from_year} {w.units}" for w in wanted))
    questions = [*CATALOGUE, *([UNITS] if any(w.units for w in wanted) else [])]
    key = hashlib.sha256(f"{client.known_as}\n{text}".encode()).hexdigest()
    first = list(client.pages(CATALOGUE[1]))
    harvest = Harvest.begin(store, base_url=client.known_as, origin=first[0].origin, started_at=first[0].at, key=key)
    if CATALOGUE.index(first[0].question) in harvest.add_questions(questions):
        for page in first:
            harvest.keep(page)
    left = [harvest.questions[number] for number in harvest.add_questions(questions)]
    client.ask(left, keep=harvest.keep)
    kpi_ids = frozenset(row["id"] for row in _stored_rows(harvest, CATALOGUE[0]))
    areas = sorted(row["id"] for row in _stored_rows(harvest, CATALOGUE[1]) if row["type"] == "K")
    if not kpi_ids or not areas:
        raise SourceError(f"{client.base_url} svarade med en tom katalog. Kontrollera att det är Koladas v3-API.")
    # Riket is typed L; other regions are not asked for, nor groups: we count on the municipalities themselves.
    return harvest, Catalogue(kpi_ids, (RIKET, *(a for a in areas if a != RIKET)), harvest.started_at)


def read_stored_catalogue(store: AnswerStore) -> StoredCatalogue | None:
    """Return the newest whole catalogue among the stored answers; None where none has Kolada's sets of KPIs.

    Raises:
        SourceError, RefusedAnswerError: a stored answer is damaged, or none of the API's.
    """
    for harvest in reversed(list_harvests(store)):
        if harvest.ended and not harvest.is_ahead and set(CATALOGUE) <= set(harvest.questions):
            kpis = {
                row["id"]: KpiTitle(
                    row.get("title") or row["id"], row.get("operating_area") or "", row.get("municipality_type") or ""
                )
                for row in _stored_rows(harvest, CATALOGUE[0])
            }
            sets = [
                KpiSet(
                    row.get("title") or row["id"],
                    tuple(member["member_id"] for member in cast("list[dict[str, str]]", row.get("members") or [])),
                )
                for row in _stored_rows(harvest, CATALOGUE[3])
            ]
            return StoredCatalogue(kpis, sets)
    return None


def _stored_rows(harvest: Harvest, question: Question) -> list[dict[str, str]]:
    number = harvest.questions.index(question)
    rows: list[dict[str, str]] = []
    for page in harvest.pages(number):
        body = harvest.store.get(page.sha256)
        if body is None:
            raise SourceError(
                f"Det sparade svaret {page.sha256} är skadat. Ta bort det ur {harvest.store.folder} och kör igen."
            )
        try:
            rows += cast("list[dict[str, str]]", read_page(question.kind, body).rows())
        except WireError as error:
            why = f"Det sparade svaret {page.sha256} är inte vad Koladas v3-API svarar: {error}."
            harvest.refuse(why)
            raise RefusedAnswerError(f"{why} Det lades åt sidan.") from error
    return rows


def plan_harvest(
    wanted: Sequence[Wanted], catalogue: Catalogue, asked_before: Mapping[str, AskedBefore]
) -> list[Question]:
    """Plan what to ask: everything where it is due, and else only what changed since the last time.

    A KPI is asked for in full if it never was, if its areas or first year have changed, or if 30 days have passed
    since; a refresh overlaps the last question by 30 days. Which clock counts: the server's (docs/tables.md). What
    changed is mostly nothing, so it is asked of 25 KPIs at once, of all areas and of the years that a list takes;
    earlier years come with the next full answer.
    """
    areas_hash = hash_areas(catalogue.area_ids)
    full: dict[int | None, list[str]] = {}
    changed: dict[int | None, list[tuple[str, datetime]]] = {}
    for item in sorted(wanted, key=lambda w: w.kpi_id):
        before = asked_before.get(item.kpi_id)
        stale = (
            before is None
            or (before.areas_hash, before.from_year) != (areas_hash, item.from_year)
            or catalogue.at - before.last_full >= FULL_EVERY
            or catalogue.at < before.last_asked
        )
        if before is None or stale:
            full.setdefault(item.from_year, []).append(item.kpi_id)
        else:
            changed.setdefault(item.from_year, []).append((item.kpi_id, before.last_asked))
    questions: list[Question] = []
    for from_year, kpi_ids in sorted(full.items(), key=str):
        questions += plan_questions(kpi_ids, catalogue.area_ids, _years(from_year, catalogue.at))
    for from_year, items in sorted(changed.items(), key=str):
        since = (min(asked for _, asked in items) - OVERLAP).date()
        years = _latest_years(from_year, catalogue.at)
        questions += [
            Question("data", kpi_ids, catalogue.area_ids, years, since)
            for kpi_ids in split_evenly([kpi_id for kpi_id, _ in items], ceil(len(items) / MAX_IDS))
        ]
    # Of units everything each time: a KPI is a page or a few, and equal bytes are kept once.
    questions += [
        Question("oudata", (item.kpi_id,), (), _latest_years(item.from_year, catalogue.at))
        for item in sorted(wanted, key=lambda w: w.kpi_id)
        if item.units and item.kpi_id in catalogue.kpi_ids
    ]
    return questions


def _latest_years(from_year: int | None, at: datetime) -> tuple[int, ...]:
    """Return the latest years, no more of them than a question may have."""
    first = at.year - MAX_IDS + 1
    return tuple(range(max(first, min(from_year or first, at.year)), at.year + 1))


def _years(from_year: int | None, at: datetime) -> list[int] | None:
    return None if from_year is None else list(range(from_year, at.year + 1))


def finish_harvest(
    client: KoladaClient, harvest: Harvest, questions: list[Question], progress: Progress | None = None
) -> None:
    """Ask what a harvest still lacks, and end it when every question has been answered.

    Raises:
        SourceError: as `KoladaClient.ask`; what was answered is kept, and the next harvest goes on from there.
    """
    left = [harvest.questions[number] for number in harvest.add_questions(questions)]
    done = len(questions) - len(left)

    def report(answered: int, _: int) -> None:
        if progress is not None:
            progress(done + answered, len(questions))

    client.ask(left, keep=harvest.keep, progress=report)
    harvest.end()


def read_asked_before(harvests: Sequence[Harvest], base_url: str) -> dict[str, AskedBefore]:
    """Return where the client is with each KPI on one base, from the logs of the harvests that have ended.

    A KPI whose answer closed much without replacing it has no place before an answer that is seven days younger: until then
    it is asked for in full.
    """
    asked_before: dict[str, AskedBefore] = {}
    doubted: dict[str, datetime] = {}
    for harvest in harvests:
        if harvest.base_url == base_url and harvest.ended and not harvest.is_ahead:
            _move_on(asked_before, harvest)
            doubted |= dict.fromkeys(harvest.doubted, harvest.started_at)
            for kpi_id, since in doubted.items():
                if harvest.started_at - since < DOUBTED_FOR:
                    asked_before.pop(kpi_id, None)
    return asked_before


def _move_on(asked_before: dict[str, AskedBefore], harvest: Harvest) -> None:
    areas: dict[str, set[str]] = {}
    years: dict[str, set[int]] = {}
    refreshed: set[str] = set()
    for question in harvest.questions:
        for kpi_id in question.kpi_ids if question.kind == "data" else ():
            areas.setdefault(kpi_id, set()).update(question.area_ids)
            years.setdefault(kpi_id, set()).update(question.years or ())
            if question.from_date is not None:
                refreshed.add(kpi_id)
    for kpi_id, asked in areas.items():
        earlier = asked_before.get(kpi_id)
        if kpi_id not in refreshed:
            first = min(years[kpi_id], default=None)
            asked_before[kpi_id] = AskedBefore(harvest.started_at, harvest.started_at, hash_areas(sorted(asked)), first)
        # Where what it was refreshed upon is gone, it must be asked for in full again.
        elif earlier is not None:
            hashed = hash_areas(sorted(asked))
            asked_before[kpi_id] = replace(earlier, last_asked=harvest.started_at, areas_hash=hashed)


def last_asked(harvests: Sequence[Harvest]) -> dict[str, datetime]:
    """Return when each KPI was last asked for, on any base, by the server's clock."""
    return {
        kpi_id: harvest.started_at
        for harvest in harvests
        if harvest.ended and not harvest.is_ahead
        for question in harvest.questions
        for kpi_id in question.kpi_ids
    }
