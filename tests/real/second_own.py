"""The municipality's own measurements (docs/measures.md §1, §2, §4, §5, §12) calculated a second time: loops, and no SQL.

`OwnReport` is `second_method.Report` with them: rolled up over units and months, foretold, judged on steps, withheld where
few are behind them. Numbers are Decimal and Fraction throughout.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import product
from statistics import median

from models.definitions.municipality import Municipality, step_rank
from models.definitions.steering import Direction, Indicator, RatioForecast, Unit
from models.definitions.work import REASONS, ManualForecast
from tests.real.second_certainty import LEAST_MONTHS, Known, find_interval
from tests.real.second_economy import Economy
from tests.real.second_efficiency import days_of_change, last_of
from tests.real.second_method import (
    NO_SOURCE,
    SCORES,
    Catalogue,
    Cells,
    Report,
    Row,
    Used,
    exact,
    find_gap,
    is_wave,
    judge_gap,
    rounded,
)

Number = Decimal | Fraction | None
Key = tuple[str, str, int, int | None, str]
Place = tuple[str, str]
ROLLED = ("sum", "ratio", "weighted_mean")
TIED = 12


@dataclass(frozen=True)
class Measured:
    """One measurement as it stands in a file: of a year, or of a month's part of it."""

    indicator: str
    unit: str
    year: int
    month: int | None
    gender: str
    value: Decimal | None = None
    reason: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    count: int | None = None
    publication: str | None = None
    label: str = ""
    file: str = ""


def defined(model: Municipality, label: str) -> list[Measured]:
    """The measurements that stand in the definitions themselves; a step is its number."""
    indicators = {item.id: item for item in model.indicators}
    return [
        Measured(
            item.indicator, item.unit, item.year, item.month, item.gender,
            step_rank(indicators[item.indicator], item.step) if item.step else item.value,
            REASONS.get(item.status or ""), item.numerator, item.denominator, item.count, item.publication, label,
        )
        for item in model.measurements
    ]  # fmt: skip


def fraction(value: Number | int) -> Fraction | None:
    """A number as a fraction."""
    return None if value is None else Fraction(value)


def summed(values: list[Fraction | None]) -> Fraction | None:
    """The sum of what is known."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known else None


def any_preliminary(values: list[str | None]) -> str | None:
    """Preliminary where any part is."""
    return "preliminary" if "preliminary" in values else "final" if "final" in values else None


def labels(rows: list[str]) -> str:
    """Every source, once."""
    return "; ".join(sorted({name for row in rows for name in row.split("; ")}))


class Own:
    """The municipality's own measurements as one report knows them."""

    def __init__(self, model: Municipality, report: str, measurements: list[Measured]) -> None:
        self.model = model
        self.year, self.month = int(report[:4]), int(report[5:])
        self.units: dict[str, Unit] = {unit.id: unit for unit in model.units}
        self.indicators = {item.id: item for item in model.indicators}
        self.chains: dict[tuple[str, date], list[str]] = {}
        measurements = [m for m in measurements if self.takes(m)]
        measurements += self.totals_of_genders(measurements)
        self.withheld = withheld_cells(model, measurements)
        self.own = {(m.indicator, m.unit, m.year, m.month, m.gender): m for m in measurements if self.visible(m)}
        self.used: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        for indicator, unit, year, _, gender in self.own:
            self.used[indicator, gender, year].add(unit)
        self.unit_values = self.every_unit()
        self.months: dict[tuple[str, str, str], dict[tuple[int, int], Row]] = defaultdict(dict)
        for (indicator, unit, year, month, gender), row in self.unit_values.items():
            if month is not None:
                self.months[indicator, unit, gender][year, month] = row
        self.year_values = self.every_year()

    def visible(self, m: Measured) -> bool:
        """Whether the report knows it: an interim report knows no total of a year that is counted month by month."""
        if m.month is not None:
            return (m.year, m.month) <= (self.year, self.month)
        by_year = self.month == 12 or self.indicators[m.indicator].forecast == "annual"
        return m.year < self.year or (m.year == self.year and by_year)

    # §1: kinds of measurement

    def kind(self, indicator: str) -> str | None:
        """What a measurement is of, where the indicator says so."""
        measured = self.indicators[indicator].measured
        return None if measured is None else measured.kind

    def parts(self, indicator: str) -> list[int]:
        """The months under which the year's expected parts stand: all twelve where nothing else is said."""
        ends = {"quarter": [3, 6, 9, 12], "tertial": [4, 8, 12], "term": [6, 12]}
        measured = self.indicators[indicator].measured
        if measured is not None and measured.months is not None:
            return sorted({*measured.months})
        return ends.get(str(self.kind(indicator)), [*range(1, 13)])

    def takes(self, m: Measured) -> bool:
        """Whether it is a measurement of the indicator's: of a wave, and of an expected part."""
        whole = self.kind(m.indicator) in {"year", "school_year"}
        return is_wave(self.indicators[m.indicator], m.year) and (
            m.month is None or (not whole and m.month in self.parts(m.indicator))
        )

    def is_level(self, indicator: str) -> bool:
        """Whether it is a level of declared parts, so that one part of the year stands for it."""
        return self.kind(indicator) in {"month", "quarter", "tertial", "term"}

    def last_part(self, indicator: str, year: int) -> int | None:
        """The last expected part of a year: of the report's own year, that has ended by then."""
        parts = [m for m in self.parts(indicator) if year < self.year or m <= self.month]
        return parts[-1] if parts else None

    def step(self, indicator: str) -> int:
        """The years from one measurement to the next."""
        measured = self.indicators[indicator].measured
        return 1 if measured is None else measured.every

    # §5: the total of women and men

    def both(self, numbers: Sequence[Decimal | int | None]) -> Decimal | None:
        """The sum, where none lacks."""
        known = [Decimal(number) for number in numbers if number is not None]
        return sum(known, Decimal(0)) if len(known) == len(numbers) else None

    def may_total(self, item: Indicator, both: list[Measured]) -> bool:
        """Whether women and men may be put together: in one file, each with a value, and with counts where few are hidden."""
        counted = any(None not in each for each in ([m.count for m in both], [m.denominator for m in both]))
        return (
            item.aggregation in ROLLED
            and "T" in item.judged_genders
            and len({m.file for m in both}) == 1
            and all(self.value_of(m) is not None for m in both)
            and (item.counts is None or counted)
        )

    def totals_of_genders(self, measurements: list[Measured]) -> list[Measured]:
        """T where only women and men were measured, in one file, and both have all that it needs."""
        cells: dict[tuple[str, str, int, int | None], dict[str, Measured]] = defaultdict(dict)
        for m in measurements:
            cells[m.indicator, m.unit, m.year, m.month][m.gender] = m
        found: list[Measured] = []
        for (indicator, *_), by_gender in cells.items():
            both = [by_gender[gender] for gender in "KM" if gender in by_gender]
            if len(both) == 2 and "T" not in by_gender and self.may_total(self.indicators[indicator], both):
                found += self.total_of(self.indicators[indicator], both)
        return found

    def total_of(self, item: Indicator, both: list[Measured]) -> list[Measured]:
        """The total of women and men; none where a ratio's parts or a mean's weights lack."""
        one = both[0]
        behind = [m.denominator if m.denominator is not None else m.count for m in both]
        value, above, below = None, self.both([m.numerator for m in both]), self.both([m.denominator for m in both])
        if item.aggregation == "sum":
            value = exact(float(sum(v for m in both if (v := self.value_of(m)) is not None)))
        elif item.aggregation == "weighted_mean":
            above, below = None, self.both(behind)
            points = [Fraction(b) * v for m, b in zip(both, behind, strict=True)
                      if b is not None and (v := self.value_of(m)) is not None]  # fmt: skip
            value = exact(float(sum(points) / Fraction(below))) if below else None
        if value is None and (above is None or not below):
            return []
        count = self.both([m.count for m in both])
        return [
            Measured(
                item.id, one.unit, one.year, one.month, "T", value, None, above, below, None if count is None else int(count),
                any_preliminary([m.publication for m in both]), one.label, one.file,
            )
        ]  # fmt: skip

    # §5

    def measured_on(self, m: Measured) -> date:
        """The last day of what was measured, or the unit's own last day."""
        last = last_of(m.year, m.month or (6 if self.kind(m.indicator) == "school_year" else 12))
        ended = self.units[m.unit].valid_to
        return min(last, ended) if ended else last

    def above(self, unit_id: str, day: date) -> list[str]:
        """A unit and every unit over it on a day."""
        if (unit_id, day) not in self.chains:
            found: list[str] = []
            at: str | None = unit_id
            while at is not None and self.units[at].exists_on(day):
                found.append(at)
                at = self.units[at].parent_on(day)
            self.chains[unit_id, day] = found
        return self.chains[unit_id, day]

    def value_of(self, m: Measured) -> Fraction | None:
        """The value given, or numerator by denominator."""
        if m.value is not None:
            return Fraction(m.value)
        if m.numerator is None or not m.denominator:
            return None
        return Fraction(self.indicators[m.indicator].factor) * Fraction(m.numerator) / Fraction(m.denominator)

    def every_unit(self) -> dict[Key, Row]:
        """Each unit's value of each year and month: its own, else of those below it."""
        found: dict[Key, Row] = {}
        for (indicator, unit, year, month, gender), parts in self.parts_below().items():
            found[indicator, unit, year, month, gender] = self.rolled(indicator, unit, year, gender, parts)
        for key, m in self.own.items():
            value = self.value_of(m)
            if value is None and key in found and found[key]["value"] is not None:
                continue
            found[key] = {
                "measured_on": self.measured_on(m), "value": value,
                "reason": (m.reason or ("missing" if m.numerator is None else "incomplete")) if value is None else None,
                "numerator": fraction(m.numerator),
                "denominator": fraction(m.denominator), "count": m.count, "rolled_up": False,
                "n_units": int(value is not None), "coverage": None, "publication": m.publication, "source_label": m.label,
            }  # fmt: skip
        return found

    def parts_below(self) -> dict[Key, list[Measured]]:
        """What each unit is made of: a measurement counts upwards, as far as to a unit with a value of its own."""
        found: dict[Key, list[Measured]] = defaultdict(list)
        for (indicator, _, year, month, gender), m in self.own.items():
            if self.indicators[indicator].aggregation not in ROLLED:
                continue
            for upper in self.above(m.unit, self.measured_on(m))[1:]:
                own = self.own.get((indicator, upper, year, month, gender))
                if own is not None and self.value_of(own) is not None:
                    break
                found[indicator, upper, year, month, gender].append(m)
        return found

    def expected(self, indicator: str, unit: str, year: int, gender: str, days: set[date]) -> int:
        """How many units use to be measured below one: this year or the year before, and still there."""
        used = self.used[indicator, gender, year - self.step(indicator)] | self.used[indicator, gender, year]
        found: set[str] = set()
        for name, day in product(used, days):
            chain = self.above(name, day)[1:]
            if unit in chain and not used & set(chain[: chain.index(unit)]):
                found.add(name)
        return len(found)

    def rolled(self, indicator: str, unit: str, year: int, gender: str, parts: list[Measured]) -> Row:
        """The value of those below, by the declared aggregation."""
        item = self.indicators[indicator]
        days = {self.measured_on(m) for m in parts}
        n_expected = max(self.expected(indicator, unit, year, gender, days), len(parts))
        with_value = [m for m in parts if self.value_of(m) is not None]
        n = len(with_value)
        behind = [m.denominator if m.denominator is not None else m.count for m in with_value]
        above = summed([fraction(m.numerator) for m in with_value])
        below = summed([fraction(b) for b in behind] if item.aggregation == "weighted_mean" else
                       [fraction(m.denominator) for m in with_value])  # fmt: skip
        counts = [m.count for m in with_value]
        value: Fraction | None = None
        if n and Fraction(n, n_expected) >= Fraction(self.model.municipality.thresholds.min_coverage):
            if item.aggregation == "sum":
                value = summed([self.value_of(m) for m in with_value]) if n == n_expected else None
            elif item.aggregation == "ratio":
                whole = all(m.numerator is not None and m.denominator is not None for m in with_value)
                if whole and above is not None and below:
                    value = Fraction(item.factor) * above / below
            elif all(b is not None for b in behind) and below:
                points = [Fraction(b) * v for m, b in zip(with_value, behind, strict=True)
                          if b is not None and (v := self.value_of(m)) is not None]  # fmt: skip
                value = sum(points, Fraction(0)) / below
        return {
            "measured_on": max(days), "value": value, "numerator": above,
            "reason": None if value is not None else "incomplete" if n else "missing",
            "denominator": below, "count": sum(c for c in counts if c is not None) if n and None not in counts else None,
            "rolled_up": True, "n_units": n, "coverage": Fraction(n, n_expected),
            "publication": any_preliminary([m.publication for m in parts]), "source_label": labels([m.label for m in parts]),
        }  # fmt: skip

    # §4: months

    def ways(self, item: Indicator) -> dict[str, str]:
        """What of an indicator is counted over months, and how each is."""
        if isinstance(item.forecast, RatioForecast):
            return {"numerator": item.forecast.numerator, "denominator": item.forecast.denominator}
        if item.forecast == "rate" and item.aggregation != "sum":
            return {"numerator": "rate", "denominator": "rate"}
        return {"value": item.forecast}

    def month_by_month(self, key: tuple[str, str, str], part: str) -> dict[tuple[int, int], Fraction]:
        """A part's amounts by (year, month), where there is a value."""
        rows = self.months.get(key, {})
        return {at: row[part] for at, row in rows.items() if row["value"] is not None and row[part] is not None}

    def put_together(self, item: Indicator, parts: dict[str, Fraction | None]) -> Fraction | None:
        """The value that a part, or numerator by denominator, gives."""
        if "value" in parts:
            return parts["value"]
        above, below = parts["numerator"], parts["denominator"]
        return None if above is None or not below else Fraction(item.factor) * above / below

    def of_months(self, key: tuple[str, str, str], year: int) -> Fraction | None:
        """A year from its months: all twelve, or the last where the indicator is not counted over the year."""
        item, parts = self.indicators[key[0]], dict[str, Fraction | None]()
        for part, way in self.ways(item).items():
            amounts = {m: amount for (y, m), amount in self.month_by_month(key, part).items() if y == year}
            if way == "annual":
                last = self.last_part(key[0], year) if self.is_level(key[0]) else max(amounts, default=None)
                parts[part] = None if last is None else amounts.get(last)
            else:
                whole = len(amounts) == len(self.parts(key[0]))
                parts[part] = sum(amounts.values(), Fraction(0)) if whole else None
        return self.put_together(item, parts)

    def every_year(self) -> dict[tuple[str, str, str, int], Row]:
        """Each unit's whole years, with what may not be shown left out."""
        found: dict[tuple[str, str, str, int], list[Row]] = defaultdict(list)
        for (indicator, unit, year, month, gender), row in self.unit_values.items():
            if month is None:
                computed = row["rolled_up"] or row["numerator"] is not None
                found[indicator, unit, gender, year].append({**row, "computed": computed, "of_months": False})
        for key, months in self.months.items():
            for year in {year for year, _ in months}:
                if not any(
                    at[0] == year
                    for part in self.ways(self.indicators[key[0]])
                    for at in self.month_by_month(key, part)
                ):
                    continue  # fmt: skip
                rows = [row for (y, _), row in months.items() if y == year]
                value = self.of_months(key, year)
                covered = [row["coverage"] for row in rows if row["coverage"] is not None]
                counts = [row["count"] for row in rows if row["count"] is not None]
                found[(*key, year)].append(
                    {
                        "measured_on": max(row["measured_on"] for row in rows), "value": value,
                        "reason": "incomplete" if value is None else None, "coverage": min(covered, default=None),
                        "count": max(counts, default=None),
                        "publication": any_preliminary([row["publication"] for row in rows]),
                        "source_label": labels([row["source_label"] for row in rows]),
                        "computed": len(rows) > 1 or any(row["rolled_up"] for row in rows), "of_months": True,
                    }
                )  # fmt: skip
        chosen: dict[tuple[str, str, str, int], Row] = {}
        for key, rows in found.items():
            # The year's own measurement, which stands first, comes before its months put together (Own measurements).
            row = next((row for row in rows if row["value"] is not None), rows[0])
            hidden = (key[0], key[3], (key[1], key[2])) in self.withheld
            kept = (
                "value",
                "reason",
                "count",
                "measured_on",
                "coverage",
                "publication",
                "source_label",
                "computed",
                "of_months",
            )
            blank = {"value": None, "count": None, "reason": "privacy"} if hidden else {}
            chosen[key] = {name: row[name] for name in kept} | blank
        return chosen

    # §4: forecasts

    def foretold(
        self, indicator: str, unit: str, gender: str, changed: list[date]
    ) -> tuple[Fraction | None, bool, bool]:
        """The full year from the months so far, whether months by twelve stood in, and whether only a reorganisation forbids it."""
        item, key = self.indicators[indicator], (indicator, unit, gender)
        if (indicator, self.year, (unit, gender)) in self.withheld:
            return None, False, False
        parts: dict[str, Fraction | None] = {}
        weak = moved = False
        for part, way in self.ways(item).items():
            amounts = self.month_by_month(key, part)
            expected = self.parts(indicator)
            come = [m for m in expected if m <= self.month]
            if not any(year == self.year for year, _ in amounts):
                parts[part] = None
            elif way == "annual":
                last = max(m for year, m in amounts if year == self.year)
                if self.is_level(indicator):
                    last = self.last_part(indicator, self.year) or 0
                parts[part] = amounts.get((self.year, last))
            elif way == "rate":
                twelve = [m for m in range(self.month - 11, self.month + 1) if (m - 1) % 12 + 1 in expected]
                parts[part] = self.total(amounts, self.year, twelve)
                first = date(self.year - int(self.month < 12), self.month % 12 + 1, 1)
                moved = moved or any(day > first for day in changed)
            else:
                moved = moved or any(day > date(self.year, 1, 1) for day in changed)
                share = self.usual_share(amounts, come, expected, changed)
                so_far = self.total(amounts, self.year, come)
                weak = weak or not share
                parts[part] = None if so_far is None else so_far / (share or Fraction(len(come), len(expected)))
        value = self.put_together(item, parts)
        return (None, weak, value is not None) if moved else (value, weak, False)

    def total(self, amounts: dict[tuple[int, int], Fraction], year: int, months: list[int]) -> Fraction | None:
        """The sum of some months, which may begin the year before; None where one lacks, or where none has come."""
        asked = [(year, month) if month > 0 else (year - 1, month + 12) for month in months]
        return sum((amounts[at] for at in asked), Fraction(0)) if asked and set(asked) <= amounts.keys() else None

    def usual_share(
        self, amounts: dict[tuple[int, int], Fraction], come: list[int], expected: list[int], changed: list[date]
    ) -> Fraction | None:
        """The median share of the year that had come by now in those of the three years before that are of the same unit."""
        shares: list[Fraction] = []
        for year in range(self.year - 3, self.year):
            whole = self.total(amounts, year, expected)
            so_far = self.total(amounts, year, come)
            same = not any(day > date(year, 1, 1) for day in changed)
            if whole and so_far is not None and same:
                shares.append(so_far / whole)
        return median(shares) if shares else None


class OwnReport(Report):
    """One report of a municipality with measurements of its own, and forecasts by hand."""

    def __init__(
        self, model: Municipality, cells: Cells, catalogue: Catalogue, report: str, as_of: datetime, withheld: set[str],
        measurements: list[Measured], kolada_labels: tuple[str, str],
    ) -> None:  # fmt: skip
        super().__init__(model, cells, catalogue, report, as_of, withheld)
        self.own = Own(model, report, measurements)
        self.raw_label, self.made_label = kolada_labels

    def history(self, indicator: Indicator, unit: str, gender: str) -> dict[int, Used]:
        """Each year's value, of Kolada's or of the unit's own whole years."""
        if indicator.kpi_id is not None:
            return super().history(indicator, unit, gender)
        rows = self.own_years(indicator, unit, gender)
        return {year: (decimal(row["value"]), row["reason"]) for year, row in rows.items()}

    def own_years(self, indicator: Indicator, unit: str, gender: str) -> dict[int, Row]:
        """The unit's own whole years."""
        name = (indicator.id, unit, gender)
        return {key[3]: row for key, row in self.own.year_values.items() if key[:3] == name}

    def before(self, indicator: Indicator, unit: str, gender: str, year: int) -> Decimal | None:
        """The value of the measurement before; where the report's own year has come to a part of it, at that part."""
        ago = year - self.own.step(indicator.id)
        now = self.own_years(indicator, unit, gender).get(year, {})
        level = self.own.is_level(indicator.id) and indicator.forecast == "annual"
        if level and year == self.year and now.get("of_months"):
            return self.level_before(indicator, unit, gender, ago)
        return self.history(indicator, unit, gender).get(ago, (None, None))[0]

    def level_before(self, indicator: Indicator, unit: str, gender: str, year: int) -> Decimal | None:
        """A level at the part of an earlier year that the report's own year has come to."""
        part, key = self.own.last_part(indicator.id, self.year), (indicator.id, unit, gender)
        if part is None or (indicator.id, year, (unit, gender)) in self.own.withheld:
            return None
        return decimal(self.own.month_by_month(key, "value").get((year, part)))

    def by_hand(self, indicator: str, unit: str, gender: str) -> ManualForecast | None:
        """The manual forecast of this report, if there is one: of a unit, or of every unit that a goal measures."""
        units = {goal.unit for goal in self.model.goals for item in goal.indicators if item.indicator == indicator}
        found = [
            item
            for item in self.whole.forecasts
            if (item.report, item.indicator, item.gender) == (self.report, indicator, gender)
            and (item.unit == unit or (item.unit is None and unit in units))
        ]
        return found[0] if found else None

    def value_used(self, indicator: Indicator, unit: str, gender: str) -> Row:
        """What stands for the report's year."""
        row, by_hand = super().value_used(indicator, unit, gender), self.by_hand(indicator.id, unit, gender)
        if indicator.kpi_id is None:
            row |= self.measured(indicator, unit, gender, row)
        if indicator.foretold_by is not None and not self.annual and row["reason"] != "failed_check":
            row |= self.by_result(indicator, unit, gender)
        if by_hand is None:
            return row
        row |= {
            "basis": "manual_forecast", "forecast_by": by_hand.by, "forecast_made_at": by_hand.date, "unit_coverage": None,
            "forecast_reason": by_hand.reason, "forecast_flag": None, "count": None, "publication": None,
            "source_label": self.label_by_hand(indicator, unit, gender),
        }  # fmt: skip
        if row["reason"] == "failed_check":
            return row | {"year": None, "value": None}
        value = step_rank(indicator, by_hand.step) if by_hand.step else by_hand.value
        before = self.before(indicator, unit, gender, self.year)
        moved = indicator.kpi_id is None and self.reorganised(indicator, unit, self.year)
        return row | {
            "year": self.year, "value": value, "reason": None, "previous_value": before, "reorganised": moved,
            "change": None if moved else self.find_change(indicator, self.year, value, before),
            "publication": self.tell_publication(indicator, self.year),
        }  # fmt: skip

    def by_result(self, indicator: Indicator, unit: str, gender: str) -> Row:
        """What follows from the municipality's own forecasts of its result and of taxes and grants (§4)."""
        month = int(self.report[5:])
        council = next(one.id for one in self.units.values() if one.level.value == "council")
        result = Economy(self).result(council, month)
        taxes = [told.amount for one in self.whole.finances if one.year == self.year
                 for told in one.taxes_and_grants if told.month == month]  # fmt: skip
        known = any(
            (b.unit, b.year) == (council, self.year) and b.kind in ("revenue", "result") for b in self.whole.budgets
        )
        if result is None or result["forecast"] is None or not taxes or not known:
            return {"year": None, "value": None, "auto_value": None, "reason": "no_forecast", "previous_value": None,
                    "change": None, "forecast_flag": None, "publication": None}  # fmt: skip
        value = decimal(100 * Fraction(result["forecast"]) / Fraction(taxes[0]))
        before = self.before(indicator, unit, gender, self.year)
        return {
            "year": self.year, "value": value, "auto_value": value, "reason": None, "previous_value": before,
            "change": self.find_change(indicator, self.year, value, before), "forecast_flag": "result_share",
            "publication": self.tell_publication(indicator, self.year), "source_label": self.made_label,
        }  # fmt: skip

    def label_by_hand(self, indicator: Indicator, unit: str, gender: str) -> str:
        """The source beside a forecast by hand: ours of Kolada's data, or that of the newest own measurement."""
        if indicator.kpi_id is not None:
            return self.made_label if indicator.kpi_id in self.answered else NO_SOURCE
        years = self.own_years(indicator, unit, gender)
        return next(
            (years[y]["source_label"] for y in (self.year, self.year - self.own.step(indicator.id)) if y in years),
            NO_SOURCE,
        )

    def measured(self, indicator: Indicator, unit: str, gender: str, row: Row) -> Row:
        """What is otherwise of an own measurement: foretold from its months, and what is told of the year."""
        years, foretold = self.own_years(indicator, unit, gender), not self.annual and indicator.forecast != "annual"
        foretold = foretold and is_wave(indicator, self.year)
        year, value, reason, flag = (row[name] for name in ("year", "value", "reason", "forecast_flag"))
        if foretold:
            year, value, flag = self.year, None, None
            if reason != "failed_check":
                changed = days_of_change(self.whole, unit, self.period_end)
                found, weak, moved = self.own.foretold(indicator.id, unit, gender, changed)
                value = decimal(found)
                reason = "reorganised" if moved else years.get(year, {}).get("reason") or "missing"
                reason = None if value is not None else reason
                flag = "months_by_twelve" if weak and value is not None else None
        if reason == "missing" and self.other_genders(indicator, unit, gender, foretold=foretold):
            reason = "incomplete"
        step = self.own.step(indicator.id)
        now, last = ({}, {}) if year is None else (years.get(year, {}), years.get(year - step, {}))
        shown, before = ({}, None)
        if value is not None and year is not None:
            shown, before = now, self.before(indicator, unit, gender, year)
        moved = year is not None and self.reorganised(indicator, unit, year)
        return {
            "year": year if value is not None else None, "value": value, "auto_value": value, "reason": reason,
            "previous_value": before, "change": None if moved else self.find_change(indicator, year, value, before),
            "reorganised": moved, "count": None if foretold else shown.get("count"), "forecast_flag": flag,
            "unit_coverage": shown.get("coverage"), "publication": shown.get("publication"),
            "source_label": now.get("source_label") or last.get("source_label") or NO_SOURCE,
        }  # fmt: skip

    def other_genders(self, indicator: Indicator, unit: str, gender: str, *, foretold: bool) -> bool:
        """Whether women or men have a value in a year that may be used, where their total has none."""
        first = self.year if foretold else self.find_oldest(indicator)
        return gender == "T" and any(
            key[:2] == (indicator.id, unit)
            and key[2] != "T"
            and first <= key[3] <= self.year
            and row["value"] is not None
            for key, row in self.own.year_values.items()
        )

    def reorganised(self, indicator: Indicator, unit: str, year: int) -> bool:
        """Whether what the unit is made of changed since the measurement before a year's, or within the months of that one."""
        school = self.own.kind(indicator.id) == "school_year"
        before = year - self.own.step(indicator.id)
        years = range(before + 1, year + 1)
        days = days_of_change(self.whole, unit, self.period_end)
        summed = indicator.forecast != "annual" and any(
            row["of_months"] for (name, place, _, y), row in self.own.year_values.items()
            if (name, place, y) == (indicator.id, unit, before)
        )  # fmt: skip
        within = summed and any(date(before, 1, 1) < at <= date(before, 12, 31) for at in days)
        return within or any(at.year + int(school and at.month > 6) in years for at in days)

    def breaks_between(self, indicator: Indicator, unit: str, since: int, until: int) -> str | None:
        """Why a year's measurement cannot be held against an earlier one's: of an own one also a reorganisation."""
        broken = super().breaks_between(indicator, unit, since, until)
        if broken is not None or indicator.kpi_id is not None:
            return broken
        school = self.own.kind(indicator.id) == "school_year"
        days = days_of_change(self.whole, unit, self.period_end)
        moved = any(since < at.year + int(school and at.month > 6) <= until for at in days)
        return "reorganised" if moved else None

    def is_forecast(self, indicator: Indicator, used: Row) -> bool:
        """Whether the value is made by hand, or foretold from months."""
        own = (indicator.kpi_id is None and indicator.forecast != "annual") or indicator.foretold_by is not None
        foretold = own and not self.annual
        return (foretold and is_wave(indicator, self.year)) or used["basis"] == "manual_forecast"

    def list_intervals(self, indicator: Indicator, unit: str, gender: str) -> dict[int, Known]:
        """Each year's interval, of Kolada's or of the unit's own share by its count."""
        if indicator.kpi_id is not None:
            return super().list_intervals(indicator, unit, gender)
        if indicator.counts is None or indicator.scale.kind != "share":
            return {}
        return {
            year: find_interval(row["value"], None, row["count"] or None, "source", 100, is_share=True)
            for year, row in self.own_years(indicator, unit, gender).items()
            if row["value"] is not None
        }

    def begins_series(self, indicator: Indicator, unit: str, year: int) -> bool:
        """Whether a new series begins in a year: of an own measurement also by a reorganisation."""
        broken = super().begins_series(indicator, unit, year)
        school = self.own.kind(indicator.id) == "school_year"
        changed = (at + int(school and month > 6) for at, month in self.reorganised_in(unit))
        return broken or (indicator.kpi_id is None and year in changed)

    def make_movement(self) -> list[Row]:
        """The last point of every series, and each forecast that goes on one."""
        found = super().make_movement()
        for key in {key[:3] for key in self.own.year_values}:
            indicator = self.indicators[key[0]]
            years = {y: r for y, r in self.own_years(indicator, *key[1:]).items() if r["value"] is not None}
            if years and indicator.id not in self.withheld:
                place = {"unit_id": key[1], "gender": key[2], "monthly": False, "forecast_of": None, "month": None}
                last = years[max(years)]
                place |= {"value": decimal(last["value"]), "source_label": last["source_label"]}
                used = {"year": max(years), "value": place["value"], "basis": "outcome"}
                points = Report.list_points(self, indicator, key[1], key[2], used)
                found.append(self.tell_movement(indicator, place, points))
        for key, months in self.own.months.items():
            indicator = self.indicators[key[0]]
            shown = {
                at: decimal(row["value"]) for at, row in months.items()
                if row["value"] is not None and (key[0], at[0], key[1:]) not in self.own.withheld
            }  # fmt: skip
            if not shown or indicator.id in self.withheld:
                continue
            last = max(shown)
            begins = [(y, 1) for y in indicator.series_breaks] + self.reorganised_in(key[1])
            first = max((at for at in begins if at <= last), default=(0, 0))
            points = {at: shown[at] for at in sorted(shown) if at >= first}
            place = {"unit_id": key[1], "gender": key[2], "monthly": True, "forecast_of": None, "value": None,
                     "first_year": min(points)[0], "year": last[0], "month": last[1],
                     "source_label": months[last]["source_label"]}  # fmt: skip
            found.append(self.tell_movement(indicator, place, points, LEAST_MONTHS))
        return found + self.make_forecast_movement()

    def make_forecast_movement(self) -> list[Row]:
        """Each forecast held against the series that it goes on."""
        found: dict[tuple[str, str, str], Row] = {}
        for goal in self.model.goals:
            for item in goal.indicators:
                indicator = self.indicators[item.indicator]
                for unit, gender in product(self.list_units(goal, item.indicator), indicator.judged_genders):
                    used = self.value_used(indicator, unit, gender)
                    if used["value"] is None or not self.is_forecast(indicator, used):
                        continue
                    place = {"unit_id": unit if indicator.kpi_id is None else None, "gender": gender, "monthly": False,
                             "forecast_of": unit, "month": None, "value": used["value"],
                             "source_label": used["source_label"]}  # fmt: skip
                    points = self.list_points(indicator, unit, gender, used)
                    found[indicator.id, unit, gender] = self.tell_movement(indicator, place, points)
        return [*found.values()]

    def reorganised_in(self, unit: str) -> list[tuple[int, int]]:
        """The months in which what the unit is made of changed."""
        return [(day.year, day.month) for day in days_of_change(self.whole, unit, self.period_end)]

    # §4: how good the forecasts were

    def forecast_scores(
        self, earlier: list[Row], fulfilment: list[Row], came: dict[tuple[str, int, str], datetime] | None = None
    ) -> list[Row]:
        """What the year's interim reports foretold against what it became: of the annual report.

        `came` is when each of the municipality's own values first came, by KPI, year and gender.
        """
        if not self.annual:
            return []
        leaf = ("goal_id", "indicator_id", "unit_id", "gender")
        became = {tuple(row[key] for key in leaf): row for row in fulfilment if row["status"] in SCORES}
        rows: list[Row] = []
        for told in earlier:
            now = became.get(tuple(told[key] for key in leaf))
            if now is None or told["as_of"] > self.as_of:
                continue
            own = self.own.year_values.get((told["indicator_id"], told["unit_id"], told["gender"], now["year"]), {})
            known = (came or {}).get((now["kpi_id"], now["year"], told["gender"]))
            # What was told when the outcome may have been known is no forecast.
            if (known is not None and known <= told["as_of"]) or (own and own["measured_on"] < told["as_of"].date()):
                continue
            values = {told["basis"]: told["value"]}
            indicator = self.indicators[told["indicator_id"]]
            measured = indicator.foretold_by is None and (
                indicator.kpi_id is not None or indicator.forecast == "annual"
            )
            if told["basis"] == "manual_forecast":
                values["auto_forecast"] = told["auto_value"]
            for basis, value in values.items():
                status = self.foretold_status(told, value)
                if status is None:
                    continue
                automatic = basis == told["basis"] == "auto_forecast"
                # What was measured already is no forecast (§16).
                known = told["year"] == self.year if automatic else exact(value) == now["value"]
                if basis == "auto_forecast" and measured and known:
                    continue
                chance = told["p_met"] if basis == told["basis"] else None
                met = 1 if now["status"] == "met" else 0
                hit, tolerance = status == now["status"], now["tolerance"]
                error = Fraction(exact(value) - now["value"]) / Fraction(tolerance) if tolerance else None
                rows.append(
                    {
                        "report": self.report, "forecast_report": told["report"], **{key: told[key] for key in leaf},
                        "level": now["level"], "kpi_id": now["kpi_id"], "basis": basis, "forecast": value,
                        "outcome": now["value"], "error": error, "foretold_status": status, "status": now["status"],
                        "p_met": chance, "brier": None if chance is None else (chance - met) ** 2, "base_brier": None,
                        "hit": hit, "n": 1, "hit_rate": None, "mean_error": None, "mean_absolute_error": None,
                    }
                )  # fmt: skip
        return rows + self.scores_of_units(rows)

    def foretold_status(self, told: Row, value: float | None) -> str | None:
        """The status that a forecast gave, by the target and tolerance of its time."""
        if value is None:
            return None
        ends = [told[key] for key in ("target", "target_low", "target_high") if told[key] is not None]
        if not ends or told["direction"] == "neutral" or told["tolerance"] is None:
            return None
        x, *numbers = (rounded(exact(number), told["decimals"]) for number in (value, *ends))
        return judge_gap(find_gap(Direction(told["direction"]), x, numbers), exact(told["tolerance"]))

    def scores_of_units(self, rows: list[Row]) -> list[Row]:
        """Each unit's own leaves and those below it, once each."""
        found: list[Row] = []
        for unit in self.model.units:
            inside = self.find_subtree(unit.id)
            for report, basis in sorted({(row["forecast_report"], row["basis"]) for row in rows}):
                leaves = {
                    tuple(
                        row[key]
                        for key in (
                            "indicator_id",
                            "unit_id",
                            "gender",
                            "forecast",
                            "error",
                            "foretold_status",
                            "p_met",
                        )
                    ): row
                    for row in rows
                    if (row["forecast_report"], row["basis"]) == (report, basis) and row["unit_id"] in inside
                }
                errors = [row["error"] for row in leaves.values() if row["error"] is not None]
                chanced = [row for row in leaves.values() if row["p_met"] is not None]
                base = sum(row["status"] == "met" for row in chanced) / len(chanced) if chanced else None
                blank = (
                    "goal_id",
                    "indicator_id",
                    "kpi_id",
                    "gender",
                    "forecast",
                    "outcome",
                    "error",
                    "foretold_status",
                )
                if leaves:
                    found.append(
                        {
                            "report": self.report, "forecast_report": report, "unit_id": unit.id, "level": unit.level.value,
                            **dict.fromkeys((*blank, "status", "hit", "p_met")), "basis": basis,
                            "brier": sum(row["brier"] for row in chanced) / len(chanced) if chanced else None,
                            "base_brier": None if base is None else base * (1 - base), "n": len(leaves),
                            "hit_rate": Fraction(sum(row["hit"] for row in leaves.values()), len(leaves)),
                            "mean_error": sum(errors) / len(errors) if errors else None,
                            "mean_absolute_error": sum(abs(error) for error in errors) / len(errors) if errors else None,
                        }
                    )  # fmt: skip
        return found


def decimal(value: Fraction | None) -> Decimal | None:
    """A fraction as the stored number that stands for it."""
    return None if value is None else exact(float(value))


# §12


def withheld_cells(model: Municipality, measurements: list[Measured]) -> set[tuple[str, int, Place]]:
    """The cells (indicator, year, (unit, gender)) that may not be shown."""
    found: set[tuple[str, int, Place]] = set()
    for (indicator, year), (counts, ties, least) in counted(model, measurements).items():
        hidden = {place for place, n in counts.items() if 0 < n < least}
        while told := told_of(hidden, ties):
            empty = {p for tie in ties for head in [next(iter(tie))] if counts[head] == 0 and head not in hidden
                     for p in tie if p != head}  # fmt: skip
            touching = {p for tie in ties if told & tie.keys() for p in tie} - hidden - empty
            touching = touching or {p for tie in ties for p in tie} - hidden - empty
            if not touching:
                break
            near = sorted(touching, key=lambda p: (p[1] == "T", counts[p] == 0, counts[p], p))[:TIED]
            left = {place: len(told_of(hidden | {place}, ties)) for place in near}
            hidden.add(min(near, key=lambda place: left[place]))
        found |= {(indicator, year, place) for place in hidden}
    return found


Tie = dict[Place, int]


def counted(
    model: Municipality, measurements: list[Measured]
) -> dict[tuple[str, int], tuple[dict[Place, int], list[Tie], int]]:
    """Each small indicator's year: how many are behind each cell, what ties cells together, and the least to show."""
    limits, units = model.municipality.thresholds, {unit.id: unit for unit in model.units}
    least = {"persons": limits.min_persons, "pupils": limits.min_pupils}
    found: dict[tuple[str, int], tuple[dict[Place, int], list[Tie], int]] = {}
    for item in model.indicators:
        for year in sorted({m.year for m in measurements if m.indicator == item.id and item.counts}):
            counts: dict[Place, int] = {}
            for m in measurements:
                n = m.count if m.count is not None else m.denominator
                if (m.indicator, m.year) == (item.id, year) and n is not None:
                    counts[m.unit, m.gender] = max(counts.get((m.unit, m.gender), 0), int(n))
            measured = {unit for unit, _ in counts}
            below: dict[str, set[str]] = defaultdict(set)
            for name in measured:
                day = min(date(year, 12, 31), units[name].valid_to or date.max)
                at = units[name].parent_on(day)
                while at is not None:
                    below[at].add(name)
                    at = None if at in measured else units[at].parent_on(day)
            sums = {
                (unit, gender): sum(counts[part, gender] for part in parts if (part, gender) in counts)
                for unit, parts in below.items()
                for gender in "TKM"
                if (unit, gender) not in counts and any((part, gender) in counts for part in parts)
            }
            counts |= sums
            ties: list[Tie] = [
                {(unit, "T"): 1, (unit, "K"): -1, (unit, "M"): -1}
                for unit in {unit for unit, _ in counts}
                if all((unit, gender) in counts for gender in "TKM")
            ]
            ties += [
                {(unit, gender): 1, **{(part, gender): -1 for part in parts if (part, gender) in counts}}
                for unit, parts in below.items()
                for gender in "TKM"
                if (unit, gender) in counts and any((part, gender) in counts for part in parts)
            ]
            if counts and item.counts:
                found[item.id, year] = counts, ties, least[item.counts]
    return found


def told_of(hidden: set[Place], ties: list[Tie]) -> set[Place]:
    """The hidden cells that the ties give away: each of which alone is a combination of them."""
    steps: list[tuple[Place, dict[Place, Fraction]]] = []

    def rest(row: dict[Place, Fraction]) -> dict[Place, Fraction]:
        for at, known in steps:
            if times := row.get(at):
                row = {name: row.get(name, Fraction(0)) - times * known.get(name, 0) for name in row | known}
        return {name: value for name, value in row.items() if value}

    for tie in ties:
        if row := rest({name: Fraction(sign) for name, sign in tie.items() if name in hidden}):
            at = min(row)
            steps.append((at, {name: value / row[at] for name, value in row.items()}))
    return {place for place in hidden if not rest({place: Fraction(1)})}


def other_numbers(
    place: Place, counts: dict[Place, int], hidden: set[Place], ties: list[Tie]
) -> dict[Place, int] | None:
    """Other whole numbers, none below 0, that agree with all that is shown and give a hidden cell another number.

    Ties of units and of genders make a network, so if there are any such numbers there are some where each hidden cell
    differs by one at most from what it is. None where the cell is told.
    """
    tied = [{name: sign for name, sign in tie.items() if name in hidden} for tie in ties]

    def go_on(steps: dict[Place, int]) -> dict[Place, int] | None:
        for tie in tied:
            free = [name for name in tie if name not in steps]
            sums = sum(sign * steps[name] for name, sign in tie.items() if name in steps)
            if not free and sums:
                return None
            if len(free) == 1:
                step = -sums * tie[free[0]]
                allowed = abs(step) <= 1 and counts[free[0]] + step >= 0
                return go_on({**steps, free[0]: step}) if allowed else None
        open_ties = [
            tie for tie in tied if any(name in steps for name in tie) and any(name not in steps for name in tie)
        ]
        if not open_ties:
            return steps
        name = next(name for name in open_ties[0] if name not in steps)
        tries = (step for step in (0, 1, -1) if counts[name] + step >= 0)
        return next((done for step in tries if (done := go_on({**steps, name: step})) is not None), None)

    for step in (1, -1):
        if counts[place] + step >= 0 and (steps := go_on({place: step})) is not None:
            return {name: counts[name] + steps.get(name, 0) for name in hidden}
    return None
