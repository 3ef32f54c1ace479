"""Today, in Sweden."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    pass


def today() -> date:
    """Return this machine's day."""
    return datetime.now().astimezone().date()


STOCKHOLM = "Europe/Stockholm"


def stockholm_today() -> date:
    """Return this machine's day in Sweden."""
    return datetime.now(tz=ZoneInfo(STOCKHOLM)).date()
