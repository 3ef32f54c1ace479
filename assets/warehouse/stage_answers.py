"""Reads a harvest's answers into temporary tables, ready to be compared with what is known.

What is staged inside a transaction DuckDB scans with one thread only, so this is done before the load's begins.
Staged ids are numbers of an ENUM made for the harvest, not text: a tenth of the bytes to hash, join and keep.
"""

import json
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import duckdb
import polars as pl

from assets.kolada.answers import Harvest, StoredAnswer
from assets.storage.run_sql import give, run
from models.errors import DamagedAnswerError

GENDERS = ("T", "K", "M")
# The last is ours: of what came as a value and can be none.
STATUSES = ("", "Missing", "Privacy", "Not applicable", "Impossible")


@dataclass(frozen=True)
class Staged:
    """What was staged: numbers of the data questions, of those that were read, and cells by KPI, in all and by page."""

    asked: list[int]
    read: list[int]
    counts: dict[str, int]
    by_page: dict[str, dict[str, int]]


def page_hashes(pages: Sequence[StoredAnswer]) -> str:
    """Return what tells whether a question was answered with the same bytes as before."""
    return ",".join(page.sha256 for page in pages)


def page_paths(harvest: Harvest, pages: Sequence[StoredAnswer]) -> list[str]:
    """Return the files of some pages, each once."""
    return sorted({str(harvest.store.path(page.sha256)) for page in pages})


# How much of the bodies is in memory at a time.
_PART_BYTES = 64 * 2**20


def stage_values(con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: dict[int, list[StoredAnswer]]) -> Staged:
    """Stage the data answers that are new as `incoming`, `covered` and `page_answer`, outside any transaction."""
    answered = {row[0]: row[1:] for row in con.execute("FROM question_answered").fetchall()}
    numbers = [n for n, question in enumerate(harvest.questions) if question.kind == "data"]
    counts: dict[str, int] = {}
    read: list[int] = []
    for number in numbers:
        question = harvest.questions[number]
        before = answered.get(question.path)
        if before is not None and question.from_date is None and before[1] == page_hashes(pages[number]):
            for kpi_id, n in json.loads(before[2]).items():
                counts[kpi_id] = counts.get(kpi_id, 0) + n
        else:
            read.append(number)
    make_keys(
        con,
        kpi=(kpi_id for n in numbers for kpi_id in harvest.questions[n].kpi_ids),
        area=(area_id for n in numbers for area_id in harvest.questions[n].area_ids),
        answer=(page.source_answer_id for n in read for page in pages[n]),
        gender=GENDERS,
        status=STATUSES,
    )
    # What is not values DuckDB reads itself, and it does not look at a file's checksum.
    for part in _parts(
        page for n, pages_of_question in pages.items() if n not in set(numbers) for page in pages_of_question
    ):
        _read_bodies(harvest, part)
    _stage_covered(con, harvest, read)
    by_page: dict[str, dict[str, int]] = {}
    for source_answer_id, kpi_id, n in _stage_incoming(
        con, harvest, [page for number in read for page in pages[number]]
    ):
        by_page.setdefault(source_answer_id, {})[kpi_id] = n
        counts[kpi_id] = counts.get(kpi_id, 0) + n
    return Staged(numbers, read, counts, by_page)


def _parts(pages: Iterable[StoredAnswer]) -> Iterator[list[StoredAnswer]]:
    """Yield pages, those with the same bytes once, in parts of so many bytes as may be held in memory."""
    part: list[StoredAnswer] = []
    for page in {page.sha256: page for page in pages}.values():
        if part and sum(each.size for each in part) + page.size > _PART_BYTES:
            yield part
            part = []
        part.append(page)
    if part:
        yield part


def _read_bodies(harvest: Harvest, part: Sequence[StoredAnswer]) -> list[bytes]:
    """Return pages' bodies, whose bytes still have their hash.

    Raises:
        DamagedAnswerError: one has not. It has been set aside, and its harvest is open again.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(harvest.store.get, [page.sha256 for page in part]))
    bodies: list[bytes] = []
    for page, body in zip(part, found, strict=True):
        if body is None:
            raise damaged(harvest, page)
        bodies.append(body)
    return bodies


def damaged(harvest: Harvest, page: StoredAnswer) -> DamagedAnswerError:
    """Set a damaged answer aside, and return what is told of it."""
    path = harvest.store.path(page.sha256)
    what = "stämmer inte längre med sin kontrollsumma" if path.exists() else "är borta"
    aside = harvest.set_aside(page)
    put_aside = f" Det lades åt sidan som {aside.name}." if aside.exists() else ""
    return DamagedAnswerError(
        f"Det sparade svaret {path} {what}.{put_aside} Inget av dess hämtning lästes in; en ny körning "
        "frågar efter det igen."
    )


def make_keys(con: duckdb.DuckDBPyConnection, **texts: Iterable[str]) -> None:
    """Make types `kpi_key`, `area_key`, …: ENUMs of these texts, in which staged tables hold a number for each."""
    for name, found in texts.items():
        # An ENUM has at least one word: a new municipality asks for no KPI yet.
        con.register("texts", pl.DataFrame({"text": sorted(set(found)) or [""]}, schema={"text": pl.String}))
        con.execute(f"CREATE OR REPLACE TEMP TYPE {name}_key AS ENUM (SELECT text FROM texts ORDER BY text)")
        con.unregister("texts")


def _stage_incoming(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: Sequence[StoredAnswer]
) -> list[tuple[str, str, int]]:
    """Stage every cell with the page that brought it; return how many cells each page has of each KPI."""
    numbers = {sha256: number for number, sha256 in enumerate(dict.fromkeys(page.sha256 for page in pages))}
    try:
        _read(con, harvest, pages, numbers)
    except duckdb.ConversionException:
        # A status that Kolada has not had before is kept as it came.
        statuses: set[str] = set()
        for _ in _registered(con, harvest, pages, numbers):
            statuses.update(row[0] for row in run(con, "page_value", "statuses_answered"))
        make_keys(con, status=(*STATUSES, *statuses))
        _read(con, harvest, pages, numbers)
    rows = pl.DataFrame(
        [(numbers[page.sha256], page.source_answer_id, page.at) for page in pages],
        schema={"page": pl.Int32, "source_answer_id": pl.String, "at": pl.String},
        orient="row",
    ).unique("page", keep="first", maintain_order=True)
    give(con, rows, "page_row", "page_answer_of_areas")
    return run(con, "cells_by_page")


def _read(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: Sequence[StoredAnswer], numbers: dict[str, int]
) -> None:
    run(con, "empty_incoming")
    for _ in _registered(con, harvest, pages, numbers):
        run(con, "page_value", "read_values")


def _registered(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: Sequence[StoredAnswer], numbers: dict[str, int]
) -> Iterator[None]:
    """Let `page_body` be one part of the pages after another: their bodies and numbers."""
    pa: Any = import_module("pyarrow")  # it tells no types
    shape = pa.schema([("body", pa.large_string()), ("page", pa.int32())])
    for part in _parts(pages):
        # A batch a page: DuckDB's threads take one each. Its body is lent, not copied.
        batches: list[Any] = []  # pyarrow's
        for page, body in zip(part, _read_bodies(harvest, part), strict=True):
            ends = pa.py_buffer(array("q", [0, len(body)]))
            text = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(body)])
            batches.append(pa.record_batch([text, pa.array([numbers[page.sha256]], pa.int32())], shape))
        con.register("page_body", pa.Table.from_batches(batches, shape))
        yield
        con.unregister("page_body")


def _stage_covered(con: duckdb.DuckDBPyConnection, harvest: Harvest, read: Sequence[int]) -> None:
    pairs = [
        (
            kpi_id,
            list(q.area_ids),
            min(q.years or (), default=None),
            max(q.years or (), default=None),
            q.from_date is None,
        )
        for q in (harvest.questions[number] for number in read)
        for kpi_id in q.kpi_ids
    ]
    batches = pl.DataFrame(
        pairs,
        schema={
            "kpi_id": pl.String, "areas": pl.List(pl.String), "first": pl.Int64, "last": pl.Int64, "complete": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    give(con, batches, "question_row", "covered")
