"""Loads the values of schools, preschools and homes, by the rules that those of municipalities are loaded by.

They are few beside those of municipalities, and always asked for in full: each KPI is compared cell by cell.
"""

import duckdb
import polars as pl

from assets.kolada.answers import Harvest, StoredAnswer
from assets.warehouse.merge_values import DIFFERS, IS_NOISE, NOISE, Loaded
from assets.warehouse.stage_answers import page_paths

_READ = """
CREATE OR REPLACE TEMP TABLE unit_incoming AS
SELECT i.kpi_id, i.kolada_unit_id, i.period, i.gender, i.value, i.status, i.count, i.isdeleted, a.source_answer_id, a."at"
FROM (
    SELECT
        kpi_id, kolada_unit_id, period, filename, c.gender AS gender, c.value AS value, coalesce(c.status, '') AS status,
        c.count AS count, coalesce(c.isdeleted, false) AS isdeleted
    FROM (
        SELECT v.kpi AS kpi_id, v.ou AS kolada_unit_id, v.period AS period, unnest(v."values") AS c, filename
        FROM (
            SELECT unnest("values") AS v, filename
            FROM read_json($files, filename = true, maximum_object_size = 33554432, columns = {'values': 'STRUCT(
                kpi VARCHAR, ou VARCHAR, period INTEGER,
                "values" STRUCT(gender VARCHAR, count INTEGER, status VARCHAR, value DOUBLE, isdeleted BOOLEAN)[])[]'})
        )
    )
    WHERE c.gender IN ('T', 'K', 'M')
) AS i
JOIN (SELECT sha256, min(source_answer_id) AS source_answer_id, min("at") AS "at" FROM staged_answer GROUP BY sha256) AS a
    ON contains(i.filename, a.sha256)
SEMI JOIN unit_asked AS q ON q.kpi_id = i.kpi_id AND i.period BETWEEN q."first" AND q."last"
"""
# As with municipalities: an answer that contradicts itself, or has nothing of what there was, changes nothing.
_CONFLICTING = """
SELECT kpi_id, count(*) FROM (
    SELECT kpi_id FROM unit_incoming
    GROUP BY kpi_id, kolada_unit_id, period, gender
    HAVING count(DISTINCT (value, status, count, isdeleted)) > 1
) GROUP BY kpi_id
"""
_EMPTY = """
SELECT DISTINCT kpi_id FROM kolada_unit_value SEMI JOIN unit_asked USING (kpi_id) ANTI JOIN unit_incoming USING (kpi_id)
WHERE known_to IS NULL
"""
_DIFFERENCE = f"""
CREATE OR REPLACE TEMP TABLE unit_difference AS
SELECT
    kpi_id, kolada_unit_id, period, gender, n.value, n.status, n.count, n."at", n.source_answer_id, o.row_no,
    CASE
        WHEN n.source_answer_id IS NULL THEN 'absent'
        WHEN n.isdeleted THEN 'deleted'
        WHEN o.row_no IS NULL THEN 'new'
        WHEN {IS_NOISE} THEN 'noise'
        ELSE 'revised'
    END AS kind
FROM (
    SELECT v.*, v.rowid AS row_no
    FROM kolada_unit_value AS v
    JOIN unit_asked AS q ON q.kpi_id = v.kpi_id AND v.period BETWEEN q."first" AND q."last"
    WHERE v.known_to IS NULL
) AS o
FULL JOIN (
    SELECT DISTINCT ON (kpi_id, kolada_unit_id, period, gender) * FROM unit_incoming SEMI JOIN unit_asked USING (kpi_id)
) AS n USING (kpi_id, kolada_unit_id, period, gender)
LEFT JOIN noise_limit AS l USING (kpi_id)
WHERE n.source_answer_id IS NULL
    OR (o.row_no IS NULL AND NOT n.isdeleted)
    OR (o.row_no IS NOT NULL AND (n.isdeleted OR {DIFFERS}))
"""
_CLOSE = """
UPDATE kolada_unit_value AS v SET known_to = greatest(coalesce(d."at", $at), v.known_from), closed_by = d.kind
FROM unit_difference AS d
WHERE v.rowid = d.row_no AND d.kind IN ('absent', 'deleted', 'revised')
"""
_OPEN = """
INSERT INTO kolada_unit_value
SELECT kpi_id, kolada_unit_id, period, gender, value, status, count, "at", NULL, NULL, source_answer_id
FROM unit_difference WHERE kind IN ('new', 'revised')
"""


def load_unit_values(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: dict[int, list[StoredAnswer]], loaded: Loaded
) -> None:
    """Open and close versions of the units' values by a harvest's answers; one older than what is loaded changes nothing.

    Reads `staged_answer` and `noise_limit`, in the load's transaction. What an answer lacks or contradicts is told as
    the KPI's outcome in `kpi_asked`.
    """
    at = harvest.started_at.replace(tzinfo=None)
    asked = [number for number, question in enumerate(harvest.questions) if question.kind == "oudata"]
    newest = con.execute('SELECT max("at") FROM harvest').fetchall()[0][0]
    if not asked or (newest is not None and newest > at):
        return
    rows = [
        (kpi_id, min(question.years or (0,)), max(question.years or (9999,)))
        for question in (harvest.questions[number] for number in asked)
        for kpi_id in question.kpi_ids
    ]
    con.register("asked_rows", pl.DataFrame(rows, schema=["kpi_id", "first", "last"], orient="row"))
    con.execute("CREATE OR REPLACE TEMP TABLE unit_asked AS FROM asked_rows")
    con.unregister("asked_rows")
    con.execute(_READ, {"files": page_paths(harvest, [page for number in asked for page in pages[number]])})
    wrong = [(n, "conflicting", kpi_id) for kpi_id, n in con.execute(_CONFLICTING).fetchall()]
    wrong += [(0, "answered_empty", kpi_id) for (kpi_id,) in con.execute(_EMPTY).fetchall()]
    for n, outcome, kpi_id in wrong:
        con.execute(
            "UPDATE kpi_asked SET n_conflicts = ?, outcome = ? WHERE harvest_id = ? AND kpi_id = ?",
            [n, outcome, harvest.id, kpi_id],
        )
        con.execute("DELETE FROM unit_asked WHERE kpi_id = ?", [kpi_id])
        loaded.outcomes[kpi_id] = outcome
    con.execute(_DIFFERENCE, {"noise": NOISE})
    con.execute(_CLOSE, {"at": at})
    con.execute(_OPEN)
    for kind, n in con.execute("SELECT kind, count(*) FROM unit_difference GROUP BY kind").fetchall():
        if kind in {"absent", "deleted", "revised"}:
            loaded.closed[kind] = loaded.closed.get(kind, 0) + n
        loaded.opened += n if kind in {"new", "revised"} else 0
        loaded.noise += n if kind == "noise" else 0
    for name in ("unit_incoming", "unit_asked", "unit_difference"):
        con.execute(f"DROP TABLE {name}")
