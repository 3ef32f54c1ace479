"""The checks of each indicator, made from its definition, over what the warehouse knew at the as-of instant.

Severity error withholds the indicator from judgement and comparison; everything else goes on. Each query returns
(subject, n_checked, n_failed, sample, and the words that its Swedish message names).
"""

from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import polars as pl

from models import swedish
from models.frames import from_rows


@dataclass(frozen=True)
class Check:
    """A check: its id, its severity, and the query that finds what fails."""

    id: str
    severity: Literal["error", "warning"]
    sql: str


_LAST_ASKED = """
WITH last AS (
    SELECT k.*
    FROM warehouse.kpi_asked AS k CROSS JOIN this_report AS t
    WHERE k."at" <= t.as_of AND k.complete AND k.outcome <> 'older'
    QUALIFY row_number() OVER (PARTITION BY k.kpi_id ORDER BY k."at" DESC, k.harvest_id DESC) = 1
)
"""
CHECKS = (
    Check(
        "kpi_withdrawn",
        "error",
        _LAST_ASKED
        + """
        SELECT i.indicator_id AS subject, 1 AS n_checked, CAST(NOT l.in_catalogue AS INTEGER) AS n_failed,
            i.kpi_id AS sample, i.kpi_id AS kpi
        FROM indicator AS i JOIN last AS l USING (kpi_id)
        """,
    ),
    Check(
        "kpi_answered_empty",
        "error",
        _LAST_ASKED
        + """
        SELECT i.indicator_id AS subject, 1 AS n_checked, CAST(l.outcome = 'answered_empty' AS INTEGER) AS n_failed,
            i.kpi_id AS sample, i.kpi_id AS kpi
        FROM indicator AS i JOIN last AS l USING (kpi_id)
        """,
    ),
    Check(
        "kpi_answered",
        "warning",
        _LAST_ASKED
        + """
        SELECT i.indicator_id AS subject, 1 AS n_checked,
            CAST(l.in_catalogue AND l.n_cells = 0 AND l.outcome <> 'answered_empty' AS INTEGER) AS n_failed,
            i.kpi_id AS sample, i.kpi_id AS kpi
        FROM indicator AS i JOIN last AS l USING (kpi_id)
        """,
    ),
    Check(
        "conflicting_cells",
        "error",
        _LAST_ASKED
        + """
        SELECT i.indicator_id AS subject, l.n_cells AS n_checked, l.n_conflicts AS n_failed, i.kpi_id AS sample,
            i.kpi_id AS kpi
        FROM indicator AS i JOIN last AS l USING (kpi_id)
        """,
    ),
    Check(
        "value_in_scale",
        "error",
        """
        SELECT i.indicator_id AS subject, count(v.value) AS n_checked,
            count(*) FILTER (v.value < i.scale_low OR v.value > i.scale_high) AS n_failed,
            array_to_string(list(concat_ws(' ', v.area_id, v.year, v.gender, v.value) ORDER BY v.year DESC, v.area_id, v.gender)
                FILTER (v.value < i.scale_low OR v.value > i.scale_high)[1:3], '; ') AS sample,
            any_value(i.kpi_id) AS kpi, any_value(i.scale_low) AS low, any_value(i.scale_high) AS high
        FROM indicator AS i JOIN known_value AS v USING (kpi_id)
        GROUP BY i.indicator_id
        """,
    ),
    # The same cell in two versions: a real revision moves cells a little and apart, a change of unit moves
    # nearly every one by the same factor. It is a failing until an analyst has looked at it.
    Check(
        "unit_changed_in_place",
        "error",
        """
        WITH revised AS (
            SELECT v.kpi_id, v.area_id, v.period, v.value / o.value AS factor
            FROM warehouse.kolada_value AS v
            CROSS JOIN this_report AS t
            JOIN warehouse.kolada_value AS o
                ON o.kpi_id = v.kpi_id AND o.area_id = v.area_id AND o.period = v.period AND o.gender = v.gender
                AND o.known_to = v.known_from AND o.closed_by = 'revised'
            WHERE v.known_from <= t.as_of AND v.kpi_id IN (SELECT kpi_id FROM indicator)
                AND v.gender = 'T' AND o.value > 0 AND v.value > 0
        ),
        held AS (
            SELECT kpi_id, count(*) AS n FROM known_value WHERE gender = 'T' AND value IS NOT NULL GROUP BY kpi_id
        ),
        by_kpi AS (
            SELECT kpi_id, count(*) AS n, median(factor) AS factor,
                count(*) FILTER (factor NOT BETWEEN 0.5 AND 2) AS n_far
            FROM revised GROUP BY kpi_id
        )
        SELECT i.indicator_id AS subject, coalesce(h.n, 0) AS n_checked,
            CASE WHEN b.n_far >= 0.2 * h.n AND b.n_far >= 0.8 * b.n AND b.n_far >= 20 THEN b.n_far ELSE 0 END AS n_failed,
            i.kpi_id AS sample, i.kpi_id AS kpi, round(b.factor, 1) AS factor
        FROM indicator AS i LEFT JOIN held AS h USING (kpi_id) LEFT JOIN by_kpi AS b USING (kpi_id)
        """,
    ),
    Check(
        "status_agrees_with_value",
        "warning",
        """
        SELECT i.indicator_id AS subject, count(*) AS n_checked, count(*) FILTER (v.contradicted) AS n_failed,
            array_to_string(list(concat_ws(' ', v.area_id, v.year, v.gender, v.status)
                ORDER BY v.year DESC, v.area_id, v.gender) FILTER (v.contradicted)[1:3], '; ') AS sample,
            any_value(i.kpi_id) AS kpi
        FROM indicator AS i JOIN known_value AS v USING (kpi_id)
        GROUP BY i.indicator_id
        """,
    ),
    Check(
        "genders_present",
        "warning",
        """
        SELECT g.indicator_id AS subject, count(DISTINCT g.gender) AS n_checked,
            count(DISTINCT g.gender) FILTER (v.gender IS NULL) AS n_failed, any_value(i.kpi_id) AS sample,
            any_value(i.kpi_id) AS kpi
        FROM (SELECT DISTINCT indicator_id, gender FROM goal_indicator WHERE gender <> 'T') AS g
        CROSS JOIN this_report AS t
        JOIN indicator AS i USING (indicator_id)
        LEFT JOIN (SELECT DISTINCT kpi_id, area_id, gender FROM known_value) AS v
            ON v.kpi_id = i.kpi_id AND v.gender = g.gender AND v.area_id = t.area_id
        WHERE EXISTS (FROM known_value AS k WHERE k.kpi_id = i.kpi_id AND k.area_id = t.area_id)
        GROUP BY g.indicator_id
        """,
    ),
    Check(
        "similar_group_found",
        "warning",
        """
        SELECT i.indicator_id AS subject, 1 AS n_checked, CAST(s.service_area IS NULL AS INTEGER) AS n_failed,
            i.similar_area AS sample, i.similar_area AS similar_area
        FROM indicator AS i
        CROSS JOIN this_report AS t
        LEFT JOIN (SELECT DISTINCT service_area, owner_id FROM comparison_set WHERE group_kind = 'similar') AS s
            ON s.service_area = i.similar_area AND s.owner_id = t.area_id
        """,
    ),
)
CHECK_IDS = tuple(check.id for check in CHECKS)


def run_checks(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Run every check of every indicator on a connection from `open_report`; return the table `checks`."""
    rows: list[dict[str, Any]] = []
    for check in CHECKS:
        frame = con.sql(f"SELECT * FROM ({check.sql}) ORDER BY subject").pl()
        rows += [_result(check, row) for row in frame.to_dicts()]
    return from_rows("checks", sorted(rows, key=lambda row: (row["check_id"], row["subject"])))


def _result(check: Check, row: dict[str, Any]) -> dict[str, Any]:
    failed = row["n_failed"] > 0
    words = {
        key: swedish.number(value, 1 if key == "factor" else 0) if isinstance(value, int | float) else value or "–"
        for key, value in row.items()
        if key not in {"subject", "sample"}
    }
    words |= {"checked": words["n_checked"], "failed": words["n_failed"]}
    return {
        "check_id": check.id,
        "subject": row["subject"],
        "severity": check.severity,
        "status": "failed" if failed else "passed",
        "n_checked": row["n_checked"],
        "n_failed": row["n_failed"],
        "message": swedish.CHECK_FAILED[check.id].format(**words) if failed else swedish.CHECK_PASSED,
        "sample": row["sample"] if failed else None,
    }


def withheld(checks: pl.DataFrame) -> list[dict[str, str]]:
    """Return the indicators that a failed check of severity error withholds, with the first such check of each."""
    failed = checks.filter((pl.col("status") == "failed") & (pl.col("severity") == "error"))
    first = failed.sort("subject", "check_id").unique("subject", keep="first", maintain_order=True)
    return [{"indicator_id": row["subject"], "check_id": row["check_id"]} for row in first.to_dicts()]
