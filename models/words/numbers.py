"""How numbers, dates, counts and names are written in Swedish."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Round half up, away from zero, from the shortest decimal text (docs/measures.md, Rounding)."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def apart_as_read(value: float | None, other: float | None, decimals: int) -> float | None:
    """Return how far a number is from another as both are read, each rounded (docs/measures.md, Rounding)."""
    if value is None or other is None:
        return None
    return float(round_half_up(value, decimals) - round_half_up(other, decimals))


def number(value: float | Decimal | None, decimals: int) -> str:
    """Write a number as people read it: decimal comma, no-break space between thousands, a real minus sign."""
    if value is None:
        return "–"
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return f"−{text}" if rounded < 0 else text


def interval(low: float | None, high: float | None) -> str:
    """Write a range whose ends are whole numbers, either of which may be left out."""
    if low is None:
        return f"på högst {number(high, 0)}"
    return f"på minst {number(low, 0)}" if high is None else f"mellan {number(low, 0)} och {number(high, 0)}"


def signed(value: float | Decimal | None, decimals: int) -> str:
    """Write a difference with its sign; zero has none."""
    if value is None:
        return "–"
    text = number(value, decimals)
    return f"+{text}" if round_half_up(value, decimals) > 0 else text


def share(value: float | None) -> str:
    """Write a share of 1 as a whole percentage."""
    return "–" if value is None else f"{number(value * 100, 0)}{NBSP}%"


def count(n: int, one: str, many: str) -> str:
    """Write a count with its noun: 1 mål, 3 mål."""
    return f"{number(n, 0)}{NBSP}{one if n == 1 else many}"


def day(value: date | datetime) -> str:
    """Write a date as ISO."""
    return f"{value:%Y-%m-%d}"


def instant(value: datetime) -> str:
    """Write an instant in UTC, with its zone."""
    return f"{value:%Y-%m-%d %H:%M:%S} UTC"


def plain(value: float | None) -> str:
    """Write a number as it came, all its digits, with a decimal comma."""
    if value is None:
        return "–"
    text = f"{Decimal(repr(value)):f}"
    return text.replace("-", "−").removesuffix(".0").replace(".", ",")


def decimals_in_words(decimals: int) -> str:
    """Write how many decimals a number is rounded to."""
    return "heltal" if decimals == 0 else count(decimals, "decimal", "decimaler")


def exact(value: float | Decimal) -> str:
    """Write a number with all its digits as people read it: decimal comma, no-break space between thousands."""
    text = f"{Decimal(str(value)):,f}".removesuffix(".0")
    return text.replace("-", "−").replace(",", NBSP).replace(".", ",")


def term(text: str) -> str:
    """Write a number within a sum: a negative one stands in brackets."""
    return f"({text})" if text.startswith("−") else text


def listed(parts: Sequence[str]) -> str:
    """Return parts as they are said: a, b och c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} och {parts[-1]}"


def genitive(name: str) -> str:
    """Return a name's genitive: Socialnämndens, Gymnasiets, LEVA AB:s."""
    if name[-1:].lower() in {"s", "x", "z"}:
        return name
    return f"{name}:s" if name[-1:].isupper() or name[-1:].isdigit() else f"{name}s"
