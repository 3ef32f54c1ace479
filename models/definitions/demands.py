"""The model profile: what a steering model demands that goals, assignments, units and statements have, and what lacks.

Nothing here is a fault: a municipality's definitions may be thinner than its own model. It is told, with its share.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.definitions.municipality import Municipality
from models.definitions.statements import standing_statements
from models.definitions.steering import Demand, Goal, subtree
from models.definitions.work import Assignment


@dataclass(frozen=True)
class Demanded:
    """One thing that is demanded of each of several: how many it is asked of, and the titles of those that lack it.

    `of` is the kind of goal, `assignment`, or a kind of statement by its title; `part` the part, by its title for a statement;
    empty where the whole is asked for, then of units, each in each of the perspectives.
    """

    what: Literal["goal", "unit", "assignment", "statement", "statement_part"]
    of: str
    part: str
    n: int
    lacking: Sequence[str]


def demanded(model: Municipality, day: date) -> list[Demanded]:
    """Return all that the municipality's profile demands on a day, with what lacks."""
    found: list[Demanded] = []
    for demand in model.municipality.demands:
        if demand.of == "assignment":
            found += _of_assignments(model, demand)
        else:
            found += _of_goals(
                model, demand, [goal for goal in model.goals if goal.kind == demand.of and goal.in_force_on(day)]
            )
            found += _of_units(model, demand, day)
    return [each for each in [*found, *_of_statements(model, day)] if each.n]


def share_met(demands: Sequence[Demanded]) -> float | None:
    """Return which share of all that is demanded is there; None where nothing is demanded."""
    n = sum(each.n for each in demands)
    return 1 - sum(len(each.lacking) for each in demands) / n if n else None


def _of_goals(model: Municipality, demand: Demand, goals: Sequence[Goal]) -> Iterator[Demanded]:
    served = {name for item in (*model.activities, *model.assignments) for name in item.goals}
    for part in demand.parts:
        lacking = [
            goal.title for goal in goals if not (goal.id in served if part == "activities" else getattr(goal, part))
        ]
        yield Demanded("goal", demand.of, part, len(goals), lacking)


def _of_units(model: Municipality, demand: Demand, day: date) -> Iterator[Demanded]:
    units = [unit for unit in model.units_on(day) if unit.level in demand.levels]
    has = {(goal.unit, goal.perspective) for goal in model.goals if goal.kind == demand.of and goal.in_force_on(day)}
    with_any = {unit for unit, _ in has}
    for perspective in demand.perspectives or [""]:
        lacking = [u.title for u in units if not ((u.id, perspective) in has if perspective else u.id in with_any)]
        yield Demanded("unit", demand.of, perspective, len(units), lacking)


def _of_assignments(model: Municipality, demand: Demand) -> Iterator[Demanded]:
    for part in demand.parts:
        lacking = [
            item.title
            for item in model.assignments
            if (_under_way(model, item) if part == "not_under_way" else not getattr(item, part))
        ]
        yield Demanded("assignment", demand.of, part, len(model.assignments), lacking)


def _under_way(model: Municipality, assignment: Assignment) -> bool:
    """Whether the same was already ongoing or planned, in its unit or below, when the assignment was given, or is proposed."""
    given = assignment.decided_at or assignment.planned_start
    units = subtree(model.units, assignment.unit)
    return any(
        item is not assignment
        and item.unit in units
        and item.title.casefold().strip() == assignment.title.casefold().strip()
        and ((item.decided_at if isinstance(item, Assignment) else None) or item.planned_start) <= given
        and (item.actual_end is None or item.actual_end >= given)
        for item in (*model.activities, *model.assignments)
    )


def _of_statements(model: Municipality, day: date) -> Iterator[Demanded]:
    standing = standing_statements(model.statements, day, day)
    titles = {unit.id: unit.title for unit in model.units}
    for kind in model.municipality.statements:
        expected = [unit for unit in model.units_on(day) if unit.level in kind.levels]
        of_kind = [each for each in standing if each.kind == kind.id]
        written = {each.unit for each in of_kind}
        yield Demanded("statement", kind.title, "", len(expected), [u.title for u in expected if u.id not in written])
        for part in kind.parts:
            if part.required:
                lacking = [titles[each.unit] for each in of_kind if part.id not in each.parts]
                yield Demanded("statement_part", kind.title, part.title, len(of_kind), lacking)
