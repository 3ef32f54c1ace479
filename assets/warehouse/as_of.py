"""What the warehouse knew at an instant, beside the definitions as tables: what checks and measures stand on."""

from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import duckdb
import polars as pl

from assets.local.definitions import Definitions
from models.errors import UsageError
from models.frames import from_rows
from models.governance import Interval
from models.tables import Table, table, tables


def effective_as_of(con: duckdb.DuckDBPyConnection, definitions: Definitions, asked: datetime | None) -> datetime:
    """Return the effective as-of instant (docs/measures.md §1), naive UTC.

    It is the latest instant, not after the one asked for, at which the warehouse came to know something that the report
    can use: a version of a value or of a KPI that the definitions name, or an answer that a check speaks of. Plans count
    as decided by that same instant, so that asking again with it gives the same bytes.

    Raises:
        UsageError: nothing was known then.
    """
    model = definitions.model
    kpi_ids = [indicator.kpi_id for indicator in model.indicators]
    limit = asked.astimezone(UTC).replace(tzinfo=None) if asked is not None else latest_time(con)
    row = con.execute(
        """
        SELECT max(known_from) FILTER (known_from <= $limit), min(known_from) FROM (
            SELECT known_from FROM warehouse.kolada_value WHERE list_contains($kpis, kpi_id)
            UNION ALL SELECT known_from FROM warehouse.kpi WHERE list_contains($kpis, kpi_id)
            UNION ALL SELECT known_to FROM warehouse.kpi WHERE list_contains($kpis, kpi_id)
            UNION ALL SELECT "at" FROM warehouse.kpi_asked WHERE list_contains($kpis, kpi_id) AND outcome <> 'unchanged'
                AND outcome <> 'older'
        )
        """,
        {"limit": limit, "kpis": kpi_ids},
    ).fetchall()[0]
    latest, first = row
    if latest is None:
        known = f" The first that is known is from {first:%Y-%m-%d}." if first else ""
        raise UsageError(f"Nothing was known at {limit:%Y-%m-%dT%H:%M:%SZ}.{known} Give a later --as-of.")
    return latest


def latest_time(con: duckdb.DuckDBPyConnection) -> datetime:
    """Return the source's clock at the last harvest loaded, naive UTC."""
    found = con.execute('SELECT max("at") FROM warehouse.harvest').fetchall()[0][0]
    if found is None:
        raise UsageError("The warehouse holds no harvest. Run styrtal run with a source that can be reached.")
    return found


def open_report(con: duckdb.DuckDBPyConnection, definitions: Definitions, report: str, as_of: datetime) -> None:
    """Make the tables of `models/sql/definitions` and `models/sql/known` in a connection from `reading`."""
    for name, rows in definition_rows(definitions, report, as_of).items():
        fill(con, table(name), from_rows(name, rows))
    for known in tables("known").values():
        create(con, known)


def fill(con: duckdb.DuckDBPyConnection, described: Table, frame: pl.DataFrame) -> None:
    """Make a table as it is described, with a frame's rows."""
    con.execute(described.ddl)
    con.register("rows_to_fill", frame)
    con.execute(f"INSERT INTO {described.name} SELECT * FROM rows_to_fill")
    con.unregister("rows_to_fill")


def create(con: duckdb.DuckDBPyConnection, described: Table) -> int:
    """Compute a table from its own SQL, with the types and order that its header gives; return its number of rows."""
    con.execute("SET preserve_insertion_order = true")
    con.execute(f"CREATE TABLE {described.name} AS SELECT {described.select_list} FROM ({described.sql})")
    return con.execute(f"SELECT count(*) FROM {described.name}").fetchall()[0][0]


def _number(value: Decimal | Interval | None) -> float | None:
    return float(value) if isinstance(value, Decimal) else None


def _end(value: Decimal | Interval | None, end: str) -> float | None:
    return float(getattr(value, end)) if isinstance(value, Interval) else None


def definition_rows(definitions: Definitions, report: str, as_of: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return a municipality's definitions as rows of the tables in `models/sql/definitions`."""
    model = definitions.model
    profile = model.municipality
    goals = {goal.id: goal for goal in model.goals}
    genders = {indicator.id: indicator.judged_genders for indicator in model.indicators}
    shas = {file.name: file.sha256 for file in definitions.files}
    return {
        "this_report": [
            {
                "report": report,
                "municipality_id": profile.id,
                "area_id": profile.area_id,
                "year": int(report[:4]),
                "basis": "outcome" if report.endswith("-12") else "auto_forecast",
                "as_of": as_of,
            }
        ],
        "threshold": [{key: value if isinstance(value, int) else float(value) for key, value in profile.thresholds}],
        "unit": [
            {"unit_id": unit.id, "title": unit.title, "level": unit.level.value, "parent_id": unit.parent}
            for unit in model.units
        ],
        "goal": [
            {
                "goal_id": goal.id,
                "kind": goal.kind,
                "title": goal.title,
                "unit_id": goal.unit,
                "perspective": goal.perspective,
            }
            for goal in model.goals
        ],
        "goal_parent": [
            {"goal_id": goal.id, "parent_id": parent} for goal in model.goals for parent in sorted(set(goal.parents))
        ],
        "indicator": [
            {
                "indicator_id": item.id,
                "kpi_id": item.kpi_id,
                "title": item.title,
                "direction": item.direction.value,
                "unit_of_measure": item.unit_of_measure,
                "decimals": item.decimals,
                "tolerance": _number(item.tolerance),
                "min_change": float(item.min_change if item.min_change is not None else item.precision),
                "service_area": item.service_area,
                "similar_area": item.similar,
                "lag": item.lag,
                "scale_low": _number(item.scale.low),
                "scale_high": _number(item.scale.high),
            }
            for item in model.indicators
        ],
        "series_break": [
            {"indicator_id": item.id, "year": year}
            for item in model.indicators
            for year in sorted(set(item.series_breaks))
        ],
        "goal_indicator": [
            {
                "goal_id": goal.id,
                "indicator_id": item.indicator,
                "unit_id": goal.unit,
                "gender": gender,
                "weight": float(item.weight),
            }
            for goal in model.goals
            for item in goal.indicators
            for gender in genders[item.indicator]
        ],
        "target": [
            {
                "plan_version": plan.id,
                "decided_at": plan.decided_at,
                "year1": plan.year1,
                "year3": plan.year3,
                "goal_id": target.goal,
                "indicator_id": target.indicator,
                "unit_id": goals[target.goal].unit,
                "gender": target.gender,
                "year1_value": _number(target.year1),
                "year1_low": _end(target.year1, "low"),
                "year1_high": _end(target.year1, "high"),
                "year3_value": _number(target.year3),
                "year3_low": _end(target.year3, "low"),
                "year3_high": _end(target.year3, "high"),
                "tolerance": _number(target.tolerance),
                "baseline": _number(target.baseline),
            }
            for plan in model.plans
            for target in plan.targets
        ],
        "judgement": [
            {"unit_id": item.unit, "goal_id": item.goal, "status": item.status, "motivation": item.motivation}
            for item in model.judgements
            if item.report == report
        ],
        "own_group": [
            {"group_id": group.id, "title": group.title, "area_id": area_id}
            for group in profile.comparison_groups
            for area_id in sorted(set(group.members))
        ],
        "definition_place": [
            {"section": section, "id": name, "file": file, "line": line, "sha256": shas[file]}
            for (section, name), (file, line) in definitions.places.items()
        ],
        "acknowledgement": [
            {
                "place": str(i),
                "check_id": item.check,
                "subject": item.subject,
                "by": item.by,
                "date": item.date,
                "until": item.until,
                "reason": item.reason,
            }
            for i, item in enumerate(model.acknowledgements)
        ],
        "correction": [
            {
                "correction_id": item.id,
                "indicator_id": indicator.id,
                "kpi_id": item.kpi_id,
                "area_id": item.area,
                "year": year,
                "gender": gender,
                "wrong_low": float(item.wrong_low),
                "wrong_high": float(item.wrong_high),
                "right_value": _number(item.right),
                "factor": _number(item.factor),
                "until": item.until,
            }
            for item in model.corrections
            for indicator in model.indicators
            if indicator.kpi_id == item.kpi_id
            for year in sorted(set(item.years))
            for gender in sorted(set(item.genders))
        ],
        "model_file": model_files(),
    }


def model_files() -> list[dict[str, Any]]:
    """Return each measure's SQL file with its hash."""
    return [
        {
            "model": described.name,
            "file": f"models/sql/{described.folder}/{described.name}.sql",
            "sha256": sha256(described.text.encode()).hexdigest(),
        }
        for folder in ("known", "measures")
        for described in tables(folder).values()
    ]
