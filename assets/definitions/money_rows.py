"""A municipality's money and staff as rows of the tables in `models/sql/definitions`, for one year."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from assets.definitions.row_values import Row
from models.definitions.municipality import Municipality
from models.definitions.steering import Level
from models.definitions.work import STAFF_PARTS, Budget, BudgetForecast, Investment, Staff, YearAmount

Money = tuple[str, str, int]
MONTHS = range(1, 13)


def number(value: Decimal | None) -> float | None:
    """Return a number as the tables hold it."""
    return None if value is None else float(value)


def analysed_years(year: int) -> range:
    """Return the years that a financial analysis made in a year may be of."""
    return range(year - 5, year + 1)


def money_of_year(model: Municipality, year: int) -> list[dict[str, Any]]:
    """Return the definitions' money of the whole municipality in a year."""
    return year_money(model, year, _money_by_month(model, year), of_file=False)


def year_money(
    model: Municipality, year: int, money: Mapping[str, Sequence[Mapping[str, Any]]], *, of_file: bool
) -> list[dict[str, Any]]:
    """Return a year's money of the whole municipality, a row a kind: what was booked of all, and the council's own frame and forecast.

    Args:
        model: the municipality.
        year: the year.
        money: its money as rows by table: booked, frame, budget_forecast.
        of_file: whether it stands in the municipality's own files.
    """
    councils = {unit.id for unit in model.units if unit.level is Level.COUNCIL}
    found: list[dict[str, Any]] = []
    for kind in ("cost", "revenue", "result", "investment"):
        booked, frame, foretold = (
            [row for row in money[name] if row["kind"] == kind] for name in ("booked", "frame", "budget_forecast")
        )
        own_frame, own_forecasts = ([row for row in rows if row["unit_id"] in councils] for rows in (frame, foretold))
        forecasts = {row["month"]: row["amount"] for row in own_forecasts if row["month"] != MONTHS[-1]}
        month: int | None = max(forecasts, default=None)
        if booked or own_frame or forecasts:
            found.append(
                {
                    "year": year, "kind": kind, "of_file": of_file, "booked": bool(booked),
                    "outcome": None if any(row["amount"] is None for row in booked) else _total(booked),
                    "last_month": max((row["month"] for row in booked), default=None),
                    "budget": _total(own_frame), "forecast": None if month is None else forecasts[month], "forecast_month": month,
                    "of_council": any(row["unit_id"] in councils for row in (*booked, *own_frame)),
                }
            )  # fmt: skip
    return found


def _total(rows: Sequence[Row]) -> float | None:
    return float(sum(Decimal(str(row["amount"])) for row in rows)) if rows else None


def _money_by_month(model: Municipality, year: int) -> dict[str, list[Row]]:
    """Return a year's frames, outcomes and forecasts."""
    budgets = [item for _, item in model.frames_of([year])]
    projects = [item for item in model.investments if item.year == year]
    frames: defaultdict[Money, Decimal] = defaultdict(Decimal)
    booked: defaultdict[Money, Decimal] = defaultdict(Decimal)
    for budget in budgets:
        if budget.amount is not None:
            for month, amount in zip(MONTHS, budget.months or spread(budget.amount), strict=True):
                frames[budget.unit, budget.kind, month] += amount
        for change in budget.changes:
            first = change.first_month(year)
            for month, amount in enumerate(spread(change.amount, len(MONTHS) - first + 1), start=first):
                frames[budget.unit, budget.kind, month] += amount
    for project in projects:
        for month, amount in zip(MONTHS, spread(project.budget), strict=True):
            frames[project.unit, "investment", month] += amount
    for item in (*budgets, *projects):
        for outcome in item.outcomes:
            booked[item.unit, _kind(item), outcome.month] += outcome.amount
    return {
        "frame": _amounts(frames),
        "booked": _amounts(booked),
        "budget_forecast": _budget_forecast_rows([*budgets, *projects]),
    }


def money_rows(model: Municipality, year: int) -> dict[str, list[Row]]:
    """Return a year's frames, outcomes and forecasts, staff, and where each of them stands in the definitions."""
    return {
        **_money_by_month(model, year),
        "project": [_project(item) for item in model.investments if item.year == year],
        "project_month": [
            {"project_id": item.id, "month": one.month, "what": what, "amount": float(one.amount)}
            for item in model.investments
            if item.year == year
            for what, months in (("outcome", item.outcomes), ("forecast", item.forecasts))
            for one in months
        ],
        "financial_year": [
            {
                "year": item.year,
                "capital_gains": number(item.capital_gains), "other_adjustments": number(item.other_adjustments),
                "to_reserve": number(item.to_reserve), "from_reserve": number(item.from_reserve),
            }
            for item in model.finances
            if item.year == year and item.has_balance
        ],
        "foretold_taxes": [
            {"month": one.month, "amount": float(one.amount)}
            for item in model.finances
            if item.year == year
            for one in item.taxes_and_grants
        ],
        "staff_month": [
            {
                "unit_id": item.unit, "year": item.year, "month": item.month, "gender": item.gender,
                "headcount": item.headcount, "fte": number(item.fte), "sick_hours": number(item.sick_hours),
                "scheduled_hours": number(item.scheduled_hours),
            }
            for item in model.staff
        ],
        "staff_part": [row for item in model.staff for row in staff_parts(dict(item) | {"unit_id": item.unit})],
        "record_place": [
            *(_place("budgets", str(i), item, item.kind) for i, item in model.frames_of(analysed_years(year))),
            *(
                _place("investments", item.id, item, "investment")
                for item in model.investments
                if item.year in analysed_years(year)
            ),
            *(
                {"section": "finances", "id": str(i), "unit_id": council.id, "kind": None, "year": year, "month": None}
                for i, item in enumerate(model.finances)
                if item.year == year
                for council in model.units
                if council.level is Level.COUNCIL
            ),
            *(_place("staff", str(i), item, None) for i, item in enumerate(model.staff)),
            *(
                {"section": section, "id": name, "unit_id": unit, "kind": None, "year": year, "month": None}
                for section, name, unit in _changed_units(model, year)
            ),
        ],
    }  # fmt: skip


def staff_parts(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a unit tells of its staff beside how many they are, a row each."""
    place = {key: told[key] for key in ("unit_id", "year", "month", "gender")}
    return [{**place, "measure": name, "amount": float(told[name])} for name in STAFF_PARTS if told[name] is not None]


def _project(item: Investment) -> Row:
    def summed(years: Sequence[YearAmount] | None) -> float | None:
        return None if years is None else float(sum(one.amount for one in years))

    return {
        "project_id": item.id, "title": item.title, "unit_id": item.unit, "budget": float(item.budget),
        "total_budget": number(item.total_budget), "earlier": summed(item.earlier), "later": summed(item.later),
    }  # fmt: skip


def _changed_units(model: Municipality, year: int) -> Iterator[tuple[str, str, str]]:
    """Yield what changed the organisation within a year: the section and id of each, and a unit that it changed."""
    for unit in model.units:
        if any(earlier.until.year == year for earlier in unit.moved):
            yield "units", unit.id, unit.id
    for i, change in enumerate(model.reorganisations):
        if change.date.year == year:
            yield from (("reorganisations", str(i), unit) for unit in dict.fromkeys((*change.units, *change.into)))


def _place(section: str, name: str, item: Budget | Investment | Staff, kind: str | None) -> Row:
    month = item.month if isinstance(item, Staff) else None
    return {"section": section, "id": name, "unit_id": item.unit, "kind": kind, "year": item.year, "month": month}


def _kind(item: Budget | Investment) -> str:
    return item.kind if isinstance(item, Budget) else "investment"


def _budget_forecast_rows(items: Sequence[Budget | Investment]) -> list[Row]:
    """Return the forecasts by unit, kind and month: where a unit has several projects, of those months that all foretell."""
    parts = Counter((item.unit, _kind(item)) for item in items)
    made: dict[Money, list[BudgetForecast]] = {}
    for item in items:
        for forecast in item.forecasts:
            made.setdefault((item.unit, _kind(item), forecast.month), []).append(forecast)
    return [
        {
            "unit_id": unit, "kind": kind, "month": month, "amount": float(sum(one.amount for one in forecasts)),
            "measure": " ".join(one.measure for one in forecasts if one.measure) or None,
        }
        for (unit, kind, month), forecasts in sorted(made.items())
        if len(forecasts) == parts[unit, kind]
    ]  # fmt: skip


def _amounts(sums: Mapping[Money, Decimal]) -> list[Row]:
    return [
        {"unit_id": unit, "kind": kind, "month": month, "amount": float(amount)}
        for (unit, kind, month), amount in sorted(sums.items())
    ]


def spread(amount: Decimal, months: int = len(MONTHS)) -> list[Decimal]:
    """Return an amount spread evenly over months, the whole year's by default, in whole öre that add up."""
    cent = Decimal("0.01")
    so_far = [(amount * month / months).quantize(cent) for month in range(months + 1)]
    return [after - before for before, after in pairwise(so_far)]
