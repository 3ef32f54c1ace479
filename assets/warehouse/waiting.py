"""What of the answers that have been loaded waits for a municipality's yes, and what counts without one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from assets.definitions.let_in import LetIn, Waiting
from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import Definitions
from assets.kolada.answers import RESUME_WITHIN, Harvest
from assets.open_report import effective_as_of, latest_time
from assets.storage.one_writer import locked
from assets.warehouse.anything_new import EMPTY
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.merge_values import Loaded
from assets.warehouse.publications import write_publications
from models.errors import StyrtalError, UsageError

SECOND = timedelta(seconds=1)


def load_answers(
    con: duckdb.DuckDBPyConnection, defined: RunDefinitions, municipality: str, harvests: Sequence[Harvest]
) -> Loaded:
    """Load what has been fetched, and write down what is known of publications, what counts without a yes and what waits.

    Raises:
        DamagedAnswerError, RefusedAnswerError: as `load_harvests`.
        PlaceError: what was to be written down could not be.
    """
    store, indicators = defined.store(municipality), defined.of(municipality).model.indicators
    _let_in_unasked(defined, store, con)
    try:
        decimals = {item.kpi_id: item.decimals for item in indicators if item.kpi_id is not None}
        loaded = load_harvests(con, harvests, decimals)
        write_publications(con, store)
    finally:
        # One harvest that cannot be loaded leaves the others loaded.
        _let_in_unasked(defined, store, con)
        _tell_waiting(defined, store, con, harvests)
    return loaded


def _let_in_unasked(defined: RunDefinitions, store: Path, con: duckdb.DuckDBPyConnection) -> None:
    """Write down what counts without a yes: what was known when a municipality began to wait, or comes while it does not.

    Called before and after a load, for every municipality of the warehouse: one's harvest is what another waits for. The first
    answers that a municipality ever has are let in as they come, since there is nothing that they could change.
    """
    for name, definitions in _municipalities(defined, store):
        log = defined.let_in_log(name)
        lines = log.all()
        if definitions.model.municipality.schedules.refresh_waits == bool(lines) or _latest(con, definitions) is None:
            continue
        until = latest_time(con)
        if not lines:
            log.add(LetIn(until, until))
        elif lines[-1].until < until:
            log.add(LetIn(until, defined.versions(name).next_instant(defined.workplace.now()).replace(tzinfo=None)))


def _tell_waiting(
    defined: RunDefinitions, store: Path, con: duckdb.DuckDBPyConnection, harvests: Sequence[Harvest]
) -> None:
    """Write down, for every municipality of the warehouse that waits, what has come since its last yes."""
    for name, definitions in _municipalities(defined, store):
        log = defined.let_in_log(name)
        let_in = log.known_at(None)
        if let_in is None or not definitions.model.municipality.schedules.refresh_waits:
            continue
        until = _whole_until(latest_time(con), harvests)
        latest = _latest(con, definitions, until)
        waits = latest is not None and latest > let_in.until
        log.tell_waiting(_counted(definitions, let_in.until, until, harvests) if waits else None)


def let_in(defined: RunDefinitions, municipality: str, by: str) -> LetIn:
    """Let in what waits, as it was last shown, and return the line of the log.

    Raises:
        UsageError: nothing waits, or what waits has not been shown.
        PlaceError: the log could not be written.
    """
    log = defined.let_in_log(municipality)
    with locked(defined.workplace.home, tell=defined.workplace.tell):
        waiting = log.waiting()
        if not defined.now(municipality).model.municipality.schedules.refresh_waits or waiting is None:
            raise UsageError(f"Inget svar från Kolada väntar på ja för {municipality}.")
        if waiting.shown != waiting.until:
            raise UsageError(
                "Det som väntar har inte visats, eller så har mer kommit sedan dess. Kör styrtal refresh --preview först."
            )
        at = defined.versions(municipality).next_instant(defined.workplace.now()).replace(tzinfo=None)
        line = LetIn(waiting.until, max(at, log.all()[-1].at + SECOND), by.strip(), waiting.answers, waiting.changes)
        log.add(line)
        log.tell_waiting(None)
    return line


def _municipalities(defined: RunDefinitions, store: Path) -> Iterator[tuple[str, Definitions]]:
    """Yield the municipalities of a warehouse that wait for a yes, or have."""
    for name, folder in defined.workplace.municipalities.items():
        try:
            # Hundreds may share a warehouse: only those that say something of it are read.
            says = b"refresh_waits" in (folder / "municipality.yaml").read_bytes()
            if says or (store / "let-in" / f"{name}.jsonl").exists():
                definitions = defined.now(name)
                if defined.store(name) == store:
                    yield name, definitions
        except (StyrtalError, OSError):
            # Its own run tells what is wrong.
            continue


def _latest(con: duckdb.DuckDBPyConnection, definitions: Definitions, until: datetime | None = None) -> datetime | None:
    """Return when something last came that the municipality's reports can use; None where nothing has."""
    try:
        return effective_as_of(con, definitions, until.replace(tzinfo=UTC) if until is not None else None)
    except UsageError:
        return None


def _whole_until(latest: datetime, harvests: Sequence[Harvest]) -> datetime:
    """Return the last instant of which all has come: a harvest that goes on may still bring answers from when it began."""
    going = [
        harvest.started_at.astimezone(UTC).replace(tzinfo=None)
        for harvest in harvests
        if not harvest.ended and not harvest.refused
    ]
    return min([latest, *(began - SECOND for began in going if abs(latest - began) <= RESUME_WITHIN)])


def _counted(definitions: Definitions, since: datetime, until: datetime, harvests: Sequence[Harvest]) -> Waiting:
    """Count the answers that hold something new about the municipality's KPIs; where none does, those of the catalogue's KPIs."""
    wanted = set(definitions.model.kpi_ids)
    came = [
        (datetime.fromisoformat(page.at), harvest.questions[number], page)
        for harvest in harvests
        if harvest.ended
        for (number, _), page in harvest.answers.items()
    ]
    before = {page.sha256 for at, _, page in came if at <= since}
    new = [(at, question, page) for at, question, page in came if since < at <= until and page.sha256 not in before]
    values = [(at, page) for at, question, page in new if wanted.intersection(question.kpi_ids) and page.size > EMPTY]
    counted = values or [(at, page) for at, question, page in new if question.kind == "kpi"]
    return Waiting(until, min((at for at, _ in counted), default=until), len({page.sha256 for _, page in counted}))
