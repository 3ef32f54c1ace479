"""The measures of docs/measures.md §9–§11 and §13, staff and control, calculated a second time: loops, Decimal, no SQL.

Read as docs/measures-economy.md reads them. Targets and values of a year, and the sums over goals, are those of
`second_method`, which is as far from the SQL.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.definitions.steering import COMMITTEE_LEVELS, Goal, Indicator, ServiceArea, Unit, period_end
from models.definitions.work import Budget, Investment
from tests.real.second_efficiency import find_heir
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
Amounts = dict[str, Decimal | None]


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where there is nothing, or something unknown."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    return sum(known, Decimal(0)) if listed and len(known) == len(listed) else None


class Economy:
    """What one report says of money, people and control, and of quality beside resources."""

    def __init__(self, report: Report) -> None:
        self.of = report
        self.model = report.whole
        self.month = int(report.report[5:])
        self.limits = report.thresholds
        self.units = report.units
        self.heirs = {unit.id: find_heir(self.model, unit.id, report.period_end) for unit in self.model.units}

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

    def items(self, unit_id: str, kind: str) -> list[Budget | Investment]:
        """The frames and projects of a kind that are a unit's own, with those of what it carries on."""
        return [item for one, heir in self.heirs.items() if unit_id in {one, heir} for item in self.written(one, kind)]

    def written(self, unit_id: str, kind: str) -> list[Budget | Investment]:
        """The frames and projects of a kind that are written on a unit."""
        budgets = [b for b in self.model.budgets if (b.unit, b.year, b.kind) == (unit_id, self.of.year, kind)]
        projects = [
            p for p in self.model.investments if (p.unit, p.year, kind) == (unit_id, self.of.year, "investment")
        ]
        return [*budgets, *projects]

    def own_frame(self, unit_id: str, kind: str, month: int) -> tuple[Amounts, str | None] | None:
        """The frame, what of it lies up to a month, the forecast made then, and its measure."""
        items = self.items(unit_id, kind)
        if not items:
            return None
        frame, to_date, measures = Decimal(0), Decimal(0), list[str]()
        forecasts: list[Decimal | None] = []
        for item in items:
            amount = item.amount if isinstance(item, Budget) else item.budget
            frame += amount
            if isinstance(item, Budget) and item.months is not None:
                to_date += sum(item.months[:month])
            else:
                to_date += (amount * month / 12).quantize(Decimal("0.01"))
            # A change counts if decided by the period's last day, over the months from its decision (§1, §10).
            for change in item.changes if isinstance(item, Budget) else []:
                if change.decided_at <= min(self.of.day, period_end(self.of.report)):
                    first = change.decided_at.month if change.decided_at.year == item.year else 1
                    frame += change.amount
                    so_far = change.amount * max(month - first + 1, 0) / (13 - first)
                    to_date += so_far.quantize(Decimal("0.01"))
            made = [forecast for forecast in item.forecasts if forecast.month == month]
            forecasts.append(made[0].amount if made else None)
            measures += [forecast.measure for forecast in made if forecast.measure]
        forecast = total(forecasts)
        return {"budget": frame, "budget_to_date": to_date, "forecast": forecast}, (
            " ".join(measures) or None if forecast is not None else None
        )

    def parts(self, unit_id: str, kind: str) -> list[str]:
        """The units whose frames a unit's own is made of: itself, or the nearest below."""
        if self.items(unit_id, kind):
            return [unit_id]
        # What has ended without one heir counts in the unit that it stood under: a part of it, beside the others.
        ended = [one for one in self.standing(unit_id) if self.heirs[one] is None and self.items(one, kind)]
        return ended + [part for child in self.children(unit_id) for part in self.parts(child.id, kind)]

    def booked(self, unit_id: str, kind: str, month: int) -> Decimal | None:
        """What is booked on a unit and below, January to a month; None where nothing is, or nothing yet that month."""
        everything = [*self.model.budgets, *self.model.investments]
        last = max((o.month for i in everything if i.year == self.of.year for o in i.outcomes), default=0)
        if month > last:
            return None
        amounts = [
            outcome.amount
            for unit in self.counted(unit_id)
            for item in self.written(unit, kind)
            for outcome in item.outcomes
            if outcome.month <= month
        ]
        return sum(amounts, Decimal(0)) if amounts else None

    def given(self, unit_id: str, kind: str, month: int) -> Row | None:
        """The unit's money of one kind, as given and summed."""
        parts = sorted(self.parts(unit_id, kind))
        outcome = self.booked(unit_id, kind, month)
        if not parts and outcome is None:
            return None
        frames = [frame for part in parts if (frame := self.own_frame(part, kind, month))]
        row: Row = {
            "unit_id": unit_id,
            "kind": kind,
            "month": month,
            "own_frame": parts == [unit_id],
            "n_parts": len(parts),
        }
        for key in ("budget", "budget_to_date", "forecast"):
            row[key] = total(amounts[key] for amounts, _ in frames)
        row["outcome"] = outcome
        row["measure"] = " ".join(measure for _, measure in frames if measure) or None
        return row

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
            covered = {unit for part in self.parts(unit_id, "result") for unit in self.counted(part)}
            framed = {u for u in self.counted(unit_id) for kind in ("cost", "revenue") if self.written(u, kind)}
            if framed - covered:
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
            if (item.report, item.unit) == (self.of.report, council.id)
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
        balance = now.get((council.id, "result"))
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
        rows.append(row)
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

    def tables(self) -> dict[str, list[Row]]:
        """Every table."""
        fulfilment = self.of.make_fulfilment()
        budget, series = self.budget(), self.series()
        goal_status = self.of.make_goal_status(fulfilment)
        return {
            "efficiency_index": self.efficiency_index(),
            "budget": budget,
            "staff": self.staff(),
            "control_points": self.control_points(),
            "shortfall_series": [row for years in series for row in years],
            "shortfalls": self.shortfalls(series),
            "good_financial_management": self.good_financial_management(fulfilment, goal_status, budget),
        }
