"""Loads harvests into the warehouse: only what differs from what is known opens a new version.

What closes a value, what is rounding noise and which clock counts: docs/tables.md. A question whose pages have the
same bytes as at its last load is not read again; of those that are read, a fingerprint per KPI tells which must be
compared value by value.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.kolada.answers import Harvest, StoredAnswer
from assets.kolada.harvest import hash_areas
from models.errors import SourceError

NOISE = 1e-5
_DIMENSIONS = {"kpi": "kpi", "area": "municipality", "area_group": "municipality_groups"}


@dataclass
class Loaded:
    """What a load did, in numbers."""

    harvests: int = 0
    answers: int = 0
    opened: int = 0
    closed: dict[str, int] = field(default_factory=dict[str, int])
    noise: int = 0
    outcomes: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def changed(self) -> int:
        """Versions opened or closed."""
        return self.opened + sum(self.closed.values())


def load_harvests(con: duckdb.DuckDBPyConnection, harvests: Sequence[Harvest], decimals: Mapping[str, int]) -> Loaded:
    """Load the harvests that have ended and are not loaded yet, oldest first, inside the caller's transaction.

    Args:
        con: the warehouse, open for writing.
        harvests: in the order in which they were made.
        decimals: of each KPI's indicator; a difference below half a unit of the last one may be rounding noise.

    Raises:
        SourceError: a stored answer is gone or damaged.
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
            _load_one(con, harvest, loaded)
    con.unregister("noise_limit")
    return loaded


def _load_one(con: duckdb.DuckDBPyConnection, harvest: Harvest, loaded: Loaded) -> None:
    at = harvest.started_at.replace(tzinfo=None)
    pages = {number: harvest.pages(number) for number in range(len(harvest.questions))}
    _stage_answers(con, harvest, pages)
    try:
        for table, kind in _DIMENSIONS.items():
            files = [p for n, q in enumerate(harvest.questions) if q.kind == kind for p in pages[n]]
            _load_dimension(con, harvest, table, files, at)
        _load_values(con, harvest, pages, at, loaded)
    except duckdb.Error as error:
        raise _damaged(harvest, pages, error) from error
    con.execute("INSERT INTO source_answer SELECT * FROM staged_answer")
    con.execute("INSERT INTO harvest VALUES (?, ?, ?, ?)", [harvest.id, harvest.base_url, harvest.origin, at])
    for name in ("staged_answer", "incoming", "covered", "asked", "difference"):
        con.execute(f"DROP TABLE IF EXISTS {name}")
    loaded.harvests += 1
    loaded.answers += sum(len(found) for found in pages.values())


def _damaged(harvest: Harvest, pages: dict[int, list[StoredAnswer]], error: duckdb.Error) -> Exception:
    """Return which stored answer is damaged, or the error itself where none is."""
    for found in pages.values():
        for page in found:
            if harvest.store.get(page.sha256) is None:
                path = harvest.store.path(page.sha256)
                return SourceError(
                    f"The stored answer {path} is gone or damaged. Remove it and {harvest.path.name}, and run again."
                )
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


def _paths(harvest: Harvest, pages: Sequence[StoredAnswer]) -> list[str]:
    return sorted({str(harvest.store.path(page.sha256)) for page in pages})


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
        f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT DISTINCT ON ({key}) {columns}, filename "
        f"FROM (SELECT unnest(\"values\") AS v, filename FROM read_json(?, columns = {{'values': '{shape}'}}, filename = true))"
        f" ORDER BY {key}",
        [_paths(harvest, pages)],
    )
    names = [row[0] for row in con.execute("FROM incoming LIMIT 0").description or [] if row[0] != "filename"]
    listed = ", ".join(names)
    con.execute(
        f"UPDATE {table} AS o SET known_to = ? WHERE known_to IS NULL AND NOT EXISTS ("
        f"SELECT 1 FROM incoming AS n WHERE {' AND '.join(f'n.{c} IS NOT DISTINCT FROM o.{c}' for c in names)})",
        [at],
    )
    con.execute(
        f"INSERT INTO {table} SELECT {listed}, ?, NULL, a.source_answer_id FROM incoming AS n "
        f"JOIN (SELECT sha256, min(source_answer_id) AS source_answer_id FROM staged_answer GROUP BY sha256) AS a"
        f" ON contains(n.filename, a.sha256) "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table} AS o WHERE o.known_to IS NULL AND o.{key} = n.{key}) ORDER BY {key}",
        [at],
    )


_READ_VALUES = """
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    v.kpi AS kpi_id, v.municipality AS area_id, v.period AS period, c.gender AS gender, c.value AS value,
    coalesce(c.status, '') AS status, c.count AS count, coalesce(c.isdeleted, false) AS isdeleted, page AS page
FROM (
    SELECT unnest(v."values") AS c, v, page
    FROM (
        SELECT unnest("values") AS v, page
        FROM (SELECT "values", list_position($names, parse_filename(filename)) AS page FROM read_json($files, columns = {'values': 'STRUCT(kpi VARCHAR, municipality VARCHAR, period BIGINT,
            "values" STRUCT(gender VARCHAR, count BIGINT, status VARCHAR, value DOUBLE, isdeleted BOOLEAN)[])[]'},
            filename = true, maximum_object_size = 33554432))
    )
)
WHERE c.gender IN ('T', 'K', 'M')
"""


def _load_values(
    con: duckdb.DuckDBPyConnection,
    harvest: Harvest,
    pages: dict[int, list[StoredAnswer]],
    at: datetime,
    loaded: Loaded,
) -> None:
    """Read the data answers that are new, compare, and write versions, places and fingerprints."""
    answered = {row[0]: row[1:] for row in con.execute("FROM question_answered").fetchall()}
    numbers = [n for n, question in enumerate(harvest.questions) if question.kind == "data"]
    catalogue = {row[0] for row in con.execute("SELECT kpi_id FROM kpi WHERE known_to IS NULL").fetchall()}
    counts: dict[str, int] = {}
    read: list[int] = []
    for number in numbers:
        question = harvest.questions[number]
        before = answered.get(question.path)
        if before is not None and question.from_date is None and before[1] == _hashes(pages[number]):
            for kpi_id, n in json.loads(before[2]).items():
                counts[kpi_id] = counts.get(kpi_id, 0) + n
        else:
            read.append(number)
    files = _paths(harvest, [page for number in read for page in pages[number]])
    names = [Path(file).name for file in files]
    if files:
        con.execute(_READ_VALUES, {"files": files, "names": names})
    else:
        con.execute(_EMPTY_INCOMING)
    by_page = {name: i + 1 for i, name in enumerate(names)}
    page_rows = pl.DataFrame(
        [
            (by_page[harvest.store.path(page.sha256).name], page.source_answer_id, page.at)
            for number in read
            for page in pages[number]
        ],
        schema={"page": pl.Int64, "source_answer_id": pl.String, "at": pl.String},
        orient="row",
    ).unique("page", keep="first", maintain_order=True)
    con.register("page_rows", page_rows)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE page_answer AS"
        ' SELECT page, source_answer_id, CAST("at" AS TIMESTAMP) AS "at" FROM page_rows'
    )
    con.unregister("page_rows")
    pairs = [
        (
            kpi_id,
            list(q.area_ids),
            min(q.years) if q.years else None,
            max(q.years) if q.years else None,
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
        'CREATE OR REPLACE TEMP TABLE covered AS SELECT DISTINCT kpi_id, unnest(areas) AS area_id, "first", "last", complete'
        " FROM batches"
    )
    n_read = dict(con.execute("SELECT kpi_id, count(*) FROM incoming GROUP BY kpi_id").fetchall())
    for kpi_id, n in n_read.items():
        counts[kpi_id] = counts.get(kpi_id, 0) + n
    asked = _asked(con, harvest, at, numbers, counts, catalogue)
    con.register("asked_frame", asked)
    con.execute("CREATE OR REPLACE TEMP TABLE asked AS SELECT * FROM asked_frame")
    con.unregister("asked_frame")
    merge_values(con, at, loaded)
    # What mends an earlier finding is news, though no value changed.
    con.execute(
        "UPDATE asked AS a SET outcome = 'loaded' FROM ("
        'SELECT kpi_id, arg_max(outcome, "at") AS outcome, arg_max(in_catalogue, "at") AS in_catalogue FROM kpi_asked'
        " WHERE outcome <> 'older' GROUP BY kpi_id) AS b WHERE a.kpi_id = b.kpi_id AND a.outcome = 'unchanged'"
        " AND (b.outcome IN ('answered_empty', 'conflicting') OR b.in_catalogue <> a.in_catalogue)"
    )
    _write_places(con, harvest, pages, read, at)
    for kpi_id, outcome in con.execute("SELECT kpi_id, outcome FROM asked").fetchall():
        loaded.outcomes[kpi_id] = outcome


def _hashes(pages: Sequence[StoredAnswer]) -> str:
    return ",".join(page.sha256 for page in pages)


_EMPTY_INCOMING = """
CREATE OR REPLACE TEMP TABLE incoming (kpi_id VARCHAR, area_id VARCHAR, period BIGINT, gender VARCHAR, value DOUBLE,
    status VARCHAR, count BIGINT, isdeleted BOOLEAN, page INTEGER)
"""


def _asked(
    con: duckdb.DuckDBPyConnection,
    harvest: Harvest,
    at: datetime,
    numbers: Sequence[int],
    counts: Mapping[str, int],
    catalogue: set[str],
) -> pl.DataFrame:
    """Return a row a KPI asked for: how it was asked, and what may be done with the answer."""
    sql = """SELECT kpi_id, max("at") FROM kpi_asked WHERE outcome IN ('loaded', 'unchanged') GROUP BY kpi_id"""
    newest = dict(con.execute(sql).fetchall())
    held = {row[0] for row in con.execute("SELECT DISTINCT kpi_id FROM kolada_value WHERE known_to IS NULL").fetchall()}
    areas: dict[str, set[str]] = {}
    complete: dict[str, bool] = {}
    first: dict[str, int | None] = {}
    for number in numbers:
        question = harvest.questions[number]
        for kpi_id in question.kpi_ids:
            areas.setdefault(kpi_id, set()).update(question.area_ids)
            complete[kpi_id] = question.from_date is None
            first[kpi_id] = min([*(question.years or ()), first.get(kpi_id) or 9999]) if question.years else None
    rows: list[dict[str, Any]] = []
    for kpi_id in sorted(areas):
        empty = complete[kpi_id] and not counts.get(kpi_id) and kpi_id in held and kpi_id in catalogue
        older = kpi_id in newest and newest[kpi_id] > at
        rows.append(
            {
                "kpi_id": kpi_id,
                "complete": complete[kpi_id],
                "areas_hash": hash_areas(sorted(areas[kpi_id])),
                "from_year": first[kpi_id],
                "in_catalogue": kpi_id in catalogue,
                "n_cells": counts.get(kpi_id, 0),
                "n_conflicts": 0,
                "outcome": "older" if older else "answered_empty" if empty else "unchanged",
            }
        )
    types = {
        "kpi_id": pl.String, "complete": pl.Boolean, "areas_hash": pl.String, "from_year": pl.Int64,
        "in_catalogue": pl.Boolean, "n_cells": pl.Int64, "n_conflicts": pl.Int64, "outcome": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=types)


_CELL = "area_id, period, gender, value, status, count, isdeleted"
_MERGE = (
    # A fingerprint of what came, by KPI: an equal one, for the same coverage, needs no comparison.
    """
    CREATE OR REPLACE TEMP TABLE came AS
    SELECT kpi_id, CAST(sum(CAST(hash(area_id, period, gender, value, status, count, isdeleted) >> 16 AS BIGINT)) AS VARCHAR)
        || '/' || count(*) AS fingerprint
    FROM incoming GROUP BY kpi_id
    """,
    """
    CREATE OR REPLACE TEMP TABLE coverage AS
    SELECT kpi_id, bool_and(complete) AS complete, count(*) || '/' || coalesce(CAST(min("first") AS VARCHAR), '') || '/'
        || CAST(sum(CAST(hash(area_id) >> 16 AS BIGINT)) AS VARCHAR) AS coverage
    FROM covered GROUP BY kpi_id
    """,
    """
    CREATE OR REPLACE TEMP TABLE to_compare AS
    SELECT c.kpi_id, c.complete, a.in_catalogue
    FROM coverage AS c
    JOIN asked AS a USING (kpi_id)
    LEFT JOIN came AS f USING (kpi_id)
    LEFT JOIN kpi_fingerprint AS k USING (kpi_id)
    WHERE a.outcome = 'unchanged'
        AND (NOT c.complete OR k.kpi_id IS NULL OR k.coverage <> c.coverage OR k.fingerprint <> coalesce(f.fingerprint, ''))
    """,
    # KPIs of which nothing is known have nothing to be compared with.
    """
    CREATE OR REPLACE TEMP TABLE fresh AS
    SELECT kpi_id FROM to_compare
    WHERE kpi_id NOT IN (
        SELECT DISTINCT v.kpi_id FROM kolada_value AS v SEMI JOIN to_compare USING (kpi_id) WHERE v.known_to IS NULL
    )
    """,
    """
    CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT * FROM incoming SEMI JOIN (FROM to_compare ANTI JOIN fresh USING (kpi_id)) USING (kpi_id)
    """,
    # A row has three cells at most: more of them than genders, and a cell came twice. By hash, as keys are long.
    """
    CREATE OR REPLACE TEMP TABLE suspect AS
    SELECT DISTINCT unnest([first_kpi, last_kpi]) AS kpi_id FROM (
        SELECT min(kpi_id) AS first_kpi, max(kpi_id) AS last_kpi
        FROM (FROM chosen UNION ALL SELECT * FROM incoming SEMI JOIN fresh USING (kpi_id))
        GROUP BY hash(kpi_id, area_id, period)
        HAVING count(*) > bit_count(bit_or(CASE gender WHEN 'T' THEN 1 WHEN 'K' THEN 2 ELSE 4 END))
    )
    """,
    "INSERT INTO chosen SELECT * FROM incoming SEMI JOIN (FROM fresh SEMI JOIN suspect USING (kpi_id)) USING (kpi_id)",
    "DELETE FROM fresh WHERE kpi_id IN (SELECT kpi_id FROM suspect)",
    # The same cell twice with different contents cannot be judged between: that KPI keeps what was known.
    """
    CREATE OR REPLACE TEMP TABLE conflicting AS
    SELECT kpi_id, count(*) AS n FROM (
        SELECT kpi_id
        FROM chosen WHERE kpi_id IN (SELECT kpi_id FROM suspect)
        GROUP BY kpi_id, area_id, period, gender
        HAVING count(*) > 1 AND count(DISTINCT (value, status, count, isdeleted)) > 1
    ) GROUP BY kpi_id
    """,
    """
    UPDATE asked AS a SET outcome = 'conflicting', n_conflicts = c.n FROM conflicting AS c WHERE a.kpi_id = c.kpi_id
    """,
    "DELETE FROM to_compare WHERE kpi_id IN (SELECT kpi_id FROM conflicting)",
    """
    CREATE OR REPLACE TEMP TABLE difference AS
    WITH came_now AS (
        SELECT * FROM chosen ANTI JOIN suspect USING (kpi_id) SEMI JOIN covered USING (kpi_id, area_id)
        UNION ALL
        SELECT DISTINCT ON (kpi_id, area_id, period, gender) * FROM chosen
        SEMI JOIN suspect USING (kpi_id) SEMI JOIN to_compare USING (kpi_id) SEMI JOIN covered USING (kpi_id, area_id)
    ),
    known_now AS (
        SELECT v.kpi_id, v.area_id, v.period, v.gender, v.value, v.status, v.count, v.rowid AS row_no, c.complete
        FROM kolada_value AS v
        JOIN (SELECT * FROM covered SEMI JOIN to_compare USING (kpi_id)) AS c ON c.kpi_id = v.kpi_id AND c.area_id = v.area_id
            AND (c."first" IS NULL OR v.period BETWEEN c."first" AND c."last")
        WHERE v.known_to IS NULL
    )
    SELECT
        kpi_id, area_id, period, gender,
        n.value, n.status, n.count, n.page, o.row_no,
        CASE
            WHEN n.kpi_came IS NULL THEN 'gone'
            WHEN n.isdeleted THEN 'deleted'
            WHEN o.kpi_held IS NULL THEN 'new'
            WHEN o.status = n.status AND o.count IS NOT DISTINCT FROM n.count
                AND abs(o.value - n.value) < coalesce(l.noise, $noise) THEN 'noise'
            ELSE 'revised'
        END AS kind
    FROM (SELECT *, kpi_id AS kpi_held FROM known_now) AS o
    FULL JOIN (SELECT *, kpi_id AS kpi_came FROM came_now) AS n USING (kpi_id, area_id, period, gender)
    LEFT JOIN noise_limit AS l USING (kpi_id)
    WHERE (n.kpi_came IS NULL AND o.complete)
        OR (n.kpi_came IS NOT NULL AND o.kpi_held IS NULL AND NOT n.isdeleted)
        OR (n.kpi_came IS NOT NULL AND o.kpi_held IS NOT NULL
            AND (n.isdeleted OR (o.value, o.status, o.count) IS DISTINCT FROM (n.value, n.status, n.count)))
    """,
)
_CLOSE = """
MERGE INTO kolada_value AS v
USING (
    SELECT
        d.row_no, coalesce(p."at", $at) AS "at",
        CASE d.kind WHEN 'gone' THEN CASE WHEN a.in_catalogue THEN 'absent' ELSE 'withdrawn' END ELSE d.kind END AS closed_by
    FROM difference AS d
    JOIN asked AS a USING (kpi_id)
    LEFT JOIN page_answer AS p USING (page)
    WHERE d.kind IN ('gone', 'deleted', 'revised') AND d.row_no IS NOT NULL
) AS c
ON v.rowid = c.row_no
WHEN MATCHED THEN UPDATE SET known_to = greatest(c."at", v.known_from), closed_by = c.closed_by
"""
_OPEN = """
INSERT INTO kolada_value
SELECT d.kpi_id, d.area_id, d.period, d.gender, d.value, d.status, d.count, p."at", NULL, NULL, p.source_answer_id
FROM difference AS d
JOIN page_answer AS p USING (page)
WHERE d.kind IN ('new', 'revised')
"""
_OPEN_FRESH = """
INSERT INTO kolada_value
SELECT n.kpi_id, n.area_id, n.period, n.gender, n.value, n.status, n.count, p."at", NULL, NULL, p.source_answer_id
FROM (SELECT * FROM incoming SEMI JOIN fresh USING (kpi_id) SEMI JOIN covered USING (kpi_id, area_id)) AS n
JOIN page_answer AS p USING (page)
WHERE NOT n.isdeleted
"""
_FINGERPRINTS = (
    "DELETE FROM kpi_fingerprint WHERE kpi_id IN (SELECT kpi_id FROM to_compare)",
    """
    INSERT INTO kpi_fingerprint
    SELECT c.kpi_id, c.coverage, coalesce(f.fingerprint, '')
    FROM coverage AS c
    JOIN to_compare AS t USING (kpi_id)
    LEFT JOIN came AS f USING (kpi_id)
    WHERE c.complete
    """,
)


def merge_values(con: duckdb.DuckDBPyConnection, at: datetime, loaded: Loaded) -> None:
    """Compare the staged tables `incoming`, `covered`, `asked`, `page_answer` with what is known, and write versions."""
    for statement in _MERGE:
        con.execute(statement, {"noise": NOISE} if "$noise" in statement else None)
    counted = dict(con.execute("SELECT kind, count(*) FROM difference GROUP BY kind").fetchall())
    closing = con.execute(
        "SELECT CASE d.kind WHEN 'gone' THEN CASE WHEN a.in_catalogue THEN 'absent' ELSE 'withdrawn' END ELSE d.kind END AS k,"
        " count(*) FROM difference AS d JOIN asked AS a USING (kpi_id)"
        " WHERE d.kind IN ('gone', 'deleted', 'revised') GROUP BY k"
    ).fetchall()
    if closing:
        con.execute(_CLOSE, {"at": at})
    if counted.get("new") or counted.get("revised"):
        con.execute(_OPEN)
    n_fresh = con.execute(_OPEN_FRESH).fetchall()[0][0]
    for statement in _FINGERPRINTS:
        con.execute(statement)
    con.execute(
        "UPDATE asked SET outcome = 'loaded' WHERE kpi_id IN (SELECT kpi_id FROM difference WHERE kind <> 'noise')"
        " OR kpi_id IN (SELECT kpi_id FROM fresh) AND n_cells > 0"
    )
    for kind, n in closing:
        loaded.closed[kind] = loaded.closed.get(kind, 0) + n
    loaded.opened += counted.get("new", 0) + counted.get("revised", 0) + n_fresh
    loaded.noise += counted.get("noise", 0)


def _write_places(
    con: duckdb.DuckDBPyConnection,
    harvest: Harvest,
    pages: dict[int, list[StoredAnswer]],
    read: Sequence[int],
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
    by_page = con.execute("SELECT page, kpi_id, count(*) FROM incoming GROUP BY ALL").fetchall()
    page_of = {row[1]: row[0] for row in con.execute("SELECT page, source_answer_id FROM page_answer").fetchall()}
    cells: dict[int, dict[str, int]] = {}
    for page, kpi_id, n in by_page:
        cells.setdefault(page, {})[kpi_id] = n
    skipped = {
        row[0]
        for row in con.execute("SELECT kpi_id FROM asked WHERE outcome NOT IN ('loaded', 'unchanged')").fetchall()
    }
    rows: list[tuple[str, str, str, str]] = []
    for number in read:
        question = harvest.questions[number]
        if question.from_date is not None or skipped & set(question.kpi_ids):
            continue
        totals: dict[str, int] = {}
        for stored in pages[number]:
            for kpi_id, n in cells.get(page_of.get(stored.source_answer_id, 0), {}).items():
                totals[kpi_id] = totals.get(kpi_id, 0) + n
        rows.append(
            (
                question.path,
                ",".join(question.kpi_ids),
                _hashes(pages[number]),
                json.dumps(totals, sort_keys=True),
            )
        )
    if rows:
        con.executemany("DELETE FROM question_answered WHERE question = ?", [(row[0],) for row in rows])
        frame = pl.DataFrame(rows, schema=["question", "kpi_ids", "sha256s", "n_cells"], orient="row")
        con.register("question_rows", frame)
        con.execute("INSERT INTO question_answered SELECT * FROM question_rows")
        con.unregister("question_rows")
