"""What changed between two reports, put in words row by row: for the diff's own page, and for the pages of the later report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

import polars as pl

from assets.finished.approved import ApprovedPart
from assets.finished.diff import Diff
from assets.finished.open_finished import Side
from models.definitions.base import MONTH
from models.definitions.municipality import Municipality
from models.definitions.steering import Direction
from models.tables.header import table
from models.tables.rows import (
    CheckChangeRow,
    ColourChangeRow,
    DefinitionChangeRow,
    FigureChangeRow,
    ScopeChangeRow,
    SetChangeRow,
    StatusChangeRow,
    TargetChangeRow,
    ValueChangeRow,
)
from models.tables.typed_rows import R, rows_of, table_name
from models.words import changes as sv
from models.words import numbers
from models.words.judgements import LEVEL, with_gender
from models.words.own_names import glance_money, level_sum, statuses_named
from models.words.sentences import in_year
from models.words.work import BUDGET_KIND, CONTROL_RESULT, WORK_STATE

DEFINITION_FIELDS = (
    "kpi_id",
    "direction",
    "decimals",
    "tolerance",
    "lag",
    "measured.every",
    "measured.first",
    "measured.kind",
)
# Causes whose ground has a name that people know: a file of their own.
GROUND_NAMED = ("own_file",)
WORDS_OF_CELL: Mapping[str, Mapping[str, str]] = {
    "control_points.result": CONTROL_RESULT,
    "activities.state": WORK_STATE,
    "assignments.state": WORK_STATE,
}
VALUE_CAUSES = ("new_value", "revision", "too_old")


class Leaf(TypedDict):
    """What the changes of an indicator's figures share."""

    indicator_id: str
    gender: str


class StatusTold(StatusChangeRow):
    """A changed judgement with its titles, and in a sentence why it changed."""

    title: str
    goal: str
    unit: str
    told: str


class ScopeTold(ScopeChangeRow):
    """A goal's, unit's or level's changed judgement with what it is called, and of what kind it is."""

    title: tuple[str, str]


class ColourTold(ColourChangeRow):
    """A changed place among others with the indicator's title and decimals."""

    title: str
    decimals: int


class ValueTold(ValueChangeRow):
    """A changed value with the indicator's title and decimals."""

    title: str
    decimals: int


class TargetTold(TargetChangeRow):
    """A restated number of a target with its titles and decimals."""

    title: str
    goal: str
    plan: str
    decimals: int


class DefinitionTold(DefinitionChangeRow):
    """A changed key of a definition with the definition's title."""

    title: str


class FigureTold(FigureChangeRow):
    """A changed figure of our own with what it is called, what stood there and stands there now, and why in words."""

    title: str
    unit: str
    shown_before: str
    shown_after: str
    told: str


@dataclass(frozen=True)
class ApprovedTold:
    """A unit's approved part, and of what is not as it was approved the figures that people read about, the worst first."""

    part: ApprovedPart
    figures: Sequence[FigureTold]


class CheckTold(CheckChangeRow):
    """A check's changed outcome with its subject's title."""

    title: str


class OthersTold(TypedDict):
    """How many values of other municipalities an indicator has got, lost and had revised, and of which years."""

    title: str
    added: int
    removed: int
    revised: int
    first: int
    last: int


class PlanTold(TypedDict):
    """How many whole targets a plan has got, or lost (`kind`)."""

    plan: str
    kind: str
    len: int


@dataclass(frozen=True)
class DiffView:
    """What the page shows of two reports, row by row and in words."""

    diff: Diff
    title: str
    as_of: datetime
    sources: Sequence[str]
    n_leaves: int
    statuses: Sequence[StatusTold]
    scopes: Sequence[ScopeTold]
    colours: Sequence[ColourTold]
    figures: Sequence[FigureTold]
    values: Sequence[ValueTold]
    others: Sequence[OthersTold]
    targets: Sequence[TargetTold]
    plans: Sequence[PlanTold]
    definitions: Sequence[DefinitionTold]
    sets: Sequence[SetChangeRow]
    checks: Sequence[CheckTold]

    @property
    def fictional(self) -> bool:
        """Whether every figure is made up."""
        return self.diff.after.definitions.model.municipality.fictional


class _Names:
    """Titles by id, from the later report's definitions, else the earlier's."""

    def __init__(self, before: Municipality, after: Municipality) -> None:
        self.indicators = {item.id: item for item in [*before.indicators, *after.indicators]}
        self.goals = {item.id: item for item in [*before.goals, *after.goals]}
        self.units = {item.id: item.title for item in [*before.units, *after.units]}
        self.plans = {item.id: item.title for item in [*before.plans, *after.plans]}
        self.levels = {level: level_sum(after.municipality.words, level) for level in LEVEL}
        self.statuses = statuses_named(after.municipality.words)
        self.money = glance_money(after.municipality.words)
        self.items = {
            item.id: item.title
            for model in (before, after)
            for item in [*model.activities, *model.assignments, *model.control_points]
        }
        self.texts = {
            (text.id, part.id): f"{kind.title}, {part.title}"
            for model in (before, after)
            for kind in model.municipality.statements
            for text in model.statements
            if text.kind == kind.id
            for part in kind.parts
        }

    def indicator(self, row: Leaf) -> str:
        """Return an indicator's title, with the gender where it is not the total."""
        item = self.indicators[row["indicator_id"]]
        return with_gender(item.title, row["gender"], item.counts)

    def better(self, indicator_id: str) -> int:
        """Return 1 where a higher value is better, -1 where a lower is, 0 where neither."""
        return {Direction.HIGHER: 1, Direction.LOWER: -1}.get(self.indicators[indicator_id].direction, 0)

    def definition(self, section: str, name: str) -> str:
        """Return a definition's title, or its id where it has none."""
        titles: Mapping[str, Mapping[str, str]] = {
            "indicators": {key: item.title for key, item in self.indicators.items()},
            "goals": {key: item.title for key, item in self.goals.items()},
            "units": self.units,
            "plans": self.plans,
        }
        return titles.get(section, {}).get(name, name)


def build_diff_view(diff: Diff) -> DiffView:
    """Gather what changed into what the page shows."""
    names = _Names(diff.before.definitions.model, diff.after.definitions.model)

    def rows(row: type[R]) -> list[R]:
        return rows_of(diff.tables[table_name(row)], row)

    definitions, changed_checks = rows(DefinitionChangeRow), rows(CheckChangeRow)
    leaves = pl.read_parquet(diff.after.folder / "tables" / "fulfilment.parquet")
    checks = {row["subject"]: row["message"] for row in changed_checks if row["severity"] == "error"}
    statuses: list[StatusTold] = [
        {
            **row,
            "title": names.indicator(row),
            "goal": names.goals[row["goal_id"]].title,
            "unit": names.units[row["unit_id"]],
            "told": _why_status_changed(row, names.indicators[row["indicator_id"]].measured_kind, definitions, checks),
        }
        for row in rows(StatusChangeRow)
    ]
    return DiffView(
        diff=diff,
        title=sv.BOTH_REPORTS.format(before=named(diff.before), after=named(diff.after)),
        as_of=diff.after.as_of,
        sources=sorted(set(leaves["source_label"]) - {"–"}),
        n_leaves=leaves.height,
        statuses=sorted(statuses, key=_fell),
        scopes=sorted(
            [ScopeTold(**row, title=_scope_title(row, names)) for row in rows(ScopeChangeRow) if _shown(row)], key=_fell
        ),
        colours=[
            {**row, "title": names.indicator(row), "decimals": names.indicators[row["indicator_id"]].decimals}
            for row in rows(ColourChangeRow)
        ],
        figures=_figures(_told_here(rows(FigureChangeRow), statuses, names), names),
        values=[
            {**row, "title": names.indicator(row), "decimals": names.indicators[row["indicator_id"]].decimals}
            for row in rows(ValueChangeRow)
            if row["own"]
        ],
        others=_others(diff, names),
        targets=[
            {
                **row,
                "title": names.indicator(row),
                "goal": names.goals[row["goal_id"]].title,
                "plan": names.plans[row["plan_version"]],
                "decimals": names.indicators[row["indicator_id"]].decimals,
            }
            for row in rows(TargetChangeRow)
            if row["kind"] == "restated"
        ],
        plans=_plans(diff, names),
        definitions=[{**row, "title": names.definition(row["section"], row["id"])} for row in definitions],
        sets=rows(SetChangeRow),
        checks=[
            {
                **row,
                "title": names.indicators[row["subject"]].title
                if row["subject"] in names.indicators
                else row["subject"],
            }
            for row in changed_checks
        ],
    )


def _fell(row: StatusTold | ScopeTold) -> int:
    """Return by how many steps a judgement has risen: what fell most comes first."""
    steps = [sv.FALLS.index(word) if word in sv.FALLS else None for word in (row["status_before"], row["status_after"])]
    return 0 if steps[0] is None or steps[1] is None else steps[0] - steps[1]


def _told_here(rows: Sequence[FigureChangeRow], statuses: Sequence[StatusTold], names: _Names) -> list[FigureChangeRow]:
    """Return the figures less values that are told elsewhere: Kolada's, and those with a judgement that changed."""
    judged = {(row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"]) for row in statuses}
    return [
        row
        for row in rows
        if row["table_name"] != "fulfilment"
        or (
            names.indicators[row["figure"].split(" · ")[1]].kpi_id is None
            and tuple(row["figure"].split(" · ")) not in judged
        )
    ]


def approved_told(part: ApprovedPart) -> ApprovedTold:
    """Put in words what of a unit's part is not as it was approved."""
    if part.diff is None:
        return ApprovedTold(part, [])
    names = _Names(part.diff.before.definitions.model, part.diff.after.definitions.model)
    return ApprovedTold(part, _figures(part.figures, names, sv.APPROVED_READ))


def _figures(
    rows: Sequence[FigureChangeRow], names: _Names, cells: Sequence[tuple[str, str]] = sv.FIGURES_READ
) -> list[FigureTold]:
    """Return the changed figures that people read about, the worst first: what fell most, then by kind and unit."""
    read = [row for row in rows if (row["table_name"], row["column_name"]) in cells]
    # A unit's result says what its cost and its revenue came to.
    whole = {row["unit_id"] for row in read if row["figure"].endswith(" · result")}
    told = [
        _figure_told(row, names)
        for row in read
        if row["unit_id"] not in whole or not row["figure"].endswith((" · cost", " · revenue"))
    ]

    def worst_first(row: FigureTold) -> tuple[int, int, float, str, str]:
        kind = cells.index((row["table_name"], row["column_name"]))
        serious = -[*CONTROL_RESULT].index(row["after"]) if row["after"] in CONTROL_RESULT else 0
        fell = (row["number_after"] or 0) - (row["number_before"] or 0)
        if row["table_name"] == "fulfilment":
            fell *= names.better(row["figure"].split(" · ")[1])
        return kind, serious, fell, row["unit"], row["title"]

    # What serves several goals has a row with each.
    once = {(row["title"], row["unit"], row["shown_before"], row["shown_after"]): row for row in reversed(told)}
    return sorted(once.values(), key=worst_first)


def _figure_told(row: FigureChangeRow, names: _Names) -> FigureTold:
    key, column = row["figure"].split(" · "), f"{row['table_name']}.{row['column_name']}"
    title = next(
        (c.title for c in table(row["table_name"]).columns if c.name == row["column_name"]), row["column_name"]
    )
    if row["table_name"] == "budget":
        kind, *month = key[1:]
        what = ", ".join([BUDGET_KIND[kind], *(MONTH[int(number) - 1] for number in month)])
    elif row["table_name"] == "fulfilment":
        what = names.indicator({"indicator_id": key[1], "gender": key[3]})
    elif row["table_name"] == "statements":
        what = names.texts.get((key[0], key[1]), key[0])
    else:
        what = names.items.get(key[0]) or (
            names.goals[key[0]].title if key[0] in names.goals else names.levels.get(key[0], key[0])
        )
    decimals = names.indicators[key[1]].decimals if row["table_name"] == "fulfilment" else 1
    also = [sv.CAUSE[cause].lower() for cause in (row["also"] or "").split(", ") if cause]
    ground = f" ({row['ground']})" if row["ground"] and row["cause"] in GROUND_NAMED else ""
    named_by_unit = row["table_name"] == "level_status"
    return {
        **row,
        "title": title if named_by_unit else f"{what}: {title[:1].lower()}{title[1:]}",
        "unit": names.units.get(row["unit_id"] or "", ""),
        "shown_before": _cell(names, column, row["before"], row["number_before"], decimals),
        "shown_after": _cell(names, column, row["after"], row["number_after"], decimals),
        "told": f"{sv.CAUSE[row['cause']]}{ground}.{sv.ALSO.format(causes=', '.join(also)) if also else ''}",
    }


def _cell(names: "_Names", column: str, text: str | None, number: float | None, decimals: int) -> str:
    """Return what stands in a changed cell, as people read it."""
    if text is None:
        return "–"
    if number is not None and column.startswith("budget."):
        write = numbers.signed if column == "budget.deviation" else numbers.number
        return f"{write(names.money.of(number), names.money.decimals)}\N{NO-BREAK SPACE}{names.money.name}"
    if number is not None and column == "fulfilment.value":
        return numbers.number(number, decimals)
    if column == "statements.text" and len(text) > sv.TEXT_SHOWN:
        return f"{text[: sv.TEXT_SHOWN].rstrip()}…"
    if column.endswith((".status", ".own_judgement")) and text in names.statuses:
        return names.statuses[text]
    return WORDS_OF_CELL.get(column, {}).get(text, text)


def named(side: Side) -> str:
    """Return what a report is called, with its edition where it is a frozen one."""
    edition = sv.FROZEN_EDITION.format(edition=side.name.edition) if side.name.edition else ""
    return f"{side.title}{edition}"


def _shown(row: ScopeChangeRow) -> bool:
    """A goal as a whole, or a unit's or level's work as a whole; a goal's row per unit would say the same twice."""
    return row["goal_id"] is None or row["unit_id"] is None


def _scope_title(row: ScopeChangeRow, names: _Names) -> tuple[str, str]:
    if row["goal_id"] is not None:
        return names.goals[row["goal_id"]].title, sv.SCOPE_KIND["goal"]
    if row["unit_id"] is not None:
        return names.units[row["unit_id"]], sv.SCOPE_KIND["unit"]
    return names.levels[row["level"] or ""], sv.SCOPE_KIND["level"]


def _why_status_changed(
    row: StatusChangeRow, kind: str | None, definitions: Sequence[DefinitionChangeRow], checks: Mapping[str, str]
) -> str:
    """Return in a sentence what the cause of a changed status was; `kind` is what a measurement is of."""
    cause, decimals = row["cause"], row["decimals"]
    before, after = (
        numbers.number(value, decimals) if value is not None else None
        for value in (row["value_before"], row["value_after"])
    )
    if cause in VALUE_CAUSES or (cause == "own_forecast" and after is not None):
        return sv.value_changed(
            tuple(None if year is None else in_year(year, kind) for year in (row["year_before"], row["year_after"])),
            (before, after),
            row["known_from"],
            row["reason_before"],
            too_old=cause == "too_old",
        )
    if cause == "new_target":
        goals = [
            _target(row["target_before"], row["low_before"], row["high_before"], decimals),
            _target(row["target_after"], row["low_after"], row["high_after"], decimals),
        ]
        if goals[0] == goals[1]:
            return sv.NEW_TOLERANCE.format(target=goals[1])
        year = row["year_after"]
        stands = ""
        if after is not None and year is not None:
            stands = f" {sv.VALUE_IS.format(value=after, year=in_year(year, kind))}"
        return sv.NEW_TARGET.format(before=goals[0], after=goals[1]) + stands
    if cause == "changed_definition":
        own = [
            f"{item['field']}: {item['before'] or '–'} → {item['after'] or '–'}"
            for item in definitions
            if (item["section"], item["id"]) == ("indicators", row["indicator_id"])
            and item["field"] in DEFINITION_FIELDS
        ]
        shares = [
            f"{item['field'].removeprefix('thresholds.')}: {item['before']} → {item['after']}"
            for item in definitions
            if item["section"] == "municipality" and item["field"].startswith("thresholds.tolerance")
        ]
        # A target in words has nothing but the judgement of those responsible to change by.
        in_words = row["target_after"] is None and row["low_after"] is None
        return (
            sv.JUDGED_ANEW if in_words and not own and not shares else sv.CHANGED.format(what="; ".join(own or shares))
        )
    if cause == "check":
        message = checks.get(row["indicator_id"], "")
        held = sv.NOW_WITHHELD if row["reason_after"] == "failed_check" else sv.NO_LONGER_WITHHELD
        return held.format(message=message)
    return f"{sv.CAUSE_MEANS[cause].capitalize()}."


def _target(target: float | None, low: float | None, high: float | None, decimals: int) -> str:
    if low is not None:
        return "–".join(numbers.number(end, decimals) for end in (low, high))
    return numbers.number(target, decimals)


def _others(diff: Diff, names: _Names) -> list[OthersTold]:
    """Return how many of the other municipalities' values were added, removed and revised, by indicator."""
    frame = diff.tables["value_change"].filter(~pl.col("own"))
    counted = frame.group_by("indicator_id").agg(
        *((pl.col("kind") == kind).sum().alias(kind) for kind in ("added", "removed", "revised")),
        pl.col("year").min().alias("first"),
        pl.col("year").max().alias("last"),
    )
    return [
        OthersTold(
            title=names.indicators[name].title, added=added, removed=removed, revised=revised, first=first, last=last
        )
        for name, added, removed, revised, first, last in counted.sort("indicator_id").iter_rows()
    ]


def _plans(diff: Diff, names: _Names) -> list[PlanTold]:
    """Return how many whole targets came and went, by plan."""
    leaf = ("plan_version", "goal_id", "indicator_id", "unit_id", "gender")
    frame = diff.tables["target_change"].filter(pl.col("kind") != "restated").unique([*leaf, "kind"])
    counted = frame.group_by("plan_version", "kind").len().sort("plan_version", "kind")
    return [PlanTold(plan=names.plans[plan], kind=kind, len=n) for plan, kind, n in counted.iter_rows()]
