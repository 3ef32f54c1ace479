"""What time it is: the one clock by which a run takes in, approves and freezes, and tells the day in Sweden."""

from datetime import UTC, date, datetime

from models.definitions.due import SWEDEN


def now() -> datetime:
    """Return this machine's instant, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day in Sweden, whatever zone this machine keeps."""
    return now().astimezone(SWEDEN).date()
