"""A municipality's definitions as rows of the tables in `models/sql/definitions`, for one report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from assets.local.definitions import Definitions
from assets.local.money_rows import money_rows
from models import swedish
from models.base import Interval
from models.governance import Indicator, RatioForecast, Unit, period_end
from models.municipality import Municipality, step_rank
from models.suppression import withheld
from models.tables import MACROS, Table, sql_text, stands_on, tables
from models.work import REASONS, Activity, Assignment, Service

Row = dict[str, Any]


def definition_rows(
    definitions: Definitions, report: str, as_of: datetime, given: Mapping[str, Sequence[Row]] = MappingProxyType({})
) -> dict[str, list[Row]]:
    """Return a municipality's definitions as rows of the tables in `models/sql/definitions`.

    Units are those of the report's last day. Money that a year's frame gives no months is spread evenly over them.

    Args:
        definitions: the municipality's.
        report: the report's id.
        as_of: its effective as-of instant.
        given: more rows by table: from local sources, and what earlier reports foretold.
    """
    model = definitions.model
    shas = {file.name: file.sha256 for file in definitions.files}
    last_day = period_end(report)
    measurements = [*_measurement_rows(definitions, shas), *given.get("measurement", ())]
    rows: dict[str, list[Row]] = {
        **_report_rows(model, report, as_of, last_day),
        **_unit_rows(model, last_day),
        **_indicator_rows(model),
        **_goal_rows(model, last_day),
        "measurement": measurements,
        "suppressed": _suppressed_rows(model, measurements),
        "manual_forecast": _forecast_rows(model, report),
        "earlier_forecast": [],
        "own_file": [],
        **_work_rows(model, report),
        **money_rows(model, last_day.year),
        "judgement": [
            {
                "unit_id": item.unit,
                "goal_id": item.goal,
                "status": item.status,
                "motivation": item.motivation,
                "towards_vision": item.towards_vision,
            }
            for item in model.judgements
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
        "correction": _correction_rows(model),
        "model_file": model_files(),
        "model_need": [
            {"model": described.name, "needs": needed}
            for described in _measured()
            for needed in sorted(set(stands_on(described)))
        ],
    }
    return {name: _joined(name, own, given.get(name, ())) for name, own in rows.items()}


def _joined(name: str, own: Sequence[Row], given: Sequence[Row]) -> list[Row]:
    """Return the definitions' own rows and those given. A ledger stands instead of outcomes written by hand."""
    if name == "measurement":
        return [*own]
    return [*given] if name == "booked" and given else [*own, *given]


def _number(value: Decimal | Interval | str | None, indicator: Indicator | None = None) -> float | None:
    if isinstance(value, str) and indicator is not None:
        return float(step_rank(indicator, value))
    return float(value) if isinstance(value, Decimal) else None


def _end(value: Decimal | Interval | str | None, end: str) -> float | None:
    return float(getattr(value, end)) if isinstance(value, Interval) else None


def _report_rows(model: Municipality, report: str, as_of: datetime, last_day: date) -> dict[str, list[Row]]:
    profile = model.municipality
    return {
        "this_report": [
            {
                "report": report,
                "municipality_id": profile.id,
                "area_id": profile.area_id,
                "year": last_day.year,
                "month": last_day.month,
                "period_end": last_day,
                "basis": "outcome" if last_day.month == 12 else "auto_forecast",  # noqa: PLR2004
                "as_of": as_of,
                "places": "all",
            }
        ],
        "threshold": [{key: value if isinstance(value, int) else float(value) for key, value in profile.thresholds}],
        "own_group": [
            {"group_id": group.id, "title": group.title, "area_id": area_id}
            for group in profile.comparison_groups
            for area_id in sorted(set(group.members))
        ],
    }


def _unit_rows(model: Municipality, last_day: date) -> dict[str, list[Row]]:
    return {
        "unit": [
            {
                "unit_id": unit.id,
                "title": unit.title,
                "level": unit.level.value,
                "parent_id": unit.parent_on(last_day),
                "kolada_unit": unit.kolada_unit,
            }
            for unit in model.units_on(last_day)
        ],
        "unit_place": [row for unit in model.units for row in _places(unit)],
        "unit_change": [
            *(
                {
                    "unit_id": unit.id,
                    "successor_id": unit.id,
                    "changed_at": earlier.until + timedelta(days=1),
                    "kind": "move",
                }
                for unit in model.units
                for earlier in unit.moved
            ),
            *(
                {"unit_id": was, "successor_id": successor, "changed_at": change.date, "kind": change.kind}
                for change in model.reorganisations
                for was in change.units
                for successor in (change.into or [None])
            ),
        ],
    }


def _places(unit: Unit) -> Iterator[Row]:
    first = unit.valid_from
    for earlier in sorted(unit.moved, key=lambda item: item.until):
        yield {
            "unit_id": unit.id, "level": unit.level.value, "parent_id": earlier.parent,
            "valid_from": first, "valid_to": earlier.until,
        }  # fmt: skip
        first = earlier.until + timedelta(days=1)
    yield {
        "unit_id": unit.id, "level": unit.level.value, "parent_id": unit.parent,
        "valid_from": first, "valid_to": unit.valid_to,
    }  # fmt: skip


def _indicator_rows(model: Municipality) -> dict[str, list[Row]]:
    return {
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
                "similar_area": item.similar or "",
                "lag": item.lag,
                "scale_low": _number(item.scale.low),
                "scale_high": _number(item.scale.high),
                "aggregation": item.aggregation,
                "forecast": "ratio" if isinstance(item.forecast, RatioForecast) else item.forecast,
                "numerator_kind": item.forecast.numerator if isinstance(item.forecast, RatioForecast) else None,
                "denominator_kind": item.forecast.denominator if isinstance(item.forecast, RatioForecast) else None,
                "factor": float(item.factor),
                "counts": item.counts,
                "compare_units": item.compare_units,
            }
            for item in model.indicators
        ],
        "ordinal_step": [
            {"indicator_id": item.id, "rank": rank, "label": step}
            for item in model.indicators
            for rank, step in enumerate(item.steps or [], start=1)
        ],
        "series_break": [
            {"indicator_id": item.id, "year": year} for item in model.indicators for year in sorted(set(item.series_breaks))
        ],
        "service_component": [
            {
                "service_area": area.id, "title": area.title, "similar_area": area.similar,
                "indicator_id": indicator, "part": part,
            }
            for area in model.service_areas
            for part, names in (("quality", sorted(set(area.quality))), ("resource", [area.resource]))
            for indicator in names
        ],
    }  # fmt: skip


def _goal_rows(model: Municipality, last_day: date) -> dict[str, list[Row]]:
    """Return the goals of units that exist on the day, what they are measured by, and their targets."""
    units = {unit.id for unit in model.units_on(last_day)}
    goals = {goal.id: goal for goal in model.goals if goal.unit in units}
    indicators = {indicator.id: indicator for indicator in model.indicators}
    weights = {(goal.id, item.indicator): float(item.weight) for goal in goals.values() for item in goal.indicators}
    leaves = {(goal.id, item.indicator, goal.unit): None for goal in goals.values() for item in goal.indicators}
    leaves |= {
        (t.goal, t.indicator, t.unit): None
        for plan in model.plans
        for t in plan.targets
        if t.unit in units and t.goal in goals
    }
    return {
        "goal": [
            {
                "goal_id": goal.id,
                "kind": goal.kind,
                "title": goal.title,
                "unit_id": goal.unit,
                "perspective": goal.perspective,
            }
            for goal in goals.values()
        ],
        "goal_parent": [
            {"goal_id": goal.id, "parent_id": parent}
            for goal in goals.values()
            for parent in sorted(set(goal.parents) & set(goals))
        ],
        "goal_indicator": [
            {
                "goal_id": goal_id,
                "indicator_id": indicator_id,
                "unit_id": unit_id,
                "gender": gender,
                "weight": weights[(goal_id, indicator_id)],
            }
            for goal_id, indicator_id, unit_id in leaves
            for gender in indicators[indicator_id].judged_genders
        ],
        "target": [
            {
                "plan_version": plan.id,
                "decided_at": plan.decided_at,
                "year1": plan.year1,
                "year3": plan.year3,
                "goal_id": target.goal,
                "indicator_id": target.indicator,
                "unit_id": target.unit or goals[target.goal].unit,
                "gender": target.gender,
                "year1_value": _number(target.year1, indicators[target.indicator]),
                "year1_low": _end(target.year1, "low"),
                "year1_high": _end(target.year1, "high"),
                "year3_value": _number(target.year3, indicators[target.indicator]),
                "year3_low": _end(target.year3, "low"),
                "year3_high": _end(target.year3, "high"),
                "tolerance": _number(target.tolerance),
                "baseline": _number(target.baseline),
            }
            for plan in model.plans
            for target in plan.targets
            if target.goal in goals
        ],
    }


def _measurement_rows(definitions: Definitions, shas: Mapping[str, str]) -> list[Row]:
    model = definitions.model
    indicators = {indicator.id: indicator for indicator in model.indicators}
    label = swedish.OWN_SOURCE_EXAMPLE if model.municipality.fictional else swedish.OWN_SOURCE
    return [
        {
            "indicator_id": item.indicator,
            "unit_id": item.unit,
            "year": item.year,
            "month": item.month,
            "gender": item.gender,
            "value": _stepped(item.value, item.step, indicators[item.indicator]),
            "reason": REASONS.get(item.status or ""),
            "numerator": _number(item.numerator),
            "denominator": _number(item.denominator),
            "count": item.count,
            "publication": item.publication,
            "source_id": "measurements",
            "source_label": label,
            "file": file,
            "sha256": shas[file],
            "place": f"{file}:{line}",
        }
        for i, item in enumerate(model.measurements)
        for file, line in [definitions.places[("measurements", str(i))]]
    ]


def _forecast_rows(model: Municipality, report: str) -> list[Row]:
    """Return the manual forecasts of the report; without a unit they are for each unit that a goal measures by it."""
    indicators = {indicator.id: indicator for indicator in model.indicators}
    goal_units = {(item.indicator, goal.unit) for goal in model.goals for item in goal.indicators}
    return [
        {
            "report": item.report,
            "indicator_id": item.indicator,
            "unit_id": unit_id,
            "gender": item.gender,
            "value": _stepped(item.value, item.step, indicators[item.indicator]),
            "by_role": item.by,
            "made_at": item.date,
            "motivation": item.reason,
        }
        for item in model.forecasts
        if item.report[:4] == report[:4] and item.report <= report
        for unit_id in ([item.unit] if item.unit else sorted(u for i, u in goal_units if i == item.indicator))
    ]


def _correction_rows(model: Municipality) -> list[Row]:
    return [
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
    ]


def _suppressed_rows(model: Municipality, measurements: Sequence[Row]) -> list[Row]:
    """Return the cells of local measurements to withhold (§12): each indicator and year by itself, in the tree of its end.

    The count of a year measured by months is that of its largest month.
    """
    thresholds = model.municipality.thresholds
    least = {"persons": thresholds.min_persons, "pupils": thresholds.min_pupils}
    counted = {item.id: least[item.counts] for item in model.indicators if item.counts is not None}
    groups: dict[tuple[str, int], dict[tuple[str, str], int]] = {}
    for row in measurements:
        behind = row["count"] if row["count"] is not None else row["denominator"]
        if row["indicator_id"] in counted and behind is not None:
            cells = groups.setdefault((row["indicator_id"], row["year"]), {})
            cell = (row["unit_id"], row["gender"])
            cells[cell] = max(cells.get(cell, 0), int(behind))
    found: list[Row] = []
    for (indicator, year), cells in sorted(groups.items()):
        made_of = _made_of(model, {unit for unit, _ in cells}, date(year, 12, 31))
        for above, parts in made_of.items():
            for gender in ("T", "K", "M"):
                known = [cells[(part, gender)] for part in parts if (part, gender) in cells]
                if known and (above, gender) not in cells:
                    cells[(above, gender)] = sum(known)
        found += [
            {"indicator_id": indicator, "unit_id": unit, "year": year, "gender": gender}
            for unit, gender in sorted(withheld(cells, made_of, counted[indicator]))
        ]
    return found


def _made_of(model: Municipality, measured: set[str], last_day: date) -> dict[str, list[str]]:
    """Return each unit's topmost measured units below it, in the tree of a day or of a unit's own last day."""
    units = {unit.id: unit for unit in model.units}
    made_of: dict[str, list[str]] = {}
    for name in sorted(measured):
        day = min(last_day, units[name].valid_to or last_day)
        above = units[name].parent_on(day)
        while above is not None:
            made_of.setdefault(above, []).append(name)
            if above in measured:
                break
            above = units[above].parent_on(day)
    return made_of


def _stepped(value: Decimal | None, step: str | None, indicator: Indicator) -> float | None:
    return float(step_rank(indicator, step)) if step is not None else _number(value)


def _work_rows(model: Municipality, report: str) -> dict[str, list[Row]]:
    items: list[tuple[str, Activity | Assignment | Service]] = [
        *(("activity", item) for item in model.activities),
        *(("assignment", item) for item in model.assignments),
        *(("service", item) for item in model.services),
    ]
    return {
        "work_item": [_work_item(kind, item) for kind, item in items],
        "work_goal": [
            {"item_kind": kind, "item_id": item.id, "goal_id": goal} for kind, item in items for goal in sorted(set(item.goals))
        ],
        "gain": [
            {
                "gain_id": item.id,
                "unit_id": item.unit,
                "item_kind": next((kind for kind in ("activity", "assignment", "service") if getattr(item, kind)), None),
                "item_id": item.activity or item.assignment or item.service,
                "kind": item.kind,
                "amount": _number(item.amount),
                "measure": item.measure,
                "evidence": item.evidence,
                "cause": item.cause,
                "new_way_of_working": item.new_way_of_working,
            }
            for item in model.gains
            if item.report == report
        ],
        "control_point": [
            {
                "control_point_id": item.id, "unit_id": item.unit, "title": item.title, "risk": item.risk,
                "probability": item.probability, "consequence": item.consequence, "control": item.control,
                "result": item.result, "finding": item.finding, "measure": item.measure, "checked_at": item.checked_at,
            }
            for item in model.control_points
            if item.year == int(report[:4])
        ],
    }  # fmt: skip


def _work_item(kind: str, item: Activity | Assignment | Service) -> Row:
    row: Row = {
        "item_kind": kind, "item_id": item.id, "unit_id": item.unit, "title": item.title,
        "responsible_role": item.responsible, "planned_start": None, "planned_end": None, "actual_end": None,
        "state": "ongoing", "budget": None, "outcome": _number(item.outcome), "quality": None,
        "contributed": item.contributed, "evidence": item.evidence, "cancelled_by": None,
        "decided_by": None, "decided_at": None, "financing": None,
    }  # fmt: skip
    if not isinstance(item, Service):
        row |= {
            "planned_start": item.planned_start, "planned_end": item.planned_end, "actual_end": item.actual_end,
            "state": item.state, "budget": _number(item.budget), "quality": item.quality,
            "cancelled_by": item.cancelled_by,
        }  # fmt: skip
    if isinstance(item, Assignment):
        row |= {"decided_by": item.decided_by, "decided_at": item.decided_at, "financing": item.financing}
    return row


def _measured() -> list[Table]:
    return [described for folder in ("known", "measures") for described in tables(folder).values()]


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
