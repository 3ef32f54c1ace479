"""What of the answers that are loaded waits for a municipality's yes, and what counts without one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from assets.definitions.let_in import LetIn, LetInLog
from assets.definitions.of_run import RunDefinitions
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
    _tell_what_waits(con, defined, store, harvests)
    try:
        decimals = {item.kpi_id: item.decimals for item in indicators if item.kpi_id is not None}
        loaded = load_harvests(con, harvests, decimals)
        write_publications(con, store)
    finally:
        # One harvest that cannot be loaded leaves the others loaded.
        _tell_what_waits(con, defined, store, harvests)
    return loaded


def _tell_what_waits(
    con: duckdb.DuckDBPyConnection, defined: RunDefinitions, store: Path, harvests: Sequence[Harvest]
) -> None:
    """Write down what counts and what waits of every municipality of the warehouse that waits for a yes, or has.

    What was known when it began to wait counts, what comes while it does not, and the first answers that it ever has, which
    can change nothing.
    """
    for name, folder in defined.workplace.municipalities.items():
        log = LetInLog(store, name)
        lines = log.all()
        try:
            # Hundreds may share a warehouse: only those that say something of it are read.
            if not lines and b"refresh_waits" not in (folder / "municipality.yaml").read_bytes():
                continue
            definitions, until = defined.now(name), latest_time(con)
            effective_as_of(con, definitions, None)
        except (StyrtalError, OSError):
            # Nothing is known yet, or its own run tells what is wrong.
            continue
        waits, let_in = definitions.model.municipality.schedules.refresh_waits, log.known_at(None)
        at = defined.versions(name).next_instant(defined.workplace.now()).replace(tzinfo=None)
        if waits and let_in is None and defined.store(name) == store:
            log.add(LetIn(until, until))
        elif let_in is not None and not waits and let_in.until < until:
            log.add(LetIn(until, at))
        elif let_in is not None and waits:
            # A harvest that was broken off may still bring answers that are dated from when it began.
            going = [one.started_at.replace(tzinfo=None) for one in harvests if not one.ended and not one.refused]
            until = min([until, *(began - SECOND for began in going if abs(until - began) <= RESUME_WITHIN)])
            latest = effective_as_of(con, definitions, until.replace(tzinfo=UTC))
            if latest > let_in.until and until > lines[-1].until:
                log.add(_counted(LetIn(until, at, None), let_in.until, {*definitions.model.kpi_ids}, harvests))


def _counted(waiting: LetIn, after: datetime, kpi_ids: set[str], harvests: Sequence[Harvest]) -> LetIn:
    """Count the answers after an instant, of some KPIs or of KPIs as such, whose bytes no earlier one had."""
    came = [
        (datetime.fromisoformat(page.at), page.sha256)
        for harvest in harvests
        if harvest.ended
        for (number, _), page in harvest.answers.items()
        for question in [harvest.questions[number]]
        if question.kind == "kpi" or (page.size > EMPTY and kpi_ids.intersection(question.kpi_ids))
    ]
    before = {sha256 for at, sha256 in came if at <= after}
    new = [(at, sha256) for at, sha256 in came if after < at <= waiting.until and sha256 not in before]
    since = min((at for at, _ in new), default=waiting.until)
    return replace(waiting, answers=len({sha256 for _, sha256 in new}), since=since)


def let_in(defined: RunDefinitions, municipality: str, by: str) -> LetIn:
    """Let in what waits, as it was last shown, and return the line of the log.

    Raises:
        UsageError: nothing waits, or what waits has not been shown.
        PlaceError: the log could not be written.
    """
    log, waits = defined.let_in_log(municipality), defined.now(municipality).model.municipality.schedules.refresh_waits
    with locked(defined.workplace.home, tell=defined.workplace.tell):
        waiting = log.waiting()
        if waiting is None or not waits:
            raise UsageError(f"Inget svar från Kolada väntar på ja för {municipality}.")
        if waiting.changes is None:
            raise UsageError(
                "Det som väntar har inte visats, eller så har mer kommit sedan dess. Kör styrtal refresh --preview först."
            )
        at = defined.versions(municipality).next_instant(defined.workplace.now()).replace(tzinfo=None)
        line = replace(waiting, at=max(at, waiting.at + SECOND), by=by.strip())
        log.add(line)
    return line
