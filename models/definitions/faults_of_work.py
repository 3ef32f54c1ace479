"""What is wrong across measurements, work, money and staff."""

from collections.abc import Iterator, Mapping

from models.definitions.base import MONTH, Finding, Path
from models.definitions.steering import (
    Indicator,
    Level,
)
from models.definitions.work import (
    Activity,
    Assignment,
    Budget,
    EfficiencyGain,
    FinancialYear,
    Investment,
    ManualForecast,
    Measurement,
    Service,
    Staff,
)
from models.definitions.world import NAMED, Read, World


def _value_faults(path: Path, indicator: Indicator, item: Measurement | ManualForecast) -> Iterator[Finding]:
    if item.step is not None and item.step not in (indicator.steps or []):
        steps = ", ".join(indicator.steps or []) or "inga: ange ett värde i stället"
        yield (*path, "step"), f"'{item.step}' är inget steg för indikatorn '{indicator.id}'.", f"Dess steg är {steps}."
    if indicator.steps is not None and item.value is not None:
        yield (
            (*path, "value"),
            f"'{indicator.id}' bedöms i steg, inte med tal.",
            f"Stegen är {', '.join(indicator.steps)}.",
        )


def measurement_faults(measurements: dict[int, Measurement], world: World) -> Iterator[Finding]:
    """Yield what is wrong with measurements."""
    seen: dict[tuple[object, ...], int] = {}
    for i, item in measurements.items():
        path: Path = ("measurements", i)
        yield from world.missing((*path, "indicator"), "indicator", item.indicator)
        yield from world.unit((*path, "unit"), item.unit, item.year)
        indicator = world.indicator_by_id.get(item.indicator)
        if indicator is not None:
            if indicator.kpi_id is not None:
                yield (
                    (*path, "indicator"),
                    f"'{indicator.id}' är ett nyckeltal i Kolada: dess värden kommer därifrån.",
                    "Ta bort mätningen.",
                )
            yield from _value_faults(path, indicator, item)
        key = (item.indicator, item.unit, item.year, item.month, item.gender)
        if key in seen:
            yield path, f"är mätt två gånger; den första är post {seen[key] + 1}.", "Behåll en."
        seen.setdefault(key, i)


def forecast_faults(forecasts: dict[int, ManualForecast], world: World) -> Iterator[Finding]:
    """Yield what is wrong with manual forecasts."""
    seen: dict[tuple[object, ...], int] = {}
    for i, item in forecasts.items():
        path: Path = ("forecasts", i)
        yield from world.missing((*path, "indicator"), "indicator", item.indicator)
        yield from world.report((*path, "report"), item.report)
        if item.unit is not None:
            yield from world.missing((*path, "unit"), "unit", item.unit)
        if item.report.endswith("-12"):
            yield (*path, "report"), "årsrapporten visar utfall, inte prognoser.", "Välj en delårsrapport."
        indicator = world.indicator_by_id.get(item.indicator)
        if indicator is not None:
            yield from _value_faults(path, indicator, item)
            year = int(item.report[:4])
            if not indicator.takes(year, None):
                yield (
                    (*path, "report"),
                    f"'{indicator.id}' mäts inte {year}: enligt measured är ingen mätning väntad då.",
                    "Ta bort prognosen, eller rätta measured.",
                )
        key = (item.report, item.indicator, item.unit, item.gender)
        if key in seen:
            yield path, f"har två prognoser; den första är post {seen[key] + 1}.", "Behåll en."
        seen.setdefault(key, i)


def work_faults(section: str, items: Mapping[int, Activity | Service], world: World) -> Iterator[Finding]:
    """Yield what is wrong with activities or services."""
    for i, item in items.items():
        path: Path = (section, i)
        when = item.planned_start if not isinstance(item, Service) else None
        if when is None:
            yield from world.missing((*path, "unit"), "unit", item.unit)
        else:
            yield from world.unit((*path, "unit"), item.unit, when)
        for j, name in enumerate(item.goals):
            yield from world.missing((*path, "goals", j), "goal", name)
        if isinstance(item, Assignment):
            yield from world.missing((*path, "decided_by"), "unit", item.decided_by)
            yield from world.plan((*path, "plan"), item.plan)
            giver = world.unit_by_id.get(item.decided_by)
            if giver is not None and giver.level not in POLITICAL:
                yield (
                    (*path, "decided_by"),
                    f"'{giver.id}' är ingen politisk nivå.",
                    "Ett uppdrag ges av fullmäktige, kommunstyrelsen eller en nämnd.",
                )


POLITICAL = (Level.COUNCIL, Level.EXECUTIVE, Level.COMMITTEE, Level.JOINT_COMMITTEE)


def gain_faults(gains: dict[int, EfficiencyGain], read: Read, world: World) -> Iterator[Finding]:
    """Yield what is wrong with effektivisering and besparing."""
    for i, gain in gains.items():
        yield from world.missing(("gains", i, "unit"), "unit", gain.unit)
        yield from world.report(("gains", i, "report"), gain.report)
        for key, section in (("activity", "activities"), ("assignment", "assignments"), ("service", "services")):
            name = getattr(gain, key)
            known = {str(dict(item)["id"]) for item in read.get(section, {}).values()} | world.broken
            if name is not None and name not in known:
                yield (
                    ("gains", i, key),
                    f"{NAMED[key]} '{name}' finns inte.",
                    f"Rätta id:t, eller lägg till {NAMED[key]}.",
                )


def budget_faults(budgets: dict[int, Budget], world: World) -> Iterator[Finding]:
    """Yield what is wrong with budgets."""
    seen: dict[tuple[object, ...], int] = {}
    for i, item in budgets.items():
        yield from world.unit(("budgets", i, "unit"), item.unit, item.year)
        yield from world.plan(("budgets", i, "plan"), item.plan)
        key = (item.unit, item.year, item.kind, item.plan)
        if key in seen:
            yield ("budgets", i), f"'{item.unit}' har två ramar av samma slag för {item.year}.", "Behåll en."
        seen.setdefault(key, i)
        if item.decided_by is not None:
            yield from world.missing(("budgets", i, "decided_by"), "unit", item.decided_by)
        yield from month_faults(("budgets", i), item)
        for j, change in enumerate(item.changes):
            if change in item.changes[:j]:
                yield (
                    ("budgets", i, "changes", j),
                    f"samma beslut {change.decided_at} står redan i post {item.changes.index(change) + 1} under changes.",
                    "Behåll ett; är det två beslut, skriv i decision vilka de är.",
                )
            if change.decided_by is not None:
                yield from world.missing(("budgets", i, "changes", j, "decided_by"), "unit", change.decided_by)


def month_faults(path: Path, item: Budget | Investment) -> Iterator[Finding]:
    """Yield what is wrong with the months of forecasts."""
    months = [forecast.month for forecast in item.forecasts]
    for j, month in enumerate(months):
        if month in months[:j]:
            yield (*path, "forecasts", j), f"{MONTH[month - 1]} har två prognoser.", "Behåll en."


def financial_year_faults(years: dict[int, FinancialYear]) -> Iterator[Finding]:
    """Yield where a year of the whole municipality's finances stands twice."""
    seen: dict[int, int] = {}
    for i, item in years.items():
        if item.year in seen:
            yield (
                ("finances", i),
                f"året {item.year} står två gånger; det första är post {seen[item.year] + 1}.",
                "Behåll en.",
            )
        seen.setdefault(item.year, i)


def staff_faults(staff: dict[int, Staff]) -> Iterator[Finding]:
    """Yield what is wrong with staff."""
    seen: dict[tuple[object, ...], int] = {}
    for i, item in staff.items():
        key = (item.unit, item.year, item.month, item.gender)
        if key in seen:
            who = f"'{item.unit}' för {item.year}-{item.month:02d}, kön {item.gender}"
            yield ("staff", i), f"{who} är räknad två gånger; den första är post {seen[key] + 1}.", "Behåll en."
        seen.setdefault(key, i)
