"""Loads harvests into the warehouse: only what differs from what is known opens a new version.

What closes a value, what is rounding noise and which clock counts: docs/tables.md. A question whose pages have the
same bytes as at its last load is not read again; of those that are read, a fingerprint per KPI tells which must be
compared value by value.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from assets.kolada.answers import Harvest, StoredAnswer
from assets.kolada.plan_harvest import hash_areas
from assets.warehouse.merge_values import NOISE, Loaded, merge_values
from assets.warehouse.stage_answers import Staged, damaged, page_hashes, page_paths, stage_values
from assets.warehouse.store import again_on_conflict, transaction
from assets.warehouse.unit_values import load_unit_values

_DIMENSIONS = {"kpi": "kpi", "area": "municipality", "area_group": "municipality_groups", "kolada_unit": "ou"}


def load_harvests(con: duckdb.DuckDBPyConnection, harvests: Sequence[Harvest], decimals: Mapping[str, int]) -> Loaded:
    """Load the harvests that have ended and are not loaded yet, oldest first, each in a transaction of its own.

    Args:
        con: the warehouse, open for writing and in no transaction.
        harvests: in the order in which they were made.
        decimals: of each KPI's indicator; a difference below half a unit of the last one may be rounding noise.

    Raises:
        DamagedAnswerError: a stored answer is gone or no longer has its hash; it is asked for anew by the next run.
    """
    known = {row[0] for row in con.execute("SELECT harvest_id FROM harvest").fetchall()}
    loaded = Loaded()
    limits = pl.DataFrame(
        {"kpi_id": list(decimals), "noise": [min(NOISE, 0.5 * 10.0**-d) for d in decimals.values()]},
        schema={"kpi_id": pl.String, "noise": pl.Float64},
    )
    con.register("noise_limit", limits)
    for harvest in harvests:
        if harvest.ended and harvest.id not in known:
            loaded.add(again_on_conflict(lambda harvest=harvest: _load_one(con, harvest)))
    con.unregister("noise_limit")
    return loaded


def _load_one(con: duckdb.DuckDBPyConnection, harvest: Harvest) -> Loaded:
    loaded = Loaded()
    at = harvest.started_at.replace(tzinfo=None)
    pages = {number: harvest.pages(number) for number in range(len(harvest.questions))}
    try:
        staged = stage_values(con, harvest, pages)
        with transaction(con):
            _stage_answers(con, harvest, pages)
            for table, kind in _DIMENSIONS.items():
                files = [p for n, q in enumerate(harvest.questions) if q.kind == kind for p in pages[n]]
                _load_dimension(con, harvest, table, files, at)
            _load_values(con, harvest, pages, staged, loaded)
            load_unit_values(con, harvest, pages, loaded)
            con.execute("INSERT INTO source_answer SELECT * FROM staged_answer")
            con.execute("INSERT INTO harvest VALUES (?, ?, ?, ?)", [harvest.id, harvest.base_url, harvest.origin, at])
    except duckdb.TransactionException:
        raise
    except duckdb.Error as error:
        raise _damaged(harvest, pages, error) from error
    for name in ("incoming", "covered", "chosen", "difference"):
        con.execute(f"DROP TABLE IF EXISTS {name}")
    loaded.harvests += 1
    loaded.answers += sum(len(found) for found in pages.values())
    return loaded


def _damaged(harvest: Harvest, pages: dict[int, list[StoredAnswer]], error: duckdb.Error) -> Exception:
    """Return which stored answer is damaged, or the error itself where none is."""
    for found in pages.values():
        for page in found:
            if harvest.store.get(page.sha256) is None:
                return damaged(harvest, page)
    return error


def _stage_answers(con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: dict[int, list[StoredAnswer]]) -> None:
    rows = [
        (
            page.source_answer_id, harvest.id, harvest.questions[number].kind, page.url, page.at, page.fetched_at,
            page.status, page.size, page.sha256, harvest.origin, 0,
        )
        for number, found in pages.items()
        for page in found
    ]  # fmt: skip
    con.execute("CREATE OR REPLACE TEMP TABLE staged_answer AS FROM source_answer LIMIT 0")
    names = [column[0] for column in con.execute("FROM staged_answer").description or []]
    con.register("answer_rows", pl.DataFrame(rows, schema=names, orient="row").unique("source_answer_id"))
    con.execute("INSERT INTO staged_answer SELECT * FROM answer_rows")
    con.unregister("answer_rows")


_INCOMING_DIMENSION = {
    "kpi": (
        (
            "STRUCT(id VARCHAR, title VARCHAR, description VARCHAR, is_divided_by_gender BOOLEAN, municipality_type VARCHAR,"
            " operating_area VARCHAR, prel_publication_date VARCHAR, publication_date VARCHAR, publ_period VARCHAR,"
            " has_ou_data BOOLEAN)[]"
        ),
        (
            "v.id AS kpi_id, v.title, v.description, v.is_divided_by_gender, v.municipality_type, v.operating_area,"
            " v.prel_publication_date, v.publication_date, v.publ_period, v.has_ou_data"
        ),
    ),
    "area": ("STRUCT(id VARCHAR, title VARCHAR, type VARCHAR)[]", "v.id AS area_id, v.title, v.type"),
    "area_group": (
        "STRUCT(id VARCHAR, title VARCHAR, members STRUCT(member_id VARCHAR)[])[]",
        (
            "v.id AS group_id, v.title,"
            " array_to_string(list_sort(list_distinct([m.member_id FOR m IN v.members])), ',') AS members"
        ),
    ),
    "kolada_unit": (
        "STRUCT(id VARCHAR, title VARCHAR, municipality VARCHAR)[]",
        "v.id AS kolada_unit_id, v.title, v.municipality AS area_id",
    ),
}


def _load_dimension(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, table: str, pages: list[StoredAnswer], at: datetime
) -> None:
    """Open a new version of each row that differs, and close those that are gone; an older answer changes nothing."""
    newest = con.execute(f"SELECT max(known_from) FROM {table}").fetchall()[0][0]
    if not pages or (newest is not None and newest > at):
        return
    shape, columns = _INCOMING_DIMENSION[table]
    key = columns.split(" AS ")[1].split(",")[0]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE listed AS SELECT DISTINCT ON ({key}) {columns}, filename "
        f"FROM (SELECT unnest(\"values\") AS v, filename FROM read_json(?, columns = {{'values': '{shape}'}}, filename = true))"
        f" ORDER BY {key}",
        [page_paths(harvest, pages)],
    )
    names = [row[0] for row in con.execute("FROM listed LIMIT 0").description or [] if row[0] != "filename"]
    columns_listed = ", ".join(names)
    con.execute(
        f"UPDATE {table} AS o SET known_to = ? WHERE known_to IS NULL AND NOT EXISTS ("
        f"SELECT 1 FROM listed AS n WHERE {' AND '.join(f'n.{c} IS NOT DISTINCT FROM o.{c}' for c in names)})",
        [at],
    )
    con.execute(
        f"INSERT INTO {table} SELECT {columns_listed}, ?, NULL, a.source_answer_id FROM listed AS n "
        f"JOIN (SELECT sha256, min(source_answer_id) AS source_answer_id FROM staged_answer GROUP BY sha256) AS a"
        f" ON contains(n.filename, a.sha256) "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table} AS o WHERE o.known_to IS NULL AND o.{key} = n.{key}) ORDER BY {key}",
        [at],
    )


def _load_values(
    con: duckdb.DuckDBPyConnection,
    harvest: Harvest,
    pages: dict[int, list[StoredAnswer]],
    staged: Staged,
    loaded: Loaded,
) -> None:
    """Compare what was staged, and write versions, places and fingerprints."""
    at = harvest.started_at.replace(tzinfo=None)
    catalogue = {row[0] for row in con.execute("SELECT kpi_id FROM kpi WHERE known_to IS NULL").fetchall()}
    con.register("asked_frame", _asked(con, harvest, at, staged, catalogue))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE asked AS SELECT * REPLACE (CAST(kpi_id AS kpi_key) AS kpi_id) FROM asked_frame"
    )
    con.unregister("asked_frame")
    merge_values(con, at, loaded)
    # What mends an earlier finding is news, though no value changed.
    con.execute(
        "UPDATE asked AS a SET outcome = 'loaded' FROM ("
        'SELECT kpi_id, arg_max(outcome, "at") AS outcome, arg_max(in_catalogue, "at") AS in_catalogue FROM kpi_asked'
        " WHERE outcome <> 'older' GROUP BY kpi_id) AS b WHERE a.kpi_id = b.kpi_id AND a.outcome = 'unchanged'"
        " AND (b.outcome IN ('answered_empty', 'conflicting') OR b.in_catalogue <> a.in_catalogue)"
    )
    _write_places(con, harvest, pages, staged, at)
    for kpi_id, outcome in con.execute("SELECT kpi_id, outcome FROM asked").fetchall():
        loaded.outcomes[kpi_id] = outcome


def _asked(
    con: duckdb.DuckDBPyConnection,
    harvest: Harvest,
    at: datetime,
    staged: Staged,
    catalogue: set[str],
) -> pl.DataFrame:
    """Return a row a KPI asked for: how it was asked, and what may be done with the answer."""
    sql = """SELECT kpi_id, max("at") FROM kpi_asked WHERE outcome IN ('loaded', 'unchanged') GROUP BY kpi_id"""
    newest = dict(con.execute(sql).fetchall())
    held = {row[0] for row in con.execute("SELECT DISTINCT kpi_id FROM kolada_value WHERE known_to IS NULL").fetchall()}
    areas: dict[str, set[str]] = {}
    complete: dict[str, bool] = {}
    first: dict[str, int | None] = {}
    for number in staged.asked:
        question = harvest.questions[number]
        for kpi_id in question.kpi_ids:
            areas.setdefault(kpi_id, set()).update(question.area_ids)
            complete[kpi_id] = question.from_date is None
            first[kpi_id] = min([*(question.years or ()), first.get(kpi_id) or 9999]) if question.years else None
    rows: list[dict[str, Any]] = []
    for kpi_id in sorted(areas):
        empty = complete[kpi_id] and not staged.counts.get(kpi_id) and kpi_id in held and kpi_id in catalogue
        older = kpi_id in newest and newest[kpi_id] > at
        rows.append(
            {
                "kpi_id": kpi_id,
                "complete": complete[kpi_id],
                "areas_hash": hash_areas(sorted(areas[kpi_id])),
                "from_year": first[kpi_id],
                "in_catalogue": kpi_id in catalogue,
                "n_cells": staged.counts.get(kpi_id, 0),
                "n_conflicts": 0,
                "outcome": "older" if older else "answered_empty" if empty else "unchanged",
            }
        )
    types = {
        "kpi_id": pl.String, "complete": pl.Boolean, "areas_hash": pl.String, "from_year": pl.Int64,
        "in_catalogue": pl.Boolean, "n_cells": pl.Int64, "n_conflicts": pl.Int64, "outcome": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=types)


def _write_places(
    con: duckdb.DuckDBPyConnection,
    harvest: Harvest,
    pages: dict[int, list[StoredAnswer]],
    staged: Staged,
    at: datetime,
) -> None:
    """Write the KPIs' places, the noise on each answer, and which bytes need not be read again."""
    con.execute(
        "UPDATE staged_answer AS a SET n_noise = n.n FROM (SELECT p.source_answer_id, count(*) AS n FROM difference AS d"
        " JOIN page_answer AS p USING (page) WHERE d.kind = 'noise' GROUP BY ALL) AS n"
        " WHERE a.source_answer_id = n.source_answer_id"
    )
    con.execute(
        "INSERT INTO kpi_asked SELECT kpi_id, ?, ?, ?, complete, areas_hash, from_year, in_catalogue, n_cells, n_conflicts,"
        " outcome FROM asked ORDER BY kpi_id",
        [harvest.id, harvest.base_url, at],
    )
    con.execute(
        "DELETE FROM question_answered WHERE list_has_any(string_split(kpi_ids, ','),"
        " (SELECT coalesce(list(kpi_id), []) FROM asked WHERE outcome IN ('loaded', 'conflicting', 'answered_empty')))"
    )
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
        con.register("question_rows", frame)
        con.execute("DELETE FROM question_answered WHERE question IN (SELECT question FROM question_rows)")
        con.execute("INSERT INTO question_answered SELECT * FROM question_rows")
        con.unregister("question_rows")
