"""What of a municipality's definitions counts in a report, and is in force in it (docs/measures.md §1, what counts)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from models.definitions.municipality import Municipality
from models.definitions.statements import Statement, standing_statements
from models.definitions.steering import Goal, OfOrganisation, Plan, PlanningProduct, Profile, Reorganisation, Unit
from models.definitions.work import Activity, Assignment, Budget

Why = Literal["decided_later", "cancelled_later", "not_decided", "not_yet", "no_longer", "no_original", "unit_ended"]
Decided = TypeVar("Decided", Plan, Goal, Assignment)
Work = TypeVar("Work", Activity, Assignment)


@dataclass(frozen=True)
class LeftOut:
    """A definition that a report leaves out, and why.

    `day` is the day of the decision that came later, or that changes a frame that is nowhere, the first day of what is not yet
    in force or is not decided, or the last day of what no longer is, or of the unit that a goal belongs to.
    """

    section: Literal[
        "plans", "goals", "municipality", "budgets", "frames", "activities", "assignments", "units", "statements"
    ]
    id: str
    title: str
    why: Why
    day: date


@dataclass(frozen=True)
class InForce:
    """A municipality as it is in force in a report: of each goal one version, and each unit under the one it then stands under.

    `goals` are the places of those versions.
    """

    model: Municipality
    goals: tuple[int, ...]
    left_out: tuple[LeftOut, ...]


def decision_days(model: Municipality) -> list[date]:
    """Return the days of the decisions that a report may hang on, in order."""
    days = [plan.decided_at for plan in model.plans if plan.decided_at is not None]
    for goal in model.goals:
        days += [day for day in (goal.decided_at, goal.end_decided_at) if day is not None]
    days += [change.decided_at for budget in model.budgets for change in budget.changes]
    days += [budget.decided_at for budget in model.budgets if budget.decided_at is not None]
    days += [change.decided_at for change in _of_organisation(model) if change.decided_at is not None]
    days += [each.decided_at for each in model.assignments if each.decided_at is not None]
    days += [each.cancelled_at for each in (*model.activities, *model.assignments) if each.cancelled_at is not None]
    days += [each.decided_at for each in model.statements if each.decided_at is not None]
    days += [earlier.decided_at for earlier in model.municipality.earlier_thresholds if earlier.decided_at is not None]
    return sorted(set(days))


def in_force(model: Municipality, last_day: date, known: date, planning: PlanningProduct | None = None) -> InForce:
    """Return a municipality as it is in force in a report; done again, it changes nothing.

    In what plans for the years to come, what is proposed for them stands beside what is decided, without a day of decision;
    goals are those of the first of those years, but for an analysis of the present state.

    Args:
        model: everything that is defined.
        last_day: the last day of the report's period.
        known: the day of the report's as-of instant.
        planning: the planning product that it is; None for one that follows up.
    """
    until = min(last_day, known)
    plans, left_out = _plans(model, last_day, until, proposed=planning is not None)
    ended = _ended_by_plans(plans)
    ahead = planning is not None and planning.product != "present_state"
    goals_on, goals_until = (date(last_day.year + 1, 1, 1), date.max) if ahead else (last_day, until)
    places: list[int] = []
    for name in dict.fromkeys(goal.id for goal in model.goals):
        versions = [(i, goal) for i, goal in enumerate(model.goals) if goal.id == name]
        standing, told = _standing([goal for _, goal in versions], goals_on, goals_until, ended.get(name))
        places += [i for i, goal in versions if goal is standing]
        left_out += told
    profile, told = _profile(model.municipality, last_day, until)
    budgets, later = _budgets(model, last_day.year, until, proposed=planning is not None)
    goals = [_as_proposed(model.goals[i], until) if ahead else model.goals[i] for i in sorted(places)]
    statements, passed = _statements(model, last_day, until)
    units, reorganisations, moved_later = _units(model, last_day, until)
    assignments, given_later = _assignments(model, plans, until, proposed=planning is not None)
    activities, stopped = _not_cancelled_yet("activities", model.activities, last_day, until)
    assignments, withdrawn = _not_cancelled_yet("assignments", assignments, last_day, until)
    updated = {
        "budgets": budgets, "statements": statements, "units": units, "reorganisations": reorganisations,
        "activities": activities, "assignments": assignments,
    }  # fmt: skip
    last = {unit.id: unit.valid_to for unit in units if unit.valid_to is not None and unit.valid_to < goals_on}
    outlasting = [goal for goal in goals if goal.unit in last]
    told += [LeftOut("goals", goal.id, goal.title, "unit_ended", last[goal.unit]) for goal in outlasting]
    standing_model = _without_other_goals(model.model_copy(update=updated), goals, plans, profile)
    told += [*later, *given_later, *stopped, *withdrawn, *moved_later, *passed]
    return InForce(standing_model, tuple(sorted(places)), (*left_out, *told))


def _plans(model: Municipality, last_day: date, until: date, *, proposed: bool) -> tuple[list[Plan], list[LeftOut]]:
    """Return the plans that count, where asked for with the proposals for the year after, and those that are left out."""
    plans: list[Plan] = []
    told: list[LeftOut] = []
    for plan in model.plans:
        if plan.decided_at is not None and plan.decided_at <= until:
            plans.append(plan)
        elif proposed and plan.year1 == last_day.year + 1:
            plans.append(_as_proposed(plan, until))
        elif plan.decided_at is not None:
            told.append(LeftOut("plans", plan.id, plan.title, "decided_later", plan.decided_at))
        elif plan.year1 <= last_day.year:
            told.append(LeftOut("plans", plan.id, plan.title, "not_decided", date(plan.year1, 1, 1)))
    return plans, told


def _as_proposed(item: Decided, until: date) -> Decided:
    """Return what is decided by a day as it is, and another without the decision that is to come."""
    if item.decided_at is not None and item.decided_at <= until:
        return item
    return item.model_copy(update={"decided_at": None, "decision": None})


def _assignments(
    model: Municipality, plans: Sequence[Plan], until: date, *, proposed: bool
) -> tuple[list[Assignment], list[LeftOut]]:
    """Return the assignments that are given, those of a plan on its day, where asked for those that are proposed; and the later."""
    decided = {plan.id: plan.decided_at for plan in plans}
    given: list[Assignment] = []
    told: list[LeftOut] = []
    for each in model.assignments:
        if each.plan is not None and each.plan not in decided:
            continue
        day = decided[each.plan] if each.plan is not None else each.decided_at
        dated = each.model_copy(update={"decided_at": day})
        if proposed:
            given.append(_as_proposed(dated, until))
        elif day is not None and day <= until:
            given.append(dated)
        elif day is not None:
            told.append(LeftOut("assignments", each.id, each.title, "decided_later", day))
    return given, told


def _not_cancelled_yet(
    section: Literal["activities", "assignments"], items: Sequence[Work], last_day: date, until: date
) -> tuple[list[Work], list[LeftOut]]:
    """Return work, where what was cancelled by a decision that does not count still stands; and those decisions."""
    later = [each for each in items if each.cancelled_at is not None and each.cancelled_at > until]
    told = [
        LeftOut(section, each.id, each.title, "cancelled_later", each.cancelled_at)
        for each in later
        if each.cancelled_at is not None and each.planned_start.year <= last_day.year
    ]
    # How far it had come nobody has said since: its days say whether it has begun, and is late.
    still = {"state": "ongoing", "cancelled_by": None, "cancelled_at": None}
    return [each.model_copy(update=still) if each in later else each for each in items], told


def _ended_by_plans(plans: Sequence[Plan]) -> dict[str, date]:
    """Return the first day on which each goal that a plan ends is no longer in force."""
    ended: dict[str, date] = {}
    for plan in plans:
        for goal in plan.ends:
            ended[goal] = min(date(plan.year1, 1, 1), ended.get(goal, date.max))
    return ended


def _standing(
    versions: Sequence[Goal], last_day: date, until: date, ended: date | None
) -> tuple[Goal | None, list[LeftOut]]:
    """Return the version of a goal that is in force, or None, and what of the goal is left out."""
    ordered = sorted(versions, key=lambda goal: goal.valid_from or date.min)
    later = [goal for goal in ordered if goal.decided_at is not None and goal.decided_at > until]
    counting = [goal for goal in ordered if goal not in later]
    told = [
        LeftOut("goals", goal.id, goal.title, "decided_later", goal.decided_at)
        for goal in later
        if goal.decided_at is not None
    ]
    begun = [goal for goal in counting if goal.valid_from is None or goal.valid_from <= last_day]
    if not begun:
        first = counting[0].valid_from if counting else None
        return None, [*told, *_left(counting[:1], "not_yet", first)]
    goal = begun[-1]
    if ended is not None and ended <= last_day and (goal.valid_from or date.min) < ended:
        return None, [*told, *_left([goal], "no_longer", ended - timedelta(days=1))]
    over = goal.valid_to is not None and goal.valid_to < last_day
    undecided = goal.end_decided_at is not None and goal.end_decided_at > until
    # Who wrote the later version ended this one, and the later one does not count yet.
    waits = any(goal.valid_to is not None and other.valid_from == goal.valid_to + timedelta(days=1) for other in later)
    if over and not undecided and not (waits and goal.end_decided_at is None):
        return None, [*told, *_left([goal], "no_longer", goal.valid_to)]
    return goal, told


def _left(goals: Sequence[Goal], why: Why, day: date | None) -> list[LeftOut]:
    return [LeftOut("goals", goal.id, goal.title, why, day) for goal in goals if day is not None]


def _profile(profile: Profile, last_day: date, until: date) -> tuple[Profile, list[LeftOut]]:
    """Return the profile with the thresholds that are in force, and the changes of them that do not count yet."""
    told: list[LeftOut] = []
    for earlier in sorted(profile.earlier_thresholds, key=lambda item: item.until):
        later = earlier.decided_at is not None and earlier.decided_at > until
        if later and earlier.decided_at is not None:
            told.append(LeftOut("municipality", "thresholds", profile.title, "decided_later", earlier.decided_at))
        if later or last_day <= earlier.until:
            return profile.model_copy(update={"thresholds": earlier.thresholds, "earlier_thresholds": []}), told
    return profile.model_copy(update={"earlier_thresholds": []}), told


def _budgets(model: Municipality, year: int, until: date, *, proposed: bool) -> tuple[list[Budget], list[LeftOut]]:
    """Return the frames, without those that do not count, with the changes that do; and what of the report's year does not.

    Where asked for, what is proposed for the years after stands with its amount, and without a decision.
    """
    titles = {unit.id: unit.title for unit in model.units}
    told = [
        LeftOut("budgets", budget.unit, titles.get(budget.unit, budget.unit), "decided_later", change.decided_at)
        for budget in model.budgets
        for change in budget.changes
        if budget.year == year and change.decided_at > until and change.kind != "deviation"
    ]
    counting: list[Budget] = []
    for budget in model.budgets:
        undecided = budget.decided_at is not None and budget.decided_at > until
        if undecided and budget.decided_at is not None and budget.year == year:
            title = titles.get(budget.unit, budget.unit)
            told.append(LeftOut("frames", budget.unit, title, "decided_later", budget.decided_at))
        updated: dict[str, object] = {"changes": [change for change in budget.changes if change.decided_at <= until]}
        if undecided and proposed and budget.year > year:
            updated |= {"decided_by": None, "decided_at": None, "decision": None}
        elif undecided:
            updated = {"changes": [], **dict.fromkeys(("amount", "months", "decided_by", "decided_at", "decision"))}
        counting.append(budget.model_copy(update=updated) if budget.changes or undecided else budget)
    return counting, told


def _of_organisation(model: Municipality) -> list[OfOrganisation]:
    moves = [earlier for unit in model.units for earlier in unit.moved]
    return [*model.units, *moves, *model.reorganisations]


def _units(model: Municipality, last_day: date, until: date) -> tuple[list[Unit], list[Reorganisation], list[LeftOut]]:
    """Return the units as they stand on the period's last day, with the changes of the organisation that count, and what does not.

    Of a reorganisation that does not count, the units that were to end go on, and those that were to begin have not begun.
    """
    titles = {unit.id: unit.title for unit in model.units}
    late = [each for each in model.reorganisations if each.decided_at is not None and each.decided_at > until]
    told = [
        LeftOut("units", name, titles[name], "decided_later", change.decided_at)
        for change in late
        if change.date <= last_day and change.decided_at is not None
        for name in change.units
    ]
    ends = {(name, change.date - timedelta(days=1)) for change in late for name in change.units}
    begins = {(name, change.date) for change in late for name in set(change.into) - set(change.units)}
    units: list[Unit] = []
    for unit in model.units:
        updated: dict[str, object] = {}
        if unit.valid_to is not None and (unit.id, unit.valid_to) in ends:
            updated["valid_to"] = None
        founded_later = unit.decided_at is not None and unit.decided_at > until
        if unit.valid_from is not None and (founded_later or (unit.id, unit.valid_from) in begins):
            updated["valid_from"] = max(unit.valid_from, last_day + timedelta(days=1))
            if unit.valid_from <= last_day and founded_later and unit.decided_at is not None:
                told.append(LeftOut("units", unit.id, unit.title, "decided_later", unit.decided_at))
        moves = sorted(unit.moved, key=lambda earlier: earlier.until)
        undecided = [each for each in moves if each.decided_at is not None and each.decided_at > until]
        if undecided:
            # It stands where it stood before the first move that does not count.
            first = undecided[0]
            updated |= {"parent": first.parent, "moved": moves[: moves.index(first)]}
            if first.until < last_day and first.decided_at is not None:
                told.append(LeftOut("units", unit.id, unit.title, "decided_later", first.decided_at))
        units.append((unit.model_copy(update=updated) if updated else unit).standing_on(last_day))
    next_day = last_day + timedelta(days=1)
    # Each keeps its place in the list, by which it is found in the municipality's files.
    changes = [
        each.model_copy(update={"date": max(each.date, next_day)}) if each in late else each
        for each in model.reorganisations
    ]
    return units, changes, told


def told_in(model: Municipality, report: str, one: LeftOut) -> bool:
    """Whether a report would have shown what it leaves out: a month's follow-up shows the money alone, a text its own months."""
    if model.is_monthly(report):
        return one.section in {"budgets", "frames", "units", "municipality"}
    kind = next((each.kind for each in model.statements if (one.section, one.id) == ("statements", each.id)), None)
    return kind is None or kind in model.texts_of(report)


def _statements(model: Municipality, last_day: date, until: date) -> tuple[list[Statement], list[LeftOut]]:
    """Return the statements that count and are in force, and those that are left out though none later takes their place."""
    standing = standing_statements(model.statements, last_day, until)
    units = {unit.id: unit.title for unit in model.units}
    kinds = {kind.id: kind.title for kind in model.municipality.statements}
    told: list[LeftOut] = []
    for each in model.statements:
        title = f"{kinds.get(each.kind, each.kind)}, {units.get(each.unit, each.unit)}"
        if each.decided_at is not None and each.decided_at > until:
            told.append(LeftOut("statements", each.id, title, "decided_later", each.decided_at))
        elif each.valid_to is not None and each.valid_to < last_day:
            place = (each.kind, each.unit, each.goal)
            if not any((other.kind, other.unit, other.goal) == place for other in standing):
                told.append(LeftOut("statements", each.id, title, "no_longer", each.valid_to))
    return standing, told


def _without_other_goals(
    model: Municipality, goals: Sequence[Goal], plans: Sequence[Plan], profile: Profile
) -> Municipality:
    """Return the municipality with these goals, plans and thresholds, and nothing that speaks of another goal."""
    kept = {goal.id for goal in goals}
    if kept == {goal.id for goal in model.goals}:
        return model.model_copy(update={"goals": [*goals], "plans": [*plans], "municipality": profile})

    def served(items: Sequence[Goal], key: str) -> list[Goal]:
        return [item.model_copy(update={key: [name for name in getattr(item, key) if name in kept]}) for item in items]

    changed: dict[str, object] = {
        "goals": served(goals, "parents"),
        "plans": [
            plan.model_copy(update={"targets": [target for target in plan.targets if target.goal in kept]})
            for plan in plans
        ],
        "municipality": profile,
        "judgements": [item for item in model.judgements if item.goal is None or item.goal in kept],
        "comments": [item for item in model.comments if item.goal is None or item.goal in kept],
    }
    for section in ("activities", "assignments", "services", "steering_documents"):
        changed[section] = served(getattr(model, section), "goals")
    return model.model_copy(update=changed)
