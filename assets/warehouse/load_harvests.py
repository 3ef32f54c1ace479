"""Loads harvests into the warehouse: only what differs from what is known opens a new version.

What closes a value, what is rounding noise and which clock counts: docs/tables.md. A question whose pages have the
same bytes as at its last load is not read again; of those that are read, a fingerprint per KPI tells which must be
compared value by value.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import duckdb
import polars as pl

from assets.kolada.answers import INTAKE, Harvest, StoredAnswer
from assets.kolada.intake import WireError, read_page
from assets.kolada.plan_harvest import hash_areas
from assets.storage.run_sql import give, run
from assets.warehouse.merge_values import Loaded, merge_values
from assets.warehouse.stage_answers import Staged, damaged, page_hashes, page_paths, stage_values
from assets.warehouse.store import again_on_conflict, transaction
from assets.warehouse.unit_values import load_unit_values
from models.errors import RefusedAnswerError

_log = logging.getLogger(__name__)
# What DuckDB says of rows that it cannot read or keep; anything else is the place's fault, or ours.
_UNFIT = (duckdb.DataError, duckdb.IntegrityError, duckdb.InvalidInputException)

# Kolada's lists: the table of each, its key, and the kind of question that asks for it.
_LISTS = (
    ("kpi", "kpi_id", "kpi"),
    ("area", "area_id", "municipality"),
    ("area_group", "group_id", "municipality_groups"),
    ("kolada_unit", "kolada_unit_id", "ou"),
)


def load_harvests(con: duckdb.DuckDBPyConnection, harvests: Sequence[Harvest], decimals: Mapping[str, int]) -> Loaded:
    """Load the harvests that have ended and are not loaded yet, oldest first, each in a transaction of its own.

    Args:
        con: the warehouse, open for writing and in no transaction.
        harvests: in the order in which they were made.
        decimals: of each KPI's indicator; a difference below half a unit of the last one may be rounding noise.

    A harvest that cannot be loaded is set aside and told, and those after it are loaded: what it asked for is asked anew.

    Raises:
        DamagedAnswerError: a stored answer is gone or no longer has its hash; it is asked for anew by the next run.
        RefusedAnswerError: a stored answer is not what the API answers; it was kept before the intake was as strict as now.
            Everything else has been loaded.
    """
    loaded_ids = {row[0] for row in con.execute("SELECT harvest_id FROM harvest").fetchall()}
    loaded = Loaded()
    rows = {"kpi_id": list(decimals), "decimals": list(decimals.values())}
    con.register("decimals_row", pl.DataFrame(rows, schema={"kpi_id": pl.String, "decimals": pl.Int64}))
    run(con, "future_harvest", now=datetime.now(UTC).replace(tzinfo=None))
    unfit: list[str] = []
    for harvest in harvests:
        if not harvest.ended or harvest.id in loaded_ids:
            continue
        try:
            _take_in(harvest)
            loaded.add(again_on_conflict(lambda harvest=harvest: _load_one(con, harvest)))
        except RefusedAnswerError as error:
            unfit.append(str(error))
            _set_aside(con, harvest, str(error))
        except _UNFIT as error:
            _set_aside(con, harvest, f"{harvest.path} gick inte att läsa in: {str(error).splitlines()[0][:300]}")
    con.unregister("decimals_row")
    if unfit:
        raise RefusedAnswerError(f"{unfit[0]} Det lades åt sidan, och allt annat lästes in.")
    return loaded


def _take_in(harvest: Harvest) -> None:
    """Look at what was kept before the intake was as strict as now, so that nothing else is read."""
    for (number, _), page in harvest.answers.items():
        if page.intake >= INTAKE:
            continue
        body = harvest.store.get(page.sha256)
        if body is None:
            raise damaged(harvest, page)
        try:
            read_page(harvest.questions[number].kind, body)
        except WireError as error:
            path = harvest.store.path(page.sha256)
            raise RefusedAnswerError(
                f"Det sparade svaret {path} är inte vad Koladas v3-API svarar: {error}."
            ) from error


def _set_aside(con: duckdb.DuckDBPyConnection, harvest: Harvest, why: str) -> None:
    """Note in the harvest's log and in the warehouse that a harvest cannot be loaded, and tell it."""
    harvest.refuse(why)
    kpi_ids = sorted({kpi_id for question in harvest.questions for kpi_id in question.kpi_ids})
    row = (harvest.id, harvest.origin, harvest.started_at.replace(tzinfo=None), ",".join(kpi_ids), why)
    frame = pl.DataFrame([row], schema=["harvest_id", "origin", "at", "kpi_ids", "why"], orient="row")
    with transaction(con):
        con.register("refused_row", frame)
        con.execute("INSERT INTO refused_harvest BY NAME FROM refused_row")
        con.unregister("refused_row")
    _log.error("%s Det lades åt sidan. Det som var känt gäller, och nästa körning frågar igen.", why)


def _load_one(con: duckdb.DuckDBPyConnection, harvest: Harvest) -> Loaded:
    loaded = Loaded()
    pages = {number: harvest.pages(number) for number in range(len(harvest.questions))}
    try:
        staged = stage_values(con, harvest, pages)
        with transaction(con):
            _stage_answers(con, harvest, pages)
            for table, key, kind in _LISTS:
                pages_of_kind = [p for n, q in enumerate(harvest.questions) if q.kind == kind for p in pages[n]]
                _load_list(con, harvest, table, key, pages_of_kind)
            doubted = _load_values(con, harvest, pages, staged, loaded)
            load_unit_values(con, harvest, pages, loaded)
            con.execute("INSERT INTO source_answer BY NAME FROM staged_answer")
            con.execute("INSERT INTO harvest BY NAME FROM this_harvest")
    except duckdb.TransactionException:
        raise
    except duckdb.Error as error:
        raise _damaged(harvest, pages, error) from error
    if doubted:
        harvest.doubt(doubted)
    for name in ("incoming", "covered", "chosen", "difference", "unit_incoming", "unit_asked"):
        con.execute(f"DROP TABLE IF EXISTS {name}")
    loaded.harvests += 1
    loaded.answers += sum(len(pages_of_kind) for pages_of_kind in pages.values())
    return loaded


def _damaged(harvest: Harvest, pages: dict[int, list[StoredAnswer]], error: duckdb.Error) -> Exception:
    """Return which stored answer is damaged, or the error itself where none is."""
    for pages_of_question in pages.values():
        for page in pages_of_question:
            if harvest.store.get(page.sha256) is None:
                return damaged(harvest, page)
    return error


def _stage_answers(con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: dict[int, list[StoredAnswer]]) -> None:
    rows = [
        (
            page.source_answer_id, harvest.id, harvest.questions[number].kind, page.url, page.at, page.fetched_at,
            page.status, page.size, page.sha256, harvest.origin, 0,
        )
        for number, pages_of_question in pages.items()
        for page in pages_of_question
    ]  # fmt: skip
    con.execute("CREATE OR REPLACE TEMP TABLE staged_answer AS FROM source_answer LIMIT 0")
    names = [column[0] for column in con.execute("FROM staged_answer").description or []]
    con.register("answer_row", pl.DataFrame(rows, schema=names, orient="row").unique("source_answer_id"))
    con.execute("INSERT INTO staged_answer BY NAME FROM answer_row")
    con.unregister("answer_row")
    this = (harvest.id, harvest.base_url, harvest.origin, harvest.started_at.replace(tzinfo=None))
    frame = pl.DataFrame([this], schema=["harvest_id", "base_url", "origin", "at"], orient="row")
    give(con, frame, "harvest_row", "this_harvest", "answer_of_bytes")


def _load_list(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, table: str, key: str, pages: list[StoredAnswer]
) -> None:
    """Open a new version of each row that differs, and close those that are gone; an older answer changes nothing."""
    newest = run(con, "newest_list", about={"kpi": table})[0][0]
    if not pages or (newest is not None and newest > harvest.started_at.replace(tzinfo=None)):
        return
    run(con, f"listed_of_{table}", files=page_paths(harvest, pages))
    run(con, "listed_anew", "close_listed", "open_listed", about={"kpi": table, "kpi_id": key})


def _load_values(
    con: duckdb.DuckDBPyConnection,
    harvest: Harvest,
    pages: dict[int, list[StoredAnswer]],
    staged: Staged,
    loaded: Loaded,
) -> list[str]:
    """Compare what was staged, and write versions, places and fingerprints; return the KPIs of which too much was closed."""
    give(con, _asked(harvest, staged), "asked_row", "asked")
    doubted = merge_values(con, loaded)
    run(con, "tell_mended", "tell_confirmed", "count_noise", "write_asked", "forget_questions")
    _write_questions(con, harvest, pages, staged)
    for kpi_id, outcome in con.execute("SELECT kpi_id, outcome FROM asked").fetchall():
        loaded.outcomes[kpi_id] = outcome
    return doubted


def _asked(harvest: Harvest, staged: Staged) -> pl.DataFrame:
    """Return a row a KPI asked for: how it was asked, and how many cells came."""
    areas: dict[str, set[str]] = {}
    complete: dict[str, bool] = {}
    first: dict[str, int | None] = {}
    for number in staged.asked:
        question = harvest.questions[number]
        for kpi_id in question.kpi_ids:
            areas.setdefault(kpi_id, set()).update(question.area_ids)
            complete[kpi_id] = question.from_date is None
            first[kpi_id] = min([*(question.years or ()), first.get(kpi_id) or 9999]) if question.years else None
    rows = [
        (kpi_id, complete[kpi_id], hash_areas(sorted(areas[kpi_id])), first[kpi_id], staged.counts.get(kpi_id, 0))
        for kpi_id in areas
    ]
    types = {
        "kpi_id": pl.String, "complete": pl.Boolean, "areas_hash": pl.String, "from_year": pl.Int64, "n_cells": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=types, orient="row")


def _write_questions(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: dict[int, list[StoredAnswer]], staged: Staged
) -> None:
    """Write down which bytes need not be read again."""
    skipped = {
        row[0]
        for row in con.execute("SELECT kpi_id FROM asked WHERE outcome NOT IN ('loaded', 'unchanged')").fetchall()
    }
    rows: list[tuple[str, str, str, str]] = []
    for number in staged.read:
        question = harvest.questions[number]
        if question.from_date is not None or skipped & set(question.kpi_ids):
            continue
        totals: dict[str, int] = {}
        for stored in pages[number]:
            for kpi_id, n in staged.by_page.get(stored.source_answer_id, {}).items():
                totals[kpi_id] = totals.get(kpi_id, 0) + n
        rows.append(
            (
                question.path,
                ",".join(question.kpi_ids),
                page_hashes(pages[number]),
                json.dumps(totals, sort_keys=True),
            )
        )
    if rows:
        frame = pl.DataFrame(rows, schema=["question", "kpi_ids", "sha256s", "n_cells"], orient="row")
        give(con, frame, "answered_row", "write_questions")
