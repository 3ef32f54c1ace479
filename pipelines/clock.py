"""Today in Sweden, whatever zone this machine keeps: the one place that asks the machine's clock for a day."""

from datetime import date, datetime

from models.definitions.due import SWEDEN


def today() -> date:
    """Return the day in Sweden."""
    return datetime.now(tz=SWEDEN).date()
