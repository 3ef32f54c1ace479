"""The sections on how the work went: assignments, activities, efficiency, money, staff, control, and what follows.

Each shows when its table is there and has rows for the unit; its fields are named by the table's columns.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from assets.followup.content import (
    Block,
    Cell,
    Column,
    OwnWords,
    Paragraph,
    Picture,
    Row,
    Section,
    Table,
    column,
    figure,
    judged,
    moved,
    numbers,
    part,
    section,
    words,
    year_of,
)
from assets.followup.pictures import four_fields as four_fields_picture
from assets.followup.plots import budget as budget_picture
from assets.followup.view import ReportView, UnitView
from models import sentences, swedish
from models.governance import COMMITTEE_LEVELS, Level

MONTHS = 12


class Field(NamedTuple):
    """A column of a section's table: the table's own column, its heading, and how a row's value is shown."""

    name: str
    column: Column
    cell: Callable[[Any], Cell]


def whole(value: float | None) -> Cell:
    """Return a whole number."""
    return figure(value, 0)


def tenth(value: float | None) -> Cell:
    """Return a number with one decimal."""
    return figure(value, 1)


def surplus(value: float | None) -> Cell:
    """Return a deviation in whole kronor, with its sign."""
    return moved(value, 0)


def percent(value: float | None) -> Cell:
    """Return what already is a percentage, with one decimal."""
    cell = moved(value, 1)
    return cell if value is None else Cell(f"{cell.text}\u00a0%", value, '+0.0" %";−0.0" %";0.0" %"')


def on_day(value: date | datetime | None) -> Cell:
    """Return a day."""
    return words(swedish.day(value) if value is not None else None)


def yes(value: bool | None) -> Cell:
    """Return ja, nej or nothing known."""
    return words(None if value is None else swedish.YES[value])


def said(text: str | None) -> Cell:
    """Return a text as it stands."""
    return words(text)


def one_of(names: dict[str, str]) -> Callable[[str | None], Cell]:
    """Return what shows a word of a table in Swedish."""
    return lambda value: words(names.get(value or "", value))


def named(names: Mapping[str, str], none: str | None = None) -> Callable[[str | None], Cell]:
    """Return what shows an id by its name, the id itself where it has none, and `none` where there is no id."""
    return lambda value: words(none if value is None else names.get(value, value))


def hundredth(value: float | None) -> Cell:
    """Return a number with two decimals."""
    return figure(value, 2)


def in_tolerances(value: float | None) -> Cell:
    """Return a difference counted in tolerances."""
    return moved(value, 2)


def status_or_words(value: str | None) -> Cell:
    """Return a status of fulfilment, or what stands in its place."""
    return judged(value) if value in swedish.STATUS else words(value)


def table_of(caption: str, sheet: str, fields: Sequence[Field], rows: Sequence[Row], note: str = "") -> Table:
    """Return a table of the fields that the rows have."""
    there = [f for f in fields if rows and f.name in rows[0]]
    return Table(
        caption, [f.column for f in there], [[f.cell(row[f.name]) for f in there] for row in rows], sheet, note
    )


def own_rows(view: ReportView, unit: UnitView, table: str) -> list[Row]:
    """Return a table's rows for the page's units; the council's page shows its own, and the committees' as such."""
    rows = view.rows(table)
    if unit.unit.level is not Level.COUNCIL:
        return [row for row in rows if row["unit_id"] in unit.covers]
    shown = {u.id for u in view.definitions.model.units if u.level in COMMITTEE_LEVELS} | set(unit.covers)
    return [row for row in rows if row["unit_id"] in shown]


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
    for row in _latest(view, unit):
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


def _named(view: ReportView) -> Callable[[str | None], Cell]:
    return named({unit.id: unit.title for unit in view.units.values()})


def _goal_named(view: ReportView, none: str | None = None) -> Callable[[str | None], Cell]:
    return named({goal.id: goal.title for goal in view.goals.values()}, none)


def _item_named(view: ReportView) -> Callable[[str | None], Cell]:
    return named({row["item_id"]: row["title"] for table in ("activities", "assignments") for row in view.rows(table)})


def _indicator_named(view: ReportView) -> Callable[[str | None], Cell]:
    return named({indicator.id: indicator.title for indicator in view.definitions.model.indicators}, "Alla")


def _work_fields(view: ReportView) -> list[Field]:
    return [
        Field("title", column("Vad", 44), said),
        Field("unit_id", column("Enhet", 26), _named(view)),
        Field("goal_id", column("Mål", 30), _goal_named(view)),
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
        Field("decided_by", column("Beslutat av", 22), _named(view)),
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
        Field("unit_id", column("Enhet", 26), _named(view)),
        Field("goal_id", column("Mål", 36), _goal_named(view, "Alla mål")),
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
        Field("unit_id", column("Enhet", 26), _named(view)),
        Field("goal_id", column("Mål", 36), _goal_named(view, "Alla mål")),
        Field("status", column("Bedömning", 22), one_of(swedish.OUTER)),
        Field("y", numbers("Andel som bidrog"), part),
        Field("weight", numbers("Vikt", 14), whole),
        Field("contributed_weight", numbers("Vikt som bidrog", 14), whole),
        Field("basis", column("Underlag", 22), one_of(swedish.BASIS)),
    ]
    items = [
        Field("item_id", column("Insats", 44), _item_named(view)),
        Field("item_kind", column("Slag", 14), one_of(swedish.ITEM_KIND)),
        Field("unit_id", column("Enhet", 26), _named(view)),
        Field("goal_id", column("Mål", 36), _goal_named(view)),
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
        Field("goal_id", column("Mål", 50), _goal_named(view)),
        Field("unit_id", column("Enhet", 26), _named(view)),
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
        Field("item_id", column("Vad", 40), _item_named(view)),
        Field("unit_id", column("Enhet", 26), _named(view)),
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


def resources(view: ReportView, unit: UnitView) -> Section | None:
    """Return quality and resources together, by service area (§9)."""
    areas = {i.indicator.service_area for i in unit.indicators}
    own = view.definitions.model.municipality.area_id
    titles = {area.id: area.title for area in view.definitions.model.service_areas}
    areas |= {
        a.id
        for a in view.definitions.model.service_areas
        if {a.resource, *a.quality} & {i.indicator.id for i in unit.indicators}
    }
    areas_named = named(titles)
    rows = [
        r
        for r in view.rows("efficiency_index")
        if r["area_id"] == own and (unit.unit.level is Level.COUNCIL or r["service_area"] in areas)
    ]
    fields = [
        Field("service_area", column("Verksamhet", 26), areas_named),
        Field("group_kind", column("Jämfört med", 22), one_of(swedish.GROUP_KIND)),
        Field("year", numbers("År", 8), year_of),
        Field("quality", numbers("Kvalitet"), whole),
        Field("resources", numbers("Resurser"), whole),
        Field("efficiency", numbers("Samlat"), whole),
        Field("share_components", numbers("Mått med värde"), part),
    ]
    lead = Paragraph(
        "Poäng från 0 till 100 efter platsen bland de jämförda: 100 är högst kvalitet och lägst kostnad. Samlat är snittet av de två. Jämförs inte mellan år.",
        soft=True,
    )
    table = table_of("Kvalitet och resurser", "Kvalitet och resurser", fields, rows)
    return section("resurser", "Kvalitet och resurser", [lead, table] if rows else [])


def _latest(view: ReportView, unit: UnitView) -> list[Row]:
    """Return the latest month of each unit's money that has an outcome or a forecast."""
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(own_rows(view, unit, "budget"), key=lambda r: r["month"]):
        key = (row["unit_id"], row["kind"])
        if key not in found or row["outcome"] is not None or row["forecast"] is not None:
            found[key] = row
    place = list(view.units)
    return sorted(
        found.values(),
        key=lambda r: (r["unit_id"] != unit.unit.id, place.index(r["unit_id"]), r["kind"] == "investment", r["kind"]),
    )


def economy(view: ReportView, unit: UnitView) -> Section | None:
    """Return budget, outcome, forecast and deviation (§10), with what is done about it."""
    latest = _latest(view, unit)
    fields = [
        Field("unit_id", column("Enhet", 30), _named(view)),
        Field("kind", column("Slag", 14), one_of(swedish.BUDGET_KIND)),
        Field("month", numbers("Till och med månad", 10), whole),
        Field("budget", numbers("Budget", 16), whole),
        Field("outcome", numbers("Utfall", 16), whole),
        Field("forecast", numbers("Helårsprognos", 16), whole),
        Field("deviation", numbers("Avvikelse", 16), surplus),
        Field("deviation_percent", numbers("Avvikelse, procent"), percent),
        Field("escalation", column("Följd", 28), one_of(swedish.ESCALATION)),
        Field("measure", column("Åtgärd", 44), said),
    ]
    missing = [r for r in latest if r["escalation"] not in {None, "none"} and not r["measure"]]
    names = list(dict.fromkeys(view.units[r["unit_id"]].title for r in missing if r["unit_id"] in view.units))
    pictured: list[Block | None] = [None]
    own = [r for r in view.rows("budget") if r["unit_id"] == unit.unit.id]
    for kind in ("result", "cost"):
        series = sorted((r for r in own if r["kind"] == kind), key=lambda r: r["month"])
        end = next((r["forecast"] for r in reversed(series) if r["forecast"] is not None), None)
        months = [(r["month"], r["budget"], r["outcome"]) for r in series]
        pictured.append(budget_picture(f"{swedish.BUDGET_KIND[kind]} hittills i år: {unit.unit.title}", months, end))
    blocks: list[Block | None] = [
        Paragraph("Kronor, ackumulerat till och med månaden. Avvikelsen gäller helåret: plus är överskott.", soft=True),
        *pictured,
        table_of("Budget, utfall och prognos", "Ekonomi", fields, latest),
        Paragraph(f"En åtgärd väntas men saknas: {sentences.listed(names)}.") if names else None,
    ]
    return section("ekonomi", "Ekonomi", blocks if latest else [])


def staff(view: ReportView, unit: UnitView) -> Section | None:
    """Return staff by unit and gender."""
    fields = [
        Field("unit_id", column("Enhet", 30), _named(view)),
        Field("gender", column("Kön", 10), one_of(swedish.GENDER)),
        Field("month", numbers("Månad", 8), whole),
        Field("headcount", numbers("Anställda"), whole),
        Field("fte", numbers("Årsarbetare"), tenth),
        Field("full_time_equivalents", numbers("Årsarbetare"), tenth),
        Field("sick_leave", numbers("Sjukfrånvaro", 14), _sick),
    ]
    rows = sorted(
        own_rows(view, unit, "staff"),
        key=lambda r: (r["unit_id"] != unit.unit.id, r["unit_id"], "TKM".index(r["gender"])),
    )
    return section("personal", "Personal", [table_of("Personal", "Personal", fields, rows)] if rows else [])


def _sick(value: float | None) -> Cell:
    return Cell() if value is None else Cell(f"{swedish.number(value * 100, 1)}\u00a0%", value, "0.0%")


def control(view: ReportView, unit: UnitView) -> Section | None:
    """Return the control points of internal control: risk, control, result."""
    fields = [
        Field("title", column("Kontrollpunkt", 40), said),
        Field("unit_id", column("Enhet", 26), _named(view)),
        Field("risk", column("Risk", 40), said),
        Field("probability", numbers("Sannolikhet", 12, note="1–4"), whole),
        Field("consequence", numbers("Konsekvens", 12, note="1–4"), whole),
        Field("control", column("Kontroll", 40), said),
        Field("result", column("Resultat", 20), one_of(swedish.CONTROL_RESULT)),
        Field("checked_at", column("Kontrollerad", 12), on_day),
        Field("finding", column("Vad som hittades", 40), said),
        Field("measure", column("Åtgärd", 40), said),
    ]
    rows = own_rows(view, unit, "control_points")
    return section(
        "internkontroll",
        "Intern kontroll",
        [table_of("Kontrollpunkter", "Intern kontroll", fields, rows)] if rows else [],
    )


def shortfalls(view: ReportView, unit: UnitView) -> Section | None:
    """Return quality factors that have fallen short for long: candidates for a development goal (§11)."""
    fields = [
        Field("indicator_id", column("Indikator", 44), _indicator_named(view)),
        Field("goal_id", column("Kvalitetsfaktor", 36), _goal_named(view)),
        Field("unit_id", column("Enhet", 26), _named(view)),
        Field("gender", column("Kön", 10), one_of(swedish.GENDER)),
        Field("n_in_a_row", numbers("Mätningar i rad"), whole),
        Field("from_year", numbers("Från år", 9), year_of),
        Field("to_year", numbers("Till år", 9), year_of),
        Field("series", column("Serie", 50), said),
    ]
    rows = own_rows(view, unit, "shortfalls")
    lead = Paragraph(
        "Kvalitetsfaktorer som länge inte nått sitt mål, eller länge legat i den sämsta fjärdedelen. De kan prövas som utvecklingsmål.",
        soft=True,
    )
    table = table_of("Kandidater till utvecklingsmål", "Kandidater", fields, rows)
    return section("kandidater", "Kandidater till utvecklingsmål", [lead, table] if rows else [])


def management(view: ReportView, unit: UnitView) -> Section | None:
    """Return god ekonomisk hushållning for the council (§13)."""
    rows = view.rows("good_financial_management") if unit.unit.level is Level.COUNCIL else []
    if not rows:
        return None
    counted = [
        ("n_met", "Uppfyllt"),
        ("n_partly", "Delvis"),
        ("n_not_met", "Ej uppfyllt"),
        ("n_not_assessed", "Ej bedömd"),
    ]
    fields = [
        Field("part", column("Del", 30), one_of(swedish.MANAGEMENT_PART)),
        Field("title", column("Vad", 44), said),
        Field("status", column("Bedömning", 18), status_or_words),
        *(Field(name, numbers(title, 11), whole) for name, title in counted),
        Field("coverage", numbers("Täckning"), part),
        Field("score", numbers("Poäng"), hundredth),
        Field("amount", numbers("Kronor", 16), whole),
    ]
    own = [
        OwnWords("Fullmäktiges egen bedömning", r.get("own_motivation") or "", r["own_judgement"])
        for r in rows
        if r.get("own_judgement")
    ]
    blocks: list[Block | None] = [
        table_of("God ekonomisk hushållning", "God ekonomisk hushållning", fields, rows),
        *own,
    ]
    return section("hushallning", "God ekonomisk hushållning", blocks)


def forecasts(view: ReportView, unit: UnitView) -> Section | None:
    """Return how well the year's forecasts foretold the outcome (§4), in the annual report."""
    rows = own_rows(view, unit, "forecast_scores")
    made_by = Field("basis", column("Slag av prognos", 18), one_of(swedish.FORECAST_BASIS))
    when = Field("forecast_report", column("Prognos i", 12), said)
    summed = [
        Field("unit_id", column("Enhet", 26), _named(view)),
        when,
        made_by,
        Field("n", numbers("Prognoser"), whole),
        Field("hit_rate", numbers("Rätt bedömning"), part),
        Field("mean_error", numbers("Medelfel"), in_tolerances),
        Field("mean_absolute_error", numbers("Medelfel, storlek"), hundredth),
    ]
    each = [
        Field("indicator_id", column("Indikator", 44), _indicator_named(view)),
        Field("gender", column("Kön", 10), one_of(swedish.GENDER)),
        Field("unit_id", column("Enhet", 26), _named(view)),
        when,
        made_by,
        Field("forecast", numbers("Prognos"), tenth),
        Field("outcome", numbers("Utfall"), tenth),
        Field("error", numbers("Fel"), in_tolerances),
        Field("foretold_status", column("Bedömning då", 18), status_or_words),
        Field("status", column("Bedömning nu", 18), status_or_words),
    ]
    lead = Paragraph("Årets prognoser mot utfallet. Felet räknas i indikatorns egen tolerans.", soft=True)
    leaves = [r for r in rows if r["goal_id"] is not None and unit.unit.level is not Level.COUNCIL]
    blocks: list[Block | None] = [
        lead,
        table_of("Prognosernas träffsäkerhet", "Träffsäkerhet", summed, [r for r in rows if r["goal_id"] is None]),
        table_of("Varje prognos mot utfallet", "Prognoser", each, leaves),
    ]
    return section("prognoser", "Prognosernas träffsäkerhet", blocks if rows else [])
