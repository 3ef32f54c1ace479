"""Values of definitions as a table holds them."""

from collections.abc import Mapping
from decimal import Decimal

from models.definitions.aims import Aim
from models.definitions.base import Interval
from models.definitions.municipality import step_rank
from models.definitions.steering import Indicator

Row = Mapping[str, object]


def as_number(value: Aim | None, indicator: Indicator | None = None) -> float | None:
    """Return a value or an ordinal step as a number; None of an interval or a rule."""
    if isinstance(value, str) and indicator is not None:
        return float(step_rank(indicator, value))
    return float(value) if isinstance(value, Decimal) else None


def interval_end(value: Aim | None, end: str) -> float | None:
    """Return the `low` or `high` of an interval; None of anything else."""
    return float(getattr(value, end)) if isinstance(value, Interval) else None


def with_steps(value: Decimal | None, step: str | None, indicator: Indicator) -> float | None:
    """Return a value, or the rank of an ordinal scale's step."""
    return float(step_rank(indicator, step)) if step is not None else as_number(value)
