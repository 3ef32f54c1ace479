"""What is planned (docs/measures.md §20) by a second method, written from its text and the tables' descriptions alone.

It takes the definitions as they are written, and beside them two tables that others have checked: the leaves of the product's own
year, and that year's frames by month.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from models.definitions.base import Interval
from models.definitions.municipality import Municipality
from models.definitions.steering import Goal, Indicator, Plan, Target
from models.definitions.work import Activity, Assignment, Budget

Row = dict[str, Any]
Money = tuple[str, str]


class Planned:
    """A planning product, and what it shows."""

    def __init__(
        self, model: Municipality, report: str, known: date, leaves: Iterable[Row], frames: Iterable[Row]
    ) -> None:
        self.model, self.report = model, report
        self.year = int(report[:4])
        after = date(self.year + int(report[5:7]) // 12, int(report[5:7]) % 12 + 1, 1)
        self.last_day = after - timedelta(days=1)
        self.until = min(self.last_day, known)
        self.first = self.year + 1
        self.years = range(self.first, self.first + 3)
        (product,) = (one for one in model.municipality.planning if report[5:] == f"{one.month:02d}-{one.id}")
        self.goals_on = self.last_day if product.product == "present_state" else date(self.first, 1, 1)
        self.plans = {plan.id: plan for plan in model.plans if plan.year1 == self.first or self.holds(plan.decided_at)}
        self.units = {unit.id: unit for unit in model.units if unit.exists_on(self.last_day)}
        self.levels = {unit.id: str(unit.level.value) for unit in model.units}
        self.parents = {unit.id: unit.parent_on(self.last_day) for unit in self.units.values()}
        self.indicators: dict[str, Indicator] = {item.id: item for item in model.indicators}
        self.goals = {goal.id: goal for goal in self.find_goals()}
        self.leaves = {(r["goal_id"], r["indicator_id"], r["unit_id"], r["gender"]): r for r in leaves}
        self.now: dict[Money, Decimal] = {}
        for row in frames:
            at = (row["unit_id"], row["kind"])
            self.now[at] = self.now.get(at, Decimal(0)) + Decimal(str(row["amount"]))
        self.ahead = {year: self.find_frames(year) for year in self.years}

    def holds(self, day: date | None) -> bool:
        """Whether a decision counts."""
        return day is not None and day <= self.until

    def find_goals(self) -> Iterator[Goal]:
        """Each goal's version of the day that the product's goals are of."""
        ahead = self.goals_on > self.last_day
        ended = {name for plan in self.plans.values() if plan.year1 <= self.goals_on.year for name in plan.ends}
        for goal in self.model.goals:
            begun = goal.valid_from is None or goal.valid_from <= self.goals_on
            over = goal.valid_to is not None and goal.valid_to < self.goals_on
            counts = ahead or goal.decided_at is None or self.holds(goal.decided_at)
            if begun and not over and counts and goal.id not in ended:
                yield goal

    # Targets

    def targets(self) -> Iterator[Row]:
        """A row for each year that a target of the plan that is made is for."""
        for plan in self.model.plans:
            for target in plan.targets if plan.year1 == self.first else ():
                if target.goal in self.goals:
                    for year, aim in zip(self.years, (target.year1, target.year2, target.year3), strict=True):
                        if aim is not None:
                            yield self.target(plan, target, year, aim)

    def target(self, plan: Plan, target: Target, year: int, aim: Any) -> Row:
        decided = self.holds(plan.decided_at)
        item = self.indicators[target.indicator]
        unit = target.unit or self.goals[target.goal].unit
        leaf = self.leaves.get((target.goal, target.indicator, unit, target.gender), {})
        value = leaf.get("value")
        row: Row = dict.fromkeys(
            ("target", "target_label", "target_low", "target_high", "target_rule", "target_by", "target_group", "target_from",
             "target_from_year", "target_text", "asked_change")
        )  # fmt: skip
        if isinstance(aim, str):
            row |= {"target": Decimal((item.steps or []).index(aim) + 1), "target_label": aim}
        elif isinstance(aim, Decimal):
            row["target"] = self.rounded(aim, item)
        elif isinstance(aim, Interval):
            row |= {"target_low": self.rounded(aim.low, item), "target_high": self.rounded(aim.high, item)}
        else:
            row |= {"target_rule": aim.kind, "target_text": getattr(aim, "text", None)}
            row["target_by"] = getattr(aim, "by", None) or getattr(aim, "gender_gap", None)
            row["target_group"], row["target_from_year"] = getattr(aim, "group", None), getattr(aim, "since", None)
            row["target_from"] = target.baseline if hasattr(aim, "since") else None
        if row["target"] is not None and value is not None:
            gap = row["target"] - self.rounded(Decimal(str(value)), item)
            asked = {"higher": gap > 0, "lower": gap < 0}.get(item.direction.value, False)
            row["asked_change"] = gap if asked else None
        return row | {
            "report": self.report, "plan_version": plan.id, "decided": decided, "decided_by": plan.decided_by,
            "decided_at": plan.decided_at if decided else None, "decision": plan.decision if decided else None,
            "goal_id": target.goal, "indicator_id": target.indicator, "unit_id": unit, "gender": target.gender, "year": year,
            "target_now": leaf.get("target"), "value": value, "value_label": leaf.get("value_label"), "value_year": leaf.get("year"),
        }  # fmt: skip

    @staticmethod
    def rounded(value: Decimal, item: Indicator) -> Decimal:
        """Half up, away from zero, to the indicator's decimals."""
        return value.quantize(Decimal(1).scaleb(-item.decimals), ROUND_HALF_UP)

    # Frames

    def find_frames(self, year: int) -> dict[Money, tuple[Decimal, date | None, Budget]]:
        """Of each unit and kind the frame of a year ahead, and when it was decided."""
        found: dict[Money, tuple[tuple[int, date], Budget]] = {}
        for budget in self.model.budgets:
            plan = self.plans.get(budget.plan or "")
            if budget.year != year or budget.amount is None or (budget.plan is not None and plan is None):
                continue
            made = plan is not None and plan.year1 == self.first
            day = plan.decided_at if plan is not None and self.holds(plan.decided_at) else None
            order = (2 if made else 1 if plan is not None else 0, day or (date.max if made else date.min))
            at = (budget.unit, str(budget.kind))
            if at not in found or found[at][0] <= order:
                found[at] = (order, budget)
        return {at: (self.with_changes(budget), self.decided(budget), budget) for at, (_, budget) in found.items()}

    def with_changes(self, budget: Budget) -> Decimal:
        return (budget.amount or Decimal(0)) + sum(
            (c.amount for c in budget.changes if self.holds(c.decided_at)), Decimal(0)
        )

    def decided(self, budget: Budget) -> date | None:
        """When a frame was decided: with the plan that it names, else by its own decision; none while it is a proposal."""
        if self.holds(budget.decided_at):
            return budget.decided_at
        plan = self.plans.get(budget.plan or "")
        return plan.decided_at if plan is not None and self.holds(plan.decided_at) else None

    def has(self, unit: str, kind: str) -> bool:
        return (unit, kind) in self.now or any((unit, kind) in frames for frames in self.ahead.values())

    def below(self, unit: str) -> list[str]:
        return [name for name, parent in self.parents.items() if parent == unit]

    def nearest(self, unit: str, kind: str) -> list[str]:
        """The unit where it has a frame of the kind, else the nearest below that have one."""
        if self.has(unit, kind):
            return [unit]
        return [part for name in self.below(unit) for part in self.nearest(name, kind)]

    def results_stand_for_all(self, unit: str) -> bool:
        """Whether all below that has cost or revenue has a result, of its own or above it."""
        if self.has(unit, "result"):
            return True
        mine = self.has(unit, "cost") or self.has(unit, "revenue")
        return not mine and all(self.results_stand_for_all(name) for name in self.below(unit))

    def frames(self) -> Iterator[Row]:
        for unit in self.units:
            for kind in ("cost", "revenue", "investment", "result"):
                parts = self.nearest(unit, kind)
                if kind == "result" and not parts:
                    yield from self.reckoned(unit)
                elif parts and (kind != "result" or self.results_stand_for_all(unit)):
                    yield from self.summed(unit, kind, parts)

    def summed(self, unit: str, kind: str, parts: list[str]) -> Iterator[Row]:
        """A row for each year that some part has a frame for; of the first year also where others have one of the kind."""
        for year in self.years:
            if (year == self.first and self.anyone_has(kind, year)) or any(
                (part, kind) in self.ahead[year] for part in parts
            ):
                yield self.of_year(unit, kind, year, parts)

    def anyone_has(self, kind: str, year: int) -> bool:
        return any(of == kind for _, of in self.ahead[year])

    def of_year(self, unit: str, kind: str, year: int, parts: list[str]) -> Row:
        current = self.added([self.now.get((part, kind)) for part in parts])
        there = [each for part in parts if (each := self.ahead[year].get((part, kind))) is not None]
        amount = self.added([each[0] for each in there]) if len(there) == len(parts) else None
        days = [each[1] for each in there]
        known = [day for day in days if day is not None]
        decided_at = max(known) if known and len(known) == len(days) else None
        return self.frame(unit, kind, year, amount, current, len(parts), len(parts) - len(there), decided_at)

    def reckoned(self, unit: str) -> Iterator[Row]:
        """Revenue less cost, where there are both: a row for each year that one of them has, and where one lacks it is null."""
        of_kind = {kind: self.nearest(unit, kind) for kind in ("revenue", "cost")}
        if not all(of_kind.values()):
            return
        years = {
            row["year"]
            for kind, parts in of_kind.items()
            for row in self.summed(unit, kind, parts)
            if all(self.anyone_has(other, row["year"]) for other in of_kind)
        }
        signs = {"revenue": 1, "cost": -1}
        for year in sorted(years):
            of_year = [self.of_year(unit, kind, year, parts) for kind, parts in of_kind.items()]
            amounts = {
                name: self.added([None if row[name] is None else signs[row["kind"]] * row[name] for row in of_year])
                for name in ("amount", "current")
            }
            days = [row["decided_at"] for row in of_year]
            yield self.frame(
                unit, "result", year, amounts["amount"], amounts["current"], sum(row["n_parts"] for row in of_year),
                sum(row["n_missing"] for row in of_year), None if None in days else max(days),
            )  # fmt: skip

    @staticmethod
    def added(amounts: list[Decimal | None]) -> Decimal | None:
        """A sum of amounts that are all known."""
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(amounts) else None

    def frame(
        self, unit: str, kind: str, year: int, amount: Decimal | None, current: Decimal | None, n_parts: int, n_missing: int,
        decided_at: date | None,
    ) -> Row:  # fmt: skip
        change = amount - current if amount is not None and current is not None else None
        return {
            "report": self.report, "unit_id": unit, "level": self.levels[unit], "kind": kind, "year": year, "decided_at": decided_at,
            "amount": amount, "current": current, "change": change,
            "change_percent": 100 * change / abs(current) if change is not None and current else None,
            "n_parts": n_parts, "n_missing": n_missing,
        }  # fmt: skip

    def parts(self) -> Iterator[Row]:
        for year, frames in self.ahead.items():
            for (unit, kind), (_, _, budget) in frames.items():
                for place, part in enumerate(budget.parts):
                    yield {
                        "report": self.report, "unit_id": unit, "level": self.levels[unit], "kind": kind, "year": year, "place": place,
                        "title": part.title, "purpose": part.purpose, "volume": part.volume, "volume_of": part.volume_of,
                        "price": part.price, "amount": part.amount if part.amount is not None else (part.volume or 0) * (part.price or 0),
                    }  # fmt: skip

    # Work

    def given(self) -> Iterator[tuple[str, Activity | Assignment, date | None]]:
        """The work of the first year ahead that is neither done nor cancelled, and when it was decided."""
        begins, ends = date(self.first, 1, 1), date(self.first, 12, 31)
        for item in (*self.model.activities, *self.model.assignments):
            cancelled = item.state == "cancelled" and (item.cancelled_at is None or self.holds(item.cancelled_at))
            if cancelled or item.state == "done" or item.planned_start > ends or item.planned_end < begins:
                continue
            if not isinstance(item, Assignment):
                yield "activity", item, None
            elif item.plan is None or item.plan in self.plans:
                day = self.plans[item.plan].decided_at if item.plan is not None else item.decided_at
                yield "assignment", item, day if self.holds(day) else None

    def work(self) -> Iterator[Row]:
        for kind, item, day in self.given():
            for goal in sorted({*item.goals} & self.goals.keys()) or [None]:
                yield {
                    "report": self.report, "item_kind": kind, "item_id": item.id, "unit_id": item.unit, "goal_id": goal,
                    "title": item.title, "responsible_role": item.responsible, "planned_start": item.planned_start,
                    "planned_end": item.planned_end, "budget": item.budget, "decided_at": day,
                    "decided_by": item.decided_by if isinstance(item, Assignment) else None,
                    "financing": item.financing if isinstance(item, Assignment) else None,
                }  # fmt: skip

    def goals_within(self) -> Iterator[Row]:
        frames = {(row["unit_id"], row["kind"]): row["amount"] for row in self.frames() if row["year"] == self.first}
        serving: dict[str, list[Row]] = {}
        for row in self.work():
            serving.setdefault(row["goal_id"] or "", []).append(row)
        for goal in self.goals.values():
            rows = serving.get(goal.id, [])
            budgets = [row["budget"] for row in rows if row["budget"] is not None]
            cost = sum(budgets, Decimal(0)) if budgets else None
            kind = next((kind for kind in ("cost", "result") if frames.get((goal.unit, kind)) is not None), None)
            frame = frames[goal.unit, kind] if kind else None
            yield {
                "report": self.report, "goal_id": goal.id, "unit_id": goal.unit, "level": self.levels[goal.unit],
                "n_assignments": sum(row["item_kind"] == "assignment" for row in rows),
                "n_activities": sum(row["item_kind"] == "activity" for row in rows),
                "cost": cost, "n_without_cost": len(rows) - len(budgets), "frame_kind": kind, "frame": frame,
                "share": cost / abs(frame) if cost is not None and frame else None,
            }  # fmt: skip

    def tables(self) -> dict[str, list[Row]]:
        """Every table, with its rows."""
        return {
            "planned_targets": [*self.targets()],
            "planned_frames": [*self.frames()],
            "planned_parts": [*self.parts()],
            "planned_work": [*self.work()],
            "planned_goals": [*self.goals_within()],
        }
