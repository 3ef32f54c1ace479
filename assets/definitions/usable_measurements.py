"""Which own measurements are those that their indicators have, and the totals that women's and men's give (measures.md §1, §5)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from models.definitions.municipality import Municipality
from models.definitions.steering import ROLLED, Indicator
from models.tables.rows import MeasurementRow

# Indicator, unit, year and month.
_Cell = tuple[str, str, int, int | None]


def usable_measurements(model: Municipality, rows: Sequence[MeasurementRow]) -> list[MeasurementRow]:
    """Return the measurements of expected parts and waves, and after them the totals counted from women and men.

    What is left out `styrtal check` tells of.
    """
    indicators = {item.id: item for item in model.indicators}
    taken = [row for row in rows if indicators[row["indicator_id"]].takes(row["year"], row["month"])]
    return [*taken, *_totals(indicators, taken)]


def _totals(indicators: dict[str, Indicator], rows: Sequence[MeasurementRow]) -> Iterator[MeasurementRow]:
    cells: dict[_Cell, dict[str, MeasurementRow]] = {}
    for row in rows:
        cell = (row["indicator_id"], row["unit_id"], row["year"], row["month"])
        cells.setdefault(cell, {})[row["gender"]] = row
    for by_gender in cells.values():
        if {*by_gender} == {"K", "M"}:
            women, men = by_gender["K"], by_gender["M"]
            # A figure leads back to one file's bytes, and has one source to name.
            if all(women[key] == men[key] for key in ("source_id", "file", "sha256")):
                yield from _total(indicators[women["indicator_id"]], women, men)


def _total(item: Indicator, women: MeasurementRow, men: MeasurementRow) -> Iterator[MeasurementRow]:
    """Yield the total of two measurements, where both have a value and all that it needs."""
    values = [_value(item, row) for row in (women, men)]
    count = None if women["count"] is None or men["count"] is None else women["count"] + men["count"]
    numerator, denominator = (_sum(women[key], men[key]) for key in ("numerator", "denominator"))
    weights = [_exact(row["denominator"] if row["denominator"] is not None else row["count"]) for row in (women, men)]
    value: Fraction | None = None
    if values[0] is None or values[1] is None or item.aggregation not in ROLLED or "T" not in item.judged_genders:
        return
    if item.counts is not None and count is None and denominator is None:
        return  # it could not be told whether they are few
    if item.aggregation == "sum":
        value = values[0] + values[1]
    elif item.aggregation == "weighted_mean":
        if weights[0] is None or weights[1] is None or not weights[0] + weights[1]:
            return
        value = (values[0] * weights[0] + values[1] * weights[1]) / (weights[0] + weights[1])
        denominator = float(weights[0] + weights[1])
    elif numerator is None or not denominator:
        return
    both = {women["publication"], men["publication"]}
    yield {
        **women,
        "gender": "T",
        "value": None if value is None else float(value),
        "numerator": None if item.aggregation == "weighted_mean" else numerator,
        "denominator": denominator,
        "count": count,
        "publication": next((word for word in ("preliminary", "final") if word in both), None),
        "place": f"{women['place']}, {men['place']}",
    }  # fmt: skip


def _value(item: Indicator, row: MeasurementRow) -> Fraction | None:
    above, below = _exact(row["numerator"]), _exact(row["denominator"])
    if row["value"] is not None or above is None or not below:
        return _exact(row["value"])
    return Fraction(item.factor) * above / below


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else float(Decimal(repr(one)) + Decimal(repr(other)))


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(Decimal(repr(number)))
