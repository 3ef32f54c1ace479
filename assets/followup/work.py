"""The sections on how the work went: assignments, activities, inner and outer efficiency, and what was gained.

Each shows when its table is there and has rows for the unit; its fields are named by the table's columns.
"""

from collections.abc import Sequence

from assets.followup.accounts import control, economy, forecasts, latest_money, management, resources, shortfalls, staff
from assets.followup.content import (
    Block,
    Cell,
    Paragraph,
    Picture,
    Row,
    Section,
    column,
    numbers,
    part,
    section,
    words,
)
from assets.followup.fields import (
    Field,
    goal_named,
    item_named,
    on_day,
    one_of,
    own_rows,
    said,
    table_of,
    unit_named,
    whole,
    yes,
)
from assets.followup.pictures import four_fields as four_fields_picture
from assets.followup.view import ReportView, UnitView
from models import sentences, swedish
from models.governance import Level


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
        forecasts(view, unit),
    ]


def in_short(view: ReportView, unit: UnitView) -> list[tuple[str, str, str]]:
    """Return the lines of the summary on the work, on what to reconsider and on the economy."""
    points: list[tuple[str, str, str]] = []
    whole_unit = [r for r in view.rows("inner_efficiency") if r["unit_id"] == unit.unit.id and r["goal_id"] is None]
    for row in whole_unit:
        done = sentences.work_done(int(row["carried_out"]), int(row["due"]))
        points.append(("Arbetet", f"{done} Inre effektivitet: {swedish.INNER[row['status']].lower()}.", "#inre"))
    doubtful = reconsidered(view, unit)
    if doubtful:
        points.append(("Att ompröva", sentences.to_reconsider(len(doubtful)), "#yttre"))
    for row in latest_money(view, unit):
        if (
            row["unit_id"] == unit.unit.id
            and row["kind"] in {"result", "cost"}
            and row["forecast"] is not None
            and row["deviation"] is not None
        ):
            frame = (
                row["forecast"] - row["deviation"] if row["kind"] == "result" else row["forecast"] + row["deviation"]
            )
            points.append(
                (
                    f"Ekonomi, {swedish.BUDGET_KIND[row['kind']].lower()}",
                    sentences.budget_deviation(row["forecast"], frame, row["deviation"]),
                    "#ekonomi",
                )
            )
    return points


def _work_fields(view: ReportView) -> list[Field]:
    return [
        Field("title", column("Vad", 44), said),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("goal_id", column("Mål", 30), goal_named(view)),
        Field("responsible_role", column("Ansvarig", 22), said),
        Field("planned_start", column("Start", 12), on_day),
        Field("planned_end", column("Planerat klart", 12), on_day),
        Field("actual_end", column("Klart", 12), on_day),
        Field("state", column("Läge", 14), one_of(swedish.WORK_STATE)),
        Field("on_time", column("I tid", 8), yes),
        Field("within_budget", column("Inom budget", 9), yes),
        Field("quality_passed", column("Rätt kvalitet", 9), yes),
        Field("contributed", column("Bidrog", 9), yes),
        Field("basis", column("Underlag", 16), one_of(swedish.BASIS)),
    ]


def _items(rows: Sequence[Row]) -> list[Row]:
    """Return each item once: one that serves several goals names them together."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row["item_id"], row)
    return sorted(found.values(), key=lambda row: (str(row["planned_end"]), row["item_id"]))


def assignments(view: ReportView, unit: UnitView) -> Section | None:
    """Return the assignments: given to the unit, and for the council those that it gave."""
    if unit.unit.level is Level.COUNCIL:
        rows = [r for r in view.rows("assignments") if r["decided_by"] in unit.covers or r["unit_id"] in unit.covers]
    else:
        rows = own_rows(view, unit, "assignments")
    given = [
        Field("decided_by", column("Beslutat av", 22), unit_named(view)),
        Field("decided_at", column("Beslutat", 12), on_day),
        Field("financing", column("Finansiering", 30), said),
    ]
    fields = _work_fields(view)
    table = table_of("Uppdrag", "Uppdrag", [fields[0], *given, *fields[1:]], _items(rows))
    return section("uppdrag", "Uppdrag", [_states(rows, "uppdrag", "uppdrag"), table] if rows else [])


def activities(view: ReportView, unit: UnitView) -> Section | None:
    """Return the activities."""
    rows = [] if unit.unit.level is Level.COUNCIL else own_rows(view, unit, "activities")
    table = table_of("Aktiviteter", "Aktiviteter", _work_fields(view), _items(rows))
    return section("aktiviteter", "Aktiviteter", [_states(rows, "aktivitet", "aktiviteter"), table] if rows else [])


def _states(rows: Sequence[Row], one: str, many: str) -> Paragraph:
    items = _items(rows)
    n = {state: sum(r["state"] == state for r in items) for state in swedish.WORK_STATE}
    parts = [f"{k} {swedish.WORK_STATE[state].lower()}" for state, k in n.items() if k]
    return Paragraph(f"{swedish.count(len(items), one, many)}: {sentences.listed(parts)}." if parts else "")


def inner(view: ReportView, unit: UnitView) -> Section | None:
    """Return inner efficiency (docs/measures.md §6): was what was planned done, in the right way, and did it help."""
    rows = sorted(
        own_rows(view, unit, "inner_efficiency"), key=lambda r: (r["unit_id"] != unit.unit.id, r["goal_id"] is not None)
    )
    if unit.unit.level is Level.COUNCIL:
        rows = [r for r in rows if r["goal_id"] is None]
    fields = [
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("goal_id", column("Mål", 36), goal_named(view, "Alla mål")),
        Field("status", column("Bedömning", 26), one_of(swedish.INNER)),
        Field("due", numbers("Skulle vara klart"), whole),
        Field("carried_out", numbers("Genomfört"), whole),
        Field("g", numbers("Andel genomfört"), part),
        Field("right_way", numbers("På rätt sätt"), whole),
        Field("r", numbers("Andel på rätt sätt"), part),
        Field("judged", numbers("Kan bedömas"), whole),
        Field("contributed", numbers("Bidrog"), whole),
        Field("b", numbers("Andel som bidrog"), part),
        Field("short_of", column("Når inte upp i", 26), _short_of),
    ]
    lead = Paragraph(
        "Gjordes det som planerats, på rätt sätt och så att det bidrog till målen? Annars behöver arbetssätten förändras.",
        soft=True,
    )
    table = table_of("Inre effektivitet", "Inre effektivitet", fields, rows)
    return section("inre", "Inre effektivitet", [lead, table] if rows else [])


def _short_of(value: str | Sequence[str] | None) -> Cell:
    names = {"g": "genomförande", "r": "rätt sätt", "b": "bidrag"}
    if value is None:
        return words(None)
    listed = value.replace(",", " ").split() if isinstance(value, str) else list(value)
    return words(", ".join(names.get(name.lower(), name) for name in listed))


def reconsidered(view: ReportView, unit: UnitView) -> list[Row]:
    """Return the activities, assignments and services that are proposed for reconsideration, each once."""
    rows = [r for r in own_rows(view, unit, "outer_efficiency_items") if r["verdict"] == "reconsider"]
    return list({(r["item_kind"], r["item_id"]): r for r in rows}.values())


def outer(view: ReportView, unit: UnitView) -> Section | None:
    """Return outer efficiency (§7): were the right things done; the four fields; what is proposed for reconsideration."""
    rows = sorted(
        own_rows(view, unit, "outer_efficiency"), key=lambda r: (r["unit_id"] != unit.unit.id, r["goal_id"] is not None)
    )
    fields = [
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("goal_id", column("Mål", 36), goal_named(view, "Alla mål")),
        Field("status", column("Bedömning", 22), one_of(swedish.OUTER)),
        Field("y", numbers("Andel som bidrog"), part),
        Field("weight", numbers("Vikt", 14), whole),
        Field("contributed_weight", numbers("Vikt som bidrog", 14), whole),
        Field("basis", column("Underlag", 22), one_of(swedish.BASIS)),
    ]
    items = [
        Field("item_id", column("Insats", 44), item_named(view)),
        Field("item_kind", column("Slag", 14), one_of(swedish.ITEM_KIND)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("goal_id", column("Mål", 36), goal_named(view)),
        Field("contributed", column("Bidrog", 9), yes),
        Field("basis", column("Underlag", 22), one_of(swedish.BASIS)),
        Field("evidence", column("Bygger på", 50), said),
    ]
    doubtful = reconsidered(view, unit)
    verdicts = [
        r
        for r in own_rows(view, unit, "four_fields")
        if unit.unit.level is not Level.COUNCIL or r["unit_id"] == unit.unit.id
    ]
    known = [
        (r["verdict"], view.goals[r["goal_id"]].title) for r in verdicts if r["verdict"] and r["goal_id"] in view.goals
    ]
    fields4 = [
        Field("goal_id", column("Mål", 50), goal_named(view)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("verdict", column("Fält", 22), one_of(swedish.FOUR_FIELDS)),
    ]
    picture: Picture | None = four_fields_picture("De fyra fälten", list(dict.fromkeys(known)))
    blocks: list[Block | None] = []
    if rows or doubtful or known:
        blocks = [
            Paragraph(
                "Gjordes rätt saker, som bidrog till målen? Annars bör aktiviteten, uppdraget eller tjänsten omprövas.",
                soft=True,
            ),
            table_of("Yttre effektivitet", "Yttre effektivitet", fields, rows),
            picture,
            table_of("De fyra fälten", "Fyra fält", fields4, [r for r in verdicts if r["verdict"]]),
            Paragraph(sentences.to_reconsider(len(doubtful))) if rows else None,
            table_of("Föreslås för omprövning", "Att ompröva", items, doubtful),
        ]
    return section("yttre", "Yttre effektivitet", blocks)


def gains(view: ReportView, unit: UnitView) -> Section | None:
    """Return what has freed resources, raised productivity or quality, or ended, with the unit's own analysis."""
    fields = [
        Field("item_id", column("Vad", 40), item_named(view)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("kind", column("Slag", 22), one_of(swedish.GAIN_KIND)),
        Field("amount", numbers("Kronor om året", 16), whole),
        Field("measure", column("Mått", 26), said),
        Field("evidence", column("Bygger på", 40), said),
        Field("cause", column("Enhetens egen analys: orsak", 40), said),
        Field("new_way_of_working", column("Enhetens egen analys: nytt arbetssätt", 40), said),
    ]
    rows = own_rows(view, unit, "efficiency_gains")
    lead = Paragraph(
        "Effektivisering är frigjorda resurser, högre produktivitet eller högre kvalitet. Besparing är att något upphör. Analysen är enhetens egen.",
        soft=True,
    )
    table = table_of("Effektivisering och besparing", "Effektivisering", fields, rows)
    return section("effektivisering", "Effektivisering och besparing", [lead, table] if rows else [])
