"""Runs the checks of each indicator over what the warehouse knew at the as-of instant (docs/quality.md).

Severity error withholds the indicator from judgement and comparison, unless someone has acknowledged the finding;
everything else goes on. What each check looks for stands in `models/sql/checks`.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypedDict, cast

import duckdb
import polars as pl

from assets.definitions.as_tables import definition_rows
from assets.definitions.read_yaml import Definitions
from assets.open_report import create, fill_definitions
from models.definitions.in_force import LeftOut
from models.definitions.steering import Level
from models.tables.check_header import WITHOUT_FINDING, checks
from models.tables.header import sql_text, table
from models.tables.pandera_schemas import from_rows
from models.tables.rows import AcknowledgementRow, ChecksRow
from models.tables.typed_rows import rows_of
from models.words import numbers
from models.words.checks import ACKNOWLEDGED, ACKNOWLEDGEMENT_EXPIRED, CELLS, CHECK_FAILED, CHECK_PASSED
from models.words.left_out import left_out as words_of_left_out


class Finding(TypedDict):
    """What a check's query says of a subject; with it come the words of its sentence, by their names."""

    subject: str
    n_checked: int
    n_failed: int
    sample: str | None


class Unfounded(Finding):
    """What is acknowledged of a subject and was not found: the checks' titles."""

    titles: str


def run_checks(con: duckdb.DuckDBPyConnection, more: Sequence[ChecksRow] = ()) -> pl.DataFrame:
    """Run every check of every indicator on a connection from `open_report`; return the table `checks`.

    `more` are rows of checks that are no queries: of the municipality's own sources.
    """
    rows = [*more]
    for check in (each for each in checks().values() if each.sql):
        frame = con.sql(f"SELECT * FROM ({check.sql}) ORDER BY subject").pl()
        rows += [_result(check.id, check.severity, row) for row in cast("list[Finding]", frame.to_dicts())]
    as_of: date = con.execute("SELECT CAST(as_of AS DATE) FROM this_report").fetchall()[0][0]
    rows = _acknowledged(rows, rows_of(con.sql("FROM acknowledgement").pl(), AcknowledgementRow), as_of)
    return from_rows("checks", sorted(rows, key=lambda row: (row["check_id"], row["subject"])))


def weaker_targets(definitions: Definitions, today: date) -> list[ChecksRow]:
    """Return what fails of the check `weaker_target` by the definitions alone, of every year that plans have targets for.

    Years whose annual report was due before are told in their own reports.
    """
    check, model = checks()["weaker_target"], definitions.model
    own = {unit.id for unit in model.units if unit.level is not Level.COUNCIL}
    # None but where both have a target for an indicator in the year can fail, and each year's tables take a while to make.
    years = {
        year
        for plan in model.plans
        for other in model.plans
        if plan.decided_by in own and other.decided_by not in own
        if {target.indicator for target in plan.targets} & {target.indicator for target in other.targets}
        for year in range(max(plan.year1, other.year1, today.year - 1), min(plan.year3, other.year3) + 1)
    }
    if not years:
        return []
    found: list[ChecksRow] = []
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(sql_text("macros.sql"))
        for year in sorted(years):
            # What a year's tables hold is gone with its transaction; the macros, which take as long to read, are not.
            con.begin()
            rows = definition_rows(definitions, f"{year}-12", datetime.combine(date(year, 12, 31), time.min))
            fill_definitions(con, {name: rows[name] for name in (*check.needs, "goal", "goal_parent") if name in rows})
            create(con, table("goal_below"))
            told = cast("list[Finding]", con.sql(f"SELECT * FROM ({check.sql}) ORDER BY subject").pl().to_dicts())
            con.rollback()
            found += [_result(check.id, check.severity, row) for row in told if row["n_failed"]]
    return found


def _result(check_id: str, severity: str, row: Finding) -> ChecksRow:
    failed = row["n_failed"] > 0
    words = {
        key: numbers.number(value, _decimals(value) if key == "factor" else 0)
        if isinstance(value, int | float)
        else value or "–"
        for key, value in row.items()
        if key not in {"subject", "sample"}
    }
    words |= {"checked": words["n_checked"], "failed": words["n_failed"]}
    words["cells"] = numbers.count(row["n_failed"], *CELLS)
    return {
        "check_id": check_id,
        "subject": row["subject"],
        "severity": severity,
        "status": "failed" if failed else "passed",
        "n_checked": row["n_checked"],
        "n_failed": row["n_failed"],
        "message": CHECK_FAILED[check_id].format(**words) if failed else CHECK_PASSED,
        "sample": row["sample"] if failed else None,
    }


def _decimals(factor: float) -> int:
    return 1 if abs(factor) >= 1 else 3


def _acknowledged(rows: list[ChecksRow], given: list[AcknowledgementRow], as_of: date) -> list[ChecksRow]:
    """Set acknowledgements beside findings; tell of those that have none."""
    by_finding = {(item["check_id"], item["subject"]): item for item in given}
    found: set[tuple[str, str]] = set()
    marked: list[ChecksRow] = []
    for row in rows:
        item = by_finding.get((row["check_id"], row["subject"]))
        if item is None or row["status"] != "failed":
            marked.append(row)
            continue
        found.add((row["check_id"], row["subject"]))
        in_force = as_of <= item["until"]
        words = {**item, "date": numbers.day(item["date"]), "until": numbers.day(item["until"])}
        text = (ACKNOWLEDGED if in_force else ACKNOWLEDGEMENT_EXPIRED).format(**words)
        status = "acknowledged" if in_force else "failed"
        marked.append({**row, "status": status, "message": f"{row['message']} {text}"})
    for subject in sorted({item["subject"] for item in given}):
        own = [item["check_id"] for item in given if item["subject"] == subject]
        without = sorted(check_id for check_id in own if (check_id, subject) not in found)
        unfounded: Unfounded = {
            "subject": subject,
            "n_checked": len(own),
            "n_failed": len(without),
            "sample": "; ".join(without),
            "titles": ", ".join(checks()[check_id].title for check_id in without),
        }
        marked.append(_result(WITHOUT_FINDING, "warning", unfounded))
    return marked


def left_out_checks(left_out: Sequence[LeftOut]) -> list[ChecksRow]:
    """Return the check `left_out` of each definition that the report leaves out as rows of the table `checks`."""
    said: dict[str, list[str]] = {}
    for one in left_out:
        said.setdefault(one.id, []).append(words_of_left_out(one))
    return [
        {
            "check_id": "left_out", "subject": subject, "severity": "warning", "status": "failed",
            "n_checked": len(sentences), "n_failed": len(sentences),
            "message": CHECK_FAILED["left_out"].format(what=" ".join(sentences).removesuffix(".")), "sample": None,
        }
        for subject, sentences in said.items()
    ]  # fmt: skip


def withheld(checks: pl.DataFrame) -> list[dict[str, str]]:
    """Return the indicators that a failed check of severity error withholds, with the first such check of each."""
    failed = checks.filter((pl.col("status") == "failed") & (pl.col("severity") == "error"))
    first = failed.sort("subject", "check_id").unique("subject", keep="first", maintain_order=True)
    return [{"indicator_id": row["subject"], "check_id": row["check_id"]} for row in rows_of(first, ChecksRow)]
