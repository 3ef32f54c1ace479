"""When an indicator's values are due from Kolada, and when reports are to be made: the calendar, without a clock.

Days are Sweden's. What is awaited is asked for every day for thirty days after its day of publication, and then once a
week until it has come; what nothing is awaited of, every thirty days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from models.definitions.base import MONTH
from models.definitions.municipality import Municipality
from models.definitions.steering import MONTHS, period_end

SWEDEN = ZoneInfo("Europe/Stockholm")

DAILY_FOR = timedelta(days=30)
WEEKLY = timedelta(days=7)
RARELY = timedelta(days=30)
LATE_AFTER = timedelta(days=14)
# Final values that equal the preliminary ones open no new version: after this they count as come.
FINAL_WITHIN = timedelta(days=30)
ECONOMY_DAY = 10
DECEMBER = 12

VALUES_OF = {"preliminary": "preliminära", "final": "slutliga"}

ScheduleKind = Literal["refresh", "reports", "economy"]


@dataclass(frozen=True)
class Publication:
    """What is known of a KPI's publication: its days, the year that they are about, and what has come of it.

    `first_known` and `last_known` are the days on which a value of that year was first and last new to the warehouse.
    """

    kpi_id: str
    title: str
    preliminary: date | None
    final: date | None
    year: int | None
    first_known: date | None
    last_known: date | None
    last_asked: date | None

    def awaited(self, day: date) -> tuple[Literal["preliminary", "final"], date] | None:
        """Return what should have come by a day but has not, and since when; None where nothing is awaited."""
        if self.final is not None and self.final <= day:
            changed = self.last_known is not None and self.last_known >= self.final
            settled = self.first_known is not None and day > self.final + FINAL_WITHIN
            return None if changed or settled else ("final", self.final)
        if self.preliminary is not None and self.preliminary <= day and self.first_known is None:
            return ("preliminary", self.preliminary)
        return None

    def late(self, day: date) -> date | None:
        """Return the day on which values should have come, where two weeks have passed without any of that year."""
        days = [given for given in (self.preliminary, self.final) if given is not None and given + LATE_AFTER < day]
        return min(days) if days and self.first_known is None and self.year is not None else None

    def due(self, day: date) -> str | None:
        """Return why the KPI should be asked for on a day; None where it should not."""
        awaited = self.awaited(day)
        if self.last_asked is None:
            return "har aldrig frågats efter"
        if awaited is not None:
            what, since = awaited
            gap = timedelta(days=1) if day <= since + DAILY_FOR else WEEKLY
            if day - self.last_asked >= gap or self.last_asked < since:
                return f"{VALUES_OF[what]} värden för {self.year or 'indikatorns år'} väntades {since.isoformat()}"
        elif day - self.last_asked >= RARELY:
            return f"har inte frågats efter på {RARELY.days} dagar"
        return None


@dataclass(frozen=True)
class Planned:
    """A run that the calendar asks for on a day: of which report, and why; a refresh with the KPIs to ask for."""

    day: date
    municipality: str
    kind: ScheduleKind
    report: str
    why: str
    kpi_ids: tuple[str, ...] = ()


def report_due(report: str) -> date:
    """Return the day by which council and auditors have a report: 15 April for the annual one, else two months on."""
    end = period_end(report)
    if end.month == DECEMBER:
        return date(end.year + 1, 4, 15)
    year, month = divmod(end.year * MONTHS + end.month - 1 + 2, MONTHS)
    return period_end(f"{year}-{month + 1:02d}")


def plan_reports(model: Municipality, day: date, frozen: frozenset[str]) -> list[Planned]:
    """Return the reports to make on a day: the day after the period ends, and each Monday until it is due or frozen.

    What plans is made each Monday of the month in which it is decided, and the day after that.
    """
    found = _plan_planning(model, day, frozen)
    for report in model.report_ids(day.year - 1, day.year):
        end, due = period_end(report), report_due(report)
        first = day == end + timedelta(days=1)
        if report in frozen or not end < day <= due or not (first or day.weekday() == 0):
            continue
        title = model.report_title(report)
        why = (
            f"{title}: perioden slutade {end}"
            if first
            else f"{title}: varje vecka till {due}, eller tills den är fryst"
        )
        found.append(Planned(day, model.id, "reports", report, why))
    return found


def _plan_planning(model: Municipality, day: date, frozen: frozenset[str]) -> list[Planned]:
    found: list[Planned] = []
    for report in model.planning_ids(day.year - 1, day.year):
        end = period_end(report)
        last = day == end + timedelta(days=1)
        if report not in frozen and (last or (day.weekday() == 0 and end.replace(day=1) <= day <= end)):
            why = f"{model.report_title(report)}: beslutas i {MONTH[end.month - 1]}"
            found.append(Planned(day, model.id, "reports", report, why))
    return found


def plan_economy(model: Municipality, day: date) -> list[Planned]:
    """Return the monthly economic follow-up: on the tenth, of the month before, as a report of its own or the calendar's."""
    if day.day != ECONOMY_DAY:
        return []
    month = day.replace(day=1) - timedelta(days=1)
    report = f"{month:%Y-%m}"
    why = f"räkenskaperna för {month:%Y-%m} är stängda"
    return [Planned(day, model.id, "economy", report, why)]


def plan_refresh(model: Municipality, day: date, known: Sequence[Publication]) -> list[Planned]:
    """Return the refresh of a day: the KPIs that the definitions name and that are due, or nothing."""
    by_id = {item.kpi_id: item for item in known}
    reasons: dict[str, list[str]] = {}
    for kpi_id in sorted(model.kpi_ids):
        item = by_id.get(kpi_id)
        why = "har aldrig frågats efter" if item is None else item.due(day)
        if why is not None:
            reasons.setdefault(why, []).append(kpi_id)
    if not reasons:
        return []
    why = "; ".join(f"{', '.join(ids)} {reason}" for reason, ids in sorted(reasons.items()))
    ids = tuple(sorted(kpi_id for found in reasons.values() for kpi_id in found))
    return [Planned(day, model.id, "refresh", model.latest_report(day), why, ids)]


def plan_days(
    model: Municipality, first: date, n_days: int, known: Sequence[Publication], frozen: frozenset[str]
) -> list[Planned]:
    """Return what would run on each of so many days, were every question answered with nothing new."""
    schedules = model.municipality.schedules
    places = {item.kpi_id: item for item in known}
    found: list[Planned] = []
    for day in (first + timedelta(days=n) for n in range(n_days)):
        if schedules.refresh:
            for planned in plan_refresh(model, day, list(places.values())):
                found.append(planned)
                for kpi_id in planned.kpi_ids:
                    blank = Publication(kpi_id, "", None, None, None, None, None, None)
                    places[kpi_id] = replace(places.get(kpi_id, blank), last_asked=day)
        if schedules.reports:
            found += plan_reports(model, day, frozen)
        if schedules.economy:
            found += plan_economy(model, day)
    return found
