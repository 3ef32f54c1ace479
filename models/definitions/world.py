"""What the faults across definitions look things up in."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import cast

from models.definitions.aims import OwnText
from models.definitions.base import Definition, Finding, Path
from models.definitions.steering import (
    Direction,
    Goal,
    Indicator,
    Plan,
    Profile,
    Target,
    Unit,
    month_of,
)

# What a definition may name, as a fault says it.
NAMED = {
    "unit": "enheten",
    "indicator": "indikatorn",
    "goal": "målet",
    "activity": "aktiviteten",
    "assignment": "uppdraget",
    "service": "tjänsten",
}
Read = Mapping[str, Mapping[int, Definition]]


class World:
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
        # Of a goal with several versions the last that is written.
        self.goal_by_id = {goal.id: goal for goal in self.goals.values()}
        self.measured_by = {(goal.id, item.indicator) for goal in self.goals.values() for item in goal.indicators}
        self.months = {report.month for report in self.profile.reports} if self.profile else set[int]()
        self._known = {"unit": self.unit_by_id, "indicator": self.indicator_by_id, "goal": self.goal_by_id}

    def above(self, name: str) -> set[str]:
        """Return a unit and every unit that it stands, or has stood, below."""
        found: set[str] = set()
        left = [name]
        while left:
            unit = self.unit_by_id.get(left.pop())
            if unit is not None and unit.id not in found:
                found.add(unit.id)
                left += [above for above in (unit.parent, *(each.parent for each in unit.moved)) if above is not None]
        return found

    def missing(self, path: Path, kind: str, name: str) -> Iterator[Finding]:
        """Yield a fault where what is named does not exist."""
        if name not in self._known[kind] and name not in self.broken:
            yield path, f"{NAMED[kind]} '{name}' finns inte.", f"Rätta id:t, eller lägg till {NAMED[kind]}."

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
                f"enheten '{name}' upphörde {unit.valid_to}, före {when}.",
                "Ange den enhet som tog över dess arbete.",
            )
        if unit.valid_from is not None and unit.valid_from > last:
            yield path, f"enheten '{name}' börjar {unit.valid_from}, efter {when}.", "Ange den enhet som fanns då."

    def plan(self, path: Path, name: str | None) -> Iterator[Finding]:
        """Yield a fault where a plan that is named does not exist."""
        if name is not None and name not in {plan.id for plan in self.plans.values()} | self.broken:
            yield path, f"planen '{name}' finns inte.", "Rätta id:t, eller lägg till planen under plans."

    def report(self, path: Path, report: str) -> Iterator[Finding]:
        """Yield a fault where the report is none of the calendar."""
        if self.months and month_of(report) not in self.months:
            yield path, f"det finns ingen rapport {report} i kalendern.", "Välj en rapport i kalendern."


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
        return "direction är interval"
    if indicator.scale.kind in {"signed", "ordinal"}:
        return f"skalan är {indicator.scale.kind}"
    rules = target.rules.values()
    if rules and all(isinstance(rule, OwnText) for rule in rules):
        return None
    if rules:
        return "målet är en regel, inte ett tal"
    values = [value for value in target.aims.values() if isinstance(value, Decimal)]
    if any(value <= 0 for value in values):
        return "ett målvärde är 0 eller lägre"
    return None
