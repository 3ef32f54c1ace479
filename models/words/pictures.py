"""Words of the pictures: what stands in them, and their text alternatives."""

from collections.abc import Sequence

from models.words.numbers import count, number
from models.words.own_names import Money

HISTORY_TITLE = "{title}: utveckling"
OWN_VALUE = "Eget värde"
TARGET = "Mål"
SPREAD = "Median och mellersta hälften, {peers}"
NORMAL = "Normalt för serien"
BREAK = "brott"
TARGET_IS = "mål {value}"
POINT = "{of}: {value}"
TARGET_OF = "Mål {year}"

BUDGET = "Budget"
BOOKED = "Utfall"
FULL_YEAR_FORECAST = "Helårsprognos"

PLACE_TITLE = "{title}: liknande kommuner {year}"

DEVIATIONS_TITLE = "{year} mot budget, {axis}"
DEVIATIONS_OF = {True: "Utfall", False: "Helårsprognos"}

# The headings of the pictures' numbers; a history's in the order of what is drawn.
PICTURE_HEADS = {
    "year": "År", "month": "Månad", "municipality": "Kommun", "unit": "Enhet", "bar": "Stapel", "field": "Fält",
    "value": "Värde, {unit}", "deviation": "Mot budget, {axis}", "goal": "Mål",
}  # fmt: skip
HISTORY_HEADS = (
    "Eget värde, {unit}", "Mål, {unit}", "Lägsta fjärdedelens gräns, {peers}", "Median, {peers}",
    "Högsta fjärdedelens gräns, {peers}", "Normalt från", "Normalt till",
)  # fmt: skip
BUDGET_HEADS = ("Budget hittills, {axis}", "Utfall hittills, {axis}")
PICTURE_NUMBERS = "Siffrorna i bilden"

GOAL_MET = {False: "Målet är inte nått", True: "Målet är nått"}
CARRIED_OUT = {True: "Genomfört", False: "Ej genomfört"}
AND_MORE = "och {n} till"


def places_shown(unit: str, decimals: int, values: Sequence[tuple[str, float]]) -> str:
    """Return what the picture of a municipality among others shows, in the order of the picture."""
    return f"Värden i {unit}: {'; '.join(f'{name} {number(value, decimals)}' for name, value in values)}."


def booked_until(month: str, booked: float, money: Money) -> str:
    """Return what is booked until a month; `booked` is in the unit of `money`."""
    return f"{BOOKED} till och med {month}: {number(booked, money.decimals)} {money.axis}"


def goals_in(n: int) -> str:
    """Return how many goals stand in a field."""
    return count(n, "mål", "mål")


def field_shown(field: str, goals: Sequence[str]) -> str:
    """Return which goals stand in one of the four fields."""
    return f"{field}: {', '.join(goals) if goals else 'inget mål'}."


def deviations_shown(rows: Sequence[tuple[str, float]], money: Money) -> str:
    """Return each unit's deviation in words; `rows` are in the unit of `money`."""
    return f"{money.axis.capitalize()} mot budget: {'; '.join(deviation_shown(*row, money) for row in rows)}."


def deviation_shown(name: str, value: float, money: Money) -> str:
    """Return a unit's deviation in words."""
    return f"{name} {number(abs(value), money.decimals)} {'bättre' if value > 0 else 'sämre'}"
