"""The measures of docs/measures.md §9–§11 and §13, staff and control, calculated a second time: loops, Decimal, no SQL.

Read as docs/measures-economy.md reads them. Targets and values of a year, and the sums over goals, are those of
`second_method`, which is as far from the SQL.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from models.definitions.steering import COMMITTEE_LEVELS, Goal, Indicator, ServiceArea, Unit, period_end
from models.definitions.work import Budget, Investment
from tests.real.second_efficiency import days_of_change, find_heir
from tests.real.second_method import (
    Report,
    Row,
    find_gap,
    find_score,
    judge_gap,
    make_sign,
    rounded,
)

TARGETS = ("target", "target_low", "target_high")
# An index is told only where other choices move it no further than so.
MOST_APART = 25
KINDS = ("cost", "revenue", "result", "investment")


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where there is nothing, or something unknown."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    return sum(known, Decimal(0)) if listed and len(known) == len(listed) else None


def net(amounts: dict[str, Decimal]) -> Decimal | None:
    """The result where it is given, else revenue less cost where both are."""
    if "result" in amounts:
        return amounts["result"]
    return amounts["revenue"] - amounts["cost"] if {"revenue", "cost"} <= {*amounts} else None


class Economy:
    """What one report says of money, people and control, and of quality beside resources."""

    def __init__(self, report: Report) -> None:
        self.of = report
        self.model = report.whole
        self.month = int(report.report[5:])
        self.limits = report.thresholds
        self.units = report.units
        self.heirs = {unit.id: find_heir(self.model, unit.id, report.period_end) for unit in self.model.units}
        self.every_unit = {unit.id: unit for unit in self.model.units}
        self.days = {month: period_end(f"{report.year}-{month:02d}") for month in range(1, self.month + 1)}
        self.chains = {(name, month): self.chain(name, month) for name in self.every_unit for month in self.days}

    def children(self, unit_id: str) -> list[Unit]:
        """The units right below."""
        return [unit for unit in self.units.values() if unit.parent == unit_id]

    def place(self, unit: Unit) -> str | None:
        """Where a unit counts now: one that has ended in its one heir, else in the unit that it last stood under."""
        above = None if unit.valid_to is None else unit.parent_on(unit.valid_to)
        if self.heirs[unit.id] is not None or above is None:
            return self.heirs[unit.id]
        return self.place(next(one for one in self.model.units if one.id == above))

    def standing(self, unit_id: str) -> list[str]:
        """A unit, and those that have ended and count in it."""
        return [unit.id for unit in self.model.units if self.place(unit) == unit_id]

    def counted(self, unit_id: str) -> set[str]:
        """What a unit is summed from: itself, every unit below it, and what has ended and counts there."""
        return {one for unit in self.of.find_subtree(unit_id) for one in self.standing(unit)}

    # §9

    def efficiency_index(self) -> list[Row]:
        """A row per service area, municipality, year and kind of set."""
        rows: list[Row] = []
        for area in self.model.service_areas:
            names = [*area.quality, area.resource]
            # The years that the oldest lag among the components allows; for the own municipality all.
            first = min(self.of.find_oldest(self.of.indicators[name]) for name in names)
            slots = {name: self.of.collect_slots(str(self.of.indicators[name].kpi_id)) for name in names}
            years = {year for slot in slots.values() for year, gender in slot if gender == "T" and year <= self.of.year}
            for year in sorted(years):
                values = {name: slot.get((year, "T"), {}) for name, slot in slots.items()}
                for municipality in self.of.catalogue.municipalities if year >= first else [self.of.home]:
                    rows.extend(self.index_of(area, year, municipality, values))
        return rows

    def index_of(
        self, area: ServiceArea, year: int, municipality: str, values: dict[str, dict[str, Decimal]]
    ) -> Iterable[Row]:
        """The index of one municipality in one year, against all and against its similar ones."""
        similar = self.of.find_similar(area.similar, municipality, year)
        sets = [("all", "all", None, set(self.of.catalogue.municipalities))]
        sets += [("similar", similar.id, similar.year, similar.members)] if similar else []
        for kind, group, group_year, members in sets:
            scores: list[tuple[str, Fraction | None]] = []
            for part, name in [*(("quality", name) for name in sorted(set(area.quality))), ("resource", area.resource)]:
                # Of resources lower is better for this purpose, whatever the indicator's own direction.
                sign = make_sign(self.of.indicators[name].direction) if part == "quality" else -1
                inside = {one: value for one, value in values[name].items() if one in members}
                may_rank = self.of.indicators[name].rankable and name not in self.of.withheld
                if may_rank and municipality in inside:
                    scores.append((part, find_score(inside.values(), inside[municipality], sign)))
            yield from self.index_row(area, year, municipality, kind, group, group_year, scores)

    def index_row(
        self, area: ServiceArea, year: int, municipality: str, kind: str, group: str, group_year: int | None,
        scores: list[tuple[str, Fraction | None]],
    ) -> Iterable[Row]:  # fmt: skip
        """The row, where anything has a score."""
        quality = [score for part, score in scores if part == "quality" and score is not None]
        resources = [score for part, score in scores if part == "resource" and score is not None]
        if not quality and not resources:
            return
        share = Fraction(len(quality), len(set(area.quality)))
        q = (
            sum(quality, Fraction(0)) / len(quality)
            if quality and share >= Fraction(self.limits.min_component_share)
            else None
        )
        r = resources[0] if resources else None
        ends = self.vary(quality, r) if q is not None and r is not None else (None, None)
        far = ends[0] is None or ends[1] is None or ends[1] - ends[0] > MOST_APART
        yield {
            "report": self.of.report, "service_area": area.id, "area_id": municipality, "year": year,
            "group_kind": kind, "group_id": group, "group_year": group_year, "quality": q, "resources": r,
            "efficiency": None if q is None or r is None or far else (q + r) / 2,
            "efficiency_low": ends[0], "efficiency_high": ends[1], "n_components": len(quality),
            "share_components": share, "source_label": self.of.made_label,
        }  # fmt: skip

    def vary(self, quality: list[Fraction], r: Fraction) -> tuple[Fraction, Fraction]:
        """The least and greatest index with all components or one left out, and weights of quality from ¼ to ¾."""
        kept = [quality, *([*quality[:i], *quality[i + 1 :]] for i in range(len(quality)) if len(quality) > 1)]
        means = [sum(each, Fraction(0)) / len(each) for each in kept]
        found = [(w * mean + (4 - w) * r) / 4 for mean in means for w in (1, 2, 3)]
        return min(found), max(found)

    # §10

    def stands(self, unit_id: str, month: int) -> tuple[str, bool]:
        """Where a unit's work lies on the month's last day, and whether it counts there for want of one heir."""
        unit, day = self.every_unit[unit_id], self.days[month]
        begun = unit.valid_from is None or unit.valid_from <= self.of.period_end
        if begun and (unit.valid_to is None or unit.valid_to >= day):
            return unit_id, False
        heirs = {heir for change in self.model.reorganisations
                 if change.date <= day and unit_id in change.units for heir in change.into}  # fmt: skip
        if len(heirs) == 1:
            return self.stands(heirs.pop(), month)
        above = unit.parent_on(day if unit.valid_to is None else unit.valid_to)
        return self.stands(str(above), month)[0], True

    def chain(self, unit_id: str, month: int) -> list[str]:
        """The unit where a unit's work lies in a month, and every unit over that one then."""
        at, found = self.stands(unit_id, month)[0], list[str]()
        while True:
            found.append(at)
            above = self.every_unit[at].parent_on(self.days[month])
            if above is None:
                return found
            at = self.stands(above, month)[0]

    def row_of(self, unit_id: str, month: int) -> set[str]:
        """Whatever counts in a unit in a month; of a unit that has ended by then its own alone."""
        counted = {name for name in self.every_unit if unit_id in self.chains[name, month]}
        return counted or {unit_id}

    def written(self, unit_id: str, kind: str) -> list[Budget | Investment]:
        """The frames and projects of a kind that are written on a unit."""
        budgets = [b for b in self.model.budgets if (b.unit, b.year, b.kind) == (unit_id, self.of.year, kind)]
        projects = [
            p for p in self.model.investments if (p.unit, p.year, kind) == (unit_id, self.of.year, "investment")
        ]
        return [*budgets, *projects]

    def frame(self, unit_id: str, kind: str) -> list[Decimal]:
        """What each month of the year was given on a unit."""
        found = [Decimal(0)] * 12
        for item in self.written(unit_id, kind):
            amount = item.amount if isinstance(item, Budget) else item.budget
            steps = [(amount, 1)]
            if isinstance(item, Budget):
                # A change counts if decided by the period's last day, over the months from its decision (§1, §10).
                steps += [(change.amount, change.decided_at.month if change.decided_at.year == item.year else 1)
                          for change in item.changes
                          if change.decided_at <= min(self.of.day, period_end(self.of.report))]  # fmt: skip
                if item.months is not None:
                    found = [so_far + part for so_far, part in zip(found, item.months, strict=True)]
                    steps = steps[1:]
            for whole, first in steps:
                ends = [(whole * n / (13 - first)).quantize(Decimal("0.01")) for n in range(14 - first)]
                for n, month in enumerate(range(first, 13)):
                    found[month - 1] += ends[n + 1] - ends[n]
        return found

    def holder(self, unit_id: str, month: int) -> str:
        """Whose frame a frame is in a month: of who carries on the work, or of the ended unit itself."""
        now, alone = self.stands(unit_id, month)
        return unit_id if alone else now

    def parts(self, unit_id: str, kind: str, month: int) -> dict[str, list[str]]:
        """What a unit's own frame is made of in a month: each frame's holder, and the units that it was written on."""
        held: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.every_unit:
            if self.written(name, kind):
                held[self.holder(name, month)].append(name)
        solid = {
            holder
            for holder, names in held.items()
            if any(self.holder(n, month) == self.stands(n, month)[0] for n in names)
        }
        found: dict[str, list[str]] = {}
        for holder, names in held.items():
            chain = self.chains[holder, month]
            if unit_id in chain and not solid & set(chain[: chain.index(unit_id) + 1]) - {holder}:
                found[holder] = names
        return found

    def booked_then(self, unit_id: str, kind: str, month: int) -> Decimal:
        """What is booked on a unit alone in one month."""
        outcomes = [o for item in self.written(unit_id, kind) for o in item.outcomes]
        return sum((o.amount for o in outcomes if o.month == month), Decimal(0))

    def last_booked(self) -> int:
        """The last month in which anything is booked."""
        everything = [*self.model.budgets, *self.model.investments]
        return max((o.month for i in everything if i.year == self.of.year for o in i.outcomes), default=0)

    def is_booked(self, units: Iterable[str], kind: str, months: Iterable[int]) -> bool:
        """Whether anything is booked on any of some units in any of some months."""
        return any(o.month in set(months) for u in units for item in self.written(u, kind) for o in item.outcomes)

    def booked(self, unit_id: str, kind: str, month: int) -> Decimal | None:
        """What is booked on a unit and what counts in it month by month, January to a month; None where nothing is."""
        months = range(1, month + 1)
        if month > self.last_booked() or not any(self.is_booked(self.row_of(unit_id, m), kind, [m]) for m in months):
            return None
        amounts = (self.booked_then(name, kind, m) for m in months for name in self.row_of(unit_id, m))
        return sum(amounts, Decimal(0))

    def foretold(self, part: str, kind: str, month: int) -> tuple[Decimal | None, list[str]]:
        """What was foretold after a month of what a part is made of, and its measures."""
        amounts, measures = list[Decimal](), list[str]()
        for name in sorted(self.every_unit):
            items = self.written(name, kind)
            made = [forecast for item in items for forecast in item.forecasts if forecast.month == month]
            if self.holder(name, month) == part and made and len(made) == len(items):
                amounts += [forecast.amount for forecast in made]
                measures += [forecast.measure for forecast in made if forecast.measure]
        return (sum(amounts, Decimal(0)), measures) if amounts else (None, [])

    def standing_elsewhere(self, unit_id: str, kind: str, month: int) -> Decimal | None:
        """What the year's moves add to the forecasts of a unit's parts: months that stand here, less those that do not."""
        added, now = Decimal(0), self.parts(unit_id, kind, month)
        for then in range(1, month):
            before = self.parts(unit_id, kind, then)
            rows = {part: self.row_of(part, then) for part in {*now, *before}}
            here = set[str]().union(*rows.values()) & self.row_of(unit_id, then)
            differing = {name: 1 - sum(name in rows[part] for part in now) for name in here}
            differing |= {name: -1 for part in now for name in rows[part] - here}
            if not any(differing.values()):
                continue
            whose = {p for p in rows if any(differing[name] for name in rows[p])}
            known = all(any(self.is_booked(self.row_of(p, m), kind, [m]) for m in range(1, 13) if m <= self.month)
                        for p in whose if (p in now) != (p in before))  # fmt: skip
            if then > self.last_booked() or not known:
                return None
            added += sum((times * self.booked_then(name, kind, then) for name, times in differing.items()), Decimal(0))
        return added

    def given(self, unit_id: str, kind: str, month: int) -> Row | None:
        """The unit's money of one kind, as given and summed: each month as it stood in that month."""
        by_month = {m: self.parts(unit_id, kind, m) for m in range(1, month + 1)}
        parts = sorted({part for found in by_month.values() for part in found})
        outcome = self.booked(unit_id, kind, month)
        if not parts and outcome is None:
            return None
        now = by_month[month]
        row: Row = {
            "unit_id": unit_id,
            "kind": kind,
            "month": month,
            "own_frame": unit_id in now,
            "n_parts": len(parts),
        }
        row |= {"budget": None, "budget_to_date": None, "forecast": None, "measure": None, "outcome": outcome}
        if parts:
            shares = [sum((self.frame(name, kind)[k - 1] for names in by_month[min(k, month)].values() for name in names),
                          Decimal(0)) for k in range(1, 13)]  # fmt: skip
            told = {part: self.foretold(part, kind, month) for part in now}
            moved = self.standing_elsewhere(unit_id, kind, month)
            row |= {"budget": sum(shares), "budget_to_date": sum(shares[:month])}
            row["measure"] = " ".join(" ".join(told[p][1]) for p in sorted(now) if told[p][1]) or None
            if moved is not None and (now or parts):
                foretold = total(amount for amount, _ in told.values()) if now else Decimal(0)
                row["forecast"] = None if foretold is None else foretold + moved
        return row

    def changed_at(self, unit_id: str, month: int) -> date | None:
        """The last day of the year, up to a month, on which what a unit is made of became something else."""
        days = [day for day in days_of_change(self.model, unit_id, self.of.period_end)
                if date(self.of.year, 1, 1) < day <= self.days[month]]  # fmt: skip
        return max(days, default=None)

    def result(self, unit_id: str, month: int) -> Row | None:
        """The unit's result: given, or revenue less cost, or the sum of those given below where that is everything."""
        given, cost, revenue = (self.given(unit_id, kind, month) for kind in ("result", "cost", "revenue"))
        derived: Row | None = None
        if cost and revenue:
            derived = {"unit_id": unit_id, "kind": "result", "month": month, "own_frame": False}
            derived["n_parts"] = cost["n_parts"] + revenue["n_parts"]
            for key in ("budget", "budget_to_date", "forecast", "outcome"):
                known = cost[key] is not None and revenue[key] is not None
                derived[key] = revenue[key] - cost[key] if known else None
            derived["measure"] = " ".join(m for m in (cost["measure"], revenue["measure"]) if m) or None
        spent = any(part and part["outcome"] is not None for part in (cost, revenue))
        if given and given["n_parts"]:
            below = self.row_of(unit_id, month)
            framed = {self.holder(u, month) for u in below for kind in ("cost", "revenue") if self.written(u, kind)}
            covers = {self.holder(u, month) for u in below if self.written(u, "result")}
            chains = {name: self.chains[name, month] for name in framed if self.stands(name, month)[0] == name}
            if any(not covers & set(chain[: chain.index(unit_id) + 1]) for chain in chains.values()):
                return None
            if given["outcome"] is None:
                given["outcome"] = derived["outcome"] if derived else None
            elif spent:
                given["outcome"] = None
            return given
        if given and derived:
            derived["outcome"] = None if spent else given["outcome"]
        found = derived or given
        return found if found and (found["budget"] is not None or found["outcome"] is not None) else None

    def budget(self) -> list[Row]:
        """A row per unit, kind and month."""
        rows: list[Row] = []
        for unit in self.units.values():
            for kind in KINDS:
                for month in range(1, self.month + 1):
                    row = self.result(unit.id, month) if kind == "result" else self.given(unit.id, kind, month)
                    if row is not None:
                        rows.append(self.judged(row, unit))
        for row in rows:
            same = [r for r in rows if (r["unit_id"], r["kind"]) == (row["unit_id"], row["kind"])]
            earlier = [r for r in same if r["month"] < row["month"] and r["forecast"] is not None]
            then = max(earlier, key=lambda r: r["month"]) if earlier and row["forecast"] is not None else None
            # A forecast of another whole is not what this one was before.
            if then and row["reorganised_at"] and row["reorganised_at"] > self.days[then["month"]]:
                then = None
            row["forecast_change"] = row["forecast"] - then["forecast"] if then else None
            row["changed_since"] = then["month"] if then else None
        return rows

    def judged(self, row: Row, unit: Unit) -> Row:
        """The row with its deviation and who must act."""
        basis = "recorded" if row["forecast"] is not None else None
        # A year's outcome is an outcome, whatever was foretold of it.
        if row["month"] == 12 and row["outcome"] is not None:
            basis, row["forecast"] = "outcome", row["outcome"]
        budget, forecast = row["budget"], row["forecast"]
        deviation = percent = escalation = None
        if budget is not None and forecast is not None:
            deviation = budget - forecast if row["kind"] in ("cost", "investment") else forecast - budget
            deficit = -100 * Fraction(deviation)
            percent = -deficit / abs(Fraction(budget)) if budget else None
            escalation = "none"
            for name, limit in (
                ("committee", self.limits.deviation_committee),
                ("council", self.limits.deviation_council),
            ):
                if deficit > Fraction(limit) * abs(Fraction(budget)):
                    escalation = name
        missing = escalation in ("committee", "council") and row["measure"] is None
        return {
            **row, "report": self.of.report, "level": unit.level.value, "forecast_basis": basis, "deviation": deviation,
            "deviation_percent": percent, "escalation": escalation, "measure_missing": missing,
            "reorganised_at": self.changed_at(unit.id, row["month"]),
            # What stands in the definitions has no row that could not be read.
            "outcome_withheld": False,
        }  # fmt: skip

    # Staff

    def staff(self) -> list[Row]:
        """A row per unit, month and gender."""
        own: dict[tuple[int, int], dict[tuple[str, str], Row]] = defaultdict(dict)
        for item in self.model.staff:
            if date(item.year, item.month, 1) <= self.of.period_end:
                counted = {
                    "headcount": None if item.headcount is None else Decimal(item.headcount),
                    "fte": item.fte, "sick": item.sick_hours, "scheduled": item.scheduled_hours,
                }  # fmt: skip
                own[item.year, item.month][item.unit, item.gender] = counted
        rows: list[Row] = []
        for (year, month), reported in own.items():
            for unit in {unit for unit, _ in reported}:
                if (unit, "T") not in reported and (unit, "K") in reported and (unit, "M") in reported:
                    women, men = reported[unit, "K"], reported[unit, "M"]
                    reported[unit, "T"] = {key: total([women[key], men[key]]) for key in women}
            summed = {
                (unit, gender): (len(parts), {key: total(part[key] for part in parts) for key in parts[0]})
                for unit in self.units
                for gender in ("T", "K", "M")
                if (parts := [reported[u, gender] for u in self.counted(unit) if (u, gender) in reported])
            }
            withheld = self.withheld_staff(reported, {key: sums["headcount"] for key, (_, sums) in summed.items()})
            for (unit, gender), (n, sums) in summed.items():
                hide = (unit, gender) in withheld
                rate = None
                if not hide and sums["sick"] is not None and sums["scheduled"]:
                    rate = 100 * Fraction(sums["sick"]) / Fraction(sums["scheduled"])
                rows.append(
                    {
                        "report": self.of.report, "unit_id": unit, "level": self.units[unit].level.value, "year": year,
                        "month": month, "gender": gender, "headcount": None if hide else sums["headcount"],
                        "fte": None if hide else sums["fte"], "sick_leave": rate, "withheld": hide, "n_units": n,
                    }
                )  # fmt: skip
        return rows

    def withheld_staff(
        self, own: dict[tuple[str, str], Row], sums: dict[tuple[str, str], Decimal | None]
    ) -> set[tuple[str, str]]:
        """The cells that are withheld: few, and one sibling or whole after another until nothing gives them away."""
        hidden: set[tuple[str, str]] = set()
        for genders in ("T", "KM"):
            for unit in self.units:
                if any(sums[unit, g] is None or self.few(sums[unit, g]) for g in genders if (unit, g) in sums):
                    hidden.update((unit, g) for g in genders if (unit, g) in sums)
        while choices := [
            (choice, genders)
            for unit in self.units
            for genders in ("T", "KM")
            if (choice := self.to_hide(unit, genders, own, sums, hidden))
        ]:
            for unit, genders in choices:
                hidden.update((unit, g) for g in (genders if genders == "KM" else "TKM") if (unit, g) in sums)
        return hidden

    def few(self, n: Decimal | None) -> bool:
        """Some, and under the minimum."""
        return n is not None and 0 < n < self.limits.min_persons

    def to_hide(
        self, unit: str, genders: str, own: dict[tuple[str, str], Row],
        sums: dict[tuple[str, str], Decimal | None], hidden: set[tuple[str, str]],
    ) -> str | None:  # fmt: skip
        """What more must be withheld of a unit and its parts, or None where nothing gives anything away."""
        first = genders[0]
        children = [child.id for child in self.children(unit) if (child.id, first) in sums]
        if not children or (unit, first) not in sums:
            return None
        here = self.standing(unit)
        direct = {
            g: sum((own[u, g]["headcount"] or Decimal(0) for u in here if (u, g) in own), Decimal(0)) for g in genders
        }
        gone = [child for child in children if (child, first) in hidden]
        whole = (unit, first) in hidden
        alone = len(gone) + whole == 1 and not any(direct.values())
        told = [direct[g] + sum(sums[child, g] or 0 for child in gone) for g in genders]
        if not alone and (whole or not any(self.few(n) for n in told)):
            return None
        left = [(size, child) for child in children if child not in gone and (size := sums[child, "T"])]
        return min(left)[1] if left else None if whole else unit

    def control_points(self) -> list[Row]:
        """A row per control point of the year."""
        rows: list[Row] = []
        levels = {unit.id: unit.level.value for unit in self.model.units}
        for point in self.model.control_points:
            if point.year == self.of.year:
                done = point.checked_at is not None and point.checked_at <= self.of.period_end
                rows.append(
                    {
                        "report": self.of.report, "unit_id": point.unit, "level": levels[point.unit],
                        "control_point_id": point.id, "title": point.title, "risk": point.risk,
                        "probability": point.probability, "consequence": point.consequence,
                        "risk_value": point.probability * point.consequence, "control": point.control,
                        "result": point.result if done else "not_done", "finding": point.finding if done else None,
                        "measure": point.measure if done else None, "checked_at": point.checked_at if done else None,
                    }
                )  # fmt: skip
        return rows

    # §11

    def series(self) -> list[list[Row]]:
        """The years of each quality factor's indicators."""
        found: list[list[Row]] = []
        for goal in self.of.model.goals:
            for item in goal.indicators if goal.kind == "quality_factor" else []:
                indicator = self.of.indicators[item.indicator]
                for gender in indicator.judged_genders if indicator.id not in self.of.withheld else []:
                    years = self.years(goal, indicator, gender)
                    if years:
                        found.append(years)
        return found

    def years(self, goal: Goal, indicator: Indicator, gender: str) -> list[Row]:
        """The years from the first value to the last that has a value or a reason why there is none."""
        history = self.of.history(indicator, goal.unit, gender)
        told = {year: used for year, used in history.items() if year <= self.of.year}
        valued = [year for year, (value, _) in told.items() if value is not None]
        if not valued:
            return []
        targets = self.of.list_targets(goal, indicator, goal.unit, gender)
        rows: list[Row] = []
        n = run = 0
        step = indicator.measured.every if indicator.measured else 1
        for year in range(min(valued), max(told) + 1, step):
            value, reason = told.get(year, (None, "missing"))
            aim = self.of.find_aim(indicator, targets, year)
            status = None
            if value is not None and aim is not None and indicator.direction.value != "neutral":
                ends = [rounded(end, indicator.decimals) for end in aim.ends]
                gap = find_gap(indicator.direction, rounded(value, indicator.decimals), ends)
                status = judge_gap(gap, self.of.find_tolerance(indicator, aim))
            score = self.similar_score(indicator, year, gender) if value is not None else None
            short = None
            if status is not None or score is not None:
                short = status == "not_met" or (score is not None and score <= Fraction(self.limits.shortfall_score))
            broken = bool({*range(year - step + 1, year + 1)} & {*indicator.series_breaks})
            if broken or short is False:
                n, run = 0, run + 1
            n += short is True
            rows.append(
                {
                    "report": self.of.report, "goal_id": goal.id, "unit_id": goal.unit, "indicator_id": indicator.id,
                    "kpi_id": indicator.kpi_id, "gender": gender, "year": year, "value": value, "reason": reason,
                    **{name: one for name, one in self.of.describe_aim(indicator, aim).items() if name in TARGETS},
                    "status": status, "score": score, "new_series": broken, "shortfall": short, "run": run, "n_in_a_row": n,
                }
            )  # fmt: skip
        return rows

    def similar_score(self, indicator: Indicator, year: int, gender: str) -> Fraction | None:
        """The municipality's score against its similar ones."""
        similar = self.of.find_similar(str(indicator.similar), self.of.home, year)
        slot = self.of.collect_slots(str(indicator.kpi_id)).get((year, gender), {})
        if similar is None or self.of.home not in slot:
            return None
        inside = [value for area, value in slot.items() if area in similar.members]
        return find_score(inside, slot[self.of.home], make_sign(indicator.direction))

    def shortfalls(self, series: list[list[Row]]) -> list[Row]:
        """A row per series that ends in shortfalls."""
        rows: list[Row] = []
        for years in series:
            last = years[-1]
            if last["n_in_a_row"] == 0:
                continue
            run = [year for year in years if year["run"] == last["run"]]
            first = next(i for i, year in enumerate(run) if year["shortfall"])
            rows.append(
                {
                    **{key: last[key] for key in ("report", "unit_id", "goal_id", "indicator_id", "kpi_id", "gender", "n_in_a_row")},
                    "n_missing": sum(year["value"] is None for year in run[first:]),
                    "candidate": last["n_in_a_row"] >= self.limits.shortfall_count,
                    "since_year": run[first]["year"],
                }
            )  # fmt: skip
        return rows

    # §13

    def good_financial_management(self, fulfilment: list[Row], goal_status: list[Row], budget: list[Row]) -> list[Row]:
        """The council's table."""
        council = next(unit for unit in self.units.values() if unit.level.value == "council")
        parts = {
            "financial_goals": [goal for goal in self.of.model.goals if goal.kind == "financial_goal"],
            "operational_goals": [
                goal
                for goal in self.of.model.goals
                if goal.kind in ("strategic_goal", "development_goal") and goal.unit == council.id
            ],
        }
        own = {
            item.goal: item
            for item in self.model.judgements
            if item.indicator is None and (item.report, item.unit) == (self.of.report, council.id)
        }
        keys = [
            *(f"n_{s}" for s in ("met", "partly", "not_met", "not_assessed", "no_judgement")),
            "coverage",
            "score",
            "status",
        ]
        rows: list[Row] = []
        for part, goals in parts.items():
            family = {below for goal in goals for below in self.of.find_below(goal.id)}
            whole = self.of.sum_leaves(row for row in fulfilment if row["goal_id"] in family)
            if goals:
                rows.append(
                    {"part": part, "unit_id": council.id, "n_goals": len(goals), **{key: whole[key] for key in keys}}
                )
            for goal in goals:
                status = next(row for row in goal_status if row["goal_id"] == goal.id and row["unit_id"] is None)
                row: Row = {"part": part, "unit_id": council.id, "goal_id": goal.id, "title": goal.title}
                row |= {key: status[key] for key in keys}
                if goal.id in own:
                    row |= {"own_judgement": own[goal.id].status, "own_motivation": own[goal.id].motivation}
                    row["towards_vision"] = own[goal.id].towards_vision
                rows.append(row)
        now = {(row["unit_id"], row["kind"]): row for row in budget if row["month"] == self.month}
        amounts = ("kind", "budget", "forecast", "deviation", "deviation_percent", "escalation")
        rows.append(self.balance_row(council, budget, now.get((council.id, "result")), amounts))
        for unit in self.units.values():
            framed = [
                now[unit.id, k]
                for k in ("result", "cost")
                if (unit.id, k) in now and now[unit.id, k]["budget"] is not None
            ]
            if unit.level in COMMITTEE_LEVELS and framed:
                title = {"part": "committee_deviation", "unit_id": unit.id, "title": unit.title}
                rows.append({**title, **{key: framed[0][key] for key in amounts}})
        row = {"part": "own_judgement", "unit_id": council.id}
        if None in own:
            row |= {"own_judgement": own[None].status, "own_motivation": own[None].motivation}
            row["towards_vision"] = own[None].towards_vision
        empty = dict.fromkeys(
            (
                "goal_id",
                "title",
                "n_goals",
                *keys,
                *amounts,
                "reason",
                "own_judgement",
                "own_motivation",
                "towards_vision",
            )
        )
        return [{"report": self.of.report, **empty, **one} for one in [*rows, row]]

    def balance_row(self, council: Unit, budget: list[Row], balance: Row | None, amounts: Iterable[str]) -> Row:
        """The balance requirement, by its own steps where they are given."""
        # Taxes and grants stand on the council: without them it is not judged.
        taxed = any(
            item.unit == council.id and item.kind in ("revenue", "result") and item.year == self.of.year
            for item in self.model.budgets
        )
        row = {"part": "balance_requirement", "unit_id": council.id, "status": "not_assessed"}
        row["reason"] = None if taxed else "no_taxes"
        if balance is not None:
            row |= {key: balance[key] for key in amounts}
            if balance["forecast"] is not None and taxed:
                row["status"] = "met" if balance["forecast"] >= 0 else "not_met"
        for step in self.balance_requirement(budget)[-1:]:
            row |= {"status": step["status"], "reason": step["reason"]}
        return row

    def balance_requirement(self, budget: list[Row]) -> list[Row]:
        """From the year's result to the balance result, where the year's figures are given."""
        council = next(unit for unit in self.units.values() if unit.level.value == "council")
        given = next((one for one in self.model.finances if one.year == self.of.year and one.has_balance), None)
        if given is None or not self.of.annual:
            return []
        row = next((r for r in budget if (r["unit_id"], r["kind"], r["month"]) == (council.id, "result", 12)), None)
        result = row["forecast"] if row and row["forecast_basis"] == "outcome" else None
        taxed = any(b.unit == council.id and b.kind in ("revenue", "result") and b.year == self.of.year
                    for b in self.model.budgets)  # fmt: skip
        gains = None if given.capital_gains is None else -given.capital_gains
        others = [] if given.other_adjustments is None else [given.other_adjustments]
        adjusted = total([result, gains, *others])
        reserve = [None if given.to_reserve is None else -given.to_reserve, given.from_reserve]
        steps = [("result", result), ("capital_gains", gains), *(("other_adjustments", one) for one in others),
                 ("adjusted_result", adjusted), ("to_reserve", reserve[0]), ("from_reserve", reserve[1]),
                 ("balance_result", total([adjusted, *reserve]))]  # fmt: skip
        lacks = {"no_taxes": not taxed, "no_outcome": result is None, "no_capital_gains": gains is None,
                 "no_reserve": None in reserve}  # fmt: skip
        reason = next((name for name, lacking in lacks.items() if lacking), None)
        places = ("result", "capital_gains", "other_adjustments", "adjusted_result", "to_reserve", "from_reserve",
                  "balance_result")  # fmt: skip
        found: list[Row] = [
            {"report": self.of.report, "unit_id": council.id, "step_no": places.index(step) + 1, "step": step,
             "amount": amount, "status": None, "reason": None}
            for step, amount in steps
        ]  # fmt: skip
        met = steps[-1][1] is not None and steps[-1][1] >= 0
        found[-1] |= {"reason": reason, "status": "not_assessed" if reason else "met" if met else "not_met"}
        return found

    def owner_shares(self, budget: list[Row]) -> list[Row]:
        """What each owner has of a unit's money; nothing where the owners are not the same every day of the year."""
        rows: list[Row] = []
        first = date(self.of.year, 1, 1)
        days = [first + timedelta(days=n) for n in range((date(self.of.year, 12, 31) - first).days + 1)]
        for money in budget:
            unit = self.every_unit[money["unit_id"]]
            owned = [
                {owner.owner: owner.share for owner in unit.owners
                 if (owner.valid_from or day) <= day <= (owner.valid_to or day)}
                for day in days
                if (unit.valid_from or day) <= day <= (unit.valid_to or day)
            ]  # fmt: skip
            steady = all(each == owned[0] for each in owned)
            on_last = {
                owner.owner: owner.share
                for owner in unit.owners
                if (owner.valid_from or self.of.period_end)
                <= self.of.period_end
                <= (owner.valid_to or self.of.period_end)
            }
            for name, share in on_last.items():
                row: Row = {key: money[key] for key in ("report", "unit_id", "kind", "month")}
                row |= {"owner": name, "share": share, "reason": None if steady else "owners_changed"}
                for key in ("budget", "budget_to_date", "outcome", "forecast", "deviation"):
                    whole = money[key]
                    row[key] = None if whole is None or not steady else Decimal(whole) * share / 100
                rows.append(row)
        return rows

    def money_of(self, year: int) -> dict[str, Decimal | str]:
        """The whole municipality's result, investments and deviations of a year, or why each lacks."""
        council = next(unit.id for unit in self.model.units if unit.level == "council")
        of_year = [budget for budget in self.model.budgets if budget.year == year]
        projects = [project for project in self.model.investments if project.year == year]
        by_kind: dict[str, list[Decimal]] = defaultdict(list)
        for item in (*of_year, *projects):
            kind = item.kind if isinstance(item, Budget) else "investment"
            by_kind[kind] += [outcome.amount for outcome in item.outcomes]
        whole = any(outcome.month == 12 for item in (*of_year, *projects) for outcome in item.outcomes)
        booked = {kind: sum(amounts, Decimal(0)) for kind, amounts in by_kind.items() if amounts}
        own = {str(budget.kind): budget for budget in of_year if budget.unit == council}
        foretold = {
            kind: max((f for f in budget.forecasts if f.month < 12), key=lambda f: f.month, default=None)
            for kind, budget in own.items()
        }
        frames = {kind: sum(self.frame_of(budget), Decimal(0)) for kind, budget in own.items()}
        result = net(booked) if not ("result" in booked and {"cost", "revenue"} & {*booked}) else None
        made = {kind: (f.month, f.amount) for kind, f in foretold.items() if f is not None}
        same = "result" in made or len({month for kind, (month, _) in made.items() if kind in {"cost", "revenue"}}) == 1
        forecast = net({kind: amount for kind, (_, amount) in made.items()}) if same else None
        lacks = "no_outcome" if not whole or result is None else None
        if lacks is None and not {"revenue", "result"} & {*own}:
            lacks = "no_taxes"
        found: dict[str, Decimal | str] = {"result": lacks or result or Decimal(0)}
        for name, other, reason in (
            ("budget_deviation", net(frames), "no_budget"),
            ("forecast_deviation", forecast, "no_forecast"),
        ):
            found[name] = lacks or (reason if other is None else (result or Decimal(0)) - other)
        found["investment"] = booked.get("investment", "not_booked") if whole else "no_outcome"
        return found

    def frame_of(self, budget: Budget) -> list[Decimal]:
        """What was decided of a frame, and its changes."""
        day = min(self.of.day, self.of.period_end)
        return [budget.amount or Decimal(0), *(change.amount for change in budget.changes if change.decided_at <= day)]

    def financial_analysis(self) -> list[Row]:
        """Five years of the municipality's own money."""
        council = next(unit.id for unit in self.model.units if unit.level == "council")
        first = self.of.year - 5 + self.of.report.endswith("-12")
        known = {year: self.money_of(year) for year in range(first - 1, first + 6)}
        if not any(budget.year in range(self.of.year - 5, self.of.year + 1) for budget in self.model.budgets):
            return []
        places = {
            "result": ("result", -1),
            "investment": ("capacity", -1),
            "budget_deviation": ("control", -2),
            "forecast_deviation": ("control", -1),
        }
        return [
            {
                "report": self.of.report, "unit_id": council, "aspect": places[figure][0], "place": places[figure][1],
                "figure": figure, "indicator_id": None, "kpi_id": None, "year": year,
                "value": None if isinstance(told, str) else told, "reason": told if isinstance(told, str) else None,
            }
            for year in range(first, first + 5)
            for figure, told in known[year].items()
        ]  # fmt: skip

    def investments(self) -> list[Row]:
        """Each project of the year: the year's money, and the whole project's."""
        rows: list[Row] = []
        for project in (
            each for each in self.model.investments if each.year == self.of.year and each.unit in self.units
        ):
            booked = [one.amount for one in project.outcomes[: self.month]]
            outcome = sum(booked, Decimal(0)) if len(booked) == self.month else None
            made = sorted((one.month, one.amount) for one in project.forecasts if one.month <= self.month)
            month, forecast = made[-1] if made else (None, None)
            if self.month == 12 and outcome is not None:
                month, forecast = 12, outcome
            before = None if project.earlier is None else sum((one.amount for one in project.earlier), Decimal(0))
            after = None if project.later is None else sum((one.amount for one in project.later), Decimal(0))
            foretold = total([before, forecast, after])
            rows.append({
                "report": self.of.report, "project_id": project.id, "title": project.title, "unit_id": project.unit,
                "budget": project.budget, "outcome": outcome, "forecast": forecast, "forecast_month": month,
                "total_budget": project.total_budget, "total_outcome": total([before, outcome]), "total_forecast": foretold,
                "total_deviation": total([project.total_budget, None if foretold is None else -foretold]),
            })  # fmt: skip
        return rows

    def tables(self) -> dict[str, list[Row]]:
        """Every table."""
        fulfilment = self.of.make_fulfilment()
        budget, series = self.budget(), self.series()
        goal_status = self.of.make_goal_status(fulfilment)
        return {
            "efficiency_index": self.efficiency_index(),
            "budget": budget,
            "owner_shares": self.owner_shares(budget),
            "financial_analysis": self.financial_analysis(),
            "investments": self.investments(),
            "staff": self.staff(),
            "control_points": self.control_points(),
            "shortfall_series": [row for years in series for row in years],
            "shortfalls": self.shortfalls(series),
            "balance_requirement": self.balance_requirement(budget),
            "good_financial_management": self.good_financial_management(fulfilment, goal_status, budget),
        }
