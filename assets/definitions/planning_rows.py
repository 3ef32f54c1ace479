"""What is planned for the years ahead as rows of the tables in `models/sql/definitions`: of a planning product alone."""

from collections.abc import Iterator
from decimal import Decimal

from assets.definitions.row_values import Row, as_number, interval_end
from assets.definitions.steering_rows import rule_row
from models.definitions.aims import Rule
from models.definitions.municipality import PLAN_YEARS, Municipality
from models.definitions.steering import Plan, period_end


def planning_rows(model: Municipality, report: str) -> dict[str, list[Row]]:
    """Return the product, the targets of its plans, the frames of the years ahead, and what these are made of."""
    planning = model.planning_of(report)
    if planning is None:
        return {"planning": [], "planned_target": [], "planned_frame": [], "planned_part": []}
    first = period_end(report).year + 1
    decided = {plan.id: plan.decided_at for plan in model.plans}
    frames = [one for one in model.frames_of(range(first, first + PLAN_YEARS), first) if one[1].amount is not None]
    return {
        "planning": [{"product": planning.product, "first_year": first, "last_year": first + PLAN_YEARS - 1}],
        "planned_target": [row for plan in model.plans if plan.year1 == first for row in _targets(model, plan)],
        "planned_frame": [
            {
                "unit_id": item.unit, "kind": item.kind, "year": item.year, "amount": float(item.current),
                "plan_version": item.plan, "decided_at": item.decided_at or decided.get(item.plan or ""),
            }
            for _, item in frames
        ],
        "planned_part": [
            {
                "unit_id": item.unit, "kind": item.kind, "year": item.year, "place": place, "title": part.title,
                "purpose": part.purpose, "volume": as_number(part.volume), "volume_of": part.volume_of,
                "price": as_number(part.price), "amount": float(part.sum.quantize(Decimal("0.01"))),
                "budget": str(i),
            }
            for i, item in frames
            for place, part in enumerate(item.parts)
        ],
    }  # fmt: skip


def _targets(model: Municipality, plan: Plan) -> Iterator[Row]:
    goals = {goal.id: goal for goal in model.goals}
    indicators = {indicator.id: indicator for indicator in model.indicators}
    units = {unit.id for unit in model.units_on(period_end(f"{plan.year1 - 1}-12"))}
    for name, target in plan.named_targets().items():
        unit = target.unit or (goals[target.goal].unit if target.goal in goals else "")
        for year, aim in enumerate(target.aims.values(), start=plan.year1):
            if aim is not None and unit in units:
                yield {
                    "plan_version": plan.id, "place": name, "goal_id": target.goal, "indicator_id": target.indicator,
                    "unit_id": unit, "gender": target.gender, "year": year, "decided_by": plan.decided_by, "decided_at": plan.decided_at,
                    "decision": plan.decision, "target": as_number(aim, indicators[target.indicator]),
                    "low": interval_end(aim, "low"), "high": interval_end(aim, "high"),
                    "baseline": as_number(target.baseline),
                    **({"target_rule": aim.kind, **rule_row(aim)} if isinstance(aim, Rule) else {}),
                }  # fmt: skip
