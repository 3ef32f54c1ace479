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
    column,
    number_column,
    part,
    section,
    words,
)
from assets.followup.pictures.svg import four_fields as four_fields_picture
from assets.followup.sections.fields import (
    Field,
    goal_named,
    item_named,
    on_day,
    one_of,
    own_rows,
    said,
    status_or_words,
    table_of,
    unit_named,
    whole,
    with_note,
    yes,
)
from assets.followup.sections.money_and_staff import (
    control,
    economy,
    latest_money,
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
    InnerEfficiencyRow,
    OuterEfficiencyItemsRow,
    OuterEfficiencyRow,
)
from models.words import numbers, sentences
from models.words.work import (
    BASIS,
    BUDGET_KIND,
    FOUR_FIELDS,
    GAIN_KIND,
    INNER,
    ITEM_KIND,
    OUTER,
    SHORT_OF,
    WEIGHTED_BY,
    WORK_STATE,
    WORK_STATE_OF,
    YES,
)

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
        staff(view, unit),
        control(view, unit),
        shortfalls(view, unit),
        management(view, unit),
    ]


def in_short(view: ReportView, unit: UnitView) -> list[tuple[str, str, str]]:
    """Return the lines of the summary on the work, on what to reconsider and on the economy."""
    points: list[tuple[str, str, str]] = []
    whole_unit = [r for r in view.rows(InnerEfficiencyRow) if r["unit_id"] == unit.unit.id and r["goal_id"] is None]
    for row in whole_unit:
        done = sentences.work_done(int(row["carried_out"]), int(row["due"]))
        points.append(("Arbetet", f"{done} Inre effektivitet: {INNER[row['status']].lower()}.", "#inre"))
    doubtful = reconsidered(view, unit)
    if doubtful:
        points.append(("Att ompröva", sentences.to_reconsider(len(doubtful)), "#yttre"))
    points += [
        (
            f"Ekonomi, {BUDGET_KIND[row['kind']].lower()}",
            sentences.budget_deviation(row["forecast"], row["budget"], row["deviation"]),
            "#ekonomi",
        )
        for row in latest_money(view, unit)
        if row["unit_id"] == unit.unit.id and row["kind"] in {"result", "cost"}
        if row["forecast"] is not None and row["budget"] is not None and row["deviation"] is not None
    ]
    return points


def _work_fields() -> list[Field]:
    return [
        Field("title", column("Vad", 44), said),
        Field("who", column("Enhet", 26, note="ansvarig"), with_note),
        Field("goals", column("Mål", 30), said),
        Field("planned_end", column("Planerat klart", 12), on_day),
        Field("actual_end", column("Klart", 12), on_day),
        Field("state", column("Läge", 14), one_of(WORK_STATE)),
        Field("on_time", column("I tid", 8), yes),
        Field("budget", number_column("Budget, kronor", 14), whole),
        Field("outcome", number_column("Utfall, kronor", 14), whole),
        Field("within_budget", column("Inom budget", 9), yes),
        Field("quality_passed", column("Rätt kvalitet", 9), yes),
        Field("helped", column("Bidrog", 9), with_note),
        Field("cancelled_by", column("Avbruten genom", 26), said),
    ]


def _items(view: ReportView, rows: Sequence[Item]) -> list[tuple[Item, str]]:
    """Return each item once, with the goals that it serves; it contributed where it did so to any of them."""
    found: dict[str, list[Item]] = {}
    for row in rows:
        found.setdefault(row["item_id"], []).append(row)
    items: list[tuple[Item, str]] = []
    for same in found.values():
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
            "helped": (YES.get(r["contributed"]), BASIS.get(r["basis"] or "")),
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
        Field("decided_by", column("Beslutat av", 22), unit_named(view)),
        Field("decided_at", column("Beslutat", 12), on_day),
        Field("financing", column("Finansiering", 30), said),
    ]
    fields = _work_fields()
    items = _shown(view, _items(view, rows))
    table = table_of("Uppdrag", "Uppdrag", [fields[0], *given, *fields[1:]], items)
    return section("uppdrag", "Uppdrag", [Paragraph(states(items, "uppdrag", "uppdrag")), table] if rows else [])


def activities(view: ReportView, unit: UnitView) -> Section | None:
    """Return the activities."""
    rows = [] if unit.unit.level is Level.COUNCIL else own_rows(view, unit, ActivitiesRow)
    items = _shown(view, _items(view, rows))
    told = Paragraph(states(items, "aktivitet", "aktiviteter"))
    table = table_of("Aktiviteter", "Aktiviteter", _work_fields(), items)
    return section("aktiviteter", "Aktiviteter", [told, table] if rows else [])


def states(items: Sequence[Mapping[str, object]], one: str, many: str) -> str:
    """Return how many activities or assignments there are, and how they stand."""
    n = {state: sum(r["state"] == state for r in items) for state in WORK_STATE}
    parts = [f"{k} {WORK_STATE_OF[state][one if k == 1 else '']}" for state, k in n.items() if k]
    return f"{numbers.count(len(items), one, many)}: {sentences.listed(parts)}." if parts else ""


def _scopes(view: ReportView, unit: UnitView, row: type[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Return a table's rows by unit (all goals of the page's unit and of those shown under it) and by goal.

    By goal a committee sees its own part of each, and the council each goal as a whole.
    """
    rows = view.rows(row)
    council = unit.unit.level is Level.COUNCIL
    under = [u.id for u in view.definitions.model.committees()] if council else unit.covers
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
    view: ReportView, unit: UnitView, row: type[Efficiency], known: str, call: str
) -> tuple[list[Efficiency], list[Efficiency], int]:
    """Return the rows of `_scopes` that can be judged, and how many cannot.

    For the council, of the goals only those whose status is `call`: which way of working, or what, to reconsider.
    """
    by_unit, by_goal = _scopes(view, unit, row)
    judged = [[r for r in rows if r[known]] for rows in (by_unit, by_goal)]
    left_out = len(by_unit) + len(by_goal) - len(judged[0]) - len(judged[1])
    if unit.unit.level is Level.COUNCIL:
        judged[1] = [r for r in judged[1] if r["status"] == call]
    return judged[0], judged[1], left_out


def _left_out(n: int) -> Paragraph | None:
    return Paragraph(sentences.nothing_to_judge(n), soft=True) if n else None


def inner(view: ReportView, unit: UnitView) -> Section | None:
    """Return inner efficiency (docs/measures.md §6): was what was planned done, in the right way, and did it help."""
    by_unit, by_goal, left_out = _with_verdict(view, unit, InnerEfficiencyRow, "due", "change_ways_of_working")
    of_unit = Field("unit_id", column("Enhet", 34), unit_named(view))
    of_goal = Field("goal_id", column("Mål", 44), goal_named(view))
    fields = [
        Field("status", column("Bedömning", 26), one_of(INNER)),
        Field("short_of", column("Når inte upp i", 26), _short_of),
        Field("due", number_column("Skulle vara klart"), whole),
        Field("carried_out", number_column("Genomfört"), whole),
        Field("g", number_column("Andel genomfört"), part),
        Field("right_way", number_column("På rätt sätt"), whole),
        Field("r", number_column("Andel på rätt sätt"), part),
        Field("all_three_share", number_column("Tid, budget och kvalitet är kända", 14), part),
        Field("judged", number_column("Bidrag kan bedömas"), whole),
        Field("contributed", number_column("Bidrog"), whole),
        Field("b", number_column("Andel som bidrog"), part),
    ]
    blocks: list[Block | None] = [
        Paragraph(
            "Gjordes det som planerats, på rätt sätt och så att det bidrog till målen? Annars behöver arbetssätten förändras.",
            soft=True,
        ),
        table_of("Inre effektivitet per enhet, alla mål", "Inre effektivitet", [of_unit, *fields], by_unit),
        table_of(_per_goal(unit, "Inre", INNER), "Inre per mål", [of_goal, *fields], by_goal),
        _left_out(left_out),
    ]
    return section("inre", "Inre effektivitet", blocks if by_unit else [])


def _per_goal(unit: UnitView, which: str, verdicts: dict[str, str]) -> str:
    called = next(word for key, word in verdicts.items() if key in {"reconsider", "change_ways_of_working"})
    if unit.unit.level is Level.COUNCIL:
        return f"{which} effektivitet: mål som helhet, där bedömningen är ”{called}”"
    return f"{which} effektivitet per mål"


def _short_of(value: str | None) -> Cell:
    return words(sentences.listed([SHORT_OF[name] for name in value.split(",")]) if value else None)


def reconsidered(view: ReportView, unit: UnitView) -> list[Mapping[str, object]]:
    """Return the activities, assignments and services that are proposed for reconsideration, each once."""
    rows = [r for r in own_rows(view, unit, OuterEfficiencyItemsRow) if r["verdict"] == "reconsider"]
    if unit.unit.level is Level.COUNCIL:
        rows = [r for r in view.rows(OuterEfficiencyItemsRow) if r["verdict"] == "reconsider"]
    return [{**row, "goals": goals} for row, goals in _items(view, rows)]


def outer(view: ReportView, unit: UnitView) -> Section | None:
    """Return outer efficiency (§7): were the right things done; the four fields; what is proposed for reconsideration."""
    by_unit, by_goal, left_out = _with_verdict(view, unit, OuterEfficiencyRow, "weight", "reconsider")
    of_unit = Field("unit_id", column("Enhet", 34), unit_named(view))
    of_goal = Field("goal_id", column("Mål", 44), goal_named(view))
    fields = [
        Field("status", column("Bedömning", 22), one_of(OUTER)),
        Field("y", number_column("Andel som bidrog"), part),
        Field("weight", number_column("Kan bedömas", 14), whole),
        Field("contributed_weight", number_column("Därav bidrog", 14), whole),
        Field("weighted_by", column("Räknat i", 10), one_of(WEIGHTED_BY)),
        Field("basis", column("Underlag", 22), one_of(BASIS)),
    ]
    items = [
        Field("item_id", column("Insats", 44), item_named(view)),
        Field("item_kind", column("Slag", 14), one_of(ITEM_KIND)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("goals", column("Mål", 36), said),
        Field("basis", column("Underlag", 22), one_of(BASIS)),
        Field("evidence", column("Bygger på", 50), said),
    ]
    doubtful = reconsidered(view, unit)
    fields4 = [
        Field("goal_id", column("Mål", 50), goal_named(view)),
        Field("g", number_column("Andel genomfört"), part),
        Field("goal_status", column("Målet", 18), status_or_words),
        Field("verdict", column("Fält", 22), one_of(FOUR_FIELDS)),
    ]
    _, verdicts = _scopes(view, unit, FourFieldsRow)
    known = [r for r in verdicts if r["verdict"]]
    pictured = four_fields_picture(
        "De fyra fälten", [(r["verdict"] or "", view.goals[r["goal_id"]].title) for r in known]
    )
    blocks: list[Block | None] = [
        Paragraph(
            "Gjordes rätt saker, som bidrog till målen? Annars bör aktiviteten, uppdraget eller tjänsten omprövas.",
            soft=True,
        ),
        table_of("Yttre effektivitet per enhet, alla mål", "Yttre effektivitet", [of_unit, *fields], by_unit),
        table_of(_per_goal(unit, "Yttre", OUTER), "Yttre per mål", [of_goal, *fields], by_goal),
        _left_out(left_out),
        Paragraph(sentences.to_reconsider(len(doubtful))),
        table_of("Föreslås för omprövning", "Att ompröva", items, doubtful),
        pictured,
        table_of("De fyra fälten", "Fyra fält", fields4, known),
        Paragraph(sentences.not_in_a_field(len(verdicts) - len(known)), soft=True)
        if known and len(known) < len(verdicts)
        else None,
    ]
    return section("yttre", "Yttre effektivitet", blocks if by_unit or doubtful or known else [])


def gains(view: ReportView, unit: UnitView) -> Section | None:
    """Return what has freed resources, raised productivity or quality, or ended, with the unit's own analysis."""
    fields = [
        Field("item_id", column("Vad", 40), item_named(view)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("kind", column("Slag", 22), one_of(GAIN_KIND)),
        Field("amount", number_column("Kronor om året", 16), whole),
        Field("measure", column("Mått", 26), said),
        Field("evidence", column("Bygger på", 40), said),
        Field("cause", column("Enhetens egen analys: orsak", 40), said),
        Field("new_way_of_working", column("Enhetens egen analys: nytt arbetssätt", 40), said),
    ]
    rows = own_rows(view, unit, EfficiencyGainsRow)
    lead = Paragraph(
        "Effektivisering är frigjorda resurser, högre produktivitet eller högre kvalitet. Besparing är att något upphör. Analysen är enhetens egen.",
        soft=True,
    )
    table = table_of("Effektivisering och besparing", "Effektivisering", fields, rows)
    return section("effektivisering", "Effektivisering och besparing", [lead, table] if rows else [])
