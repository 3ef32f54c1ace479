"""Which small counts are withheld, as rows."""

from collections.abc import Sequence
from datetime import date

from assets.definitions.row_values import Row
from models.definitions.municipality import Municipality
from models.definitions.steering import units_above
from models.suppression import withheld
from models.tables.rows import MeasurementRow


def suppressed_rows(model: Municipality, measurements: Sequence[MeasurementRow]) -> list[Row]:
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
        for above in units_above(units, name, day):
            made_of.setdefault(above, []).append(name)
            if above in measured:
                break
    return made_of
