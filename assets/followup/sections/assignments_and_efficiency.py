"""The sections on how the work went: assignments, activities, inner and outer efficiency, and what was gained.

Each shows when its table is there and has rows for the unit; its fields are named by the table's columns.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from assets.followup.content import (
    Block,
    Cell,
    Paragraph,
    Section,
    lead,
    on_day,
    part,
    section,
    telling,
    words,
)
from assets.followup.pictures.svg import four_fields as four_fields_picture
from assets.followup.sections.fields import (
    Field,
    amount,
    amount_or_number,
    goal_named,
    item_named,
    one_of,
    own_rows,
    said,
    status_named,
    sum_named,
    table_of,
    unit_named,
    whole,
    with_note,
    yes,
)
from assets.followup.sections.money_and_staff import (
    control,
    economy,
    financial_analysis,
    investments,
    management,
    resources,
    shortfalls,
    staff,
)
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import Level
from models.tables.rows import (
    ActivitiesRow,
    AssignmentsRow,
    EfficiencyGainsRow,
    FourFieldsRow,
    GainsSummedRow,
    InnerEfficiencyRow,
    OuterEfficiencyItemsRow,
    OuterEfficiencyRow,
)
from models.words import numbers, sentences
from models.words import work as sv
from models.words.own_names import in_own_words

Item = TypeVar("Item", ActivitiesRow, AssignmentsRow, OuterEfficiencyItemsRow)
Efficiency = TypeVar("Efficiency", InnerEfficiencyRow, OuterEfficiencyRow)
Judged = TypeVar("Judged", InnerEfficiencyRow, OuterEfficiencyRow, FourFieldsRow)


def work_sections(view: ReportView, unit: UnitView) -> list[Section | None]:
    """Return the sections of a unit's page, in the order in which they are read."""
    return [
        assignments(view, unit),
        activities(view, unit),
        inner(view, unit),
        outer(view, unit),
        gains(view, unit),
        resources(view, unit),
        economy(view, unit),
        investments(view, unit),
        financial_analysis(view, unit),
        staff(view, unit),
        control(view, unit),
        shortfalls(view, unit),
        management(view, unit),
    ]


def _verdicts(view: ReportView, words_of: Mapping[str, str]) -> dict[str, str]:
    """Return verdicts by their codes, where what is not assessed is called as elsewhere."""
    return {**words_of, "not_assessed": view.statuses["not_assessed"]}


def _work_fields(view: ReportView) -> list[Field]:
    return [
        Field("title", said, 44),
        Field("who", with_note, 26),
        Field("goals", said, 30),
        Field("planned_end", on_day, 12),
        Field("actual_end", on_day, 12),
        Field("state", one_of(sv.WORK_STATE)),
        Field("on_time", yes, 8),
        Field("budget", amount(view), 14),
        Field("outcome", amount(view), 14),
        Field("within_budget", yes, 9),
        Field("quality_passed", yes, 9),
        Field("helped", with_note, 9),
        Field("cancelled_by", with_note, 26),
    ]


def _items(view: ReportView, rows: Sequence[Item]) -> list[tuple[Item, str]]:
    """Return each item once, with the goals that it serves; it contributed where it did so to any of them."""
    rows_of: dict[str, list[Item]] = {}
    for row in rows:
        rows_of.setdefault(row["item_id"], []).append(row)
    items: list[tuple[Item, str]] = []
    for same in rows_of.values():
        first = next((row for row in same if row["contributed"]), None) or next(
            (row for row in same if row["contributed"] is not None), same[0]
        )
        served = [view.goals[row["goal_id"]].title for row in same if row["goal_id"] in view.goals]
        items.append((first, "; ".join(served)))
    return sorted(items, key=lambda item: (str(item[0].get("planned_end")), item[0]["item_id"]))


def _shown(view: ReportView, items: Sequence[tuple[ActivitiesRow | AssignmentsRow, str]]) -> list[Mapping[str, object]]:
    """Return items with their goals, and with what stands together in one cell: unit and role, contribution and its basis."""
    return [
        {
            **r,
            "goals": goals,
            "who": (view.units[r["unit_id"]].title, r["responsible_role"]),
            "cancelled_by": (r["cancelled_by"], numbers.day(r["cancelled_at"]) if r["cancelled_at"] else None),
            "helped": (sv.YES.get(r["contributed"]), sv.BASIS.get(r["basis"] or "")),
        }
        for r, goals in items
    ]


def assignments(view: ReportView, unit: UnitView) -> Section | None:
    """Return the assignments: given to the unit, and for the council those that it gave."""
    if unit.unit.level is Level.COUNCIL:
        rows = [r for r in view.rows(AssignmentsRow) if r["decided_by"] in unit.covers or r["unit_id"] in unit.covers]
    else:
        rows = own_rows(view, unit, AssignmentsRow)
    given = [
        Field("decided_by", unit_named(view), 22),
        Field("decided_at", on_day, 12),
        Field("decision", said, 20),
        Field("financing", said, 30),
    ]
    fields = _work_fields(view)
    items = _shown(view, _items(view, rows))
    table = table_of(view, sv.ASSIGNMENTS, [fields[0], *given, *fields[1:]], items)
    return section("uppdrag", [Paragraph(states(items, "assignment"))], folded=[table]) if rows else None


def activities(view: ReportView, unit: UnitView) -> Section | None:
    """Return the activities."""
    rows = [] if unit.unit.level is Level.COUNCIL else own_rows(view, unit, ActivitiesRow)
    items = _shown(view, _items(view, rows))
    table = table_of(view, sv.ACTIVITIES, _work_fields(view), items)
    return section("aktiviteter", [Paragraph(states(items, "activity"))], folded=[table]) if rows else None


def states(items: Sequence[Mapping[str, object]], kind: str) -> str:
    """Return how many activities or assignments there are, and how they stand."""
    return sv.work_states(kind, {state: sum(r["state"] == state for r in items) for state in sv.WORK_STATE})


def _scopes(view: ReportView, unit: UnitView, row: type[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Return a table's rows by unit (all goals of the page's unit and of those shown under it) and by goal.

    By goal a committee sees its own part of each, and the council each goal as a whole.
    """
    rows = view.rows(row)
    council = unit.unit.level is Level.COUNCIL
    under = [u.id for u in view.definitions.model.committees(view.report)] if council else unit.covers
    order = list(dict.fromkeys([unit.unit.id, *under]))
    by_unit = [r for r in rows if r["goal_id"] is None and r["unit_id"] in order]
    whose = None if council else unit.unit.id
    by_goal = [r for r in rows if r["goal_id"] in view.goals and r["unit_id"] == whose]
    goals = list(view.goals)
    return (
        sorted(by_unit, key=lambda r: order.index(r["unit_id"] or "")),
        sorted(by_goal, key=lambda r: goals.index(r["goal_id"] or "")),
    )


def _with_verdict(
    view: ReportView, unit: UnitView, row: type[Efficiency], judged_when: str, call: str
) -> tuple[list[Efficiency], list[Efficiency], int]:
    """Return the rows of `_scopes` that can be judged, and how many cannot.

    For the council, of the goals only those whose status is `call`: which way of working, or what, to reconsider.
    """
    by_unit, by_goal = _scopes(view, unit, row)
    judged = [[r for r in rows if r[judged_when]] for rows in (by_unit, by_goal)]
    left_out = len(by_unit) + len(by_goal) - len(judged[0]) - len(judged[1])
    if unit.unit.level is Level.COUNCIL:
        judged[1] = [r for r in judged[1] if r["status"] == call]
    return judged[0], judged[1], left_out


def _left_out(n: int) -> Paragraph | None:
    return Paragraph(sentences.nothing_to_judge(n), soft=True) if n else None


def inner(view: ReportView, unit: UnitView) -> Section | None:
    """Return inner efficiency (docs/measures.md §6): was what was planned done, in the right way, and did it help."""
    by_unit, by_goal, left_out = _with_verdict(view, unit, InnerEfficiencyRow, "due", "change_ways_of_working")
    council = unit.unit.level is Level.COUNCIL
    of_unit = Field("unit_id", sum_named(view), 34)
    of_goal = Field("goal_id", goal_named(view), 44)
    fields = [
        Field("status", one_of(_verdicts(view, sv.INNER)), 26),
        Field("short_of", _short_of, 26),
        Field("due", whole),
        Field("carried_out", whole),
        Field("g", part),
        Field("right_way", whole),
        Field("r", part),
        Field("all_three_share", part, 14),
        Field("judged", whole),
        Field("contributed", whole),
        Field("b", part),
        Field("base_rate", part),
    ]
    blocks: list[Block | None] = [
        lead("inre"),
        table_of(view, sv.INNER_BY_UNIT, [of_unit, *fields], by_unit),
        table_of(view, sv.INNER_OF_COUNCIL if council else sv.INNER_BY_GOAL, [of_goal, *fields], by_goal),
        _left_out(left_out),
    ]
    told: list[Block | None] = [
        Paragraph(
            f"{sentences.work_done(int(row['carried_out']), int(row['due']))} "
            f"{sv.INNER_IN_SHORT.format(status=_verdicts(view, sv.INNER)[row['status']].lower())}"
        )
        for row in by_unit
        if row["unit_id"] == unit.unit.id
    ]
    return section("inre", told, folded=blocks) if by_unit else None


def _short_of(value: str | None) -> Cell:
    return words(numbers.listed([sv.SHORT_OF[name] for name in value.split(",")]) if value else None)


def reconsidered(view: ReportView, unit: UnitView) -> list[Mapping[str, object]]:
    """Return the activities, assignments and services that are proposed for reconsideration, each once."""
    rows = [r for r in own_rows(view, unit, OuterEfficiencyItemsRow) if r["verdict"] == "reconsider"]
    if unit.unit.level is Level.COUNCIL:
        rows = [r for r in view.rows(OuterEfficiencyItemsRow) if r["verdict"] == "reconsider"]
    return [{**row, "goals": goals} for row, goals in _items(view, rows)]


def _weighed(rows: Sequence[OuterEfficiencyRow]) -> list[Mapping[str, object]]:
    """Return rows whose weights say whether they are kronor: one may be, and the next count what was done."""
    weights = ("weight", "contributed_weight")
    return [{**row, **{name: (row[name], row["weighted_by"] == "kronor") for name in weights}} for row in rows]


def outer(view: ReportView, unit: UnitView) -> Section | None:
    """Return outer efficiency (§7): were the right things done; the four fields; what is proposed for reconsideration."""
    by_unit, by_goal, left_out = _with_verdict(view, unit, OuterEfficiencyRow, "weight", "reconsider")
    council = unit.unit.level is Level.COUNCIL
    of_unit = Field("unit_id", sum_named(view), 34)
    of_goal = Field("goal_id", goal_named(view), 44)
    fields = [
        Field("status", one_of(_verdicts(view, sv.OUTER)), 22),
        Field("y", part),
        Field("base_rate", part),
        Field("weight", amount_or_number(view), 14),
        Field("contributed_weight", amount_or_number(view), 14),
        Field(
            "weighted_by", one_of({code: in_own_words(text, view.words) for code, text in sv.WEIGHTED_BY.items()}), 10
        ),
        Field("basis", one_of(sv.BASIS), 22),
    ]
    items = [
        Field("item_id", item_named(view), 44),
        Field("item_kind", one_of(sv.ITEM_KIND)),
        Field("unit_id", unit_named(view), 26),
        Field("goals", said, 36),
        Field("basis", one_of(sv.BASIS), 22),
        Field("evidence", said, 50),
        Field("base_rate", part),
    ]
    doubtful = reconsidered(view, unit)
    fields4 = [
        Field("goal_id", goal_named(view), 50),
        Field("g", part),
        Field("goal_status", status_named(view), 18),
        Field("verdict", one_of(sv.FOUR_FIELDS), 22),
    ]
    _, verdicts = _scopes(view, unit, FourFieldsRow)
    placed = [r for r in verdicts if r["verdict"]]
    pictured = telling(
        four_fields_picture(
            sv.FOUR_FIELDS_SHOWN.caption, [(r["verdict"] or "", view.goals[r["goal_id"]].title) for r in placed]
        ),
        "fact_efficiency",
        [unit.unit.id, *(view.goals[r["goal_id"]].unit for r in placed)],
    )
    blocks: list[Block | None] = [
        lead("yttre"),
        table_of(view, sv.OUTER_BY_UNIT, [of_unit, *fields], _weighed(by_unit)),
        table_of(view, sv.OUTER_OF_COUNCIL if council else sv.OUTER_BY_GOAL, [of_goal, *fields], _weighed(by_goal)),
        _left_out(left_out),
        table_of(view, sv.TO_RECONSIDER, items, doubtful),
        pictured,
        Paragraph(sv.FIELDS_AND_RECONSIDER, soft=True) if placed else None,
        table_of(view, sv.FOUR_FIELDS_SHOWN, fields4, placed),
        Paragraph(sentences.not_in_a_field(len(verdicts) - len(placed)), soft=True)
        if placed and len(placed) < len(verdicts)
        else None,
    ]
    told = Paragraph(sentences.to_reconsider(len(doubtful)))
    return section("yttre", [told], folded=blocks) if by_unit or doubtful or placed else None


def gains(view: ReportView, unit: UnitView) -> Section | None:
    """Return what has freed resources, raised productivity or quality, or ended, with the unit's own analysis."""
    fields = [
        Field("item_id", item_named(view), 40),
        Field("unit_id", unit_named(view), 26),
        Field("kind", one_of(sv.GAIN_KIND), 22),
        Field("amount", amount(view), 16),
        Field("measure", said, 26),
        Field("evidence", said, 40),
        Field("cause", said, 40),
        Field("new_way_of_working", said, 40),
    ]
    rows = own_rows(view, unit, EfficiencyGainsRow)
    table = table_of(view, sv.GAINS, fields, rows)
    below = {row["unit_id"] for row in unit.below}
    summed = [row for row in view.rows(GainsSummedRow) if row["unit_id"] == unit.unit.id or row["unit_id"] in below]
    place = list(view.units)
    summed.sort(key=lambda r: (r["unit_id"] != unit.unit.id, place.index(r["unit_id"])))
    sums = [
        Field("unit_id", sum_named(view), 30),
        Field("kind", one_of(sv.GAIN_KIND), 22),
        Field("n", whole, 10),
        Field("amount", amount(view), 16),
        Field("n_without_amount", whole, 16),
    ]
    blocks: list[Block | None] = [lead("effektivisering"), table_of(view, sv.GAINS_SUMMED, sums, summed), table]
    return section("effektivisering", [], folded=blocks) if rows or summed else None
