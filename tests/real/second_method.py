"""The measures of docs/measures.md §1–§5, §8 and §12 calculated a second time: loops and Decimal, and no SQL.

`known` gives what was known after one download or more, `Report` one report's rows of fulfilment, goal_status,
level_status and comparison as dictionaries. Numbers are Decimal throughout; nothing is rounded but where §"Rounding" says so.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from models.definitions.municipality import Municipality
from models.definitions.steering import Goal, Indicator, Interval, Plan, Target
from tests.real.second_efficiency import Efficiency

Row = dict[str, Any]
CellKey = tuple[str, str, int, str]
Cell = tuple[Decimal | None, str]
Number = Decimal | Interval | None

REASONS = {"Missing": "missing", "Privacy": "privacy", "Not applicable": "not_applicable", "": "missing"}
POINTS = {"met": Fraction(1), "partly": Fraction(1, 2), "not_met": Fraction(0)}
STATUSES = ("met", "partly", "not_met", "not_assessed", "no_judgement")
NOISE = Decimal("0.00001")
RIKET = "0000"
LABEL_NONE = "–"
LABEL_RAW = "Källa: Kolada"
LABEL_OWN = "Egen bearbetning av data från Kolada"


def exact(value: float) -> Decimal:
    """The shortest decimal text of a stored number, as a number."""
    return Decimal(repr(value))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def known(downloads: Iterable[Iterable[Row]], decimals: dict[str, int]) -> dict[CellKey, Cell]:
    """What was known after the downloads, each the complete answer about the KPIs that `decimals` names.

    A difference that is rounding noise is no new version, so the earlier number stands; a cell that a later
    answer lacks is closed.
    """
    cells: dict[CellKey, Cell] = {}
    for rows in downloads:
        answered: dict[CellKey, Cell] = {}
        for row in rows:
            if row["kpi"] not in decimals:
                continue
            key = (row["kpi"], row["municipality"], row["period"], row["gender"])
            value = None if row["value"] is None else exact(row["value"])
            status = row["status"] or ""
            before = cells.get(key)
            if before is not None and before[1] == status and value is not None and before[0] is not None:
                difference = abs(value - before[0])
                if difference < NOISE and difference < Decimal("0.5").scaleb(-decimals[row["kpi"]]):
                    value = before[0]
            answered[key] = (value, status)
        cells = answered
    return cells


@dataclass(frozen=True)
class Catalogue:
    """The metadata: KPIs by id, municipalities' titles by id, and groups with their titles and members."""

    kpis: dict[str, Row]
    municipalities: dict[str, str]
    groups: dict[str, tuple[str, set[str]]]

    @classmethod
    def of(cls, kpis: list[Row], areas: list[Row], memberships: list[Row]) -> "Catalogue":
        """From the rows of the metadata files."""
        groups: dict[str, tuple[str, set[str]]] = {}
        for row in memberships:
            groups.setdefault(row["group_id"], (row["group_title"], set()))[1].add(row["member_id"])
        municipalities = {row["id"]: row["title"] for row in areas if row["type"] == "K"}
        return cls({row["id"]: row for row in kpis}, municipalities, groups)

    def county_of(self) -> dict[str, str]:
        """Each municipality's county group."""
        county: dict[str, str] = {}
        for group_id, (title, members) in self.groups.items():
            if title.endswith(" läns kommuner (ovägt medel)"):
                for area in members:
                    county[area] = group_id
        return county

    def similar_to(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        """The groups of similar municipalities by (service area, owner), as (year, group)."""
        owners = {title: area for area, title in self.municipalities.items()}
        found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for group_id, (title, _) in self.groups.items():
            if not title.startswith("Liknande kommuner"):
                continue
            words = title.removeprefix("Liknande kommuner").split(",")
            parts = [word.strip() for word in words if word.strip()]
            if len(parts) == 3 and parts[1] in owners:
                found[parts[0], owners[parts[1]]].append((int(parts[2]), group_id))
        return found


def between(first: Decimal, last: Decimal, step: int) -> Decimal:
    """The value on the straight line from the first year, at 0, to the third, at 2."""
    return first + (last - first) * step / 2


def on_line(plan: Plan, target: Target, year: int) -> Number:
    """L(y) of §3, unrounded."""
    first, last, step = target.year1, target.year3, year - plan.year1
    if isinstance(first, Interval) and isinstance(last, Interval):
        return Interval(low=between(first.low, last.low, step), high=between(first.high, last.high, step))
    if isinstance(first, Decimal) and isinstance(last, Decimal):
        return between(first, last, step)
    return None


def round_target(target: Number, decimals: int) -> Number:
    """A target as it is judged against."""
    if isinstance(target, Interval):
        return Interval(low=rounded(target.low, decimals), high=rounded(target.high, decimals))
    return None if target is None else rounded(target, decimals)


def gap_to(direction: str, value: Decimal, target: Number) -> Decimal | None:
    """§2's gap: at least 0 is met."""
    if isinstance(target, Interval):
        return min(value - target.low, target.high - value)
    if target is None:
        return None
    return value - target if direction == "higher" else target - value


def quartile(ordered: list[Decimal], k: int) -> Decimal:
    """The k-th quartile by linear interpolation, type 7."""
    below, part = divmod((len(ordered) - 1) * k, 4)
    if part == 0:
        return ordered[below]
    return ordered[below] + (ordered[below + 1] - ordered[below]) * part / 4


class Report:
    """One report of one municipality, on what was known at an instant."""

    raw_label, made_label = LABEL_RAW, LABEL_OWN

    def __init__(
        self,
        model: Municipality,
        cells: dict[CellKey, Cell],
        catalogue: Catalogue,
        report: str,
        as_of: datetime,
        withheld: set[str],
    ) -> None:
        self.model = model
        self.catalogue = catalogue
        self.report = report
        self.year = int(report[:4])
        self.as_of = as_of
        self.withheld = withheld
        self.limits = model.municipality.thresholds
        self.home = model.municipality.area_id
        self.similar = catalogue.similar_to()
        self.shared = self.shared_groups()
        self.units = {unit.id: unit for unit in model.units}
        self.goals = {goal.id: goal for goal in model.goals}
        self.indicators = {indicator.id: indicator for indicator in model.indicators}
        self.plans = [plan for plan in model.plans if plan.decided_at <= as_of.date()]
        self.answered = {kpi for kpi, _, _, _ in cells}
        self.values: dict[str, dict[tuple[int, str], dict[str, Decimal]]] = defaultdict(dict)
        self.unused: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
        for (kpi, area, year, gender), (value, status) in cells.items():
            if value is not None and not status:
                self.values[kpi].setdefault((year, gender), {})[area] = value
            else:
                self.unused[kpi, area, gender][year] = REASONS.get(status, "missing")

    def value(self, kpi: str, area: str, year: int, gender: str) -> Decimal | None:
        """A usable value, or None."""
        return self.values[kpi].get((year, gender), {}).get(area)

    # §1, §12

    def newest(self, indicator: Indicator, gender: str) -> tuple[int, Decimal] | None:
        """The newest known value that may stand for the report's year, with its own year."""
        for year in range(self.year, self.year - indicator.lag - 1, -1):
            value = self.value(indicator.kpi_id, self.home, year, gender)
            if value is not None:
                return year, value
        return None

    def why_none(self, indicator: Indicator, gender: str) -> str:
        """Why no value may stand for the report's year."""
        window = range(self.year, self.year - indicator.lag - 1, -1)
        unused = self.unused.get((indicator.kpi_id, self.home, gender), {})
        for year in window:
            if year in unused:
                return unused[year]
        for (year, other), areas in self.values[indicator.kpi_id].items():
            if other == gender and year < window[-1] and self.home in areas:
                return "no_new_measurement"
        period, first, _ = self.publishing(indicator.kpi_id)
        if period in window and first is not None and first > self.as_of.date():
            return "not_yet_published"
        return "missing"

    def publishing(self, kpi: str) -> tuple[int | None, date | None, date | None]:
        """The KPI's period under way, the first day it is published, and the day it is final."""
        row = self.catalogue.kpis.get(kpi, {})
        period = row.get("publ_period")
        preliminary = row.get("prel_publication_date")
        final = row.get("publication_date")
        first = preliminary or final
        return (
            int(period) if period else None,
            date.fromisoformat(first) if first else None,
            date.fromisoformat(final) if final else None,
        )

    def publication(self, kpi: str, year: int) -> str | None:
        """Whether a value of that year is final or preliminary, where the KPI's dates say so."""
        period, first, final = self.publishing(kpi)
        if period is None or year > period:
            return None
        day = self.as_of.date()
        if year < period or (final is not None and day >= final):
            return "final"
        return "preliminary" if first is not None and day >= first else None

    # §2, §3

    def targets_of(self, key: tuple[str, str, str, str]) -> Iterator[tuple[Plan, Target]]:
        """Every decided plan's target for one (goal, indicator, unit, gender)."""
        for plan in self.plans:
            for target in plan.targets:
                unit = target.unit or self.goals[target.goal].unit
                if (target.goal, target.indicator, unit, target.gender) == key:
                    yield plan, target

    def path(self, key: tuple[str, str, str, str]) -> tuple[Plan, Target, Number] | None:
        """The earliest decided plan that the year is on the way through, and L(y)."""
        found = [
            (plan, target)
            for plan, target in self.targets_of(key)
            if plan.year1 < self.year <= plan.year3 and on_line(plan, target, self.year) is not None
        ]
        if not found:
            return None
        plan, target = min(found, key=lambda pair: (pair[0].decided_at, pair[0].id))
        return plan, target, on_line(plan, target, self.year)

    def in_force(self, key: tuple[str, str, str, str]) -> tuple[Plan, Target, Number] | None:
        """The target of the year: the latest plan's year 1, else the path value."""
        found = [
            (plan, target)
            for plan, target in self.targets_of(key)
            if plan.year1 == self.year and target.year1 is not None
        ]
        if not found:
            return self.path(key)
        plan, target = max(found, key=lambda pair: (pair[0].decided_at, pair[0].id))
        return plan, target, target.year1

    def tolerance(self, indicator: Indicator, target: Target | None, number: Number) -> Decimal | None:
        """The tolerance in the indicator's own unit: the target's, the indicator's, or the share of the target."""
        if target is not None and target.tolerance is not None:
            return target.tolerance
        if indicator.tolerance is not None:
            return indicator.tolerance
        if not isinstance(number, Decimal):
            return None
        higher = indicator.direction.value == "higher"
        return number * (self.limits.tolerance_share_higher if higher else self.limits.tolerance_share_lower)

    def fulfilment(self) -> list[Row]:
        """A row per goal, indicator and gender judged."""
        rows: list[Row] = []
        for goal in self.model.goals:
            for item in goal.indicators:
                indicator = self.indicators[item.indicator]
                rows.extend(
                    self.fulfilled(goal, indicator, unit, gender, item.weight)
                    for unit in self.measured_units(goal, indicator)
                    for gender in indicator.judged_genders
                )
        return rows

    def measured_units(self, goal: Goal, indicator: Indicator) -> list[str]:
        """The goal's own unit, and those that a plan gives a target of their own."""
        targets = [target for plan in self.model.plans for target in plan.targets]
        given = [t.unit for t in targets if (t.goal, t.indicator) == (goal.id, indicator.id) and t.unit in self.units]
        return sorted({goal.unit, *(unit for unit in given if unit)})

    def used(self, indicator: Indicator, unit: str, gender: str) -> Row:
        """What stands for the report's year, of the unit or, as here, of the whole municipality."""
        assert unit in self.units
        kpi = indicator.kpi_id
        held = indicator.id in self.withheld
        year, value = (None if held else self.newest(indicator, gender)) or (None, None)
        outcome = self.report.endswith("-12")
        older = year is not None and year < self.year and not outcome
        known = year is not None and value is not None
        reason = None if known else "failed_check" if held else self.why_none(indicator, gender)
        return {
            "basis": "outcome" if outcome else "auto_forecast",
            "year": year,
            "value": value,
            "auto_value": value,
            "reason": reason,
            "previous_value": self.value(kpi, self.home, year - 1, gender) if year is not None else None,
            "change": self.change(indicator, self.home, year, gender) if year is not None else None,
            "reorganised": False,
            "count": None,
            "unit_coverage": None,
            "publication": None if year is None else self.publication(kpi, year),
            "forecast_by": None,
            "forecast_made_at": None,
            "forecast_reason": None,
            "forecast_flag": "no_new_measurement" if older else None,
            "source_label": self.raw_label if kpi in self.answered else LABEL_NONE,
        }

    def fulfilled(self, goal: Goal, indicator: Indicator, unit: str, gender: str, weight: Decimal) -> Row:
        """How far one indicator has come under one goal."""
        kpi, direction, decimals = indicator.kpi_id, indicator.direction.value, indicator.decimals
        key = (goal.id, indicator.id, unit, gender)
        used = self.used(indicator, unit, gender)
        value = used["value"]
        row: Row = {
            "report": self.report,
            "as_of": self.as_of,
            "municipality_id": self.model.id,
            "unit_id": unit,
            "level": self.units[unit].level.value,
            "goal_id": goal.id,
            "goal_kind": goal.kind,
            "perspective": goal.perspective,
            "indicator_id": indicator.id,
            "kpi_id": kpi,
            "gender": gender,
            "value_label": self.step(indicator, value),
            "unit_of_measure": indicator.unit_of_measure,
            "decimals": decimals,
            "weight": weight,
            "direction": direction,
            **used,
        }

        x = None if value is None else rounded(value, decimals)

        force = self.in_force(key)
        plan, target, number = force or (None, None, None)
        judged = round_target(number, decimals)
        last = target.year3 if target is not None else None
        baseline = target.baseline if target is not None else None
        start = None if baseline is None else rounded(baseline, decimals)
        tolerance = self.tolerance(indicator, target, number)
        gap = None if x is None else gap_to(direction, x, judged)
        row |= {
            "plan_version": plan.id if plan else None,
            "target": judged if isinstance(judged, Decimal) else None,
            "target_low": judged.low if isinstance(judged, Interval) else None,
            "target_high": judged.high if isinstance(judged, Interval) else None,
            "baseline": start,
            "target_year3": last if isinstance(last, Decimal) else None,
            "tolerance": tolerance,
            "gap": gap,
            "required_change": None,
            "degree": None,
        }
        row["leaf"] = (
            indicator.id,
            unit,
            gender,
            as_text(judged),
            tolerance,
        )
        if plan is not None and x is not None and isinstance(last, Decimal) and plan.year3 > self.year:
            row["required_change"] = (last - x) / (plan.year3 - self.year)
        if x is not None and start is not None and isinstance(judged, Decimal):
            is_better = judged > start if direction == "higher" else judged < start
            if is_better:
                row["degree"] = min(max((x - start) / (judged - start), Decimal(0)), Decimal(1))

        row["status"], row["reason"] = self.judge(indicator, used, gap, tolerance)

        walk = self.path(key)
        level = round_target(walk[2], decimals) if walk else None
        ahead = None if x is None or level is None else gap_to(direction, x, level)
        row["path_value"] = level if isinstance(level, Decimal) else None
        row["on_path"] = None if ahead is None else ahead >= 0

        row["trend"] = trend(indicator, row["change"])
        return row

    def step(self, indicator: Indicator, value: Decimal | None) -> str | None:
        """The name of the step that a value of an ordinal scale stands for."""
        if value is None or indicator.steps is None:
            return None
        rank = int(rounded(value, 0))
        return indicator.steps[rank - 1] if 1 <= rank <= len(indicator.steps) else None

    def judge(
        self, indicator: Indicator, used: Row, gap: Decimal | None, tolerance: Decimal | None
    ) -> tuple[str, str | None]:
        """Status and reason."""
        neutral = indicator.direction.value == "neutral"
        if used["value"] is None:
            return ("no_judgement" if neutral else "not_assessed"), used["reason"]
        if neutral:
            return "no_judgement", None
        if gap is None or tolerance is None:
            return "no_judgement", "no_target"
        if gap >= 0:
            return "met", None
        return ("partly" if gap >= -tolerance else "not_met"), None

    # §5

    def below(self, goal_id: str) -> set[str]:
        """A goal and every goal that serves it, at any distance."""
        found = {goal_id}
        grown = True
        while grown:
            more = {goal.id for goal in self.model.goals if found & set(goal.parents)} - found
            found |= more
            grown = bool(more)
        return found

    def inside(self, unit_id: str) -> set[str]:
        """A unit and every unit under it."""
        found = {unit_id}
        grown = True
        while grown:
            more = {unit.id for unit in self.model.units if unit.parent in found} - found
            found |= more
            grown = bool(more)
        return found

    def goal_status(self, fulfilment: list[Row]) -> list[Row]:
        """A row per goal and responsible unit, and one for the goal as a whole."""
        rows: list[Row] = []
        carried = self.carried()
        for goal in self.model.goals:
            family = self.below(goal.id)
            leaves = [row for row in fulfilment if row["goal_id"] in family]
            units = {goal.unit} | {row["unit_id"] for row in leaves}
            units |= {unit for name, unit in carried if name == goal.id and unit is not None}
            rows.append(self.summed(leaves, None, None, goal.id))
            for unit in units:
                own = [row for row in leaves if row["unit_id"] == unit]
                rows.append(self.summed(own, unit, self.units[unit].level.value, goal.id))
        for row in rows:
            row["status"] = carried.get((row["goal_id"], row["unit_id"]), row["status"])
        return rows

    def carried(self) -> dict[tuple[str, str | None], str]:
        """The status of goals that assignments alone carry, by goal and unit."""
        return Efficiency(self.model, self.report, {}, set(), {}).carried_by_assignments()

    def level_status(self, fulfilment: list[Row]) -> list[Row]:
        """A row per unit, and one per level."""
        rows: list[Row] = []
        by_level: dict[str, set[str]] = defaultdict(set)
        for unit in self.model.units:
            inside = self.inside(unit.id)
            by_level[unit.level.value] |= inside
            own = [row for row in fulfilment if row["unit_id"] in inside]
            rows.append(self.summed(own, unit.id, unit.level.value, None))
        for level, inside in by_level.items():
            own = [row for row in fulfilment if row["unit_id"] in inside]
            rows.append(self.summed(own, None, level, None))
        for row in rows:
            del row["goal_id"]
        return rows

    def summed(self, rows: list[Row], unit: str | None, level: str | None, goal: str | None) -> Row:
        """The counts, coverage, score and status of distinct leaves."""
        leaves: dict[Any, Row] = {}
        for row in rows:
            seen = leaves.get(row["leaf"])
            if seen is None or row["weight"] > seen["weight"]:
                leaves[row["leaf"]] = row
        counts = dict.fromkeys(STATUSES, 0)
        assessable = assessed = points = Fraction(0)
        for row in leaves.values():
            counts[row["status"]] += 1
            if row["status"] == "no_judgement" or row["reason"] == "not_applicable":
                continue
            weight = Fraction(row["weight"])
            assessable += weight
            if row["status"] in POINTS:
                assessed += weight
                points += weight * POINTS[row["status"]]
        coverage = assessed / assessable if assessable else None
        score = points / assessed if assessed else None
        if score is None or coverage is None or coverage < Fraction(self.limits.min_coverage):
            status = "not_assessed"
        elif score >= Fraction(self.limits.met_score) and counts["not_met"] == 0:
            status = "met"
        elif score < Fraction(self.limits.not_met_score):
            status = "not_met"
        else:
            status = "partly"
        own = [
            item
            for item in self.model.judgements
            if item.report == self.report and unit is not None and item.unit == unit and item.goal == goal
        ]
        return {
            "report": self.report,
            "unit_id": unit,
            "level": level,
            "goal_id": goal,
            **{f"n_{name}": counts[name] for name in STATUSES},
            "coverage": coverage,
            "score": score,
            "status": status,
            "own_judgement": own[0].status if own else None,
            "own_motivation": own[0].motivation if own else None,
        }

    # §8

    def change(self, indicator: Indicator, area: str, year: int, gender: str) -> Decimal | None:
        """The change since the year before; null across a series break."""
        now = self.value(indicator.kpi_id, area, year, gender)
        before = self.value(indicator.kpi_id, area, year - 1, gender)
        if now is None or before is None or year in indicator.series_breaks:
            return None
        return now - before

    def slope(self, indicator: Indicator, area: str, year: int, gender: str) -> Decimal | None:
        """Least squares through three years one apart: half of what lies between the first and the last."""
        last, middle, first = (self.value(indicator.kpi_id, area, year - back, gender) for back in range(3))
        if last is None or middle is None or first is None:
            return None
        if {year, year - 1} & set(indicator.series_breaks):
            return None
        return (last - first) / 2

    def comparison(self) -> list[Row]:
        """A row per indicator, area, year, gender and group."""
        rows: list[Row] = []
        for indicator in self.model.indicators:
            if indicator.id not in self.withheld:
                for year, gender in self.values[indicator.kpi_id]:
                    if year <= self.year:
                        rows.extend(self.compared(indicator, year, gender))
        return rows

    def shared_groups(self) -> list[tuple[str, str, str, set[str]]]:
        """The groups that compare all of their members: (kind, id, title, members)."""
        everyone = set(self.catalogue.municipalities)
        groups = [("all", "all", "Alla kommuner", everyone)]
        for group_id in sorted(set(self.catalogue.county_of().values())):
            title, members = self.catalogue.groups[group_id]
            groups.append(("county", group_id, title.removesuffix(" (ovägt medel)"), members & everyone))
        chosen = self.model.municipality.comparison_groups
        return groups + [("own", group.id, group.title, set(group.members)) for group in chosen]

    def compared(self, indicator: Indicator, year: int, gender: str) -> Iterator[Row]:
        """The rows of one (indicator, year, gender)."""
        kpi = indicator.kpi_id
        everyone = self.catalogue.municipalities
        values = {a: v for a, v in self.values[kpi].get((year, gender), {}).items() if a in everyone}
        before = self.values[kpi].get((year - 1, gender), {})
        recent = self.year - indicator.lag <= year
        shown = values if recent else {a: v for a, v in values.items() if a == self.home}
        about = {area: self.of_area(indicator, area, year, gender) for area in shown}

        for kind, group_id, title, members in self.shared:
            inside = [area for area in shown if area in members]
            if inside:
                group = {"group_id": group_id, "group_kind": kind, "group_title": title, "group_year": None}
                statistics = Statistics([v for a, v in values.items() if a in members])
                n_before = sum(1 for area in before if area in members)
                for area in inside:
                    yield {
                        **about[area],
                        **group,
                        **self.placed(statistics, values[area], indicator, n_before),
                    }

        for area in shown:
            sets = self.similar.get((indicator.similar, area))
            if sets:
                group_year, group_id = min(sets, key=lambda s: (abs(s[0] - year), s[0]))
                title, members = self.catalogue.groups[group_id]
                members = members | {area}
                group = {
                    "group_id": group_id,
                    "group_kind": "similar",
                    "group_title": title,
                    "group_year": group_year,
                }
                statistics = Statistics([values[a] for a in members if a in values])
                n_before = sum(1 for a in members if a in before)
                yield {**about[area], **group, **self.placed(statistics, values[area], indicator, n_before)}

    def of_area(self, indicator: Indicator, area: str, year: int, gender: str) -> Row:
        """What is the same in whatever group the area is compared."""
        kpi = indicator.kpi_id
        women, men = self.value(kpi, area, year, "K"), self.value(kpi, area, year, "M")
        return {
            "report": self.report,
            "indicator_id": indicator.id,
            "kpi_id": kpi,
            "direction": indicator.direction.value,
            "area_id": area,
            "year": year,
            "gender": gender,
            "value": self.value(kpi, area, year, gender),
            "riket": self.value(kpi, RIKET, year, gender),
            "change": self.change(indicator, area, year, gender),
            "slope": self.slope(indicator, area, year, gender),
            "gender_difference": None if women is None or men is None else women - men,
            "source_label": self.made_label,
        }

    def placed(self, statistics: "Statistics", value: Decimal, indicator: Indicator, n_before: int) -> Row:
        """The group's statistics and one value's place among them."""
        row = {**statistics.row, "difference": value - statistics.row["median"]}
        row |= {"rank": None, "score": None, "colour": None, "n_before": n_before or None}
        direction = indicator.direction.value
        if direction not in ("higher", "lower"):
            return row
        n = statistics.row["n"]
        lower, equal, higher = statistics.around(value)
        better, worse = (higher, lower) if direction == "higher" else (lower, higher)
        row["rank"] = 1 + better
        if n > 1:
            row["score"] = (100 * worse + 50 * (equal - 1)) / Decimal(n - 1)
        if n >= self.limits.colour_min_n and n >= self.limits.colour_min_share * n_before:
            green, red = 4 * (1 + better) <= n, 4 * (1 + worse) <= n
            row["colour"] = "yellow" if green == red else "green" if green else "red"
        return row

    def tables(self) -> dict[str, list[Row]]:
        """Every table."""
        fulfilment = self.fulfilment()
        tables = {
            "fulfilment": fulfilment,
            "goal_status": self.goal_status(fulfilment),
            "level_status": self.level_status(fulfilment),
            "comparison": self.comparison(),
        }
        for row in fulfilment:
            del row["leaf"]
        return tables


class Statistics:
    """The statistics of one group's values."""

    def __init__(self, values: list[Decimal]) -> None:
        self.ordered = sorted(values)
        n = len(values)
        tied = sum(1 for value in self.ordered if self.around(value)[1] > 1)
        self.row: Row = {
            "n": n,
            "min": self.ordered[0],
            "p25": quartile(self.ordered, 1),
            "median": quartile(self.ordered, 2),
            "p75": quartile(self.ordered, 3),
            "max": self.ordered[-1],
            "mean": sum(self.ordered) / Decimal(n),
            "tie_share": Decimal(tied) / n,
        }

    def around(self, value: Decimal) -> tuple[int, int, int]:
        """How many are lower, equal (itself among them) and higher."""
        first, after = bisect_left(self.ordered, value), bisect_right(self.ordered, value)
        return first, after - first, len(self.ordered) - after


def as_text(target: Number) -> str | None:
    """A rounded target, to tell leaves apart."""
    if isinstance(target, Interval):
        return f"{target.low}–{target.high}"
    return None if target is None else str(target)


def trend(indicator: Indicator, change: Decimal | None) -> str | None:
    """The sign of the change in the indicator's direction."""
    direction = indicator.direction.value
    if change is None or direction not in ("higher", "lower"):
        return None
    least = indicator.min_change if indicator.min_change is not None else indicator.precision
    if change == 0 or abs(change) < least:
        return "unchanged"
    return "better" if (change > 0) == (direction == "higher") else "worse"
