"""Reads a harvest's answers into temporary tables, ready to be compared with what is known.

What is staged inside a transaction DuckDB scans with one thread only, so this is done before the load's begins.
Staged ids are numbers of an ENUM made for the harvest, not text: a tenth of the bytes to hash, join and keep.
"""

import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from assets.kolada.answers import Harvest, StoredAnswer
from models.errors import DamagedAnswerError

GENDERS = ("T", "K", "M")
STATUSES = ("", "Missing", "Privacy", "Not applicable")


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


_PAGES = """(
    SELECT unnest("values") AS v, page FROM (
        SELECT "values", list_position($names, parse_filename(filename)) AS page
        FROM read_json($files, filename = true, maximum_object_size = 33554432, columns = {'values': 'STRUCT(
            kpi VARCHAR, municipality VARCHAR, period INTEGER,
            "values" STRUCT(gender VARCHAR, count INTEGER, status VARCHAR, value DOUBLE, isdeleted BOOLEAN)[])[]'})
    )
)"""
_READ_VALUES = f"""
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    kpi_id, area_id, period, CAST(c.gender AS gender_key) AS gender, c.value AS value,
    CAST(coalesce(c.status, '') AS status_key) AS status, c.count AS count, coalesce(c.isdeleted, false) AS isdeleted, page
FROM (
    SELECT TRY_CAST(v.kpi AS kpi_key) AS kpi_id, TRY_CAST(v.municipality AS area_key) AS area_id, v.period AS period,
        unnest(v."values") AS c, page
    FROM {_PAGES}
)
WHERE c.gender IN ('T', 'K', 'M') AND kpi_id IS NOT NULL AND area_id IS NOT NULL
"""
_READ_STATUSES = f"""
SELECT DISTINCT coalesce(c.status, '') FROM (SELECT unnest(v."values") AS c FROM {_PAGES})
"""
_EMPTY_INCOMING = """
CREATE OR REPLACE TEMP TABLE incoming (kpi_id kpi_key, area_id area_key, period INTEGER, gender gender_key, value DOUBLE,
    status status_key, count INTEGER, isdeleted BOOLEAN, page INTEGER)
"""


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
    passed_over = set(numbers) - set(read)
    _see_bytes(harvest, [page for n, found in pages.items() if n not in passed_over for page in found])
    _stage_covered(con, harvest, read)
    by_page: dict[str, dict[str, int]] = {}
    for source_answer_id, kpi_id, n in _stage_incoming(
        con, harvest, [page for number in read for page in pages[number]]
    ):
        by_page.setdefault(source_answer_id, {})[kpi_id] = n
        counts[kpi_id] = counts.get(kpi_id, 0) + n
    return Staged(numbers, read, counts, by_page)


def _see_bytes(harvest: Harvest, pages: Sequence[StoredAnswer]) -> None:
    """See that every answer that is to be read still has its hash; DuckDB itself does not look at a file's checksum.

    Raises:
        DamagedAnswerError: one has not. It has been set aside, and its harvest is open again.
    """
    unique = {page.sha256: page for page in pages}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for page, body in zip(unique.values(), pool.map(harvest.store.get, unique), strict=True):
            if body is None:
                raise damaged(harvest, page)


def damaged(harvest: Harvest, page: StoredAnswer) -> DamagedAnswerError:
    """Set a damaged answer aside, and return what is told of it."""
    path = harvest.store.path(page.sha256)
    what = "no longer has its hash" if path.exists() else "is gone"
    aside = harvest.set_aside(page)
    kept = f" It was put aside as {aside.name}." if aside.exists() else ""
    return DamagedAnswerError(
        f"The stored answer {path} {what}.{kept} Nothing of its harvest was loaded; a new run asks for it anew."
    )


def make_keys(con: duckdb.DuckDBPyConnection, **texts: Iterable[str]) -> None:
    """Make types `kpi_key`, `area_key`, …: ENUMs of these texts, in which staged tables hold a number for each."""
    for name, found in texts.items():
        con.register("texts", pl.DataFrame({"text": sorted(set(found))}, schema={"text": pl.String}))
        con.execute(f"CREATE OR REPLACE TEMP TYPE {name}_key AS ENUM (SELECT text FROM texts ORDER BY text)")
        con.unregister("texts")


def _stage_incoming(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: Sequence[StoredAnswer]
) -> list[tuple[str, str, int]]:
    """Stage every cell with the page that brought it; return how many cells each page has of each KPI."""
    files = page_paths(harvest, pages)
    names = [Path(file).name for file in files]
    if files:
        given = {"files": files, "names": names}
        try:
            con.execute(_READ_VALUES, given)
        except duckdb.ConversionException:
            # A status that Kolada has not had before is kept as it came.
            make_keys(con, status=(*STATUSES, *(row[0] for row in con.execute(_READ_STATUSES, given).fetchall())))
            con.execute(_READ_VALUES, given)
    else:
        con.execute(_EMPTY_INCOMING)
    numbered = {name: i + 1 for i, name in enumerate(names)}
    rows = pl.DataFrame(
        [(numbered[harvest.store.path(page.sha256).name], page.source_answer_id, page.at) for page in pages],
        schema={"page": pl.Int32, "source_answer_id": pl.String, "at": pl.String},
        orient="row",
    ).unique("page", keep="first", maintain_order=True)
    con.register("page_rows", rows)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE page_answer AS SELECT page, CAST(source_answer_id AS answer_key) AS source_answer_id,"
        ' CAST("at" AS TIMESTAMP) AS "at" FROM page_rows'
    )
    con.unregister("page_rows")
    return con.execute(
        "SELECT source_answer_id, kpi_id, n FROM (SELECT page, kpi_id, count(*) AS n FROM incoming GROUP BY ALL)"
        " JOIN page_answer USING (page)"
    ).fetchall()


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
    con.register("batches", batches)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE covered AS"
        ' SELECT DISTINCT CAST(kpi_id AS kpi_key) AS kpi_id, CAST(area_id AS area_key) AS area_id, "first", "last", complete'
        " FROM (SELECT *, unnest(areas) AS area_id FROM batches)"
    )
    con.unregister("batches")
