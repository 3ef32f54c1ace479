"""Compares staged values with what is known, and writes versions: only what differs opens one (docs/tables.md)."""

from dataclasses import dataclass, field
from datetime import datetime

import duckdb

NOISE = 1e-5
# Of a known cell o and the one that came, n, with the KPI's limit l: whether they differ, and whether only by rounding.
DIFFERS = "(o.value, o.status, o.count) IS DISTINCT FROM (n.value, n.status, n.count)"
IS_NOISE = "o.status = n.status AND o.count IS NOT DISTINCT FROM n.count AND abs(o.value - n.value) < coalesce(l.noise, $noise)"


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

    def add(self, other: "Loaded") -> None:
        """Add another load's numbers; what became of a KPI is what the later one says."""
        self.harvests += other.harvests
        self.answers += other.answers
        self.opened += other.opened
        for kind, n in other.closed.items():
            self.closed[kind] = self.closed.get(kind, 0) + n
        self.noise += other.noise
        self.outcomes |= other.outcomes


_MERGE = (
    # A fingerprint of what came, by KPI: an equal one, for the same coverage, needs no comparison. ENUMs are hashed by
    # their numbers, so what they stand for belongs to the coverage.
    """
    CREATE OR REPLACE TEMP TABLE came AS
    SELECT kpi_id, CAST(sum(CAST(hash(area_id, period, gender, value, status, count, isdeleted) >> 16 AS BIGINT)) AS VARCHAR)
        || '/' || count(*) AS fingerprint
    FROM incoming GROUP BY kpi_id
    """,
    """
    CREATE OR REPLACE TEMP TABLE coverage AS
    SELECT kpi_id, bool_and(complete) AS complete, count(*) || '/' || coalesce(CAST(min("first") AS VARCHAR), '') || '/'
        || CAST(sum(CAST(hash(area_id) >> 16 AS BIGINT)) AS VARCHAR)
        || '/' || hash(enum_range(CAST(NULL AS area_key)), enum_range(CAST(NULL AS status_key))) AS coverage
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
    # More cells of one area and gender than years, and a cell came twice. Years are counted as bits; two that are 63 apart
    # fall on one, which only costs a closer look.
    """
    CREATE OR REPLACE TEMP TABLE suspect AS
    SELECT DISTINCT kpi_id FROM (
        SELECT kpi_id
        FROM (FROM chosen UNION ALL SELECT * FROM incoming SEMI JOIN fresh USING (kpi_id))
        GROUP BY kpi_id, area_id, gender
        HAVING count(*) > bit_count(bit_or(CAST(1 AS BIGINT) << (period % 63)))
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
    f"""
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
            WHEN {IS_NOISE} THEN 'noise'
            ELSE 'revised'
        END AS kind
    FROM (SELECT *, kpi_id AS kpi_held FROM known_now) AS o
    FULL JOIN (SELECT *, kpi_id AS kpi_came FROM came_now) AS n USING (kpi_id, area_id, period, gender)
    LEFT JOIN noise_limit AS l USING (kpi_id)
    WHERE (n.kpi_came IS NULL AND o.complete)
        OR (n.kpi_came IS NOT NULL AND o.kpi_held IS NULL AND NOT n.isdeleted)
        OR (n.kpi_came IS NOT NULL AND o.kpi_held IS NOT NULL
            AND (n.isdeleted OR {DIFFERS}))
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
FROM {came} AS n
JOIN page_answer AS p USING (page)
WHERE NOT n.isdeleted
"""
_FRESH_CELLS = "(SELECT * FROM incoming SEMI JOIN fresh USING (kpi_id) SEMI JOIN covered USING (kpi_id, area_id))"
# Whether that is all that came: each KPI is fresh, and every one of its areas was asked for.
_ALL_FRESH = (
    "SELECT NOT EXISTS (FROM came ANTI JOIN fresh USING (kpi_id))",
    """
    SELECT count(DISTINCT (kpi_id, area_id)) = len(enum_range(CAST(NULL AS kpi_key))) * len(enum_range(CAST(NULL AS area_key)))
    FROM covered
    """,
)
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
    all_fresh = all(con.execute(question).fetchall()[0][0] for question in _ALL_FRESH)
    n_fresh = con.execute(_OPEN_FRESH.format(came="incoming" if all_fresh else _FRESH_CELLS)).fetchall()[0][0]
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
