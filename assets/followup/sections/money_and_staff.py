"""The sections on what the work had to hand and how it stands: money, staff, control, shortfalls, forecasts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from assets.followup.content import (
    Block,
    Bullets,
    Cell,
    OwnWords,
    Paragraph,
    Picture,
    Section,
    ShownTable,
    column,
    figure,
    lead,
    number_column,
    on_day,
    part,
    section,
    telling,
    words,
    year_of,
)
from assets.followup.pictures.over_time import budget as budget_picture
from assets.followup.pictures.svg import deviations
from assets.followup.sections.fields import (
    Field,
    amount,
    amount_or_why,
    as_read,
    deviation,
    deviation_percent,
    forecast_change,
    goal_named,
    hundredth,
    in_tolerances,
    index_between,
    indicator_named,
    measured_year,
    month_named,
    named,
    one_of,
    own_rows,
    rounded,
    said,
    share_of_hundred,
    shown_units,
    status_named,
    sum_named,
    table_of,
    tenth,
    unit_named,
    whole,
)
from assets.followup.view import ReportView, UnitView, sum_title
from models.definitions.steering import MONTHS, Level, OfOrganisation, month_of, units_above
from models.tables.rows import (
    BalanceRequirementRow,
    BudgetRow,
    ControlPointsRow,
    EfficiencyIndexRow,
    FinancialAnalysisRow,
    ForecastScoresRow,
    GoodFinancialManagementRow,
    InvestmentsRow,
    ShortfallSeriesRow,
    ShortfallsRow,
    StaffAccountRow,
    StaffRow,
)
from models.words import money_and_staff as sv
from models.words import numbers, pictures, sentences
from models.words.at_a_glance import in_short
from models.words.goals import OWN_JUDGEMENT_OF
from models.words.judgements import GENDER, GROUP_KIND, GROUP_ORDER, MONTH_NAMES, REASON
from models.words.own_names import glance_money, in_own_words
from models.words.work import (
    AWAITED_OF,
    BUDGET_KIND,
    CONTROL_RESULT,
    ESCALATION,
    ESCALATION_OF_YEAR,
    FORECAST_BASIS,
    MANAGEMENT_PART,
)

# Two tellings of a year's result, in percent of taxes, that lie so far apart contradict each other (docs/measures.md §21).
HALF_A_PERCENT = 0.5


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
        Field("service_area", areas_named, 26),
        Field("group_kind", one_of(GROUP_KIND), 22),
        Field("year", year_of, 8),
        Field("quality", whole),
        Field("resources", whole),
        Field("efficiency", index_between),
        Field("share_components", part),
        Field("source_label", said, 38),
    ]
    told = [{**r, "efficiency": (r["efficiency"], r["efficiency_low"], r["efficiency_high"])} for r in rows]
    table = table_of(view, sv.QUALITY_AND_RESOURCES, fields, told)
    return section("resurser", [], folded=[lead("resurser"), table]) if rows else None


def _newest_of_each(rows: Sequence[EfficiencyIndexRow]) -> list[EfficiencyIndexRow]:
    """Return of each service area and set the newest year with both quality and resources, else the newest."""
    newest: dict[tuple[str, str], EfficiencyIndexRow] = {}
    for row in sorted(rows, key=lambda r: (r["efficiency_low"] is not None, r["year"])):
        newest[row["service_area"], row["group_kind"]] = row
    return sorted(newest.values(), key=lambda r: (r["service_area"], GROUP_ORDER.index(r["group_kind"])))


def latest_money(
    view: ReportView, unit: UnitView, which: Sequence[Literal["outcome", "forecast"]] = ("outcome", "forecast")
) -> list[BudgetRow]:
    """Return the latest month of each unit's money that has an outcome or a forecast, or one of them as asked, else the latest."""
    latest: dict[tuple[str, str], BudgetRow] = {}
    for row in sorted(
        own_rows(view, unit, BudgetRow), key=lambda r: (any(r[name] is not None for name in which), r["month"])
    ):
        latest[row["unit_id"], row["kind"]] = row
    place, kinds = list(view.units), list(BUDGET_KIND)
    return sorted(
        latest.values(),
        key=lambda r: (r["unit_id"] != unit.unit.id, place.index(r["unit_id"]), kinds.index(r["kind"])),
    )


def money_in_short(view: ReportView, unit_id: str) -> Cell:
    """Return how the full year stands against budget: the result, or the cost where a unit has no result of its own."""
    of_unit = [r for r in view.rows(BudgetRow) if r["unit_id"] == unit_id and r["deviation"] is not None]
    for kind in ("result", "cost"):
        latest = max((r for r in of_unit if r["kind"] == kind), key=lambda r: r["month"], default=None)
        if latest is not None:
            note = BUDGET_KIND[kind].lower()
            if latest["month"] != month_of(view.report):
                note = sv.FORETOLD_AFTER.format(kind=note, month=MONTH_NAMES[latest["month"]])
            elif latest["forecast_basis"] == "outcome" and (gone := [MONTH_NAMES[m] for m in view.unbooked_months]):
                note = f"{note}, {sv.WITHOUT_MONTHS.format(months=numbers.listed(gone))}"
            told = deviation(view)(latest["deviation"])
            return replace(
                told, text=in_short(latest["deviation"] or 0, view.words), note=note, lineage=latest["lineage_id"]
            )
    hidden = any(r["outcome_withheld"] for r in view.rows(BudgetRow) if r["unit_id"] == unit_id)
    return Cell(note=sv.OUTCOME_WITHHELD if hidden else "")


def has_year_outcome(view: ReportView) -> bool:
    """Whether the year has ended and every full year's figure of the money is its outcome: nothing is foretold then."""
    rows = [r for r in view.rows(BudgetRow) if r["month"] == MONTHS and r["forecast"] is not None]
    return view.annual and bool(rows) and all(r["forecast_basis"] == "outcome" for r in rows)


def economy(view: ReportView, unit: UnitView) -> Section | None:
    """Return budget, outcome, forecast and deviation (§10), with what is done about it.

    A month's follow-up shows the outcome of its month, and apart from it the latest forecast with the month after which it
    was made.
    """
    latest = latest_money(view, unit)
    ended = has_year_outcome(view)
    month = Field("month", month_named(view), 16)
    frame = Field("budget", amount(view), 16)
    booked = [Field("budget_to_date", amount(view), 16), Field("outcome", amount_or_why(view), 16)]
    whose = [Field("unit_id", sum_named(view), 30), Field("kind", one_of(BUDGET_KIND))]
    of_year = [
        Field("forecast", amount_or_why(view) if ended else amount(view), 16),
        *(
            []
            if ended
            else [Field("forecast_change", forecast_change(view), 20), Field("changed_since", month_named(view), 16)]
        ),
        Field("deviation", deviation(view), 20),
        Field("deviation_percent", deviation_percent, 16),
        Field("escalation", said, 28),
        Field("measure", said, 44),
    ]
    if view.monthly:
        latest = latest_money(view, unit, ["forecast"])
        of_month = latest_money(view, unit, ["outcome"])
        foretold = [row for row in latest if row["forecast"] is not None]
        of_forecast = _with_why(view, foretold, "forecast") if ended else _with_escalation(view, foretold)
        tables = [
            table_of(view, sv.MONEY_OF_MONTH, [*whose, month, frame, *booked], _with_why(view, of_month, "outcome")),
            table_of(view, sv.LATEST_FORECAST, [*whose, month, *of_year], of_forecast),
        ]
    else:
        fields = [*whose, *([frame] if ended else [month, frame, *booked]), *of_year]
        rows = _with_why(view, latest, "forecast" if ended else "outcome")
        tables = [table_of(view, sv.MONEY_OF_YEAR if ended else sv.MONEY, fields, rows)]
    missing = [] if ended else [r for r in latest if r["measure_missing"]]
    names = list(dict.fromkeys(sum_title(view.units[r["unit_id"]]) for r in missing if r["unit_id"] in view.units))
    empty = nothing_booked(view, unit)
    pictured: list[Block | None] = [None]
    own = [r for r in view.rows(BudgetRow) if r["unit_id"] == unit.unit.id]
    kinds = [kind for kind in ("result", "cost") if any(r["kind"] == kind for r in own)]
    money_unit = glance_money(view.words)
    for kind in kinds[:1] if view.monthly else kinds:
        series = sorted((r for r in own if r["kind"] == kind), key=lambda r: r["month"])
        foretold = [] if ended else [r for r in series if r["forecast"] is not None]
        end = foretold[-1]["forecast"] if foretold else None
        whole = min(view.unbooked_months, default=MONTHS + 1)
        months = [(r["month"], r["budget_to_date"], r["outcome"] if r["month"] < whole else None) for r in series]
        pictured.append(
            telling(
                budget_picture(
                    sv.SO_FAR_THIS_YEAR.format(kind=BUDGET_KIND[kind], unit=sum_title(unit.unit)),
                    months,
                    end,
                    money_unit,
                ),
                "fact_money_month fact_money_year",
                [unit.unit.id],
                [*(r["lineage_id"] for r in series), *(r["lineage_id"] for r in foretold[-1:])],
            )
        )
    explained = lead("ekonomi-utfall" if ended else "ekonomi", view.words)
    reorganised = _reorganised(view, latest)
    lacking = Paragraph(sv.MEASURE_MISSING.format(units=numbers.listed(names))) if names else None
    changes = _frame_changes(view, {(r["unit_id"], r["kind"]) for r in latest})
    decided = _deviation_decisions(view, unit)
    nothing_of_month = Paragraph(empty) if empty else None
    blocks: list[Block | None] = [
        explained,
        nothing_of_month,
        *(_unbooked_told(view, unit) if view.monthly else []),
        *tables,
        *pictured,
        reorganised,
        changes,
        decided,
        lacking,
    ]
    folded: list[Block | None] = []
    if not view.monthly:
        blocks = [
            Bullets(_in_short(view, latest, unit, ended=ended)),
            *_unbooked_told(view, unit),
            _bars(view, latest, unit, ended=ended),
            reorganised,
            decided,
            lacking,
        ]
        folded = [explained, *pictured, *tables, changes]
    unread = unread_money(view)
    told = sv.NO_MONEY_READ.format(sources=unread) if unread else sv.NO_MONEY
    nothing = [Paragraph(told)] if view.monthly or unread else []
    return section("ekonomi", blocks, folded=folded) if latest else section("ekonomi", [*nothing, decided])


def unread_money(view: ReportView) -> str:
    """Return which of the files of money have rows that cannot be read: what lacks may be in them; empty where none has."""
    unread = dict.fromkeys(sv.MONEY_FILE[source.kind] for source in view.unread if source.kind in sv.MONEY_FILE)
    return numbers.listed([*unread]) if unread else ""


def _in_short(
    view: ReportView, latest: Sequence[BudgetRow], unit: UnitView, *, ended: bool
) -> list[tuple[str, str, str]]:
    """Return the unit's own cost and result against budget, in sentences."""
    return [
        (
            BUDGET_KIND[row["kind"]],
            sentences.budget_deviation(row["kind"], row["forecast"], row["budget"], ended=ended, words=view.words),
            "",
        )
        for row in latest
        if row["unit_id"] == unit.unit.id and row["kind"] in {"result", "cost"}
        if row["forecast"] is not None and row["budget"] is not None and row["deviation"] is not None
    ]


def _bars(view: ReportView, latest: Sequence[BudgetRow], unit: UnitView, *, ended: bool) -> Picture | None:
    """Return the deviations of the units below as bars: their result, or their cost where they have no result of their own."""
    rows: dict[str, BudgetRow] = {}
    for row in latest:
        if row["deviation"] is not None and (
            row["kind"] == "result" or (row["kind"] == "cost" and row["unit_id"] not in rows)
        ):
            rows[row["unit_id"]] = row
    money = glance_money(view.words)
    bars = [
        (view.units[name].title, money.of(row["deviation"] or 0), row["lineage_id"])
        for name, row in rows.items()
        if name != unit.unit.id
    ]
    if len(bars) < 2:  # noqa: PLR2004
        return None
    whole = rows.get(unit.unit.id)
    rest = 0.0 if whole is None else money.of(whole["deviation"] or 0) - sum(bar[1] for bar in bars)
    if whole is not None and unit.unit.level is Level.COUNCIL and numbers.round_half_up(rest, money.decimals):
        bars.append((sv.THE_REST, rest, whole["lineage_id"]))
    bars.sort(key=lambda bar: bar[1])
    drawn = deviations(
        pictures.DEVIATIONS_TITLE.format(year=pictures.DEVIATIONS_OF[ended], axis=money.axis),
        [bar[:2] for bar in bars],
        money,
    )
    return telling(drawn, "fact_money_year", [unit.unit.id, *rows], [bar[2] for bar in bars])


def unbooked(view: ReportView, unit: UnitView) -> list[BudgetRow]:
    """Return the frames below a unit on which nothing is booked up to the report's month, though the unit's sum has an outcome.

    One in a frame above it that has an outcome is a part of that one: what it costs may be booked there.
    """
    rows = [r for r in own_rows(view, unit, BudgetRow) if r["month"] == month_of(view.report)]
    booked = {(r["unit_id"], r["kind"]) for r in rows if r["outcome"] is not None}
    framed = {(r["unit_id"], r["kind"]) for r in rows if r["own_frame"]} & booked
    day = date(view.year, month_of(view.report), 28)
    return [
        r
        for r in rows
        if r["own_frame"] and r["budget_to_date"] and r["outcome"] is None and not r["outcome_withheld"]
        and (unit.unit.id, r["kind"]) in booked and r["unit_id"] != unit.unit.id
        and not any((name, r["kind"]) in framed for name in units_above(view.units, r["unit_id"], day))
    ]  # fmt: skip


def _unbooked_told(view: ReportView, unit: UnitView) -> list[Block]:
    """Return which months, and which frames, have nothing booked though later months, and the sums, have."""
    gone = [MONTH_NAMES[month] for month in view.unbooked_months]
    told: list[Block] = []
    if gone:
        told.append(Paragraph(sv.MONTHS_UNBOOKED.format(months=numbers.listed(gone), year=view.year, first=gone[0])))
    money = glance_money(view.words)
    units = [
        sv.UNBOOKED_UNIT.format(
            unit=view.units[r["unit_id"]].title,
            kind=BUDGET_KIND[r["kind"]].lower(),
            amount=sentences.measured(money.of(r["budget_to_date"] or 0), money.decimals, money.name),
        )
        for r in unbooked(view, unit)
    ]
    return [*told, Paragraph(sv.UNBOOKED.format(units=numbers.listed(units)))] if units else told


def nothing_booked(view: ReportView, unit: UnitView) -> str:
    """Return that a month's follow-up has no outcome of its month, and which month has the latest; empty where it has, or no money."""
    rows = own_rows(view, unit, BudgetRow) if view.monthly else []
    booked = max((r["month"] for r in rows if r["outcome"] is not None), default=0)
    month = month_of(view.report)
    if not rows or booked == month or any(r["outcome_withheld"] for r in rows):
        return ""
    latest = sv.BOOKED_UNTIL.format(month=MONTH_NAMES[booked]) if booked else ""
    return sv.NOTHING_BOOKED.format(month=MONTH_NAMES[month], year=view.year, latest=latest)


def _reorganised(view: ReportView, rows: Sequence[BudgetRow]) -> Paragraph | None:
    """Return what happened within the year to the units whose content changed, and what that means for their figures."""
    changed = {r["unit_id"]: r["reorganised_at"] for r in rows if r["reorganised_at"] is not None}
    if not changed:
        return None
    first, last = date(view.year, 1, 1), max(changed.values())
    model, titles = view.definitions.model, {unit.id: sum_title(unit) for unit in view.units.values()}
    told: list[tuple[date, str]] = []
    for unit in model.units:
        for earlier in unit.moved:
            day = earlier.until + timedelta(days=1)
            places = [unit.id, *units_above(view.units, unit.id, earlier.until), *units_above(view.units, unit.id, day)]
            if first < day <= last and changed.keys() & {*places}:
                before, after = titles[earlier.parent], titles[unit.parent_on(day) or unit.id]
                words_of = {"unit": unit.title, "day": numbers.day(day), "before": before, "after": after}
                words_of["decided"] = _decided(view, earlier)
                told.append((day, sv.UNIT_MOVED.format(**words_of)))
    for change in model.reorganisations:
        named = [view.units[name] for name in (*change.units, *change.into)]
        places = [
            at
            for unit in named
            for day in (change.date - timedelta(days=1), change.date)
            for at in (unit.id, *units_above(view.units, unit.id, day))
        ]
        if first < change.date <= last and changed.keys() & {*places}:
            gone = [titles[name] for name in change.units if name not in change.into]
            into = [titles[name] for name in change.into]
            words_of = {
                "units": numbers.listed(gone),
                "into": numbers.listed(into) if into else "",
                "day": numbers.day(change.date),
                "decided": _decided(view, change),
            }
            told.append((change.date, sv.UNITS_CHANGED[change.kind].format(**words_of)))
    events = " ".join(text for _, text in sorted(told))
    return Paragraph(
        sv.MONEY_REORGANISED.format(events=events, units=numbers.listed([titles[name] for name in changed]))
    )


def _decided(view: ReportView, change: OfOrganisation) -> str:
    """Return by which decision the organisation changed, to be said after what happened; empty where that is not said."""
    if change.decided_at is None:
        return ""
    who = change.decided_by and view.units[change.decided_by].title
    parts = filter(None, [sv.DECIDED.format(day=numbers.day(change.decided_at)), change.decision, who])
    return ", ".join(parts)


def who_acts(view: ReportView, row: BudgetRow) -> str:
    """Return who must act on a deviation, in words: of what level the unit is says who a measure is awaited of."""
    escalation = row["escalation"] or ""
    if has_year_outcome(view):
        return in_own_words(ESCALATION_OF_YEAR.get(escalation, ""), view.words)
    awaited = AWAITED_OF.get(view.units[row["unit_id"]].level) if escalation == "committee" else None
    return in_own_words(awaited or ESCALATION.get(escalation, ""), view.words)


def _with_escalation(view: ReportView, rows: Sequence[BudgetRow]) -> list[Mapping[str, object]]:
    return [
        {**said, "escalation": who_acts(view, row) or None} for said, row in zip(as_read(view, rows), rows, strict=True)
    ]


def _with_why(
    view: ReportView, rows: Sequence[BudgetRow], column: Literal["outcome", "forecast"]
) -> list[Mapping[str, object]]:
    """Return rows of money where the outcome, which stands in `column`, has why it lacks, or why later months' do, beside it."""
    since: dict[tuple[str, str], int] = {}
    for row in view.rows(BudgetRow):
        if row["outcome_withheld"]:
            key = (row["unit_id"], row["kind"])
            since[key] = min(row["month"], since.get(key, row["month"]))

    def why(row: BudgetRow) -> str:
        first = since.get((row["unit_id"], row["kind"]))
        if first is None:
            gone = [MONTH_NAMES[month] for month in view.unbooked_months if month <= row["month"]]
            return sv.WITHOUT_MONTHS.format(months=numbers.listed(gone)) if gone and row["outcome"] is not None else ""
        if first <= row["month"]:
            return sv.OUTCOME_WITHHELD
        return sv.OUTCOME_WITHHELD_FROM.format(month=MONTH_NAMES[first])

    told = _with_escalation(view, rows)
    return [{**said, column: (row[column], why(row))} for said, row in zip(told, rows, strict=True)]


def _frame_changes(view: ReportView, shown: Collection[tuple[str, str]]) -> ShownTable:
    """Return the year's decisions about frames: the original, each change with its decision, the current."""
    w = sv.FRAME_CHANGES.in_own_words(view.words)
    rows: list[list[Cell]] = []
    for item in (item for _, item in view.definitions.model.frames_of([view.year]) if (item.unit, item.kind) in shown):
        decided = sorted(item.changes, key=lambda change: change.decided_at)
        changes = [change for change in decided if change.kind != "deviation"]
        steps = [
            (
                sv.FRAME_CHANGE[change.kind],
                change.decided_at,
                change.decided_by,
                change.decision,
                change.text,
                change.amount,
            )
            for change in changes
        ]
        if steps or (item.decided_at is not None and item.year == view.year):
            original = (
                sv.FRAME_CHANGE["original"],
                item.decided_at,
                item.decided_by,
                item.decision,
                None,
                item.amount or 0,
            )
            current = (sv.FRAME_CHANGE["current"], None, None, None, None, item.current)
            steps = [original, *steps, current] if steps else [original]
        for what, day, by, decision, text, changed in steps:
            whose = [words(sum_title(view.units[item.unit])), words(BUDGET_KIND[item.kind]), words(what)]
            decided_on = [on_day(day), unit_named(view)(by)]
            rows.append([*whose, *decided_on, words(decision), words(text), amount(view)(float(changed))])
    heads = [
        column(w["unit"], 30),
        column(w["kind"]),
        column(w["what"], 22),
        column(w["decided_at"], 12),
        column(w["decided_by"], 26),
        column(w["decision"], 26),
        column(w["text"], 44),
        number_column(w["amount"], 16),
    ]
    return ShownTable(w.caption, heads, rows, w.sheet)


def _deviation_decisions(view: ReportView, unit: UnitView) -> ShownTable:
    """Return what was decided within the year about deviations, of the year or the one before, and by whom."""
    w, there = sv.DEVIATION_DECISIONS, shown_units(view, unit)
    rows: list[list[Cell]] = []
    for item in (item for item in view.definitions.model.budgets if item.unit in there):
        for change in sorted(item.changes, key=lambda change: change.decided_at):
            # Of last year's deviation the council decides when it has the annual report.
            if change.kind == "deviation" and change.decided_at.year == view.year:
                whose = [words(sum_title(view.units[item.unit])), words(BUDGET_KIND[item.kind]), year_of(item.year)]
                decided = [on_day(change.decided_at), unit_named(view)(change.decided_by)]
                rows.append([*whose, *decided, words(change.decision), words(change.text)])
    heads = [
        column(w["unit"], 30),
        column(w["kind"]),
        number_column(w["year"], 10),
        column(w["decided_at"], 12),
        column(w["decided_by"], 26),
        column(w["decision"], 26),
        column(w["text"], 44),
    ]
    return ShownTable(w.caption, heads, rows, w.sheet)


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
            "why": sv.STAFF_WITHHELD if r["withheld"] else None,
        }
        for r in of_latest
    ]
    fields = [
        Field("unit_id", sum_named(view), 30),
        Field("gender", one_of(GENDER), 10),
        Field("when", said, 10),
        Field("headcount", whole),
        Field("fte", tenth),
        Field("sick_leave", share_of_hundred, 14),
        Field("before", share_of_hundred, 14),
        Field("why", said, 26),
    ]
    account = _staff_account(view) if unit.unit.level is Level.COUNCIL else None
    return (
        section("personal", [], folded=[lead("personal"), table_of(view, sv.STAFF, fields, rows), account])
        if rows
        else None
    )


def _staff_account(view: ReportView) -> ShownTable:
    """Return the whole municipality's staff by age, full time and so on (§12) in the latest month, beside the same month a year before."""
    told = view.rows(StaffAccountRow)
    latest = max(((r["year"], r["month"]) for r in told), default=(0, 0))
    before = {(r["year"], r["month"], r["measure"], r["gender"]): r["share"] for r in told}
    kinds, genders = list(sv.STAFF_MEASURE), tuple(GENDER)
    of_latest = sorted(
        (r for r in told if (r["year"], r["month"]) == latest),
        key=lambda r: (kinds.index(r["measure"]), genders.index(r["gender"])),
    )
    rows = [
        {
            **r,
            "when": f"{r['year']}-{r['month']:02d}",
            "before": before.get((r["year"] - 1, r["month"], r["measure"], r["gender"])),
            "why": sv.STAFF_INCOMPLETE if r["incomplete"] else sv.STAFF_WITHHELD if r["withheld"] else None,
        }
        for r in of_latest
    ]
    fields = [
        Field("measure", one_of(sv.STAFF_MEASURE), 44),
        Field("gender", one_of(GENDER), 10),
        Field("when", said, 10),
        Field("amount", whole),
        Field("share", share_of_hundred, 14),
        Field("before", share_of_hundred, 14),
        Field("why", said, 30),
    ]
    return table_of(view, sv.STAFF_ACCOUNT, fields, rows)


def control(view: ReportView, unit: UnitView) -> Section | None:
    """Return the control points of internal control: risk, control, result."""
    fields = [
        Field("title", said, 40),
        Field("unit_id", unit_named(view), 26),
        Field("risk", said, 40),
        Field("probability", whole),
        Field("consequence", whole),
        Field("risk_value", whole, 10),
        Field("control", said, 40),
        Field("result", one_of(CONTROL_RESULT), 20),
        Field("checked_at", on_day, 12),
        Field("finding", said, 40),
        Field("measure", said, 40),
    ]
    rows = sorted(own_rows(view, unit, ControlPointsRow), key=lambda r: (-r["risk_value"], r["control_point_id"]))
    return section("internkontroll", [], folded=[table_of(view, sv.CONTROL_POINTS, fields, rows)])


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
        Field("indicator_id", indicator_named(view), 44),
        Field("gender", one_of(GENDER), 10),
    ]
    listed = [
        *of_what,
        Field("goal_id", goal_named(view), 36),
        Field("unit_id", unit_named(view), 26),
        Field("n_in_a_row", whole),
        Field("n_missing", whole),
        Field("since_year", measured_year, 9),
    ]
    by_year = [
        *of_what,
        Field("year", measured_year, 8),
        Field("own", rounded),
        Field("unit", said, 22),
        Field("aim", said, 12),
        Field("status", status_named(view), 18),
        Field("score", whole),
        Field("short", said, 30),
    ]
    shown = [
        {
            **r,
            "year": (r["year"], indicator.measured_kind),
            "unit": indicator.unit_of_measure,
            "short": _short(r),
            "own": (r["value"], indicator.decimals),
            "aim": _aim(r, indicator.decimals),
        }
        for r, indicator in series
    ]
    told = [
        {**r, "since_year": (r["since_year"], view.indicators[r["indicator_id"]].measured_kind)} for r in candidates
    ]
    blocks: list[Block | None] = [
        lead("kandidater", view.words),
        table_of(view, sv.CANDIDATES, listed, told),
        table_of(view, sv.SHORTFALLS_BY_YEAR, by_year, shown),
        Paragraph(sentences.not_yet_candidates(len(rows) - len(candidates)))
        if candidates and len(rows) > len(candidates)
        else None,
    ]
    return section("kandidater", [], folded=blocks, names=view.words) if candidates else None


def _leaf(row: ShortfallsRow | ShortfallSeriesRow) -> tuple[str, ...]:
    return row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"]


def _short(row: ShortfallSeriesRow) -> str:
    """Return why a year of a quality factor counts as a shortfall, or why it does not."""
    if row["shortfall"] is None:
        return REASON.get(row["reason"] or "", sv.SHORTFALL["unknown"])
    if not row["shortfall"]:
        return sv.SHORTFALL["none"]
    return sv.SHORTFALL["not_met" if row["status"] == "not_met" else "worst_quarter"]


def _aim(row: ShortfallSeriesRow, decimals: int) -> str | None:
    if row["target_low"] is not None:
        return "–".join(numbers.number(end, decimals) for end in (row["target_low"], row["target_high"]))
    return None if row["target"] is None else numbers.number(row["target"], decimals)


def investments(view: ReportView, unit: UnitView) -> Section | None:
    """Return the investment projects (§10): the year's money, and the whole project's; the council's page shows all."""
    fields = [
        Field("title", said, 40),
        Field("unit_id", unit_named(view), 26),
        Field("budget", amount(view), 14),
        Field("outcome", amount(view), 14),
        Field("forecast", amount(view), 14),
        Field("forecast_month", month_named(view), 16),
        Field("total_budget", amount(view), 16),
        Field("total_outcome", amount(view), 16),
        Field("total_forecast", amount(view), 16),
        Field("total_deviation", deviation(view), 18),
    ]
    whole = unit.unit.level is Level.COUNCIL
    rows = [row for row in view.rows(InvestmentsRow) if whole or row["unit_id"] in unit.covers]
    explained = lead("investeringar", view.words)
    whole_money = [
        {
            "kind": "cost",
            "budget": r["total_budget"],
            "forecast": r["total_forecast"],
            "deviation": r["total_deviation"],
        }
        for r in rows
    ]
    told = [{**r, "total_deviation": of["deviation"]} for r, of in zip(rows, as_read(view, whole_money), strict=True)]
    shown = table_of(view, sv.INVESTMENTS, fields, told)
    return section("investeringar", [], folded=[explained, shown]) if rows else None


def financial_analysis(view: ReportView, unit: UnitView) -> Section | None:
    """Return five years of the municipality's finances (§21), on the council's page of the annual report: a row a measure, a column a year."""
    rows = view.rows(FinancialAnalysisRow) if view.annual and unit.unit.level is Level.COUNCIL else []
    years = sorted({row["year"] for row in rows})
    w = sv.FIVE_YEARS
    heads = [column(w["aspect"], 14), column(w["what"], 46), *(number_column(str(year), 16) for year in years)]
    cells: list[list[Cell]] = []
    for aspect, aspect_named in sv.FINANCIAL_ASPECT.items():
        of_aspect = sorted((r for r in rows if r["aspect"] == aspect), key=lambda r: (r["place"], r["year"]))
        for of_measure in (
            list(same) for _, same in groupby(of_aspect, key=lambda r: (r["figure"], r["indicator_id"]))
        ):
            indicator = view.indicators.get(of_measure[0]["indicator_id"] or "")
            what = (
                words(indicator.title, note=indicator.unit_of_measure)
                if indicator
                else words(sv.FINANCIAL_FIGURE[of_measure[0]["figure"]])
            )
            cells.append([words(aspect_named), what, *(_of_year(view, row) for row in of_measure)])
    there = {row["aspect"] for row in rows}
    without = [named.lower() for aspect, named in sv.FINANCIAL_ASPECT.items() if aspect not in there]
    lacking = Paragraph(sv.NOTHING_OF_ASPECT.format(aspects=numbers.listed(without))) if without else None
    blocks: list[Block | None] = [lead("fem-ar", view.words), ShownTable(w.caption, heads, cells, w.sheet), lacking]
    return section("fem-ar", _contradicted(view, rows), folded=blocks) if rows else None


def _contradicted(view: ReportView, rows: Sequence[FinancialAnalysisRow]) -> list[Block | None]:
    """Return what says that the ledger's result and the indicator of it by taxes tell two things of a year (§21)."""
    booked = {row["year"]: row["value"] for row in rows if row["figure"] == "result"}
    taxes = {
        each.year: max(each.taxes_and_grants, key=lambda told: told.month).amount
        for each in view.definitions.model.finances
        if each.taxes_and_grants
    }
    found: list[Block | None] = []
    for row in rows:
        indicator, year = view.indicators.get(row["indicator_id"] or ""), row["year"]
        result = booked.get(year)
        if indicator is None or indicator.foretold_by is None or result is None or row["value"] is None:
            continue
        if year not in taxes:
            continue
        share = 100 * result / float(taxes[year])
        if abs(numbers.apart_as_read(share, row["value"], indicator.decimals) or 0) >= HALF_A_PERCENT:
            told = [numbers.number(each, indicator.decimals) for each in (share, row["value"])]
            source = sv.OF_KOLADA if indicator.kpi_id else indicator.measured_by
            found.append(Paragraph(sv.RESULT_DIFFERS.format(year=year, booked=told[0], told=told[1], source=source)))
    return found


def _of_year(view: ReportView, row: FinancialAnalysisRow) -> Cell:
    """Return a figure of a year, or why there is none."""
    if row["value"] is None:
        why = in_own_words({**REASON, **sv.FINANCIAL_UNKNOWN}[row["reason"] or "missing"], view.words)
        cell = Cell(note=why)
    elif row["indicator_id"] is not None:
        cell = figure(row["value"], view.indicators[row["indicator_id"]].decimals)
    else:
        cell = (deviation if row["figure"].endswith("deviation") else amount)(view)(row["value"])
    return replace(cell, lineage=row["lineage_id"])


def management(view: ReportView, unit: UnitView) -> Section | None:
    """Return god ekonomisk hushållning for the council (§13): its goals, the balance requirement, the committees' frames."""
    rows = view.rows(GoodFinancialManagementRow) if unit.unit.level is Level.COUNCIL else []
    if not rows:
        return None
    of = {name: [r for r in rows if r["part"] == name] for name in dict.fromkeys(r["part"] for r in rows)}
    goals = [{**r, "what": r["title"] or sv.ALL_TOGETHER} for name in MANAGEMENT_PART for r in of.get(name, [])]

    def named_here(texts: Mapping[str, str]) -> dict[str, str]:
        return {code: in_own_words(text, view.words) for code, text in texts.items()}

    counted = [
        Field("part", one_of(named_here(MANAGEMENT_PART)), 24),
        Field("status", status_named(view), 18),
        Field("n_met", whole, 11),
        Field("n_partly", whole, 11),
        Field("n_not_met", whole, 11),
        Field("n_not_assessed", whole, 11),
        Field("coverage", part),
        Field("score", hundredth),
    ]
    money = [
        Field("budget", amount(view), 16),
        Field("forecast", amount(view), 16),
        Field("deviation", deviation(view), 20),
        Field("deviation_percent", deviation_percent, 16),
    ]
    kind = Field("kind", one_of(BUDGET_KIND))
    ended = has_year_outcome(view)
    blocks: list[Block | None] = [
        table_of(view, sv.MANAGEMENT_GOALS, [Field("what", said, 44), *counted], goals),
        table_of(
            view,
            sv.BALANCE_OF_YEAR if ended else sv.BALANCE_REQUIREMENT,
            [kind, Field("status", status_named(view), 18), Field("reason", one_of(sv.NOT_BALANCED), 28), *money],
            as_read(view, of.get("balance_requirement", [])),
        ),
        table_of(
            view,
            sv.BALANCE_STEPS,
            [
                Field("step", one_of(sv.BALANCE_STEP), 44),
                Field("amount", amount(view), 16),
                Field("status", status_named(view), 18),
                Field("reason", one_of(sv.NOT_BALANCED), 28),
            ],
            view.rows(BalanceRequirementRow),
        ),
        table_of(
            view,
            sv.DEVIATIONS_OF_YEAR if ended else sv.COMMITTEE_DEVIATIONS,
            [
                Field("title", said, 40),
                kind,
                *money,
                Field("escalation", one_of(named_here(ESCALATION_OF_YEAR if ended else ESCALATION)), 28),
            ],
            as_read(view, of.get("committee_deviation", [])),
        ),
    ]
    own: list[Block | None] = []
    for row in of.get("own_judgement", []):
        if row["own_judgement"]:
            own.append(
                OwnWords(
                    OWN_JUDGEMENT_OF.format(whose=numbers.genitive(unit.unit.title)),
                    row["own_motivation"] or "",
                    row["own_judgement"],
                )
            )
        if row["towards_vision"]:
            own.append(OwnWords(sv.TOWARDS_VISION, row["towards_vision"]))
    return section("hushallning", own, folded=blocks)


def forecasts(view: ReportView, unit: UnitView) -> Section | None:
    """Return how well the year's forecasts foretold the outcome (§4); only the annual report has anything to tell."""
    rows = [
        (r, view.definitions.model.report_title(r["forecast_report"]))
        for r in sorted(own_rows(view, unit, ForecastScoresRow), key=lambda r: r["unit_id"] != unit.unit.id)
    ]
    made_by = Field("basis", one_of(FORECAST_BASIS), 18)
    when = Field("told_in", said, 26)
    summed = [
        Field("unit_id", sum_named(view), 26),
        when,
        made_by,
        Field("n", whole),
        Field("hit_rate", part),
        Field("mean_error", in_tolerances),
        Field("mean_absolute_error", hundredth),
        Field("brier", hundredth),
        Field("base_brier", hundredth),
    ]
    each_forecast = [
        Field("indicator_id", indicator_named(view), 44),
        Field("gender", one_of(GENDER), 10),
        Field("unit_id", unit_named(view), 26),
        when,
        made_by,
        Field("foretold", rounded),
        Field("became", rounded),
        Field("error", in_tolerances),
        Field("foretold_status", status_named(view), 18),
        Field("status", status_named(view), 18),
    ]
    # An indicator under two goals was foretold once.
    leaves: dict[tuple[str, ...], Mapping[str, object]] = {}
    for row, told_in in rows:
        if row["goal_id"] is not None and row["indicator_id"] is not None and unit.unit.level is not Level.COUNCIL:
            decimals = view.indicators[row["indicator_id"]].decimals
            key = (row["indicator_id"], row["gender"] or "", row["unit_id"], row["forecast_report"], row["basis"])
            foretold, became = (row["forecast"], decimals), (row["outcome"], decimals)
            leaves[key] = {**row, "told_in": told_in, "foretold": foretold, "became": became}
    blocks: list[Block | None] = [
        lead("prognoser"),
        table_of(
            view,
            sv.FORECASTS_SCORED,
            summed,
            [{**r, "told_in": told_in} for r, told_in in rows if r["goal_id"] is None],
        ),
        table_of(view, sv.EACH_FORECAST, each_forecast, list(leaves.values())),
    ]
    return section("prognoser", [], folded=blocks) if rows else None
