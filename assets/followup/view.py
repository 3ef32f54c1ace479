"""A report's tables gathered by page: each unit with its goals, and each goal with its indicators and their places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

import polars as pl

from assets.definitions.read_yaml import Definitions
from assets.followup.change_view import ApprovedTold, DiffView
from assets.followup.pictures.over_time import Year
from models.definitions.own_files import Source, SourceColumn
from models.definitions.own_words import OwnWords
from models.definitions.steering import (
    COMMITTEE_LEVELS,
    Goal,
    Indicator,
    Level,
    Plan,
    PlanningProduct,
    Unit,
    period_end,
    subtree,
)
from models.tables.rows import (
    BudgetRow,
    ChecksRow,
    ComparisonRow,
    FulfilmentRow,
    GoalStatusRow,
    KoladaSaysRow,
    LevelStatusRow,
    PlaceCertaintyRow,
    SetComparedRow,
    TargetRealismRow,
    ValueCertaintyRow,
    YearValueRow,
)
from models.tables.typed_rows import R, rows_of, table_name
from models.words import numbers
from models.words.goals import KNOWN_AT, LET_IN, ROWS_NOT_READ, title_of_report
from models.words.judgements import GROUP_KIND, GROUP_ORDER, REASON, WHOLE, with_gender
from models.words.numbers import listed
from models.words.own_names import statuses_named
from models.words.sentences import rule_said, year_said

OVERSIGHT = "uppsikt"
AGENDA = "agenda-2030"
KOLADA_CHANGES = "koladas-andringar"
AUDIT = "revision"
ACCESSIBILITY = "tillganglighet"
MIN_HISTORY = 3
# Reasons that say that nothing was given: not so where it was, and could not be read.
LACKING = frozenset({"missing", "incomplete", "no_new_measurement", "no_forecast"})


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator under a goal: its judgement, its place among others for the same year and gender, and its history."""

    indicator: Indicator
    row: FulfilmentRow
    comparisons: Sequence[ComparisonRow]
    history: Sequence[Year]
    peers: str
    members: Sequence[tuple[str, float]]
    members_year: int | None
    year3: int | None
    path_plan: str
    path_decided: bool
    # What a target that is a rule asks, in words; empty of another.
    rule: str
    other_unit: str
    certain: Mapping[str, PlaceCertaintyRow]
    realism: Sequence[TargetRealismRow]
    sure: ValueCertaintyRow | None
    # The titles of the own sources where rows that cannot be read may hold what lacks here.
    unread: Sequence[str]

    @property
    def decimals(self) -> int:
        """Decimals that people see."""
        return self.indicator.decimals

    @property
    def title(self) -> str:
        """The indicator's title, with the gender where it is not the total and the unit where it is another than the goal's."""
        title = with_gender(self.indicator.title, self.row["gender"], self.indicator.counts)
        return ", ".join(filter(None, [title, self.other_unit]))

    @property
    def anchor(self) -> str:
        """The card's place on a page."""
        whose = f"-{self.row['unit_id']}" if self.other_unit else ""
        return f"indikator-{self.row['goal_id']}-{self.indicator.id}-{self.row['gender'].lower()}{whose}"

    @property
    def change(self) -> float | None:
        """The change since the measurement before, of the two values as they are read; None where there is none to tell."""
        row = self.row
        return (
            None if row["change"] is None else numbers.apart_as_read(row["value"], row["previous_value"], self.decimals)
        )

    @property
    def kind(self) -> str | None:
        """What a measurement of it is of, where that is said (docs/measures.md §1)."""
        return self.indicator.measured_kind

    @property
    def foretold(self) -> bool:
        """Whether the value is a forecast: somebody's, or made of the year's months or the result's forecast (docs/measures.md §4)."""
        row = self.row
        if row["value"] is None or row["basis"] == "outcome":
            return False
        if row["basis"] == "manual_forecast" or row["forecast_flag"] == "result_share":
            return True
        of_months = row["kpi_id"] is None and self.indicator.forecast != "annual"
        return of_months and row["year"] == int(row["report"][:4])

    @property
    def wave_before(self) -> str:
        """The year of the measurement before, where that is not simply the year before; else empty."""
        year, every = self.row["year"], self.indicator.every
        return "" if year is None or every == 1 else year_said(year - every, self.kind)

    def step(self, rank: float | None) -> str:
        """Return what a rank of an ordinal scale is called; empty of another scale, or where there is none."""
        steps = self.indicator.steps
        return steps[int(rank) - 1] if steps and rank is not None else ""

    @property
    def target(self) -> str:
        """The target in words, as an interval or a step where it is one."""
        if self.row["target_text"] is not None:
            return self.row["target_text"]
        if step := self.step(self.row["target"]):
            return step
        if self.row["target_low"] is not None:
            ends = (self.row["target_low"], self.row["target_high"])
            return "–".join(numbers.number(end, self.decimals) for end in ends)
        return numbers.number(self.row["target"], self.decimals)

    @property
    def reason(self) -> str:
        """Why there is no judgement, in words; empty where there is one."""
        why = REASON.get(self.row["reason"] or "", "")
        return (
            f"{why}: {ROWS_NOT_READ.format(sources=listed(self.unread))}"
            if self.row["reason"] in LACKING and self.unread
            else why
        )


@dataclass(frozen=True)
class GoalView:
    """A goal of a unit with its computed status, the unit's own judgement, and its indicators."""

    goal: Goal
    unit: Unit
    status: GoalStatusRow
    indicators: Sequence[IndicatorRow]


@dataclass(frozen=True)
class UnitView:
    """What a page is about: a unit, the units it covers, their goals, its status and its units' status."""

    unit: Unit
    covers: Sequence[str]
    status: LevelStatusRow
    goals: Sequence[GoalView]
    below: Sequence[LevelStatusRow]
    checks: Sequence[ChecksRow]

    @property
    def name(self) -> str:
        """The page's file name without its ending."""
        return "council" if self.unit.level is Level.COUNCIL else self.unit.id

    @property
    def has_workbook(self) -> bool:
        """Whether the page also comes as a workbook and a PDF: the council's and each committee's do."""
        return self.unit.level is Level.COUNCIL or self.unit.level in COMMITTEE_LEVELS

    @property
    def indicators(self) -> list[IndicatorRow]:
        """The indicators of its goals, each leaf once."""
        leaves = {(i.indicator.id, i.row["gender"], i.target, i.rule): i for g in self.goals for i in g.indicators}
        return list(leaves.values())


@dataclass(frozen=True)
class ReportView:
    """A whole report."""

    definitions: Definitions
    report: str
    title: str
    as_of: datetime
    pages: Sequence[UnitView]
    levels: Sequence[LevelStatusRow]
    sources: Sequence[str]
    tables: Mapping[str, pl.DataFrame]
    changes: DiffView | None
    approved: Sequence[ApprovedTold]
    known_always: bool
    draft: bool
    let_in_until: datetime | None

    @property
    def known(self) -> str:
        """As of when it is, and up to when Kolada's answers are in it where the municipality says yes to them."""
        let_in = f" {LET_IN.format(day=numbers.day(self.let_in_until))}" if self.let_in_until is not None else ""
        return KNOWN_AT.format(day=numbers.day(self.as_of)) + let_in

    @property
    def year(self) -> int:
        """The report's year."""
        return int(self.report[:4])

    @property
    def annual(self) -> bool:
        """Whether it is the annual report, in which outcomes are judged; in the others, forecasts."""
        return self.report.endswith("-12")

    @property
    def monthly(self) -> bool:
        """Whether it is a month's economic follow-up, which shows the money alone."""
        return self.definitions.model.is_monthly(self.report)

    @property
    def planning(self) -> PlanningProduct | None:
        """Which planning product it is; None of what follows up."""
        return self.definitions.model.planning_of(self.report)

    @property
    def follows_up(self) -> bool:
        """Whether it follows up goals: neither a month's economy alone, nor what plans."""
        return self.definitions.model.follows_up_goals(self.report)

    @property
    def fictional(self) -> bool:
        """Whether every figure is made up."""
        return self.definitions.model.municipality.fictional

    @property
    def words(self) -> OwnWords:
        """What the municipality calls levels and kinds of goals."""
        return self.definitions.model.municipality.words

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """What the municipality calls the statuses, by their codes."""
        return statuses_named(self.words)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit by its id."""
        return {unit.id: unit for unit in self.definitions.model.units}

    @cached_property
    def goals(self) -> dict[str, Goal]:
        """Every goal by its id."""
        return {goal.id: goal for goal in self.definitions.model.goals}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its id."""
        return {indicator.id: indicator for indicator in self.definitions.model.indicators}

    @cached_property
    def own(self) -> list[ComparisonRow]:
        """The own municipality's rows of comparison."""
        area = self.definitions.model.municipality.area_id
        return rows_of(self.tables["comparison"].filter(pl.col("area_id") == area), ComparisonRow)

    def genders_apart(self, place: ComparisonRow, decimals: int) -> float | None:
        """Return women's value less men's of the municipality, as both are read; None where one is not known."""
        women, men = (self._own_values.get((place["indicator_id"], place["year"], gender)) for gender in "KM")
        return None if place["gender_difference"] is None else numbers.apart_as_read(women, men, decimals)

    @cached_property
    def _own_values(self) -> dict[tuple[str, int, str], float]:
        return {(row["indicator_id"], row["year"], row["gender"]): row["value"] for row in self.own}

    @cached_property
    def unbooked_months(self) -> list[int]:
        """The months before the last one booked of which the ledger has nothing of any unit: every sum after one lacks it."""
        if not any(source.kind == "ledger" for source in self.definitions.model.sources):
            return []
        booked = {(r["unit_id"], r["kind"], r["month"]): r["outcome"] for r in self.rows(BudgetRow)}
        last = max((month for (_, _, month), amount in booked.items() if amount is not None), default=1)
        # Cumulative: a month that leaves every sum as it was has no rows.
        there = {at[2] for at, amount in booked.items() if amount != booked.get((at[0], at[1], at[2] - 1))}
        return [month for month in range(1, last) if month not in there]

    @cached_property
    def unread(self) -> list[Source]:
        """The own sources with rows that cannot be read: what lacks may be in them."""
        return _unread(self.definitions, self.tables)

    @cached_property
    def kolada_says(self) -> dict[str, KoladaSaysRow]:
        """What Kolada says of each KPI, by the KPI's id, where it says anything."""
        return {row["kpi_id"]: row for row in self.rows(KoladaSaysRow) if row["description"] is not None}

    def rows(self, row: type[R]) -> list[R]:
        """Return the rows of the table that `row` describes; none where the report has no such table."""
        name = table_name(row)
        if name not in self._read:
            self._read[name] = rows_of(self.tables[name], row) if name in self.tables else []
        # A list of the caller's own, of rows that nobody changes.
        return [*cast("list[R]", self._read[name])]

    @cached_property
    def _read(self) -> dict[str, object]:
        """The rows of each table that has been asked for: the sections of every page ask for the same."""
        return {}


def sum_title(unit: Unit) -> str:
    """Return what a unit is called where its row is the sum of what lies below it: the council's is the municipality's."""
    return WHOLE if unit.level is Level.COUNCIL else unit.title


def page_units(units: Sequence[Unit], page: Unit) -> list[str]:
    """Return the units whose goals stand on a page: the council's own, or a unit's whole subtree."""
    return [page.id] if page.level is Level.COUNCIL else subtree(units, page.id)


def _unread(definitions: Definitions, tables: Mapping[str, pl.DataFrame]) -> list[Source]:
    checks = rows_of(tables["checks"], ChecksRow)
    failed = {r["subject"] for r in checks if r["check_id"] == "own_source_read" and r["status"] != "passed"}
    return [source for source in definitions.model.sources if source.id in failed]


def _may_hold(source: Source, indicator: Indicator) -> bool:
    """Return whether a source may have measurements of an indicator: all but those that name another one for every row."""
    named = source.columns.get("indicator_id")
    other = isinstance(named, SourceColumn) and named.value not in {None, indicator.id}
    return source.kind == "measurements" and indicator.kpi_id is None and not other


def _says_itself(plan: Plan, row: FulfilmentRow, unit_of_goal: Mapping[str, str]) -> bool:
    """Tell whether a plan has a target of its own for the report's year: else the path is our own calculation (§3)."""
    leaf = (row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"])
    written = (
        target
        for target in plan.targets
        if (target.goal, target.indicator, target.unit or unit_of_goal.get(target.goal, ""), target.gender) == leaf
    )
    key = f"year{int(row['report'][:4]) - plan.year1 + 1}"
    return any(target.aims.get(key) is not None for target in written)


class _Indicators:
    """Joins a report's fulfilment with each indicator's places, its history and the municipalities like ours."""

    def __init__(self, definitions: Definitions, tables: Mapping[str, pl.DataFrame]) -> None:
        model = definitions.model
        self._unread = _unread(definitions, tables)
        self._indicators = {indicator.id: indicator for indicator in model.indicators}
        self._plans = {plan.id: plan for plan in model.plans}
        self._own_groups = {group.id: group.title for group in model.municipality.comparison_groups}
        self._unit_of_goal = {goal.id: goal.unit for goal in model.goals}
        self._titles = {unit.id: unit.title for unit in model.units}
        self._measured: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
        for row in rows_of(tables["year_value"].sort("year"), YearValueRow):
            if row["value"] is not None:
                key = (row["indicator_id"], row["unit_id"], row["gender"])
                self._measured.setdefault(key, []).append((row["year"], row["value"]))
        comparison = tables["comparison"]
        area = model.municipality.area_id
        self.own = rows_of(comparison.filter(pl.col("area_id") == area), ComparisonRow)
        self._places: dict[tuple[str, int, str], list[ComparisonRow]] = {}
        self._years: dict[tuple[str, str, str], list[ComparisonRow]] = {}
        for row in self.own:
            self._places.setdefault((row["indicator_id"], row["year"], row["gender"]), []).append(row)
            self._years.setdefault((row["indicator_id"], row["gender"], row["group_kind"]), []).append(row)
        self._certain = {
            (row["indicator_id"], row["year"], row["gender"], row["group_id"]): row
            for row in rows_of(tables["place_certainty"], PlaceCertaintyRow)
        }
        self._sure = {
            (row["indicator_id"], row["unit_id"], row["gender"]): row
            for row in rows_of(tables["value_certainty"], ValueCertaintyRow)
        }
        self._realism: dict[tuple[str, str, str, str], list[TargetRealismRow]] = {}
        for row in rows_of(tables["target_realism"], TargetRealismRow):
            leaf = (row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"])
            self._realism.setdefault(leaf, []).append(row)
        for rows in self._places.values():
            rows.sort(key=lambda row: (GROUP_ORDER.index(row["group_kind"]), row["group_id"]))
        self._members: dict[str, list[tuple[str, str]]] = {}
        members = tables["set_compared"].filter(pl.col("group_kind") == "similar")
        for row in rows_of(members, SetComparedRow):
            # The own municipality is called as its definitions call it, so that it is known again.
            title = model.municipality.title if row["area_id"] == area else row["area_title"]
            self._members.setdefault(row["group_id"], []).append((row["area_id"], title))
        key = ["indicator_id", "year", "gender", "area_id"]
        of_members = comparison.join(members.select("area_id").unique(), on="area_id", how="semi")
        once = of_members.select(*key, "value").unique(subset=key, keep="any")
        self._values: dict[tuple[str, int, str, str], float] = {
            (indicator, year, gender, area): value for indicator, year, gender, area, value in once.iter_rows()
        }

    def _places_for(self, row: FulfilmentRow) -> list[ComparisonRow]:
        """Return the places for the value's year; of what is foretold, which nobody has yet, those of the newest year."""
        name, gender, year = row["indicator_id"], row["gender"], row["year"]
        places = [] if year is None else self._places.get((name, year, gender), [])
        if places or year is None or row["basis"] == "outcome":
            return places
        years = [key[1] for key in self._places if key[0] == name and key[2] == gender and key[1] < year]
        return self._places[(name, max(years), gender)] if years else []

    def row(self, row: FulfilmentRow) -> IndicatorRow:
        """Return a row of fulfilment with all that is shown beside it."""
        indicator = self._indicators[row["indicator_id"]]
        places = self._places_for(row)
        similar = next((place for place in places if place["group_kind"] == "similar"), None)
        members = self._others(similar) if similar else []
        if row["direction"] == "lower":
            members.sort(key=lambda member: (member[1], member[0]))
        else:
            members.sort(key=lambda member: (-member[1], member[0]))
        history, peers = self._history(row)
        rule = rule_said(row, self._own_groups, indicator.measured_kind, indicator.counts)
        other = "" if row["unit_id"] == self._unit_of_goal[row["goal_id"]] else self._titles[row["unit_id"]]
        plan, path_plan = (self._plans.get(row[key] or "") for key in ("plan_version", "path_plan"))
        year3 = plan.year3 if plan is not None else None
        path = path_plan.title if path_plan is not None else row["path_plan"] or ""
        decided = path_plan is not None and _says_itself(path_plan, row, self._unit_of_goal)
        members_year = similar["year"] if similar else None
        names = {(place["indicator_id"], place["year"], place["gender"], place["group_id"]) for place in places}
        certain = {name[3]: self._certain[name] for name in names if name in self._certain}
        leaf = (row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"])
        realism = self._realism.get(leaf, [])
        return IndicatorRow(
            indicator, row, places, history, peers, members, members_year, year3, path, decided, rule, other, certain, realism,
            self._sure.get(leaf[1:]), self._unread_of(indicator, row),
        )  # fmt: skip

    def _unread_of(self, indicator: Indicator, row: FulfilmentRow) -> list[str]:
        """Return the titles of the sources that cannot be read whole, where something lacks that may stand in them."""
        if row["value"] is None:
            lacks = row["reason"] is None or row["reason"] in LACKING
        else:
            of_year = row["year"] == int(row["report"][:4]) and (row["unit_coverage"] or 1) >= 1
            lacks = not of_year and row["reason"] != "no_measurement_expected"
        if not lacks:
            return []
        return [source.title for source in self._unread if _may_hold(source, indicator)]

    def _others(self, place: ComparisonRow) -> list[tuple[str, float]]:
        key = (place["indicator_id"], place["year"], place["gender"])
        return [
            (title, self._values[*key, area])
            for area, title in self._members.get(place["group_id"], [])
            if (*key, area) in self._values
        ]

    def _history(self, row: FulfilmentRow) -> tuple[list[Year], str]:
        """Return the own years with the spread of similar municipalities, or of all where they are known longer.

        What the municipality measures itself has nobody's spread beside it.
        """
        if row["kpi_id"] is None:
            own = self._measured.get((row["indicator_id"], row["unit_id"], row["gender"]), [])
            last = row["year"] if row["year"] is not None else int(row["report"][:4])
            return [Year(year, value, lineage=row["lineage_id"]) for year, value in own if year <= last], ""
        years_of = {
            kind: self._years.get((row["indicator_id"], row["gender"], kind), []) for kind in ("similar", "all")
        }
        kind = "similar" if len(years_of["similar"]) >= max(MIN_HISTORY, len(years_of["all"])) else "all"
        latest = row["year"]
        years = [
            Year(r["year"], r["value"], r["p25"], r["median"], r["p75"], r["lineage_id"])
            for r in sorted(years_of[kind], key=lambda r: r["year"])
            if latest is None or r["year"] <= latest
        ]
        if not years and latest is not None and row["value"] is not None and row["previous_value"] is not None:
            years = [
                Year(
                    latest - self._indicators[row["indicator_id"]].every,
                    row["previous_value"],
                    lineage=row["lineage_id"],
                ),
                Year(latest, row["value"], lineage=row["lineage_id"]),
            ]
        return years, GROUP_KIND[kind].lower()


def build_report_view(
    definitions: Definitions,
    report: str,
    tables: Mapping[str, pl.DataFrame],
    as_of: datetime,
    changes: DiffView | None = None,
    *,
    approved: Sequence[ApprovedTold] = (),
    known_always: bool = False,
    draft: bool = False,
    let_in_until: datetime | None = None,
) -> ReportView:
    """Gather a report's tables into what its pages and workbooks show.

    Args:
        definitions: as they were used.
        report: its id, `YYYY-MM`.
        tables: the published ones, and `year_value` with the municipality's own measurements by year.
        as_of: the effective instant.
        changes: what changed since the report before, where that one is there.
        approved: the parts that units have approved, and what differs from them.
        known_always: whether definitions and own files are the first version that was ever taken in.
        draft: whether it is made before its period's last day.
        let_in_until: up to when Kolada's answers are in it, where they wait for a yes.
    """
    model = definitions.model
    joined = _Indicators(definitions, tables)
    by_goal: dict[str, list[IndicatorRow]] = {}
    leaves = rows_of(tables["fulfilment"], FulfilmentRow)
    for row in leaves:
        by_goal.setdefault(row["goal_id"], []).append(joined.row(row))
    goal_status = {(r["goal_id"], r["unit_id"]): r for r in rows_of(tables["goal_status"], GoalStatusRow)}
    level_status = rows_of(tables["level_status"], LevelStatusRow)
    unit_status = {r["unit_id"]: r for r in level_status if r["unit_id"] is not None}
    failed: dict[str, list[ChecksRow]] = {}
    for row in rows_of(tables["checks"].filter(pl.col("status") != "passed"), ChecksRow):
        failed.setdefault(row["subject"], []).append(row)
    units = {unit.id: unit for unit in model.units}
    # A goal of a unit that has ended, or not begun, is judged nowhere.
    judged_goals = [goal for goal in model.goals if (goal.id, None) in goal_status]

    def goal_view(goal: Goal, unit: Unit, covers: Sequence[str]) -> GoalView:
        rows = [i for i in by_goal.get(goal.id, []) if unit.level is Level.COUNCIL or i.row["unit_id"] in covers]
        order = [item.indicator for item in goal.indicators]
        rows.sort(key=lambda i: (order.index(i.indicator.id), i.other_unit, "TKM".index(i.row["gender"])))
        # The goal as a whole where others serve it, with the judgement of the responsible unit; but a unit that only
        # takes part in another's goal sees its own part.
        takes_part = goal.unit not in covers
        whole = goal_status[goal.id, next(i.row["unit_id"] for i in rows)] if takes_part else goal_status[goal.id, None]
        judged = goal_status.get((goal.id, goal.unit), whole) if not takes_part else whole
        judgement, motivation = judged["own_judgement"], judged["own_motivation"]
        status: GoalStatusRow = {**whole, "own_judgement": judgement, "own_motivation": motivation}
        return GoalView(goal, units[goal.unit], status, rows)

    def page(unit: Unit) -> UnitView:
        covers = page_units(model.units, unit)
        shared = {
            g
            for g, rows in by_goal.items()
            if unit.level is not Level.COUNCIL and any(i.row["unit_id"] in covers for i in rows)
        }
        goals = [goal_view(goal, unit, covers) for goal in judged_goals if goal.unit in covers or goal.id in shared]
        indicator_ids = {item.indicator.id for goal in goals for item in goal.indicators}
        listed = [u.id for u in model.committees(report)] if unit.level is Level.COUNCIL else covers[1:]
        below = [unit_status[unit_id] for unit_id in listed if unit_id in unit_status]
        checks = [row for subject in sorted(indicator_ids & set(failed)) for row in failed[subject]]
        return UnitView(unit, covers, unit_status[unit.id], goals, below, checks)

    council = next(unit for unit in model.units if unit.level is Level.COUNCIL)
    carry = set[str]() if model.is_monthly(report) else {goal.unit for goal in model.goals}
    there = model.units_on(period_end(report))
    lower = [u for u in there if u.level not in {Level.COUNCIL, *COMMITTEE_LEVELS} and u.id in carry]
    return ReportView(
        definitions=definitions,
        report=report,
        title=title_of_report(model, report, draft=draft),
        as_of=as_of,
        pages=[page(unit) for unit in [council, *model.committees(report), *lower]],
        levels=sorted(
            (row for row in level_status if row["unit_id"] is None),
            key=lambda row: list(Level).index(Level(row["level"])),
        ),
        sources=sorted({r["source_label"] for r in [*leaves, *joined.own]} - {"–"}),
        tables=tables,
        changes=changes,
        approved=approved,
        known_always=known_always,
        draft=draft,
        let_in_until=let_in_until,
    )
