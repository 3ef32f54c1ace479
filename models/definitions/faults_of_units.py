"""What is wrong across units and their validity."""

from collections.abc import Iterator

from models.definitions.base import Finding
from models.definitions.steering import (
    Level,
    Reorganisation,
    Unit,
)
from models.definitions.world import World, find_cycle


def unit_faults(units: dict[int, Unit], broken: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with units: their tree, level and time."""
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


def reorganisation_faults(changes: dict[int, Reorganisation], world: World) -> Iterator[Finding]:
    """Yield what is wrong with reorganisations."""
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
