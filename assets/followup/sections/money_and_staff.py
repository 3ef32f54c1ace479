"""The sections on what the work had to hand and how it stands: money, staff, control, shortfalls, forecasts."""

from collections.abc import Mapping, Sequence

from assets.followup.content import (
    Block,
    OwnWords,
    Paragraph,
    Section,
    column,
    number_column,
    part,
    section,
    year_of,
)
from assets.followup.pictures.over_time import budget as budget_picture
from assets.followup.sections.fields import (
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
    rounded,
    said,
    share_of_hundred,
    status_or_words,
    surplus,
    table_of,
    tenth,
    unit_named,
    whole,
)
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import Level
from models.tables.rows import (
    BudgetRow,
    ControlPointsRow,
    EfficiencyIndexRow,
    ForecastScoresRow,
    GoodFinancialManagementRow,
    ShortfallSeriesRow,
    ShortfallsRow,
    StaffRow,
)
from models.words import numbers, sentences
from models.words.judgements import GENDER, GROUP_KIND, GROUP_ORDER, REASON
from models.words.work import BUDGET_KIND, CONTROL_RESULT, ESCALATION, FORECAST_BASIS, MANAGEMENT_PART


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
        for r in view.rows(EfficiencyIndexRow)
        if r["area_id"] == own and (unit.unit.level is Level.COUNCIL or r["service_area"] in areas)
    ]
    rows = _newest_of_each(rows)
    fields = [
        Field("service_area", column("Verksamhet", 26), areas_named),
        Field("group_kind", column("Jämfört med", 22), one_of(GROUP_KIND)),
        Field("year", number_column("År", 8), year_of),
        Field("quality", number_column("Kvalitet"), whole),
        Field("resources", number_column("Resurser"), whole),
        Field("efficiency", number_column("Samlat"), whole),
        Field("share_components", number_column("Kvalitetsmått med värde"), part),
        Field("source_label", column("Källa", 38), said),
    ]
    lead = Paragraph(
        "Poäng från 0 till 100 efter platsen bland de jämförda: 100 är högst kvalitet och lägst kostnad. Samlat är snittet av de två. Jämförs inte mellan år.",
        soft=True,
    )
    table = table_of("Kvalitet och resurser", "Kvalitet och resurser", fields, rows)
    return section("resurser", "Kvalitet och resurser", [lead, table] if rows else [])


def _newest_of_each(rows: Sequence[EfficiencyIndexRow]) -> list[EfficiencyIndexRow]:
    """Return of each service area and set the newest year with both quality and resources, else the newest."""
    found: dict[tuple[str, str], EfficiencyIndexRow] = {}
    for row in sorted(rows, key=lambda r: (r["efficiency"] is not None, r["year"])):
        found[row["service_area"], row["group_kind"]] = row
    return sorted(found.values(), key=lambda r: (r["service_area"], GROUP_ORDER.index(r["group_kind"])))


def latest_money(view: ReportView, unit: UnitView) -> list[BudgetRow]:
    """Return the latest month of each unit's money that has an outcome or a forecast."""
    found: dict[tuple[str, str], BudgetRow] = {}
    for row in sorted(own_rows(view, unit, BudgetRow), key=lambda r: r["month"]):
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
        Field("kind", column("Slag", 14), one_of(BUDGET_KIND)),
        Field("month", number_column("Till och med månad", 10), whole),
        Field("budget", number_column("Budget, helår", 16), whole),
        Field("budget_to_date", number_column("Budget hittills", 16), whole),
        Field("outcome", number_column("Utfall hittills", 16), whole),
        Field("forecast", number_column("Helårsprognos", 16), whole),
        Field("deviation", number_column("Avvikelse", 16), surplus),
        Field("deviation_percent", number_column("Avvikelse, procent"), percent),
        Field("escalation", column("Följd", 28), one_of(ESCALATION)),
        Field("measure", column("Åtgärd", 44), said),
    ]
    missing = [r for r in latest if r["measure_missing"]]
    names = list(dict.fromkeys(view.units[r["unit_id"]].title for r in missing if r["unit_id"] in view.units))
    pictured: list[Block | None] = [None]
    own = [r for r in view.rows(BudgetRow) if r["unit_id"] == unit.unit.id]
    for kind in ("result", "cost"):
        series = sorted((r for r in own if r["kind"] == kind), key=lambda r: r["month"])
        end = next((r["forecast"] for r in reversed(series) if r["forecast"] is not None), None)
        months = [(r["month"], r["budget_to_date"], r["outcome"]) for r in series]
        pictured.append(budget_picture(f"{BUDGET_KIND[kind]} hittills i år: {unit.unit.title}", months, end))
    blocks: list[Block | None] = [
        Paragraph(
            "Kronor. Hittills är till och med månaden. Avvikelsen gäller helåret, prognos mot budget: plus är överskott.",
            soft=True,
        ),
        *pictured,
        table_of("Budget, utfall och prognos", "Ekonomi", fields, latest),
        Paragraph(f"En åtgärd väntas men saknas: {sentences.listed(names)}.") if names else None,
    ]
    return section("ekonomi", "Ekonomi", blocks if latest else [])


def staff(view: ReportView, unit: UnitView) -> Section | None:
    """Return staff by unit and gender in the latest month, with sick leave in the same month a year before."""
    of_units = own_rows(view, unit, StaffRow)
    latest: dict[str, tuple[int, int]] = {}
    genders = tuple(GENDER)
    for row in of_units:
        latest[row["unit_id"]] = max(latest.get(row["unit_id"], (0, 0)), (row["year"], row["month"]))
    before = {(r["unit_id"], r["year"], r["month"], r["gender"]): r["sick_leave"] for r in of_units}
    place = list(view.units)
    of_latest = sorted(
        (r for r in of_units if (r["year"], r["month"]) == latest[r["unit_id"]]),
        key=lambda r: (r["unit_id"] != unit.unit.id, place.index(r["unit_id"]), genders.index(r["gender"])),
    )
    rows = [
        {
            **r,
            "when": f"{r['year']}-{r['month']:02d}",
            "before": before.get((r["unit_id"], r["year"] - 1, r["month"], r["gender"])),
            "why": "visas inte, för att skydda få personer" if r["withheld"] else None,
        }
        for r in of_latest
    ]
    fields = [
        Field("unit_id", column("Enhet", 30), unit_named(view)),
        Field("gender", column("Kön", 10), one_of(GENDER)),
        Field("when", column("Månad", 10), said),
        Field("headcount", number_column("Anställda"), whole),
        Field("fte", number_column("Årsarbetare"), tenth),
        Field("sick_leave", number_column("Sjukfrånvaro", 14), share_of_hundred),
        Field("before", number_column("Sjukfrånvaro året före", 14), share_of_hundred),
        Field("why", column("Upplysning", 26), said),
    ]
    lead = Paragraph(
        "Sjukfrånvaro i procent av den tid som skulle ha arbetats. Enheterna under räknas med i enheten över.",
        soft=True,
    )
    return section("personal", "Personal", [lead, table_of("Personal", "Personal", fields, rows)] if rows else [])


def control(view: ReportView, unit: UnitView) -> Section | None:
    """Return the control points of internal control: risk, control, result."""
    fields = [
        Field("title", column("Kontrollpunkt", 40), said),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("risk", column("Risk", 40), said),
        Field("probability", number_column("Sannolikhet", 12, note="1–4"), whole),
        Field("consequence", number_column("Konsekvens", 12, note="1–4"), whole),
        Field("risk_value", number_column("Riskvärde", 10, note="högst 16"), whole),
        Field("control", column("Kontroll", 40), said),
        Field("result", column("Resultat", 20), one_of(CONTROL_RESULT)),
        Field("checked_at", column("Kontrollerad", 12), on_day),
        Field("finding", column("Vad som hittades", 40), said),
        Field("measure", column("Åtgärd", 40), said),
    ]
    rows = sorted(own_rows(view, unit, ControlPointsRow), key=lambda r: (-r["risk_value"], r["control_point_id"]))
    return section(
        "internkontroll",
        "Intern kontroll",
        [table_of("Kontrollpunkter", "Intern kontroll", fields, rows)] if rows else [],
    )


def shortfalls(view: ReportView, unit: UnitView) -> Section | None:
    """Return quality factors that have fallen short for long: candidates for a development goal (§11), year by year."""
    rows = own_rows(view, unit, ShortfallsRow)
    candidates = [r for r in rows if r["candidate"]]
    since = {_leaf(r): r["since_year"] for r in candidates}
    series = [
        (r, view.indicators[r["indicator_id"]])
        for r in view.rows(ShortfallSeriesRow)
        if _leaf(r) in since and r["year"] >= since[_leaf(r)]
    ]
    of_what = [
        Field("indicator_id", column("Indikator", 44), indicator_named(view)),
        Field("gender", column("Kön", 10), one_of(GENDER)),
    ]
    listed = [
        *of_what,
        Field("goal_id", column("Kvalitetsfaktor", 36), goal_named(view)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        Field("n_in_a_row", number_column("Mätningar i rad"), whole),
        Field("n_missing", number_column("Saknade mätningar"), whole),
        Field("since_year", number_column("Från år", 9), year_of),
    ]
    by_year = [
        *of_what,
        Field("year", number_column("År", 8), year_of),
        Field("own", number_column("Värde"), rounded),
        Field("unit", column("Enhet", 22), said),
        Field("aim", column("Mål", 12), said),
        Field("status", column("Bedömning", 18), status_or_words),
        Field("score", number_column("Poäng bland liknande", 12), whole),
        Field("short", column("Brist", 30), said),
    ]
    shown = [
        {
            **r,
            "unit": indicator.unit_of_measure,
            "short": _short(r),
            "own": (r["value"], indicator.decimals),
            "aim": _aim(r, indicator.decimals),
        }
        for r, indicator in series
    ]
    blocks: list[Block | None] = [
        Paragraph(
            "Kvalitetsfaktorer som länge inte nått sitt mål, eller länge legat i den sämsta fjärdedelen. De kan prövas som utvecklingsmål.",
            soft=True,
        ),
        table_of("Kandidater till utvecklingsmål", "Kandidater", listed, candidates),
        table_of("Bristerna år för år", "Brister år för år", by_year, shown),
        Paragraph(sentences.not_yet_candidates(len(rows) - len(candidates)))
        if candidates and len(rows) > len(candidates)
        else None,
    ]
    return section("kandidater", "Kandidater till utvecklingsmål", blocks if candidates else [])


def _leaf(row: ShortfallsRow | ShortfallSeriesRow) -> tuple[str, ...]:
    return row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"]


def _short(row: ShortfallSeriesRow) -> str:
    """Return why a year of a quality factor counts as a shortfall, or why it does not."""
    if row["shortfall"] is None:
        return REASON.get(row["reason"] or "", "kan inte bedömas")
    if not row["shortfall"]:
        return "ingen brist"
    return "målet inte nått" if row["status"] == "not_met" else "sämsta fjärdedelen"


def _aim(row: ShortfallSeriesRow, decimals: int) -> str | None:
    if row["target_low"] is not None:
        return "–".join(numbers.number(end, decimals) for end in (row["target_low"], row["target_high"]))
    return None if row["target"] is None else numbers.number(row["target"], decimals)


def management(view: ReportView, unit: UnitView) -> Section | None:
    """Return god ekonomisk hushållning for the council (§13): its goals, the balance requirement, the committees' frames."""
    rows = view.rows(GoodFinancialManagementRow) if unit.unit.level is Level.COUNCIL else []
    if not rows:
        return None
    of = {name: [r for r in rows if r["part"] == name] for name in dict.fromkeys(r["part"] for r in rows)}
    goals = [{**r, "what": r["title"] or "Alla tillsammans"} for name in MANAGEMENT_PART for r in of.get(name, [])]
    counted = [
        Field("part", column("Slag av mål", 24), one_of(MANAGEMENT_PART)),
        Field("status", column("Bedömning", 18), status_or_words),
        Field("n_met", number_column("Uppfyllt", 11), whole),
        Field("n_partly", number_column("Delvis", 11), whole),
        Field("n_not_met", number_column("Ej uppfyllt", 11), whole),
        Field("n_not_assessed", number_column("Ej bedömd", 11), whole),
        Field("coverage", number_column("Täckning"), part),
        Field("score", number_column("Poäng", note="0–1"), hundredth),
    ]
    money = [
        Field("budget", number_column("Budget, helår", 16), whole),
        Field("forecast", number_column("Helårsprognos", 16), whole),
        Field("deviation", number_column("Avvikelse", 16), surplus),
        Field("deviation_percent", number_column("Avvikelse, procent"), percent),
    ]
    kind = Field("kind", column("Slag", 14), one_of(BUDGET_KIND))
    blocks: list[Block | None] = [
        table_of(
            "Finansiella mål och mål för verksamheten",
            "God ekonomisk hushållning",
            [Field("what", column("Mål", 44), said), *counted],
            goals,
        ),
        table_of(
            "Balanskravet: årets resultat enligt helårsprognosen",
            "Balanskravet",
            [kind, Field("status", column("Bedömning", 18), status_or_words), *money],
            of.get("balance_requirement", []),
        ),
        table_of(
            "Nämndernas avvikelser från sin ram",
            "Nämndernas avvikelser",
            [
                Field("title", column("Nämnd", 40), said),
                kind,
                *money,
                Field("escalation", column("Följd", 28), one_of(ESCALATION)),
            ],
            of.get("committee_deviation", []),
        ),
    ]
    for row in of.get("own_judgement", []):
        if row["own_judgement"]:
            title = f"{sentences.genitive(unit.unit.title)} egen bedömning"
            blocks.append(OwnWords(title, row["own_motivation"] or "", row["own_judgement"]))
        if row["towards_vision"]:
            blocks.append(OwnWords("Vägen mot visionen", row["towards_vision"]))
    return section("hushallning", "God ekonomisk hushållning", blocks)


def forecasts(view: ReportView, unit: UnitView) -> Section | None:
    """Return how well the year's forecasts foretold the outcome (§4); only the annual report has anything to tell."""
    rows = [
        (r, view.definitions.model.report_title(r["forecast_report"]))
        for r in sorted(own_rows(view, unit, ForecastScoresRow), key=lambda r: r["unit_id"] != unit.unit.id)
    ]
    made_by = Field("basis", column("Slag av prognos", 18), one_of(FORECAST_BASIS))
    when = Field("told_in", column("Prognos i", 26), said)
    summed = [
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        when,
        made_by,
        Field("n", number_column("Prognoser"), whole),
        Field("hit_rate", number_column("Rätt bedömning"), part),
        Field("mean_error", number_column("Medelfel"), in_tolerances),
        Field("mean_absolute_error", number_column("Medelfel, storlek"), hundredth),
    ]
    each = [
        Field("indicator_id", column("Indikator", 44), indicator_named(view)),
        Field("gender", column("Kön", 10), one_of(GENDER)),
        Field("unit_id", column("Enhet", 26), unit_named(view)),
        when,
        made_by,
        Field("foretold", number_column("Prognos"), rounded),
        Field("became", number_column("Utfall"), rounded),
        Field("error", number_column("Fel"), in_tolerances),
        Field("foretold_status", column("Bedömning då", 18), status_or_words),
        Field("status", column("Bedömning nu", 18), status_or_words),
    ]
    lead = Paragraph(
        "Årets prognoser mot utfallet. Felet är prognosen minus utfallet, räknat i indikatorns egen tolerans.",
        soft=True,
    )
    # An indicator under two goals was foretold once.
    leaves: dict[tuple[str, ...], Mapping[str, object]] = {}
    for row, told_in in rows:
        if row["goal_id"] is not None and row["indicator_id"] is not None and unit.unit.level is not Level.COUNCIL:
            decimals = view.indicators[row["indicator_id"]].decimals
            key = (row["indicator_id"], row["gender"] or "", row["unit_id"], row["forecast_report"], row["basis"])
            foretold, became = (row["forecast"], decimals), (row["outcome"], decimals)
            leaves[key] = {**row, "told_in": told_in, "foretold": foretold, "became": became}
    blocks: list[Block | None] = [
        lead,
        table_of(
            "Prognosernas träffsäkerhet",
            "Träffsäkerhet",
            summed,
            [{**r, "told_in": told_in} for r, told_in in rows if r["goal_id"] is None],
        ),
        table_of("Varje prognos mot utfallet", "Prognoser", each, list(leaves.values())),
    ]
    return section("prognoser", "Prognosernas träffsäkerhet", blocks if rows else [])
