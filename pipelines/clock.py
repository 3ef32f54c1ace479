"""Now, and today in Sweden, whatever zone this machine keeps: the one place that asks the machine's clock for a day."""

from datetime import UTC, date, datetime

from models.definitions.due import SWEDEN


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return the day in Sweden."""
    return now().astimezone(SWEDEN).date()
