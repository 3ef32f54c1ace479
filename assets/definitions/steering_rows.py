"""Units, goals, indicators, plans and measurements as rows."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from assets.definitions.read_yaml import Definitions
from assets.definitions.row_values import Row, as_number, interval_end, with_steps
from models.definitions.aims import AmongOthers, GenderGap, OwnText, Rule
from models.definitions.municipality import Municipality
from models.definitions.steering import RatioForecast, Unit
from models.definitions.work import REASONS
from models.tables.rows import MeasurementRow
from models.words.judgements import OWN_SOURCE, OWN_SOURCE_EXAMPLE


def unit_rows(model: Municipality, last_day: date) -> dict[str, list[Row]]:
    """Return units and their changes as rows, in the organisation of the report's last day."""
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
        "owner": [
            {
                "unit_id": unit.id,
                "owner": owner.owner,
                "share": float(owner.share),
                "changed": unit.owners_changed(last_day.year),
            }
            for unit in model.units_on(last_day)
            for owner in unit.owners_on(last_day)
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


def indicator_rows(model: Municipality, year: int) -> dict[str, list[Row]]:
    """Return indicators, their expected months, steps, breaks and groups as rows; `lag` in years back from the report's `year`."""
    return {
        "indicator": [
            {
                "indicator_id": item.id,
                "kpi_id": item.kpi_id,
                "margin_kpi": item.margin_kpi,
                "count_kpi": item.count_kpi,
                "title": item.title,
                "direction": item.confirmed_direction.value,
                "unit_of_measure": item.unit_of_measure,
                "decimals": item.decimals,
                "tolerance": as_number(item.tolerance),
                "min_change": float(item.min_change if item.min_change is not None else item.precision),
                "service_area": item.service_area,
                "similar_area": item.similar or "",
                "lag": item.oldest_age(year),
                "measured": item.measured_kind,
                "every": item.every,
                "wave": (item.measured.first or 0) % item.every if item.measured else 0,
                "scale_low": as_number(item.scale.low),
                "scale_high": as_number(item.scale.high),
                "aggregation": item.aggregation,
                "forecast": "ratio" if isinstance(item.forecast, RatioForecast) else item.forecast,
                "foretold_by": item.foretold_by,
                "numerator_kind": item.forecast.numerator if isinstance(item.forecast, RatioForecast) else None,
                "denominator_kind": item.forecast.denominator if isinstance(item.forecast, RatioForecast) else None,
                "factor": float(item.factor),
                "counts": item.counts,
                "compare_units": item.compare_units,
                "is_share": item.scale.kind == "share",
                "rankable": item.rankable,
            }
            for item in model.indicators
        ],
        "expected_month": [
            {"indicator_id": item.id, "month": month} for item in model.indicators for month in item.expected_months
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


def goal_rows(model: Municipality, last_day: date) -> dict[str, list[Row]]:
    """Return the goals of units that exist on the day, what they are measured by, and their targets."""
    units = {unit.id for unit in model.units_on(last_day)}
    goals = {goal.id: goal for goal in model.goals if goal.unit in units}
    indicators = {indicator.id: indicator for indicator in model.indicators}
    weights = {(goal.id, item.indicator): float(item.weight) for goal in goals.values() for item in goal.indicators}
    decided = [plan for plan in model.plans if plan.decided_at is not None]
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
                "valid_from": goal.valid_from,
                "valid_to": goal.valid_to,
            }
            for goal in goals.values()
        ],
        "global_goal": [
            {"section": section, "id": item.id, "sdg": sdg}
            for section, items in (("goals", goals.values()), ("indicators", model.indicators))
            for item in items
            for sdg in sorted(set(item.sdg))
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
                "place": name,
                "plan_title": plan.title,
                "decided_by": plan.decided_by,
                "decided_at": plan.decided_at,
                "year1": plan.year1,
                "year3": plan.year3,
                "goal_id": target.goal,
                "indicator_id": target.indicator,
                "unit_id": target.unit or goals[target.goal].unit,
                "gender": target.gender,
                "year1_value": as_number(target.year1, indicators[target.indicator]),
                "year1_low": interval_end(target.year1, "low"),
                "year1_high": interval_end(target.year1, "high"),
                "year2_value": as_number(target.year2, indicators[target.indicator]),
                "year2_low": interval_end(target.year2, "low"),
                "year2_high": interval_end(target.year2, "high"),
                "year3_value": as_number(target.year3, indicators[target.indicator]),
                "year3_low": interval_end(target.year3, "low"),
                "year3_high": interval_end(target.year3, "high"),
                "tolerance": as_number(target.tolerance),
                "baseline": as_number(target.baseline),
            }
            for plan in decided
            for name, target in plan.named_targets().items()
            if target.goal in goals
        ],
        "target_rule": [
            {
                "plan_version": plan.id,
                "goal_id": target.goal,
                "indicator_id": target.indicator,
                "unit_id": target.unit or goals[target.goal].unit,
                "gender": target.gender,
                "year": year,
                "target_rule": aim.kind,
                **rule_row(aim),
            }
            for plan in decided
            for target in plan.targets
            if target.goal in goals
            for year, aim in enumerate(target.aims.values(), start=plan.year1)
            if isinstance(aim, Rule)
        ],
    }


def rule_row(rule: Rule) -> Row:
    """Return what a rule says beside what it is called."""
    if isinstance(rule, AmongOthers):
        own = rule.group not in {"similar", "county", "all"}
        return {"group_kind": "own" if own else rule.group, "group_id": rule.group if own else None}
    if isinstance(rule, GenderGap):
        return {"target_by": float(rule.gender_gap)}
    if isinstance(rule, OwnText):
        return {"target_text": rule.text}
    return {"target_by": as_number(rule.by), "since": rule.since}


def document_rows(model: Municipality) -> dict[str, list[Row]]:
    """Return steering documents and the goals in force that each is followed up by."""
    goals = {goal.id for goal in model.goals}
    return {
        "steering_document": [
            {
                "document_id": document.id,
                "title": document.title,
                "unit_id": document.owner,
                "follow_up": document.asks_for_follow_up,
                "valid_to": document.valid_to,
            }
            for document in model.steering_documents
        ],
        "document_goal": [
            {"document_id": document.id, "goal_id": goal}
            for document in model.steering_documents
            for goal in sorted(set(document.goals) & goals)
        ],
    }


def measurement_rows(definitions: Definitions, shas: Mapping[str, str]) -> list[MeasurementRow]:
    """Return the measurements that stand in the definitions as rows."""
    model = definitions.model
    indicators = {indicator.id: indicator for indicator in model.indicators}
    label = OWN_SOURCE_EXAMPLE if model.municipality.fictional else OWN_SOURCE
    return [
        {
            "indicator_id": item.indicator,
            "unit_id": item.unit,
            "year": item.year,
            "month": item.month,
            "gender": item.gender,
            "value": with_steps(item.value, item.step, indicators[item.indicator]),
            "reason": REASONS.get(item.status or ""),
            "numerator": as_number(item.numerator),
            "denominator": as_number(item.denominator),
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


def forecast_rows(model: Municipality, report: str) -> list[Row]:
    """Return the manual forecasts of the report; without a unit they are for each unit that a goal measures by it."""
    indicators = {indicator.id: indicator for indicator in model.indicators}
    goal_units = {(item.indicator, goal.unit) for goal in model.goals for item in goal.indicators}
    return [
        {
            "report": item.report,
            "indicator_id": item.indicator,
            "unit_id": unit_id,
            "gender": item.gender,
            "value": with_steps(item.value, item.step, indicators[item.indicator]),
            "by_role": item.by,
            "made_at": item.date,
            "motivation": item.reason,
            "place": str(i),
        }
        for i, item in enumerate(model.forecasts)
        if item.report[:4] == report[:4] and item.report <= report
        for unit_id in ([item.unit] if item.unit else sorted(u for name, u in goal_units if name == item.indicator))
    ]


def correction_rows(model: Municipality) -> list[Row]:
    """Return corrections of a source's errors as rows."""
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
            "right_value": as_number(item.right),
            "factor": as_number(item.factor),
            "until": item.until,
        }
        for item in model.corrections
        for indicator in model.indicators
        if indicator.kpi_id == item.kpi_id
        for year in sorted(set(item.years))
        for gender in sorted(set(item.genders))
    ]
