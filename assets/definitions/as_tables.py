"""A municipality's definitions as rows of the tables in `models/sql/definitions`, for one report."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import cast

from assets.definitions.money_rows import analysed_years, money_of_year, money_rows
from assets.definitions.planning_rows import planning_rows
from assets.definitions.read_yaml import Definitions, in_report
from assets.definitions.row_values import Row, as_number
from assets.definitions.steering_rows import (
    correction_rows,
    document_rows,
    forecast_rows,
    goal_rows,
    indicator_rows,
    measurement_rows,
    unit_rows,
)
from assets.definitions.suppressed_rows import suppressed_rows
from assets.definitions.usable_measurements import usable_measurements
from assets.definitions.work_rows import work_rows
from models.definitions.municipality import Municipality
from models.definitions.steering import period_end
from models.tables.header import MACROS, Table, sql_text, stands_on, tables
from models.tables.rows import MeasurementRow


def definition_rows(
    definitions: Definitions,
    report: str,
    as_of: datetime,
    given: Mapping[str, Sequence[Row]] = MappingProxyType({}),
    made_on: date | None = None,
) -> dict[str, Sequence[Row]]:
    """Return a municipality's definitions as rows of the tables in `models/sql/definitions`.

    Units are those of the report's last day. Money that a year's frame gives no months is spread evenly over them.

    Args:
        definitions: the municipality's; those that count in the report and are in force in it are taken.
        report: the report's id.
        as_of: its effective as-of instant.
        given: more rows by table: from local sources, and what earlier reports foretold.
        made_on: the day on which it is made; None for one after its period.
    """
    definitions = in_report(definitions, report, as_of)
    model = definitions.model
    shas = {**definitions.own_hashes, **{file.name: file.sha256 for file in definitions.files}}
    last_day = period_end(report)
    measured = cast("Sequence[MeasurementRow]", given.get("measurement", ()))
    measurements = usable_measurements(model, [*measurement_rows(definitions, shas), *measured])
    rows: dict[str, Sequence[Row]] = {
        **_report_rows(model, report, as_of, min(last_day, made_on or last_day)),
        **unit_rows(model, last_day),
        **indicator_rows(model, last_day.year),
        **goal_rows(model, last_day),
        **document_rows(model),
        "measurement": measurements,
        "suppressed": suppressed_rows(model, measurements),
        "manual_forecast": forecast_rows(model, report),
        "earlier_forecast": [],
        "own_file": [],
        "file_receipt": [],
        **work_rows(model, report),
        **money_rows(model, last_day.year),
        "year_money": [row for year in analysed_years(last_day.year) for row in money_of_year(model, year)],
        **planning_rows(model, report),
        "judgement": [
            {
                "unit_id": item.unit,
                "goal_id": item.goal,
                "indicator_id": item.indicator,
                "status": item.status,
                "motivation": item.motivation,
                "towards_vision": item.towards_vision,
                "place": str(i),
            }
            for i, item in enumerate(model.judgements)
            if item.report == report
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
        "correction": correction_rows(model),
        "model_file": model_files(),
        "model_need": _model_needs(),
    }
    goals = {goal.id for goal in model.goals}
    return {
        name: [row for row in _joined(name, own, given.get(name, ())) if name != "work_goal" or row["goal_id"] in goals]
        for name, own in rows.items()
    }


def _joined(name: str, own: Sequence[Row], given: Sequence[Row]) -> list[Row]:
    """Return the definitions' own rows and those given. A ledger stands instead of outcomes written by hand."""
    if name == "measurement":
        return [*own]
    return [*given] if name == "booked" and given else [*own, *given]


def _report_rows(model: Municipality, report: str, as_of: datetime, due_by: date) -> dict[str, list[Row]]:
    profile, last_day = model.municipality, period_end(report)
    annual = last_day.month == 12 and model.planning_of(report) is None  # noqa: PLR2004
    return {
        "this_report": [
            {
                "report": report,
                "municipality_id": profile.id,
                "area_id": profile.area_id,
                "year": last_day.year,
                "month": last_day.month,
                "period_end": last_day,
                "due_by": due_by,
                "basis": "outcome" if annual else "auto_forecast",
                "as_of": as_of,
                "places": "all",
            }
        ],
        "threshold": [{key: value if isinstance(value, int) else float(value) for key, value in profile.thresholds}],
        "own_status": [
            {
                "own_status": status.id,
                "title": status.title,
                "within": as_number(status.within),
                "beyond": as_number(before.within) if before is not None else None,
                "score": float(status.score),
                "counts_as": status.counts_as,
            }
            for before, status in zip([None, *profile.words.statuses], profile.words.statuses, strict=False)
        ],
        "analysed": [
            {"aspect": aspect, "place": place, "indicator_id": name}
            for aspect, names in profile.financial_analysis.items()
            for place, name in enumerate(names)
        ],
        "own_group": [
            {"group_id": group.id, "title": group.title, "area_id": area_id}
            for group in profile.comparison_groups
            for area_id in sorted(set(group.members))
        ],
    }


def _measured() -> list[Table]:
    return [described for folder in ("known", "measures") for described in tables(folder).values()]


@cache
def _model_needs() -> list[Row]:
    return [
        {"model": described.name, "needs": needed}
        for described in _measured()
        for needed in sorted(set(stands_on(described)))
    ]


@cache
def model_files() -> list[Row]:
    """Return each measure's SQL file, and the macros that they share, with its hash."""
    texts = {f"{described.folder}/{described.name}": described.text for described in _measured()}
    texts[MACROS] = sql_text(f"{MACROS}.sql")
    return [
        {
            "model": name.rpartition("/")[2],
            "file": f"models/sql/{name}.sql",
            "sha256": sha256(text.encode()).hexdigest(),
        }
        for name, text in texts.items()
    ]
