"""The sections on what the work had to hand and how it stands: money, staff, control, shortfalls, forecasts."""

from assets.followup.content import (
    Block,
    Cell,
    OwnWords,
    Paragraph,
    Row,
    Section,
    column,
    numbers,
    part,
    section,
    year_of,
)
from assets.followup.fields import (
    Field,
    goal_named,
    hundredth,
    in_tolerances,
    indicator_named,
    named,
    on_day,
    one_of,
    own_rows,
    percent,
    said,
    status_or_words,
    surplus,
    table_of,
    tenth,
    unit_named,
    whole,
)
from assets.followup.plots import budget as budget_picture
from assets.followup.view import ReportView, UnitView
from models import sentences, swedish
from models.governance import Level


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


def latest_money(view: ReportView, unit: UnitView) -> list[Row]:
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
    latest = latest_money(view, unit)
    fields = [
        Field("unit_id", column("Enhet", 30), unit_named(view)),
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
        Field("unit_id", column("Enhet", 30), unit_named(view)),
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
        Field("unit_id", column("Enhet", 26), unit_named(view)),
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
        Field("indicator_id", column("Indikator", 44), indicator_named(view)),
        Field("goal_id", column("Kvalitetsfaktor", 36), goal_named(view)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
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
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        when,
        made_by,
        Field("n", numbers("Prognoser"), whole),
        Field("hit_rate", numbers("Rätt bedömning"), part),
        Field("mean_error", numbers("Medelfel"), in_tolerances),
        Field("mean_absolute_error", numbers("Medelfel, storlek"), hundredth),
    ]
    each = [
        Field("indicator_id", column("Indikator", 44), indicator_named(view)),
        Field("gender", column("Kön", 10), one_of(swedish.GENDER)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
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
