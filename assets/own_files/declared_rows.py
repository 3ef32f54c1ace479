"""What the definitions themselves say of what a source may also say, by kind and key, with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assets.definitions.read_yaml import Definitions

# What tells rows of a kind apart; a frame is of the whole year, whichever months a source has.
KEYS = {
    "measurements": ("indicator_id", "unit_id", "period", "month", "gender"),
    "budget": ("unit_id", "kind", "year"),
    "budget_forecast": ("unit_id", "kind", "year", "month"),
    "staff": ("unit_id", "year", "month", "gender"),
    "activities": ("activity_id",),
    "assignments": ("assignment_id",),
}
Key = tuple[object, ...]


@dataclass(frozen=True)
class DeclaredRow:
    """Where the definitions say something: the section, the file and its line."""

    section: str
    file: str
    line: int


def declared_rows(definitions: Definitions) -> dict[str, Mapping[Key, DeclaredRow]]:
    """Return what the definitions say, by the kind of source that may say it too, and by the key in `KEYS`."""
    found: dict[str, dict[Key, DeclaredRow]] = {kind: {} for kind in KEYS}
    for kind, key, section, name in _named(definitions):
        file, line = definitions.places[(section, name)]
        found[kind].setdefault(key, DeclaredRow(section, file, line))
    return {kind: rows for kind, rows in found.items() if rows}


def _named(definitions: Definitions) -> Iterator[tuple[str, Key, str, str]]:
    model = definitions.model
    for i, item in enumerate(model.measurements):
        key = (item.indicator, item.unit, item.year, item.month, item.gender)
        yield "measurements", key, "measurements", str(i)
    budgets = [("budgets", str(i), item.kind, item) for i, item in enumerate(model.budgets)]
    projects = [("investments", item.id, "investment", item) for item in model.investments]
    for section, name, kind, item in (*budgets, *projects):
        yield "budget", (item.unit, kind, item.year), section, name
        for forecast in item.forecasts:
            yield "budget_forecast", (item.unit, kind, item.year, forecast.month), section, name
    for i, item in enumerate(model.staff):
        yield "staff", (item.unit, item.year, item.month, item.gender), "staff", str(i)
    for item in model.activities:
        yield "activities", (item.id,), "activities", item.id
    for item in model.assignments:
        yield "assignments", (item.id,), "assignments", item.id
