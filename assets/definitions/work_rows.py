"""What is done, and what it serves, as rows."""

from collections.abc import Iterator

from assets.definitions.row_values import Row, as_number
from models.definitions.municipality import Municipality
from models.definitions.work import Activity, Assignment, Service


def work_rows(model: Municipality, report: str) -> dict[str, list[Row]]:
    """Return activities, assignments and services, and the goals that they serve, as rows."""
    items: list[tuple[str, Activity | Assignment | Service]] = [
        *(("activity", item) for item in model.activities),
        *(("assignment", item) for item in model.assignments),
        *(("service", item) for item in model.services),
    ]
    planning = model.planning_of(report)
    # What a committee plans to control stands in its plan of operations, of the year that it is for.
    plans_operations = planning is not None and planning.product == "operations_plan"
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
                "amount": as_number(item.amount),
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
            if item.year == int(report[:4]) + plans_operations
        ],
        "statement": list(_statement_rows(model)),
    }  # fmt: skip


def _statement_rows(model: Municipality) -> Iterator[Row]:
    """Yield a row for each part that its kind asks for: one that is not written has no text."""
    kinds = {kind.id: (i, kind) for i, kind in enumerate(model.municipality.statements)}
    for each in model.statements:
        at, kind = kinds[each.kind]
        for place, part in enumerate(kind.parts):
            if part.required or part.id in each.parts:
                yield {
                    "statement_id": each.id, "kind": each.kind, "kind_title": kind.title, "unit_id": each.unit,
                    "goal_id": each.goal, "part": part.id, "part_title": part.title, "text": each.parts.get(part.id),
                    "by": each.by, "decided_by": each.decided_by, "decided_at": each.decided_at, "decision": each.decision,
                    "valid_from": each.valid_from, "valid_to": each.valid_to, "leads_to": ",".join(each.leads_to) or None,
                    "kind_place": at, "part_place": place,
                }  # fmt: skip


def _work_item(kind: str, item: Activity | Assignment | Service) -> Row:
    row: Row = {
        "item_kind": kind, "item_id": item.id, "unit_id": item.unit, "title": item.title,
        "responsible_role": item.responsible, "planned_start": None, "planned_end": None, "actual_end": None,
        "state": "ongoing", "budget": None, "outcome": as_number(item.outcome), "quality": None,
        "contributed": item.contributed, "evidence": item.evidence, "cancelled_by": None, "cancelled_at": None,
        "decided_by": None, "decided_at": None, "decision": None, "financing": None,
    }  # fmt: skip
    if not isinstance(item, Service):
        row |= {
            "planned_start": item.planned_start, "planned_end": item.planned_end, "actual_end": item.actual_end,
            "state": item.state, "budget": as_number(item.budget), "quality": item.quality,
            "cancelled_by": item.cancelled_by, "cancelled_at": item.cancelled_at,
        }  # fmt: skip
    if isinstance(item, Assignment):
        row |= {key: getattr(item, key) for key in ("decided_by", "decided_at", "decision", "financing")}
    return row
