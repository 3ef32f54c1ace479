"""What is wrong across a municipality's definitions, as paths into its files: each fault with how to mend it.

A parent that does not exist, a cycle of goals, two targets for one year: what no definition can see by itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import cast

from models.base import Definition, Finding, Interval, Path
from models.governance import (
    Direction,
    Goal,
    Indicator,
    Judgement,
    Level,
    Plan,
    Profile,
    Reorganisation,
    ServiceArea,
    SteeringDocument,
    Target,
    Unit,
)
from models.quality import Acknowledgement, Correction, quality_faults
from models.work import (
    Activity,
    Assignment,
    Budget,
    Comment,
    ControlPoint,
    EfficiencyGain,
    Investment,
    ManualForecast,
    Measurement,
    Service,
    Staff,
)

Read = Mapping[str, Mapping[int, Definition]]


def faults(read: Read, broken: set[str]) -> Iterator[Finding]:
    """Yield every fault across definitions as (path, what is wrong, how to mend it).

    Args:
        read: the definitions that could be read, by section and their place in it.
        broken: the ids of those that could not, so that one mistake is not told twice.
    """
    for section, items in read.items():
        yield from _duplicates(section, {i: str(dict(item)["id"]) for i, item in items.items() if hasattr(item, "id")})
    world = _World(read, broken)
    if world.profile is not None:
        yield from _profile_faults(world.profile)
        for j, name in enumerate(world.profile.surroundings):
            yield from world.missing(("municipality", "surroundings", j), "indicator", name)
    yield from _unit_faults(world.units, broken)
    yield from _reorganisation_faults(cast("dict[int, Reorganisation]", read.get("reorganisations", {})), world)
    yield from _document_faults(cast("dict[int, SteeringDocument]", read.get("steering_documents", {})), world)
    yield from _service_area_faults(cast("dict[int, ServiceArea]", read.get("service_areas", {})), world)
    yield from _goal_faults(world.goals, world)
    yield from _plan_faults(world.plans, world)
    yield from _measurement_faults(cast("dict[int, Measurement]", read.get("measurements", {})), world)
    yield from _forecast_faults(cast("dict[int, ManualForecast]", read.get("forecasts", {})), world)
    for section in ("activities", "assignments", "services"):
        yield from _work_faults(section, cast("dict[int, Activity | Service]", read.get(section, {})), world)
    yield from _gain_faults(cast("dict[int, EfficiencyGain]", read.get("gains", {})), read, world)
    yield from _budget_faults(cast("dict[int, Budget]", read.get("budgets", {})), world)
    for section in ("investments", "staff", "control_points"):
        for i, item in cast("dict[int, Investment | Staff | ControlPoint]", read.get(section, {})).items():
            yield from world.unit((section, i, "unit"), item.unit, item.year)
            if isinstance(item, Investment):
                yield from _month_faults((section, i), item)
    yield from _staff_faults(cast("dict[int, Staff]", read.get("staff", {})))
    yield from _judgement_faults(cast("dict[int, Judgement]", read.get("judgements", {})), world)
    yield from _comment_faults(cast("dict[int, Comment]", read.get("comments", {})), world)
    yield from quality_faults(
        cast("dict[int, Acknowledgement]", read.get("acknowledgements", {})),
        cast("dict[int, Correction]", read.get("corrections", {})),
        None if broken else {item.kpi_id for item in world.indicators.values() if item.kpi_id is not None},
    )


class _World:
    """What other definitions may name."""

    def __init__(self, read: Read, broken: set[str]) -> None:
        self.profile = cast("Profile | None", read.get("municipality", {}).get(0))
        self.units = cast("dict[int, Unit]", read.get("units", {}))
        self.indicators = cast("dict[int, Indicator]", read.get("indicators", {}))
        self.goals = cast("dict[int, Goal]", read.get("goals", {}))
        self.plans = cast("dict[int, Plan]", read.get("plans", {}))
        self.broken = broken
        self.unit_by_id = {unit.id: unit for unit in self.units.values()}
        self.indicator_by_id = {indicator.id: indicator for indicator in self.indicators.values()}
        self.goal_by_id = {goal.id: goal for goal in self.goals.values()}
        self.months = {report.month for report in self.profile.reports} if self.profile else set[int]()
        self._known = {"unit": self.unit_by_id, "indicator": self.indicator_by_id, "goal": self.goal_by_id}

    def missing(self, path: Path, kind: str, name: str) -> Iterator[Finding]:
        if name not in self._known[kind] and name not in self.broken:
            yield path, f"the {kind} '{name}' does not exist.", f"Correct the id, or add the {kind}."

    def unit(self, path: Path, name: str, when: int | date) -> Iterator[Finding]:
        """Yield a fault where a unit does not exist, or does not exist then: in a year, or on a day."""
        yield from self.missing(path, "unit", name)
        unit = self.unit_by_id.get(name)
        if unit is None:
            return
        first, last = (date(when, 1, 1), date(when, 12, 31)) if isinstance(when, int) else (when, when)
        if unit.valid_to is not None and unit.valid_to < first:
            yield (
                path,
                f"the unit '{name}' ended {unit.valid_to}, before {when}.",
                "Give the unit that carries on its work.",
            )
        if unit.valid_from is not None and unit.valid_from > last:
            yield path, f"the unit '{name}' begins {unit.valid_from}, after {when}.", "Give the unit that existed then."

    def report(self, path: Path, report: str) -> Iterator[Finding]:
        if self.months and int(report[5:]) not in self.months:
            yield path, f"there is no report {report} in the calendar.", "Choose a report of the calendar."


def find_cycle(parents: dict[str, list[str]]) -> list[str] | None:
    """Return one cycle of a graph given as node → parents, as the path that closes it, or None."""
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        path: list[str] = error.args[1]
        return path[::-1]
    return None


def needs_tolerance(indicator: Indicator, target: Target) -> str | None:
    """Return why an explicit tolerance is compulsory (§2), or None where the default holds."""
    if indicator.direction is Direction.INTERVAL:
        return "direction is interval"
    if indicator.scale.kind in {"signed", "ordinal"}:
        return f"the scale is {indicator.scale.kind}"
    values = [v for v in (target.year1, target.year3) if isinstance(v, Decimal)]
    if any(value <= 0 for value in values):
        return "a target is 0 or below"
    return None


def _duplicates(section: str, ids: Mapping[int, str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for i, name in ids.items():
        if name in first:
            yield (
                (section, i, "id"),
                f"the id '{name}' is already used by entry {first[name] + 1} of {section}.",
                "Give each its own id.",
            )
        first.setdefault(name, i)


def _profile_faults(profile: Profile) -> Iterator[Finding]:
    months: set[int] = set()
    for i, report in enumerate(profile.reports):
        if report.month in months:
            yield (
                ("municipality", "reports", i, "month"),
                f"month {report.month} has two reports.",
                "Keep one report a month.",
            )
        months.add(report.month)
    yield from _duplicates("comparison_groups", {i: g.id for i, g in enumerate(profile.comparison_groups)})
    for i, group in enumerate(profile.comparison_groups):
        if group.id in {"all", "county", "similar"}:
            yield (
                ("municipality", "comparison_groups", i, "id"),
                f"'{group.id}' is the name of a built-in group.",
                "Choose another id.",
            )


def _unit_faults(units: dict[int, Unit], broken: set[str]) -> Iterator[Finding]:
    known = {unit.id for unit in units.values()}
    roots = {i: unit for i, unit in units.items() if unit.parent is None}
    for i, unit in units.items():
        if unit.parent is not None and unit.parent not in known | broken:
            yield (
                ("units", i, "parent"),
                f"unit '{unit.id}' has the parent '{unit.parent}', which does not exist.",
                f"Correct the id, or add the unit '{unit.parent}'.",
            )
        yield from _move_faults(i, unit, known | broken)
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            yield (
                ("units", i, "valid_to"),
                f"unit '{unit.id}' ends before it begins.",
                "Let valid_to be on or after valid_from.",
            )
    for i, root in roots.items():
        if root.level is not Level.COUNCIL:
            yield (
                ("units", i),
                f"unit '{root.id}' has no parent, and only the council may stand alone.",
                "Give it a parent.",
            )
    councils = [i for i, unit in units.items() if unit.level is Level.COUNCIL]
    if len(councils) != 1 and not broken:
        yield (
            ("units",),
            f"there are {len(councils)} units with level council.",
            "Keep exactly one, without a parent.",
        )
    cycle = find_cycle({u.id: [u.parent] if u.parent else [] for u in units.values()})
    if not cycle:
        yield from _time_faults(units)
    if cycle:
        where = next(i for i, u in units.items() if u.id == cycle[0])
        yield (
            ("units", where, "parent"),
            f"units are each other's parents: {' → '.join(cycle)}.",
            "Break the cycle.",
        )


def _goal_faults(goals: dict[int, Goal], world: _World) -> Iterator[Finding]:
    known, units, indicators = set(world.goal_by_id), set(world.unit_by_id), set(world.indicator_by_id)
    broken = world.broken
    for i, goal in goals.items():
        if goal.unit not in units | broken:
            yield (
                ("goals", i, "unit"),
                f"goal '{goal.id}' belongs to the unit '{goal.unit}', which does not exist.",
                "Correct the id, or add the unit.",
            )
        for j, parent in enumerate(goal.parents):
            if parent not in known | broken:
                yield (
                    ("goals", i, "parents", j),
                    f"goal '{goal.id}' serves the goal '{parent}', which does not exist.",
                    "Correct the id, or add the goal.",
                )
        for j, name in enumerate(goal.with_units):
            yield from world.missing(("goals", i, "with_units", j), "unit", name)
        seen: set[str] = set()
        for j, item in enumerate(goal.indicators):
            if item.indicator not in indicators | broken:
                yield (
                    ("goals", i, "indicators", j),
                    f"goal '{goal.id}' names the indicator '{item.indicator}', which does not exist.",
                    "Correct the id, or add the indicator.",
                )
            if item.indicator in seen:
                yield (
                    ("goals", i, "indicators", j),
                    f"goal '{goal.id}' names the indicator '{item.indicator}' twice.",
                    "Remove one.",
                )
            seen.add(item.indicator)
    cycle = find_cycle({goal.id: goal.parents for goal in goals.values()})
    if cycle:
        where = next(i for i, g in goals.items() if g.id == cycle[0])
        yield (
            ("goals", where, "parents"),
            f"goals serve each other in a cycle: {' → '.join(cycle)}.",
            "Remove one of the links.",
        )


def _plan_faults(plans: dict[int, Plan], world: _World) -> Iterator[Finding]:
    by_goal, indicators, broken = world.goal_by_id, world.indicator_by_id, world.broken
    for i, plan in plans.items():
        seen: dict[tuple[str, str, str, str, int], int] = {}
        for j, target in enumerate(plan.targets):
            path: Path = ("plans", i, "targets", j)
            name = f"the target for '{target.indicator}' under '{target.goal}' in plan '{plan.id}'"
            goal = by_goal.get(target.goal)
            indicator = indicators.get(target.indicator)
            if goal is None and target.goal not in broken:
                yield (
                    (*path, "goal"),
                    f"{name} names a goal that does not exist.",
                    "Correct the id, or add the goal.",
                )
            if indicator is None and target.indicator not in broken:
                yield (
                    (*path, "indicator"),
                    f"{name} names an indicator that does not exist.",
                    "Correct the id, or add the indicator.",
                )
            if goal is None or indicator is None:
                continue
            if indicator.id not in {item.indicator for item in goal.indicators}:
                yield (
                    (*path, "indicator"),
                    f"{name}: the goal is not measured by that indicator.",
                    "Add it to the goal's indicators.",
                )
            yield from _target_faults(path, name, target, indicator)
            yield from _target_unit_faults(path, name, target, goal, plan.year1, world)
            for year, value in ((plan.year1, target.year1), (plan.year3, target.year3)):
                key = (goal.id, indicator.id, target.unit or goal.unit, target.gender, year)
                if value is None:
                    continue
                if key in seen:
                    yield (
                        path,
                        f"{name} stands twice for {year}; the first is entry {seen[key] + 1}.",
                        "Keep one target a year.",
                    )
                seen.setdefault(key, j)


def _target_unit_faults(
    path: Path, name: str, target: Target, goal: Goal, year: int, world: _World
) -> Iterator[Finding]:
    if target.unit is None:
        return
    yield from world.unit((*path, "unit"), target.unit, year)
    if world.indicator_by_id[target.indicator].kpi_id is not None and target.unit != goal.unit:
        yield (
            (*path, "unit"),
            f"{name}: Kolada's figure is the whole municipality's, not that of the unit '{target.unit}'.",
            "Remove unit, or use an indicator that the municipality measures itself.",
        )


def _target_faults(path: Path, name: str, target: Target, indicator: Indicator) -> Iterator[Finding]:
    interval = indicator.direction is Direction.INTERVAL
    for key, value in (("year1", target.year1), ("year3", target.year3)):
        if value is None:
            continue
        if isinstance(value, str) != (indicator.steps is not None):
            mend = f"Give one of its steps: {', '.join(indicator.steps)}." if indicator.steps else "Give a number."
            yield (*path, key), f"{name}: {key} does not fit the scale '{indicator.scale.kind}'.", mend
            continue
        if isinstance(value, str):
            if value not in (indicator.steps or []):
                yield (
                    (*path, key),
                    f"{name}: '{value}' is no step of the scale.",
                    f"Give one of: {', '.join(indicator.steps or [])}.",
                )
            continue
        if isinstance(value, Interval) != interval:
            yield (
                (*path, key),
                f"{name}: {key} does not fit the direction '{indicator.direction}'.",
                "Write {low: …, high: …} for interval, and one number otherwise.",
            )
    if indicator.direction is Direction.NEUTRAL:
        yield (
            path,
            f"{name}: a neutral indicator is not judged.",
            "Remove the target, or give it a direction.",
        )
    if target.gender not in indicator.judged_genders:
        yield (
            (*path, "gender"),
            f"{name}: gender {target.gender} is not judged for this indicator.",
            "Add it to judged_genders.",
        )
    why = needs_tolerance(indicator, target)
    if why and target.tolerance is None and indicator.tolerance is None:
        yield (
            (*path, "tolerance"),
            f"{name} needs an explicit tolerance: {why}.",
            "Add tolerance, in the indicator's own unit.",
        )


def _judgement_faults(judgements: dict[int, Judgement], world: _World) -> Iterator[Finding]:
    seen: set[tuple[str, str, str | None]] = set()
    for i, judgement in judgements.items():
        yield from world.missing(("judgements", i, "unit"), "unit", judgement.unit)
        if judgement.goal is not None:
            yield from world.missing(("judgements", i, "goal"), "goal", judgement.goal)
        yield from world.report(("judgements", i, "report"), judgement.report)
        key = (judgement.report, judgement.unit, judgement.goal)
        if key in seen:
            yield (
                ("judgements", i),
                f"'{judgement.unit}' has two judgements of the same thing in {judgement.report}.",
                "Keep one.",
            )
        seen.add(key)


def _comment_faults(comments: dict[int, Comment], world: _World) -> Iterator[Finding]:
    for i, comment in comments.items():
        yield from world.missing(("comments", i, "unit"), "unit", comment.unit)
        yield from world.report(("comments", i, "report"), comment.report)
        if comment.goal is not None:
            yield from world.missing(("comments", i, "goal"), "goal", comment.goal)
        if comment.indicator is not None:
            yield from world.missing(("comments", i, "indicator"), "indicator", comment.indicator)


def _move_faults(i: int, unit: Unit, known: set[str]) -> Iterator[Finding]:
    for j, earlier in enumerate(unit.moved):
        if earlier.parent not in known:
            yield (
                ("units", i, "moved", j, "parent"),
                f"unit '{unit.id}' stood under '{earlier.parent}', which does not exist.",
                f"Correct the id, or add the unit '{earlier.parent}' with the days it existed.",
            )


def _time_faults(units: dict[int, Unit]) -> Iterator[Finding]:
    """Yield a fault where a unit stands under one that does not exist then."""
    by_id = {unit.id: unit for unit in units.values()}
    for i, unit in units.items():
        parent = by_id.get(unit.parent or "")
        if parent is None or parent.valid_to is None:
            continue
        if unit.valid_to is None or unit.valid_to > parent.valid_to:
            yield (
                ("units", i, "parent"),
                f"unit '{unit.id}' stands under '{parent.id}', which ended {parent.valid_to}.",
                "Give the new parent and write the old under moved, or end the unit too.",
            )


def _reorganisation_faults(changes: dict[int, Reorganisation], world: _World) -> Iterator[Finding]:
    for i, change in changes.items():
        for key, names in (("units", change.units), ("into", change.into)):
            for j, name in enumerate(names):
                yield from world.missing(("reorganisations", i, key, j), "unit", name)
        for j, name in enumerate(change.units):
            unit = world.unit_by_id.get(name)
            if unit is not None and name not in change.into and (unit.valid_to is None or unit.valid_to >= change.date):
                yield (
                    ("reorganisations", i, "units", j),
                    f"the unit '{name}' is said to end {change.date}, but its valid_to says otherwise.",
                    "Let valid_to be the day before.",
                )


def _document_faults(documents: dict[int, SteeringDocument], world: _World) -> Iterator[Finding]:
    for i, document in documents.items():
        yield from world.missing(("steering_documents", i, "owner"), "unit", document.owner)
        for j, name in enumerate(document.goals):
            yield from world.missing(("steering_documents", i, "goals", j), "goal", name)
        if document.valid_from and document.valid_to and document.valid_to < document.valid_from:
            yield (
                ("steering_documents", i, "valid_to"),
                f"the document '{document.id}' ends before it begins.",
                "Let valid_to be on or after valid_from.",
            )


def _service_area_faults(areas: dict[int, ServiceArea], world: _World) -> Iterator[Finding]:
    for i, area in areas.items():
        for key, names in (("quality", area.quality), ("resource", [area.resource])):
            for j, name in enumerate(names):
                path: Path = ("service_areas", i, key, j) if key == "quality" else ("service_areas", i, key)
                yield from world.missing(path, "indicator", name)
                indicator = world.indicator_by_id.get(name)
                if indicator is None:
                    continue
                if indicator.kpi_id is None:
                    yield path, f"'{name}' is not from Kolada, so no other municipality has it.", "Choose a Kolada KPI."
                elif key == "quality" and indicator.direction not in {Direction.HIGHER, Direction.LOWER}:
                    yield path, f"'{name}' has no direction higher or lower.", "Choose an indicator that has."


def _value_faults(path: Path, indicator: Indicator, item: Measurement | ManualForecast) -> Iterator[Finding]:
    if item.step is not None and item.step not in (indicator.steps or []):
        steps = ", ".join(indicator.steps or []) or "none: give a value instead"
        yield (*path, "step"), f"'{item.step}' is no step of the indicator '{indicator.id}'.", f"Its steps are {steps}."
    if indicator.steps is not None and item.value is not None:
        yield (
            (*path, "value"),
            f"'{indicator.id}' is judged on steps, not numbers.",
            f"Steps: {', '.join(indicator.steps)}.",
        )


def _measurement_faults(measurements: dict[int, Measurement], world: _World) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], int] = {}
    for i, item in measurements.items():
        path: Path = ("measurements", i)
        yield from world.missing((*path, "indicator"), "indicator", item.indicator)
        yield from world.unit((*path, "unit"), item.unit, item.year)
        indicator = world.indicator_by_id.get(item.indicator)
        if indicator is not None:
            if indicator.kpi_id is not None:
                yield (
                    (*path, "indicator"),
                    f"'{indicator.id}' is a Kolada KPI: its values come from there.",
                    "Remove it.",
                )
            yield from _value_faults(path, indicator, item)
        key = (item.indicator, item.unit, item.year, item.month, item.gender)
        if key in seen:
            yield path, f"is measured twice; the first is entry {seen[key] + 1}.", "Keep one."
        seen.setdefault(key, i)


def _forecast_faults(forecasts: dict[int, ManualForecast], world: _World) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], int] = {}
    for i, item in forecasts.items():
        path: Path = ("forecasts", i)
        yield from world.missing((*path, "indicator"), "indicator", item.indicator)
        yield from world.report((*path, "report"), item.report)
        if item.unit is not None:
            yield from world.missing((*path, "unit"), "unit", item.unit)
        if item.report.endswith("-12"):
            yield (*path, "report"), "the annual report shows outcomes, not forecasts.", "Choose an interim report."
        indicator = world.indicator_by_id.get(item.indicator)
        if indicator is not None:
            yield from _value_faults(path, indicator, item)
        key = (item.report, item.indicator, item.unit, item.gender)
        if key in seen:
            yield path, f"is foretold twice; the first is entry {seen[key] + 1}.", "Keep one."
        seen.setdefault(key, i)


def _work_faults(section: str, items: Mapping[int, Activity | Service], world: _World) -> Iterator[Finding]:
    for i, item in items.items():
        path: Path = (section, i)
        when = item.planned_start if not isinstance(item, Service) else None
        if when is None:
            yield from world.missing((*path, "unit"), "unit", item.unit)
        else:
            yield from world.unit((*path, "unit"), item.unit, when)
        for j, name in enumerate(item.goals):
            yield from world.missing((*path, "goals", j), "goal", name)
        if isinstance(item, Assignment):
            yield from world.missing((*path, "decided_by"), "unit", item.decided_by)
            giver = world.unit_by_id.get(item.decided_by)
            if giver is not None and giver.level not in _POLITICAL:
                yield (
                    (*path, "decided_by"),
                    f"'{giver.id}' is no political level.",
                    "An assignment is given by council, executive or committee.",
                )


_POLITICAL = (Level.COUNCIL, Level.EXECUTIVE, Level.COMMITTEE, Level.JOINT_COMMITTEE)


def _gain_faults(gains: dict[int, EfficiencyGain], read: Read, world: _World) -> Iterator[Finding]:
    for i, gain in gains.items():
        yield from world.missing(("gains", i, "unit"), "unit", gain.unit)
        yield from world.report(("gains", i, "report"), gain.report)
        for key, section in (("activity", "activities"), ("assignment", "assignments"), ("service", "services")):
            name = getattr(gain, key)
            known = {str(dict(item)["id"]) for item in read.get(section, {}).values()} | world.broken
            if name is not None and name not in known:
                yield ("gains", i, key), f"the {key} '{name}' does not exist.", f"Correct the id, or add the {key}."


def _budget_faults(budgets: dict[int, Budget], world: _World) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], int] = {}
    for i, item in budgets.items():
        yield from world.unit(("budgets", i, "unit"), item.unit, item.year)
        key = (item.unit, item.year, item.kind)
        if key in seen:
            yield ("budgets", i), f"'{item.unit}' has two frames of the same kind for {item.year}.", "Keep one."
        seen.setdefault(key, i)
        yield from _month_faults(("budgets", i), item)


def _month_faults(path: Path, item: Budget | Investment) -> Iterator[Finding]:
    months = [forecast.month for forecast in item.forecasts]
    for j, month in enumerate(months):
        if month in months[:j]:
            yield (*path, "forecasts", j), f"month {month} has two forecasts.", "Keep one."


def _staff_faults(staff: dict[int, Staff]) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], int] = {}
    for i, item in staff.items():
        key = (item.unit, item.year, item.month, item.gender)
        if key in seen:
            who = f"'{item.unit}' for {item.year}-{item.month:02d}, gender {item.gender}"
            yield ("staff", i), f"{who} is counted twice; the first is entry {seen[key] + 1}.", "Keep one."
        seen.setdefault(key, i)
